package dev.earshot.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a parameter as a pattern over [dev.earshot.decode.Leaf#path()].
///
/// `[]` is any position, `[3]` that position, `[i]` any position under the name `i`, `#` a run of digits, `*`
/// anything but a part of an address. All else, square brackets of other kinds included, stands for itself:
/// `cd[buttonText]`, `[Amplitude] Page URL`.
final class PathPattern {
    private static final Pattern SPECIAL = Pattern.compile("\\[([a-z])]|\\[]|#|\\*");
    private static final Pattern SHIFTED = Pattern.compile("\\[([a-z])([+-]\\d+)?]");

    private final String text;
    private final List<String> indices = new ArrayList<>();
    private final Optional<Pattern> regex;
    private final int literals;

    private PathPattern(String text) {
        this.text = text;
        StringBuilder built = new StringBuilder();
        Matcher special = SPECIAL.matcher(text);
        int from = 0;
        int literal = 0;
        while (special.find()) {
            literal += special.start() - from;
            built.append(Pattern.quote(text.substring(from, special.start())));
            String index = special.group(1);
            if (index != null) {
                indices.add(index);
            }
            built.append(
                    switch (special.group()) {
                        case "*" -> "[^?#;/]*";
                        case "#" -> "\\d+";
                        case "[]" -> "\\[\\d+]";
                        default -> "\\[(\\d+)]";
                    });
            from = special.end();
        }
        literal += text.length() - from;
        built.append(Pattern.quote(text.substring(from)));
        this.literals = literal;
        this.regex = from == 0 ? Optional.empty() : Optional.of(Pattern.compile(built.toString(), Pattern.DOTALL));
    }

    static PathPattern of(String text) {
        return new PathPattern(text);
    }

    /// Whether it stands for one path only.
    boolean isPlain() {
        return regex.isEmpty();
    }

    String text() {
        return text;
    }

    /// How many characters stand for themselves: the more, the more specific.
    int literals() {
        return literals;
    }

    boolean matches(String path) {
        return regex.isEmpty() ? text.equals(path) : regex.get().matcher(path).matches();
    }

    /// The positions under their names, where it matches.
    Optional<Map<String, Integer>> positions(String path) {
        if (regex.isEmpty()) {
            return text.equals(path) ? Optional.of(Map.of()) : Optional.empty();
        }
        Matcher matcher = regex.get().matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, Integer> positions = new HashMap<>();
        for (int at = 0; at < indices.size(); at++) {
            positions.put(indices.get(at), Integer.parseInt(matcher.group(at + 1)));
        }
        return Optional.of(positions);
    }

    /// A path written with the names of positions, such as `a[i][k-1]`, with the positions put in.
    static String place(String template, Map<String, Integer> positions) {
        return SHIFTED.matcher(template).replaceAll(found -> {
            int shift = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
            return "[" + (positions.getOrDefault(found.group(1), -1) + shift) + "]";
        });
    }
}
