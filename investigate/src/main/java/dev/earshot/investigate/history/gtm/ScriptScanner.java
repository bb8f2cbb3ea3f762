package dev.earshot.investigate.history.gtm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the object literal in a served container's code, and writes it as JSON. No code is run.
///
/// Google's servers write JSON there but for the escapes `\x3c` and `\'`, which are JavaScript's.
final class ScriptScanner {
    private static final Pattern START = Pattern.compile("\"?\\bresource\"?\\s*:\\s*\\{");
    private static final Pattern RUNTIME = Pattern.compile("\"runtime\"\\s*:\\s*\\[");
    private static final Pattern ID =
            Pattern.compile("[?&\"'](?:id=)?((?:GTM-[A-Z0-9]{4,10})|(?:(?:G|AW|DC|GT)-[A-Z0-9]{6,14}))\\b");
    private static final int DEEPEST = 400;

    private ScriptScanner() {}

    /// The `resource` as JSON, with the `runtime` that stands beside it as `earshot-runtime`; empty where there is none.
    static Optional<String> resource(String code) {
        Matcher start = START.matcher(code);
        while (start.find()) {
            int open = start.end() - 1;
            int end = end(code, open);
            if (end > 0) {
                String json = json(code, open, end);
                if (json.contains("\"tags\"") || json.contains("\"version\"")) {
                    return Optional.of(withRuntime(json, code, end));
                }
            }
        }
        return Optional.empty();
    }

    private static String withRuntime(String json, String code, int from) {
        Matcher runtime = RUNTIME.matcher(code);
        if (!runtime.find(from)) {
            return json;
        }
        int end = end(code, runtime.end() - 1);
        return end < 0
                ? json
                : json.substring(0, json.length() - 1) + (json.length() > 2 ? "," : "") + "\"earshot-runtime\":"
                        + json(code, runtime.end() - 1, end) + "}";
    }

    /// The id of the container that a piece of code, or an address, names first.
    static Optional<String> id(String text) {
        Matcher id = ID.matcher(text);
        return id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }

    /// The position after the bracket that closes the one at `open`; -1 where none does.
    private static int end(String code, int open) {
        int depth = 0;
        for (int at = open; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '"' || c == '\'') {
                at = endOfText(code, at);
                if (at < 0) {
                    return -1;
                }
            } else if (c == '{' || c == '[') {
                if (++depth > DEEPEST) {
                    return -1;
                }
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static int endOfText(String code, int open) {
        char quote = code.charAt(open);
        for (int at = open + 1; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == quote) {
                return at;
            } else if (c == '\n') {
                return -1;
            }
        }
        return -1;
    }

    private static String json(String code, int from, int to) {
        StringBuilder json = new StringBuilder(to - from);
        char quote = 0;
        for (int at = from; at < to; at++) {
            char c = code.charAt(at);
            if (quote == 0) {
                if (c == '"' || c == '\'') {
                    quote = c;
                    c = '"';
                } else if (c == '!' && at + 1 < to && (code.charAt(at + 1) == '0' || code.charAt(at + 1) == '1')) {
                    json.append(code.charAt(++at) == '0' ? "true" : "false");
                    continue;
                }
                json.append(c);
            } else if (c == '\\' && at + 1 < to) {
                at = escape(code, at, to, json);
            } else if (c == quote) {
                quote = 0;
                json.append('"');
            } else if (c == '"') {
                json.append("\\\"");
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    /// Writes one escape as JSON has it; returns the position of its last character.
    private static int escape(String code, int at, int to, StringBuilder json) {
        char what = code.charAt(at + 1);
        if (what == 'x' && at + 3 < to) {
            json.append("\\u00").append(code, at + 2, at + 4);
            return at + 3;
        }
        if ("\"\\/bfnrtu".indexOf(what) >= 0) {
            json.append('\\').append(what);
        } else if (what == 'v' || what == '0') {
            json.append(' ');
        } else {
            json.append(what);
        }
        return at + 1;
    }
}
