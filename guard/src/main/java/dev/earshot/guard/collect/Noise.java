package dev.earshot.guard.collect;

import dev.earshot.EarshotException;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules by which reports are noise: `noise.yaml`.
final class Noise {
    private static final String FILE = "noise.yaml";
    private static final Duration STALE = Duration.ofDays(2);
    private static final Set<String> CONDITIONS = Set.of(
            "foreign-document",
            "about-page",
            "local-network",
            "injected-at-the-start",
            "browser-inside-an-app",
            "content-in-the-page",
            "stale");

    private final List<Rule> rules;
    private final Map<String, Rule> byScheme = new HashMap<>();
    private final Map<String, Rule> byHost = new HashMap<>();

    /// One rule.
    ///
    /// @param order of the file, in which the first that applies counts
    /// @param when a condition in code; empty for a rule of schemes or hosts
    /// @param verified whether its source was read
    record Rule(
            int order,
            String id,
            String reason,
            String source,
            String readOn,
            boolean verified,
            String when,
            List<String> schemes,
            List<String> hosts) {
        boolean holds(Event event) {
            return switch (when) {
                case "foreign-document" -> !event.own() && event.document().kind() == Place.Kind.HOST;
                case "about-page" -> isScheme(event.blocked(), "about") || isScheme(event.document(), "about");
                case "local-network" -> event.blocked().kind() == Place.Kind.LOCAL;
                case "injected-at-the-start" -> event.atStart() && isCodeInPage(event);
                case "browser-inside-an-app" -> event.browser() == Browser.IN_APP && isCodeInPage(event);
                case "content-in-the-page" ->
                    (isScheme(event.blocked(), "data") || isScheme(event.blocked(), "blob")) && isShown(event.use());
                case "stale" -> event.ageMillis() > STALE.toMillis();
                default -> false;
            };
        }

        private static boolean isScheme(Place place, String scheme) {
            return place.kind() == Place.Kind.SCHEME && place.scheme().equals(scheme);
        }

        private static boolean isCodeInPage(Event event) {
            return event.blocked().kind() == Place.Kind.KEYWORD;
        }

        private static boolean isShown(String use) {
            return switch (use) {
                case "img-src", "font-src", "media-src", "image", "font", "media", "style" -> true;
                default -> use.startsWith("style-src");
            };
        }
    }

    private static final class Bundled {
        private static final Noise NOISE = new Noise(read());
    }

    static Noise bundled() {
        return Bundled.NOISE;
    }

    private Noise(List<Rule> rules) {
        this.rules = rules;
        rules.forEach(rule -> {
            rule.schemes().forEach(scheme -> byScheme.put(scheme, rule));
            rule.hosts().forEach(host -> byHost.put(host, rule));
        });
    }

    /// In the order of the file.
    List<Rule> rules() {
        return rules;
    }

    /// The first rule by which it is noise. Whether a host is a tracker's is asked by who calls.
    Optional<Rule> of(Event event) {
        Rule first = earlier(named(event.blocked()), named(event.source()));
        for (Rule rule : rules) {
            if (first != null && first.order() < rule.order()) {
                break;
            }
            if (!rule.when().isEmpty() && rule.holds(event)) {
                return Optional.of(rule);
            }
        }
        return Optional.ofNullable(first);
    }

    private static @Nullable Rule earlier(@Nullable Rule one, @Nullable Rule other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.order() <= other.order() ? one : other;
    }

    private @Nullable Rule named(Place place) {
        return switch (place.kind()) {
            case SCHEME -> byScheme.get(place.scheme());
            case HOST -> {
                for (String suffix = place.name(); ; suffix = suffix.substring(suffix.indexOf('.') + 1)) {
                    Rule rule = byHost.get(suffix);
                    if (rule != null || suffix.indexOf('.') < 0) {
                        yield rule;
                    }
                }
            }
            case LOCAL, KEYWORD, NOTHING, UNREADABLE -> null;
        };
    }

    private static List<Rule> read() {
        Problems problems = new Problems(Path.of(FILE));
        List<Rule> rules = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Noise.class.getResourceAsStream(FILE), FILE)) {
            YamlMapping yaml = YamlMapping.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), problems);
            for (YamlMapping rule : yaml.only(Set.of("rules")).mappings("rules")) {
                rule.only(Set.of("id", "reason", "source", "readOn", "verified", "when", "schemes", "hosts"));
                rules.add(new Rule(
                        rules.size(),
                        rule.required("id"),
                        rule.required("reason"),
                        rule.required("source"),
                        rule.date("readOn").map(Object::toString).orElse(""),
                        rule.yes("verified"),
                        rule.choice("when", CONDITIONS, ""),
                        rule.texts("schemes"),
                        rule.texts("hosts")));
            }
            problems.throwIfAny();
            return List.copyOf(rules);
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.INTERNAL, "The bundled rules of noise can't be read.", e);
        }
    }
}
