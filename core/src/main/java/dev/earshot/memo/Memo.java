package dev.earshot.memo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Remembers what a pure function answered: requests of one site repeat a few hosts, paths and names over and over.
///
/// Bounded: once it is full, or for a long key, the function is asked again each time. Thread-safe.
///
/// @param <V> what the function answers
public final class Memo<V> {
    private static final int LONGEST_KEY = 256;

    private final int most;
    private final Function<String, V> answer;
    private final Map<String, V> known = new ConcurrentHashMap<>();

    /// @param most how many answers to keep
    /// @param answer pure, and never null
    public Memo(int most, Function<String, V> answer) {
        this.most = most;
        this.answer = answer;
    }

    /// The function's answer.
    public V of(String key) {
        V remembered = known.get(key);
        if (remembered != null) {
            return remembered;
        }
        V fresh = answer.apply(key);
        if (key.length() <= LONGEST_KEY && known.size() < most) {
            known.put(key, fresh);
        }
        return fresh;
    }
}
