package dev.earshot.mobile.dex;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/// The tables of one DEX file, read where they stand. Any count and any offset may lie: what lies outside is left out
/// and told in [#faults]. Not thread-safe.
///
/// Source: Android, "Dalvik executable format", versions 035 to 041. From 041 on several of them share one file, and all
/// offsets count from that file's beginning.
final class DexFile {
    static final int HEADER_BYTES = 0x70;

    /// How often the bytes of the file may be decoded or walked in one pass: parts may be shared, but what overlaps
    /// beyond that is made to cost time.
    private static final int SHARING = 4;

    private static final int MOST_ANCESTORS = 64;

    /// A method has no more of them.
    private static final int MOST_PARAMETERS = 255;

    /// Bytes of a text that are looked at together: most texts are shorter.
    private static final int WINDOW = 128;

    private final ByteBuffer bytes;
    private final ProguardMapping mapping;
    private final Set<String> faults = new TreeSet<>();

    private final Table strings;
    private final Table types;
    private final Table protos;
    private final Table fields;
    private final Table methods;
    private final Table classes;

    private final String[] renamedNames;
    private final String[] typeNames;
    private final int[] plainTypes;
    private final Map<Integer, Integer> classOfType = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, String> originals = new HashMap<>();
    private final byte[] window = new byte[WINDOW];
    private long toDecode;
    private long toWalk;

    /// @param bytes the whole file
    /// @param header where its header begins; at least [#HEADER_BYTES] follow
    DexFile(ByteBuffer bytes, int header, ProguardMapping mapping) {
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.mapping = mapping;
        strings = table(header + 0x38, 4, "strings");
        types = table(header + 0x40, 4, "types");
        protos = table(header + 0x48, 12, "prototypes");
        fields = table(header + 0x50, 8, "fields");
        methods = table(header + 0x58, 8, "methods");
        classes = table(header + 0x60, 32, "classes");
        toDecode = (long) SHARING * bytes.limit();
        renamedNames = new String[types.count];
        plainTypes = new int[types.count];
        nameTypes();
        typeNames = mapping.isEmpty() ? renamedNames : new String[types.count];
        for (int i = 0; i < typeNames.length; i++) {
            typeNames[i] = mapping.className(renamedNames[i]);
        }
        for (int i = classes.count - 1; i >= 0; i--) {
            classOfType.put(typeOfClass(i), i);
        }
    }

    /// @param count how many items are within the file, however many the header states
    private record Table(int start, int count, int itemBytes) {
        int at(int index) {
            return start + index * itemBytes;
        }

        boolean has(int index) {
            return index >= 0 && index < count;
        }
    }

    private Table table(int countAt, int itemBytes, String what) {
        int count = bytes.getInt(countAt);
        int start = bytes.getInt(countAt + 4);
        if (count == 0) {
            return new Table(0, 0, itemBytes);
        }
        if (start < 0 || start >= bytes.limit()) {
            fault("its table of " + what + " lies outside it");
            return new Table(0, 0, itemBytes);
        }
        int fitting = (bytes.limit() - start) / itemBytes;
        if (count < 0 || count > fitting) {
            fault("its table of " + what + " runs past its end");
            count = fitting;
        }
        return new Table(start, count, itemBytes);
    }

    private void nameTypes() {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < types.count; i++) {
            String descriptor = decode(bytes.getInt(types.at(i)));
            int last = descriptor.length() - 1;
            int name = 0;
            while (name < last && descriptor.charAt(name) == '[') {
                name++;
            }
            renamedNames[i] = "";
            plainTypes[i] = -1;
            if (last > name + 1 && descriptor.charAt(name) == 'L' && descriptor.charAt(last) == ';') {
                renamedNames[i] = descriptor.substring(name + 1, last).replace('/', '.');
                plainTypes[i] = first.merge(renamedNames[i], i, (known, later) -> known);
            }
        }
    }

    void fault(String clause) {
        faults.add(clause);
    }

    /// What is wrong with it, as clauses.
    Set<String> faults() {
        return faults;
    }

    int bytes() {
        return bytes.limit();
    }

    int strings() {
        return strings.count;
    }

    int types() {
        return types.count;
    }

    int classes() {
        return classes.count;
    }

    /// The place of a text's first byte; -1 where it is outside.
    int textAt(int string) {
        if (!strings.has(string)) {
            return -1;
        }
        int at = bytes.getInt(strings.at(string));
        if (at < 0) {
            return -1;
        }
        for (int i = 0; i < 5 && at < bytes.limit(); i++) {
            if (bytes.get(at++) >= 0) {
                return at < bytes.limit() ? at : -1;
            }
        }
        return -1;
    }

    /// A text of the string pool, read up to its closing zero; empty where it is outside.
    String decode(int string) {
        int at = textAt(string);
        if (at < 0) {
            fault("some of its strings lie outside it");
            return "";
        }
        if (toDecode < 0) {
            return "";
        }
        int end = at;
        boolean ascii = true;
        boolean open = true;
        while (open && end < bytes.limit()) {
            int count = Math.min(window.length, bytes.limit() - end);
            bytes.get(end, window, 0, count);
            int length = 0;
            while (length < count && window[length] != 0) {
                ascii &= window[length++] > 0;
            }
            end += length;
            open = length == count;
        }
        if (end == bytes.limit()) {
            fault("some of its strings run past its end");
        }
        toDecode -= end - at + 1;
        if (toDecode < 0) {
            fault("its strings overlap beyond measure");
            return "";
        }
        if (ascii && end - at < window.length) {
            return new String(window, 0, end - at, StandardCharsets.ISO_8859_1);
        }
        char[] text = new char[end - at];
        int length = 0;
        for (int i = at; i < end; length++) {
            int lead = bytes.get(i) & 0xff;
            text[length] = charAt(i, lead);
            i += bytesOf(lead);
        }
        return new String(text, 0, length);
    }

    /// Modified UTF-8: a character is a UTF-16 unit of one, two or three bytes.
    private char charAt(int at, int lead) {
        return (char)
                switch (bytesOf(lead)) {
                    case 1 -> lead;
                    case 2 -> ((lead & 0x1f) << 6) | following(at + 1);
                    default -> ((lead & 0xf) << 12) | (following(at + 1) << 6) | following(at + 2);
                };
    }

    private int following(int at) {
        return at < bytes.limit() ? bytes.get(at) & 0x3f : 0;
    }

    private static int bytesOf(int lead) {
        return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : 3;
    }

    /// Compares a text of the pool with another one by UTF-16 units, which is the order of the pool.
    int compare(int string, String other) {
        int at = textAt(string);
        for (int i = 0; at >= 0 && at < bytes.limit() && bytes.get(at) != 0; i++) {
            int lead = bytes.get(at) & 0xff;
            int difference = i == other.length() ? 1 : charAt(at, lead) - other.charAt(i);
            if (difference != 0) {
                return difference;
            }
            at += bytesOf(lead);
            if (at >= bytes.limit() || bytes.get(at) == 0) {
                return i + 1 - other.length();
            }
        }
        return -other.length();
    }

    /// A text that is asked for again and again, such as a name.
    String name(int string) {
        return names.computeIfAbsent(string, this::decode);
    }

    /// The string that is a type's descriptor.
    int descriptorOf(int type) {
        return bytes.getInt(types.at(type));
    }

    int typeAt(int type) {
        return types.at(type);
    }

    /// The name of a class, or of what an array is of; empty for a primitive type.
    String typeName(int type) {
        return types.has(type) ? typeNames[type] : "";
    }

    /// The first type of that name, for an array what it is of; -1 for a primitive type.
    int plainType(int type) {
        return types.has(type) ? plainTypes[type] : -1;
    }

    int classAt(int classIndex) {
        return classes.at(classIndex);
    }

    int typeOfClass(int classIndex) {
        return plainType(bytes.getInt(classes.at(classIndex)));
    }

    int superclassOf(int classIndex) {
        return plainType(bytes.getInt(classes.at(classIndex) + 8));
    }

    int sourceFileOf(int classIndex) {
        return bytes.getInt(classes.at(classIndex) + 16);
    }

    /// The class of that type that is defined here; -1 where none is.
    int classOf(int type) {
        return classOfType.getOrDefault(type, -1);
    }

    void interfacesOf(int classIndex, IntConsumer types) {
        try {
            int at = bytes.getInt(classes.at(classIndex) + 12);
            int count = at == 0 ? 0 : bytes.getInt(at);
            for (int i = 0; i < count && spend(1); i++) {
                types.accept(plainType(bytes.getShort(at + 4 + 2 * i) & 0xffff));
            }
        } catch (IndexOutOfBoundsException outside) {
            fault("some of its lists of interfaces lie outside it");
        }
    }

    /// The strings that a class's constants begin as.
    void constantsOf(int classIndex, IntConsumer strings) {
        try {
            int at = bytes.getInt(classes.at(classIndex) + 28);
            if (at == 0) {
                return;
            }
            Cursor cursor = new Cursor(at);
            int count = cursor.unsigned();
            for (int i = 0; i < count && spend(1); i++) {
                int head = bytes.get(cursor.at++) & 0xff;
                int kind = head & 0x1f;
                int size = (head >> 5) + 1;
                if (kind == 0x1c || kind == 0x1d) {
                    return;
                }
                if (kind == 0x17 && size <= 4) {
                    int string = 0;
                    for (int k = 0; k < size; k++) {
                        string |= (bytes.get(cursor.at + k) & 0xff) << (8 * k);
                    }
                    strings.accept(string);
                }
                cursor.at += kind >= 0x1e ? 0 : size;
            }
        } catch (IndexOutOfBoundsException outside) {
            fault("some of its constants lie outside it");
        }
    }

    int methods() {
        return methods.count;
    }

    /// The class that a method's name belongs to, as a plain type; -1 where it has none.
    int classOfMethod(int method) {
        return methods.has(method) ? plainType(bytes.getShort(methods.at(method)) & 0xffff) : -1;
    }

    boolean isOfArray(int method) {
        int type = bytes.getShort(methods.at(method)) & 0xffff;
        return types.has(type) && bytes.get(Math.max(0, textAt(descriptorOf(type)))) == '[';
    }

    int classOfField(int field) {
        return fields.has(field) ? plainType(bytes.getShort(fields.at(field)) & 0xffff) : -1;
    }

    int nameOfField(int field) {
        return bytes.getInt(fields.at(field) + 4);
    }

    int fields() {
        return fields.count;
    }

    int nameOfMethod(int method) {
        return bytes.getInt(methods.at(method) + 4);
    }

    int prototypes() {
        return protos.count;
    }

    int shortyOfPrototype(int prototype) {
        return protos.has(prototype) ? bytes.getInt(protos.at(prototype)) : -1;
    }

    /// One letter for what a method gives back, then one for each parameter: `L` for an object, `Z` for a boolean, …
    String shortyOf(int method) {
        int prototype = bytes.getShort(methods.at(method) + 2) & 0xffff;
        return name(shortyOfPrototype(prototype));
    }

    /// The name of a method before renaming, where the mapping knows it under its class or one above.
    String methodName(int method) {
        if (!methods.has(method)) {
            return "";
        }
        String renamed = name(nameOfMethod(method));
        return mapping.isEmpty() ? renamed : originals.computeIfAbsent(method, key -> original(method, renamed));
    }

    private String original(int method, String renamed) {
        String parameters = parametersOf(method);
        int type = classOfMethod(method);
        for (int i = 0; type >= 0 && i < MOST_ANCESTORS; i++) {
            Optional<String> original = mapping.methodName(renamedNames[type], renamed, parameters);
            if (original.isPresent()) {
                return original.get();
            }
            int above = classOf(type);
            type = above < 0 ? -1 : superclassOf(above);
        }
        return renamed;
    }

    /// The types of a method's parameters before renaming, as Java writes them: `int,java.lang.String[]`.
    private String parametersOf(int method) {
        StringJoiner parameters = new StringJoiner(",");
        try {
            int at = bytes.getInt(protos.at(bytes.getShort(methods.at(method) + 2) & 0xffff) + 8);
            int count = at == 0 ? 0 : Math.min(bytes.getInt(at), MOST_PARAMETERS);
            for (int i = 0; i < count; i++) {
                parameters.add(javaType(bytes.getShort(at + 4 + 2 * i) & 0xffff));
            }
        } catch (IndexOutOfBoundsException outside) {
            fault("some of its lists of parameters lie outside it");
        }
        return parameters.toString();
    }

    private String javaType(int type) {
        String descriptor = types.has(type) ? name(descriptorOf(type)) : "";
        int arrays = 0;
        while (arrays < descriptor.length() && descriptor.charAt(arrays) == '[') {
            arrays++;
        }
        String plain = typeName(type);
        if (plain.isEmpty() && arrays < descriptor.length()) {
            plain = switch (descriptor.charAt(arrays)) {
                case 'Z' -> "boolean";
                case 'B' -> "byte";
                case 'S' -> "short";
                case 'C' -> "char";
                case 'I' -> "int";
                case 'J' -> "long";
                case 'F' -> "float";
                case 'D' -> "double";
                default -> "";
            };
        }
        return plain + "[]".repeat(arrays);
    }

    /// Begins a pass over classes: their members and instructions may be gone through in proportion to the file's size.
    void beginWalk() {
        toWalk = (long) SHARING * bytes.limit() + 1000;
    }

    private boolean spend(long steps) {
        toWalk -= steps;
        if (toWalk < 0) {
            fault("its classes overlap beyond measure");
        }
        return toWalk >= 0;
    }

    /// The instructions of one method.
    ///
    /// @param codeAt where its code item begins, which precedes them
    /// @param start of its instructions, in bytes
    /// @param end of its instructions, in bytes, within the file
    record Body(int method, int codeAt, int registers, int tries, int start, int end) {}

    /// Takes in a method that has code.
    interface BodyVisitor {
        void body(Body body);
    }

    /// Goes through the methods of a class that have code.
    void bodiesOf(int classIndex, BodyVisitor visitor) {
        try {
            int at = bytes.getInt(classes.at(classIndex) + 24);
            if (at == 0) {
                return;
            }
            Cursor cursor = new Cursor(at);
            long fieldCount = cursor.unsignedLong();
            fieldCount += cursor.unsignedLong();
            int direct = cursor.unsigned();
            int virtual = cursor.unsigned();
            for (long i = 0; i < fieldCount && spend(1); i++) {
                cursor.unsigned();
                cursor.unsigned();
            }
            bodies(cursor, direct, visitor);
            bodies(cursor, virtual, visitor);
        } catch (IndexOutOfBoundsException outside) {
            fault("some of its classes lie outside it");
        }
    }

    private void bodies(Cursor cursor, int count, BodyVisitor visitor) {
        int method = 0;
        for (int i = 0; i < count && spend(1); i++) {
            method += cursor.unsigned();
            cursor.unsigned();
            int code = cursor.unsigned();
            if (code != 0) {
                body(method, code, visitor);
            }
        }
    }

    private void body(int method, int code, BodyVisitor visitor) {
        if (code < 0 || code > bytes.limit() - 16) {
            fault("some of its methods lie outside it");
            return;
        }
        long end = code + 16 + 2 * (bytes.getInt(code + 12) & 0xffff_ffffL);
        if (end > bytes.limit()) {
            fault("some of its methods run past its end");
        }
        end = Math.min(end, bytes.limit());
        if (spend((end - code) / 2)) {
            int registers = bytes.getShort(code) & 0xffff;
            int tries = bytes.getShort(code + 6) & 0xffff;
            visitor.body(new Body(method, code, registers, tries, code + 16, (int) end));
        }
    }

    /// Goes through the instructions of a method.
    ///
    /// @return whether each of them is one
    boolean instructions(Body body, Instructions.Visitor visitor) {
        return Instructions.walk(bytes, body.start, body.end, visitor);
    }

    int unit(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    int signedUnit(int at) {
        return bytes.getShort(at);
    }

    int twoUnits(int at) {
        return bytes.getInt(at);
    }

    long fourUnits(int at) {
        return bytes.getLong(at);
    }

    /// Where exception handlers of a method begin, in units from its first instruction.
    void handlersOf(Body body, IntConsumer places) {
        if (body.tries == 0) {
            return;
        }
        int at = body.end + ((body.end - body.start) % 4) + 8 * body.tries;
        Cursor cursor = new Cursor(at);
        int lists = cursor.unsigned();
        for (int i = 0; i < lists && spend(1); i++) {
            int size = cursor.signed();
            for (int k = 0; k < Math.abs(size) && spend(1); k++) {
                cursor.unsigned();
                places.accept(cursor.unsigned());
            }
            if (size <= 0) {
                places.accept(cursor.unsigned());
            }
        }
    }

    /// Whether so many more steps may be taken in this pass.
    boolean maySpend(long steps) {
        return spend(steps);
    }

    /// A place that moves on over numbers of variable length.
    private final class Cursor {
        private int at;

        Cursor(int at) {
            this.at = at;
        }

        /// Numbers over 2³¹ - 1 are given as that: nothing here has so many parts.
        int unsigned() {
            return (int) Math.min(unsignedLong(), Integer.MAX_VALUE);
        }

        long unsignedLong() {
            long value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                byte next = bytes.get(at++);
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    break;
                }
            }
            return value;
        }

        int signed() {
            int value = 0;
            int shift = 0;
            byte next;
            do {
                next = bytes.get(at++);
                value |= (next & 0x7f) << shift;
                shift += 7;
            } while (next < 0 && shift < 35);
            return shift < 32 && (next & 0x40) != 0 ? value | (-1 << shift) : value;
        }
    }
}
