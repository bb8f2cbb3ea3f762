package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;

/// CBOR: one map or array, or several one after another, that fill their bytes exactly; definite or indefinite
/// lengths; tags are passed over.
///
/// Nothing need announce it, so a map must have names for keys (strings or numbers), and some string must be
/// readable. A string in several chunks is several values of one path.
///
/// Source: RFC 8949 section 3; RFC 8742 for sequences.
final class Cbor implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("cbor");
    private static final int DEEPEST = 64;
    private static final int SHORTEST_TEXT = 6;
    private static final int BREAK = 0xff;

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    @Override
    public boolean open(Binary binary, Opening into) {
        if (!fits(binary.bytes)) {
            return false;
        }
        Reading reading = new Reading(binary, into);
        Place place = binary.place.layer(STEP);
        if (new Walk(binary.bytes).pastValue(0, 0) == binary.bytes.length) {
            reading.value(place);
        } else {
            for (int position = 0; reading.at < binary.bytes.length && !into.full(); position++) {
                reading.value(place.line(position));
            }
        }
        return true;
    }

    /// Whether bytes may begin a map, an array or a tag, by the first of them. No text begins so, but a character
    /// of two bytes may.
    static boolean mayBegin(byte first) {
        int kind = (first & 0xff) >> 5;
        return kind >= ARRAY && kind <= TAG;
    }

    static boolean fits(byte[] bytes) {
        if (bytes.length < SHORTEST_TEXT || !mayBegin(bytes[0])) {
            return false;
        }
        Walk walk = new Walk(bytes);
        int at = 0;
        while (at >= 0 && at < bytes.length) {
            at = mayBegin(bytes[at]) ? walk.pastValue(at, 0) : -1;
        }
        return at == bytes.length && walk.readable >= SHORTEST_TEXT;
    }

    /// How many bytes of the head at `at` tell its argument; -1 when the argument is indefinite or reserved.
    private static int argumentBytes(int head) {
        int brief = head & 0x1f;
        return brief < 24 ? 0 : brief < 28 ? 1 << (brief - 24) : -1;
    }

    /// The argument of the head at `at`, all 64 bits of it.
    private static long argument(byte[] bytes, int at) {
        int size = argumentBytes(bytes[at]);
        long value = size == 0 ? bytes[at] & 0x1f : 0;
        for (int i = 1; i <= size; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private static final class Walk {
        private final byte[] bytes;

        /// Characters in strings of two characters or more.
        int readable;

        Walk(byte[] bytes) {
            this.bytes = bytes;
        }

        /// Past the value at `at`; -1 when it is malformed, or not what programs write.
        int pastValue(int at, int depth) {
            if (at >= bytes.length || depth > DEEPEST) {
                return -1;
            }
            int head = bytes[at] & 0xff;
            int kind = head >> 5;
            boolean indefinite = (head & 0x1f) == 0x1f;
            int size = argumentBytes(head);
            if (size < 0 && !(indefinite && kind >= BYTES && kind <= MAP)) {
                return -1;
            }
            int body = at + 1 + Math.max(0, size);
            if (body > bytes.length) {
                return -1;
            }
            long argument = indefinite ? Long.MAX_VALUE : argument(bytes, at);
            return switch (kind) {
                case BYTES, TEXT -> indefinite ? pastChunks(body, kind) : pastString(body, argument, kind);
                case ARRAY, MAP -> pastMembers(body, argument, kind == MAP, depth);
                case TAG -> pastValue(body, depth + 1);
                default -> body;
            };
        }

        private int pastString(int body, long length, int kind) {
            if (length < 0 || length > bytes.length - body) {
                return -1;
            }
            int end = body + (int) length;
            if (kind == TEXT) {
                if (!ByteString.isText(bytes, body, end)) {
                    return -1;
                }
                readable += length >= 2 ? (int) length : 0;
            }
            return end;
        }

        private int pastChunks(int body, int kind) {
            int at = body;
            while (at >= 0 && at < bytes.length && (bytes[at] & 0xff) != BREAK) {
                boolean chunk = (bytes[at] & 0xff) >> 5 == kind && (bytes[at] & 0x1f) < 28;
                at = chunk ? pastValue(at, DEEPEST) : -1;
            }
            return at < 0 || at >= bytes.length ? -1 : at + 1;
        }

        private int pastMembers(int body, long count, boolean map, int depth) {
            int at = body;
            for (long i = 0; i < count && at >= 0; i++) {
                if (at >= bytes.length) {
                    return -1;
                }
                if (count == Long.MAX_VALUE && (bytes[at] & 0xff) == BREAK) {
                    return at + 1;
                }
                if (map) {
                    int key = (bytes[at] & 0xff) >> 5;
                    at = key <= NEGATIVE || key == TEXT ? pastValue(at, depth + 1) : -1;
                }
                at = at < 0 ? -1 : pastValue(at, depth + 1);
            }
            return count < 0 ? -1 : at;
        }
    }

    /// A walk over bytes that are known to be well-formed.
    private static final class Reading {
        private final Binary binary;
        private final byte[] bytes;
        private final Opening into;
        private int at;

        Reading(Binary binary, Opening into) {
            this.binary = binary;
            this.bytes = binary.bytes;
            this.into = into;
        }

        void value(Place place) {
            int begin = at;
            int head = bytes[at] & 0xff;
            int kind = head >> 5;
            boolean indefinite = (head & 0x1f) == 0x1f;
            long argument = indefinite ? Long.MAX_VALUE : argument(bytes, at);
            at += 1 + Math.max(0, argumentBytes(head));
            switch (kind) {
                case BYTES, TEXT -> {
                    if (indefinite) {
                        chunks(place);
                    } else {
                        string(place, kind, (int) argument);
                    }
                }
                case ARRAY, MAP -> members(place, kind == MAP, argument);
                case TAG -> value(place);
                default -> {
                    if (head != 0xf6 && head != 0xf7) {
                        into.leaf(binary.token(place, begin, at, scalar(head, argument)));
                    }
                }
            }
        }

        private void string(Place place, int kind, int length) {
            int from = at;
            at += length;
            if (kind == TEXT) {
                ByteString.openText(binary, place, from, at, into);
            } else if (length > 0) {
                ByteString.open(binary, place, from, at, into);
            }
        }

        private void chunks(Place place) {
            while ((bytes[at] & 0xff) != BREAK) {
                value(place);
            }
            at++;
        }

        private void members(Place place, boolean map, long count) {
            boolean batch = !map && count > 0 && place.event() == -1 && ByteString.isBatch(place, mayBegin(bytes[at]));
            for (long i = 0; i < count && !into.full(); i++) {
                if (count == Long.MAX_VALUE && (bytes[at] & 0xff) == BREAK) {
                    at++;
                    return;
                }
                value(map ? key(place) : batch ? place.eventItem((int) i) : place.item((int) i));
            }
        }

        private Place key(Place map) {
            int begin = at;
            String key = key();
            return into.member(binary, map, key, begin, at);
        }

        private String key() {
            int begin = at;
            int head = bytes[at] & 0xff;
            if (head >> 5 != TEXT) {
                at += 1 + argumentBytes(head);
                return scalar(head, argument(bytes, begin));
            }
            int end = new Walk(bytes).pastValue(at, 0);
            StringBuilder key = new StringBuilder();
            if ((head & 0x1f) == 0x1f) {
                at++;
                while ((bytes[at] & 0xff) != BREAK) {
                    key.append(chunk());
                }
            } else {
                key.append(chunk());
            }
            at = end;
            return key.toString();
        }

        private String chunk() {
            int from = at + 1 + argumentBytes(bytes[at]);
            int end = from + (int) argument(bytes, at);
            at = end;
            return ByteString.text(bytes, from, end);
        }

        private static String scalar(int head, long argument) {
            return switch (head >> 5) {
                case UNSIGNED -> Long.toUnsignedString(argument);
                case NEGATIVE ->
                    argument >= 0 ? Long.toString(-1 - argument) : "-" + Long.toUnsignedString(argument + 1);
                default ->
                    switch (head & 0x1f) {
                        case 20 -> "false";
                        case 21 -> "true";
                        case 25 -> Numerals.of(Float.float16ToFloat((short) argument));
                        case 26 -> Numerals.of(Float.intBitsToFloat((int) argument));
                        case 27 -> Numerals.of(Double.longBitsToDouble(argument));
                        default -> Long.toString(argument);
                    };
            };
        }
    }
}
