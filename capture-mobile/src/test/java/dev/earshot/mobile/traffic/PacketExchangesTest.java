package dev.earshot.mobile.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.WebSocketMessage.Direction;
import dev.earshot.har.HarFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketExchangesTest {
    private static final String DEVICE = "192.0.2.7";
    private static final String SERVER = "203.0.113.7";

    @TempDir
    Path folder;

    private final StringBuilder pdml = new StringBuilder("<?xml version=\"1.0\"?>\n<pdml creator=\"wireshark/4\">\n");
    private int packets;

    @Test
    void a_decrypted_request_and_its_answer_are_an_exchange() throws IOException {
        hello(0, "pixel.tracker.example");
        packet(
                true,
                0,
                http(
                                "POST",
                                "/e?ev=Book&amp;x=&quot;1&quot;",
                                "Host: pixel.tracker.example",
                                "Content-Type: application/json")
                        + field("http.file_data", "{}", "{\"event\":\"Book\"}"));
        packet(false, 0, answer(204));
        Exchange seen = one();
        assertThat(seen.request().url()).isEqualTo("https://pixel.tracker.example/e?ev=Book&x=\"1\"");
        assertThat(seen.request().body()).isEqualTo(Body.whole(Bytes.utf8("{\"event\":\"Book\"}"), "application/json"));
        assertThat(seen.response().orElseThrow().status()).isEqualTo(204);
        assertThat(seen.context().witnesses()).containsExactly(Context.Witness.PACKETS);
        assertThat(seen.startedAt().toEpochMilli()).isEqualTo(1_760_000_002_250L);
        assertThat(incomplete()).isEmpty();
    }

    @Test
    void a_request_in_clear_is_told_as_such() throws IOException {
        packet(true, 0, http("GET", "/e", "Host: clear.tracker.example:8080"));
        assertThat(one().request().url()).isEqualTo("http://clear.tracker.example:8080/e");
        assertThat(one().response()).isEmpty();
        assertThat(one().delivery()).isEqualTo(Exchange.Delivery.SENT);
    }

    @Test
    void a_compressed_body_stays_as_it_was_sent() throws IOException {
        byte[] packed = {31, (byte) 139, 8, 0, (byte) 255};
        packet(
                true,
                0,
                http("POST", "/e", "Host: a.example", "Content-Encoding: gzip", "Content-Length: 5")
                        + "<field name=\"\" show=\"Content-encoded entity body (gzip): 5 bytes\" value=\""
                        + HexFormat.of().formatHex(packed)
                        + "\"><field name=\"data.data\" show=\"\" value=\"1f8b\"/></field>");
        assertThat(one().request().body()).isEqualTo(new Body(Bytes.copyOf(packed), "", Body.State.WHOLE));
    }

    @Test
    void a_compressed_body_of_http2_is_not_taken_for_what_tshark_made_of_it() throws IOException {
        byte[] packed = {31, (byte) 139, 8, 0, (byte) 255};
        packet(
                true,
                0,
                http2(1, 1, true, ":method", "POST", ":path", "/e", ":authority", "a.example", "content-length", "5"));
        packet(
                true,
                0,
                http2(1, 0, true)
                        + "<field name=\"\" show=\"Content-encoded entity body (gzip): 5 bytes -&gt; 15 bytes\" value=\""
                        + HexFormat.of().formatHex(packed) + "\"/>"
                        + field("http2.data.data", "", "{\"event\":\"gz\"}"));
        assertThat(one().request().body()).isEqualTo(new Body(Bytes.copyOf(packed), "", Body.State.WHOLE));
    }

    @Test
    void streams_of_http2_are_told_apart() throws IOException {
        packet(
                true,
                0,
                http2(1, 1, false, ":method", "POST", ":scheme", "https", ":path", "/one", ":authority", "a.example"));
        packet(
                true,
                0,
                http2(3, 1, false, ":method", "POST", ":scheme", "https", ":path", "/two", ":authority", "a.example"));
        packet(
                true,
                0,
                http2(3, 0, true)
                        + field("http2.data.data", "", "second")
                        + http2(1, 0, true)
                        + field("http2.data.data", "", "first"));
        packet(
                false,
                0,
                http2(3, 1, true, ":status", "200")
                        + http2(1, 1, true, ":status", "404", "content-type", "text/plain"));
        assertThat(exchanges())
                .extracting(seen -> seen.request().url() + " "
                        + seen.request().body().bytes().utf8() + " "
                        + seen.response().orElseThrow().status())
                .containsExactly("https://a.example/two second 200", "https://a.example/one first 404");
    }

    @Test
    void a_body_that_tshark_put_together_is_not_put_together_twice() throws IOException {
        packet(true, 0, http2(1, 1, false, ":method", "POST", ":path", "/", ":authority", "a.example"));
        packet(true, 0, http2(1, 0, false) + field("http2.data.data", "", "first "));
        packet(
                true,
                0,
                http2(1, 0, true)
                        + field("http2.body.reassembled.data", "", "first second")
                        + field("http2.data.data", "", "first second"));
        assertThat(one().request().body().bytes().utf8()).isEqualTo("first second");
    }

    @Test
    void a_body_that_is_shorter_than_announced_is_short() throws IOException {
        packet(
                true,
                0,
                http("POST", "/e", "Host: a.example", "Content-Length: 100") + field("http.file_data", "", "part"));
        assertThat(one().request().body().state()).isEqualTo(Body.State.SHORT);
    }

    @Test
    void an_interim_answer_is_not_the_answer() throws IOException {
        packet(true, 0, http("POST", "/e", "Host: a.example"));
        packet(false, 0, answer(100));
        packet(false, 0, answer(200));
        assertThat(one().response().orElseThrow().status()).isEqualTo(200);
    }

    @Test
    void messages_of_a_websocket_are_joined() throws IOException {
        chat();
        assertThat(one().request().url()).isEqualTo("ws://a.example/ws");
        assertThat(one().messages()).hasSize(2);
        assertThat(one().messages().getFirst().payload().utf8()).isEqualTo("oncology");
        assertThat(one().messages().getFirst().direction()).isEqualTo(Direction.SENT);
        assertThat(one().messages().getLast().direction()).isEqualTo(Direction.RECEIVED);
    }

    @Test
    void a_message_whose_bytes_tshark_does_not_tell_is_a_blind_spot() throws IOException {
        packet(true, 0, http("GET", "/ws", "Host: a.example", "Upgrade: websocket"));
        packet(false, 0, answer(101));
        packet(
                true,
                0,
                "<proto name=\"websocket\">" + field("websocket.fin", "True", "") + field("websocket.opcode", "1", "")
                        + field("websocket.payload_length", "8", ""));
        assertThat(incomplete())
                .singleElement()
                .satisfies(spot -> assertThat(spot.what()).contains("Not all messages"));
    }

    @Test
    void a_connection_that_was_not_decrypted_is_a_blind_spot_with_its_name() throws IOException {
        hello(0, "pinned.tracker.example");
        hello(1, "pinned.tracker.example");
        assertThat(incomplete()).singleElement().satisfies(spot -> {
            assertThat(spot.kind()).isEqualTo(BlindSpot.Kind.CONNECTION_NOT_OPENED);
            assertThat(spot.where()).isEqualTo("pinned.tracker.example");
            assertThat(spot.what()).startsWith("2 connections were not decrypted: the key log has no key");
        });
    }

    @Test
    void quic_is_a_blind_spot_with_its_name() throws IOException {
        packet(
                "udp",
                true,
                4,
                field("tls.handshake.type", "1", "\u0001")
                        + field(
                                "tls.handshake.extensions_server_name",
                                "quic.tracker.example",
                                "quic.tracker.example"));
        assertThat(incomplete()).singleElement().satisfies(spot -> {
            assertThat(spot.where()).isEqualTo("quic.tracker.example");
            assertThat(spot.what()).contains("QUIC");
        });
    }

    @Test
    void a_connection_that_speaks_something_else_is_a_blind_spot_with_its_address() throws IOException {
        packet(true, 0, "");
        assertThat(incomplete()).singleElement().satisfies(spot -> {
            assertThat(spot.where()).isEqualTo(SERVER);
            assertThat(spot.what()).contains("not HTTP");
        });
    }

    @Test
    void a_tunnel_through_a_proxy_is_not_an_exchange() throws IOException {
        packet(true, 0, http("CONNECT", "pixel.tracker.example:443", "Host: pixel.tracker.example:443"));
        packet(false, 0, answer(200));
        assertThat(exchanges()).isEmpty();
        assertThat(incomplete())
                .singleElement()
                .satisfies(spot -> assertThat(spot.where()).isEqualTo("pixel.tracker.example"));
    }

    @Test
    void output_that_is_cut_off_or_damaged_never_throws() throws IOException {
        chat();
        hello(0, "pixel.tracker.example");
        packet(true, 0, http2(1, 1, false, ":method", "POST", ":path", "/", ":authority", "a.example"));
        byte[] whole = pdml.toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(5);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
            for (int j = 0; j < 3 && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) "<>\"&=/ 0".charAt(random.nextInt(8));
            }
            assertThat(read(damaged)).isNotNull();
        }
    }

    private void chat() {
        packet(true, 0, http("GET", "/ws", "Host: a.example", "Upgrade: websocket"));
        packet(false, 0, answer(101));
        packet(true, 0, frame(1, false, "onco"));
        packet(true, 0, frame(0, true, "logy"));
        packet(false, 0, frame(9, true, "ping") + frame(2, true, "\u0001"));
    }

    private void hello(int stream, String name) {
        packet(
                true,
                stream,
                field("tls.handshake.type", "1", "\u0001") + field("tls.handshake.extensions_server_name", name, name));
    }

    private static String http(String method, String uri, String... lines) {
        StringBuilder part =
                new StringBuilder("<proto name=\"http\" pos=\"0\">\n<field name=\"\" show=\"" + method + "\">"
                        + "<field name=\"http.request.method\" show=\"" + method + "\" value=\"00\"/>"
                        + "<field name=\"http.request.uri\" show=\"" + uri + "\" value=\"00\"/></field>");
        for (String line : lines) {
            part.append(field("http.request.line", line + "\n", line + "\r\n"));
        }
        return part.toString();
    }

    private static String answer(int status) {
        return "<proto name=\"http\">" + field("http.response.code", String.valueOf(status), "")
                + field("http.response.line", "Content-Type: text/plain", "Content-Type: text/plain\r\n");
    }

    private static String http2(int stream, int type, boolean last, String... headers) {
        StringBuilder part = new StringBuilder("<field name=\"http2.stream\" show=\"\" value=\"\">"
                + field("http2.type", String.valueOf(type), "")
                + field("http2.flags.end_stream", last ? "1" : "0", "")
                + field("http2.streamid", String.valueOf(stream), ""));
        for (int i = 0; i < headers.length; i += 2) {
            part.append(field("http2.header.name", headers[i], headers[i]))
                    .append(field("http2.header.value", headers[i + 1], headers[i + 1]));
        }
        return part.toString();
    }

    /// As TShark 4.0 tells it: text in a field of its own, other bytes as data.
    private static String frame(int opcode, boolean last, String payload) {
        return "<proto name=\"websocket\">" + field("websocket.fin", last ? "1" : "0", "")
                + field("websocket.opcode", String.valueOf(opcode), "")
                + field("websocket.payload_length", String.valueOf(payload.length()), "")
                + field("websocket.payload", "", "")
                + field(opcode == 2 ? "data.data" : "websocket.payload.text", "", payload);
    }

    private static String field(String name, String show, String value) {
        return "<field name=\"" + name + "\" showname=\"a &lt;name&gt; = shown\" size=\"1\" pos=\"0\" show=\"" + show
                + "\" value=\"" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)) + "\"/>\n";
    }

    private void packet(boolean ofDevice, int stream, String fields) {
        packet("tcp", ofDevice, stream, fields);
    }

    private void packet(String transport, boolean ofDevice, int stream, String fields) {
        packets++;
        pdml.append("<packet>\n<proto name=\"geninfo\">")
                .append("<field name=\"timestamp\" show=\"Oct 9\" value=\"" + (1_760_000_000 + packets)
                        + ".250000000\"/>")
                .append("</proto>\n<proto name=\"ip\">")
                .append(field("ip.src", ofDevice ? DEVICE : SERVER, ""))
                .append(field("ip.dst", ofDevice ? SERVER : DEVICE, ""))
                .append("</proto><proto name=\"" + transport + "\">")
                .append(field("tcp.srcport", ofDevice ? "50123" : "443", ""))
                .append(field("tcp.dstport", ofDevice ? "443" : "50123", ""))
                .append(field(transport + ".stream", String.valueOf(stream), ""))
                .append("</proto>")
                .append(fields)
                .append("</packet>\n\n");
    }

    private Exchange one() throws IOException {
        List<Exchange> seen = exchanges();
        assertThat(seen).hasSize(1);
        return seen.getFirst();
    }

    private List<Exchange> exchanges() throws IOException {
        List<Exchange> seen = new ArrayList<>();
        read((pdml + "</pdml>\n").getBytes(StandardCharsets.UTF_8)).forEach(seen::add);
        return seen;
    }

    private List<BlindSpot> incomplete() throws IOException {
        return read((pdml + "</pdml>\n").getBytes(StandardCharsets.UTF_8)).summary().blindSpots().stream()
                .filter(BlindSpot::incomplete)
                .toList();
    }

    private Capture read(byte[] output) throws IOException {
        Path file = folder.resolve("packets.har");
        try (TrafficHar har = new TrafficHar(file, "tshark 4.0", Context.Witness.PACKETS)) {
            PacketExchanges exchanges = new PacketExchanges(har, true);
            new PdmlReader(new ByteArrayInputStream(output), PacketExchanges.FIELDS).read(exchanges);
            exchanges.finish();
            har.finish(TrafficOptions.of("clinic.apk"));
        }
        return HarFile.open(file);
    }
}
