package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.body;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack.PackerConfig;

/// MessagePack, CBOR, length-prefixed messages and UTF-16, written by the formats' own libraries where there are any.
class BinaryStructureTest {
    private static final long SEED = 20261122;
    private static final String JSON = "{\"search\":\"breast cancer\"}";

    private static MessageBufferPacker packer() {
        return new PackerConfig().newBufferPacker();
    }

    private static byte[] messagePack() throws IOException {
        try (MessageBufferPacker packer = packer()) {
            packer.packMapHeader(4).packString("email").packString("pat@clinic.example");
            packer.packString("events").packArrayHeader(2);
            packer.packMapHeader(2).packString("url").packString("https://www.clinic.example/?q=lump");
            packer.packString("n").packInt(-70_000);
            packer.packMapHeader(3).packString("mrn").packLong(7_654_321_000L);
            packer.packString("lat").packDouble(37.7749).packString("on").packBoolean(true);
            packer.packString("none").packNil();
            byte[] packed = gzip(JSON);
            packer.packString("blob").packBinaryHeader(packed.length).writePayload(packed);
            return packer.toByteArray();
        }
    }

    private static byte[] cbor() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
            out.writeStartObject(null, 5);
            out.writeStringField("email", "pat@clinic.example");
            out.writeFieldName("events");
            out.writeStartArray();
            out.writeStartObject();
            out.writeStringField("url", "https://www.clinic.example/?q=lump");
            out.writeNumberField("n", -70_000);
            out.writeEndObject();
            out.writeStartObject();
            out.writeNumberField("mrn", 7_654_321_000L);
            out.writeNumberField("lat", 37.7749);
            out.writeBooleanField("on", true);
            out.writeEndObject();
            out.writeEndArray();
            out.writeNullField("none");
            out.writeBinaryField("blob", gzip(JSON));
            out.writeStringField("title", "Zürich ".repeat(4000));
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void holdsTheVisit(Sample sample, String format) {
        Leaf email = sample.leaf("email", "pat@clinic.example");
        assertThat(email.chain()).isEqualTo("body › " + format + " › email");
        assertThat(sample.token(email)).isEqualTo("pat@clinic.example");
        assertThat(sample.values("events[0].url?q")).containsExactly("lump");
        assertThat(sample.values("events[0].n")).containsExactly("-70000");
        assertThat(sample.leaf("events[1].mrn", "7654321000").event()).isEqualTo(1);
        assertThat(sample.values("events[1].lat")).containsExactly("37.7749");
        assertThat(sample.values("events[1].on")).containsExactly("true");
        assertThat(sample.values("none")).isEmpty();
        assertThat(sample.values("blob.search")).containsExactly("breast cancer");
        assertThat(sample.decoded().undecoded()).isEmpty();
    }

    @Test
    void messagepack_gives_its_members() throws IOException {
        holdsTheVisit(body(messagePack()), "messagepack");
        assertThat(body("{\"k\":\"" + base64(messagePack()) + "\"}").values("k.email"))
                .containsExactly("pat@clinic.example");
    }

    @Test
    void cbor_gives_its_members() throws IOException {
        holdsTheVisit(body(cbor()), "cbor");
        assertThat(body(cbor()).values("title"))
                .allSatisfy(title -> assertThat(title).contains("rich"));
        assertThat(body("{\"k\":\"" + base64(cbor()) + "\"}").values("k.email")).containsExactly("pat@clinic.example");
    }

    @Test
    void several_messages_one_after_another_are_a_batch() throws IOException {
        byte[] two = Arrays.copyOf(messagePack(), messagePack().length * 2);
        System.arraycopy(messagePack(), 0, two, messagePack().length, messagePack().length);
        assertThat(body(two).leaves("email")).extracting(Leaf::event).containsExactly(0, 1);
    }

    /// RFC 8949 appendix A has these encodings; the strings were made longer.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a161616d6272656173742063616e636572", // {"a": "breast cancer"}
                "bf61617f66627265617374672063616e636572ffff", // in chunks, indefinite
                "d9d9f7a161616d6272656173742063616e636572", // self-described
                "82186d6d6272656173742063616e636572", // [109, "breast cancer"]
            })
    void cbor_is_read_in_each_of_its_lengths(String hex) {
        assertThat(String.join(
                        "",
                        body(HexFormat.of().parseHex(hex)).decoded().leaves().stream()
                                .filter(leaf -> leaf.origin() == Origin.BODY)
                                .map(Leaf::value)
                                .toList()))
                .endsWith("breast cancer");
    }

    @Test
    void an_address_as_a_key_is_masked_in_paths() throws IOException {
        try (MessageBufferPacker packer = packer()) {
            packer.packMapHeader(1).packString("pat@clinic.example").packInt(1);
            Sample sample = body(packer.toByteArray());
            assertThat(sample.values("pa••••••••(18)")).containsExactly("pat@clinic.example", "1");
        }
    }

    @Test
    void grpc_frames_are_taken_apart_and_unpacked() {
        byte[] message = new ProtobufWriter().string(1, "pat@clinic.example").toBytes();
        byte[] second = new ProtobufWriter().number(1, 6505551212L).toBytes();
        byte[] frames = joined(frame(0, message), frame(1, gzip(second)), frame(0x80, bytes("grpc-status: 0\r\n")));
        Sample sample = body(frames);
        assertThat(sample.values("#1")).containsExactly("pat@clinic.example", "6505551212");
        assertThat(sample.leaf("#1", "6505551212").chain()).isEqualTo("body › grpc › [1] › gzip › protobuf › #1");
        assertThat(sample.leaf("#1", "6505551212").event()).isEqualTo(1);
        assertThat(body(frame(0, message)).leaf("#1", "pat@clinic.example").event())
                .isEqualTo(-1);
    }

    @Test
    void grpc_web_in_text_is_base64_of_one_or_several_parts() {
        byte[] message = new ProtobufWriter().string(1, "pat@clinic.example").toBytes();
        byte[] second =
                new ProtobufWriter().number(1, 6505551212L).number(2, 77).toBytes();
        assertThat(body(base64(frame(0, message))).values("#1")).containsExactly("pat@clinic.example");
        assertThat(body(base64(frame(0, message)) + base64(frame(0, second))).values("#1"))
                .containsExactly("pat@clinic.example", "6505551212");
    }

    @Test
    void messages_behind_four_bytes_of_length_are_a_batch() {
        byte[] batch = joined(
                Arrays.copyOfRange(frame(0, bytes(JSON)), 1, JSON.length() + 5),
                new byte[] {0, 0, 0, 2},
                bytes("{}"),
                new byte[] {0, 0, 0, 26},
                bytes(JSON));
        assertThat(body(batch).leaves("search")).extracting(Leaf::event).containsExactly(0, 2);
    }

    @Test
    void delimited_protobuf_messages_are_a_batch() {
        byte[] batch = joined(
                new ProtobufWriter()
                        .number(1, 5)
                        .string(2, "pat@clinic.example")
                        .delimited(),
                new ProtobufWriter().number(1, 6).delimited(),
                new ProtobufWriter().string(2, "x".repeat(300)).delimited());
        assertThat(body(batch).values("#1")).containsExactly("5", "6");
        assertThat(body(batch).leaf("#2", "pat@clinic.example").chain())
                .isEqualTo("body › delimited › [0] › protobuf › #2");
    }

    @Test
    void utf_16_text_is_read_with_a_mark_and_without() {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            assertThat(body(JSON.getBytes(charset)).values("search")).containsExactly("breast cancer");
            assertThat(body("{\"k\":\"" + base64(JSON.getBytes(charset)) + "\"}")
                            .values("k.search"))
                    .containsExactly("breast cancer");
        }
    }

    @Test
    void random_bytes_are_none_of_these() {
        Random random = new Random(SEED);
        int taken = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[4 + random.nextInt(60)];
            random.nextBytes(bytes);
            taken += Plausibility.isBinaryStructure(bytes) ? 1 : 0;
        }
        assertThat(taken).isZero();
    }

    @Test
    void structures_cut_short_declaring_too_much_or_going_on_are_none() throws IOException {
        for (byte[] whole : new byte[][] {messagePack(), cbor()}) {
            for (int length = 0; length < Math.min(200, whole.length); length++) {
                assertThat(Plausibility.isBinaryStructure(Arrays.copyOf(whole, length)))
                        .as("%d bytes", length)
                        .isFalse();
            }
            assertThat(Plausibility.isBinaryStructure(joined(whole, new byte[] {0x55})))
                    .isFalse();
        }
        for (String hex : new String[] {
            "dfffffffffa161616161616161", "ddffffffffa6616161616161", "dbffffffff616161616161",
            "bbffffffffffffffff61616161", "9bffffffffffffffff66616161616161", "7bffffffffffffffff616161",
            "9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f", "c6ffffffff00000000", "d9d9d9d9d9d9d9d9d9d9d9d9d9d9d9d9"
        }) {
            assertThat(Plausibility.isBinaryStructure(HexFormat.of().parseHex(hex)))
                    .as(hex)
                    .isFalse();
        }
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x91);
        assertThat(MessagePack.fits(deep)).isFalse();
        Arrays.fill(deep, (byte) 0x81);
        assertThat(Cbor.fits(deep)).isFalse();
    }

    private static byte[] frame(int flags, byte[] message) {
        byte[] frame = new byte[5 + message.length];
        frame[0] = (byte) flags;
        for (int i = 0; i < 4; i++) {
            frame[1 + i] = (byte) (message.length >>> (24 - 8 * i));
        }
        System.arraycopy(message, 0, frame, 5, message.length);
        return frame;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
