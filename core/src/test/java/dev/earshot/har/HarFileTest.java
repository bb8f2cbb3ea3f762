package dev.earshot.har;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.StoredItem;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarFileTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @TempDir
    private Path folder;

    @Test
    void what_is_written_is_read_back_the_same() {
        Exchange exchange = new Exchange(
                "3f9a1c",
                NOON,
                new Request(
                        "POST",
                        "https://pixel.tracker.example/c?a=1&b=%20x",
                        "h2",
                        List.of(new Header("cookie", "id=7"), new Header("referer", "https://www.clinic.example/")),
                        Body.whole(Bytes.copyOf(new byte[] {31, -117, 0, 1, -1}), "application/octet-stream")),
                Optional.of(new Response(
                        302, "Found", List.of(new Header("location", "/next")), Optional.of("/next"), "text/html", 12)),
                List.of(
                        new WebSocketMessage(WebSocketMessage.Direction.SENT, NOON, 1, Bytes.utf8("hé")),
                        new WebSocketMessage(
                                WebSocketMessage.Direction.RECEIVED, NOON, 2, Bytes.copyOf(new byte[] {0, -1}))),
                new Context(
                        "accept",
                        Optional.of("p1"),
                        "https://www.clinic.example/",
                        "https://www.clinic.example/frame",
                        Context.Target.SERVICE_WORKER,
                        "ping",
                        List.of(new Initiator(
                                Initiator.Kind.SCRIPT, Optional.of("https://www.clinic.example/t.js"), 3, 9, "send")),
                        Context.Consent.ACCEPTED,
                        Context.SignedIn.YES,
                        Set.of(Context.Witness.NET_LOG, Context.Witness.CDP),
                        Optional.of("patient/4")),
                Exchange.Delivery.SENT);
        Capture.Summary summary = new Capture.Summary(
                List.of("https://www.clinic.example/"),
                "Earshot 0.1",
                "Chromium 150.0",
                NOON,
                NOON.plusSeconds(9),
                List.of(new Run("accept", Run.ConsentMode.ACCEPT, "accepted")),
                List.of(new Page(
                        "p1",
                        "accept",
                        "https://www.clinic.example/",
                        "The clinic",
                        NOON,
                        Page.Outcome.PARTIAL,
                        "timed out",
                        Optional.of("screenshots/p1.png"),
                        List.of(new StoredItem(
                                StoredItem.Kind.COOKIE,
                                "_ga",
                                Sensitive.of("GA1.1.2"),
                                "clinic.example",
                                Optional.of(NOON),
                                Optional.of("https://www.clinic.example/t.js"))))),
                List.of(new BlindSpot(BlindSpot.Kind.CHANNEL_NOT_SEEN, "beacon", "Not seen.", true)),
                17,
                Optional.of(new Persona(
                        "p-1",
                        Map.of(PersonaField.EMAIL, List.of(Sensitive.of("a@mail.example"))),
                        Map.of("otp", Sensitive.of("998877")))));
        Path file = folder.resolve("capture.har");
        try (HarWriter writer = HarWriter.create(file)) {
            writer.add(exchange);
            writer.finish(summary);
        }
        HarFile read = HarFile.open(file);
        assertThat(exchanges(read)).containsExactly(exchange);
        assertThat(read.summary()).isEqualTo(summary);
    }

    @Test
    void a_capture_that_was_not_finished_keeps_what_it_has_and_says_so() {
        Path file = folder.resolve("capture.har");
        try (HarWriter writer = HarWriter.create(file)) {
            writer.add(simple("a1"));
            writer.add(simple("a2"));
        }
        HarFile read = HarFile.open(file);
        assertThat(exchanges(read)).extracting(Exchange::id).containsExactly("a1", "a2");
        assertThat(read.summary().blindSpots()).anyMatch(BlindSpot::incomplete);
    }

    @Test
    void a_file_cut_off_anywhere_never_throws_anything_but_a_clear_message() throws IOException {
        Path whole = folder.resolve("whole.har");
        try (HarWriter writer = HarWriter.create(whole)) {
            writer.add(simple("a1"));
            writer.add(simple("a2"));
        }
        byte[] bytes = Files.readAllBytes(whole);
        for (int end = 0; end < bytes.length; end++) {
            Path cut = folder.resolve("cut.har");
            Files.write(cut, java.util.Arrays.copyOf(bytes, end));
            try {
                HarFile read = HarFile.open(cut);
                assertThat(read.summary().blindSpots()).as("cut at %d", end).anyMatch(BlindSpot::incomplete);
                exchanges(read);
            } catch (EarshotException e) {
                assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE);
            }
        }
    }

    @Test
    void what_is_not_json_or_not_a_har_is_refused_with_what_to_do() throws IOException {
        for (String text :
                List.of("", "hello", "[1,2]", "{\"log\":{\"version\":\"1.2\"}}", "{\"a\":1}", "\u0000\u0001")) {
            Path file = Files.writeString(folder.resolve("no.har"), text);
            assertThatThrownBy(() -> HarFile.open(file))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("is not a HAR file")
                    .hasMessageContaining("Export HAR");
        }
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> HarFile.open(folder.resolve("absent.har")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("absent.har");
    }

    @Test
    void an_empty_har_is_a_har() throws IOException {
        assertThat(exchanges(foreign(""))).isEmpty();
    }

    @Test
    void bad_base64_is_a_body_not_seen_and_the_rest_is_read() throws IOException {
        HarFile read = foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"POST","url":"https://a.example/","postData":
              {"mimeType":"x/y","text":"QQ=Q","_encoding":"base64"}},"response":{"status":200}},
            {"startedDateTime":"2026-03-01T12:00:01Z","request":{"method":"GET","url":"https://b.example/"},
             "response":{"status":200,"content":{"text":"***","encoding":"base64"}}}""");
        assertThat(exchanges(read)).hasSize(2);
        assertThat(exchanges(read).getLast().request().url()).isEqualTo("https://b.example/");
    }

    @Test
    void base64_with_a_broken_tail_is_said() throws IOException {
        HarFile read = foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"POST","url":"https://a.example/","postData":
              {"mimeType":"x/y","text":"QUJDR","_encoding":"base64"}},"response":{"status":200}}""");
        assertThat(exchanges(read).getFirst().request().body().state()).isEqualTo(Body.State.UNSEEN);
        assertThat(read.summary().blindSpots())
                .anySatisfy(blind -> assertThat(blind.kind()).isEqualTo(BlindSpot.Kind.BODY_NOT_WHOLE));
    }

    @Test
    void negative_times_and_times_that_are_none_are_borne() throws IOException {
        HarFile read = foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","time":-5,"request":{"method":"GET","url":"https://a.example/"},
             "response":{"status":200},"timings":{"send":-1,"wait":-3,"receive":-9}},
            {"startedDateTime":"yesterday","request":{"method":"GET","url":"https://b.example/"},
             "response":{"status":200}}""");
        assertThat(exchanges(read)).extracting(Exchange::startedAt).containsOnly(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(read.summary().blindSpots()).hasSize(1).noneMatch(BlindSpot::incomplete);
    }

    @Test
    void a_body_that_the_recording_left_out_is_not_taken_for_none() throws IOException {
        HarFile read = foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"POST","url":"https://a.example/",
             "bodySize":512},"response":{"status":200}}""");
        assertThat(exchanges(read).getFirst().request().body().state()).isEqualTo(Body.State.UNSEEN);
        assertThat(read.summary().blindSpots()).anyMatch(BlindSpot::incomplete);
    }

    @Test
    void a_form_given_as_fields_becomes_its_text() throws IOException {
        HarFile read = foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"POST","url":"https://a.example/","postData":
              {"mimeType":"application/x-www-form-urlencoded","params":[{"name":"e mail","value":"a@b"}]}},
             "response":{"status":200}}""");
        assertThat(exchanges(read).getFirst().request().body().bytes().utf8()).isEqualTo("e+mail=a%40b");
    }

    @Test
    void an_entry_without_an_answer_may_never_have_left() throws IOException {
        HarFile read = foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"GET","url":"https://a.example/#f"},
             "response":{"status":0}}""");
        assertThat(exchanges(read).getFirst().delivery()).isEqualTo(Exchange.Delivery.UNKNOWN);
        assertThat(exchanges(read).getFirst().request().url()).isEqualTo("https://a.example/");
    }

    @Test
    void the_initiator_is_read_as_devtools_and_as_chrome_har_write_it() throws IOException {
        HarFile read = foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"GET","url":"https://a.example/"},
             "_initiator":{"type":"script","stack":{"callFrames":[{"url":"https://t.example/t.js","lineNumber":4,
               "columnNumber":0,"functionName":"f"}],"parent":{"callFrames":[{"url":"https://www.clinic.example/"}]}}}},
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"GET","url":"https://a.example/"},
             "_initiator_detail":"{\\"type\\":\\"parser\\",\\"url\\":\\"https://www.clinic.example/\\",\\"lineNumber\\":7}"}""");
        assertThat(exchanges(read).getFirst().context().initiators())
                .extracting(initiator -> initiator.url().orElse("") + ":" + initiator.line())
                .containsExactly("https://t.example/t.js:5", "https://www.clinic.example/:0");
        assertThat(exchanges(read).getLast().context().initiators().getFirst().kind())
                .isEqualTo(Initiator.Kind.PARSER);
    }

    @Test
    void two_entries_with_one_id_are_told_apart() throws IOException {
        String entry = """
            {"_id":"same","startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"GET","url":"https://a.example/"}}""";
        assertThat(exchanges(foreign(entry + "," + entry)))
                .extracting(Exchange::id)
                .containsExactly("same", "e000001");
    }

    @Test
    void the_copy_has_the_ids_that_the_judgement_uses_and_all_else_untouched() throws IOException {
        foreign("""
            {"startedDateTime":"2026-03-01T12:00:00Z","request":{"method":"GET","url":"https://a.example/"},
             "response":{"status":200,"content":{"text":"kept"}},"_foreign":[1,{"entries":[{}]}]}""");
        Path copy = folder.resolve("copy.har");
        HarFile.open(folder.resolve("foreign.har")).copyWithIds(copy);
        assertThat(Files.readString(copy))
                .contains("\"_id\":\"e000000\"", "kept", "\"_foreign\":[1,{\"entries\":[{}]}]");
        assertThat(exchanges(HarFile.open(copy))).isEqualTo(exchanges(HarFile.open(folder.resolve("foreign.har"))));
    }

    @Test
    void a_gzipped_har_is_read_too() throws IOException {
        Path file = folder.resolve("capture.har.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://a.example/\"}}]}}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(exchanges(HarFile.open(file))).hasSize(1);
    }

    @Test
    void response_bodies_larger_than_the_heap_s_spare_room_are_passed_over() throws IOException {
        Path file = folder.resolve("large.har");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"log\":{\"entries\":[");
            String block = "x".repeat(1 << 20);
            for (int entry = 0; entry < 2; entry++) {
                out.write(entry == 0 ? "" : ",");
                out.write(
                        "{\"request\":{\"url\":\"https://a.example/\"},\"response\":{\"status\":200,\"content\":{\"text\":\"");
                for (int megabyte = 0; megabyte < 300; megabyte++) {
                    out.write(block);
                }
                out.write("\"}}}");
            }
            out.write("]}}");
        }
        HarFile read = HarFile.open(file);
        assertThat(exchanges(read)).hasSize(2);
        assertThat(read.summary().blindSpots()).isNotEmpty().noneMatch(BlindSpot::incomplete);
    }

    private HarFile foreign(String entries) throws IOException {
        Path file = Files.writeString(
                folder.resolve("foreign.har"), "{\"log\":{\"version\":\"1.2\",\"entries\":[" + entries + "]}}");
        return HarFile.open(file);
    }

    private static List<Exchange> exchanges(Capture capture) {
        List<Exchange> exchanges = new ArrayList<>();
        capture.forEach(exchanges::add);
        return exchanges;
    }

    private static Exchange simple(String id) {
        return new Exchange(
                id,
                NOON,
                new Request("GET", "https://pixel.tracker.example/" + id, "h2", List.of(), Body.NONE),
                Optional.empty(),
                List.of(),
                Context.unknown("ignore"),
                Exchange.Delivery.SENT);
    }

    @Test
    void a_recording_can_be_told_who_was_there() throws IOException {
        Path foreign = Files.writeString(
                folder.resolve("foreign.har"),
                "{\"log\":{\"entries\":[],\"creator\":{\"name\":\"x\",\"version\":\"1\"}}}");
        Persona persona = Personas.fresh(7);

        HarFile.open(foreign).copyWithIds(folder.resolve("copy.har"), persona);

        HarFile copy = HarFile.open(folder.resolve("copy.har"));
        assertThat(copy.summary().persona()).contains(persona);
        assertThatThrownBy(() -> copy.copyWithIds(folder.resolve("again.har"), persona))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("says itself who was there");
    }
}
