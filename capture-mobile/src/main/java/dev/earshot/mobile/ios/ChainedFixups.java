package dev.earshot.mobile.ios;

import dev.earshot.mobile.ios.MachOImage.Range;
import java.util.function.ObjLongConsumer;

/// How newer Mach-O files write their pointers, and the names of what they import.
///
/// Source: Apple, `mach-o/fixup-chains.h` (opensource.apple.com, read 2026-11-22).
final class ChainedFixups {
    private final Window table;
    /// By segment: how its pointers are written; 0 where they are plain.
    private final int[] formats;

    private ChainedFixups(Window table, int[] formats) {
        this.table = table;
        this.formats = formats;
    }

    static ChainedFixups of(MachOImage image, Range where) throws Unreadable {
        Window table = image.bytes.part(where.offset(), where.size());
        long starts = table.u32(4);
        int count = (int) Math.min(table.u32(starts), image.segments.size());
        int[] formats = new int[count];
        for (int i = 0; i < count; i++) {
            long segment = table.u32(starts + 4 + 4L * i);
            formats[i] = segment == 0 ? 0 : table.u16(starts + segment + 6);
        }
        return new ChainedFixups(table, formats);
    }

    /// Tells each imported symbol, with its place in the table of names.
    void imports(ObjLongConsumer<String> told) throws Unreadable {
        if (table.u32(24) != 0) {
            throw new Unreadable("the names of its imports are compressed");
        }
        long imports = table.u32(8);
        long names = table.u32(12);
        long count = table.u32(16);
        int form = table.s32(20);
        int size = switch (form) {
            case 1 -> 4;
            case 2 -> 8;
            case 3 -> 16;
            default -> throw new Unreadable("its imports are in an unknown form");
        };
        for (long i = 0; i < count; i++) {
            long at = imports + i * size;
            long name = names + (form == 3 ? table.u32(at + 4) : table.u32(at) >>> 9);
            told.accept(table.text(name), table.inFile(name));
        }
    }

    /// @param base the address of the image's beginning
    /// @return 0 where the pointer is to another file
    long target(long raw, int segment, long base) throws Unreadable {
        int format = segment < formats.length ? formats[segment] : 0;
        boolean imported = format == 3 ? (raw & 0x8000_0000L) != 0 : raw < 0;
        return switch (format) {
            case 0 -> raw;
            // arm64e: bit 63 says signed, bit 62 says imported.
            case 1, 9, 12 -> {
                if ((raw & 1L << 62) != 0) {
                    yield 0;
                }
                if (raw < 0) {
                    yield base + (raw & 0xffff_ffffL);
                }
                long target = raw & 0x7ff_ffff_ffffL;
                yield target == 0 ? 0 : format == 1 ? target : base + target;
            }
            case 2 -> imported ? 0 : raw & 0xf_ffff_ffffL;
            case 3 -> imported ? 0 : raw & 0x3ff_ffffL;
            case 6 -> imported || raw == 0 ? 0 : base + (raw & 0xf_ffff_ffffL);
            default -> throw new Unreadable("its pointers are in an unknown form");
        };
    }
}
