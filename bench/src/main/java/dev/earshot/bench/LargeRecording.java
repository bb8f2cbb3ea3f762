package dev.earshot.bench;

import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.har.HarFile;
import dev.earshot.policy.Policy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The memory that judging a very large recording takes: a HAR file of some gigabytes, made and deleted here, read
/// and judged by a JVM of its own with a small heap.
///
/// Two recordings, since two things grow: one with answers of 100 KB, as browsers save them, of which nothing is
/// kept; and one without answers, in which every few hundred bytes are another request that the result must name.
public final class LargeRecording {
    private static final int ANSWER = 100_000;
    private static final String HEAP = "-Xmx512m";

    private LargeRecording() {}

    /// @param arguments gigabytes, 10 where none are given; or `judge FILE`, as this class calls itself
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2 && arguments[0].equals("judge")) {
            judge(Path.of(arguments[1]));
            return;
        }
        double gigabytes = arguments.length == 0 ? 10 : Double.parseDouble(arguments[0]);
        System.out.println("Judging a large recording, with a heap of " + HEAP + ". " + Machine.now());
        measure("answers of 100 KB", gigabytes, ANSWER);
        for (double requests : List.of(20_000, 40_000, 80_000, 160_000)) {
            measure("no answers", requests * 700 / 1e9, 0);
        }
    }

    private static void measure(String what, double gigabytes, int answer) throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("earshot.home", "."), "bench/target");
        Files.createDirectories(folder);
        long bytes = (long) (gigabytes * 1e9);
        if (folder.toFile().getUsableSpace() < bytes + bytes / 4) {
            System.out.printf(Locale.ROOT, "  %s, %.1f GB: not enough room on the disk%n", what, gigabytes);
            return;
        }
        Path file = folder.resolve("large.har");
        try {
            int entries = write(file, bytes, answer);
            Process child =
                    new ProcessBuilder(command(file)).redirectErrorStream(true).start();
            List<String> lines = new ArrayList<>(
                    child.inputReader(StandardCharsets.UTF_8).lines().toList());
            int code = child.waitFor();
            System.out.printf(
                    Locale.ROOT,
                    "  %s, %.2f GB, %d requests: %s%n",
                    what,
                    Files.size(file) / 1e9,
                    entries,
                    code == 0
                            ? lines.getLast()
                            : "ENDED WITH " + code + ", "
                                    + lines.stream()
                                            .filter(line -> line.contains("Error"))
                                            .findFirst()
                                            .orElse("nothing said"));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<String> command(Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                LargeRecording.class.getName(),
                "judge",
                file.toString());
    }

    private static void judge(Path file) throws IOException {
        Meter.Cost[] cost = new Meter.Cost[1];
        ScanResult[] result = new ScanResult[1];
        cost[0] = Meter.of(() ->
                result[0] = new Examiner(Policy.byDefault(), LocalDate.of(2026, 1, 5)).examine(HarFile.open(file)));
        String most = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring("VmHWM:".length()).strip())
                .findFirst()
                .orElse("unknown");
        System.out.printf(
                Locale.ROOT,
                "most memory ever resident %s; %d transmissions, %d disclosures; %.0f s of processor time, %.0f s%n",
                most,
                result[0].transmissions().size(),
                result[0].disclosures().size(),
                cost[0].processor() / 1e9,
                cost[0].wall() / 1e9);
    }

    /// How many entries it wrote. The traffic is the same again and again, under other times.
    private static int write(Path file, long bytes, int answer) throws IOException {
        Random random = new Random(7);
        byte[] noise = new byte[answer];
        for (int i = 0; i < answer; i++) {
            noise[i] = (byte) ('a' + random.nextInt(26));
        }
        List<String> requests = Corpus.invented(2_000).exchanges().stream()
                .map(exchange -> "\"request\":{\"method\":\"GET\",\"url\":\""
                        + exchange.request().url()
                        + "\",\"httpVersion\":\"HTTP/2.0\",\"headers\":[{\"name\":\"User-Agent\",\"value\":\"Mozilla/5.0\"}],"
                        + "\"queryString\":[],\"cookies\":[],\"headersSize\":-1,\"bodySize\":0}")
                .toList();
        long written = 0;
        int entries = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            written += write(
                    out,
                    "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"bench\",\"version\":\"1\"},\"pages\":[{\"id\":"
                            + "\"p1\",\"startedDateTime\":\"2026-01-05T10:00:00.000Z\",\"title\":"
                            + "\"https://www.clinic.example/\",\"pageTimings\":{}}],\"entries\":[");
            while (written < bytes) {
                written += write(
                        out,
                        (entries == 0 ? "" : ",") + "{\"pageref\":\"p1\",\"startedDateTime\":\""
                                + java.time.Instant.ofEpochSecond(1_767_607_200L)
                                        .plusMillis(entries)
                                + "\",\"time\":10," + requests.get(entries % requests.size())
                                + ",\"response\":{\"status\":200,\"statusText\":\"OK\",\"httpVersion\":\"HTTP/2.0\",\"headers\":[],"
                                + "\"cookies\":[],\"content\":{\"size\":" + answer
                                + ",\"mimeType\":\"text/html\",\"text\":\"");
                out.write(noise);
                written += answer;
                written += write(
                        out,
                        "\"},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1},\"cache\":{},\"timings\":"
                                + "{\"send\":1,\"wait\":8,\"receive\":1}}\n");
                entries++;
            }
            write(out, "]}}");
        }
        return entries;
    }

    private static int write(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        return bytes.length;
    }
}
