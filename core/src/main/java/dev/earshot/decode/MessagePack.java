package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;

/// MessagePack: one map or array, or several one after another, that fill their bytes exactly.
///
/// Nothing announces it, so a map must have names for keys (strings or small numbers), and some string must be
/// readable. Timestamps and other extensions are byte strings.
///
/// Source: github.com/msgpack/msgpack/blob/master/spec.md, read 2026-11-22.
final class MessagePack implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("messagepack");
    private static final int DEEPEST = 64;
    private static final int SHORTEST_TEXT = 6;

    @Override
    public boolean open(Binary binary, Opening into) {
        if (!fits(binary.bytes)) {
            return false;
        }
        Reading reading = new Reading(binary, into);
        Place place = binary.place.layer(STEP);
        if (pastValue(binary.bytes, 0, 0) == binary.bytes.length) {
            reading.value(place);
        } else {
            for (int position = 0; reading.at < binary.bytes.length && !into.full(); position++) {
                reading.value(place.line(position));
            }
        }
        return true;
    }

    /// Whether bytes may begin a map or an array, by the first of them. No text begins so.
    static boolean mayBegin(byte first) {
        int b = first & 0xff;
        return (b >= 0x80 && b <= 0x9f) || (b >= 0xdc && b <= 0xdf);
    }

    static boolean fits(byte[] bytes) {
        if (bytes.length < SHORTEST_TEXT) {
            return false;
        }
        int at = 0;
        while (at >= 0 && at < bytes.length) {
            if (!mayBegin(bytes[at])) {
                return false;
            }
            at = pastValue(bytes, at, 0);
        }
        return at == bytes.length && readable(bytes) >= SHORTEST_TEXT;
    }

    /// How many characters the strings of two characters or more have.
    private static int readable(byte[] bytes) {
        int characters = 0;
        for (int at = 0; at < bytes.length; ) {
            int b = bytes[at] & 0xff;
            int body = at + 1 + lengthBytes(b);
            int length = length(bytes, at);
            if (isString(b)) {
                characters += length >= 2 ? length : 0;
            }
            at = isContainer(b) ? body : body + length;
        }
        return characters;
    }

    private static boolean isString(int b) {
        return (b >= 0xa0 && b <= 0xbf) || (b >= 0xd9 && b <= 0xdb);
    }

    private static boolean isMap(int b) {
        return (b >= 0x80 && b <= 0x8f) || b == 0xde || b == 0xdf;
    }

    private static boolean isContainer(int b) {
        return (b >= 0x80 && b <= 0x9f) || (b >= 0xdc && b <= 0xdf);
    }

    /// How many bytes after the first one tell the length.
    private static int lengthBytes(int b) {
        return switch (b) {
            case 0xc4, 0xc7, 0xd9 -> 1;
            case 0xc5, 0xc8, 0xda, 0xdc, 0xde -> 2;
            case 0xc6, 0xc9, 0xdb, 0xdd, 0xdf -> 4;
            default -> 0;
        };
    }

    /// How many bytes the value at `at` has after its length, or how many members; -1 when that is more than an
    /// array can hold. The type byte of an extension counts among its bytes.
    private static int length(byte[] bytes, int at) {
        int b = bytes[at] & 0xff;
        int size = lengthBytes(b);
        if (size > 0) {
            long length = bigEndian(bytes, at + 1, size) + (b >= 0xc7 && b <= 0xc9 ? 1 : 0);
            return length > Integer.MAX_VALUE ? -1 : (int) length;
        }
        if (b <= 0x7f || b >= 0xe0) {
            return 0;
        }
        if (b <= 0x9f) {
            return b & 0x0f;
        }
        if (b <= 0xbf) {
            return b & 0x1f;
        }
        return switch (b) {
            case 0xcc, 0xd0 -> 1;
            case 0xcd, 0xd1, 0xd4 -> 2;
            case 0xd5 -> 3;
            case 0xca, 0xce, 0xd2 -> 4;
            case 0xd6 -> 5;
            case 0xcb, 0xcf, 0xd3 -> 8;
            case 0xd7 -> 9;
            case 0xd8 -> 17;
            default -> 0;
        };
    }

    private static long bigEndian(byte[] bytes, int at, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    /// Past the value at `at`; -1 when it is malformed, or not what programs write.
    private static int pastValue(byte[] bytes, int at, int depth) {
        int b = bytes[at] & 0xff;
        int body = at + 1 + lengthBytes(b);
        if (b == 0xc1 || body > bytes.length) {
            return -1;
        }
        int length = length(bytes, at);
        if (length < 0 || length > bytes.length - body) {
            return -1;
        }
        if (!isContainer(b)) {
            return isString(b) && !ByteString.isText(bytes, body, body + length) ? -1 : body + length;
        }
        int past = depth < DEEPEST ? body : -1;
        for (int i = 0; i < length && past >= 0; i++) {
            if (isMap(b)) {
                past = past < bytes.length && isKey(bytes[past] & 0xff) ? pastValue(bytes, past, depth + 1) : -1;
            }
            past = past >= 0 && past < bytes.length ? pastValue(bytes, past, depth + 1) : -1;
        }
        return past;
    }

    private static boolean isKey(int b) {
        return isString(b) || b <= 0x7f || b == 0xcc || b == 0xcd;
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
            int b = bytes[at] & 0xff;
            int body = at + 1 + lengthBytes(b);
            int length = length(bytes, at);
            if (isContainer(b)) {
                at = body;
                members(place, isMap(b), length);
                return;
            }
            at = body + length;
            if (isString(b)) {
                ByteString.openText(binary, place, body, at, into);
            } else if (isByteString(b)) {
                int skipped = b >= 0xc7 && (b <= 0xc9 || b >= 0xd4) ? 1 : 0;
                ByteString.open(binary, place, body + skipped, at, into);
            } else if (b != 0xc0) {
                into.leaf(binary.token(place, begin, at, scalar(b, body)));
            }
        }

        private static boolean isByteString(int b) {
            return (b >= 0xc4 && b <= 0xc9) || (b >= 0xd4 && b <= 0xd8);
        }

        private void members(Place place, boolean map, int length) {
            boolean batch = !map
                    && length > 0
                    && place.event() == -1
                    && ByteString.isBatch(place, isContainer(bytes[at] & 0xff));
            for (int i = 0; i < length && !into.full(); i++) {
                value(map ? key(place) : batch ? place.eventItem(i) : place.item(i));
            }
        }

        private Place key(Place map) {
            int begin = at;
            int b = bytes[at] & 0xff;
            int body = at + 1 + lengthBytes(b);
            at = body + length(bytes, at);
            String key = isString(b) ? ByteString.text(bytes, body, at) : scalar(b, body);
            return into.member(binary, map, key, begin, at);
        }

        private String scalar(int b, int body) {
            return switch (b) {
                case 0xc2 -> "false";
                case 0xc3 -> "true";
                case 0xca -> Numerals.of(Float.intBitsToFloat((int) bigEndian(bytes, body, 4)));
                case 0xcb -> Numerals.of(Double.longBitsToDouble(bigEndian(bytes, body, 8)));
                case 0xcc -> Long.toString(bigEndian(bytes, body, 1));
                case 0xcd -> Long.toString(bigEndian(bytes, body, 2));
                case 0xce -> Long.toString(bigEndian(bytes, body, 4));
                case 0xcf -> Long.toUnsignedString(bigEndian(bytes, body, 8));
                case 0xd0 -> Long.toString((byte) bigEndian(bytes, body, 1));
                case 0xd1 -> Long.toString((short) bigEndian(bytes, body, 2));
                case 0xd2 -> Integer.toString((int) bigEndian(bytes, body, 4));
                case 0xd3 -> Long.toString(bigEndian(bytes, body, 8));
                default -> Long.toString((byte) b);
            };
        }
    }
}
