package dev.earshot.memo;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Remembers what a pure function answered: requests of one site repeat a few hosts, pages, paths and names over and
/// over.
///
/// Each key has eight places to stand in; where all are taken, a fresh answer takes one of them. So memory is
/// bounded, and what is asked often is mostly there. Long keys are never kept. Thread-safe without locks: an entry is
/// immutable, so that a race costs a repeated question at most.
///
/// @param <V> what the function answers
public final class Memo<V> {
    private static final int LONGEST_KEY = 512;
    private static final int PLACES = 8;

    private final Function<String, V> answer;
    private final @Nullable Entry<V>[] entries;

    private record Entry<V>(String key, V value) {}

    /// @param places how many answers to keep at most; a power of two
    /// @param answer pure, and never null
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Memo(int places, Function<String, V> answer) {
        if (Integer.bitCount(places) != 1 || places < PLACES) {
            throw new IllegalArgumentException("a power of two, not " + places);
        }
        this.answer = answer;
        this.entries = new Entry[places];
    }

    /// The function's answer.
    public V of(String key) {
        int hash = key.hashCode();
        int mask = entries.length - 1;
        int first = hash ^ hash >>> 15;
        int free = (first + (hash >>> 29)) & mask;
        for (int i = 0; i < PLACES; i++) {
            Entry<V> entry = entries[(first + i) & mask];
            if (entry == null) {
                free = (first + i) & mask;
                break;
            }
            if (entry.key.equals(key)) {
                return entry.value;
            }
        }
        V fresh = answer.apply(key);
        if (key.length() <= LONGEST_KEY) {
            entries[free] = new Entry<>(key, fresh);
        }
        return fresh;
    }
}
