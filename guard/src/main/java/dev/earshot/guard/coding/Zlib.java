package dev.earshot.guard.coding;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Inflaters and deflaters for another time: making one anew costs more than coding a small page.
final class Zlib {
    private static final int KEPT = 64;

    private static final Shelf<Inflater> RAW = new Shelf<>();
    private static final Shelf<Inflater> WRAPPED = new Shelf<>();
    /// By level, without wrapping and with.
    private static final List<Shelf<Deflater>> DEFLATERS =
            Stream.generate(() -> new Shelf<Deflater>()).limit(20).toList();

    private Zlib() {}

    static Inflater inflater(boolean raw) {
        return (raw ? RAW : WRAPPED).take(() -> new Inflater(raw));
    }

    static void giveBack(Inflater inflater, boolean raw) {
        inflater.reset();
        if (!(raw ? RAW : WRAPPED).put(inflater)) {
            inflater.end();
        }
    }

    static Deflater deflater(boolean raw, int level) {
        return DEFLATERS.get(level + (raw ? 10 : 0)).take(() -> new Deflater(level, raw));
    }

    static void giveBack(Deflater deflater, boolean raw, int level) {
        deflater.reset();
        if (!DEFLATERS.get(level + (raw ? 10 : 0)).put(deflater)) {
            deflater.end();
        }
    }

    private static final class Shelf<T> {
        private final FastThreadLocal<Deque<T>> kept = new FastThreadLocal<>() {
            @Override
            protected Deque<T> initialValue() {
                return new ArrayDeque<>();
            }
        };

        T take(Supplier<T> maker) {
            T one = kept.get().pollLast();
            return one == null ? maker.get() : one;
        }

        boolean put(T one) {
            Deque<T> all = kept.get();
            return all.size() < KEPT && all.add(one);
        }
    }
}
