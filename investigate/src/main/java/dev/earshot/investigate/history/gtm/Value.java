package dev.earshot.investigate.history.gtm;

import java.util.ArrayList;
import java.util.List;

/// A value in a container, which may hang on variables.
sealed interface Value {
    /// The text itself.
    record Text(String text) implements Value {
        static final Text EMPTY = new Text("");
    }

    /// The value of a variable.
    ///
    /// @param key by which the container's variables are known: a name in an export, a position in a served container
    record Reference(String key) implements Value {}

    /// One after the other, as a text.
    record Joined(List<Value> parts) implements Value {
        public Joined {
            parts = List.copyOf(parts);
        }
    }

    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Fields(List<Field> fields) implements Value {
        public Fields {
            fields = List.copyOf(fields);
        }

        Value get(String key) {
            return fields.stream()
                    .filter(field -> field.key().equals(key))
                    .map(Field::value)
                    .findFirst()
                    .orElse(Text.EMPTY);
        }
    }

    record Field(String key, Value value) {}

    /// The text, where it hangs on nothing; else empty.
    default String literal() {
        return this instanceof Text text ? text.text() : "";
    }

    /// What an export writes as `{{Page Path}}/x`.
    static Value template(String text) {
        List<Value> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            int close = open < 0 ? -1 : text.indexOf("}}", open);
            if (close < 0) {
                break;
            }
            if (open > at) {
                parts.add(new Text(text.substring(at, open)));
            }
            parts.add(new Reference(text.substring(open + 2, close)));
            at = close + 2;
        }
        if (parts.isEmpty()) {
            return new Text(text);
        }
        if (at < text.length()) {
            parts.add(new Text(text.substring(at)));
        }
        return parts.size() == 1 ? parts.getFirst() : new Joined(parts);
    }
}
