package dev.earshot.browser.journey;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.earshot.browser.journey.JourneyStep.Chain;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a recording's selectors point, as Playwright looks for it.
///
/// Source: the selector kinds of Puppeteer's query handlers,
/// <https://pptr.dev/guides/page-interactions#selectors>, read 2026-11-22. CSS and text search open
/// shadow roots here in any case, which makes `pierce/` the same as CSS.
final class Elements {
    private static final Pattern ARIA_ATTRIBUTE =
            Pattern.compile("\\[\\s*(name|role)\\s*=\\s*(\"([^\"]*)\"|'([^']*)')\\s*]$");

    /// A name alone may be that of any of these.
    private static final List<AriaRole> NAMED = List.of(
            AriaRole.BUTTON,
            AriaRole.LINK,
            AriaRole.TEXTBOX,
            AriaRole.SEARCHBOX,
            AriaRole.COMBOBOX,
            AriaRole.LISTBOX,
            AriaRole.OPTION,
            AriaRole.CHECKBOX,
            AriaRole.RADIO,
            AriaRole.SWITCH,
            AriaRole.SLIDER,
            AriaRole.SPINBUTTON,
            AriaRole.TAB,
            AriaRole.MENUITEM,
            AriaRole.TREEITEM,
            AriaRole.GRIDCELL,
            AriaRole.HEADING,
            AriaRole.IMG,
            AriaRole.DIALOG);

    /// What Playwright offers on frames and on locators alike.
    private interface Scope {
        Locator css(String selector);

        Locator byText(String text, boolean exact);

        Locator byRole(AriaRole role, Optional<String> name);

        Locator byLabel(String name);

        Locator byPlaceholder(String name);
    }

    private Elements() {}

    /// All elements that a chain leads to.
    ///
    /// @param expand puts the patient's values in
    static Locator in(Frame frame, Chain chain, UnaryOperator<String> expand) {
        Locator found = null;
        for (String link : chain.links()) {
            found = link(found == null ? of(frame) : of(found), expand.apply(link));
        }
        return found == null ? frame.locator(":root") : found;
    }

    private static Locator link(Scope scope, String selector) {
        if (selector.startsWith("xpath/")) {
            return scope.css("xpath=" + selector.substring("xpath/".length()));
        }
        if (selector.startsWith("text/")) {
            return scope.byText(selector.substring("text/".length()), false);
        }
        if (selector.startsWith("aria/")) {
            return aria(scope, selector.substring("aria/".length()));
        }
        if (selector.startsWith("pierce/")) {
            return scope.css("css=" + selector.substring("pierce/".length()));
        }
        return scope.css("css=" + selector);
    }

    private static Locator aria(Scope scope, String selector) {
        String rest = selector.strip();
        Optional<String> name = Optional.empty();
        Optional<String> role = Optional.empty();
        for (Matcher attribute = ARIA_ATTRIBUTE.matcher(rest);
                attribute.find();
                attribute = ARIA_ATTRIBUTE.matcher(rest)) {
            String value = attribute.group(3) == null ? attribute.group(4) : attribute.group(3);
            if (attribute.group(1).equals("name")) {
                name = Optional.of(value);
            } else {
                role = Optional.of(value);
            }
            rest = rest.substring(0, attribute.start()).strip();
        }
        if (!rest.isEmpty()) {
            name = Optional.of(rest);
        }
        if (role.isPresent()) {
            Optional<AriaRole> known = role(role.get());
            if (known.isPresent()) {
                return scope.byRole(known.get(), name);
            }
        }
        String text = name.orElse("");
        if (role.isPresent()) {
            return scope.byText(text, true);
        }
        // A label's text names its field and is not the field: Chromium gives a label no name of its own.
        Locator bearer = scope.byText(text, true).and(scope.css("css=:not(label, label *)"));
        Locator any = scope.byLabel(text).or(scope.byPlaceholder(text)).or(bearer);
        for (AriaRole candidate : NAMED) {
            any = any.or(scope.byRole(candidate, name));
        }
        return any;
    }

    /// Chromium's name of a role; empty for those that ARIA lacks, such as `StaticText`.
    private static Optional<AriaRole> role(String name) {
        String constant = name.equals("image") ? "IMG" : name.toUpperCase(Locale.ROOT);
        return Arrays.stream(AriaRole.values())
                .filter(role -> role.name().equals(constant))
                .findFirst();
    }

    private static Scope of(Frame frame) {
        return new Scope() {
            @Override
            public Locator css(String selector) {
                return frame.locator(selector);
            }

            @Override
            public Locator byText(String text, boolean exact) {
                return frame.getByText(text, new Frame.GetByTextOptions().setExact(exact));
            }

            @Override
            public Locator byRole(AriaRole role, Optional<String> name) {
                Frame.GetByRoleOptions options = new Frame.GetByRoleOptions().setExact(true);
                name.ifPresent(options::setName);
                return frame.getByRole(role, options);
            }

            @Override
            public Locator byLabel(String name) {
                return frame.getByLabel(name, new Frame.GetByLabelOptions().setExact(true));
            }

            @Override
            public Locator byPlaceholder(String name) {
                return frame.getByPlaceholder(name, new Frame.GetByPlaceholderOptions().setExact(true));
            }
        };
    }

    private static Scope of(Locator parent) {
        return new Scope() {
            @Override
            public Locator css(String selector) {
                return parent.locator(selector);
            }

            @Override
            public Locator byText(String text, boolean exact) {
                return parent.getByText(text, new Locator.GetByTextOptions().setExact(exact));
            }

            @Override
            public Locator byRole(AriaRole role, Optional<String> name) {
                Locator.GetByRoleOptions options = new Locator.GetByRoleOptions().setExact(true);
                name.ifPresent(options::setName);
                return parent.getByRole(role, options);
            }

            @Override
            public Locator byLabel(String name) {
                return parent.getByLabel(name, new Locator.GetByLabelOptions().setExact(true));
            }

            @Override
            public Locator byPlaceholder(String name) {
                return parent.getByPlaceholder(name, new Locator.GetByPlaceholderOptions().setExact(true));
            }
        };
    }
}
