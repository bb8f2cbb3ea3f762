package dev.earshot.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.exchange.WebSocketMessage.Direction;
import dev.earshot.persona.Persona;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The page that talks in every way there is. That its workers, beacons and sockets are heard at all shows that the
/// browser's trust in the clinic's certificate covers them.
@EnabledIf(value = "dev.earshot.clinic.Visitor#canVisit", disabledReason = "needs a Chromium and Node on the path")
class TransportsTest {
    private static final Set<String> KINDS = Set.of(
            "pixel",
            "redirect",
            "fetch",
            "xhr",
            "preflight",
            "beacon-text",
            "beacon-blob",
            "beacon-form",
            "beacon-file",
            "keepalive",
            "large",
            "gzip",
            "deflate",
            "deflate-raw",
            "brotli",
            "cookie-only",
            "referer-only",
            "websocket",
            "eventsource",
            "frame",
            "worker",
            "shared-worker",
            "service-worker",
            "late",
            "upload",
            "hidden",
            "pagehide",
            "pagehide-keepalive",
            "beforeunload");

    private static List<Received> received = List.of();

    @BeforeAll
    static void visitOnce() {
        received = visit(ClinicOptions.defaults());
    }

    @Test
    void every_kind_of_request_arrives_with_its_whole_body() {
        assertThat(kinds(received)).containsAll(KINDS);
        assertThat(received).allMatch(Received::whole);
        assertThat(received.stream().map(Received::httpVersion).distinct()).contains("HTTP/2.0");
        assertThat(only(received, "large").body().length()).isGreaterThan(300_000);
        assertThat(only(received, "beacon-file").body().utf8())
                .contains("filename=\"note.txt\"", "seen on https://www.clinic.example/transports");
        assertThat(only(received, "gzip").body().toArray()).startsWith(0x1f, 0x8b);
        assertThat(Legible.text(only(received, "deflate"))).contains("https://www.clinic.example/transports");
        assertThat(only(received, "brotli").header("content-encoding")).hasValue("br");
        assertThat(received.stream()
                        .filter(request -> request.path().equals("/t/redirect"))
                        .map(request -> request.host() + " " + request.query().substring(0, 5)))
                .containsExactly(
                        "pixel.unheardof.example hop=1",
                        "cdn.elsewhere.example hop=2",
                        "pixel.unheardof.example hop=3",
                        "cdn.elsewhere.example hop=4");
        assertThat(received.stream()
                        .filter(request -> request.path().equals("/t/preflight"))
                        .map(Received::method))
                .containsExactly("OPTIONS", "PUT");
    }

    @Test
    void a_web_socket_is_kept_with_its_messages_in_both_directions() {
        Received socket = only(received, "websocket");

        assertThat(socket.url()).isEqualTo("wss://pixel.unheardof.example/t/websocket");
        assertThat(socket.messages().stream().map(WebSocketMessage::direction))
                .containsExactlyInAnyOrder(Direction.SENT, Direction.RECEIVED, Direction.SENT);
        assertThat(socket.messages().stream().map(WebSocketMessage::opcode).distinct())
                .containsExactlyInAnyOrder(1, 2);
        assertThat(socket.messages().getFirst().payload().utf8()).contains("https://www.clinic.example/transports");
    }

    @Test
    void what_says_nothing_in_its_address_or_body_still_tells_by_referer_or_cookie() {
        Received byReferer = only(received, "referer-only");
        assertThat(byReferer.query()).isEmpty();
        assertThat(byReferer.header("referer")).hasValue("https://www.clinic.example/transports");
        Received byCookie = only(received, "cookie-only");
        assertThat(byCookie.query()).isEmpty();
        assertThat(byCookie.header("cookie").orElseThrow()).contains("seen_page=https%3A%2F%2Fwww.clinic.example");
    }

    @Test
    void without_http_2_the_same_requests_arrive() {
        List<Received> plain = visit(ClinicOptions.defaults().http1Only());

        assertThat(kinds(plain)).containsAll(KINDS);
        assertThat(plain.stream().map(Received::httpVersion).distinct()).containsExactly("HTTP/1.1");
    }

    private static List<Received> visit(ClinicOptions options) {
        try (Clinic clinic = Clinic.start(options);
                Visitor visitor = Visitor.to(clinic)) {
            RecordedJourney.play(
                    visitor.page(),
                    Resources.required("journeys/transports.json"),
                    new Persona("p-1", Map.of(), Map.of()));
            visitor.until(
                    () -> "missing: " + missing(clinic),
                    () -> missing(clinic).isEmpty()
                            && only(clinic.received(), "websocket").messages().size() == 3);
            return clinic.received();
        }
    }

    private static Set<String> missing(Clinic clinic) {
        Set<String> missing = new TreeSet<>(KINDS);
        missing.removeAll(kinds(clinic.received()));
        return missing;
    }

    private static Set<String> kinds(List<Received> received) {
        return received.stream()
                .map(Received::path)
                .filter(path -> path.startsWith("/t/"))
                .map(path -> path.substring(3))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Received only(List<Received> received, String kind) {
        return received.stream()
                .filter(request -> request.path().equals("/t/" + kind))
                .filter(request -> !request.method().equals("OPTIONS"))
                .findFirst()
                .orElseThrow();
    }
}
