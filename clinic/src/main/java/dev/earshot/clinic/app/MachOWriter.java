package dev.earshot.clinic.app;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Writes executables and libraries in Apple's Mach-O format, laid out as its own linker does, without any code that
/// does something: load commands, a segment of text and one of data, symbols, Objective-C classes, and a signature
/// that holds nothing but entitlements.
///
/// ```java
/// byte[] program = new MachOWriter(MachOWriter.Processor.ARM64)
///         .loads("@rpath/Adjust.framework/Adjust")
///         .defines("ClinicAppDelegate")
///         .text("https://portal.clinic.example")
///         .bytes();
/// ```
///
/// Source: Apple, `mach-o/loader.h`, `mach-o/nlist.h`, `mach-o/fixup-chains.h`, objc4 `objc-runtime-new.h`
/// (opensource.apple.com, read 2026-11-22). Not thread-safe.
public final class MachOWriter {
    private static final int PAGE = 0x4000;
    private static final String ROOT_CLASS = "_OBJC_CLASS_$_NSObject";

    private final Processor processor;
    private final List<String> libraries = new ArrayList<>();
    private final TreeSet<String> imported = new TreeSet<>();
    private final TreeSet<String> exported = new TreeSet<>();
    private final List<String> classes = new ArrayList<>();
    private final List<String> selectors = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> wideTexts = new ArrayList<>();
    private final List<SwiftType> swiftTypes = new ArrayList<>();
    private Optional<String> installName = Optional.empty();
    private Optional<String> entitlements = Optional.empty();
    private boolean stripped;
    private boolean encrypted;
    private int platform = 2;

    public MachOWriter(Processor processor) {
        this.processor = processor;
    }

    /// Kinds of processors, by Apple's numbers for them.
    public enum Processor {
        ARM64(0x0100_000c, 0, true, ByteOrder.LITTLE_ENDIAN),
        X86_64(0x0100_0007, 3, true, ByteOrder.LITTLE_ENDIAN),
        ARMV7(12, 9, false, ByteOrder.LITTLE_ENDIAN),
        /// Big-endian, as no iPhone ever was; the format allows it.
        POWERPC(18, 0, false, ByteOrder.BIG_ENDIAN),
        POWERPC_64(0x0100_0012, 0, true, ByteOrder.BIG_ENDIAN);

        private final int type;
        private final int variant;
        private final boolean wide;
        private final ByteOrder order;

        Processor(int type, int variant, boolean wide, ByteOrder order) {
            this.type = type;
            this.variant = variant;
            this.wide = wide;
            this.order = order;
        }

        int word() {
            return wide ? 8 : 4;
        }

        /// Newer linkers write pointers as chains, for these two.
        boolean chains() {
            return wide && order == ByteOrder.LITTLE_ENDIAN;
        }
    }

    private record SwiftType(String module, String name, int kind) {}

    /// Makes it a library, known to those that load it by this path; without, it is a program.
    public MachOWriter library(String path) {
        installName = Optional.of(path);
        return this;
    }

    /// Loads a library.
    public MachOWriter loads(String path) {
        libraries.add(path);
        return this;
    }

    /// A symbol of another file, with its leading underscore.
    public MachOWriter imports(String symbol) {
        imported.add(symbol);
        return this;
    }

    /// A symbol for other files, with its leading underscore.
    public MachOWriter exports(String symbol) {
        exported.add(symbol);
        return this;
    }

    /// An Objective-C class of its own, derived from `NSObject` and without methods.
    public MachOWriter defines(String className) {
        classes.add(className);
        imported.add(ROOT_CLASS);
        imported.add("_OBJC_METACLASS_$_NSObject");
        return this;
    }

    /// An Objective-C class of another file.
    public MachOWriter uses(String className) {
        return imports("_OBJC_CLASS_$_" + className);
    }

    /// A Swift structure of its own: its runtime record.
    public MachOWriter definesSwiftStruct(String module, String name) {
        swiftTypes.add(new SwiftType(module, name, 17));
        return this;
    }

    /// An Objective-C method name that its code refers to.
    public MachOWriter selects(String selector) {
        selectors.add(selector);
        return this;
    }

    /// A literal text.
    public MachOWriter text(String text) {
        texts.add(text);
        return this;
    }

    /// A literal text with letters beyond ASCII, which goes into a section of UTF-16.
    public MachOWriter wideText(String text) {
        wideTexts.add(text);
        return this;
    }

    /// @param list a property list as XML
    public MachOWriter entitlements(String list) {
        entitlements = Optional.of(list);
        return this;
    }

    /// Leaves out the table of symbols: what is imported and exported stands only where the loader reads it. Only for
    /// processors whose pointers are chained.
    public MachOWriter stripped() {
        stripped = true;
        return this;
    }

    /// Marks the first page after the load commands as encrypted, as the App Store does, and makes noise of it.
    public MachOWriter encrypted() {
        encrypted = true;
        return this;
    }

    /// Says that it was built for the simulator.
    public MachOWriter forSimulator() {
        platform = 7;
        return this;
    }

    /// One file for several kinds of processors.
    ///
    /// @param images by processor, in the order in which they are to stand
    public static byte[] fat(Map<Processor, byte[]> images) {
        Sink header = new Sink(ByteOrder.BIG_ENDIAN);
        header.u32(0xcafe_babe).u32(images.size());
        long offset = PAGE;
        for (Map.Entry<Processor, byte[]> image : images.entrySet()) {
            int size = image.getValue().length;
            header.u32(image.getKey().type)
                    .u32(image.getKey().variant)
                    .u32(offset)
                    .u32(size)
                    .u32(14);
            offset = aligned(offset + size, PAGE);
        }
        for (byte[] image : images.values()) {
            header.align(PAGE).bytes(image);
        }
        return header.toBytes();
    }

    /// A section: its name, its contents, the type in its flags.
    private record Section(String name, Sink contents, int type, int alignment) {}

    /// The whole file.
    public byte[] bytes() {
        if (stripped && !processor.chains()) {
            throw new IllegalStateException("Without a table of symbols, this processor's files name no imports.");
        }
        List<Section> text = List.of(
                section("__text", code(), 0x8000_0400, 4),
                section("__objc_methname", strings(selectors), 2, 1),
                section("__objc_classname", strings(classes), 2, 1),
                section("__cstring", strings(texts), 2, 1),
                section("__ustring", wideStrings(), 0, 2),
                section("__const", swiftRecords(), 0, 4),
                section("__swift5_types", sink().zeros(4L * swiftTypes.size()), 0, 4));
        int word = processor.word();
        List<Section> data = List.of(
                section("__objc_classlist", sink().zeros((long) word * classes.size()), 0x1000_0000, word),
                section("__objc_selrefs", sink().zeros((long) word * selectors.size()), 0x1000_0005, word),
                section("__objc_imageinfo", sink().u32(0).u32(0), 0, 4),
                section("__objc_const", sink().zeros(2L * classSize() * classes.size()), 0, word),
                section("__objc_data", sink().zeros(10L * word * classes.size()), 0, word));
        return new Layout(text, data).write();
    }

    private Section section(String name, Sink contents, int type, int alignment) {
        return new Section(name, contents, type, alignment);
    }

    private Sink sink() {
        return new Sink(processor.order);
    }

    /// `ret` on 64-bit ARM; what it means elsewhere doesn't matter, since nobody runs it.
    private Sink code() {
        return sink().u32(0xd65f_03c0);
    }

    private Sink strings(List<String> all) {
        Sink sink = sink();
        all.forEach(sink::text);
        return sink;
    }

    private Sink wideStrings() {
        Sink sink = sink();
        for (String text : wideTexts) {
            boolean little = processor.order == ByteOrder.LITTLE_ENDIAN;
            sink.bytes(text.getBytes(little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE))
                    .bytes(new byte[2]);
        }
        return sink;
    }

    /// For each type: its module's record (flags, no parent, name), its own (flags, parent, name, no accessor, no
    /// fields), then both names. All pointers are relative to themselves.
    private Sink swiftRecords() {
        Sink sink = sink();
        for (SwiftType type : swiftTypes) {
            sink.align(4);
            int moduleLength = type.module.length() + 1;
            sink.u32(0).u32(0).u32(4 + 28);
            sink.u32(type.kind)
                    .u32(-16)
                    .u32(4 + 16 + moduleLength)
                    .u32(0)
                    .u32(0)
                    .u32(0)
                    .u32(0);
            sink.text(type.module).text(type.name);
        }
        return sink;
    }

    private int classSize() {
        return processor.wide ? 72 : 40;
    }

    private static long aligned(long offset, int to) {
        return (offset + to - 1) / to * to;
    }

    /// Where everything goes.
    private final class Layout {
        private final List<Section> text;
        private final List<Section> data;
        private final Map<String, Long> offsets = new LinkedHashMap<>();
        private final List<String> imports = List.copyOf(imported);
        private final List<String> exports = new ArrayList<>(exported);
        private final long base = processor.wide ? 0x1_0000_0000L : 0x4000;
        private long dataBegin;
        private long linkBegin;

        Layout(List<Section> text, List<Section> data) {
            this.text = text;
            this.data = data;
            for (String name : classes) {
                exports.add("_OBJC_CLASS_$_" + name);
                exports.add("_OBJC_METACLASS_$_" + name);
            }
        }

        byte[] write() {
            long headerSize =
                    (processor.wide ? 32L : 28L) + commands(new Links()).size();
            long firstPage = encrypted ? PAGE : 0;
            long at = Math.max(headerSize + 256, firstPage);
            at = place(text, at);
            dataBegin = aligned(at, PAGE);
            linkBegin = aligned(place(data, dataBegin), PAGE);
            fillData();
            fillSwift();

            Links links = new Links();
            Sink link = links.write();
            Sink commands = commands(links);
            Sink file = sink();
            file.u32(processor.wide ? 0xfeed_facf : 0xfeed_face)
                    .u32(processor.type)
                    .u32(processor.variant)
                    .u32(installName.isPresent() ? 6 : 2)
                    .u32(commandCount)
                    .u32(commands.size())
                    .u32(installName.isPresent() ? 0x0010_0085 : 0x0020_0085);
            if (processor.wide) {
                file.u32(0);
            }
            file.bytes(commands.toBytes());
            for (Section section : text) {
                file.zeros(offset(section) - file.size());
                file.bytes(encrypted ? noise(section.contents.toBytes()) : section.contents.toBytes());
            }
            for (Section section : data) {
                file.zeros(offset(section) - file.size()).bytes(section.contents.toBytes());
            }
            return file.zeros(linkBegin - file.size()).bytes(link.toBytes()).toBytes();
        }

        private byte[] noise(byte[] plain) {
            for (int i = 0; i < plain.length; i++) {
                plain[i] ^= (byte) (0x5a + 31 * i);
            }
            return plain;
        }

        private long place(List<Section> sections, long from) {
            long at = from;
            for (Section section : sections) {
                at = aligned(at, section.alignment);
                offsets.put(section.name, at);
                at += section.contents.size();
            }
            return at;
        }

        private long offset(Section section) {
            return offsets.getOrDefault(section.name, 0L);
        }

        private long offset(String section) {
            return offsets.getOrDefault(section, 0L);
        }

        /// Where an exported symbol is: a class or its metaclass among the data, any other in the code.
        private long address(String symbol) {
            int at = exports.indexOf(symbol) - exported.size();
            return at < 0 ? offset("__text") : offset("__objc_data") + 5L * processor.word() * at;
        }

        private Sink contents(String name) {
            return data.stream()
                    .filter(section -> section.name.equals(name))
                    .findFirst()
                    .orElseThrow()
                    .contents;
        }

        /// Offsets of the pointers in the data segment, which are chained in this order.
        private final List<Long> pointers = new ArrayList<>();

        /// For each class: an entry in the list, a `class_t` of five words for it and one for its metaclass, and for each
        /// of the two a `class_ro_t`.
        private void fillData() {
            int word = processor.word();
            long name = offset("__objc_classname");
            for (int i = 0; i < classes.size(); i++) {
                long own = offset("__objc_data") + 10L * word * i;
                long meta = own + 5L * word;
                long ownPart = offset("__objc_const") + 2L * classSize() * i;
                long metaPart = ownPart + classSize();
                pointer("__objc_classlist", (long) word * i, own);
                pointer("__objc_data", own - offset("__objc_data"), meta);
                bind("__objc_data", own + word - offset("__objc_data"), ROOT_CLASS);
                pointer("__objc_data", own + 4L * word - offset("__objc_data"), ownPart);
                bind("__objc_data", meta - offset("__objc_data"), "_OBJC_METACLASS_$_NSObject");
                bind("__objc_data", meta + word - offset("__objc_data"), "_OBJC_METACLASS_$_NSObject");
                pointer("__objc_data", meta + 4L * word - offset("__objc_data"), metaPart);
                Sink parts = contents("__objc_const");
                long part = ownPart - offset("__objc_const");
                parts.patch32(part, 0).patch32(part + 4, word).patch32(part + 8, word);
                parts.patch32(part + classSize(), 1)
                        .patch32(part + classSize() + 4, 5L * word)
                        .patch32(part + classSize() + 8, 5L * word);
                pointer("__objc_const", part + (processor.wide ? 24 : 16), name);
                pointer("__objc_const", part + classSize() + (processor.wide ? 24 : 16), name);
                name += classes.get(i).getBytes(StandardCharsets.UTF_8).length + 1L;
            }
            long selector = offset("__objc_methname");
            for (int i = 0; i < selectors.size(); i++) {
                pointer("__objc_selrefs", (long) word * i, selector);
                selector += selectors.get(i).getBytes(StandardCharsets.UTF_8).length + 1L;
            }
            chain();
        }

        private void fillSwift() {
            Sink records = text.get(5).contents;
            Sink list = text.get(6).contents;
            long record = 0;
            for (int i = 0; i < swiftTypes.size(); i++) {
                record = aligned(record, 4);
                long from = offset("__swift5_types") + 4L * i;
                list.patch32(4L * i, offset("__const") + record + 12 - from);
                record += 40L
                        + swiftTypes.get(i).module.length()
                        + swiftTypes.get(i).name.length()
                        + 2;
            }
            if (record > records.size()) {
                throw new IllegalStateException("Names of Swift types are written in ASCII here.");
            }
        }

        private void pointer(String section, long at, long target) {
            contents(section).patchWord(at, processor.chains() ? target : base + target, processor.wide);
            pointers.add(offset(section) + at);
        }

        private void bind(String section, long at, String symbol) {
            if (processor.chains()) {
                contents(section).patchWord(at, 1L << 63 | imports.indexOf(symbol), true);
                pointers.add(offset(section) + at);
            }
        }

        /// Puts the distance to the next pointer, in steps of four bytes, into bits 51 to 62 of each.
        private void chain() {
            if (!processor.chains()) {
                return;
            }
            pointers.sort(Long::compare);
            for (int i = 0; i + 1 < pointers.size(); i++) {
                long here = pointers.get(i);
                long next = pointers.get(i + 1);
                if (here / PAGE != next / PAGE) {
                    continue;
                }
                for (Section section : data) {
                    long in = here - offset(section);
                    if (in >= 0 && in < section.contents.size()) {
                        section.contents.orWord(in, ((next - here) / 4) << 51);
                    }
                }
            }
        }

        private int commandCount;

        private Sink commands(Links links) {
            Sink all = sink();
            commandCount = 0;
            if (installName.isEmpty()) {
                segment(all, "__PAGEZERO", 0, base, 0, 0, 0, List.of());
            }
            segment(all, "__TEXT", base, dataBegin, 0, dataBegin, 5, text);
            segment(all, "__DATA", base + dataBegin, linkBegin - dataBegin, dataBegin, linkBegin - dataBegin, 3, data);
            long linked = links.size;
            segment(all, "__LINKEDIT", base + linkBegin, aligned(linked, PAGE), linkBegin, linked, 1, List.of());
            installName.ifPresent(path -> library(all, 0xd, path));
            if (processor.chains()) {
                command(all, 0x8000_0034, sink().u32(links.fixups).u32(links.fixupsSize));
                command(all, 0x8000_0033, sink().u32(links.trie).u32(links.trieSize));
            }
            command(
                    all,
                    0x2,
                    sink().u32(links.symbols)
                            .u32(links.symbolCount)
                            .u32(links.names)
                            .u32(links.namesSize));
            int own = stripped ? 0 : exports.size();
            command(
                    all,
                    0xb,
                    sink().u32(0)
                            .u32(0)
                            .u32(0)
                            .u32(own)
                            .u32(own)
                            .u32(stripped ? 0 : imports.size())
                            .zeros(48));
            command(all, 0x1b, sink().bytes("an invented uuid".getBytes(StandardCharsets.US_ASCII)));
            command(
                    all,
                    0x32,
                    sink().u32(platform).u32(0x000f_0000).u32(0x0011_0000).u32(0));
            if (installName.isEmpty()) {
                command(all, 0xe, sink().u32(12).text("/usr/lib/dyld"));
                command(all, 0x8000_0028, sink().u64(offset("__text")).u64(0));
            }
            libraries.forEach(path -> library(all, 0xc, path));
            if (encrypted) {
                Sink pages = sink().u32(PAGE).u32(dataBegin - PAGE).u32(1);
                command(all, processor.wide ? 0x2c : 0x21, processor.wide ? pages.u32(0) : pages);
            }
            if (entitlements.isPresent()) {
                command(all, 0x1d, sink().u32(links.signature).u32(links.signatureSize));
            }
            return all;
        }

        private void library(Sink all, int kind, String path) {
            command(
                    all,
                    kind,
                    sink().u32(24).u32(2).u32(0x0001_0000).u32(0x0001_0000).text(path));
        }

        private void command(Sink all, int kind, Sink body) {
            body.align(processor.word());
            all.u32(kind).u32(8L + body.size()).bytes(body.toBytes());
            commandCount++;
        }

        private void segment(
                Sink all,
                String name,
                long address,
                long memory,
                long offset,
                long size,
                int rights,
                List<Section> sections) {
            Sink body = sink().name(name)
                    .word(address, processor.wide)
                    .word(aligned(memory, PAGE), processor.wide)
                    .word(offset, processor.wide)
                    .word(size, processor.wide)
                    .u32(rights)
                    .u32(rights)
                    .u32(sections.size())
                    .u32(0);
            for (Section section : sections) {
                body.name(section.name)
                        .name(name)
                        .word(base + offset(section), processor.wide)
                        .word(section.contents.size(), processor.wide)
                        .u32(offset(section))
                        .u32(Integer.numberOfTrailingZeros(section.alignment))
                        .u32(0)
                        .u32(0)
                        .u32(section.type)
                        .u32(0)
                        .u32(0);
                if (processor.wide) {
                    body.u32(0);
                }
            }
            command(all, processor.wide ? 0x19 : 0x1, body);
        }

        /// What the last segment holds: fixups, exports, symbols, a signature.
        private final class Links {
            private long fixups;
            private long fixupsSize;
            private long trie;
            private long trieSize;
            private long symbols;
            private long symbolCount;
            private long names;
            private long namesSize;
            private long signature;
            private long signatureSize;
            private long size;

            Sink write() {
                Sink all = sink();
                if (processor.chains()) {
                    fixups = linkBegin;
                    all.bytes(fixups().toBytes()).align(8);
                    fixupsSize = all.size();
                    trie = linkBegin + all.size();
                    all.bytes(trie().toBytes()).align(8);
                    trieSize = linkBegin + all.size() - trie;
                }
                symbols = linkBegin + all.size();
                Sink strings = sink().bytes(new byte[] {' ', 0});
                if (!stripped) {
                    for (String symbol : exports) {
                        symbol(all.u32(strings.size()).u8(0x0f), section(symbol), 0, base + address(symbol));
                        strings.text(symbol);
                    }
                    for (String symbol : imports) {
                        symbol(all.u32(strings.size()).u8(0x01), 0, 0x0100, 0);
                        strings.text(symbol);
                    }
                    symbolCount = (long) exports.size() + imports.size();
                }
                names = linkBegin + all.size();
                namesSize = aligned(strings.size(), 8);
                all.bytes(strings.align(8).toBytes());
                if (entitlements.isPresent()) {
                    all.align(16);
                    signature = linkBegin + all.size();
                    byte[] blob = signature(entitlements.get());
                    signatureSize = blob.length;
                    all.bytes(blob);
                }
                size = all.size();
                return all;
            }

            private void symbol(Sink entry, int section, int description, long value) {
                entry.u8(section).u16(description).word(value, processor.wide);
            }

            /// Counted from 1, through both segments.
            private int section(String symbol) {
                return address(symbol) == offset("__text") ? 1 : text.size() + data.size();
            }

            /// `DYLD_CHAINED_PTR_64_OFFSET` for the data segment, `DYLD_CHAINED_IMPORT` for the imports.
            private Sink fixups() {
                int segments = installName.isEmpty() ? 4 : 3;
                int dataSegment = segments - 2;
                int pages = (int) ((linkBegin - dataBegin) / PAGE);
                long startsSize = aligned(4L + 4L * segments, 8);
                long segmentSize = 22L + 2L * pages;
                long importsAt = aligned(32 + startsSize + segmentSize, 4);
                Sink strings = sink().u8(0);
                Sink list = sink();
                for (String symbol : imports) {
                    list.u32((libraries.isEmpty() ? 0xfe : 1) | (long) strings.size() << 9);
                    strings.text(symbol);
                }
                Sink all = sink();
                all.u32(0)
                        .u32(32)
                        .u32(importsAt)
                        .u32(importsAt + list.size())
                        .u32(imports.size())
                        .u32(1)
                        .u32(0);
                all.align(32).u32(segments);
                for (int i = 0; i < segments; i++) {
                    all.u32(i == dataSegment && !pointers.isEmpty() ? startsSize : 0);
                }
                all.align(8);
                all.u32(segmentSize).u16(PAGE).u16(6).u64(dataBegin).u32(0).u16(pages);
                for (int page = 0; page < pages; page++) {
                    long from = dataBegin + (long) page * PAGE;
                    long first = pointers.stream()
                            .filter(at -> at >= from && at < from + PAGE)
                            .mapToLong(at -> at - from)
                            .findFirst()
                            .orElse(0xffff);
                    all.u16((int) first);
                }
                return all.align(4).bytes(list.toBytes()).bytes(strings.toBytes());
            }

            /// A root with one edge for each symbol, each to a leaf of flags and an address.
            private Sink trie() {
                List<String> all = exports.stream().distinct().toList();
                if (all.size() > 255) {
                    throw new IllegalStateException("No more than 255 symbols are exported here.");
                }
                int rootSize = 2;
                for (String symbol : all) {
                    rootSize += symbol.getBytes(StandardCharsets.UTF_8).length + 1 + 4;
                }
                Sink trie = sink().u8(0).u8(all.size());
                for (int i = 0; i < all.size(); i++) {
                    trie.text(all.get(i)).leb(rootSize + 7L * i);
                }
                for (int i = 0; i < all.size(); i++) {
                    trie.u8(5).u8(0).leb(address(all.get(i))).u8(0);
                }
                return trie;
            }

            private byte[] signature(String list) {
                byte[] xml = list.getBytes(StandardCharsets.UTF_8);
                return new Sink(ByteOrder.BIG_ENDIAN)
                        .u32(0xfade_0cc0)
                        .u32(20L + 8 + xml.length)
                        .u32(1)
                        .u32(5)
                        .u32(20)
                        .u32(0xfade_7171)
                        .u32(8L + xml.length)
                        .bytes(xml)
                        .toBytes();
            }
        }
    }

    /// Bytes in one order that grow.
    private static final class Sink {
        private final ByteOrder order;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private byte[] patched = new byte[0];

        Sink(ByteOrder order) {
            this.order = order;
        }

        int size() {
            return written.size();
        }

        Sink u8(int value) {
            written.write(value);
            return this;
        }

        Sink u16(int value) {
            return bytes(
                    ByteBuffer.allocate(2).order(order).putShort((short) value).array());
        }

        Sink u32(long value) {
            return bytes(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
        }

        Sink u64(long value) {
            return bytes(ByteBuffer.allocate(8).order(order).putLong(value).array());
        }

        Sink word(long value, boolean wide) {
            return wide ? u64(value) : u32(value);
        }

        /// A number of exactly four bytes of seven bits.
        Sink leb(long value) {
            return u8((int) ((value & 0x7f) | 0x80))
                    .u8((int) (((value >> 7) & 0x7f) | 0x80))
                    .u8((int) (((value >> 14) & 0x7f) | 0x80))
                    .u8((int) ((value >> 21) & 0x7f));
        }

        Sink text(String text) {
            return bytes(text.getBytes(StandardCharsets.UTF_8)).u8(0);
        }

        /// A name in a field of 16 bytes.
        Sink name(String name) {
            byte[] field = new byte[16];
            byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(letters, 0, field, 0, letters.length);
            return bytes(field);
        }

        Sink bytes(byte[] more) {
            written.writeBytes(more);
            return this;
        }

        Sink zeros(long count) {
            return bytes(new byte[(int) Math.max(0, count)]);
        }

        Sink align(int to) {
            return zeros(aligned(size(), to) - size());
        }

        Sink patch32(long at, long value) {
            buffer().putInt((int) at, (int) value);
            return this;
        }

        void patchWord(long at, long value, boolean wide) {
            if (wide) {
                buffer().putLong((int) at, value);
            } else {
                buffer().putInt((int) at, (int) value);
            }
        }

        void orWord(long at, long bits) {
            buffer().putLong((int) at, buffer().getLong((int) at) | bits);
        }

        private ByteBuffer buffer() {
            if (patched.length != written.size()) {
                patched = written.toByteArray();
            }
            return ByteBuffer.wrap(patched).order(order);
        }

        byte[] toBytes() {
            return patched.length == written.size() ? patched.clone() : written.toByteArray();
        }
    }
}
