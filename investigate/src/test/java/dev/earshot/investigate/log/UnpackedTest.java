package dev.earshot.investigate.log;

import static dev.earshot.investigate.log.LogFixture.bytes;
import static dev.earshot.investigate.log.LogFixture.gzip;
import static dev.earshot.investigate.log.LogFixture.packed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class UnpackedTest {
    private static final byte[] LINES = manyLines();

    private static byte[] manyLines() {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add("line " + i + " " + Long.toHexString(random.nextLong()));
        }
        return bytes(lines.toArray(String[]::new));
    }

    @Test
    void every_packing_is_known_by_its_content() throws IOException {
        Map<String, byte[]> packings = Map.of(
                "plain", LINES,
                "gzip", gzip(LINES),
                "zstd", packed(LINES, ZstdOutputStream::new),
                "bzip2", packed(LINES, BZip2CompressorOutputStream::new));
        for (Map.Entry<String, byte[]> packing : packings.entrySet()) {
            Unpacked content = Unpacked.of(new ByteArrayInputStream(packing.getValue()));
            assertThat(content(content)).as(packing.getKey()).isEqualTo(LINES);
            assertThat(content.fault()).as(packing.getKey()).isEmpty();
            assertThat(content.broken()).as(packing.getKey()).isFalse();
        }
    }

    @Test
    void several_packings_one_after_the_other_are_one_content() throws IOException {
        List<LogFixture.Packer> packers =
                List.of(GZIPOutputStream::new, ZstdOutputStream::new, BZip2CompressorOutputStream::new);
        for (LogFixture.Packer packer : packers) {
            byte[] twice = joined(packed(LINES, packer), packed(new byte[0], packer), packed(LINES, packer));
            Unpacked content = Unpacked.of(new ByteArrayInputStream(twice));
            assertThat(content(content)).isEqualTo(joined(LINES, LINES));
            assertThat(content.fault()).isEmpty();
        }
    }

    @Test
    void what_stands_before_the_end_of_a_cut_packing_is_read_and_the_cut_is_said() throws IOException {
        Map<String, LogFixture.Packer> packers = Map.of(
                "gzip", GZIPOutputStream::new,
                "zstd", ZstdOutputStream::new,
                "bzip2", BZip2CompressorOutputStream::new);
        for (Map.Entry<String, LogFixture.Packer> packer : packers.entrySet()) {
            byte[] whole = packed(LINES, packer.getValue());
            Unpacked content = Unpacked.of(new ByteArrayInputStream(whole, 0, whole.length / 2));
            byte[] start = content(content);
            assertThat(start).as(packer.getKey()).isEqualTo(Arrays.copyOf(LINES, start.length));
            assertThat(content.fault().orElseThrow())
                    .startsWith("it ends in the middle of")
                    .contains(packer.getKey());
            assertThat(content.broken()).isTrue();
        }
    }

    @Test
    void a_cut_gzip_gives_all_that_can_be_unpacked() throws IOException {
        byte[] whole = gzip(LINES);
        byte[] start = content(Unpacked.of(new ByteArrayInputStream(whole, 0, whole.length - 20)));
        assertThat(start.length).isGreaterThan(LINES.length - 200);
    }

    @Test
    void a_wrong_checksum_is_said_and_so_is_a_wrong_length() throws IOException {
        for (int place : new int[] {8, 4}) {
            byte[] wrong = gzip(LINES);
            wrong[wrong.length - place] ^= 1;
            Unpacked content = Unpacked.of(new ByteArrayInputStream(wrong));
            assertThat(content(content)).isEqualTo(LINES);
            assertThat(content.fault()).contains("the checksum of gzip member 1 is not that of its content");
        }
    }

    @Test
    void a_gzip_without_its_checksum_is_told_from_one_that_is_whole() throws IOException {
        byte[] whole = gzip(LINES);
        Unpacked content = Unpacked.of(new ByteArrayInputStream(whole, 0, whole.length - 3));
        assertThat(content(content)).isEqualTo(LINES);
        assertThat(content.fault()).contains("it ends before the checksum of gzip member 1");
    }

    @Test
    void zeros_after_a_gzip_are_padding_and_anything_else_is_said() throws IOException {
        Unpacked padded = Unpacked.of(new ByteArrayInputStream(joined(gzip(LINES), new byte[1000])));
        assertThat(content(padded)).isEqualTo(LINES);
        assertThat(padded.fault()).isEmpty();
        Unpacked followed = Unpacked.of(new ByteArrayInputStream(joined(gzip(LINES), bytes("plain lines"))));
        assertThat(content(followed)).isEqualTo(LINES);
        assertThat(followed.fault()).contains("what follows gzip member 1 is no gzip, and was not read");
    }

    @Test
    void a_gzip_header_with_every_field_is_passed_over() throws IOException {
        byte[] plain = gzip(LINES);
        byte[] header = {
            0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'a', 0, 'b', 'c', 0, 1, 2
        };
        byte[] file = joined(header, Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(content(Unpacked.of(new ByteArrayInputStream(file)))).isEqualTo(LINES);
    }

    @Test
    void a_damaged_gzip_keeps_what_stands_before_the_damage() throws IOException {
        byte[] one = gzip(LINES);
        byte[] two = gzip(LINES);
        Arrays.fill(two, 100, 200, (byte) 0xff);
        Unpacked content = Unpacked.of(new ByteArrayInputStream(joined(one, two)));
        assertThat(content(content)).startsWith(LINES);
        assertThat(content.fault()).isNotEmpty();
    }

    @Test
    void a_packing_that_is_not_read_is_named() throws IOException {
        Unpacked zip = Unpacked.of(new ByteArrayInputStream(new byte[] {'P', 'K', 3, 4, 0, 0}));
        assertThat(zip.fault().orElseThrow()).contains("zip").contains("not read");
        assertThat(Unpacked.of(new ByteArrayInputStream(bytes("PKI of the clinic")))
                        .fault())
                .isEmpty();
    }

    @Test
    void a_failure_of_storage_is_no_fault_of_the_file() {
        for (byte[] packed : List.of(gzip(LINES), packed(LINES, ZstdOutputStream::new), LINES)) {
            InputStream failing = new InputStream() {
                private int left = packed.length / 2;

                @Override
                public int read() throws IOException {
                    if (left == 0) {
                        throw new IOException("the disk is gone");
                    }
                    return packed[packed.length / 2 - left--] & 0xff;
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    into[from] = (byte) read();
                    return 1;
                }
            };
            assertThatThrownBy(() -> content(Unpacked.of(failing)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is gone");
        }
    }

    @Test
    void an_empty_file_has_no_content() throws IOException {
        assertThat(content(Unpacked.of(new ByteArrayInputStream(new byte[0])))).isEmpty();
    }

    @Test
    void lines_end_by_lf_or_crlf_or_the_end() throws IOException {
        assertThat(lines("one\ntwo\r\n\r\n\nfour\rfive")).containsExactly("one", "two", "", "", "four\rfive");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
    }

    @Test
    void a_line_longer_than_the_longest_is_skipped_to_its_end() throws IOException {
        String longest = "x".repeat(Lines.LONGEST);
        assertThat(lines("a\n" + longest + "\nb")).containsExactly("a", longest, "b");
        assertThat(lines("a\n" + "y".repeat(5 * Lines.LONGEST) + "\nb\n")).containsExactly("a", "too long", "b");
        assertThat(lines("a\n" + "y".repeat(5 * Lines.LONGEST))).containsExactly("a", "too long");
    }

    @Test
    void a_checksum_of_the_content_does_not_depend_on_the_packing() throws IOException {
        CRC32 crc = new CRC32();
        crc.update(LINES);
        for (byte[] packed : List.of(LINES, gzip(LINES), packed(LINES, ZstdOutputStream::new))) {
            Content content = new Content(Unpacked.of(new ByteArrayInputStream(packed)));
            content(content);
            assertThat(content.crc()).isEqualTo(crc.getValue());
            assertThat(content.length()).isEqualTo(LINES.length);
        }
    }

    private static List<String> lines(String text) throws IOException {
        Lines lines = new Lines(Unpacked.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));
        List<String> all = new ArrayList<>();
        while (lines.next()) {
            all.add(
                    lines.tooLong()
                            ? "too long"
                            : new String(
                                    lines.bytes(),
                                    lines.from(),
                                    lines.to() - lines.from(),
                                    StandardCharsets.ISO_8859_1));
        }
        return all;
    }

    static byte[] content(Unpacked unpacked) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[777];
        for (int read = unpacked.read(buffer, 3, 777); read >= 0; read = unpacked.read(buffer, 3, 777)) {
            assertThat(read).isPositive();
            content.write(buffer, 3, read);
        }
        assertThat(unpacked.read(buffer, 0, 777)).isEqualTo(-1);
        return content.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static Optional<String> fault(byte[] packed) throws IOException {
        Unpacked content = Unpacked.of(new ByteArrayInputStream(packed));
        content(content);
        return content.fault();
    }
}
