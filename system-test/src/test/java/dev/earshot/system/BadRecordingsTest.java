package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.exchange.Exchange;
import dev.earshot.har.HarFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings that somebody else made, and made badly.
class BadRecordingsTest {
    private static final String PAGE = """
            {"startedDateTime":"2026-03-01T12:00:00Z","time":1,
             "request":{"method":"GET","url":"https://www.clinic.example/find-a-doctor/oncology","headers":[]},
             "response":{"status":200,"headers":[],"content":{"mimeType":"text/html","text":"<html>"}}}""";
    private static final String PIXEL = """
            {"startedDateTime":"2026-03-01T12:00:01Z","time":1,"pageref":"p1",
             "request":{"method":"GET","url":"https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Ffind-a-doctor%2Foncology","headers":[]},
             "response":{"status":200,"headers":[],"content":{"mimeType":"image/gif"}}}""";

    @TempDir
    private Path folder;

    @Test
    void a_recording_that_is_cut_off_is_reported_so_far_and_is_not_called_complete() throws IOException {
        String whole = har(PAGE, PIXEL, PIXEL);
        Path file = Files.writeString(folder.resolve("cut.har"), whole.substring(0, whole.length() - 60));

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("cut.har", "ends early or is damaged after 2 entries", "line");
        assertThat(ran.out()).contains("Meta");
        assertVerified(2);
        assertThat(scan(folder.resolve("out/capture.har"), "--out", folder.resolve("again"))
                        .exitCode())
                .as("what was kept of it does not pass for a whole recording either")
                .isEqualTo(3);
    }

    @Test
    void a_gzipped_recording_that_is_cut_off_is_reported_so_far() throws IOException {
        byte[] packed = gzip(har(PAGE, PIXEL, noise(200_000)));
        Path file = Files.write(folder.resolve("cut.har.gz"), Arrays.copyOf(packed, packed.length / 2));

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("cut.har.gz", "ends early or is damaged after 2 entries");
        assertVerified(2);
    }

    @Test
    void a_gzipped_recording_is_as_good_as_a_plain_one() throws IOException {
        Path file = Files.write(folder.resolve("good.har.gz"), gzip(har(PAGE, PIXEL)));

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Meta");
        assertVerified(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<html><body>Not found</body></html>",
                "[1,2]",
                "{}",
                "{\"log\":{\"version\":\"1.2\"}}",
                "{\"log\":[]}",
                "{\"traceEvents\":[]}",
                "\u0000\u0001\u0002"
            })
    void what_is_no_recording_is_refused_with_what_to_do(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("no.har"), text);

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("earshot: ").contains("no.har is not a HAR file", "Export HAR");
        assertThat(ran.out()).isEmpty();
        assertThat(folder.resolve("out"))
                .as("nothing is left that looks like evidence")
                .doesNotExist();
    }

    @Test
    void an_encoding_that_a_har_file_must_not_have_is_named_with_what_to_do() throws IOException {
        Path file = Files.write(
                folder.resolve("powershell.har"), ("\ufeff" + har(PAGE)).getBytes(StandardCharsets.UTF_16LE));

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("UTF-16", "iconv");
    }

    @Test
    void a_byte_order_mark_does_no_harm() throws IOException {
        Path file = Files.writeString(folder.resolve("bom.har"), "\ufeff" + har(PAGE, PIXEL));

        assertThat(scan(file).exitCode()).isZero();
        assertVerified(2);
    }

    @Test
    void a_recording_of_nothing_is_a_recording() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.har"), har());

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isZero();
        assertVerified(0);
    }

    @Test
    void a_body_that_is_not_the_base64_it_claims_was_not_seen() throws IOException {
        Path file = Files.writeString(folder.resolve("base64.har"), har(PAGE, PIXEL, """
                {"startedDateTime":"2026-03-01T12:00:02Z",
                 "request":{"method":"POST","url":"https://pixel.tracker.example/c","headers":[],
                   "postData":{"mimeType":"application/octet-stream","text":"QUJDR","encoding":"base64"}},
                 "response":{"status":204,"headers":[]}}"""));

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("e000002", "not the base64 it claims");
        assertVerified(3);
    }

    @Test
    void negative_times_and_times_that_are_none_do_no_harm() throws IOException {
        Path file = Files.writeString(
                folder.resolve("times.har"), har("""
                {"startedDateTime":"1969-12-31T23:59:59Z","time":-5,
                 "request":{"method":"GET","url":"https://www.clinic.example/","headers":[]},
                 "response":{"status":200,"headers":[]},"timings":{"send":-1,"wait":-3,"receive":-9}}""", PIXEL.replace("2026-03-01T12:00:01Z", "yesterday")));

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Meta");
        assertVerified(2);
    }

    @Test
    void entries_that_are_none_leave_the_report_incomplete_and_the_others_read() throws IOException {
        Path file = Files.writeString(
                folder.resolve("odd.har"),
                har(PAGE, "7", "null", "{}", "[]", "{\"request\":3,\"response\":[]}", PIXEL));

        Ran ran = scan(file);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.out()).contains("Meta");
        assertThat(ran.err()).contains("The entry has no request address");
        assertVerified(2);
    }

    @Test
    void a_disk_that_is_full_at_any_point_is_told_and_is_no_error_of_its_own() throws Exception {
        Path file = Files.writeString(folder.resolve("some.har"), har(PAGE, PIXEL, noise(30_000)));
        Ran.key(folder);
        int full = 0;
        for (String size : List.of("8k", "48k", "56k", "64k", "80k", "96k", "112k", "128k", "160k", "192k", "1m")) {
            Optional<SmallDisk> mounted = SmallDisk.mounted(folder.resolve("disk"), size);
            assumeTrue(mounted.isPresent(), "Skipped: no small disk can be mounted here.");
            try (SmallDisk disk = mounted.get()) {
                Ran ran = scan(file, "--out", disk.folder().resolve("out"));
                assertThat(ran.exitCode()).as(size + ": " + ran.err()).isIn(0, 3);
                if (ran.exitCode() == 3) {
                    full++;
                    assertThat(ran.err())
                            .contains("No space left on device", disk.folder().toString(), "ree some space");
                }
            }
        }
        assertThat(full).isBetween(4, 10);
    }

    @Test
    void a_recording_of_a_gigabyte_is_read_in_half_of_that() throws Exception {
        assumeTrue(
                Files.getFileStore(folder).getUsableSpace() > 3L << 30,
                "Skipped: a gigabyte and its copy need 3 GB free in the temporary folder.");
        Path file = folder.resolve("large.har");
        writeLarge(file);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        long start = System.nanoTime();
        Process process = Ran.program(
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        "scan",
                        file,
                        "--out",
                        folder.resolve("out"),
                        "--key",
                        Ran.key(folder))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        long peak = 0;
        while (process.isAlive()
                && System.nanoTime() - start < Duration.ofMinutes(4).toNanos()) {
            peak = Math.max(peak, peakMegabytes(process.pid()));
            Thread.sleep(100);
        }
        assertThat(Ran.endsWithin(process, 1)).as("it ends within four minutes").isTrue();
        System.out.printf(
                Locale.ROOT,
                "A HAR of %d MB: %.1f s, at most %d MB of memory (heap limited to 512 MB)%n",
                Files.size(file) >> 20,
                (System.nanoTime() - start) / 1e9,
                peak);

        Ran ran = Ran.of(process, out, err);
        assertThat(ran.err()).doesNotContain("OutOfMemory");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Meta");
        assertVerified(4001);
    }

    /// 4,000 third-party requests with a quarter of a megabyte of answer each, and one page of 300 MB.
    private static void writeLarge(Path file) throws IOException {
        String block = "The quick brown fox. ".repeat(12_000);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(
                    "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Somebody\",\"version\":\"1\"},\"entries\":[");
            out.write(PAGE.substring(0, PAGE.indexOf("<html>")));
            for (int i = 0; i < 1250; i++) {
                out.write(block);
            }
            out.write(PAGE.substring(PAGE.indexOf("<html>")));
            for (int i = 0; i < 4000; i++) {
                out.write(",\n");
                out.write(PIXEL.replace("id=1&", "id=1&n=" + i + "&")
                        .replace("\"image/gif\"", "\"image/gif\",\"text\":\"" + block + "\""));
            }
            out.write("]}}");
        }
    }

    private static long peakMegabytes(long pid) {
        try {
            Matcher peak = Pattern.compile("VmHWM:\\s+(\\d+) kB")
                    .matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return peak.find() ? Long.parseLong(peak.group(1)) >> 10 : 0;
        } catch (IOException notLinuxOrOver) {
            return 0;
        }
    }

    private Ran scan(Path file, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("scan", file, "--key", Ran.key(folder)));
        arguments.addAll(more.length > 0 ? List.of(more) : List.of("--out", folder.resolve("out")));
        return Ran.earshot(arguments.toArray());
    }

    /// The evidence is whole, and its capture has that many exchanges, each under its own id.
    private void assertVerified(int exchanges) {
        Ran verified = Ran.earshot("verify", folder.resolve("out"), "--key", folder.resolve("signing.key.pub"));
        assertThat(verified.exitCode()).as(verified.out()).isZero();
        List<String> ids = new ArrayList<>();
        HarFile.open(folder.resolve("out").resolve("capture.har"))
                .forEach((Exchange exchange) -> ids.add(exchange.id()));
        assertThat(ids).hasSize(exchanges).doesNotHaveDuplicates();
    }

    private static String har(String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Somebody\",\"version\":\"1\"},\"entries\":["
                + String.join(",\n", entries) + "]}}";
    }

    /// An entry that hardly packs.
    private static String noise(int length) {
        StringBuilder text = new StringBuilder();
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return PAGE.replace("<html>", text);
    }

    private static byte[] gzip(String text) throws IOException {
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
