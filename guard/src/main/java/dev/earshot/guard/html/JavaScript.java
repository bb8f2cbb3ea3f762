package dev.earshot.guard.html;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Just enough of JavaScript's lexical grammar to tell literals from comments.
///
/// Source: ECMA-262 § 12 and, for `<!--`, its annex B.1.1. Whether a slash divides or begins a regular expression is
/// guessed from what stands before it. Where a guess goes wrong, a literal seems to end at a line's end; the script
/// then counts as not understood.
final class JavaScript {
    private static final Set<String> BEFORE_EXPRESSIONS = Set.of(
            "return",
            "typeof",
            "case",
            "in",
            "of",
            "delete",
            "void",
            "throw",
            "new",
            "else",
            "do",
            "instanceof",
            "yield",
            "await");
    private static final int DEEPEST = 64;

    private final byte[] text;
    private final int to;
    private final int wanted;
    private final int[] braces = new int[DEEPEST];
    private int templates;
    private int at;

    private JavaScript(byte[] text, int from, int to, int wanted) {
        this.text = text;
        this.to = to;
        this.wanted = wanted;
        at = from;
    }

    /// Whether the byte at `wanted` is in a literal. True as well where the script can't be understood.
    static boolean isLiteral(byte[] text, int from, int to, int wanted) {
        return new JavaScript(text, from, to, wanted).isLiteral();
    }

    private boolean isLiteral() {
        int last = 0;
        while (at < to && at <= wanted) {
            int letter = text[at];
            int start = at;
            if (letter == '"' || letter == '\'') {
                if (!skipString(letter)) {
                    return true;
                }
                if (wanted < at) {
                    return true;
                }
            } else if (letter == '`' || (letter == '}' && templates > 0 && braces[templates - 1] == 0)) {
                if (letter == '}') {
                    templates--;
                }
                at++;
                skipTemplate();
                if (wanted < at || templates == DEEPEST) {
                    return true;
                }
            } else if ((letter == '/' && startsWith("//")) || (letter == '<' && startsWith("<!--"))) {
                while (at < to && text[at] != '\n' && text[at] != '\r') {
                    at++;
                }
                if (wanted < at) {
                    return false;
                }
                continue;
            } else if (letter == '/' && startsWith("/*")) {
                at += 2;
                while (at < to && !startsWith("*/")) {
                    at++;
                }
                at = Math.min(to, at + 2);
                if (wanted < at) {
                    return false;
                }
                continue;
            } else if (letter == '/' && beginsExpression(start, last)) {
                if (!skipRegularExpression()) {
                    return true;
                }
            } else {
                if (templates > 0 && letter == '{') {
                    braces[templates - 1]++;
                } else if (templates > 0 && letter == '}') {
                    braces[templates - 1]--;
                }
                at++;
            }
            if (letter > ' ' || letter < 0) {
                last = letter;
            }
        }
        return false;
    }

    private boolean skipString(int quote) {
        at++;
        while (at < to && text[at] != quote) {
            if (text[at] == '\n') {
                return false;
            }
            at += text[at] == '\\' ? 2 : 1;
        }
        at++;
        return at <= to;
    }

    private void skipTemplate() {
        while (at < to && text[at] != '`') {
            if (startsWith("${")) {
                at += 2;
                if (templates < DEEPEST) {
                    braces[templates++] = 0;
                }
                return;
            }
            at += text[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private boolean skipRegularExpression() {
        boolean inClass = false;
        at++;
        while (at < to && (inClass || text[at] != '/')) {
            if (text[at] == '\n') {
                return false;
            }
            if (text[at] == '[') {
                inClass = true;
            } else if (text[at] == ']') {
                inClass = false;
            }
            at += text[at] == '\\' ? 2 : 1;
        }
        at++;
        return at <= to;
    }

    private boolean beginsExpression(int slash, int last) {
        if (last == ')' || last == ']' || last == '}' || last == '"' || last == '\'' || last == '`') {
            return false;
        }
        if (!isWord(last)) {
            return true;
        }
        int end = slash;
        while (end > 0 && text[end - 1] <= ' ' && text[end - 1] >= 0) {
            end--;
        }
        int start = end;
        while (start > 0 && end - start < 12 && isWord(text[start - 1])) {
            start--;
        }
        return BEFORE_EXPRESSIONS.contains(new String(text, start, end - start, StandardCharsets.ISO_8859_1));
    }

    private static boolean isWord(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '_'
                || letter == '$'
                || letter < 0;
    }

    private boolean startsWith(String wanted) {
        if (at + wanted.length() > to) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (text[at + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
