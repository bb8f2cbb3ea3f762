package dev.earshot.investigate.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.log.LineReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonRecordsTest {
    private static String lines(String file) throws IOException {
        try (InputStream in = JsonRecords.lines(new ByteArrayInputStream(Samples.bytes(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "{\"a\":1}\n{\"a\":2}\n",
                "{ \"a\": [\n",
                "[22/Nov/2026:10:00:01 +0000] GET /\n[x",
                "[error] {\n",
                "[",
                "{\"records\":1}\n{\"records\":2}",
                "#Version: 1.0\n{\n",
                "198.51.100.7 - - [x]\n",
            })
    void a_file_of_lines_stays_as_it_is(String file) throws IOException {
        assertThat(lines(file)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"a":1},{"a":2}]                                      | {"a":1}~{"a":2}~
            [~  {~    "a": 1~  },~  {"a":"]}\\"~"}~]~              | {    "a": 1  }~{"a":"]}\\" "}~
            [{"a":[1,{"b":2}]}] [{"a":3}]                          | {"a":[1,{"b":2}]}~{"a":3}~
            [{"a":1},7,"x y",null,{"a":2}]                         | {"a":1}~7~"x y"~null~{"a":2}~
            [{"a":1},[2],{"a":3}]                                  | {"a":1}~[2]~{"a":3}~
            [{"a":1},{"a"                                          | {"a":1}~{"a"
            {"records":[{"a":1},{"a":2}]}                          | {"a":1}~{"a":2}~
            { "records" : [~{"a":1}~] , "x":"]}", "y":[{}] }{"a":2} | {"a":1}~{"a":2}~
            {"records":[{"a":1}]}~{"records":[{"a":2}]}            | {"a":1}~{"a":2}~
            {"records":[{"a":1}]}~{"time":"x","records":[2]}       | {"a":1}~{"time":"x","records":[2]}~
            {"records":[]}                                         | ``
            {~ "a": 1~}~{~ "a": 2~}                                | { "a": 1}~{ "a": 2}~
            {~ "a": 1~}}~{~ "a": 2~}                               | { "a": 1}~}~{ "a": 2}~
            """)
    void records_come_to_a_line_each(String file, String expected) throws IOException {
        assertThat(lines(file.replace('~', '\n'))).isEqualTo(expected.replace('~', '\n'));
    }

    @Test
    void what_azure_packs_together_reads_as_its_records_do() throws IOException {
        List<String> records = Samples.text("azure-front-door.log").lines().toList();
        String packed = "{\"records\": [" + String.join(",\n", records) + "]}";
        LineReader plain = Samples.format("azure-front-door").reader();
        LineReader unpacked = Samples.format("azure-front-door").reader();
        assertThat(lines(packed).lines().map(line -> Samples.read(unpacked, line)))
                .containsExactlyElementsOf(
                        records.stream().map(line -> Samples.read(plain, line)).toList());
    }

    @Test
    void objects_over_many_lines_read_as_on_one() throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        List<String> records = Samples.text("gcp-load-balancer.log").lines().toList();
        String pretty = "["
                + String.join(
                        ",",
                        records.stream()
                                .map(record -> mapper.writerWithDefaultPrettyPrinter()
                                        .writeValueAsString(mapper.readTree(record)))
                                .toList())
                + "]\n";
        LineReader plain = Samples.format("gcp-load-balancer").reader();
        LineReader unpacked = Samples.format("gcp-load-balancer").reader();
        assertThat(lines(pretty).lines().map(line -> Samples.read(unpacked, line)))
                .containsExactlyElementsOf(
                        records.stream().map(line -> Samples.read(plain, line)).toList());
    }

    @Test
    void a_file_that_comes_in_single_bytes_is_the_same() throws IOException {
        byte[] file = Samples.bytes("[{\"a\":1},{\"a\":\"\u00e9\"}]");
        InputStream slow = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(1, length));
            }
        };
        try (InputStream in = JsonRecords.lines(slow)) {
            byte[] buffer = new byte[3];
            byte[] read = {};
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int before = read.length;
                read = Arrays.copyOf(read, before + count);
                System.arraycopy(buffer, 0, read, before, count);
            }
            assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}\n{\"a\":\"\u00e9\"}\n");
        }
    }
}
