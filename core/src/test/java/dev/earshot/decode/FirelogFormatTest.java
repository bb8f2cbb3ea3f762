package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Written from the public definitions of the batch and of Crashlytics' report. All ids are invented.
class FirelogFormatTest {
    private static final String URL = "https://crashlyticsreports-pa.googleapis.com/v1/firelog/legacy/batchlog";
    private static final String FILES = "logRequest[0].logEvent[0].sourceExtension.applePayload.files";

    private static AsVendor read(byte[] body) {
        return AsVendor.decoded("crashlytics", Sample.post(URL, "application/x-protobuf", body));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String name, String value) {
        return "{\"kv\":{\"key\":\"" + hex(name) + "\",\"value\":\"" + hex(value) + "\"}}\n";
    }

    private static ProtobufWriter file(String name, byte[] contents) {
        return new ProtobufWriter().string(1, name).string(2, contents);
    }

    private static byte[] batch(ProtobufWriter... files) {
        ProtobufWriter payload = new ProtobufWriter();
        for (ProtobufWriter file : files) {
            payload.message(1, file);
        }
        ProtobufWriter report = new ProtobufWriter()
                .string(1, "12.6.0")
                .string(3, "1:100000000001:ios:0a1b2c3d4e5f6071")
                .string(5, "0A1B2C3D4E5F60718293A4B5C6D7E8F9")
                .message(10, payload);
        return new ProtobufWriter()
                .message(
                        1,
                        new ProtobufWriter()
                                .number(2, 1206)
                                .message(
                                        3,
                                        new ProtobufWriter()
                                                .number(1, 1_763_790_012_345L)
                                                .message(6, report)))
                .toBytes();
    }

    private static byte[] keys(String... lines) {
        return String.join("", lines).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keys_and_log_lines_in_hexadecimal_are_read_under_their_names() {
        AsVendor report = read(Sample.gzip(batch(
                file(
                        "internal_incremental_kv.clsrecord",
                        keys(key("com.crashlytics.user-id", "pt-77120934"), key("plan", "gold"))),
                file("log_a.clsrecord", keys("{\"log\":{\"msg\":\"" + hex("opened results") + "\",\"time\":1}}\n")))));
        assertThat(report.values(FILES + "[0].keys.user-id")).containsExactly("pt-77120934");
        assertThat(report.roles(FILES + "[0].keys.user-id")).containsExactly("id.user");
        assertThat(report.values(FILES + "[0].keys.plan")).containsExactly("gold");
        assertThat(report.values(FILES + "[1].log")).containsExactly("opened results");
        assertThat(report.leaves(FILES + "[1].log").getFirst().event()).isZero();
        assertThat(report.unread()).isEmpty();
    }

    @Test
    void a_key_that_is_an_address_is_no_name() {
        AsVendor report = read(batch(file("user.clsrecord", keys(key("pat@clinic.example", "yes")))));
        assertThat(report.values(FILES + "[0].keys")).containsExactlyInAnyOrder("pat@clinic.example", "yes");
    }

    @Test
    void a_file_that_nobody_can_read_is_reported() {
        byte[] noise = new byte[400];
        new Random(20261122).nextBytes(noise);
        noise[0] = 1;
        assertThat(read(batch(file("crash.bin", noise))).unread()).containsExactly("unknown encoding");
    }

    @Test
    void what_is_no_batch_is_left_to_the_general_decoders() {
        AsVendor json = AsVendor.decoded(
                "crashlytics",
                Sample.post(URL, "application/json", keys("{\"logRequest\": [{\"logSourceName\": \"X_Y\"}]}")));
        assertThat(json.values("logRequest[0].logSourceName")).containsExactly("X_Y");
        byte[] other = new ProtobufWriter().string(2, "a text of some length").toBytes();
        assertThat(read(other).paths()).noneMatch(path -> path.startsWith("logRequest"));
    }

    @Test
    void a_batch_that_is_cut_off_anywhere_is_read_or_reported_and_never_fails() {
        byte[] whole = batch(
                file("user.clsrecord", keys(key("plan", "gold"), key("clinic", "oncology"))),
                file("log_a.clsrecord", keys("{\"log\":{\"msg\":\"" + hex("opened") + "\",\"time\":1}}\n")));
        for (int length = 0; length < whole.length; length++) {
            AsVendor cut = read(Arrays.copyOf(whole, length));
            assertThat(cut.decoded().leaves().isEmpty()
                            && cut.decoded().undecoded().isEmpty()
                            && length > 64)
                    .as("cut at %d", length)
                    .isFalse();
        }
    }
}
