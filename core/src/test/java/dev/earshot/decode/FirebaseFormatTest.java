package dev.earshot.decode;

import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Written from the public definitions of the batch. All ids are invented.
class FirebaseFormatTest {
    private static final String URL = "https://app-measurement.com/a";

    /// A message made of fields.
    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            message.writeBytes(field);
        }
        return message.toByteArray();
    }

    private static byte[] varint(long number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long rest = number; ; rest >>>= 7) {
            if (rest >>> 7 == 0) {
                bytes.write((int) rest);
                return bytes.toByteArray();
            }
            bytes.write((int) ((rest & 0x7f) | 0x80));
        }
    }

    private static byte[] number(int id, long value) {
        return message(varint((long) id << 3), varint(value));
    }

    private static byte[] string(int id, String value) {
        return field(id, bytes(value));
    }

    private static byte[] field(int id, byte[] value) {
        return message(varint((long) id << 3 | 2), varint(value.length), value);
    }

    private static byte[] real(int id, double value) {
        byte[] bits = new byte[8];
        long all = Double.doubleToLongBits(value);
        for (int i = 0; i < 8; i++) {
            bits[i] = (byte) (all >>> (8 * i));
        }
        return message(varint((long) id << 3 | 1), bits);
    }

    private static byte[] event(String name, byte[]... parameters) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        for (byte[] parameter : parameters) {
            event.writeBytes(field(1, parameter));
        }
        event.writeBytes(string(2, name));
        event.writeBytes(number(3, 1_700_000_000_123L));
        return field(2, event.toByteArray());
    }

    private static byte[] parameter(String name, String value) {
        return message(string(1, name), string(2, value));
    }

    private static byte[] bundle(byte[]... more) {
        byte[] device = message(
                number(1, 1),
                string(8, "android"),
                string(9, "15"),
                string(10, "Pixel 7"),
                string(11, "en-us"),
                string(14, "example.clinic.portal"),
                string(16, "2.4.0"),
                string(19, "11111111-2222-4333-8444-555555555555"),
                string(21, "0123456789abcdef0123456789abcdef"),
                string(25, "1:123456789012:android:abcdef0123456789"),
                string(30, "cAbCdEfGhIjKlMnOpQrStU"),
                string(52, "G111"),
                number(67, 12));
        return field(1, message(device, message(more)));
    }

    private static final byte[] BATCH = bundle(
            event(
                    "_vs",
                    parameter("_sn", "Oncology appointments"),
                    parameter("_sc", "AppointmentActivity"),
                    message(string(1, "_si"), number(3, 77))),
            event(
                    "view_search_results",
                    parameter("search_term", "breast cancer"),
                    message(string(1, "value"), real(5, 12.5))),
            field(3, message(number(1, 1_700_000_000_000L), string(2, "_id"), string(3, "member-4711"))),
            field(3, message(string(2, "plan"), string(3, "gold"))));

    private static AsVendor read(byte[] body) {
        return AsVendor.decoded("firebase-analytics", Sample.post(URL, "application/x-www-form-urlencoded", body));
    }

    @Test
    void a_batch_tells_its_events_with_their_parameters() {
        AsVendor batch = read(gzip(BATCH));
        assertThat(batch.values("bundle[0].event[0].name")).containsExactly("_vs");
        assertThat(batch.values("bundle[0].event[0].params._sn")).containsExactly("Oncology appointments");
        assertThat(batch.values("bundle[0].event[0].params._si")).containsExactly("77");
        assertThat(batch.values("bundle[0].event[1].params.search_term")).containsExactly("breast cancer");
        assertThat(batch.values("bundle[0].event[1].params.value")).containsExactly("12.5");
        assertThat(batch.values("bundle[0].event[1].timestamp_millis")).containsExactly("1700000000123");
        assertThat(batch.leaves("bundle[0].event[1].params.search_term")
                        .getFirst()
                        .event())
                .isEqualTo(1);
        assertThat(batch.chain("bundle[0].event[1].params.search_term"))
                .isEqualTo("body › gzip › protobuf › bundle[0] › event[1] › params › search_term");
        assertThat(batch.tracker().events(batch.decoded().leaves())).containsExactly("_vs", "view_search_results");
        assertThat(batch.unread()).isEmpty();
    }

    @Test
    void a_batch_tells_the_device_the_app_and_the_user() {
        AsVendor batch = read(BATCH);
        assertThat(batch.values("bundle[0].app_instance_id")).containsExactly("0123456789abcdef0123456789abcdef");
        assertThat(batch.values("bundle[0].user_property._id")).containsExactly("member-4711");
        assertThat(batch.values("bundle[0].user_property.plan")).containsExactly("gold");
        assertThat(batch.values("bundle[0].67")).containsExactly("12");
        assertThat(batch.leaves("bundle[0].app_id").getFirst().event()).isEqualTo(-1);
    }

    @Test
    void what_a_batch_tells_has_the_meaning_that_the_catalogue_gives_it() {
        AsVendor batch = read(gzip(BATCH));
        assertThat(batch.roles("bundle[0].app_instance_id")).containsExactly("id.device");
        assertThat(batch.roles("bundle[0].resettable_device_id")).containsExactly("id.advertising");
        assertThat(batch.roles("bundle[0].event[0].name")).containsExactly("event.name");
        assertThat(batch.roles("bundle[0].event[0].params._sn")).containsExactly("app.screen");
        assertThat(batch.roles("bundle[0].event[1].params.search_term")).containsExactly("search.term");
        assertThat(batch.roles("bundle[0].event[1].params.value")).containsExactly("custom");
        assertThat(batch.roles("bundle[0].user_property._id")).containsExactly("id.user");
        assertThat(batch.roles("bundle[0].user_property.plan")).containsExactly("custom.user");
        assertThat(batch.roles("bundle[0].gmp_app_id")).containsExactly("account");
        assertThat(batch.roles("bundle[0].67")).containsExactly("-");
    }

    @Test
    void events_are_numbered_through_the_bundles_of_a_batch() {
        AsVendor batch = read(message(bundle(event("first_open")), bundle(event("screen_view"), event("login"))));
        assertThat(batch.values("bundle[1].event[2].name")).containsExactly("login");
        assertThat(batch.tracker().events(batch.decoded().leaves()))
                .containsExactly("first_open", "screen_view", "login");
    }

    @Test
    void nested_values_of_a_parameter_are_told() {
        byte[] item = message(string(1, "item_name"), string(2, "Mammogram"));
        byte[] items = message(string(1, "items"), field(6, field(6, item)));
        AsVendor batch = read(bundle(event("view_item", items)));
        assertThat(batch.values("bundle[0].event[0].params.items[0].item_name")).containsExactly("Mammogram");
    }

    @Test
    void a_name_that_carries_a_value_is_a_value() {
        AsVendor batch =
                read(bundle(event("login", parameter("pat@clinic.example", "1"), parameter("m4711000112", "x"))));
        assertThat(batch.values("bundle[0].event[0].params"))
                .containsExactly("pat@clinic.example", "1", "m4711000112", "x");
        assertThat(batch.paths()).noneMatch(path -> path.contains("clinic.example") || path.contains("4711000112"));
    }

    @Test
    void a_message_of_unknown_meaning_keeps_its_numbers() {
        AsVendor batch = read(bundle(event("login"), field(71, message(number(1, 5), string(3, "denied")))));
        assertThat(batch.values("bundle[0].71.3")).containsExactly("denied");
    }

    @Test
    void a_batch_cut_off_tells_what_it_holds_and_that_it_is_cut() {
        byte[] two = message(bundle(event("login")), bundle(event("screen_view")));
        AsVendor batch = read(Arrays.copyOf(two, two.length - 20));
        assertThat(batch.values("bundle[0].event[0].name")).containsExactly("login");
        assertThat(batch.unread()).singleElement().asString().contains("cut off");
    }

    @Test
    void a_body_of_another_kind_is_read_as_it_stands() {
        AsVendor form = read(bytes("name=login&value=1"));
        assertThat(form.values("name")).containsExactly("login");
        AsVendor packed = read(gzip("{\"name\":\"login\"}"));
        assertThat(packed.chain("name")).isEqualTo("body › gzip › json › name");
        AsVendor other = read(field(1, message(string(40, "neither app nor event"))));
        assertThat(other.paths()).noneMatch(path -> path.startsWith("bundle"));
    }

    @Test
    void no_byte_that_is_changed_or_missing_breaks_the_reader() {
        for (int i = 0; i < BATCH.length; i++) {
            byte[] changed = BATCH.clone();
            changed[i] ^= (byte) 0x8f;
            read(changed);
            read(Arrays.copyOf(BATCH, i));
        }
        assertThat(read(new byte[] {10, 2, 10, 0}).decoded().leaves()).isNotNull();
    }
}
