package dev.earshot.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A value on its way to becoming leaves: what it is now, how it was reached, and where its bytes stand in the
/// origin.
abstract sealed class Content {
    /// How it was reached.
    final Place place;

    /// Where the outermost encoded token that holds it begins, and how long it is, in bytes of the origin.
    final int start;

    final int length;

    /// How many layers were undone, and containers opened inside values, to reach it.
    final int depth;

    /// Whether it is all that a body, a message or a line of a batch holds, rather than a value in a container.
    final boolean whole;

    /// What it was before its last layer was undone.
    final @Nullable Content before;

    private Content(Place place, int start, int length, int depth, boolean whole, @Nullable Content before) {
        this.place = place;
        this.start = start;
        this.length = length;
        this.depth = depth;
        this.whole = whole;
        this.before = before;
    }

    abstract byte[] toBytes();

    /// Whether one of the layers on the way here held these very bytes, as a file that unpacks to itself does.
    boolean cameFrom(byte[] bytes) {
        for (Content content = this; content != null; content = content.before) {
            if (content instanceof Binary binary && Arrays.equals(binary.bytes, bytes)) {
                return true;
            }
        }
        return false;
    }

    /// Bytes not yet known to be text.
    static final class Binary extends Content {
        final byte[] bytes;

        /// Whether they are the origin's own bytes, from `start` on.
        final boolean verbatim;

        private Binary(
                Place place,
                byte[] bytes,
                int start,
                int length,
                boolean verbatim,
                int depth,
                boolean whole,
                @Nullable Content before) {
            super(place, start, length, depth, whole, before);
            this.bytes = bytes;
            this.verbatim = verbatim;
        }

        /// All of a body or of a message.
        static Binary all(Place place, byte[] bytes) {
            return new Binary(place, bytes, 0, bytes.length, true, 0, true, null);
        }

        /// The part of these bytes from `from` to before `to`.
        Binary part(Place place, int from, int to, boolean whole) {
            int at = verbatim ? start + from : start;
            int size = verbatim ? to - from : length;
            return new Binary(place, Arrays.copyOfRange(bytes, from, to), at, size, verbatim, depth + 1, whole, this);
        }

        /// What the part of these bytes from `from` to before `to` stands for.
        Text token(Place place, int from, int to, String meant) {
            int at = verbatim ? start + from : start;
            int size = verbatim ? to - from : length;
            return new Text(place, meant, at, size, null, 0, depth + 1, false, false, this);
        }

        Binary layer(Step.Decoded layer, byte[] inside) {
            return new Binary(place.layer(layer), inside, start, length, false, depth + 1, whole, this);
        }

        Text layer(Step.Decoded layer, String inside) {
            return new Text(place.layer(layer), inside, start, length, null, 0, depth + 1, whole, false, this);
        }

        /// The same bytes read as text, which is no layer.
        Text read(Utf8.Reading reading) {
            Utf8.Offsets offsets = verbatim ? reading.offsets().from(start) : null;
            return new Text(place, reading.text(), start, length, offsets, 0, depth, whole, false, this);
        }

        @Override
        byte[] toBytes() {
            return bytes;
        }
    }

    /// Text.
    static final class Text extends Content {
        final String value;

        /// Whether `+` means a space, as in a query or a form.
        final boolean plus;

        /// Where each character stands in the origin; null once a layer was undone.
        private final Utf8.@Nullable Offsets offsets;

        private final int base;
        private int traits = -1;

        private Text(
                Place place,
                String value,
                int start,
                int length,
                Utf8.@Nullable Offsets offsets,
                int base,
                int depth,
                boolean whole,
                boolean plus,
                @Nullable Content before) {
            super(place, start, length, depth, whole, before);
            this.value = Objects.requireNonNull(value);
            this.offsets = offsets;
            this.base = base;
            this.plus = plus;
        }

        /// All of a header's value.
        static Text all(Place place, String value) {
            return all(place, value, 0);
        }

        /// All of a URL or of a Cookie header, which only hold other values.
        static Text container(String value) {
            return all(Place.root(""), value, -1);
        }

        private static Text all(Place place, String value, int depth) {
            Utf8.Offsets offsets = Utf8.Offsets.of(value);
            return new Text(place, value, 0, offsets.at(value.length()), offsets, 0, depth, false, false, null);
        }

        /// The part from `from` to before `to`.
        Text part(Place place, int from, int to) {
            return part(place, from, to, value.substring(from, to), false, false);
        }

        /// The value of a query or form parameter.
        Text parameter(Place place, int from, int to) {
            return part(place, from, to, value.substring(from, to), false, true);
        }

        /// A line, or the payload of a frame: it is opened as a body is.
        Text line(Place place, int from, int to) {
            return part(place, from, to, value.substring(from, to), whole, false);
        }

        /// What the token from `from` to before `to` stands for.
        Text token(Place place, int from, int to, String meant) {
            return part(place, from, to, meant, false, false);
        }

        private Text part(Place place, int from, int to, String meant, boolean whole, boolean plus) {
            boolean literal = meant.length() == to - from;
            int at = offsets == null ? start : offsets.at(base + from);
            int size = offsets == null ? length : offsets.at(base + to) - at;
            int opened = this.whole ? depth : depth + 1;
            return new Text(place, meant, at, size, literal ? offsets : null, base + from, opened, whole, plus, before);
        }

        Text layer(Step.Decoded layer, String inside) {
            return new Text(place.layer(layer), inside, start, length, null, 0, depth + 1, whole, false, this);
        }

        Binary layer(Step.Decoded layer, byte[] inside) {
            return new Binary(place.layer(layer), inside, start, length, false, depth + 1, whole, this);
        }

        /// With `+` read as a space; not counted as a layer.
        Text withSpaces(Step.Decoded layer) {
            return new Text(
                    place.layer(layer), value.replace('+', ' '), start, length, null, 0, depth, whole, false, this);
        }

        /// Which kinds of characters occur in it, as [Traits].
        int traits() {
            if (traits == -1) {
                traits = Traits.of(value);
            }
            return traits;
        }

        @Override
        byte[] toBytes() {
            return value.getBytes(StandardCharsets.UTF_8);
        }
    }
}
