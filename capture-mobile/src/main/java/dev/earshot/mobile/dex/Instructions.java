package dev.earshot.mobile.dex;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The instructions of Dalvik: how long each is and which registers it sets.
///
/// Source: Android, "Dalvik bytecode format" (opcodes 00 to ff) and "Dalvik executable instruction formats".
final class Instructions {
    static final int CONST_4 = 0x12;
    static final int CONST_STRING = 0x1a;
    static final int CONST_STRING_JUMBO = 0x1b;
    static final int CONST_CLASS = 0x1c;
    static final int CHECK_CAST = 0x1f;
    static final int INSTANCE_OF = 0x20;
    static final int NEW_INSTANCE = 0x22;
    static final int NEW_ARRAY = 0x23;
    static final int FILLED_NEW_ARRAY = 0x24;
    static final int FILLED_NEW_ARRAY_RANGE = 0x25;
    static final int THROW = 0x27;
    static final int PACKED_SWITCH = 0x2b;
    static final int SPARSE_SWITCH = 0x2c;

    /// Length in units of two bytes; 0 for an opcode that does not exist.
    private static final byte[] UNITS = new byte[256];

    /// Which registers it sets; one of the constants below.
    private static final byte[] SETS = new byte[256];

    /// The register that bits 8 to 11 of the first unit name.
    private static final byte NIBBLE = 1;
    /// The register that bits 8 to 15 name.
    private static final byte BYTE = 2;
    /// Added where the value fills the next register as well.
    private static final byte PAIR = 4;

    static {
        units(1, 0x00, 0x01, 0x04, 0x04, 0x07, 0x07, 0x0a, 0x12, 0x1d, 0x1e, 0x21, 0x21, 0x27, 0x28);
        units(1, 0x7b, 0x8f, 0xb0, 0xcf);
        units(2, 0x02, 0x02, 0x05, 0x05, 0x08, 0x08, 0x13, 0x13, 0x15, 0x16, 0x19, 0x1a, 0x1c, 0x1c, 0x1f, 0x20);
        units(2, 0x22, 0x23, 0x29, 0x29, 0x2d, 0x3d, 0x44, 0x6d, 0x90, 0xaf, 0xd0, 0xe2, 0xfe, 0xff);
        units(3, 0x03, 0x03, 0x06, 0x06, 0x09, 0x09, 0x14, 0x14, 0x17, 0x17, 0x1b, 0x1b, 0x24, 0x26, 0x2a, 0x2c);
        units(3, 0x6e, 0x72, 0x74, 0x78, 0xfc, 0xfd);
        units(4, 0xfa, 0xfb);
        units(5, 0x18, 0x18);

        sets(NIBBLE, 0x01, 0x01, 0x07, 0x07, 0x12, 0x12, 0x20, 0x21, 0x23, 0x23, 0x52, 0x52, 0x54, 0x58);
        sets(NIBBLE, 0x7b, 0x7c, 0x7f, 0x7f, 0x82, 0x82, 0x84, 0x85, 0x87, 0x87, 0x8a, 0x8a, 0x8c, 0x8f);
        sets(NIBBLE, 0xb0, 0xba, 0xc6, 0xca, 0xd0, 0xd7);
        sets(NIBBLE | PAIR, 0x04, 0x04, 0x53, 0x53, 0x7d, 0x7e, 0x80, 0x81, 0x83, 0x83, 0x86, 0x86, 0x88, 0x89);
        sets(NIBBLE | PAIR, 0x8b, 0x8b, 0xbb, 0xc5, 0xcb, 0xcf);
        sets(BYTE, 0x02, 0x02, 0x08, 0x08, 0x0a, 0x0a, 0x0c, 0x0d, 0x13, 0x15, 0x1a, 0x1c, 0x22, 0x22, 0x2d, 0x31);
        sets(BYTE, 0x44, 0x44, 0x46, 0x4a, 0x60, 0x60, 0x62, 0x66, 0x90, 0x9a, 0xa6, 0xaa, 0xd8, 0xe2, 0xfe, 0xff);
        sets(BYTE | PAIR, 0x05, 0x05, 0x0b, 0x0b, 0x16, 0x19, 0x45, 0x45, 0x61, 0x61, 0x9b, 0xa5, 0xab, 0xaf);
    }

    private Instructions() {}

    private static void units(int units, int... fromTo) {
        for (int i = 0; i < fromTo.length; i += 2) {
            Arrays.fill(UNITS, fromTo[i], fromTo[i + 1] + 1, (byte) units);
        }
    }

    private static void sets(int kind, int... fromTo) {
        for (int i = 0; i < fromTo.length; i += 2) {
            Arrays.fill(SETS, fromTo[i], fromTo[i + 1] + 1, (byte) kind);
        }
    }

    /// Takes in one instruction.
    interface Visitor {
        /// @param at where it stands, in bytes from the beginning of the file
        /// @param first its first unit, whose lower byte is the opcode
        void instruction(int at, int opcode, int first);
    }

    /// Goes through instructions in the order of their places, without no-ops and the tables among them.
    ///
    /// @param end where they end, in bytes; within `bytes`
    /// @return whether each of them is one, up to the end
    static boolean walk(ByteBuffer bytes, int start, int end, Visitor visitor) {
        int at = start;
        while (at < end) {
            int first = bytes.getShort(at) & 0xffff;
            long units = (first & 0xff) == 0 ? tableUnits(bytes, at, end, first) : UNITS[first & 0xff];
            if (units == 0 || at + 2 * units > end) {
                return false;
            }
            if ((first & 0xff) != 0) {
                visitor.instruction(at, first & 0xff, first);
            }
            at += (int) (2 * units);
        }
        return true;
    }

    /// The length of a no-op, or of a table that begins like one.
    private static long tableUnits(ByteBuffer bytes, int at, int end, int first) {
        if ((first == 0x0100 || first == 0x0200) && at + 4 <= end) {
            long size = bytes.getShort(at + 2) & 0xffff;
            return first == 0x0100 ? 2 * size + 4 : 4 * size + 2;
        }
        if (first == 0x0300 && at + 8 <= end) {
            long width = bytes.getShort(at + 2) & 0xffff;
            return (width * (bytes.getInt(at + 4) & 0xffff_ffffL) + 1) / 2 + 4;
        }
        return first == 0 ? 1 : 0;
    }

    /// The register that it sets, or -1.
    static int sets(int opcode, int first) {
        return switch (SETS[opcode] & (NIBBLE | BYTE)) {
            case NIBBLE -> (first >> 8) & 0xf;
            case BYTE -> first >> 8;
            default -> -1;
        };
    }

    static boolean setsPair(int opcode) {
        return (SETS[opcode] & PAIR) != 0;
    }

    /// Calls a method that the file names: not one through a handle or a call site.
    static boolean invokes(int opcode) {
        return (opcode >= 0x6e && opcode <= 0x72) || (opcode >= 0x74 && opcode <= 0x78);
    }

    static boolean invokesRange(int opcode) {
        return opcode >= 0x74;
    }

    static boolean invokesStatic(int opcode) {
        return opcode == 0x71 || opcode == 0x77;
    }

    /// Names a method, also that of a method handle.
    static boolean namesMethod(int opcode) {
        return invokes(opcode) || opcode == 0xfa || opcode == 0xfb;
    }

    static boolean namesField(int opcode) {
        return opcode >= 0x52 && opcode <= 0x6d;
    }

    static boolean namesType(int opcode) {
        return switch (opcode) {
            case CONST_CLASS,
                    CHECK_CAST,
                    INSTANCE_OF,
                    NEW_INSTANCE,
                    NEW_ARRAY,
                    FILLED_NEW_ARRAY,
                    FILLED_NEW_ARRAY_RANGE -> true;
            default -> false;
        };
    }

    /// Whether the next instruction is reached only by a jump.
    static boolean endsFlow(int opcode) {
        return (opcode >= 0x0e && opcode <= 0x11) || (opcode >= THROW && opcode <= 0x2a && opcode != 0x26);
    }
}
