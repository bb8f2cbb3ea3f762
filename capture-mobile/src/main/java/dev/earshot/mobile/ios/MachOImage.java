package dev.earshot.mobile.ios;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The frame of one Mach-O file for one kind of processor: its segments, its sections and where its tables are.
///
/// Source: Apple, `mach-o/loader.h` (opensource.apple.com, read 2026-11-22).
final class MachOImage {
    static final int DSYM = 0xa;
    static final int X86 = 7;
    static final int X86_64 = 0x0100_0007;

    private static final int IOS = 2;
    private static final int IOS_SIMULATOR = 7;

    private static final long REQUIRED_BY_DYLD = 0x8000_0000L;
    private static final int MOST_SEGMENTS = 256;

    final Window bytes;
    final boolean wide;
    final int fileType;
    final List<Segment> segments = new ArrayList<>();
    final List<Section> sections = new ArrayList<>();
    final List<Library> libraries = new ArrayList<>();
    /// Opcodes that name the imported symbols.
    final List<Range> binds = new ArrayList<>();

    Optional<SymbolTable> symbols = Optional.empty();
    Optional<Range> exports = Optional.empty();
    Optional<Range> chainedFixups = Optional.empty();
    Optional<Range> signature = Optional.empty();
    /// What the App Store encrypted.
    Optional<Range> encrypted = Optional.empty();
    /// Apple's number of the platform it was built for; 0 where it isn't said.
    int platform;
    /// What is wrong with the load commands; empty where nothing is.
    String broken = "";

    private Optional<ChainedFixups> fixups = Optional.empty();

    private MachOImage(Window bytes, boolean wide, int fileType) {
        this.bytes = bytes;
        this.wide = wide;
        this.fileType = fileType;
    }

    /// @param addresses where in memory it goes
    /// @param contents where in the file it is
    record Segment(String name, Range addresses, Range contents) {}

    /// @param type the section type, the low byte of its flags
    record Section(String segment, String name, long address, Range contents, int type) {
        boolean holdsNothing() {
            return type == 0x1 || type == 0xc || type == 0x12;
        }
    }

    /// @param offset of the load command
    record Library(String path, long offset) {}

    record SymbolTable(long offset, long count, Range names) {}

    record Range(long offset, long size) {
        boolean overlaps(Range other) {
            return offset < other.offset + other.size && other.offset < offset + size;
        }
    }

    /// @param bytes of one slice, in its byte order
    static MachOImage of(Window bytes, boolean wide) throws Unreadable {
        MachOImage image = new MachOImage(bytes, wide, bytes.s32(12));
        long count = bytes.u32(16);
        long header = wide ? 32 : 28;
        long end = header + bytes.u32(20);
        if (end > bytes.size()) {
            image.broken = "its load commands go beyond its end";
            end = bytes.size();
        }
        long at = header;
        try {
            for (long i = 0; i < count; i++) {
                long size = at + 8 <= end ? bytes.u32(at + 4) : 0;
                if (size < 8 || at + size > end) {
                    throw new Unreadable("its load commands don't fit into the room that its header states for them");
                }
                image.command(bytes.u32(at), at, bytes.part(at, size));
                at += size;
            }
        } catch (Unreadable e) {
            image.broken = e.what();
        }
        return image;
    }

    private void command(long kind, long at, Window command) throws Unreadable {
        switch ((int) (kind & ~REQUIRED_BY_DYLD)) {
            case 0x1, 0x19 -> segment(command, kind == 0x19);
            case 0x2 ->
                symbols = Optional.of(
                        new SymbolTable(command.u32(8), command.u32(12), new Range(command.u32(16), command.u32(20))));
            case 0xc, 0xd, 0x18, 0x1f, 0x20, 0x23 ->
                libraries.add(new Library(command.text(Math.max(12, command.u32(8))), at));
            case 0x1d -> signature = range(command);
            case 0x21, 0x2c -> {
                if (command.u32(16) != 0) {
                    encrypted = range(command);
                }
            }
            case 0x22 -> {
                for (int pair = 16; pair <= 32; pair += 8) {
                    binds.add(new Range(command.u32(pair), command.u32(pair + 4)));
                }
                exports = Optional.of(new Range(command.u32(40), command.u32(44)));
            }
            case 0x33 -> exports = range(command);
            case 0x34 -> chainedFixups = range(command);
            case 0x32 -> platform = command.s32(8);
            // Older builds name no simulator: what is for iOS and a Mac's processor is for it.
            case 0x25 -> platform = bytes.s32(4) == X86 || bytes.s32(4) == X86_64 ? IOS_SIMULATOR : IOS;
            default -> {
                // Says nothing that matters here.
            }
        }
    }

    private static Optional<Range> range(Window command) throws Unreadable {
        return Optional.of(new Range(command.u32(8), command.u32(12)));
    }

    private void segment(Window command, boolean wideCommand) throws Unreadable {
        if (segments.size() == MOST_SEGMENTS) {
            throw new Unreadable("it states more than " + MOST_SEGMENTS + " segments");
        }
        String name = name(command, 8);
        segments.add(
                wideCommand
                        ? new Segment(
                                name,
                                new Range(command.u64(24), command.u64(32)),
                                new Range(command.u64(40), command.u64(48)))
                        : new Segment(
                                name,
                                new Range(command.u32(24), command.u32(28)),
                                new Range(command.u32(32), command.u32(36))));
        long count = command.u32(wideCommand ? 64 : 48);
        long at = wideCommand ? 72 : 56;
        for (long i = 0; i < count; i++, at += wideCommand ? 80 : 68) {
            long address = wideCommand ? command.u64(at + 32) : command.u32(at + 32);
            long size = wideCommand ? command.u64(at + 40) : command.u32(at + 36);
            long offset = command.u32(at + (wideCommand ? 48 : 40));
            int flags = command.s32(at + (wideCommand ? 64 : 56));
            sections.add(new Section(
                    name(command, at + 16), name(command, at), address, new Range(offset, size), flags & 0xff));
        }
    }

    /// A name in a field of 16 bytes.
    private static String name(Window command, long at) throws Unreadable {
        return command.part(at, 16).text(0);
    }

    /// Sets how pointers are encoded, once that has been read.
    void pointersAre(ChainedFixups encoding) {
        fixups = Optional.of(encoding);
    }

    int wordSize() {
        return wide ? 8 : 4;
    }

    long word(long offset) throws Unreadable {
        return wide ? bytes.u64(offset) : bytes.u32(offset);
    }

    /// Where in the file an address of memory comes from; -1 where from nowhere.
    long offsetOf(long address) throws Unreadable {
        bytes.spend(1);
        int at = segmentOf(address);
        if (at < 0) {
            return -1;
        }
        Segment segment = segments.get(at);
        long inside = address - segment.addresses().offset();
        long offset = segment.contents().offset() + inside;
        return inside < segment.contents().size() && bytes.holds(offset, 1) ? offset : -1;
    }

    private int segmentOf(long address) {
        for (int i = 0; i < segments.size(); i++) {
            Range there = segments.get(i).addresses();
            if (address >= there.offset() && address - there.offset() < there.size()) {
                return i;
            }
        }
        return -1;
    }

    /// The address that the pointer at this address will hold; 0 where it is null or comes from another file.
    long pointerAt(long address) throws Unreadable {
        long offset = offsetOf(address);
        if (offset < 0) {
            throw new Unreadable("a pointer in it is in no segment");
        }
        long raw = word(offset);
        return fixups.isPresent() ? fixups.get().target(raw, segmentOf(address), base()) : raw;
    }

    /// The address of the file's beginning.
    private long base() {
        return segments.stream()
                .filter(segment ->
                        segment.contents().offset() == 0 && segment.contents().size() > 0)
                .mapToLong(segment -> segment.addresses().offset())
                .findFirst()
                .orElse(0);
    }

    Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }
}
