package dev.earshot.mobile.dex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.earshot.mobile.reading.Code;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever the bytes are, reading ends soon, throws nothing and takes memory in proportion.
class DexHostileTest {
    private static final byte[] SMALL = DexMaker.dex("""
            package example.clinic.app;
            public class Main implements Runnable {
                static final String HOST = "track.vendor.example";
                public void run() {
                    try {
                        switch (hashCode()) {
                            case 1: say("one", 2); break;
                            case 2: say("two", 3L); break;
                            case 1000: say("far", new int[] {1, 2, 3}); break;
                            default: say(null, true);
                        }
                    } catch (RuntimeException e) {
                        say("\u00e9", e);
                    }
                }
                static void say(String text, Object what) {}
            }
            """);

    static void readAndAsk(byte[] bytes) {
        Told told = Told.of(bytes);
        for (Code code : told.codes) {
            for (String name : code.classes()) {
                code.usedBy(name);
            }
            code.calls(name -> name.hashCode() % 2 == 0);
            code.calls(name -> true);
            code.calls(name -> name.startsWith("java."));
            code.uses(List.of("one", "", "track.vendor.example"));
        }
    }

    @Test
    void a_file_that_ends_anywhere_is_read_as_far_as_it_goes() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int length = 0; length < SMALL.length; length++) {
                byte[] part = Arrays.copyOf(SMALL, length);
                readAndAsk(part);
                assertThat(Told.of(part).blindSpots).anyMatch(spot -> spot.incomplete());
            }
        });
    }

    @Test
    void ten_thousand_damaged_files_end_without_an_exception() {
        Random random = new Random(20261122);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 10_000; i++) {
                byte[] mutant = SMALL.clone();
                for (int k = random.nextInt(1, 8); k > 0; k--) {
                    mutant[random.nextInt(8, mutant.length)] ^= (byte) (1 << random.nextInt(8));
                }
                readAndAsk(mutant);
            }
        });
    }

    @Test
    void strings_that_all_lie_in_one_another_end_soon() {
        byte[] file = header(4_000_000);
        ByteBuffer bytes = DexReaderTest.little(file);
        int count = 500_000;
        bytes.putInt(0x38, count).putInt(0x3c, 0x70);
        for (int i = 0; i < count; i++) {
            bytes.putInt(0x70 + 4 * i, 0x70 + 4 * count);
        }
        Arrays.fill(file, 0x70 + 4 * count, file.length, (byte) 'a');

        Told told = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Told.of(file));

        assertThat(told.blindSpots).anyMatch(spot -> spot.what().contains("its strings overlap beyond measure"));
        assertThat(told.all.stream().mapToLong(found -> found.name().length()).sum())
                .isLessThan(5L * file.length);
    }

    @Test
    void classes_that_all_share_one_body_end_soon() {
        byte[] file = header(4_000_000);
        ByteBuffer bytes = DexReaderTest.little(file);
        int count = 100_000;
        int shared = 0x70 + 32 * count;
        bytes.putInt(0x60, count).putInt(0x64, 0x70);
        for (int i = 0; i < count; i++) {
            bytes.putInt(0x70 + 32 * i + 24, shared);
        }
        bytes.put(shared + 2, (byte) 100);
        for (int i = 0; i < 100; i++) {
            bytes.put(shared + 4 + 6 * i + 2, (byte) 0x80)
                    .put(shared + 4 + 6 * i + 3, (byte) 0x80)
                    .put(shared + 4 + 6 * i + 4, (byte) 0x80)
                    .put(shared + 4 + 6 * i + 5, (byte) 1);
        }

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> readAndAsk(file));
    }

    private static byte[] header(int length) {
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(SMALL, 0x2c), length);
        DexReaderTest.little(bytes).putInt(0x20, length);
        return bytes;
    }
}
