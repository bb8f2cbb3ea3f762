package dev.earshot.browser.journey;

import dev.earshot.EarshotException;
import dev.earshot.browser.journey.JourneyStep.AssertedNavigation;
import dev.earshot.browser.journey.JourneyStep.Button;
import dev.earshot.browser.journey.JourneyStep.Chain;
import dev.earshot.browser.journey.JourneyStep.Common;
import dev.earshot.browser.journey.JourneyStep.Operator;
import dev.earshot.browser.journey.JourneyStep.Point;
import dev.earshot.browser.journey.JourneyStep.Pointer;
import dev.earshot.browser.journey.JourneyStep.Selectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads recordings, and tells everything that is wrong with one at once, each with its place.
public final class JourneyReader {
    private static final int MAX_BYTES = 10_000_000;
    private static final double DAY_IN_MILLISECONDS = 86_400_000;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private String step = "";

    private record Problem(Located.Place place, String what) {
        @Override
        public String toString() {
            return place + ": " + what;
        }
    }

    private JourneyReader(String file) {
        this.file = file;
    }

    /// @throws EarshotException USAGE, with every problem and its place, when it is not a journey
    public static Journey read(Path file) {
        String shown = file.toString();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw usage("The journey " + shown + " is larger than 10 MB. Is it a recording of Chrome's Recorder?");
            }
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
            return read(name, shown, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The journey " + shown + " cannot be read: "
                            + (Files.exists(file) ? e.getMessage() : "there is no such file")
                            + ".",
                    e);
        }
    }

    static Journey read(String name, String file, String json) {
        JourneyReader reader = new JourneyReader(file);
        Journey journey = reader.journey(name, json);
        if (!reader.problems.isEmpty()) {
            List<String> inOrder = reader.problems.stream()
                    .sorted(Comparator.comparing(Problem::place))
                    .map(Problem::toString)
                    .toList();
            throw usage("The journey " + file + " cannot be followed:\n  " + String.join("\n  ", inOrder));
        }
        return journey;
    }

    private Journey journey(String name, String json) {
        Located whole;
        try {
            whole = Located.read(json);
        } catch (JacksonException e) {
            var location = e.getLocation();
            String place = location == null
                    ? ""
                    : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
            throw usage("The journey " + file + " is not JSON:\n  " + place + e.getOriginalMessage());
        }
        if (!(whole instanceof Located.Fields fields)) {
            throw usage("The journey " + file
                    + " is not a recording: it must be a JSON object with `steps`, as Chrome's Recorder exports it.");
        }
        Optional<Duration> timeout = milliseconds(fields, "timeout");
        Optional<String> signedInWhen = text(fields, "signedInWhen");
        String title = text(fields, "title").orElse("");
        return new Journey(name, title, timeout, signedInWhen, steps(fields));
    }

    private List<JourneyStep> steps(Located.Fields fields) {
        List<JourneyStep> steps = new ArrayList<>();
        Located value = fields.values().get("steps");
        if (!(value instanceof Located.Items items) || items.values().isEmpty()) {
            problem((value == null ? fields : value).place(), "`steps` must be a list of at least one step");
            return steps;
        }
        for (int number = 1; number <= items.values().size(); number++) {
            Located item = items.values().get(number - 1);
            step = "step " + number + ": ";
            if (item instanceof Located.Fields one) {
                step(one).ifPresent(steps::add);
            } else {
                problem(item.place(), "a step must be an object");
            }
        }
        step = "";
        return steps;
    }

    private Optional<JourneyStep> step(Located.Fields fields) {
        int before = problems.size();
        String type = requiredText(fields, "type");
        Common common = common(fields);
        JourneyStep read = switch (type) {
            case "setViewport" ->
                new JourneyStep.SetViewport(
                        common,
                        (int) requiredNumber(fields, "width", 1, 10_000),
                        (int) requiredNumber(fields, "height", 1, 10_000),
                        number(fields, "deviceScaleFactor", 0, 10).orElse(1),
                        truth(fields, "isMobile").orElse(false),
                        truth(fields, "hasTouch").orElse(false));
            case "emulateNetworkConditions" ->
                new JourneyStep.EmulateNetworkConditions(
                        common,
                        requiredNumber(fields, "download", -1, 1e12),
                        requiredNumber(fields, "upload", -1, 1e12),
                        requiredNumber(fields, "latency", 0, DAY_IN_MILLISECONDS));
            case "navigate" -> new JourneyStep.Navigate(common, requiredText(fields, "url"));
            case "click" ->
                new JourneyStep.Click(
                        common,
                        requiredSelectors(fields),
                        pointer(fields),
                        milliseconds(fields, "duration").orElse(Duration.ofMillis(50)));
            case "doubleClick" -> new JourneyStep.DoubleClick(common, requiredSelectors(fields), pointer(fields));
            case "hover" -> new JourneyStep.Hover(common, requiredSelectors(fields));
            case "keyDown" -> new JourneyStep.KeyDown(common, requiredText(fields, "key"));
            case "keyUp" -> new JourneyStep.KeyUp(common, requiredText(fields, "key"));
            case "change" -> new JourneyStep.Change(common, requiredSelectors(fields), requiredText(fields, "value"));
            case "scroll" ->
                new JourneyStep.Scroll(
                        common,
                        fields.values().containsKey("selectors")
                                ? Optional.of(requiredSelectors(fields))
                                : Optional.empty(),
                        number(fields, "x", -1e9, 1e9),
                        number(fields, "y", -1e9, 1e9));
            case "close" -> new JourneyStep.Close(common);
            case "waitForElement" -> waitForElement(fields, common);
            case "waitForExpression" -> new JourneyStep.WaitForExpression(common, requiredText(fields, "expression"));
            case "customStep" -> customStep(fields, common);
            default -> {
                if (!type.isEmpty()) {
                    problem(place(fields, "type"), "`" + type + "` is not a step that Chrome's Recorder records");
                }
                yield null;
            }
        };
        return problems.size() > before ? Optional.empty() : Optional.ofNullable(read);
    }

    private JourneyStep waitForElement(Located.Fields fields, Common common) {
        String sign = text(fields, "operator").orElse(">=");
        Operator operator = Operator.AT_LEAST;
        switch (sign) {
            case ">=" -> operator = Operator.AT_LEAST;
            case "==" -> operator = Operator.EXACTLY;
            case "<=" -> operator = Operator.AT_MOST;
            default -> problem(place(fields, "operator"), "`operator` must be >=, == or <=");
        }
        Map<String, String> attributes = new TreeMap<>();
        Located given = fields.values().get("attributes");
        if (given instanceof Located.Fields named) {
            named.values().forEach((name, value) -> {
                if (value instanceof Located.Text text) {
                    attributes.put(name, text.value());
                } else {
                    problem(value.place(), "the attribute `" + name + "` must be a text");
                }
            });
        } else if (given != null) {
            problem(given.place(), "`attributes` must be an object");
        }
        Located properties = fields.values().get("properties");
        if (properties != null && !(properties instanceof Located.Fields)) {
            problem(properties.place(), "`properties` must be an object");
        }
        return new JourneyStep.WaitForElement(
                common,
                requiredSelectors(fields),
                operator,
                (int) number(fields, "count", 0, 1e6).orElse(1),
                truth(fields, "visible"),
                attributes,
                properties == null ? "{}" : JsonMapper.shared().writeValueAsString(plain(properties)));
    }

    private @Nullable JourneyStep customStep(Located.Fields fields, Common common) {
        String name = requiredText(fields, "name");
        Located given = fields.values().get("parameters");
        Located.Fields parameters = given instanceof Located.Fields named
                ? named
                : new Located.Fields(given == null ? fields.place() : given.place(), Map.of());
        return switch (name) {
            case "earshot.dwell" ->
                new JourneyStep.Dwell(
                        common, Duration.ofMillis((long) (1000 * requiredNumber(parameters, "seconds", 0, 3600))));
            case "earshot.consent" -> {
                String choice = requiredText(parameters, "choice");
                if (!choice.isEmpty() && !choice.equals("accepted") && !choice.equals("refused")) {
                    problem(place(parameters, "choice"), "`choice` must be accepted or refused");
                }
                yield new JourneyStep.ConsentGiven(common, choice.equals("accepted"));
            }
            default -> {
                if (!name.isEmpty()) {
                    problem(
                            place(fields, "name"),
                            "the custom step `" + name + "` is not known; there are earshot.dwell and earshot.consent");
                }
                yield null;
            }
        };
    }

    private Common common(Located.Fields fields) {
        List<Integer> frame = new ArrayList<>();
        Located frames = fields.values().get("frame");
        if (frames instanceof Located.Items items) {
            for (Located item : items.values()) {
                if (item instanceof Located.Numeral(var _, double index) && index >= 0 && index == Math.rint(index)) {
                    frame.add((int) index);
                } else {
                    problem(item.place(), "`frame` must hold indexes, counted from 0");
                }
            }
        } else if (frames != null) {
            problem(frames.place(), "`frame` must be a list of indexes");
        }
        return new Common(
                milliseconds(fields, "timeout"), text(fields, "target").orElse("main"), frame, navigations(fields));
    }

    private List<AssertedNavigation> navigations(Located.Fields fields) {
        List<AssertedNavigation> navigations = new ArrayList<>();
        Located events = fields.values().get("assertedEvents");
        if (events instanceof Located.Items items) {
            for (Located item : items.values()) {
                if (!(item instanceof Located.Fields event)) {
                    problem(item.place(), "an asserted event must be an object");
                } else if (!requiredText(event, "type").equals("navigation")) {
                    problem(place(event, "type"), "the only asserted event there is has the type `navigation`");
                } else {
                    navigations.add(new AssertedNavigation(
                            text(event, "url").filter(url -> !url.isEmpty()),
                            text(event, "title").filter(title -> !title.isEmpty())));
                }
            }
        } else if (events != null) {
            problem(events.place(), "`assertedEvents` must be a list");
        }
        return navigations;
    }

    private Selectors requiredSelectors(Located.Fields fields) {
        List<Chain> alternatives = new ArrayList<>();
        Located value = fields.values().get("selectors");
        if (!(value instanceof Located.Items items) || items.values().isEmpty()) {
            problem((value == null ? fields : value).place(), "`selectors` must be a list of at least one selector");
            return new Selectors(alternatives);
        }
        for (Located item : items.values()) {
            List<Located> links = item instanceof Located.Items chain ? chain.values() : List.of(item);
            List<String> texts = new ArrayList<>();
            for (Located link : links) {
                if (link instanceof Located.Text text && !text.value().isBlank()) {
                    texts.add(text.value());
                } else {
                    problem(link.place(), "a selector must be a text that is not empty");
                }
            }
            if (links.isEmpty()) {
                problem(item.place(), "a chain of selectors must not be empty");
            }
            alternatives.add(new Chain(texts));
        }
        return new Selectors(alternatives);
    }

    private Pointer pointer(Located.Fields fields) {
        Button button = Button.PRIMARY;
        String name = text(fields, "button").orElse("primary");
        switch (name) {
            case "primary" -> button = Button.PRIMARY;
            case "auxiliary" -> button = Button.AUXILIARY;
            case "secondary" -> button = Button.SECONDARY;
            default ->
                problem(place(fields, "button"), "`button` must be primary, auxiliary or secondary to be replayed");
        }
        OptionalDouble x = number(fields, "offsetX", -1e6, 1e6);
        OptionalDouble y = number(fields, "offsetY", -1e6, 1e6);
        return new Pointer(
                button,
                x.isPresent() && y.isPresent()
                        ? Optional.of(new Point(x.getAsDouble(), y.getAsDouble()))
                        : Optional.empty());
    }

    private String requiredText(Located.Fields fields, String name) {
        Optional<String> text = text(fields, name);
        if (text.isEmpty() && !fields.values().containsKey(name)) {
            problem(fields.place(), "`" + name + "` is missing");
        }
        return text.orElse("");
    }

    private Optional<String> text(Located.Fields fields, String name) {
        return switch (fields.values().get(name)) {
            case null -> Optional.empty();
            case Located.Text(var _, String value) -> Optional.of(value);
            case Located other -> {
                problem(other.place(), "`" + name + "` must be a text");
                yield Optional.empty();
            }
        };
    }

    private double requiredNumber(Located.Fields fields, String name, double least, double most) {
        OptionalDouble number = number(fields, name, least, most);
        if (number.isEmpty() && !fields.values().containsKey(name)) {
            problem(fields.place(), "`" + name + "` is missing");
        }
        return number.orElse(0);
    }

    private OptionalDouble number(Located.Fields fields, String name, double least, double most) {
        return switch (fields.values().get(name)) {
            case null -> OptionalDouble.empty();
            case Located.Numeral(var _, double value) when value >= least && value <= most -> OptionalDouble.of(value);
            case Located other -> {
                problem(other.place(), "`" + name + "` must be a number from " + (long) least + " to " + (long) most);
                yield OptionalDouble.empty();
            }
        };
    }

    private Optional<Duration> milliseconds(Located.Fields fields, String name) {
        OptionalDouble number = number(fields, name, 0, DAY_IN_MILLISECONDS);
        return number.isPresent() ? Optional.of(Duration.ofMillis((long) number.getAsDouble())) : Optional.empty();
    }

    private Optional<Boolean> truth(Located.Fields fields, String name) {
        return switch (fields.values().get(name)) {
            case null -> Optional.empty();
            case Located.Truth(var _, boolean value) -> Optional.of(value);
            case Located other -> {
                problem(other.place(), "`" + name + "` must be true or false");
                yield Optional.empty();
            }
        };
    }

    private static Located.Place place(Located.Fields fields, String name) {
        Located value = fields.values().get(name);
        return value == null ? fields.place() : value.place();
    }

    private static @Nullable Object plain(Located value) {
        return switch (value) {
            case Located.Fields(var _, Map<String, Located> values) -> {
                Map<String, @Nullable Object> map = new TreeMap<>();
                values.forEach((name, child) -> map.put(name, plain(child)));
                yield map;
            }
            case Located.Items(var _, List<Located> values) -> {
                List<@Nullable Object> list = new ArrayList<>();
                values.forEach(child -> list.add(plain(child)));
                yield list;
            }
            case Located.Text(var _, String text) -> text;
            case Located.Numeral(var _, double number) ->
                number == Math.rint(number) ? (Object) (long) number : (Object) number;
            case Located.Truth(var _, boolean truth) -> truth;
            case Located.Nothing _ -> null;
        };
    }

    private void problem(Located.Place place, String what) {
        problems.add(new Problem(place, step + what));
    }

    private static EarshotException usage(String message) {
        return new EarshotException(EarshotException.Code.USAGE, message);
    }
}
