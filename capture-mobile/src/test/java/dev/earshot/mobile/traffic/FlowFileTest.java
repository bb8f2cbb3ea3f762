package dev.earshot.mobile.traffic;

import static dev.earshot.mobile.traffic.TNetWriter.ascii;
import static dev.earshot.mobile.traffic.TNetWriter.map;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.WebSocketMessage.Direction;
import dev.earshot.har.HarFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowFileTest {
    private static final double AT = 1_760_000_000.25;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void a_flow_of_every_version_is_read(int version) throws IOException {
        Exchange seen = one(flow(version, ascii("{\"event\":\"Book\"}")));
        assertThat(seen.request().method()).isEqualTo("POST");
        assertThat(seen.request().url()).isEqualTo("https://pixel.tracker.example/e?ev=Book");
        assertThat(seen.request().httpVersion()).isEqualTo("HTTP/2.0");
        assertThat(seen.request().header("user-agent")).contains("ClinicApp/7");
        assertThat(seen.request().body()).isEqualTo(Body.whole(Bytes.utf8("{\"event\":\"Book\"}"), "application/json"));
        assertThat(seen.response().orElseThrow().status()).isEqualTo(204);
        assertThat(seen.startedAt()).isEqualTo(Instant.parse("2025-10-09T08:53:20.250Z"));
        assertThat(seen.context().witnesses()).containsExactly(Context.Witness.PROXY);
        assertThat(seen.delivery()).isEqualTo(Exchange.Delivery.SENT);
    }

    @Test
    void a_flow_of_version_three_has_three_numbers_and_is_read() throws IOException {
        Map<String, @Nullable Object> flow = flow(4, ascii("x"));
        flow.put("version", List.of(3, 0, 2));
        assertThat(one(flow).request().url()).isEqualTo("https://pixel.tracker.example/e?ev=Book");
    }

    @Test
    void trailers_are_told_with_the_headers() throws IOException {
        Map<String, @Nullable Object> flow = flow(17, ascii("x"));
        member(flow, "request").put("trailers", headers("x-checksum", "17"));
        assertThat(one(flow).request().headers()).contains(new Header("x-checksum", "17"));
    }

    @Test
    void a_compressed_body_stays_as_it_was_sent() throws IOException {
        byte[] packed = {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
        assertThat(one(flow(17, packed)).request().body().bytes()).isEqualTo(Bytes.copyOf(packed));
    }

    @Test
    void a_body_that_mitmproxy_did_not_keep_is_not_taken_for_none() throws IOException {
        Map<String, @Nullable Object> flow = flow(17, null);
        member(flow, "request").put("headers", headers("content-length", "5000000"));
        assertThat(one(flow).request().body().state()).isEqualTo(Body.State.UNSEEN);
    }

    @Test
    void a_request_without_a_body_has_none() throws IOException {
        assertThat(one(flow(17, null)).request().body()).isEqualTo(Body.NONE);
        assertThat(one(flow(17, new byte[0])).request().body()).isEqualTo(Body.NONE);
    }

    @Test
    void a_port_that_goes_without_saying_is_left_out_and_another_is_told() throws IOException {
        Map<String, @Nullable Object> flow = flow(17, null);
        member(flow, "request").put("port", 8443);
        assertThat(one(flow).request().url()).isEqualTo("https://pixel.tracker.example:8443/e?ev=Book");
    }

    @Test
    void routed_traffic_is_named_by_its_authority_and_not_by_an_ip_address() throws IOException {
        Map<String, @Nullable Object> flow = flow(17, null);
        member(flow, "request").put("host", "203.0.113.7");
        member(flow, "request").put("authority", ascii("pixel.tracker.example"));
        assertThat(one(flow).request().url()).isEqualTo("https://pixel.tracker.example/e?ev=Book");
        member(flow, "request").put("authority", ascii(""));
        member(flow, "request").put("headers", headers("Host", "other.tracker.example"));
        assertThat(one(flow).request().url()).isEqualTo("https://other.tracker.example/e?ev=Book");
        member(flow, "request").put("headers", List.of());
        assertThat(one(flow).request().url()).isEqualTo("https://203.0.113.7/e?ev=Book");
    }

    @Test
    void messages_of_a_websocket_are_in_their_flow() throws IOException {
        Map<String, @Nullable Object> flow = flow(15, null);
        flow.put(
                "websocket",
                map(
                        "messages",
                        List.of(
                                List.of(1, true, ascii("oncology"), AT + 1, false, false),
                                List.of(2, false, new byte[] {0, 1, 2}, AT + 2, false, false))));
        Exchange seen = one(flow);
        assertThat(seen.request().url()).startsWith("wss://pixel.tracker.example/");
        assertThat(seen.context().resourceType()).isEqualTo("websocket");
        assertThat(seen.messages()).hasSize(2);
        assertThat(seen.messages().getFirst().payload().utf8()).isEqualTo("oncology");
        assertThat(seen.messages().getFirst().direction()).isEqualTo(Direction.SENT);
        assertThat(seen.messages().getLast().direction()).isEqualTo(Direction.RECEIVED);
        assertThat(seen.messages().getLast().opcode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8, 11})
    void an_old_websockets_messages_are_joined_with_their_handshake(int version) throws IOException {
        Map<String, @Nullable Object> handshake = flow(version, null);
        handshake.put("metadata", map("websocket", true));
        Map<String, @Nullable Object> socket = oldSocket(version, "flow-1");
        Exchange seen = one(handshake, socket);
        assertThat(seen.request().url()).isEqualTo("wss://pixel.tracker.example/e?ev=Book");
        assertThat(seen.messages())
                .singleElement()
                .satisfies(message -> assertThat(message.payload().utf8()).isEqualTo("oncology"));
    }

    @Test
    void an_old_websocket_without_its_handshake_is_told_with_what_is_missing() throws IOException {
        Capture read = read(write(oldSocket(8, "gone")));
        assertThat(exchanges(read))
                .singleElement()
                .satisfies(seen -> assertThat(seen.request().url()).isEqualTo("wss://pixel.tracker.example/"));
        assertThat(incomplete(read))
                .singleElement()
                .satisfies(spot -> assertThat(spot.what()).contains("address of a WebSocket"));
    }

    @Test
    void a_handshake_whose_messages_never_came_is_still_a_request() throws IOException {
        Map<String, @Nullable Object> handshake = flow(8, null);
        handshake.put("metadata", map("websocket", true));
        assertThat(one(handshake).request().url()).startsWith("wss://");
    }

    @Test
    void a_request_without_an_answer_left_only_if_its_server_was_connected() throws IOException {
        Map<String, @Nullable Object> flow = flow(17, null);
        flow.put("response", null);
        flow.put("error", map("msg", "connection refused", "timestamp", AT));
        assertThat(one(flow).delivery()).isEqualTo(Exchange.Delivery.SENT);
        member(flow, "server_conn").put("timestamp_tls_setup", null);
        assertThat(one(flow).delivery()).isEqualTo(Exchange.Delivery.ATTEMPTED);
    }

    @Test
    void what_is_not_http_is_a_blind_spot_of_its_host() throws IOException {
        Map<String, @Nullable Object> tcp = flow(17, null);
        tcp.remove("request");
        tcp.put("type", "tcp");
        tcp.put("messages", List.of(List.of(true, ascii("\u0010MQTT"), AT)));
        Capture read = read(write(tcp, tcp));
        assertThat(exchanges(read)).isEmpty();
        assertThat(incomplete(read)).singleElement().satisfies(spot -> {
            assertThat(spot.where()).isEqualTo("pixel.tracker.example");
            assertThat(spot.what()).startsWith("2 connections were not HTTP");
        });
    }

    @Test
    void look_ups_of_names_are_counted_and_leave_nothing_incomplete() throws IOException {
        Map<String, @Nullable Object> dns = map("version", 17, "type", "dns", "id", "d", "request", map("id", 7));
        Capture read = read(write(dns));
        assertThat(incomplete(read)).isEmpty();
        assertThat(read.summary().blindSpots()).anyMatch(spot -> spot.what().contains("look-up"));
    }

    @Test
    void a_tunnel_that_failed_is_a_blind_spot_and_one_that_did_not_is_nothing() throws IOException {
        Map<String, @Nullable Object> connect = flow(17, null);
        member(connect, "request").put("method", ascii("CONNECT"));
        assertThat(incomplete(read(write(connect)))).isEmpty();
        connect.put("error", map("msg", "Client TLS handshake failed", "timestamp", AT));
        assertThat(incomplete(read(write(connect))))
                .singleElement()
                .satisfies(spot -> assertThat(spot.where()).isEqualTo("pixel.tracker.example"));
    }

    @Test
    void a_kind_of_flow_that_is_not_known_is_said() throws IOException {
        assertThat(incomplete(read(write(map("version", 99, "type", "telepathy")))))
                .singleElement()
                .satisfies(spot -> assertThat(spot.what()).contains("kind that is not known"));
    }

    @Test
    void every_flow_file_says_what_it_can_not_tell() throws IOException {
        assertThat(read(write(flow(17, null))).summary().blindSpots())
                .singleElement()
                .satisfies(spot -> assertThat(spot.what()).contains("pinned"));
    }

    @Test
    void a_file_that_is_cut_off_gives_the_flows_before_wherever_it_is_cut() throws IOException {
        byte[] whole = write(flow(17, ascii("first")), flow(17, ascii("second")));
        int first = write(flow(17, ascii("first"))).length;
        for (int length = first + 1; length < whole.length; length += 31) {
            Capture read = read(Arrays.copyOf(whole, length));
            assertThat(exchanges(read)).hasSize(1);
            assertThat(incomplete(read))
                    .singleElement()
                    .satisfies(spot -> assertThat(spot.what())
                            .contains("cut off or damaged at byte " + first)
                            .contains("after 1 flows"));
        }
    }

    @Test
    void lengths_that_lie_are_not_believed() throws IOException {
        byte[] whole = write(flow(17, ascii("first")));
        for (String lie : List.of("999999999999:", "99999999999999999999:", ":", "-5:", "12", "0:}0:}0:")) {
            byte[] lied = Arrays.copyOf(whole, whole.length + lie.length());
            System.arraycopy(ascii(lie), 0, lied, whole.length, lie.length());
            Capture read = read(lied);
            assertThat(exchanges(read)).as(lie).hasSize(1);
            assertThat(incomplete(read)).as(lie).isNotEmpty();
        }
    }

    @Test
    void a_damaged_file_never_throws() throws IOException {
        byte[] whole = write(flow(17, ascii("first")), oldSocket(8, "x"), flow(9, null));
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (FlowFile.begins(Arrays.copyOf(damaged, 512))) {
                assertThat(read(damaged).summary()).isNotNull();
            }
        }
    }

    @Test
    void a_large_file_is_read_one_flow_at_a_time() throws IOException {
        Path file = folder.resolve("large.mitm");
        Map<String, @Nullable Object> large = flow(17, ascii("x"));
        member(large, "response").put("content", new byte[20 << 20]);
        byte[] flow = TNetWriter.write(large);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 5; i++) {
                out.write(flow);
            }
        }
        Path har = folder.resolve("large.har");
        TrafficFiles.convert(file, har, TrafficOptions.of("clinic.apk"));
        assertThat(exchanges(HarFile.open(har)))
                .hasSize(5)
                .allSatisfy(seen ->
                        assertThat(seen.response().orElseThrow().bodySize()).isEqualTo(20 << 20));
        assertThat(Files.size(har)).isLessThan(100_000);
    }

    @Test
    void a_flow_file_is_told_from_a_har_and_from_anything_else() throws IOException {
        assertThat(isOne(write(flow(17, null)))).isTrue();
        assertThat(isOne(write(flow(4, null)))).isTrue();
        for (String other :
                List.of("{\"log\":{}}", "", "12", "12:", "5:hello,", "3:{}}}", "PK\u0003\u0004", "12:00 noon")) {
            assertThat(isOne(other.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(other)
                    .isFalse();
        }
    }

    @Test
    void what_is_none_of_these_is_refused_in_words() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "notes");
        assertThatThrownBy(() -> TrafficFiles.convert(file, folder.resolve("x.har"), TrafficOptions.of("x")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("neither a flow file");
    }

    /// As mitmproxy of that version writes it, with the members that a reader could stumble over.
    private static Map<String, @Nullable Object> flow(int version, byte @Nullable [] content) {
        boolean bytes = version < 11;
        Map<String, @Nullable Object> flow = map(
                "version",
                version,
                "type",
                "http",
                "id",
                "flow-1",
                "error",
                null,
                "client_conn",
                map(
                        version < 18 ? "address" : "peername",
                        List.of("192.0.2.7", 50123),
                        "sni",
                        bytes ? ascii("pixel.tracker.example") : "pixel.tracker.example",
                        "timestamp_start",
                        AT,
                        "clientcert",
                        null),
                "server_conn",
                map(
                        "address",
                        List.of("pixel.tracker.example", 443),
                        "via",
                        null,
                        "timestamp_tcp_setup",
                        AT,
                        version < 6 ? "timestamp_ssl_setup" : "timestamp_tls_setup",
                        AT),
                "request",
                map(
                        "method",
                        ascii("POST"),
                        "scheme",
                        ascii("https"),
                        "host",
                        bytes ? ascii("pixel.tracker.example") : "pixel.tracker.example",
                        "port",
                        443,
                        "path",
                        ascii("/e?ev=Book"),
                        "http_version",
                        ascii("HTTP/2.0"),
                        "headers",
                        headers("user-agent", "ClinicApp/7", "content-type", "application/json"),
                        "content",
                        content,
                        "timestamp_start",
                        AT,
                        "timestamp_end",
                        AT),
                "response",
                map(
                        "status_code",
                        204,
                        "reason",
                        ascii("No Content"),
                        "http_version",
                        ascii("HTTP/2.0"),
                        "headers",
                        headers("server", "tracker"),
                        "content",
                        new byte[0],
                        "timestamp_start",
                        AT,
                        "timestamp_end",
                        AT),
                "metadata",
                map());
        if (version < 9) {
            member(flow, "request").put("first_line_format", "relative");
        } else {
            member(flow, "request").put("authority", ascii(""));
        }
        if (version >= 8) {
            member(flow, "request").put("trailers", null);
        }
        if (version >= 12) {
            flow.put("websocket", null);
        }
        return flow;
    }

    private static Map<String, @Nullable Object> oldSocket(int version, String handshake) {
        Map<String, @Nullable Object> socket = flow(version, null);
        socket.remove("request");
        socket.remove("response");
        socket.put("type", "websocket");
        socket.put("id", "socket-1");
        socket.put("metadata", map("websocket_handshake", handshake));
        socket.put("messages", List.of(List.of(1, true, ascii("oncology"), AT + 1, false)));
        socket.put("close_sender", "client");
        return socket;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> member(Map<String, @Nullable Object> flow, String name) {
        return (Map<String, @Nullable Object>) requireNonNull(flow.get(name));
    }

    private static List<List<byte[]>> headers(String... sides) {
        List<List<byte[]>> headers = new ArrayList<>();
        for (int i = 0; i < sides.length; i += 2) {
            headers.add(List.of(ascii(sides[i]), ascii(sides[i + 1])));
        }
        return headers;
    }

    @SafeVarargs
    private static byte[] write(Map<String, @Nullable Object>... flows) {
        var out = new java.io.ByteArrayOutputStream();
        for (Map<String, @Nullable Object> flow : flows) {
            out.writeBytes(TNetWriter.write(flow));
        }
        return out.toByteArray();
    }

    @SafeVarargs
    private Exchange one(Map<String, @Nullable Object>... flows) throws IOException {
        List<Exchange> seen = exchanges(read(write(flows)));
        assertThat(seen).hasSize(1);
        return seen.getFirst();
    }

    private Capture read(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("flows.mitm"), content);
        Path har = folder.resolve("flows.har");
        TrafficFiles.convert(file, har, TrafficOptions.of("clinic.apk"));
        return HarFile.open(har);
    }

    private boolean isOne(byte[] content) throws IOException {
        return TrafficFiles.isOne(Files.write(folder.resolve("some.file"), content));
    }

    private static List<Exchange> exchanges(Capture capture) {
        List<Exchange> seen = new ArrayList<>();
        capture.forEach(seen::add);
        return seen;
    }

    private static List<BlindSpot> incomplete(Capture capture) {
        return capture.summary().blindSpots().stream()
                .filter(BlindSpot::incomplete)
                .toList();
    }
}
