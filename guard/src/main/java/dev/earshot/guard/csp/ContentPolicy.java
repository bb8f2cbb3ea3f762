package dev.earshot.guard.csp;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A Content-Security-Policy: source expressions by directive, in the order in which they are written.
///
/// Source: W3C Content Security Policy Level 3, section 2.2, <https://www.w3.org/TR/CSP3/>.
public record ContentPolicy(Map<String, List<String>> directives) {
    public ContentPolicy {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        directives.forEach((name, sources) -> copy.put(name, List.copyOf(sources)));
        directives = Collections.unmodifiableMap(copy);
    }

    /// Reads a header's value as a browser does: of two directives with one name the first counts.
    public static ContentPolicy parse(String header) {
        Map<String, List<String>> directives = new LinkedHashMap<>();
        for (String directive : header.split(";", -1)) {
            String[] words = directive.strip().split("[ \\t\\n\\f\\r]+", -1);
            if (!words[0].isEmpty()) {
                directives.putIfAbsent(
                        words[0].toLowerCase(Locale.ROOT), Arrays.asList(words).subList(1, words.length));
            }
        }
        return new ContentPolicy(directives);
    }

    /// The sources that hold for what `directive` rules on, its own or the first that it falls back to (section
    /// 6.8.4); empty where nothing rules on it.
    Optional<Map.Entry<String, List<String>>> effective(String directive) {
        return fallbacks(directive).stream()
                .filter(directives::containsKey)
                .map(name -> Map.entry(name, directives.get(name)))
                .findFirst();
    }

    private static List<String> fallbacks(String directive) {
        return switch (directive) {
            case "script-src-elem", "script-src-attr" -> List.of(directive, "script-src", "default-src");
            case "style-src-elem", "style-src-attr" -> List.of(directive, "style-src", "default-src");
            case "worker-src" -> List.of(directive, "child-src", "script-src", "default-src");
            case "frame-src" -> List.of(directive, "child-src", "default-src");
            case "base-uri", "form-action", "frame-ancestors", "sandbox", "webrtc" -> List.of(directive);
            default -> List.of(directive, "default-src");
        };
    }

    /// The header's value.
    @Override
    public String toString() {
        return directives.entrySet().stream()
                .map(each -> each.getValue().isEmpty()
                        ? each.getKey()
                        : each.getKey() + " " + String.join(" ", each.getValue()))
                .collect(Collectors.joining("; "));
    }
}
