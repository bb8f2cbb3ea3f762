package dev.earshot.mobile.dex;

import dev.earshot.mobile.dex.DexFile.Body;
import dev.earshot.mobile.reading.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The code of one DEX file. What each class uses is worked out once and kept as numbers; instructions
/// are gone through again only in classes that can answer. Instructions that are none end their method: how many
/// methods that concerns, [DexReader] has told. Calls through method handles and call sites, which compilers for Android
/// do not write, are not among [#calls].
final class DexCode implements Code {
    /// More calls or uses than that are not told by one answer.
    private static final int MOST_ANSWERS = 250_000;

    private final String file;
    private final DexFile dex;
    private final Map<String, Integer> classByName = new LinkedHashMap<>();

    private @Nullable Uses uses;

    /// What classes use, each once, in order of first use.
    ///
    /// @param types for each class, the plain types
    /// @param strings for each class, the literals
    /// @param bodies how many methods have code
    /// @param broken how many of them are not made of instructions
    /// @param calls how many instructions call a method
    record Uses(int[][] types, int[][] strings, int bodies, int broken, int calls) {}

    DexCode(String file, DexFile dex) {
        this.file = file;
        this.dex = dex;
        for (int i = 0; i < dex.classes(); i++) {
            int type = dex.typeOfClass(i);
            if (type >= 0) {
                classByName.putIfAbsent(dex.typeName(type), i);
            }
        }
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public List<String> classes() {
        return List.copyOf(classByName.keySet());
    }

    @Override
    public List<String> usedBy(String className) {
        Integer known = classByName.get(className);
        return known == null
                ? List.of()
                : Arrays.stream(uses().types[known]).mapToObj(dex::typeName).toList();
    }

    @Override
    public List<Call> calls(Predicate<String> classes) {
        boolean[] wantedTypes = new boolean[dex.types()];
        for (int type = 0; type < wantedTypes.length; type++) {
            wantedTypes[type] = dex.plainType(type) == type && classes.test(dex.typeName(type));
        }
        boolean[] wantedMethods = new boolean[dex.methods()];
        boolean any = false;
        for (int method = 0; method < wantedMethods.length; method++) {
            int type = dex.classOfMethod(method);
            wantedMethods[method] = type >= 0 && wantedTypes[type] && !dex.isOfArray(method);
            any |= wantedMethods[method];
        }
        if (!any) {
            return List.of();
        }
        List<Call> calls = new ArrayList<>();
        Calls found = new Calls(wantedMethods, calls);
        int[][] types = uses().types;
        dex.beginWalk();
        for (int i = 0; i < dex.classes(); i++) {
            int caller = dex.typeOfClass(i);
            if (caller >= 0 && !wantedTypes[caller] && anyOf(types[i], wantedTypes)) {
                found.from = dex.typeName(caller);
                dex.bodiesOf(i, found::body);
            }
        }
        return calls;
    }

    @Override
    public List<TextUse> uses(Collection<String> texts) {
        boolean[] wanted = new boolean[dex.strings()];
        boolean any = false;
        for (String text : texts) {
            for (int string = find(text); string >= 0 && string < wanted.length; string++) {
                if (dex.compare(string, text) != 0) {
                    break;
                }
                wanted[string] = true;
                any = true;
            }
        }
        if (!any) {
            return List.of();
        }
        List<TextUse> found = new ArrayList<>();
        int[][] strings = uses().strings;
        dex.beginWalk();
        for (int i = 0; i < dex.classes(); i++) {
            int type = dex.typeOfClass(i);
            if (type >= 0 && anyOf(strings[i], wanted)) {
                dex.bodiesOf(
                        i,
                        body -> dex.instructions(body, (at, opcode, first) -> {
                            int string = literal(at, opcode);
                            if (string >= 0
                                    && string < wanted.length
                                    && wanted[string]
                                    && found.size() < MOST_ANSWERS) {
                                found.add(new TextUse(
                                        dex.name(string), dex.typeName(type), dex.methodName(body.method()), at));
                            }
                        }));
            }
        }
        return found;
    }

    /// The first string of the pool that is not before a text; the pool is in order, as the format demands.
    private int find(String text) {
        int low = 0;
        int high = dex.strings();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (dex.compare(middle, text) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean anyOf(int[] indexes, boolean[] wanted) {
        for (int index : indexes) {
            if (wanted[index]) {
                return true;
            }
        }
        return false;
    }

    /// The string that an instruction takes; -1 where it takes none.
    private int literal(int at, int opcode) {
        return switch (opcode) {
            case Instructions.CONST_STRING -> dex.unit(at + 2);
            case Instructions.CONST_STRING_JUMBO -> dex.twoUnits(at + 2);
            default -> -1;
        };
    }

    /// The plain type that an instruction names, by itself or as the class of a member; -1 where it names none.
    private int typeNamed(int at, int opcode) {
        if (Instructions.namesMethod(opcode)) {
            return dex.classOfMethod(dex.unit(at + 2));
        }
        if (Instructions.namesField(opcode)) {
            return dex.classOfField(dex.unit(at + 2));
        }
        return Instructions.namesType(opcode) ? dex.plainType(dex.unit(at + 2)) : -1;
    }

    Uses uses() {
        if (uses == null) {
            uses = findUses();
        }
        return uses;
    }

    private Uses findUses() {
        int[][] types = new int[dex.classes()][];
        int[][] strings = new int[dex.classes()][];
        Distinct typesSeen = new Distinct(dex.types());
        Distinct stringsSeen = new Distinct(dex.strings());
        Counts counts = new Counts();
        Instructions.Visitor instruction = (at, opcode, first) -> {
            typesSeen.add(typeNamed(at, opcode));
            stringsSeen.add(literal(at, opcode));
            counts.calls += Instructions.invokes(opcode) ? 1 : 0;
        };
        DexFile.BodyVisitor method = body -> {
            counts.bodies++;
            counts.broken += dex.instructions(body, instruction) ? 0 : 1;
        };
        dex.beginWalk();
        for (int i = 0; i < types.length; i++) {
            typesSeen.begin(dex.typeOfClass(i));
            stringsSeen.begin(-1);
            typesSeen.add(dex.superclassOf(i));
            dex.interfacesOf(i, typesSeen::add);
            dex.bodiesOf(i, method);
            types[i] = typesSeen.all();
            strings[i] = stringsSeen.all();
        }
        return new Uses(types, strings, counts.bodies, counts.broken, counts.calls);
    }

    private static final class Counts {
        private int bodies;
        private int broken;
        private int calls;
    }

    /// Numbers below a bound, each once, in order of first occurrence; used again and again without being emptied.
    private static final class Distinct {
        private final int[] round;
        private final int[] seen;
        private int rounds;
        private int count;

        Distinct(int bound) {
            round = new int[bound];
            seen = new int[bound];
        }

        /// @param except counts as seen already
        void begin(int except) {
            rounds++;
            count = 0;
            if (except >= 0) {
                round[except] = rounds;
            }
        }

        void add(int number) {
            if (number >= 0 && number < round.length && round[number] != rounds) {
                round[number] = rounds;
                seen[count++] = number;
            }
        }

        int[] all() {
            return Arrays.copyOf(seen, count);
        }
    }

    /// Finds calls in one method after the other, and follows constants to them.
    private final class Calls {
        private final boolean[] wanted;
        private final List<Call> calls;
        private final Registers registers = new Registers();
        private String from = "";
        private boolean here;

        Calls(boolean[] wanted, List<Call> calls) {
            this.wanted = wanted;
            this.calls = calls;
        }

        void body(Body body) {
            here = false;
            dex.instructions(body, (at, opcode, first) -> here |= wants(at, opcode));
            if (!here) {
                return;
            }
            BitSet joins = new BitSet();
            try {
                dex.handlersOf(body, unit -> join(joins, body, unit));
                dex.instructions(body, (at, opcode, first) -> joins(joins, body, at, opcode, first));
            } catch (IndexOutOfBoundsException outside) {
                // A jump table or a handler that lies: no constant of this method can be trusted.
                joins.set(0, (body.end() - body.start()) / 2);
            }
            registers.begin(body.registers());
            dex.instructions(body, (at, opcode, first) -> {
                if (joins.get((at - body.start()) / 2)) {
                    registers.forget();
                }
                if (wants(at, opcode) && calls.size() < MOST_ANSWERS) {
                    calls.add(call(body, at, opcode, first));
                }
                registers.step(at, opcode, first);
            });
        }

        private boolean wants(int at, int opcode) {
            if (!Instructions.invokes(opcode)) {
                return false;
            }
            int method = dex.unit(at + 2);
            return method < wanted.length && wanted[method];
        }

        private void join(BitSet joins, Body body, int unit) {
            if (unit >= 0 && unit < (body.end() - body.start()) / 2) {
                joins.set(unit);
            }
        }

        private void joins(BitSet joins, Body body, int at, int opcode, int first) {
            int here = (at - body.start()) / 2;
            switch (opcode) {
                case 0x28 -> join(joins, body, here + (byte) (first >> 8));
                case 0x29, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d ->
                    join(joins, body, here + dex.signedUnit(at + 2));
                case 0x2a -> join(joins, body, here + dex.twoUnits(at + 2));
                case Instructions.PACKED_SWITCH, Instructions.SPARSE_SWITCH -> {
                    int table = at + 2 * dex.twoUnits(at + 2);
                    int size = dex.unit(table + 2);
                    int targets = table + (opcode == Instructions.PACKED_SWITCH ? 8 : 4 + 4 * size);
                    for (int i = 0; i < size && dex.maySpend(1); i++) {
                        join(joins, body, here + dex.twoUnits(targets + 4 * i));
                    }
                }
                default -> {}
            }
        }

        private Call call(Body body, int at, int opcode, int first) {
            int method = dex.unit(at + 2);
            boolean range = Instructions.invokesRange(opcode);
            int count = range ? first >> 8 : first >> 12;
            int arguments = dex.unit(at + 4);
            String shorty = dex.shortyOf(method);
            List<String> literals = new ArrayList<>();
            int argument = Instructions.invokesStatic(opcode) ? 0 : 1;
            for (int i = 1; i < shorty.length() && argument < count; i++) {
                int register = range
                        ? arguments + argument
                        : argument == 4 ? (first >> 8) & 0xf : (arguments >> (4 * argument)) & 0xf;
                char kind = shorty.charAt(i);
                literals.add(registers.text(register, kind));
                argument += kind == 'J' || kind == 'D' ? 2 : 1;
            }
            return new Call(
                    from,
                    dex.methodName(body.method()),
                    dex.typeName(dex.classOfMethod(method)),
                    dex.methodName(method),
                    literals,
                    at);
        }
    }

    /// What constants a method's registers hold.
    private final class Registers {
        private static final byte STRING = 1;
        private static final byte NUMBER = 2;
        private static final byte WIDE = 3;

        private int[] since = new int[64];
        private byte[] kinds = new byte[64];
        private long[] values = new long[64];
        private int block;

        void begin(int count) {
            if (count > since.length) {
                since = new int[count];
                kinds = new byte[count];
                values = new long[count];
                block = 0;
            }
            forget();
        }

        void forget() {
            block++;
        }

        String text(int register, char kind) {
            if (register >= since.length || since[register] != block) {
                return "";
            }
            long value = values[register];
            return switch (kinds[register]) {
                case STRING -> kind == 'L' ? dex.name((int) value) : "";
                case NUMBER ->
                    switch (kind) {
                        case 'Z' -> Boolean.toString(value != 0);
                        case 'C' -> Character.toString((char) value);
                        case 'F' -> Float.toString(Float.intBitsToFloat((int) value));
                        case 'B', 'S', 'I' -> Long.toString(value);
                        default -> "";
                    };
                default ->
                    switch (kind) {
                        case 'J' -> Long.toString(value);
                        case 'D' -> Double.toString(Double.longBitsToDouble(value));
                        default -> "";
                    };
            };
        }

        /// Takes in what an instruction does to the registers.
        void step(int at, int opcode, int first) {
            if (Instructions.endsFlow(opcode)) {
                forget();
                return;
            }
            int register = Instructions.sets(opcode, first);
            if (register < 0 && opcode != 0x03 && opcode != 0x06 && opcode != 0x09) {
                return;
            }
            switch (opcode) {
                case 0x01, 0x07, 0x04 -> copy(register, first >> 12, opcode == 0x04);
                case 0x02, 0x08, 0x05 -> copy(register, dex.unit(at + 2), opcode == 0x05);
                case 0x03, 0x09, 0x06 -> copy(dex.unit(at + 2), dex.unit(at + 4), opcode == 0x06);
                case Instructions.CONST_4 -> set(register, NUMBER, (byte) (first >> 8) >> 4);
                case 0x13 -> set(register, NUMBER, dex.signedUnit(at + 2));
                case 0x14 -> set(register, NUMBER, dex.twoUnits(at + 2));
                case 0x15 -> set(register, NUMBER, dex.signedUnit(at + 2) << 16);
                case 0x16 -> set(register, WIDE, dex.signedUnit(at + 2));
                case 0x17 -> set(register, WIDE, dex.twoUnits(at + 2));
                case 0x18 -> set(register, WIDE, dex.fourUnits(at + 2));
                case 0x19 -> set(register, WIDE, (long) dex.signedUnit(at + 2) << 48);
                case Instructions.CONST_STRING -> set(register, STRING, dex.unit(at + 2));
                case Instructions.CONST_STRING_JUMBO -> set(register, STRING, dex.twoUnits(at + 2));
                default -> clear(register, Instructions.setsPair(opcode));
            }
        }

        private void copy(int to, int from, boolean wide) {
            if (from < since.length && since[from] == block && (kinds[from] == WIDE) == wide) {
                set(to, kinds[from], values[from]);
            } else {
                clear(to, wide);
            }
        }

        private void set(int register, byte kind, long value) {
            clear(register, kind == WIDE);
            if (register < since.length) {
                since[register] = block;
                kinds[register] = kind;
                values[register] = value;
            }
        }

        /// A register that is overwritten, and the first half of a pair whose second half it was.
        private void clear(int register, boolean pair) {
            if (register > 0 && register <= since.length && kinds[register - 1] == WIDE) {
                since[register - 1] = 0;
            }
            for (int i = register; i < since.length && i <= register + (pair ? 1 : 0); i++) {
                since[i] = 0;
            }
        }
    }
}
