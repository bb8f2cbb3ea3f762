package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One value in a JSON document.
///
/// @param text the document
/// @param from where the value begins
/// @param to where it ends
record JsonPart(Text text, int from, int to) {
    /// The value that `cursor`, which is in `text`, stands before; the cursor passes it.
    static JsonPart next(Text text, JsonCursor cursor) {
        cursor.pass();
        return new JsonPart(text, cursor.from(), cursor.at());
    }

    /// The first character, which tells what it is: `"`, `{`, `[`, or that of a number or a word. A space for nothing.
    char kind() {
        return from < to ? text.value.charAt(from) : ' ';
    }

    boolean isString() {
        return kind() == '"';
    }

    boolean isNumber() {
        char kind = kind();
        return kind == '-' || (kind >= '0' && kind <= '9');
    }

    /// The members of an array, in order; none when it is no array.
    List<JsonPart> items() {
        List<JsonPart> items = new ArrayList<>();
        JsonCursor cursor = new JsonCursor(text.value, from);
        if (cursor.enter('[')) {
            while (cursor.more(']')) {
                items.add(next(text, cursor));
            }
        }
        return items;
    }

    /// The first member of an object with that name.
    Optional<JsonPart> member(String wanted) {
        JsonCursor cursor = new JsonCursor(text.value, from);
        if (cursor.enter('{')) {
            while (cursor.more('}')) {
                String name = cursor.name();
                JsonPart member = next(text, cursor);
                if (name.equals(wanted)) {
                    return Optional.of(member);
                }
            }
        }
        return Optional.empty();
    }

    /// What it is as a whole number; -1 when it is none, or one that is larger than a million or negative.
    int number() {
        int number = to - from > 7 || from == to ? -1 : 0;
        for (int i = from; i < to && number >= 0; i++) {
            char c = text.value.charAt(i);
            number = c < '0' || c > '9' ? -1 : number * 10 + c - '0';
        }
        return number;
    }

    /// A string's characters; the text of anything else.
    String string() {
        return isString() ? JsonText.unescaped(text.value, begin(), end()) : text.value.substring(from, to);
    }

    /// The value at `place`.
    Text at(Place place) {
        return isString() ? meaning(place, string()) : text.part(place, from, to);
    }

    /// What the value stands for, at `place`.
    Text meaning(Place place, String meant) {
        return isString() ? text.token(place, begin(), end(), meant) : text.token(place, from, to, meant);
    }

    /// Opens the value as far as it goes.
    void open(Place place, Opening into) {
        if (from < to && !text.value.startsWith("null", from)) {
            into.open(at(place));
        }
    }

    private int begin() {
        return from + 1;
    }

    private int end() {
        boolean closed = to - from > 1 && text.value.charAt(to - 1) == '"';
        return Math.max(begin(), closed ? to - 1 : to);
    }
}
