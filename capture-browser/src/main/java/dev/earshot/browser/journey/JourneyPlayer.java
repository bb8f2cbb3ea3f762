package dev.earshot.browser.journey;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.MouseButton;
import com.microsoft.playwright.options.Position;
import com.microsoft.playwright.options.WaitUntilState;
import dev.earshot.browser.drive.Deadlines;
import dev.earshot.browser.drive.Failure;
import dev.earshot.browser.journey.JourneyStep.Button;
import dev.earshot.browser.journey.JourneyStep.Chain;
import dev.earshot.browser.journey.JourneyStep.Pointer;
import dev.earshot.browser.journey.JourneyStep.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Does the steps of a journey in a browser, one at a time. Each has a deadline.
public final class JourneyPlayer {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    /// What counts for a `waitForElement`: attributes equal, properties equal at every depth that the
    /// recording names.
    private static final String MATCHES = """
            (element, wanted) => {
              const same = (want, have) => want !== null && typeof want === 'object'
                ? have !== null && have !== undefined && Object.keys(want).every((key) => same(want[key], have[key]))
                : want === have;
              return Object.entries(wanted.attributes).every(([name, value]) => element.getAttribute(name) === value)
                && same(JSON.parse(wanted.properties), element);
            }""";

    private static final String EMPTY_FIELD = """
            (element, value) => {
              const kept = value.length > element.value.length && value.startsWith(element.value) ? element.value : '';
              element.value = '';
              element.value = kept;
              return value.substring(kept.length);
            }""";

    private static final String SET_VALUE = """
            (element, value) => {
              element.value = value;
              element.dispatchEvent(new Event('input', { bubbles: true }));
              element.dispatchEvent(new Event('change', { bubbles: true }));
            }""";

    private static final String KIND = """
            (element) => element.isContentEditable ? 'editable'
              : element.localName === 'select' ? 'select'
              : element.localName === 'textarea' ? 'typed'
              : element.localName !== 'input' ? 'other'
              : ['text', 'email', 'password', 'search', 'tel', 'url', 'number'].includes(element.type) ? 'typed'
              : element.type === 'file' ? 'file'
              : ['checkbox', 'radio'].includes(element.type) ? 'checked' : 'other'""";

    private final BrowserContext context;
    private final Deadlines deadlines;
    private final Supplier<Page> mainTab;
    private final ToIntFunction<Page> navigations;
    private final UnaryOperator<String> expand;
    private final Duration defaultTimeout;
    private Instant acted = Instant.EPOCH;

    /// @param mainTab the journey's own tab
    /// @param navigations how often a tab has navigated so far
    /// @param expand puts the patient's values in for `{{persona.x}}`
    /// @param defaultTimeout of a step, where neither it nor its journey says
    public JourneyPlayer(
            BrowserContext context,
            Deadlines deadlines,
            Supplier<Page> mainTab,
            ToIntFunction<Page> navigations,
            UnaryOperator<String> expand,
            Duration defaultTimeout) {
        this.context = context;
        this.deadlines = deadlines;
        this.mainTab = mainTab;
        this.navigations = navigations;
        this.expand = expand;
        this.defaultTimeout = defaultTimeout;
    }

    /// The moment when the last step touched the page, after it had found its element.
    public Instant acted() {
        return acted;
    }

    /// Does one step, and waits for the navigations that it asserts.
    ///
    /// @return the tab it was done in
    /// @throws StepFailure when it cannot be done
    public Page play(Journey journey, JourneyStep step) {
        Duration limit = step.common().timeout().or(journey::timeout).orElse(defaultTimeout);
        Instant deadline = Instant.now().plus(limit);
        Place place = place(step, deadline, limit);
        Page page = place.page();
        acted = Instant.now();
        int before = navigations.applyAsInt(page);
        try {
            // The grace lets Playwright's own timeout, which says more, come first.
            deadlines.within(limit.plusSeconds(3), page, () -> {
                perform(step, place, deadline, limit);
                return true;
            });
            step.common().navigations().forEach(navigation -> await(navigation, page, before, deadline, limit));
        } catch (Deadlines.OverdueException e) {
            throw new StepFailure("the page stopped answering, and its tab was ended", e);
        } catch (TimeoutError e) {
            throw new StepFailure(timedOut(String.valueOf(e.getMessage()), limit), e);
        } catch (PlaywrightException e) {
            throw new StepFailure(inWords(String.valueOf(e.getMessage())), e);
        }
        return page;
    }

    private static String timedOut(String message, Duration limit) {
        String reason = message.contains("intercepts pointer events")
                ? "something else covers its element (a banner?)"
                : message.contains("not enabled")
                        ? "its element is disabled"
                        : message.contains("not stable")
                                ? "its element does not stand still"
                                : message.contains("did not find some options")
                                        ? "the list has no such option"
                                        : "it was not done";
        return reason + ", after " + seconds(limit);
    }

    private static String inWords(String message) {
        if (message.contains("net::") || message.contains("crashed") || message.contains("Download is starting")) {
            return Failure.inWords(message);
        }
        if (message.contains("has been closed")) {
            return "its tab was closed meanwhile";
        }
        if (message.contains("Unknown key")) {
            return "there is no such key";
        }
        return "the browser refused it";
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private void perform(JourneyStep step, Place place, Instant deadline, Duration limit) {
        Page page = place.page();
        switch (step) {
            case JourneyStep.SetViewport viewport -> setViewport(page, viewport);
            case JourneyStep.EmulateNetworkConditions conditions -> emulate(page, conditions);
            case JourneyStep.Navigate navigate ->
                page.navigate(
                        expand.apply(navigate.url()),
                        new Page.NavigateOptions()
                                .setWaitUntil(WaitUntilState.COMMIT)
                                .setTimeout(left(deadline)));
            case JourneyStep.Click click -> {
                Locator element = find(click.selectors(), place, deadline, limit);
                Locator.ClickOptions options = new Locator.ClickOptions()
                        .setButton(button(click.pointer().button()))
                        .setDelay((double) click.hold().toMillis())
                        .setTimeout(left(deadline));
                position(element, click.pointer()).ifPresent(options::setPosition);
                acted = Instant.now();
                element.click(options);
            }
            case JourneyStep.DoubleClick click -> {
                Locator element = find(click.selectors(), place, deadline, limit);
                Locator.DblclickOptions options = new Locator.DblclickOptions()
                        .setButton(button(click.pointer().button()))
                        .setTimeout(left(deadline));
                position(element, click.pointer()).ifPresent(options::setPosition);
                acted = Instant.now();
                element.dblclick(options);
            }
            case JourneyStep.Hover hover ->
                find(hover.selectors(), place, deadline, limit)
                        .hover(new Locator.HoverOptions().setTimeout(left(deadline)));
            case JourneyStep.KeyDown key -> page.keyboard().down(key.key());
            case JourneyStep.KeyUp key -> page.keyboard().up(key.key());
            case JourneyStep.Change change ->
                change(find(change.selectors(), place, deadline, limit), expand.apply(change.value()), page, deadline);
            case JourneyStep.Scroll scroll -> scroll(scroll, place, deadline, limit);
            case JourneyStep.Close _ -> {
                // Left first, so that the page sends what it sends on unloading.
                page.navigate("about:blank", new Page.NavigateOptions().setTimeout(left(deadline)));
                page.close();
            }
            case JourneyStep.WaitForElement wait -> awaitElements(wait, place, deadline, limit);
            case JourneyStep.WaitForExpression wait -> awaitExpression(wait, place, deadline, limit);
            case JourneyStep.Dwell _, JourneyStep.ConsentGiven _ -> {}
        }
    }

    // ---- where ----

    /// @param frame within the tab
    private record Place(Page page, Supplier<Optional<Frame>> frame) {}

    private Place place(JourneyStep step, Instant deadline, Duration limit) {
        String target = step.common().target();
        if (target.equals("main") || target.isEmpty()) {
            Page page = mainTab.get();
            return new Place(page, () -> descend(page.mainFrame(), step));
        }
        String address = expand.apply(target);
        while (true) {
            for (Page page : context.pages()) {
                if (isAt(page.url(), address)) {
                    return new Place(page, () -> descend(page.mainFrame(), step));
                }
            }
            for (Page page : context.pages()) {
                for (Frame frame : page.frames()) {
                    if (isAt(frame.url(), address)) {
                        return new Place(page, () -> descend(frame, step));
                    }
                }
            }
            if (!Instant.now().isBefore(deadline) || mainTab.get().isClosed()) {
                throw new StepFailure("no tab or frame is at its target " + target + ", after " + seconds(limit));
            }
            mainTab.get().waitForTimeout((double) BETWEEN_TRIES.toMillis());
        }
    }

    private static Optional<Frame> descend(Frame from, JourneyStep step) {
        Frame frame = from;
        for (int index : step.common().frame()) {
            if (index >= frame.childFrames().size()) {
                return Optional.empty();
            }
            frame = frame.childFrames().get(index);
        }
        return Optional.of(frame);
    }

    private static boolean isAt(String url, String address) {
        return url.equals(address) || withoutQuery(url).equals(withoutQuery(address));
    }

    private static String withoutQuery(String url) {
        String plain = url.split("[?#]", 2)[0];
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private Frame frame(Place place, Instant deadline, Duration limit) {
        until(deadline, place.page(), () -> place.frame().get().isPresent());
        return place.frame()
                .get()
                .orElseThrow(() -> new StepFailure("there is no such frame, after " + seconds(limit)));
    }

    /// The first visible element of the first alternative that has one.
    private Locator find(Selectors selectors, Place place, Instant deadline, Duration limit) {
        String invalid = "";
        boolean hidden = false;
        while (true) {
            Optional<Frame> frame = place.frame().get();
            if (frame.isPresent()) {
                for (Chain chain : selectors.alternatives()) {
                    try {
                        Locator all = Elements.in(frame.get(), chain, expand);
                        int count = Math.min(all.count(), 50);
                        hidden |= count > 0;
                        for (int index = 0; index < count; index++) {
                            if (all.nth(index).isVisible()) {
                                return all.nth(index);
                            }
                        }
                    } catch (PlaywrightException e) {
                        String message = String.valueOf(e.getMessage());
                        if (message.contains("selector") || message.contains("xpath")) {
                            invalid = chain + " is not a valid selector";
                        } else if (place.page().isClosed() || message.contains("crashed")) {
                            throw e;
                        }
                    }
                }
            }
            if (!Instant.now().isBefore(deadline)) {
                throw new StepFailure((frame.isEmpty()
                                ? "there is no such frame"
                                : hidden
                                        ? "what matches " + selectors + " is not visible"
                                        : "nothing matches " + selectors)
                        + ", after " + seconds(limit) + (invalid.isEmpty() ? "" : "; " + invalid));
            }
            place.page().waitForTimeout((double) BETWEEN_TRIES.toMillis());
        }
    }

    // ---- how ----

    private void setViewport(Page page, JourneyStep.SetViewport viewport) {
        page.setViewportSize(viewport.width(), viewport.height());
        if (viewport.mobile() || viewport.touch() || viewport.scale() != 1) {
            CDPSession session = context.newCDPSession(page);
            JsonObject metrics = new JsonObject();
            metrics.addProperty("width", viewport.width());
            metrics.addProperty("height", viewport.height());
            metrics.addProperty("deviceScaleFactor", viewport.scale());
            metrics.addProperty("mobile", viewport.mobile());
            session.send("Emulation.setDeviceMetricsOverride", metrics);
            JsonObject touch = new JsonObject();
            touch.addProperty("enabled", viewport.touch());
            session.send("Emulation.setTouchEmulationEnabled", touch);
        }
    }

    private void emulate(Page page, JourneyStep.EmulateNetworkConditions conditions) {
        CDPSession session = context.newCDPSession(page);
        session.send("Network.enable");
        JsonObject values = new JsonObject();
        values.addProperty("offline", false);
        values.addProperty("latency", conditions.latency());
        values.addProperty("downloadThroughput", conditions.download());
        values.addProperty("uploadThroughput", conditions.upload());
        session.send("Network.emulateNetworkConditions", values);
    }

    private static void change(Locator element, String value, Page page, Instant deadline) {
        String kind = String.valueOf(element.evaluate(KIND));
        switch (kind) {
            case "select" -> element.selectOption(value, new Locator.SelectOptionOptions().setTimeout(left(deadline)));
            case "typed" -> {
                element.focus(new Locator.FocusOptions().setTimeout(left(deadline)));
                String rest = String.valueOf(element.evaluate(EMPTY_FIELD, value));
                element.pressSequentially(rest, new Locator.PressSequentiallyOptions().setTimeout(left(deadline)));
                if (rest.isEmpty()) {
                    element.evaluate(SET_VALUE, value);
                }
            }
            case "editable" -> {
                element.fill("", new Locator.FillOptions().setTimeout(left(deadline)));
                element.pressSequentially(value, new Locator.PressSequentiallyOptions().setTimeout(left(deadline)));
            }
            case "file" -> throw new StepFailure("choosing a file cannot be replayed from a recording");
            case "checked" -> {
                // The click that the recording has beside it sets it; here only its events are told.
                if (value.equals("true") || value.equals("false")) {
                    element.setChecked(
                            Boolean.parseBoolean(value), new Locator.SetCheckedOptions().setTimeout(left(deadline)));
                }
            }
            default -> {
                element.focus(new Locator.FocusOptions().setTimeout(left(deadline)));
                element.evaluate(SET_VALUE, value);
            }
        }
        page.waitForTimeout(50);
    }

    private void scroll(JourneyStep.Scroll scroll, Place place, Instant deadline, Duration limit) {
        Map<String, Double> to =
                Map.of("x", scroll.x().orElse(0), "y", scroll.y().orElse(0));
        if (scroll.selectors().isPresent()) {
            find(scroll.selectors().get(), place, deadline, limit)
                    .evaluate("(element, to) => element.scrollTo({ left: to.x, top: to.y, behavior: 'instant' })", to);
        } else {
            frame(place, deadline, limit)
                    .evaluate("(to) => window.scrollTo({ left: to.x, top: to.y, behavior: 'instant' })", to);
        }
    }

    private void awaitElements(JourneyStep.WaitForElement wait, Place place, Instant deadline, Duration limit) {
        int[] found = {0};
        boolean held = until(deadline, place.page(), () -> {
            found[0] = matching(wait, place);
            return wait.operator().holds(found[0], wait.count());
        });
        if (!held) {
            throw new StepFailure("it waits for " + wait.operator().sign() + " " + wait.count() + " of "
                    + wait.selectors() + ", and there are " + found[0] + ", after " + seconds(limit));
        }
    }

    private int matching(JourneyStep.WaitForElement wait, Place place) {
        Optional<Frame> frame = place.frame().get();
        if (frame.isEmpty()) {
            return 0;
        }
        Map<String, Object> wanted =
                Map.of("attributes", expanded(wait.attributes()), "properties", expandedJson(wait.properties()));
        for (Chain chain : wait.selectors().alternatives()) {
            Locator all = Elements.in(frame.get(), chain, expand);
            int counted = 0;
            for (Locator element : all.all()) {
                boolean shown = wait.visible().isEmpty()
                        || element.isVisible() == wait.visible().get();
                if (shown && Boolean.TRUE.equals(element.evaluate(MATCHES, wanted))) {
                    counted++;
                }
            }
            if (counted > 0) {
                return counted;
            }
        }
        return 0;
    }

    private Map<String, String> expanded(Map<String, String> values) {
        return values.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, entry -> expand.apply(entry.getValue())));
    }

    private String expandedJson(String json) {
        if (!json.contains("{{")) {
            return json;
        }
        JsonMapper mapper = JsonMapper.shared();
        return mapper.writeValueAsString(expandedIn(mapper.readValue(json, Object.class)));
    }

    private @Nullable Object expandedIn(@Nullable Object value) {
        return switch (value) {
            case String text -> expand.apply(text);
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new java.util.LinkedHashMap<>();
                map.forEach((key, child) -> copy.put(key, expandedIn(child)));
                yield copy;
            }
            case java.util.List<?> list -> {
                java.util.List<@Nullable Object> copy = new java.util.ArrayList<>();
                list.forEach(child -> copy.add(expandedIn(child)));
                yield copy;
            }
            case null -> null;
            default -> value;
        };
    }

    private void awaitExpression(JourneyStep.WaitForExpression wait, Place place, Instant deadline, Duration limit) {
        Frame frame = frame(place, deadline, limit);
        try {
            frame.waitForFunction(
                    "() => (" + expand.apply(wait.expression()).strip().replaceFirst(";+$", "") + "\n)",
                    null,
                    new Frame.WaitForFunctionOptions().setTimeout(left(deadline)));
        } catch (TimeoutError e) {
            throw new StepFailure("its expression was not true, after " + seconds(limit), e);
        }
    }

    private void await(JourneyStep.AssertedNavigation wanted, Page page, int before, Instant deadline, Duration limit) {
        boolean[] at = {false, false};
        boolean held = until(deadline, page, () -> {
            at[0] = wanted.url().isEmpty()
                    ? navigations.applyAsInt(page) > before
                    : isAt(page.url(), expand.apply(wanted.url().get()));
            at[1] = at[0]
                    && (wanted.title().isEmpty()
                            || page.title().equals(expand.apply(wanted.title().get())));
            return at[0] && at[1];
        });
        if (held) {
            return;
        }
        if (wanted.url().isEmpty() && !at[0]) {
            throw new StepFailure("it should lead to another page and did not, after " + seconds(limit));
        }
        throw new StepFailure(
                at[0]
                        ? "it led to a page whose title is not `"
                                + wanted.title().orElse("") + "`"
                        : "it should lead to " + wanted.url().orElse("") + " and did not, after " + seconds(limit));
    }

    /// Tries again until it holds or the deadline is there; a page that goes away meanwhile is tried
    /// again too.
    private static boolean until(Instant deadline, Page page, BooleanSupplier holds) {
        while (true) {
            try {
                if (holds.getAsBoolean()) {
                    return true;
                }
            } catch (PlaywrightException e) {
                if (page.isClosed() || String.valueOf(e.getMessage()).contains("crashed")) {
                    throw e;
                }
            }
            if (!Instant.now().isBefore(deadline)) {
                return false;
            }
            page.waitForTimeout((double) BETWEEN_TRIES.toMillis());
        }
    }

    /// Whether a selector matches something visible, or a `js:` expression is true, right now.
    public static boolean holds(Page page, String condition, UnaryOperator<String> expand) {
        if (condition.startsWith("js:")) {
            String expression =
                    expand.apply(condition.substring("js:".length())).strip().replaceFirst(";+$", "");
            return Boolean.TRUE.equals(page.evaluate("() => !!(" + expression + "\n)"));
        }
        Locator all = Elements.in(page.mainFrame(), new Chain(java.util.List.of(condition)), expand);
        int count = Math.min(all.count(), 20);
        for (int index = 0; index < count; index++) {
            if (all.nth(index).isVisible()) {
                return true;
            }
        }
        return false;
    }

    private static double left(Instant deadline) {
        return Math.max(1, Duration.between(Instant.now(), deadline).toMillis());
    }

    private static MouseButton button(Button button) {
        return switch (button) {
            case PRIMARY -> MouseButton.LEFT;
            case AUXILIARY -> MouseButton.MIDDLE;
            case SECONDARY -> MouseButton.RIGHT;
        };
    }

    /// The recorded point, unless the element is smaller here than it was there.
    private static Optional<Position> position(Locator element, Pointer pointer) {
        if (pointer.offset().isEmpty()) {
            return Optional.empty();
        }
        BoundingBox box = element.boundingBox();
        JourneyStep.Point point = pointer.offset().get();
        return box == null || point.x() < 0 || point.y() < 0 || point.x() >= box.width || point.y() >= box.height
                ? Optional.empty()
                : Optional.of(new Position(point.x(), point.y()));
    }
}
