package dev.earshot.mobile.ios;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads executables, frameworks and libraries in Apple's Mach-O format, of 32 and 64 bits, in both byte orders, for one
/// kind of processor or for several.
///
/// Of several it reads each, 64-bit ARM first, and tells what is in more than one of them once. It tells which
/// libraries are loaded, the linker's symbols, Objective-C classes and selectors, Swift types, texts and entitlements.
/// It does not take code apart, so it can't say who calls what; Swift keeps texts of up to 15 bytes inside the code,
/// where they are not seen.
///
/// Source: Apple, `mach-o/loader.h`, `mach-o/fat.h` (opensource.apple.com, read 2026-11-22).
public final class MachOReader implements PartReader {
    private static final int THIN_32 = 0xfeed_face;
    private static final int THIN_64 = 0xfeed_facf;
    private static final int FAT = 0xcafe_babe;
    private static final int FAT_64 = 0xcafe_babf;

    /// Java classes begin like fat files, followed by a version, of 45 at least.
    private static final int MOST_SLICES = 32;

    private static final int ARM64 = 0x0100_000c;
    private static final int ARM64_32 = 0x0200_000c;

    /// Apple's numbers of them among the platforms.
    private static final Set<Integer> SIMULATORS = Set.of(7, 8, 9, 12);

    @Override
    public boolean takes(Part part) {
        ByteBuffer bytes = part.bytes();
        if (bytes.limit() < 8) {
            return false;
        }
        int little = bytes.getInt(0);
        int big = Integer.reverseBytes(little);
        return switch (big) {
            case FAT, FAT_64 -> Integer.compareUnsigned(Integer.reverseBytes(bytes.getInt(4)) - 1, MOST_SLICES) < 0;
            case THIN_32, THIN_64 -> true;
            default -> little == THIN_32 || little == THIN_64;
        };
    }

    @Override
    public void read(Part part, Signs signs) {
        Once once = new Once(part.file(), signs);
        Window file = Window.of(part.bytes(), ByteOrder.BIG_ENDIAN);
        try {
            int magic = file.s32(0);
            if (magic == FAT || magic == FAT_64) {
                slices(file, magic == FAT_64, once);
            } else {
                image(file, once);
            }
        } catch (Unreadable e) {
            once.unread("This executable can't be read: " + e.what() + ".");
        }
    }

    /// @param rank the lower, the sooner it is read
    private record Slice(int processor, int rank, long offset, long size) {}

    private static void slices(Window file, boolean wide, Once once) throws Unreadable {
        List<Slice> slices = new ArrayList<>();
        long count = Math.min(file.u32(4), MOST_SLICES);
        for (int i = 0; i < count; i++) {
            long at = 8 + i * (wide ? 32L : 20L);
            slices.add(new Slice(
                    file.s32(at),
                    rank(file.s32(at), file.s32(at + 4)),
                    wide ? file.u64(at + 8) : file.u32(at + 8),
                    wide ? file.u64(at + 16) : file.u32(at + 12)));
        }
        slices.sort(Comparator.comparingInt(Slice::rank));
        for (Slice slice : slices) {
            try {
                if (!file.holds(slice.offset, slice.size)) {
                    once.unread("The part of this executable for one kind of processor goes beyond the file's end.");
                }
                image(file.partThere(slice.offset, slice.size), once);
            } catch (Unreadable e) {
                once.unread("The part of this executable for one kind of processor can't be read: " + e.what() + ".");
            }
        }
    }

    private static int rank(int processor, int variant) {
        return switch (processor) {
            case ARM64 -> (variant & 0xff) == 0 ? 0 : 1;
            case ARM64_32 -> 2;
            case MachOImage.X86, MachOImage.X86_64 -> 4;
            default -> 3;
        };
    }

    private static void image(Window slice, Once once) throws Unreadable {
        int magic = slice.order(ByteOrder.BIG_ENDIAN).s32(0);
        boolean little = magic == Integer.reverseBytes(THIN_32) || magic == Integer.reverseBytes(THIN_64);
        Window ordered = slice.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int ownMagic = ordered.s32(0);
        if (ownMagic != THIN_32 && ownMagic != THIN_64) {
            once.unread("This executable holds a part that is no Mach-O file.");
            return;
        }
        MachOImage image = MachOImage.of(ordered, ownMagic == THIN_64);
        if (!image.broken.isEmpty()) {
            once.unread("Not all of this executable can be found: " + image.broken + ".");
        }
        if (image.fileType == MachOImage.DSYM) {
            return;
        }
        new Contents(image, once).tell();
        if (SIMULATORS.contains(image.platform)) {
            once.blind(
                    BlindSpot.Kind.CODE_HIDDEN,
                    "It was built for the simulator; the build that is delivered may hold other code.",
                    false);
        }
    }

    /// One image's contents, each kind told by itself, so that what is wrong with one hides no other.
    private record Contents(MachOImage image, Once once) {
        private interface Step {
            void run() throws Unreadable;
        }

        void tell() {
            image.encrypted.ifPresent(range -> once.blind(
                    BlindSpot.Kind.CODE_HIDDEN,
                    "The executable is encrypted, as the App Store delivers it; scan the build before its upload.",
                    true));
            for (MachOImage.Library library : image.libraries) {
                once.library(library.path(), image.bytes.inFile(library.offset()));
            }
            step("how its pointers are written", () -> {
                Optional<MachOImage.Range> where = image.chainedFixups;
                if (where.isPresent() && where.get().size() > 0) {
                    ChainedFixups fixups = ChainedFixups.of(image, where.get());
                    image.pointersAre(fixups);
                    fixups.imports((name, offset) -> once.symbol(name, false, offset));
                }
            });
            step("its symbol table", () -> Symbols.ofTable(image, once));
            step("its list of exports", () -> Symbols.ofExports(image, once));
            step("its list of imports", () -> Symbols.ofBinds(image, once));
            step("its Objective-C classes", () -> ObjcClasses.tell(image, once));
            step("its Swift types", () -> SwiftTypes.tell(image, once));
            step("its texts", () -> Texts.tell(image, once));
            step("its code signature", () -> CodeSignature.tell(image, once));
        }

        private void step(String what, Step step) {
            try {
                step.run();
            } catch (Unreadable e) {
                once.unread("Of this executable, " + what + " can't be read whole: " + e.what() + ".");
            }
        }
    }
}
