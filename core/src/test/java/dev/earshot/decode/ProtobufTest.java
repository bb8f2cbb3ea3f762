package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.body;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtobufTest {
    private static final long SEED = 20261122;

    private static ProtobufWriter visit() {
        return new ProtobufWriter()
                .string(1, "pat@clinic.example")
                .number(2, 6505551212L)
                .message(
                        4,
                        new ProtobufWriter()
                                .string(1, "https://www.clinic.example/search?q=breast%20cancer")
                                .message(2, new ProtobufWriter().number(1, 150).string(2, "oncology")))
                .message(
                        4,
                        new ProtobufWriter()
                                .string(1, "https://www.clinic.example/")
                                .number(3, 7))
                .decimal(5, 37.7749)
                .fixed(6, Float.floatToIntBits(-122.5f))
                .fixed(7, 1700000000);
    }

    @Test
    void a_message_gives_its_fields_by_number() {
        Sample sample = body(visit().toBytes());
        Leaf email = sample.leaf("#1", "pat@clinic.example");
        assertThat(sample.token(email)).isEqualTo("pat@clinic.example");
        assertThat(email.chain()).isEqualTo("body › protobuf › #1");
        assertThat(email.key()).isEqualTo("#1");
        assertThat(sample.values("#2")).containsExactly("6505551212");
        assertThat(sample.values("#4.#1?q")).containsExactly("breast cancer");
        assertThat(sample.values("#4.#1"))
                .containsExactly("https://www.clinic.example/search?q=breast%20cancer", "https://www.clinic.example/");
        assertThat(sample.values("#4.#2.#1")).containsExactly("150");
        assertThat(sample.values("#4.#2.#2")).containsExactly("oncology");
        assertThat(sample.values("#5")).containsExactly("37.7749");
        assertThat(sample.values("#6")).containsExactly("-122.5");
        assertThat(sample.values("#7")).containsExactly("1700000000");
        assertThat(sample.decoded().undecoded()).isEmpty();
    }

    @Test
    void a_message_is_found_in_gzip_in_base64_and_in_json() {
        assertThat(body(gzip(visit().toBytes())).values("#1")).containsExactly("pat@clinic.example");
        String token = base64(visit().toBytes());
        assertThat(body("{\"k\":\"" + token + "\"}").values("k.#1")).containsExactly("pat@clinic.example");
        assertThat(Sample.get("https://collect.tracker.example/?k=" + percent(token))
                        .values("k.#4.#2.#2"))
                .containsExactly("oncology");
        assertThat(body("{\"k\":\"" + token + "\"}").values("k")).containsExactly(token);
    }

    @Test
    void a_short_message_in_base64_is_found() {
        String token = base64(
                new ProtobufWriter().number(1, 3).string(2, "lung cancer").toBytes());
        assertThat(token).hasSizeLessThan(24);
        assertThat(Sample.get("https://collect.tracker.example/?k=" + percent(token))
                        .values("k.#2"))
                .containsExactly("lung cancer");
    }

    @Test
    void json_in_a_field_is_opened() {
        assertThat(body(new ProtobufWriter()
                                .number(1, 1)
                                .string(3, "{\"search\":\"breast cancer\"}")
                                .toBytes())
                        .values("#3.search"))
                .containsExactly("breast cancer");
    }

    @Test
    void a_field_of_bytes_is_unpacked_or_written_in_hexadecimal() {
        byte[] hash = HexFormat.of().parseHex("5b2c4b9f0e1d3c6a7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6");
        Sample sample = body(new ProtobufWriter()
                .string(1, "pat@clinic.example")
                .string(2, hash)
                .string(3, gzip("{\"search\":\"breast cancer\"}"))
                .toBytes());
        assertThat(sample.values("#2")).containsExactly(HexFormat.of().formatHex(hash));
        assertThat(sample.values("#3.search")).containsExactly("breast cancer");
    }

    @Test
    void a_long_field_of_encrypted_bytes_is_undecoded() {
        byte[] noise = new byte[200];
        new Random(SEED).nextBytes(noise);
        noise[0] = (byte) 0xff;
        Decoded decoded = body(new ProtobufWriter()
                        .string(1, "https://www.clinic.example/oncology/appointments/".repeat(6))
                        .string(2, noise)
                        .toBytes())
                .decoded();
        assertThat(decoded.undecoded()).singleElement().satisfies(part -> {
            assertThat(part.chain()).isEqualTo("body › protobuf › #2");
            assertThat(part.bytes()).isEqualTo(200);
        });
    }

    @Test
    void numbers_alone_are_a_message_where_they_are_the_whole_body() {
        byte[] message = new ProtobufWriter()
                .number(1, 6505551212L)
                .number(2, 1)
                .number(3, 7654321)
                .toBytes();
        assertThat(body(message).values("#3")).containsExactly("7654321");
        assertThat(body("{\"k\":\"" + base64(message) + "\"}").values("k.#3")).isEmpty();
    }

    @Test
    void a_text_that_parses_as_a_message_is_text() {
        String text = "\"a" + "b".repeat('a');
        assertThat(Protobuf.fits(bytes(text), true)).isFalse();
        assertThat(body(text).values("")).containsExactly(text);
    }

    @Test
    void a_message_cut_short_is_no_message_but_its_text_is_read() {
        byte[] message = visit().toBytes();
        Sample sample = body(Arrays.copyOf(message, message.length - 3));
        assertThat(sample.decoded().leaves()).anyMatch(leaf -> leaf.value().contains("pat@clinic.example"));
        assertThat(sample.decoded().undecoded()).hasSize(1);
    }

    @Test
    void random_bytes_are_no_message() {
        Random random = new Random(SEED);
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[6 + random.nextInt(60)];
            random.nextBytes(bytes);
            taken += Protobuf.fits(bytes, false) ? 1 : 0;
        }
        assertThat(taken).isZero();
        int whole = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[16 + random.nextInt(240)];
            random.nextBytes(bytes);
            whole += Protobuf.fits(bytes, true) ? 1 : 0;
        }
        assertThat(whole).isLessThanOrEqualTo(5);
    }
}
