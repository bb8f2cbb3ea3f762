package dev.earshot.mobile.ios;

import dev.earshot.mobile.ios.MachOImage.Range;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// The linker's names, from whichever of three tables a build kept.
///
/// Source: Apple, `mach-o/nlist.h`, `mach-o/loader.h` (opensource.apple.com, read 2026-11-22).
final class Symbols {
    private static final int DEBUGGING = 0xe0;
    private static final int PRIVATE = 0x10;
    private static final int TYPE = 0x0e;
    private static final int EXTERNAL = 0x01;
    private static final int LONGEST = 1 << 15;

    private Symbols() {}

    static void ofTable(MachOImage image, Once once) throws Unreadable {
        if (image.symbols.isEmpty()) {
            return;
        }
        MachOImage.SymbolTable table = image.symbols.get();
        int size = image.wide ? 16 : 12;
        Window names = image.bytes.part(table.names().offset(), table.names().size());
        for (long i = 0; i < table.count(); i++) {
            long at = table.offset() + i * size;
            int type = image.bytes.u8(at + 4);
            if ((type & DEBUGGING) != 0 || (type & EXTERNAL) == 0 || (type & PRIVATE) != 0) {
                continue;
            }
            long name = image.bytes.u32(at);
            once.symbol(names.text(name), (type & TYPE) != 0, names.inFile(name));
        }
    }

    private record Node(long offset, String prefix) {}

    /// The exported names, which are the paths of a tree.
    static void ofExports(MachOImage image, Once once) throws Unreadable {
        Range where = image.exports.orElse(new Range(0, 0));
        if (where.size() == 0) {
            return;
        }
        Window trie = image.bytes.part(where.offset(), where.size());
        BitSet seen = new BitSet();
        Deque<Node> open = new ArrayDeque<>();
        open.push(new Node(0, ""));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (seen.get((int) node.offset)) {
                throw new Unreadable("two paths in it lead to the same place");
            }
            seen.set((int) node.offset);
            Leb number = new Leb(trie, node.offset);
            long told = number.next();
            if (told > 0) {
                once.symbol(node.prefix, true, trie.inFile(node.offset));
            }
            long children = number.at() + told;
            int count = trie.u8(children);
            Leb at = new Leb(trie, children + 1);
            for (int i = 0; i < count; i++) {
                String edge = trie.text(at.at());
                trie.spend(node.prefix.length());
                if (node.prefix.length() + edge.length() > LONGEST) {
                    throw new Unreadable("it holds a name without end");
                }
                at.skip(trie.lengthOfText(at.at()) + 1L);
                long child = at.next();
                if (!trie.holds(child, 1)) {
                    throw new Unreadable("it points outside the file");
                }
                open.push(new Node(child, node.prefix + edge));
            }
        }
    }

    /// The imported names, which stand among instructions to the loader.
    static void ofBinds(MachOImage image, Once once) throws Unreadable {
        for (Range range : image.binds) {
            Window opcodes = image.bytes.part(range.offset(), range.size());
            Leb at = new Leb(opcodes, 0);
            while (at.at() < opcodes.size()) {
                int opcode = opcodes.u8(at.at());
                at.skip(1);
                switch (opcode & 0xf0) {
                    case 0x40 -> {
                        once.symbol(opcodes.text(at.at()), false, opcodes.inFile(at.at()));
                        at.skip(opcodes.lengthOfText(at.at()) + 1L);
                    }
                    case 0x20, 0x60, 0x70, 0x80, 0xa0 -> at.next();
                    case 0xc0 -> {
                        at.next();
                        at.next();
                    }
                    case 0xd0 -> {
                        if (opcode == 0xd0) {
                            at.next();
                        }
                    }
                    default -> {
                        // No operands.
                    }
                }
            }
        }
    }

    /// A place among numbers of seven bits a byte.
    private static final class Leb {
        private final Window bytes;
        private long at;

        Leb(Window bytes, long at) {
            this.bytes = bytes;
            this.at = at;
        }

        long at() {
            return at;
        }

        void skip(long count) {
            at += count;
        }

        long next() throws Unreadable {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                int part = bytes.u8(at++);
                value |= (part & 0x7fL) << shift;
                if (part < 0x80) {
                    return value;
                }
            }
            throw new Unreadable("it holds a number without end");
        }
    }
}
