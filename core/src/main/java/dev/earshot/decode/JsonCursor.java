package dev.earshot.decode;

/// A place that moves forward through a JSON document, for forms in which what a member means depends on others.
///
/// The end of the text ends everything that is open, as in [Json]. Nothing recurses: passing a value costs its
/// length, whatever its depth. Not thread-safe.
final class JsonCursor {
    private final String json;
    private int at;
    private int from;

    JsonCursor(String json, int at) {
        this.json = json;
        this.at = at;
    }

    /// Steps into the next value if it is an object or an array, as `open` says; otherwise stays.
    boolean enter(char open) {
        at = JsonText.space(json, at);
        if (at >= json.length() || json.charAt(at) != open) {
            return false;
        }
        at++;
        return true;
    }

    /// Whether the structure that was entered has another member; if not, stands behind it.
    boolean more(char close) {
        at = JsonText.space(json, at);
        if (at < json.length() && json.charAt(at) == ',') {
            at = JsonText.space(json, at + 1);
        }
        if (at >= json.length()) {
            return false;
        }
        char c = json.charAt(at);
        if (c == '}' || c == ']') {
            at += c == close ? 1 : 0;
            return false;
        }
        return true;
    }

    /// The name of the next member, behind whose colon the cursor then stands.
    String name() {
        int quote = at;
        at = json.charAt(at) == '"' ? JsonText.pastString(json, at) : Math.max(at + 1, JsonText.pastWord(json, at));
        String name = JsonText.unescaped(json, Math.min(quote + 1, at), Math.max(quote + 1, at - 1));
        at = JsonText.space(json, at);
        if (at < json.length() && json.charAt(at) == ':') {
            at++;
        }
        return name;
    }

    /// Passes the next value; [#from] and [#at] then tell where it stands.
    void pass() {
        at = JsonText.space(json, at);
        from = at;
        int depth = 0;
        do {
            if (at >= json.length()) {
                return;
            }
            char c = json.charAt(at);
            if (c == '"') {
                at = JsonText.pastString(json, at);
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                depth--;
                at++;
            } else if (depth == 0) {
                at = Math.max(at + 1, JsonText.pastWord(json, at));
            } else {
                at++;
            }
        } while (depth > 0);
    }

    /// Where the value that was passed begins.
    int from() {
        return from;
    }

    /// Where the cursor stands.
    int at() {
        return at;
    }
}
