package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.Arrays;

/// A protobuf message read without its schema: fields by number, `#1.#4`. Strings are opened; messages are walked;
/// other byte strings are opened or written in hexadecimal. A varint is a number, negative where its 64th bit is set;
/// whether it was zigzag-coded can't be seen. Four and eight bytes are a floating-point number where they make a
/// sensible one, else an integer.
///
/// Nothing announces a message, so it must fill its bytes exactly, with each varint as short as can be, and hold
/// readable text, or numbers in the order in which serialisers write them. Groups (wire types 3 and 4), long
/// deprecated, are not read.
///
/// Source: protobuf.dev/programming-guides/encoding, read 2026-11-22.
final class Protobuf implements BinaryCodec {
    private static final Step.Decoded STEP = new Step.Decoded("protobuf");

    /// The largest field number that a guess believes in; the format allows 2^29 - 1.
    private static final int LIKELY_FIELD = 1 << 17;

    private static final int DEEPEST = 32;
    private static final int SHORTEST_WORD = 4;
    private static final int SHORTEST_TEXT = 6;
    private static final int CERTAIN_TEXT = 12;
    private static final int SHORTEST_OF_NUMBERS = 8;
    private static final int FEWEST_NUMBERS = 3;
    private static final int HIGHEST_NUMBER = 64;
    private static final String[] NAMES = new String[64];

    static {
        Arrays.setAll(NAMES, number -> "#" + number);
    }

    @Override
    public boolean open(Binary binary, Opening into) {
        return fits(binary.bytes, binary.whole) && read(binary, into);
    }

    /// Opens bytes that are known to be a message by what stands around them; false when they are none after all.
    static boolean openKnown(Binary binary, Opening into) {
        return parses(binary.bytes) && read(binary, into);
    }

    /// Whether bytes are well-formed fields and nothing else.
    static boolean parses(byte[] bytes) {
        return new Walk(bytes, Integer.MAX_VALUE >>> 2).fits(0, bytes.length, 0);
    }

    private static boolean read(Binary binary, Opening into) {
        new Reading(binary, into).message(0, binary.bytes.length, binary.place.layer(STEP), 0);
        return true;
    }

    /// Whether bytes may begin a message, by the first of them.
    static boolean mayBegin(byte first) {
        int type = first & 7;
        return first >= 8 && (type <= 2 || type == 5);
    }

    /// Whether bytes are a message beyond reasonable doubt.
    ///
    /// @param alone whether nothing else stands beside them that they could be: then numbers alone will do
    static boolean fits(byte[] bytes, boolean alone) {
        if (bytes.length < SHORTEST_TEXT || !mayBegin(bytes[0])) {
            return false;
        }
        Walk walk = new Walk(bytes, LIKELY_FIELD);
        if (!walk.fits(0, bytes.length, 0) || isPlainText(bytes)) {
            return false;
        }
        return walk.text > 0
                ? walk.longest >= CERTAIN_TEXT
                        || (walk.longest >= SHORTEST_TEXT
                                && walk.text * 4 >= bytes.length
                                && walk.opaque * 2 <= bytes.length)
                : alone
                        && walk.opaque == 0
                        && bytes.length >= SHORTEST_OF_NUMBERS
                        && walk.fields >= FEWEST_NUMBERS
                        && walk.highest <= HIGHEST_NUMBER
                        && walk.ordered;
    }

    private static boolean isPlainText(byte[] bytes) {
        return bytes[0] >= ' ' && ByteString.isText(bytes, 0, bytes.length);
    }

    private static boolean isMessage(byte[] bytes, int from, int to, int depth) {
        if (to - from < 2 || !mayBegin(bytes[from]) || depth >= DEEPEST) {
            return false;
        }
        Walk walk = new Walk(bytes, LIKELY_FIELD);
        return walk.fits(from, to, DEEPEST) && (walk.ordered || walk.text > 0);
    }

    /// Past the varint at `at`; -1 when it does not end, or is longer than its value needs.
    static int pastVarint(byte[] bytes, int at, int end, int longest) {
        for (int i = at; i < end && i - at < longest; i++) {
            if (bytes[i] >= 0) {
                return bytes[i] == 0 && i > at ? -1 : i + 1;
            }
        }
        return -1;
    }

    static long varint(byte[] bytes, int at, int past) {
        long value = 0;
        for (int i = past - 1; i >= at; i--) {
            value = value << 7 | (bytes[i] & 0x7f);
        }
        return value;
    }

    /// Past the value of a field whose tag ends at `at`; -1 when it is none.
    private static int pastValue(byte[] bytes, int at, int end, int type) {
        return switch (type) {
            case 0 -> pastVarint(bytes, at, end, 10);
            case 1 -> at + 8 <= end ? at + 8 : -1;
            case 2 -> {
                int past = pastVarint(bytes, at, end, 5);
                long length = past < 0 ? -1 : varint(bytes, at, past);
                yield length < 0 || length > end - past ? -1 : past + (int) length;
            }
            case 5 -> at + 4 <= end ? at + 4 : -1;
            default -> -1;
        };
    }

    /// What a walk over a message has seen, without making anything of it.
    private static final class Walk {
        private final byte[] bytes;
        private final int largestField;
        int fields;
        long highest;
        boolean ordered = true;

        /// Characters in readable strings, the longest of these, and bytes in values that nothing can be made of.
        int text;

        int longest;
        int opaque;

        Walk(byte[] bytes, int largestField) {
            this.bytes = bytes;
            this.largestField = largestField;
        }

        boolean fits(int from, int to, int depth) {
            long before = 0;
            int at = from;
            while (at < to) {
                int past = pastVarint(bytes, at, to, 5);
                long tag = past < 0 ? 0 : varint(bytes, at, past);
                long number = tag >>> 3;
                if (number == 0 || number > largestField) {
                    return false;
                }
                int type = (int) tag & 7;
                at = pastValue(bytes, past, to, type);
                if (at < 0) {
                    return false;
                }
                fields++;
                highest = Math.max(highest, number);
                ordered &= number >= before;
                before = number;
                if (type == 2) {
                    string(pastVarint(bytes, past, to, 5), at, depth);
                }
            }
            return true;
        }

        private void string(int from, int to, int depth) {
            if (ByteString.isText(bytes, from, to) && !beginsMessage(bytes, from, to)) {
                if (to - from >= SHORTEST_WORD) {
                    text += to - from;
                    longest = Math.max(longest, to - from);
                }
                return;
            }
            Walk inner = new Walk(bytes, largestField);
            if (depth < DEEPEST
                    && to - from >= 2
                    && inner.fits(from, to, depth + 1)
                    && (inner.ordered || inner.text > 0)) {
                text += inner.text;
                longest = Math.max(longest, inner.longest);
                opaque += inner.opaque;
            } else {
                opaque += to - from;
            }
        }
    }

    /// Whether a string that is readable begins with a line break or a tab because it is a message: its first field
    /// is number 1, and fills it.
    private static boolean beginsMessage(byte[] bytes, int from, int to) {
        return from < to && bytes[from] < ' ' && isMessage(bytes, from, to, 0);
    }

    /// A walk that tells what it sees.
    private static final class Reading {
        private final Binary binary;
        private final byte[] bytes;
        private final Opening into;

        Reading(Binary binary, Opening into) {
            this.binary = binary;
            this.bytes = binary.bytes;
            this.into = into;
        }

        void message(int from, int to, Place place, int depth) {
            for (int at = from; at < to && !into.full(); ) {
                int value = pastVarint(bytes, at, to, 5);
                long tag = varint(bytes, at, value);
                int end = pastValue(bytes, value, to, (int) tag & 7);
                field(place.member(name(tag >>> 3)), (int) tag & 7, value, end, depth);
                at = end;
            }
        }

        private static String name(long number) {
            return number < NAMES.length ? NAMES[(int) number] : "#" + number;
        }

        private void field(Place place, int type, int from, int to, int depth) {
            switch (type) {
                case 0 -> number(place, from, to, Long.toString(varint(bytes, from, to)));
                case 1 -> number(place, from, to, Numerals.eightBytes(littleEndian(from, 8)));
                case 5 -> number(place, from, to, Numerals.fourBytes((int) littleEndian(from, 4)));
                default -> string(place, pastVarint(bytes, from, to, 5), to, depth);
            }
        }

        private void number(Place place, int from, int to, String numeral) {
            into.leaf(binary.token(place, from, to, numeral));
        }

        private long littleEndian(int at, int size) {
            long value = 0;
            for (int i = size - 1; i >= 0; i--) {
                value = value << 8 | (bytes[at + i] & 0xff);
            }
            return value;
        }

        private void string(Place place, int from, int to, int depth) {
            if (from == to) {
                return;
            }
            if (ByteString.isText(bytes, from, to) && !beginsMessage(bytes, from, to)) {
                ByteString.openText(binary, place, from, to, into);
            } else if (isMessage(bytes, from, to, depth)) {
                message(from, to, place, depth + 1);
            } else {
                ByteString.open(binary, place, from, to, into);
            }
        }
    }
}
