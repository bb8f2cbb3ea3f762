package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Messages each behind its length, which fill the bytes exactly: the frames of gRPC and gRPC-Web (a flag and four
/// bytes of length), four bytes of length in network order, and protobuf messages behind a varint.
///
/// Source: github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md and PROTOCOL-WEB.md; protobuf.dev, "Streaming
/// Multiple Messages"; all read 2026-11-22.
final class LengthPrefixed implements BinaryCodec {
    private static final int SHORTEST = 6;

    private enum Form {
        GRPC("grpc"),
        FOUR_BYTES("length-prefixed"),
        VARINT("delimited");

        private final String step;

        Form(String step) {
            this.step = step;
        }

        /// Where the message begins whose frame begins at `at`; -1 when none does.
        int message(byte[] bytes, int at) {
            return switch (this) {
                case GRPC -> at + 5 <= bytes.length && (bytes[at] & 0x7e) == 0 ? at + 5 : -1;
                case FOUR_BYTES -> at + 4 <= bytes.length ? at + 4 : -1;
                case VARINT -> Protobuf.pastVarint(bytes, at, bytes.length, 4);
            };
        }

        /// Where the message that begins at `message` ends; -1 when it does not end within the bytes.
        int end(byte[] bytes, int at, int message) {
            long length = 0;
            if (this == VARINT) {
                length = Protobuf.varint(bytes, at, message);
            } else {
                for (int i = message - 4; i < message; i++) {
                    length = length << 8 | (bytes[i] & 0xff);
                }
            }
            return length > bytes.length - message ? -1 : message + (int) length;
        }

        boolean fits(byte[] bytes) {
            int longest = 0;
            int at = 0;
            while (at < bytes.length) {
                int message = message(bytes, at);
                int end = message < 0 ? -1 : end(bytes, at, message);
                if (end < 0 || (end == message && this != GRPC)) {
                    return false;
                }
                longest = Math.max(longest, end - message);
                at = end;
            }
            return longest > 0 && (this != VARINT || holdsMessages(bytes));
        }

        /// Whether every one is a protobuf message, and one of them beyond doubt: a length of one byte alone proves
        /// little.
        private boolean holdsMessages(byte[] bytes) {
            boolean certain = false;
            for (int at = 0; at < bytes.length; ) {
                int message = message(bytes, at);
                int end = end(bytes, at, message);
                byte[] one = Arrays.copyOfRange(bytes, message, end);
                if (!Protobuf.parses(one)) {
                    return false;
                }
                certain |= Protobuf.fits(one, false);
                at = end;
            }
            return certain;
        }
    }

    private static final Form[] FORMS = Form.values();

    @Override
    public boolean open(Binary binary, Opening into) {
        Form form = form(binary.bytes);
        if (form == null) {
            return false;
        }
        byte[] bytes = binary.bytes;
        Place place = binary.place.layer(new Step.Decoded(form.step));
        int position = 0;
        for (int at = 0; at < bytes.length && !into.full(); ) {
            int message = form.message(bytes, at);
            int end = form.end(bytes, at, message);
            if (end > message) {
                boolean alone = at == 0 && end == bytes.length;
                Binary part = binary.part(alone ? place : place.line(position++), message, end, true);
                open(part, form == Form.GRPC && (bytes[at] & 1) != 0, into);
            }
            at = end;
        }
        return true;
    }

    private static void open(Binary message, boolean packed, Opening into) {
        if (packed && Gzip.begins(message.bytes)) {
            Unpacked inside = Unpacked.of(message.bytes, into.growth(), GZIPInputStream::new);
            into.worked(message, inside.bytes().length);
            Binary unpacked = message.layer(Gzip.STEP, inside.bytes());
            if (!inside.broken() && !inside.cut() && Protobuf.openKnown(unpacked, into)) {
                into.grew(inside.bytes().length);
                return;
            }
        }
        boolean text = message.bytes[0] >= ' ' && ByteString.isText(message.bytes, 0, message.bytes.length);
        if (text || Plausibility.isPacked(message.bytes) || !Protobuf.openKnown(message, into)) {
            into.openOrMiss(message);
        }
    }

    static boolean fits(byte[] bytes) {
        return form(bytes) != null;
    }

    private static @Nullable Form form(byte[] bytes) {
        if (bytes.length < SHORTEST) {
            return null;
        }
        for (Form form : FORMS) {
            if (form.fits(bytes)) {
                return form;
            }
        }
        return null;
    }
}
