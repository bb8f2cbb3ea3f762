package dev.earshot.decode;

import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/// Written from Sentry's description of envelopes and their items.
class SentryFormatTest {
    private static final String URL =
            "https://o1.ingest.sentry.io/api/42/envelope/?sentry_key=0123456789abcdef0123456789abcdef&sentry_version=7";
    private static final String PAGE = "https://www.clinic.example/search?q=breast%20cancer";
    private static final String EVENT = "{\"event_id\":\"e1\",\"request\":{\"url\":\"" + PAGE
            + "\"},\"user\":{\"email\":\"pat@mail.example\"},\"breadcrumbs\":[{\"category\":\"fetch\","
            + "\"data\":{\"url\":\"/api/patients/77\"}}]}";

    private static byte[] envelope(Object... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Object part : parts) {
            body.writeBytes(part instanceof byte[] raw ? raw : bytes(part.toString()));
        }
        return body.toByteArray();
    }

    private static AsVendor read(byte[] body) {
        return AsVendor.decoded("sentry", Sample.post(URL, "text/plain;charset=UTF-8", body));
    }

    private static final byte[] TWO = envelope(
            "{\"event_id\":\"e1\",\"sent_at\":\"2026-01-02T03:04:05Z\",\"dsn\":\"https://k@o1.ingest.sentry.io/42\"}\n",
            "{\"type\":\"event\"}\n",
            EVENT,
            "\n{\"type\":\"transaction\",\"length\":" + "{\"transaction\":\"/visits/:id\"}".length() + "}\n",
            "{\"transaction\":\"/visits/:id\"}\n");

    @Test
    void the_header_is_shared_and_each_item_is_an_event() {
        AsVendor read = read(TWO);
        assertThat(read.leaves("dsn").getFirst().event()).isEqualTo(-1);
        assertThat(read.values("item.type")).containsExactly("event", "transaction");
        assertThat(read.leaves("request.url").getFirst().event()).isEqualTo(0);
        assertThat(read.values("request.url?q")).containsExactly("breast cancer");
        assertThat(read.leaves("transaction").getFirst().event()).isEqualTo(1);
        assertThat(read.chain("user.email")).isEqualTo("body › envelope › [0] › json › user › email");
        assertThat(read.tracker().events(read.decoded().leaves())).containsExactly("event", "transaction");
        assertThat(read.unread()).isEmpty();
    }

    @Test
    void what_an_envelope_tells_has_the_meaning_that_the_catalogue_gives_it() {
        AsVendor read = read(TWO);
        assertThat(read.roles("request.url")).containsExactly("page.url");
        assertThat(read.roles("user.email")).containsExactly("plain.email");
        assertThat(read.roles("breadcrumbs[0].data.url")).containsExactly("network.url");
        assertThat(read.roles("item.type")).containsExactly("event.name", "event.name");
        assertThat(read.roles("transaction")).containsExactly("page.path");
    }

    @Test
    void a_gzipped_envelope_is_the_same() {
        assertThat(read(gzip(TWO)).chain("user.email")).isEqualTo("body › gzip › envelope › [0] › json › user › email");
    }

    @Test
    void a_recording_is_json_packed_behind_a_line() {
        byte[] packed = zlib(bytes("[{\"type\":4,\"data\":{\"href\":\"" + PAGE + "\"}},{\"type\":3,\"data\":{\"text\":"
                + "\"Anna Example\"}}]"));
        String line = "{\"segment_id\":3}\n";
        byte[] body = envelope(
                "{\"event_id\":\"e2\"}\n{\"type\":\"replay_event\"}\n{\"urls\":[\"" + PAGE
                        + "\"],\"replay_id\":\"r1\"}\n",
                "{\"type\":\"replay_recording\",\"length\":" + (line.length() + packed.length) + "}\n",
                line,
                packed,
                "\n");
        AsVendor read = read(body);
        assertThat(read.values("recording.segment_id")).containsExactly("3");
        assertThat(read.values("recording[0].data.href")).containsExactly(PAGE);
        assertThat(read.values("recording[1].data.text")).containsExactly("Anna Example");
        assertThat(read.chain("recording[1].data.text"))
                .isEqualTo("body › envelope › [1] › recording › zlib › json › [1] › data › text");
        assertThat(read.roles("urls[0]")).containsExactly("page.url");
        assertThat(read.unread()).isEmpty();
    }

    @Test
    void what_a_recording_holds_is_told_by_its_kind() {
        byte[] packed = zlib(bytes("[{\"type\":4,\"data\":{\"href\":\"" + PAGE + "\",\"width\":1200,\"height\":800},"
                + "\"timestamp\":1700000000000},{\"type\":3,\"data\":{\"source\":5,\"id\":7,\"text\":\"Anna Example\","
                + "\"isChecked\":false},\"timestamp\":1700000000500}]"));
        byte[] body = envelope(
                "{}\n{\"type\":\"replay_recording\",\"length\":" + (17 + packed.length) + "}\n",
                "{\"segment_id\":3}\n",
                packed);
        AsVendor read = read(body);
        assertThat(read.values("recording[0].meta.href")).containsExactly(PAGE);
        assertThat(read.roles("recording[0].meta.href")).containsExactly("page.url");
        assertThat(read.values("recording[1].input.text")).containsExactly("Anna Example");
        assertThat(read.roles("recording[1].input.text")).containsExactly("form.field");
    }

    @Test
    void a_recording_that_is_not_packed_is_read_too() {
        AsVendor read = read(envelope(
                "{}\n{\"type\":\"replay_recording\"}\n", "[{\"type\":3,\"data\":{\"text\":\"Anna Example\"}}]"));
        assertThat(read.values("recording[0].data.text")).containsExactly("Anna Example");
    }

    @Test
    void an_attachment_may_hold_line_ends_and_what_looks_like_an_item() {
        String content = "line one\n{\"type\":\"event\"}\n{\"user\":{\"email\":\"no@mail.example\"}}";
        AsVendor read = read(envelope(
                "{}\n{\"type\":\"attachment\",\"length\":" + content.length() + ",\"filename\":\"notes.txt\"}\n",
                content,
                "\n{\"type\":\"event\"}\n{\"user\":{\"id\":\"u-1\"}}"));
        assertThat(read.values("attachment")).containsExactly(content);
        assertThat(read.values("item.filename")).containsExactly("notes.txt");
        assertThat(read.values("user.email")).isEmpty();
        assertThat(read.values("user.id")).containsExactly("u-1");
        assertThat(read.leaves("user.id").getFirst().event()).isEqualTo(1);
    }

    @Test
    void an_attachment_that_no_codec_opens_is_reported_with_its_size() {
        byte[] noise = new byte[300];
        new java.util.Random(7).nextBytes(noise);
        AsVendor read = read(envelope("{}\n{\"type\":\"attachment\",\"length\":300}\n", noise, "\n"));
        assertThat(read.decoded().undecoded()).singleElement().satisfies(part -> {
            assertThat(part.bytes()).isEqualTo(300);
            assertThat(part.entropy()).isGreaterThan(6.5);
        });
    }

    @Test
    void an_item_shorter_than_it_says_is_cut() {
        AsVendor read = read(envelope("{}\n{\"type\":\"event\",\"length\":500}\n{\"user\":{\"id\":\"u-1\"}"));
        assertThat(read.unread()).contains("the item is cut off");
        assertThat(read.values("user.id")).containsExactly("u-1");
    }

    @Test
    void what_is_no_envelope_is_read_as_it_stands() {
        assertThat(read(bytes(EVENT)).values("user.email")).containsExactly("pat@mail.example");
        AsVendor lines = read(bytes("{\"a\":1}\n{\"b\":2}\n"));
        assertThat(lines.chain("b")).isEqualTo("body › lines › [1] › json › b");
        assertThat(read(bytes("plain\n{\"type\":\"event\"}\n{}")).paths()).doesNotContain("item.type");
    }

    @Test
    void what_follows_the_items_and_is_none_is_reported() {
        AsVendor read = read(envelope("{}\n{\"type\":\"event\"}\n{\"user\":{\"id\":\"u-1\"}}\nthe rest"));
        assertThat(read.unread()).containsExactly("no item of an envelope");
    }

    @Test
    void no_byte_that_is_changed_or_missing_breaks_the_reader() {
        for (int i = 0; i < TWO.length; i++) {
            byte[] changed = TWO.clone();
            changed[i] ^= 0x15;
            read(changed);
            read(java.util.Arrays.copyOf(TWO, i));
        }
    }
}
