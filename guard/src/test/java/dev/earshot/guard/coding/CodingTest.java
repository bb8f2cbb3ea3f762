package dev.earshot.guard.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdCompressCtx;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodingTest {
    private static final byte[] PAGE = page(51_200);

    @ParameterizedTest
    @EnumSource
    void what_is_encoded_is_decoded_again_however_it_is_cut(Coding coding) {
        assertThat(coding.isAvailable()).isTrue();
        for (byte[] plain : new byte[][] {PAGE, {}, {1}, noise(20_000), new byte[300_000]}) {
            for (int level : new int[] {-1, 1, 6, 99}) {
                byte[] coded = encoded(coding, level, plain);
                assertSame(decoded(coding.decoder(), coded, 1 << 20, 1 << 20), plain);
            }
            byte[] coded = encoded(coding, 1, plain);
            assertSame(decoded(coding.decoder(), coded, 7, 1000), plain);
            assertSame(decoded(coding.decoder(), coded, 3, 100_000), plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_more_is_given_at_once_than_is_asked_for(Coding coding) {
        byte[] bomb = encoded(coding, 9, new byte[5_000_000]);
        assertThat(bomb.length).isLessThan(10_000);
        try (Decoder decoder = coding.decoder()) {
            ByteBuf in = Unpooled.wrappedBuffer(bomb);
            ByteBuf out = Unpooled.directBuffer(1000, 1000);
            long sum = 0;
            Decoder.Progress progress;
            do {
                out.clear();
                progress = decoder.decode(in, out, 1000);
                sum += out.readableBytes();
            } while (progress == Decoder.Progress.MORE);
            assertThat(progress).isEqualTo(Decoder.Progress.TAKEN);
            assertThat(sum).isEqualTo(5_000_000);
            assertThat(decoder.end()).isEmpty();
            out.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_flushed_can_be_decoded_at_once(Coding coding) {
        try (Encoder encoder = coding.encoder(1);
                Decoder decoder = coding.decoder()) {
            ByteBuf wire = Unpooled.directBuffer();
            ByteBuf plain = Unpooled.buffer();
            for (int part = 0; part < 5; part++) {
                encoder.encode(Unpooled.copiedBuffer("part " + part + "\n", StandardCharsets.UTF_8), wire);
                encoder.flush(wire);
                assertThat(decoder.decode(wire, plain, 1000)).isEqualTo(Decoder.Progress.TAKEN);
                assertThat(plain.toString(StandardCharsets.UTF_8)).endsWith("part " + part + "\n");
            }
            assertThat(decoder.end()).contains(Fault.TRUNCATED);
            encoder.finish(wire);
            assertThat(decoder.decode(wire, plain, 1000)).isEqualTo(Decoder.Progress.TAKEN);
            assertThat(decoder.end()).isEmpty();
            wire.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_ends_too_early_is_said_to(Coding coding) {
        byte[] coded = encoded(coding, 1, PAGE);
        for (int length : new int[] {1, 3, 10, coded.length / 2, coded.length - 1}) {
            try (Decoder decoder = coding.decoder()) {
                ByteBuf out = Unpooled.buffer();
                assertThat(decoder.decode(Unpooled.wrappedBuffer(coded, 0, length), out, 1 << 20))
                        .isEqualTo(Decoder.Progress.TAKEN);
                assertThat(decoder.end()).contains(Fault.TRUNCATED);
                assertThat(Arrays.equals(PAGE, 0, out.readableBytes(), bytes(out), 0, out.readableBytes()))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_body_of_nothing_is_whole(Coding coding) {
        try (Decoder decoder = coding.decoder()) {
            assertThat(decoder.decode(Unpooled.EMPTY_BUFFER, Unpooled.buffer(), 10))
                    .isEqualTo(Decoder.Progress.TAKEN);
            assertThat(decoder.end()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void damage_is_a_value_and_never_an_exception(Coding coding) {
        long seed = 7;
        Random random = new Random(seed);
        byte[] coded = encoded(coding, 6, Arrays.copyOf(PAGE, 3000));
        for (int round = 0; round < 500; round++) {
            byte[] damaged = coded.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[random.nextInt(round % 2 == 0 ? 30 : damaged.length)] = (byte) random.nextInt();
            }
            try (Decoder decoder = coding.decoder()) {
                ByteBuf in = Unpooled.wrappedBuffer(damaged);
                ByteBuf out = Unpooled.buffer();
                Decoder.Progress progress;
                int calls = 0;
                do {
                    progress = decoder.decode(in, out.clear(), 1000);
                    assertThat(out.readableBytes() <= 1000).isTrue();
                } while (progress == Decoder.Progress.MORE && ++calls < 1000);
                assertThat(decoder.fault().isPresent())
                        .as("round %d of seed %d", round, seed)
                        .isEqualTo(progress == Decoder.Progress.BROKEN);
            }
        }
    }

    @Test
    void gzip_of_several_members_with_every_field_is_read() {
        byte[] coded = joined(member("one ", 0), member("two ", 4 | 8 | 16 | 2), member("three", 8));
        assertThat(new String(decoded(Coding.GZIP.decoder(), coded, 1, 5), StandardCharsets.UTF_8))
                .isEqualTo("one two three");
    }

    @Test
    void what_comes_after_gzip_is_left_out() {
        byte[] coded = joined(member("one", 0), new byte[] {0, 0, 0x1F, (byte) 0x8B});
        assertThat(new String(decoded(Coding.GZIP.decoder(), coded, 1, 5), StandardCharsets.UTF_8))
                .isEqualTo("one");
    }

    @Test
    void checksums_of_gzip_are_checked() {
        byte[] good = member("page", 2);
        for (int fromEnd : new int[] {1, 5}) {
            byte[] bad = good.clone();
            bad[bad.length - fromEnd] ^= 1;
            assertThat(fault(Coding.GZIP, bad)).isEqualTo(Fault.CHECKSUM);
        }
        byte[] bad = good.clone();
        bad[4] ^= 1;
        assertThat(fault(Coding.GZIP, bad)).isEqualTo(Fault.CHECKSUM);
        assertThat(fault(Coding.GZIP, "<html>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Fault.CORRUPT);
    }

    @Test
    void other_tools_read_our_gzip() throws IOException {
        assertThat(new GZIPInputStream(new ByteArrayInputStream(encoded(Coding.GZIP, 1, PAGE))).readAllBytes())
                .isEqualTo(PAGE);
    }

    @Test
    void deflate_without_its_wrapping_is_read() {
        Deflater raw = new Deflater(6, true);
        raw.setInput(PAGE);
        raw.finish();
        byte[] coded = new byte[PAGE.length];
        coded = Arrays.copyOf(coded, raw.deflate(coded));
        raw.end();
        assertSame(decoded(Coding.DEFLATE.decoder(), coded, 1, 10_000), PAGE);
        assertSame(decoded(Coding.DEFLATE.decoder(), coded, 100_000, 1), PAGE);
    }

    @Test
    void zstd_that_needs_too_much_memory_is_refused() {
        try (ZstdCompressCtx context = new ZstdCompressCtx().setLevel(1).setWindowLog(25)) {
            ByteBuf wide = Unpooled.directBuffer();
            java.nio.ByteBuffer target = java.nio.ByteBuffer.allocateDirect(100_000);
            context.compressDirectByteBufferStream(
                    target, java.nio.ByteBuffer.allocateDirect(1000), com.github.luben.zstd.EndDirective.CONTINUE);
            context.compressDirectByteBufferStream(
                    target, java.nio.ByteBuffer.allocateDirect(0), com.github.luben.zstd.EndDirective.END);
            wide.writeBytes(target.flip());
            assertThat(fault(Coding.ZSTD, bytes(wide))).isEqualTo(Fault.WINDOW);
        }
        byte[] single = new byte[14];
        System.arraycopy(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0}, 0, single, 0, 5);
        single[12] = 1;
        assertThat(fault(Coding.ZSTD, single)).isEqualTo(Fault.WINDOW);
    }

    @Test
    void zstd_of_several_frames_and_what_is_to_be_skipped_is_read() {
        byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9};
        byte[] coded = joined(encoded(Coding.ZSTD, 1, PAGE), skippable, encoded(Coding.ZSTD, 3, PAGE));
        assertSame(decoded(Coding.ZSTD.decoder(), coded, 1, 1000), joined(PAGE, PAGE));
        assertSame(decoded(Coding.ZSTD.decoder(), coded, 1 << 20, 1 << 20), joined(PAGE, PAGE));
    }

    @Test
    void codings_upon_one_another_are_undone_in_turn() {
        List<Coding> codings = Coding.of("gzip, br,  ZSTD").orElseThrow();
        assertThat(codings).containsExactly(Coding.GZIP, Coding.BR, Coding.ZSTD);
        byte[] coded = PAGE;
        for (Coding coding : codings) {
            coded = encoded(coding, 3, coded);
        }
        assertSame(decoded(Coding.decoder(codings), coded, 100, 100), PAGE);
        assertSame(decoded(Coding.decoder(codings), coded, 1 << 20, 1 << 20), PAGE);
        byte[] bomb = encoded(Coding.GZIP, 9, encoded(Coding.GZIP, 9, new byte[5_000_000]));
        assertThat(bomb.length).isLessThan(1000);
        try (Decoder decoder = Coding.decoder(List.of(Coding.GZIP, Coding.GZIP))) {
            ByteBuf out = Unpooled.buffer(100, 100);
            assertThat(decoder.decode(Unpooled.wrappedBuffer(bomb), out, 100)).isEqualTo(Decoder.Progress.MORE);
            assertThat(out.readableBytes()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                          | GZIP
            identity                    | ''
            x-gzip                      | GZIP
            identity, GZip              | GZIP
            deflate , br                | DEFLATE BR
            """)
    void codings_are_named_as_they_were_applied(String field, String codings) {
        String all = field.isEmpty() ? "" : codings;
        assertThat(String.join(
                        " ",
                        Coding.of(field).orElseThrow().stream()
                                .map(Coding::name)
                                .toList()))
                .isEqualTo(all);
    }

    @Test
    void codings_that_nobody_knows_or_too_many_are_none() {
        for (String field : new String[] {"compress", "gzip, aws-chunked", "gzip,gzip,gzip,gzip", "gzip;q=1"}) {
            assertThat(Coding.of(field)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip, deflate, br, zstd                | ZSTD
            gzip;q=1.0, br;q=0.5                   | GZIP
            gzip;q=0.8, br;q=0.8                   | BR
            *                                      | ZSTD
            zstd;q=0, *                            | BR
            *;q=0, gzip                            | GZIP
            *;q=0                                  | NONE
            ''                                     | NONE
            identity                               | NONE
            identity;q=1, gzip;q=0.5               | NONE
            identity;q=0.4, gzip;q=0.5             | GZIP
            gzip;q=0                               | NONE
            gzip;q=0.000, br;q=0                   | NONE
            gzip;q=2                               | NONE
            gzip;q=abc, br                         | BR
            GZIP ; Q=0.5                           | GZIP
            compress, gzip                         | GZIP
            x-gzip                                 | GZIP
            gzip;q=0.001                           | GZIP
            gzip;q=1.001                           | NONE
            brotli                                 | NONE
            gzip, gzip;q=0                         | GZIP
            """)
    void the_coding_that_a_client_likes_best_is_chosen(String field, String chosen) {
        assertThat(Coding.choose(field, List.of(Coding.ZSTD, Coding.BR, Coding.GZIP, Coding.DEFLATE))
                        .map(Coding::name)
                        .orElse("NONE"))
                .isEqualTo(chosen);
    }

    @Test
    void nothing_is_missing_where_the_native_libraries_are_there() {
        assertThat(Coding.missing()).isEmpty();
    }

    /// Without a message of all bytes.
    private static void assertSame(byte[] bytes, byte[] expected) {
        assertThat(Arrays.mismatch(bytes, expected)).isEqualTo(-1);
    }

    private static Fault fault(Coding coding, byte[] coded) {
        try (Decoder decoder = coding.decoder()) {
            assertThat(decoder.decode(Unpooled.wrappedBuffer(coded), Unpooled.buffer(), 1 << 20))
                    .isEqualTo(Decoder.Progress.BROKEN);
            return decoder.fault().orElseThrow();
        }
    }

    private static byte[] encoded(Coding coding, int level, byte[] plain) {
        try (Encoder encoder = coding.encoder(level)) {
            ByteBuf out = Unpooled.directBuffer();
            int half = plain.length / 2;
            encoder.encode(Unpooled.wrappedBuffer(plain, 0, half), out);
            ByteBuf rest = Unpooled.directBuffer().writeBytes(plain, half, plain.length - half);
            encoder.encode(rest, out);
            assertThat(rest.isReadable()).isFalse();
            encoder.finish(out);
            byte[] coded = bytes(out);
            rest.release();
            out.release();
            return coded;
        }
    }

    private static byte[] decoded(Decoder decoder, byte[] coded, int piece, int atMost) {
        ByteBuf all = Unpooled.buffer();
        ByteBuf in = Unpooled.directBuffer();
        ByteBuf out = Unpooled.directBuffer();
        try (decoder) {
            for (int from = 0; from < coded.length; from += piece) {
                in.clear().writeBytes(coded, from, Math.min(piece, coded.length - from));
                Decoder.Progress progress;
                do {
                    progress = decoder.decode(in, out.clear(), atMost);
                    assertThat(out.readableBytes() <= atMost).isTrue();
                    all.writeBytes(out);
                } while (progress == Decoder.Progress.MORE);
                assertThat(progress == Decoder.Progress.TAKEN).isTrue();
                assertThat(in.isReadable()).isFalse();
            }
            assertThat(decoder.end()).isEmpty();
        }
        in.release();
        out.release();
        return bytes(all);
    }

    /// A gzip member with the fields that `flags` name.
    private static byte[] member(String text, int flags) {
        try {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(plain)) {
                gzip.write(text.getBytes(StandardCharsets.UTF_8));
            }
            byte[] whole = plain.toByteArray();
            ByteArrayOutputStream member = new ByteArrayOutputStream();
            byte[] fixed = Arrays.copyOf(whole, 10);
            fixed[3] = (byte) flags;
            member.write(fixed);
            if ((flags & 4) != 0) {
                member.write(new byte[] {3, 0, 'a', 0, 'c'});
            }
            if ((flags & 8) != 0) {
                member.write("name.html\0".getBytes(StandardCharsets.UTF_8));
            }
            if ((flags & 16) != 0) {
                member.write("said\0".getBytes(StandardCharsets.UTF_8));
            }
            if ((flags & 2) != 0) {
                CRC32 sum = new CRC32();
                sum.update(member.toByteArray());
                member.write((int) sum.getValue() & 0xFF);
                member.write((int) (sum.getValue() >> 8) & 0xFF);
            }
            member.write(whole, 10, whole.length - 10);
            return member.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        return bytes(Unpooled.wrappedBuffer(parts));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    private static byte[] page(int length) {
        Random random = new Random(3);
        StringBuilder page = new StringBuilder("<!doctype html>");
        while (page.length() < length) {
            page.append("<p class=\"c")
                    .append(random.nextInt(50))
                    .append("\">Visit ")
                    .append(random.nextInt(9999));
        }
        return page.substring(0, length).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(4).nextBytes(noise);
        return noise;
    }
}
