package dev.earshot.mobile.content;

import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;

/// Reads the texts of Unity's compiled C#: the metadata file of IL2CPP, and the assemblies of Mono.
///
/// The metadata file's text literals stand one behind the other without separators, and a table of lengths and offsets
/// parts them; names of types and methods end with a zero each. Where the table does not fit the file, as in versions
/// not known here or where the file is disguised, names and runs of printable characters are told all the same.
///
/// Source: header layouts of metadata versions 16 to 31 as published by several independent readers (read 2026-11-22).
public final class UnityReader implements PartReader {
    private static final int SANITY = 0xFAB11BAF;
    private static final int HEADER_BYTES = 32;
    private static final int ENTRY_BYTES = 8;
    private static final int SHORTEST = 4;

    @Override
    public boolean takes(Part part) {
        ByteBuffer bytes = part.bytes();
        return (bytes.limit() >= HEADER_BYTES && bytes.getInt(0) == SANITY)
                || part.name().endsWith("/global-metadata.dat")
                || (part.name().endsWith(".dll") && bytes.limit() > 2 && bytes.get(0) == 'M' && bytes.get(1) == 'Z');
    }

    @Override
    public void read(Part part, Signs signs) {
        ByteBuffer bytes = part.bytes();
        boolean assembly = part.name().endsWith(".dll");
        signs.found(
                Sign.FRAMEWORK,
                part.file(),
                assembly ? (part.name().contains("bin/Data/") ? "Unity" : "Xamarin / .NET") : "Unity (IL2CPP)",
                "",
                -1);
        Texts.Sink sink = (text, offset) -> signs.found(Sign.SCRIPT_TEXT, part.file(), text, "", offset);
        Texts.printable(bytes, 0, bytes.limit(), SHORTEST, sink);
        if (assembly) {
            Texts.printableUtf16(bytes, 0, bytes.limit(), SHORTEST, sink);
        } else if (bytes.limit() >= HEADER_BYTES && bytes.getInt(0) == SANITY) {
            tellLiterals(bytes, sink);
        }
    }

    private static void tellLiterals(ByteBuffer bytes, Texts.Sink sink) {
        long table = Integer.toUnsignedLong(bytes.getInt(8));
        long tableBytes = Integer.toUnsignedLong(bytes.getInt(12));
        long texts = Integer.toUnsignedLong(bytes.getInt(16));
        long textBytes = Integer.toUnsignedLong(bytes.getInt(20));
        if (table + tableBytes > bytes.limit() || texts + textBytes > bytes.limit()) {
            return;
        }
        long left = Texts.SHARING * textBytes;
        for (long at = table; at + ENTRY_BYTES <= table + tableBytes; at += ENTRY_BYTES) {
            long length = Integer.toUnsignedLong(bytes.getInt((int) at));
            long offset = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
            if (offset + length <= textBytes && length <= left) {
                left -= length;
                int from = (int) (texts + offset);
                Texts.tell(bytes, from, from + (int) length, SHORTEST, sink);
            }
        }
    }
}
