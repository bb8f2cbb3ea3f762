package dev.earshot.mobile.android;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A compiled resource table (`resources.arsc`). Nothing of it is unpacked before it is asked for.
///
/// Source: `ResourceTypes.h`, `ResTable_header` and following, with the sparse, 16-bit and compact forms.
final class ResourceTable implements Resources {
    /// References from resource to resource; Android itself stops at 20.
    private static final int REFERENCES = 20;

    /// Different texts of one resource. A translated text has up to 100; only the first ones count.
    private static final int TEXTS = 16;

    /// Resources told of one table.
    private static final int TOLD = 100_000;

    private static final int NO_ENTRY = -1;

    private final Chunks chunks;
    private final List<TypeChunk> types = new ArrayList<>();
    private int pool = -1;
    private boolean whole = true;

    private ResourceTable(Chunks chunks) {
        this.chunks = chunks;
    }

    /// The resources of one type in one configuration.
    ///
    /// @param id package and type, as in the upper half of a resource's id
    /// @param keys the package's pool of names
    private record TypeChunk(int at, int end, int id, String type, int keys, boolean standard) {}

    /// Takes what is told of each resource.
    interface Taker {
        void take(String name, String text, long offset);
    }

    static ResourceTable of(ByteBuffer bytes) {
        var table = new ResourceTable(new Chunks(bytes));
        table.read();
        // The default configuration of each type first.
        table.types.sort((a, b) -> Boolean.compare(b.standard, a.standard));
        return table;
    }

    /// Whether the table is a table, and each of its chunks ends inside it.
    boolean whole() {
        return whole;
    }

    private void read() {
        if (!chunks.has(0, 12) || chunks.u16(0) != 0x0002) {
            whole = false;
            return;
        }
        int end = chunks.end(0, chunks.size());
        whole = chunks.u32(4) <= chunks.size();
        int at = chunks.u16(2);
        while (at >= 8 && at < end) {
            int next = chunks.end(at, end);
            if (next < 0) {
                whole = false;
                return;
            }
            whole &= at + chunks.u32(at + 4) <= end;
            switch (chunks.u16(at)) {
                case Chunks.STRING_POOL -> pool = pool < 0 ? at : pool;
                case Chunks.TABLE_PACKAGE -> readPackage(at, next);
                default -> {}
            }
            at = next;
        }
    }

    private void readPackage(int start, int end) {
        if (!chunks.has(start, 284) || start + 284 > end) {
            whole = false;
            return;
        }
        int id = chunks.u8(start + 8);
        int names = place(start, chunks.u32(start + 268), end);
        int keys = place(start, chunks.u32(start + 276), end);
        int at = start + chunks.u16(start + 2);
        while (at > start && at < end) {
            int next = chunks.end(at, end);
            if (next < 0) {
                whole = false;
                return;
            }
            if (chunks.u16(at) == Chunks.TABLE_TYPE && chunks.u16(at + 2) >= 24 && next - at >= chunks.u16(at + 2)) {
                int type = chunks.u8(at + 8);
                String name = chunks.text(names, type - 1L);
                types.add(new TypeChunk(at, next, (id << 8) | type, name, keys, isStandard(at)));
            }
            at = next;
        }
    }

    private static int place(int start, long offset, int end) {
        return offset == 0 || start + offset + 28 > end ? -1 : (int) (start + offset);
    }

    /// Whether its configuration asks for nothing: no language, no size, no version.
    private boolean isStandard(int at) {
        int header = chunks.u16(at + 2);
        long size = Math.min(chunks.u32(at + 20), header - 20L);
        for (int i = 4; i < size; i++) {
            if (chunks.u8(at + 20 + i) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<String> texts(int id) {
        Set<String> texts = new LinkedHashSet<>();
        collect(id, texts, REFERENCES);
        return List.copyOf(texts);
    }

    private void collect(int id, Set<String> texts, int references) {
        for (TypeChunk type : types) {
            if (type.id != id >>> 16 || texts.size() >= TEXTS) {
                continue;
            }
            int entry = entry(type, id & 0xFFFF);
            if (entry == NO_ENTRY) {
                continue;
            }
            value(entry, type).ifPresent(value -> {
                if (value.reference() == 0) {
                    texts.add(value.text());
                } else if (references > 0) {
                    // A loop through many configurations would branch without end: one way each.
                    collect(value.reference(), texts, type.standard ? references - 1 : 0);
                }
            });
        }
    }

    /// Tells every text, truth value and number that is a resource, as `string/name`, by its first configuration.
    void tell(int longest, Taker taker) {
        Set<Long> told = new HashSet<>();
        for (TypeChunk type : types) {
            if (!type.type.equals("string") && !type.type.equals("bool") && !type.type.equals("integer")) {
                continue;
            }
            each(type, (index, entry) -> {
                long id = ((long) type.id << 16) | index;
                if (told.size() >= TOLD || !told.add(id)) {
                    return;
                }
                String text = value(entry, type).map(this::text).orElse("");
                if (!text.isEmpty() && text.length() < longest) {
                    taker.take(type.type + "/" + key(entry, type), text, entry);
                }
            });
        }
    }

    private interface EntryTaker {
        void take(int index, int entry);
    }

    private void each(TypeChunk type, EntryTaker taker) {
        int count = count(type);
        for (int i = 0; i < count; i++) {
            boolean sparse = (flags(type) & 1) != 0;
            int slot = offsets(type) + i * width(type);
            int entry = place(type, slot);
            if (entry != NO_ENTRY) {
                taker.take(sparse ? chunks.u16(slot) : i, entry);
            }
        }
    }

    private int entry(TypeChunk type, int index) {
        int count = count(type);
        if ((flags(type) & 1) == 0) {
            return index < count ? place(type, offsets(type) + index * width(type)) : NO_ENTRY;
        }
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int slot = offsets(type) + 4 * middle;
            int found = chunks.u16(slot);
            if (found == index) {
                return place(type, slot);
            }
            if (found < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NO_ENTRY;
    }

    private int flags(TypeChunk type) {
        return chunks.u8(type.at + 9);
    }

    private int offsets(TypeChunk type) {
        return type.at + chunks.u16(type.at + 2);
    }

    /// Bytes of one slot: flag 2 has offsets of 16 bits.
    private int width(TypeChunk type) {
        return (flags(type) & 3) == 2 ? 2 : 4;
    }

    private int count(TypeChunk type) {
        return (int) Math.min(chunks.u32(type.at + 12), Math.max(0, type.end - offsets(type)) / width(type));
    }

    /// Where the entry of that slot is.
    private int place(TypeChunk type, int slot) {
        long offset;
        if ((flags(type) & 1) != 0) {
            offset = 4L * chunks.u16(slot + 2);
        } else if ((flags(type) & 2) != 0) {
            int quarter = chunks.u16(slot);
            offset = quarter == 0xFFFF ? -1 : 4L * quarter;
        } else {
            offset = chunks.u32(slot) == 0xFFFF_FFFFL ? -1 : chunks.u32(slot);
        }
        long at = type.at + chunks.u32(type.at + 16) + offset;
        return offset < 0 || at + 8 > type.end ? NO_ENTRY : (int) at;
    }

    /// Empty for a resource of several values, such as a style.
    private Optional<Value> value(int entry, TypeChunk type) {
        int flags = chunks.u16(entry + 2);
        if ((flags & 8) != 0) {
            return Optional.of(chunks.value(flags >>> 8, chunks.i32(entry + 4), pool));
        }
        int at = entry + chunks.u16(entry);
        return (flags & 1) != 0 || at + 8 > type.end
                ? Optional.empty()
                : Optional.of(chunks.value(chunks.u8(at + 3), chunks.i32(at + 4), pool));
    }

    private String key(int entry, TypeChunk type) {
        boolean compact = (chunks.u16(entry + 2) & 8) != 0;
        return chunks.text(type.keys, compact ? chunks.u16(entry) : chunks.u32(entry + 4));
    }
}
