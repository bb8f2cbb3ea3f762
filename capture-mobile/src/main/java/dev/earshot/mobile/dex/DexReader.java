package dev.earshot.mobile.dex;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.zip.Adler32;

/// Reads Android's compiled code: the classes that are there, the classes that are only mentioned, and the texts.
///
/// A text is any string of the pool that is a literal, a constant or part of an annotation; names of classes, members
/// and source files are none, unless code uses the same string as a literal. Where a class is defined counts from its
/// `class_def_item`, where it is mentioned from its `type_id_item`, and a text from its first byte.
///
/// Source: Android, "Dalvik executable format", versions 035 to 041 (`source.android.com/docs/core/runtime/dex-format`).
public final class DexReader implements PartReader {
    private static final int OLDEST = 35;
    private static final int NEWEST = 41;

    /// From this version on, several may share a file.
    private static final int CONTAINER = 41;

    private static final int MOST_IN_ONE_FILE = 1000;

    /// Bytes after the end that may be padding.
    private static final int PADDING = 4096;

    private final ProguardMapping mapping;
    private final Packers packers = Packers.known();

    /// Tells names as they stand.
    public DexReader() {
        this(ProguardMapping.none());
    }

    /// Tells names of classes and methods as they were before renaming.
    public DexReader(ProguardMapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public boolean takes(Part part) {
        String name = part.name().toLowerCase(Locale.ROOT);
        return name.endsWith(".dex") || name.endsWith(".cdex") || begins(part.bytes(), "dex\n", 0);
    }

    private static boolean begins(ByteBuffer bytes, String magic, int at) {
        if (bytes.limit() - at < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if (bytes.get(at + i) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void read(Part part, Signs signs) {
        ByteBuffer bytes = part.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (begins(bytes, "cdex", 0)) {
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.CODE_HIDDEN,
                    part.file(),
                    "It is compact DEX, a form made for one device, which Earshot does not read: what its code does, this"
                            + " scan cannot tell.",
                    true));
        } else if (!begins(bytes, "dex\n", 0)) {
            notRead(part, signs, "does not begin like DEX, so it may be encrypted: none of it was read.");
        } else if (bytes.limit() < DexFile.HEADER_BYTES) {
            notRead(part, signs, "ends within its header: none of it was read.");
        } else {
            readFiles(part, bytes, signs);
        }
    }

    private static void notRead(Part part, Signs signs, String predicate) {
        signs.blind(new BlindSpot(BlindSpot.Kind.FILE_NOT_READ, part.file(), "The DEX file " + predicate, true));
    }

    private void readFiles(Part part, ByteBuffer bytes, Signs signs) {
        int version = version(bytes, 0);
        int header = 0;
        for (int i = 0; i < MOST_IN_ONE_FILE; i++) {
            readFile(part, bytes, header, version, signs);
            long next = header + (bytes.getInt(header + 0x20) & 0xffff_ffffL);
            boolean another = version >= CONTAINER
                    && next > header
                    && next <= bytes.limit() - DexFile.HEADER_BYTES
                    && begins(bytes, "dex\n", (int) next);
            if (!another) {
                remainder(part, bytes, next, signs);
                return;
            }
            header = (int) next;
        }
        notRead(part, signs, "holds more than " + MOST_IN_ONE_FILE + " others: the rest was not read.");
    }

    /// What follows the end: a place where packers keep code.
    private static void remainder(Part part, ByteBuffer bytes, long end, Signs signs) {
        if (end >= DexFile.HEADER_BYTES && end < bytes.limit() - PADDING) {
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.CODE_HIDDEN,
                    part.file(),
                    "After the end of its code follow " + (bytes.limit() - end)
                            + " bytes that are not DEX: what they are for, this scan cannot tell.",
                    false));
        }
    }

    /// The number in the magic, `dex\n035\0`; -1 where it is none.
    private static int version(ByteBuffer bytes, int header) {
        int version = 0;
        for (int i = 4; i < 7; i++) {
            int digit = bytes.get(header + i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            version = 10 * version + digit;
        }
        return version;
    }

    private void readFile(Part part, ByteBuffer bytes, int header, int version, Signs signs) {
        DexFile dex = new DexFile(bytes, header, mapping);
        checkHeader(bytes, header, version, dex);
        String file = part.file();
        Set<String> packersSeen = new HashSet<>();
        for (int i = 0; i < dex.classes(); i++) {
            int type = dex.typeOfClass(i);
            if (type < 0) {
                dex.fault("some of its classes have no name");
                continue;
            }
            String name = dex.typeName(type);
            signs.found(Sign.CLASS_DEFINED, file, name, dex.typeName(dex.superclassOf(i)), dex.classAt(i));
            int at = dex.classAt(i);
            packers.ofClass(name).filter(packersSeen::add).ifPresent(packer -> Packers.tell(packer, file, at, signs));
        }
        for (int type = 0; type < dex.types(); type++) {
            if (dex.plainType(type) == type && dex.classOf(type) < 0) {
                signs.found(Sign.CLASS_REFERENCED, file, dex.typeName(type), "", dex.typeAt(type));
            }
        }
        DexCode code = new DexCode(file, dex);
        Literals literals = new Literals(dex, code.uses());
        HiddenTexts hidden = new HiddenTexts();
        for (int string = 0; string < dex.strings(); string++) {
            boolean used = literals.used.get(string);
            if (used || !literals.names.get(string)) {
                String text = dex.decode(string);
                int at = dex.textAt(string);
                if (at >= 0 && !text.isEmpty()) {
                    signs.found(Sign.CODE_TEXT, file, text, "", at);
                }
                if (used) {
                    hidden.literal(text);
                }
            }
        }
        hidden.tell(code.uses().calls(), file, signs);
        if (code.uses().broken() > 0) {
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.CODE_HIDDEN,
                    file,
                    "The code of " + code.uses().broken() + " of its "
                            + code.uses().bodies()
                            + " methods is not made of instructions: what they do, this scan cannot tell.",
                    false));
        }
        if (!dex.faults().isEmpty()) {
            notRead(part, signs, "is broken: " + String.join("; ", dex.faults()) + ". The rest of it was read.");
        }
        signs.code(code);
        checkSum(part, bytes, header, signs);
    }

    private static void checkHeader(ByteBuffer bytes, int header, int version, DexFile dex) {
        if (version < OLDEST || version > NEWEST) {
            dex.fault("it states a version that Earshot does not know");
        }
        if (bytes.getInt(header + 0x28) != 0x12345678) {
            dex.fault("it states another byte order than the format has");
        }
        long stated = bytes.getInt(header + 0x20) & 0xffff_ffffL;
        if (header + stated > bytes.limit()) {
            dex.fault("it is cut off, with " + (bytes.limit() - header) + " of its " + stated + " bytes");
        } else if (stated < DexFile.HEADER_BYTES) {
            dex.fault("it states a length of " + stated + " bytes");
        }
    }

    private static void checkSum(Part part, ByteBuffer bytes, int header, Signs signs) {
        long end = header + (bytes.getInt(header + 0x20) & 0xffff_ffffL);
        if (end > bytes.limit() || end < header + 12) {
            return;
        }
        Adler32 sum = new Adler32();
        sum.update(bytes.slice(header + 12, (int) end - header - 12));
        if ((int) sum.getValue() != bytes.getInt(header + 8)) {
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.FILE_NOT_READ,
                    part.file(),
                    "Its checksum is not that of its bytes: it was changed after it was built, or damaged. It was read.",
                    false));
        }
    }

    /// Which strings are names, and which are used as texts by code or constants.
    private static final class Literals {
        private final BitSet names;
        private final BitSet used;
        private final DexFile dex;

        Literals(DexFile dex, DexCode.Uses uses) {
            this.dex = dex;
            names = new BitSet(dex.strings());
            used = new BitSet(dex.strings());
            markNames();
            dex.beginWalk();
            IntConsumer text = string -> mark(used, string);
            for (int i = 0; i < dex.classes(); i++) {
                dex.constantsOf(i, text);
                for (int string : uses.strings()[i]) {
                    used.set(string);
                }
            }
        }

        private void mark(BitSet set, int string) {
            if (string >= 0 && string < dex.strings()) {
                set.set(string);
            }
        }

        private void markNames() {
            for (int i = 0; i < dex.types(); i++) {
                mark(names, dex.descriptorOf(i));
            }
            for (int i = 0; i < dex.prototypes(); i++) {
                mark(names, dex.shortyOfPrototype(i));
            }
            for (int i = 0; i < dex.fields(); i++) {
                mark(names, dex.nameOfField(i));
            }
            for (int i = 0; i < dex.methods(); i++) {
                mark(names, dex.nameOfMethod(i));
            }
            for (int i = 0; i < dex.classes(); i++) {
                mark(names, dex.sourceFileOf(i));
            }
        }
    }
}
