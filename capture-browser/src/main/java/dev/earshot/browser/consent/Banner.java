package dev.earshot.browser.consent;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The consent banner of one site in one browser: found and answered by the user's own selector, by
/// autoconsent, or by the plain words on a button. For the one thread that drives the browser.
public final class Banner {
    private static final Duration CLICK = Duration.ofSeconds(5);

    private final Wish wish;
    private final Optional<String> ownSelector;
    private final Optional<String> rules;

    private Optional<Instant> click = Optional.empty();
    private Optional<String> found = Optional.empty();
    private Optional<Choice> choice = Optional.empty();
    private boolean answering;
    private boolean refusedToAnswer;
    private boolean spokenOf;
    private boolean disproved;

    /// A banner that was answered.
    ///
    /// @param clicked the moment of the click that did it (or of the call, where a consent platform has
    /// one)
    /// @param done when nothing was left to click
    /// @param how in words: `accepted through autoconsent (onetrust)`
    public record Choice(Instant clicked, Instant done, String how) {}

    private Banner(Wish wish, Optional<String> ownSelector) {
        this.wish = wish;
        this.ownSelector = ownSelector;
        this.rules = ownSelector.isPresent() ? Optional.empty() : Optional.of(BannerRules.answerToInit(wish));
    }

    /// Gets ready to answer; call it before the first page is opened.
    ///
    /// @param ownSelector of the button to press, as Playwright reads selectors; autoconsent is left out
    /// where there is one
    public static Banner awaitIn(BrowserContext context, Wish wish, Optional<String> ownSelector) {
        Banner banner = new Banner(wish, ownSelector);
        context.exposeBinding("__earshotConsent", (_, arguments) -> banner.told(arguments));
        context.addInitScript(ownSelector.isPresent() ? BannerRules.text("bridge.js") : BannerRules.contentScript());
        return banner;
    }

    public Optional<Choice> choice() {
        return choice;
    }

    /// Whether a banner is known to be there that has not been answered yet and still may be.
    public boolean isBusy() {
        return choice.isEmpty() && (answering || found.isPresent()) && !refusedToAnswer;
    }

    /// Whether there was a banner, or at least text like that of one.
    public boolean wasSeen() {
        return found.isPresent() || spokenOf;
    }

    /// Whether autoconsent's own test after a refusal says that it was not taken.
    public boolean isDisproved() {
        return disproved;
    }

    /// What became of it, in words.
    public String outcome() {
        if (choice.isPresent()) {
            return choice.get().how() + (disproved ? ", but the site did not take it" : "");
        }
        if (found.isPresent()) {
            return "a banner was found (" + found.get() + ") and could not be " + wish.done();
        }
        return spokenOf
                ? "the pages speak of cookies, but no banner was found that could be " + wish.done()
                : "no banner found";
    }

    /// A page was opened: what the one before left half said about its own banner is settled.
    public void pageOpened(Instant at) {
        if (choice.isEmpty() && answering && click.isPresent()) {
            // The click led to a new page, and the script that would have told of its success went with the old one.
            choose(at, "autoconsent", found.orElse("a banner"));
        }
        if (choice.isEmpty()) {
            answering = false;
            refusedToAnswer = false;
            click = Optional.empty();
        }
    }

    /// Presses the user's own button if it is there by now.
    public void tryOwnSelector(Page page) {
        if (ownSelector.isEmpty() || choice.isPresent()) {
            return;
        }
        for (Frame frame : page.frames()) {
            Locator button = frame.locator(ownSelector.get()).first();
            if (isVisible(button)) {
                found = Optional.of("your selector");
                press(
                        () -> button.click(new Locator.ClickOptions().setTimeout((double) CLICK.toMillis())),
                        "your selector");
                return;
            }
        }
    }

    /// Presses a button whose words say it, for want of anything better.
    public void tryPlainWords(Page page) {
        if (ownSelector.isPresent() || choice.isPresent() || isBusy()) {
            return;
        }
        try {
            JSHandle handle = page.evaluateHandle(BannerRules.plainBanner(), wish.key());
            ElementHandle button = handle.asElement();
            if (button != null) {
                found = Optional.of("a plain banner");
                press(
                        () -> button.click(new ElementHandle.ClickOptions().setTimeout((double) CLICK.toMillis())),
                        "its button's words");
            }
        } catch (PlaywrightException _) {
            // The page went away while it was being looked at; the next one is looked at again.
        }
    }

    private void press(Runnable pressing, String through) {
        click = Optional.empty();
        Instant before = Instant.now();
        try {
            pressing.run();
            choose(Instant.now(), through, "");
        } catch (PlaywrightException _) {
            if (click.isPresent()) {
                choose(Instant.now(), through, "");
            } else {
                refusedToAnswer = true;
            }
        }
        if (choice.isPresent() && click.isEmpty()) {
            choice = Optional.of(
                    new Choice(before, choice.get().done(), choice.get().how()));
        }
    }

    private void choose(Instant done, String through, String platform) {
        String how = wish.done() + " through " + through + (platform.isEmpty() ? "" : " (" + platform + ")");
        choice = Optional.of(new Choice(click.filter(at -> !at.isAfter(done)).orElse(done), done, how));
    }

    private static boolean isVisible(Locator button) {
        try {
            return button.isVisible();
        } catch (PlaywrightException _) {
            return false;
        }
    }

    /// What the script in a frame tells; foreign input, since the page can call it too.
    private Object told(Object[] arguments) {
        if (arguments.length != 1 || !(arguments[0] instanceof Map<?, ?> message)) {
            return "";
        }
        Instant at =
                message.get("at") instanceof Number number ? Instant.ofEpochMilli(number.longValue()) : Instant.now();
        boolean result = Boolean.TRUE.equals(message.get("result"));
        String platform = message.get("cmp") instanceof String name ? plain(name) : "";
        switch (String.valueOf(message.get("type"))) {
            case "init" -> {
                return choice.isPresent() ? "" : rules.orElse("");
            }
            case "click" -> {
                if (choice.isEmpty()) {
                    click = Optional.of(at);
                }
            }
            case "popupFound" -> found = Optional.of(platform);
            case "report" -> reported(message, at);
            case "optInResult", "optOutResult" -> {
                answering = answering && result;
                refusedToAnswer = !result;
            }
            case "autoconsentDone" -> {
                if (choice.isEmpty() && !Boolean.TRUE.equals(message.get("cosmetic"))) {
                    choose(at, "autoconsent", platform);
                }
            }
            case "selfTestResult" -> disproved = !result;
            default -> {}
        }
        return "";
    }

    private void reported(Map<?, ?> message, Instant at) {
        String lifecycle = String.valueOf(message.get("lifecycle"));
        if (message.get("patterns") instanceof Number number && number.intValue() > 0) {
            spokenOf = true;
        }
        if (choice.isEmpty() && (lifecycle.equals("runningOptIn") || lifecycle.equals("runningOptOut"))) {
            answering = true;
            // A platform with a call of its own needs no click.
            click = Optional.of(at);
        }
    }

    /// A platform's name, short and without oddities, as it is shown to people.
    private static String plain(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9 ._+-]", "");
        return safe.length() > 60 ? safe.substring(0, 60) : safe;
    }
}
