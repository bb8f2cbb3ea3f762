package dev.earshot.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Runs another main class, and ends when the process that started it has ended, or after some minutes: no part of a
/// test cluster outlives its test, however that ends.
public final class StopsWithItsParent {
    private static final long MINUTES = 12;

    private StopsWithItsParent() {}

    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent writes nothing; its end is the end of the stream.
                }
            } catch (IOException gone) {
                // As good as the end.
            }
            Runtime.getRuntime().halt(1);
        });
        Thread.ofPlatform().daemon().start(() -> {
            try {
                TimeUnit.MINUTES.sleep(MINUTES);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }
}
