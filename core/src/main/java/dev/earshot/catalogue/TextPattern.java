package dev.earshot.catalogue;

import java.util.regex.Pattern;

/// A regular expression to be searched for, with a text that stands in everything it finds: most texts lack that,
/// and are done with at the speed of a plain search.
///
/// @param literal the longest text that every match must hold; empty where none is sure
record TextPattern(Pattern pattern, String literal) {
    private static final String BREAKS = "^$.";

    static TextPattern of(String regex) {
        return new TextPattern(Pattern.compile(regex), literalOf(regex));
    }

    /// Whether it is found in `text`.
    boolean in(String text) {
        return text.contains(literal) && pattern.matcher(text).find();
    }

    /// Reads what stands outside groups and classes; an expression with flags or alternatives has no sure text.
    private static String literalOf(String regex) {
        if (regex.startsWith("(?")) {
            return "";
        }
        String longest = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        for (int i = 0; i <= regex.length(); i++) {
            char c = i < regex.length() ? regex.charAt(i) : '$';
            boolean plain = depth == 0 && BREAKS.indexOf(c) < 0;
            if (c == '\\') {
                c = regex.charAt(++i);
                plain &= !Character.isLetterOrDigit(c);
            } else if (c == '(' || c == '[') {
                depth++;
                plain = false;
            } else if (c == ')' || c == ']') {
                depth--;
                plain = false;
            } else if (depth == 0 && c == '|') {
                return "";
            } else if (c == '?' || c == '*' || c == '{' || c == '+') {
                if (depth == 0 && c != '+' && !run.isEmpty()) {
                    run.setLength(run.length() - 1);
                }
                i = c == '{' ? regex.indexOf('}', i) : i;
                plain = false;
            }
            if (plain) {
                run.append(c);
            } else {
                longest = run.length() > longest.length() ? run.toString() : longest;
                run.setLength(0);
            }
        }
        return longest;
    }
}
