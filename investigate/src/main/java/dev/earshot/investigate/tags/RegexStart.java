package dev.earshot.investigate.tags;

import java.util.ArrayList;
import java.util.List;

/// How texts begin that a regular expression is found in.
final class RegexStart {
    private static final String SPECIAL = "\\^$.|?*+()[]{}";
    private static final int MOST = 40;

    private RegexStart() {}

    /// All beginnings that a text may have, one of which it has; empty where that is not known. Only literals and groups
    /// of literals, such as `^/(one|other)/x`, are read.
    static List<String> of(String regex) {
        if (!regex.startsWith("^") || hasOuterAlternative(regex)) {
            return List.of();
        }
        List<String> beginnings = read(regex, 1);
        return beginnings.stream().allMatch(String::isEmpty) ? List.of() : beginnings;
    }

    /// Texts that an expression may be found in: guesses, which whoever uses them has to try.
    static List<String> examples(String regex) {
        List<String> examples = new ArrayList<>();
        for (String way : outer(regex)) {
            examples.addAll(read(way, way.startsWith("^") ? 1 : 0));
            String plain = way.replaceAll("\\\\([/.-])", "$1").replaceAll("\\.\\*|\\.\\+|[\\^$?]", "");
            if (plain.chars().noneMatch(letter -> SPECIAL.indexOf(letter) >= 0 && letter != '.')) {
                examples.add(plain);
            }
        }
        return examples.stream()
                .filter(each -> !each.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static List<String> read(String regex, int from) {
        StringBuilder literal = new StringBuilder();
        int at = from;
        while (at < regex.length()) {
            char letter = regex.charAt(at);
            int width = 1;
            if (letter == '\\' && at + 1 < regex.length() && "/.-_".indexOf(regex.charAt(at + 1)) >= 0) {
                letter = regex.charAt(at + 1);
                width = 2;
            } else if (SPECIAL.indexOf(letter) >= 0) {
                break;
            }
            // What may be left out is not sure to be there.
            if (at + width < regex.length() && "*?{".indexOf(regex.charAt(at + width)) >= 0) {
                return List.of(literal.toString());
            }
            literal.append(letter);
            at += width;
        }
        return at < regex.length() && regex.charAt(at) == '('
                ? group(regex, at, literal.toString())
                : List.of(literal.toString());
    }

    private static List<String> group(String regex, int open, String before) {
        int close = regex.indexOf(')', open);
        String inside = close < 0 ? "" : regex.substring(open + 1, close).replaceFirst("^\\?:", "");
        boolean optional = close + 1 < regex.length() && "*?{".indexOf(regex.charAt(close + 1)) >= 0;
        String plain = inside.replaceAll("\\\\([/.-])", "$1");
        boolean literal = plain.chars().noneMatch(letter -> letter != '|' && SPECIAL.indexOf(letter) >= 0);
        if (close < 0 || optional || !literal || plain.isEmpty()) {
            return List.of(before);
        }
        List<String> ways = new ArrayList<>();
        List<String> after = regex.startsWith("+", close + 1) ? List.of("") : read(regex, close + 1);
        for (String way : plain.split("\\|", -1)) {
            after.forEach(rest -> ways.add(before + way + rest));
        }
        return ways.size() > MOST ? List.of(before) : ways;
    }

    private static boolean hasOuterAlternative(String regex) {
        return outer(regex).size() > 1;
    }

    private static List<String> outer(String regex) {
        List<String> ways = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at < regex.length(); at++) {
            char letter = regex.charAt(at);
            if (letter == '\\') {
                at++;
            } else if (letter == '(' || letter == '[') {
                depth++;
            } else if (letter == ')' || letter == ']') {
                depth--;
            } else if (letter == '|' && depth <= 0) {
                ways.add(regex.substring(start, at));
                start = at + 1;
            }
        }
        ways.add(regex.substring(start));
        return ways;
    }
}
