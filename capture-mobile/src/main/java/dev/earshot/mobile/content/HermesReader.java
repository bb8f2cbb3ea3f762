package dev.earshot.mobile.content;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// Reads the string table of Hermes bytecode, the form in which React Native ships scripts.
///
/// Its strings share one storage without separators, so only the table tells where one ends. The table's place depends
/// on the size of a function's header, which has changed between versions: each known size is tried, and the one is
/// right with which the kinds of strings, counted in runs, add up to the number of strings.
///
/// Source: facebook/hermes, include/hermes/BCGen/HBC/BytecodeFileFormat.h (read 2026-11-22).
public final class HermesReader implements PartReader {
    private static final long MAGIC = 0x1F1903C103BC1FC6L;
    private static final int HEADER_BYTES = 128;
    private static final int[] FUNCTION_HEADER_BYTES = {16, 12, 20, 32};
    /// The length in a small entry that says that the entry is in the overflow table.
    private static final int OVERFLOWED = 0xFF;

    private static final int SHORTEST = 3;
    /// From this version of the bytecode on, an entry has 23 bits of offset.
    private static final int OLDEST_VERSION = 59;

    @Override
    public boolean takes(Part part) {
        return part.bytes().limit() >= HEADER_BYTES && part.bytes().getLong(0) == MAGIC;
    }

    @Override
    public void read(Part part, Signs signs) {
        ByteBuffer bytes = part.bytes();
        int version = bytes.getInt(8);
        signs.found(Sign.FRAMEWORK, part.file(), "React Native (Hermes)", "", -1);
        Counts counts = new Counts(
                bytes.getInt(40),
                bytes.getInt(44),
                bytes.getInt(48),
                bytes.getInt(52),
                bytes.getInt(56),
                bytes.getInt(60));
        OptionalInt kinds = version < OLDEST_VERSION ? OptionalInt.empty() : kindsAt(bytes, counts);
        if (kinds.isEmpty()) {
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.CODE_HIDDEN,
                    part.file(),
                    "This is Hermes bytecode of version " + Integer.toUnsignedString(version)
                            + ", whose table of texts was not understood: what the scripts name can't be told. Scan a"
                            + " build with plain JavaScript as well, if there is one.",
                    false));
            return;
        }
        tellTexts(part, counts, kinds.getAsInt(), signs);
    }

    /// What the header says of the tables, all unsigned.
    private record Counts(int functions, int kinds, int identifiers, int strings, int overflowing, int storage) {
        /// Where the storage of texts begins, if the kinds begin at `kindsAt`.
        long storageAt(long kindsAt) {
            return kindsAt
                    + 4 * (unsigned(kinds) + unsigned(identifiers) + unsigned(strings))
                    + 8 * unsigned(overflowing);
        }

        long smallTableAt(long kindsAt) {
            return kindsAt + 4 * (unsigned(kinds) + unsigned(identifiers));
        }

        long overflowTableAt(long kindsAt) {
            return smallTableAt(kindsAt) + 4 * unsigned(strings);
        }

        private static long unsigned(int count) {
            return Integer.toUnsignedLong(count);
        }
    }

    private static OptionalInt kindsAt(ByteBuffer bytes, Counts counts) {
        for (int headerBytes : FUNCTION_HEADER_BYTES) {
            long at = HEADER_BYTES + Counts.unsigned(counts.functions()) * headerBytes;
            if (counts.storageAt(at) + Counts.unsigned(counts.storage()) <= bytes.limit()
                    && addsUp(bytes, counts, (int) at)) {
                return OptionalInt.of((int) at);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean addsUp(ByteBuffer bytes, Counts counts, int at) {
        long strings = 0;
        long identifiers = 0;
        for (int kind = 0; kind < counts.kinds(); kind++) {
            int run = bytes.getInt(at + 4 * kind);
            strings += run & Integer.MAX_VALUE;
            identifiers += run < 0 ? run & Integer.MAX_VALUE : 0;
        }
        return counts.strings() > 0 && strings == counts.strings() && identifiers == counts.identifiers();
    }

    private static void tellTexts(Part part, Counts counts, int kindsAt, Signs signs) {
        ByteBuffer bytes = part.bytes();
        int table = (int) counts.smallTableAt(kindsAt);
        int overflowing = (int) counts.overflowTableAt(kindsAt);
        int storage = (int) counts.storageAt(kindsAt);
        long left = Texts.SHARING * Integer.toUnsignedLong(counts.storage());
        for (int index = 0; index < counts.strings(); index++) {
            int entry = bytes.getInt(table + 4 * index);
            boolean utf16 = (entry & 1) != 0;
            long offset = Integer.toUnsignedLong(entry >>> 1) & 0x7FFFFF;
            long length = Integer.toUnsignedLong(entry >>> 24);
            if (length == OVERFLOWED) {
                if (offset >= Integer.toUnsignedLong(counts.overflowing())) {
                    continue;
                }
                int at = overflowing + 8 * (int) offset;
                offset = Integer.toUnsignedLong(bytes.getInt(at));
                length = Integer.toUnsignedLong(bytes.getInt(at + 4));
            }
            long size = utf16 ? 2 * length : length;
            if (offset + size > Integer.toUnsignedLong(counts.storage()) || size > left) {
                continue;
            }
            left -= size;
            int from = storage + (int) offset;
            String text = (utf16 ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1)
                    .decode(bytes.slice(from, (int) size))
                    .toString();
            Texts.tell(
                    text,
                    from,
                    utf16 ? 2 : 1,
                    SHORTEST,
                    (piece, at) -> signs.found(Sign.SCRIPT_TEXT, part.file(), piece, "", at));
        }
    }
}
