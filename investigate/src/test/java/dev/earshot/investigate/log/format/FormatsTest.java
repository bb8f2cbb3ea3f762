package dev.earshot.investigate.log.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LineReader.Reading;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/earshot/investigate/log/format");

    private static List<String> ids() {
        return Samples.ids();
    }

    @Test
    void they_are_listed_by_id_each_once() {
        assertThat(Samples.ids()).isSorted().doesNotHaveDuplicates().hasSize(13);
    }

    /// With `-Dgolden=write` the expectations are written anew, and the difference is to be reviewed.
    @ParameterizedTest
    @MethodSource("ids")
    void a_sample_reads_as_expected_line_by_line(String id) throws IOException {
        LineReader reader = Samples.format(id).reader();
        StringBuilder read = new StringBuilder();
        for (byte[] line : Samples.lines(id)) {
            read.append(Samples.read(reader, line)).append('\n');
        }
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(GOLDEN.resolve(id + ".expected"), read, StandardCharsets.UTF_8);
            return;
        }
        assertThat(read.toString()).isEqualTo(Samples.text(id + ".expected"));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_sample_is_recognised_by_its_own_format_and_by_no_other(String id) {
        List<byte[]> lines = Samples.lines(id);
        for (LogFormat format : Formats.all(Samples.fields(id))) {
            int sure = format.recognises(lines);
            if (format.id().equals(id)) {
                assertThat(sure).isBetween(30, 100);
            } else {
                assertThat(sure).as("%s of a sample of %s", format.id(), id).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void no_format_reads_a_request_in_a_sample_of_another(String id) {
        for (String other : ids()) {
            if (other.equals(id)) {
                continue;
            }
            LineReader reader = Samples.format(id).reader();
            for (byte[] line : Samples.lines(other)) {
                assertThat(reader.read(line, 0, line.length, new LogLine()))
                        .as("%s reads %s", id, other)
                        .isNotEqualTo(Reading.REQUEST);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void lines_of_other_makes_are_not_recognised(String id) {
        List<byte[]> combined = List.of(Samples.bytes("198.51.100.7 - - [22/Nov/2026:10:00:01 +0000] \"GET / HTTP/1.1\""
                + " 200 2326 \"https://www.clinic.example/\" \"Mozilla/5.0 (X11; Linux x86_64) (KHTML, like Gecko)\""));
        List<byte[]> prose = List.of(Samples.bytes("Dear all,"), Samples.bytes("the logs are attached."));
        List<byte[]> json = List.of(Samples.bytes("{\"level\":\"info\",\"msg\":\"started\"}"), Samples.bytes("{}"));
        List<byte[]> nothing = List.of(new byte[0], new byte[0]);
        for (List<byte[]> lines : List.of(combined, prose, json, nothing, List.<byte[]>of())) {
            assertThat(Samples.format(id).recognises(lines)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void half_a_file_of_another_format_makes_it_half_as_sure(String id) {
        List<byte[]> lines = new ArrayList<>(Samples.lines(id));
        int alone = Samples.format(id).recognises(lines);
        for (int count = lines.size(); count > 0; count--) {
            lines.add(Samples.bytes("198.51.100.7 - - something else altogether"));
        }
        assertThat(Samples.format(id).recognises(lines)).isBetween(alone / 2 - 1, alone / 2 + 1);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_line_ends_in_a_carriage_return_or_not(String id) {
        LineReader plain = Samples.format(id).reader();
        LineReader windows = Samples.format(id).reader();
        for (byte[] line : Samples.lines(id)) {
            String text = new String(line, StandardCharsets.UTF_8);
            assertThat(Samples.read(windows, text + "\r")).isEqualTo(Samples.read(plain, text));
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_file_may_start_with_the_mark_of_utf_8(String id) {
        LineReader plain = Samples.format(id).reader();
        LineReader marked = Samples.format(id).reader();
        String mark = id.equals("alb") ? "" : "\ufeff";
        for (byte[] line : Samples.lines(id)) {
            String text = new String(line, StandardCharsets.UTF_8);
            assertThat(Samples.read(marked, mark + text)).isEqualTo(Samples.read(plain, text));
            mark = "";
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void an_empty_line_is_no_request_and_not_unreadable(String id) {
        LineReader reader = Samples.format(id).reader();
        assertThat(Samples.read(reader, "")).isEqualTo("DIRECTIVE");
        assertThat(Samples.read(reader, "\r")).isEqualTo("DIRECTIVE");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_line_that_is_cut_short_anywhere_does_not_throw_and_says_no_other_time(String id) {
        LogFormat format = Samples.format(id);
        LineReader whole = format.reader();
        LineReader cut = format.reader();
        for (byte[] line : Samples.lines(id)) {
            String expected = Samples.read(whole, line);
            for (int end = 0; end < line.length; end++) {
                String read = Samples.read(cut, Arrays.copyOf(line, end));
                if (!read.equals("UNREADABLE") && !read.equals("DIRECTIVE")) {
                    assertThat(read.substring(0, 19)).isEqualTo(expected.substring(0, 19));
                }
            }
            Samples.read(cut, line);
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void json_that_is_cut_short_is_unreadable(String id) {
        if (!List.of("azure-front-door", "cloudflare", "cloudfront-json", "datastream-json", "ga4-bigquery", "json")
                .contains(id)) {
            return;
        }
        LineReader reader = Samples.format(id).reader();
        byte[] line = Samples.lines(id).getFirst();
        for (int end = 1; end < line.length; end++) {
            assertThat(Samples.read(reader, Arrays.copyOf(line, end))).isEqualTo("UNREADABLE");
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_line_in_utf_16_is_unreadable(String id) {
        LineReader reader = Samples.format(id).reader();
        for (byte[] line : Samples.lines(id)) {
            byte[] wide = new String(line, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
            assertThat(Samples.read(reader, wide)).isIn("UNREADABLE", "DIRECTIVE");
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void bytes_that_are_no_utf_8_stay_as_they_are(String id) {
        LineReader reader = Samples.format(id).reader();
        LogLine line = new LogLine();
        boolean found = false;
        for (byte[] bytes : Samples.lines(id)) {
            byte[] latin = new String(bytes, StandardCharsets.UTF_8)
                    .replace("doctor", "d\u00e9ctor")
                    .getBytes(StandardCharsets.ISO_8859_1);
            if (reader.read(latin, 0, latin.length, line) == Reading.REQUEST) {
                found |= new String(line.path.bytes, line.path.from, line.path.length(), StandardCharsets.ISO_8859_1)
                        .startsWith("/find-a-d\u00e9ctor");
            }
        }
        assertThat(found).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_megabyte_in_a_path_is_read_and_the_next_line_as_well(String id) {
        LineReader reader = Samples.format(id).reader();
        LineReader same = Samples.format(id).reader();
        for (byte[] bytes : Samples.lines(id)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            String huge = text.replace("doctor", "d" + "%2520\\u00e9+".repeat(1 << 17));
            Samples.read(reader, huge);
            assertThat(Samples.read(reader, text)).isEqualTo(Samples.read(same, text));
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void changed_bytes_never_throw(String id) {
        Random random = new Random(20261122);
        LineReader reader = Samples.format(id).reader();
        List<byte[]> lines = Samples.lines(id);
        byte[] alphabet = Samples.bytes("\"\\{}[],:;\t\r +%-#0aZ\u00e9=");
        for (int round = 0; round < 5000; round++) {
            byte[] line = lines.get(random.nextInt(lines.size())).clone();
            for (int change = random.nextInt(6); change >= 0 && line.length > 0; change--) {
                line[random.nextInt(line.length)] =
                        random.nextBoolean() ? alphabet[random.nextInt(alphabet.length)] : (byte) random.nextInt();
            }
            int from = random.nextInt(3);
            reader.read(line, Math.min(from, line.length), line.length, new LogLine());
        }
    }

    @Test
    void a_field_map_with_an_unknown_key_is_refused_by_name() {
        assertThatThrownBy(() -> Formats.all(Map.of("adress", "remote")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adress");
    }

    @Test
    void a_path_that_can_not_be_is_refused_by_name() {
        assertThatThrownBy(() -> Formats.all(Map.of("time", "a.b[x]")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.b[x]");
    }
}
