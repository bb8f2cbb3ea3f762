package dev.earshot.browser.watch.netlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.browser.watch.netlog.LoggedRequest.LoggedMessage;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock")
class NetLogReaderTest {
    private static final String URL = "http://pixel.tracker.example/collect";

    @Test
    void a_body_is_cut_at_its_content_length_and_the_next_request_follows_on_the_same_connection() {
        NetLog log = post("Content-Length: 5")
                .sent(50, "POST /collect HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel")
                .sent(50, "lo")
                .response(1, "200 OK")
                .end(1, 0)
                .start(2, "GET", URL + "?b", false)
                .bind(2, 20)
                .socket(20, 50)
                .headers(2)
                .sent(50, "GET /collect?b HTTP/1.1\r\n\r\n")
                .read();
        assertThat(log.faults()).isEmpty();
        assertThat(log.requests().get(0).body()).isEqualTo(whole("hello"));
        assertThat(log.requests().get(1).body()).isEqualTo(Body.NONE);
        assertThat(log.requests().get(1).sent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void a_chunked_body_is_joined_however_it_was_written(int step) {
        SmallLog log = post("Transfer-Encoding: chunked");
        String bytes = "POST /collect HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;ext=1\r\nhello\r\n1\r\n \r\nA\r\nand welcom\r\n0\r\nTrailer: x\r\n\r\n";
        for (int at = 0; at < bytes.length(); at += step) {
            log.sent(50, bytes.substring(at, Math.min(bytes.length(), at + step)));
        }
        assertThat(log.read().faults()).isEmpty();
        assertThat(log.read().requests().getFirst().body()).isEqualTo(whole("hello and welcom"));
    }

    @Test
    void a_body_shorter_than_its_content_length_is_short() {
        NetLog log = post("Content-Length: 5")
                .sent(50, "POST /collect HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel")
                .read();
        Body body = log.requests().getFirst().body();
        assertThat(body.state()).isEqualTo(Body.State.SHORT);
        assertThat(body.bytes().utf8()).isEqualTo("hel");
    }

    @Test
    void an_upload_of_which_no_byte_is_in_the_log_is_unseen() {
        assertThat(post("Content-Length: 5").read().requests().getFirst().body().state())
                .isEqualTo(Body.State.UNSEEN);
    }

    @Test
    void ciphertext_is_not_taken_for_a_body() {
        SmallLog log = new SmallLog()
                .start(1, "POST", "https://pixel.tracker.example/collect", true)
                .bind(1, 10)
                .socket(10, 50)
                .headers(1, "Content-Length: 2")
                .sent(50, "POST /collect HTTP/1.1\r\nContent-Length: 2\r\n\r\nno")
                .bytes(
                        "SSL_SOCKET_BYTES_SENT",
                        50,
                        "POST /collect HTTP/1.1\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
        assertThat(log.read().requests().getFirst().body()).isEqualTo(whole("ok"));
    }

    @Test
    void a_request_whose_connection_is_unknown_is_a_fault() {
        NetLog log = new SmallLog()
                .start(1, "POST", URL, true)
                .headers(1, "Content-Length: 5")
                .read();
        assertThat(log.faults()).anyMatch(fault -> fault.contains("connection"));
        assertThat(log.requests().getFirst().sent()).isTrue();
    }

    @Test
    void another_request_than_the_log_names_is_a_fault() {
        NetLog log = post("Content-Length: 5")
                .sent(50, "GET /other HTTP/1.1\r\n\r\n")
                .read();
        assertThat(log.faults()).hasSize(1);
    }

    @Test
    void each_redirect_hop_is_a_request_and_keeps_where_it_pointed() {
        NetLog log = new SmallLog()
                .start(1, "GET", URL + "?1", false)
                .bind(1, 10)
                .socket(10, 50)
                .headers(1)
                .response(1, "302 Found", "Location: /collect?2", "Set-Cookie: id=1")
                .start(1, "GET", URL + "?2#part", false)
                .bind(1, 11)
                .socket(11, 50)
                .headers(1)
                .response(1, "200 OK", "Content-Length: 43")
                .end(1, 0)
                .read();
        assertThat(log.requests()).extracting(LoggedRequest::hop).containsExactly(0, 1);
        assertThat(log.requests()).extracting(LoggedRequest::url).containsExactly(URL + "?1", URL + "?2");
        assertThat(log.requests().get(0).response().orElseThrow().header("Location"))
                .contains("/collect?2");
        assertThat(log.requests().get(0).response().orElseThrow().header("set-cookie"))
                .contains("id=1");
        assertThat(log.requests().get(1).response().orElseThrow().bodySize()).isEqualTo(43);
    }

    @Test
    void what_was_sent_again_after_a_401_left_twice() {
        NetLog log = post("Content-Length: 2")
                .sent(50, "POST /collect HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi")
                .response(1, "401 Unauthorized")
                .headers(1, "Content-Length: 2", "Authorization: Basic eDp5")
                .sent(50, "POST /collect HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi")
                .response(1, "200 OK")
                .read();
        assertThat(log.requests()).hasSize(2).allMatch(request -> request.body().equals(whole("hi")));
        assertThat(log.requests())
                .extracting(request -> request.response().orElseThrow().status())
                .containsExactly(401, 200);
    }

    @Test
    void what_was_sent_again_on_a_fresh_connection_left_once() {
        NetLog log = post("Content-Length: 2")
                .bind(1, 11)
                .socket(11, 51)
                .headers(1, "Content-Length: 2")
                .sent(51, "POST /collect HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi")
                .response(1, "200 OK")
                .read();
        assertThat(log.requests()).hasSize(1);
        assertThat(log.requests().getFirst().body()).isEqualTo(whole("hi"));
    }

    @Test
    void a_cached_answer_a_failed_lookup_and_a_preflight_are_told_apart() {
        NetLog log = new SmallLog()
                .start(1, "GET", URL + "?cached", false)
                .end(1, 0)
                .start(2, "GET", URL + "?failed", false)
                .end(2, -105)
                .start(3, "OPTIONS", URL, false)
                .event("CORS_PREFLIGHT_URL_REQUEST", 4, 0, "{\"source_dependency\":{\"id\":3,\"type\":1}}")
                .start(4, "POST", URL, true)
                .read();
        assertThat(log.requests()).extracting(LoggedRequest::sent).containsOnly(false);
        assertThat(log.requests()).extracting(LoggedRequest::cached).containsExactly(true, false, false, false);
        assertThat(log.requests()).extracting(LoggedRequest::failed).containsExactly(false, true, false, false);
        assertThat(log.requests().get(2).preflightFor()).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 10, 64, 10_000})
    void http2_bodies_are_told_apart_by_stream_and_session_with_their_padding_taken_off(int step) {
        SmallLog log = new SmallLog().session(70, 50).session(71, 51);
        for (int i = 1; i <= 3; i++) {
            log.start(i, "POST", "https://pixel.tracker.example/" + i, true);
        }
        log.stream(1, 10, 70, 1, false, ":method: POST", "content-length: 10").stream(
                2, 11, 70, 3, false, ":method: POST")
                .stream(3, 12, 71, 1, false, ":method: POST", "content-length: 5");
        ByteArrayOutputStream first = preface();
        first.writeBytes(frame(1, 4, 1, "headers"));
        first.writeBytes(frame(0, 0, 1, "first"));
        first.writeBytes(frame(0, 8, 3, "\u0003sec\0\0\0"));
        first.writeBytes(frame(8, 0, 0, "abcd"));
        first.writeBytes(frame(0, 1, 1, " body"));
        first.writeBytes(frame(0, 9, 3, "\u0000ond"));
        ByteArrayOutputStream second = preface();
        second.writeBytes(frame(0, 0, 1, "third"));
        second.writeBytes(frame(0, 1, 1, ""));
        spread(log, 50, first.toByteArray(), step);
        spread(log, 51, second.toByteArray(), step);
        NetLog read = log.read();
        assertThat(read.faults()).isEmpty();
        assertThat(read.requests())
                .extracting(LoggedRequest::body)
                .containsExactly(whole("first body"), whole("second"), whole("third"));
        assertThat(read.requests()).extracting(LoggedRequest::httpVersion).containsOnly("h2");
        assertThat(read.requests().getFirst().headers())
                .extracting(header -> header.name())
                .containsExactly("content-length");
    }

    @Test
    void an_http2_body_without_its_last_frame_is_short() {
        SmallLog log = new SmallLog()
                .session(70, 50).start(1, "POST", "https://pixel.tracker.example/", true).stream(1, 10, 70, 1, false);
        ByteArrayOutputStream bytes = preface();
        bytes.writeBytes(frame(0, 0, 1, "half"));
        spread(log, 50, bytes.toByteArray(), 100);
        assertThat(log.read().requests().getFirst().body().state()).isEqualTo(Body.State.SHORT);
    }

    @Test
    void an_http2_body_on_a_stream_that_no_request_has_is_a_fault() {
        SmallLog log = new SmallLog().session(70, 50);
        ByteArrayOutputStream bytes = preface();
        bytes.writeBytes(frame(0, 1, 5, "whose?"));
        spread(log, 50, bytes.toByteArray(), 100);
        assertThat(log.read().faults()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void websocket_messages_are_unmasked_joined_and_inflated(int step) {
        Deflater client = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        Deflater server = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes("GET /socket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        sent.writeBytes(masked(0x01, "plain in ".getBytes(StandardCharsets.UTF_8)));
        sent.writeBytes(masked(0x89, "ping".getBytes(StandardCharsets.UTF_8)));
        sent.writeBytes(masked(0x80, "two frames".getBytes(StandardCharsets.UTF_8)));
        sent.writeBytes(masked(0xc1, deflated(client, "the same words, the same words")));
        sent.writeBytes(masked(0xc1, deflated(client, "the same words, the same words")));
        sent.writeBytes(masked(0x82, "x".repeat(70_000).getBytes(StandardCharsets.UTF_8)));
        sent.writeBytes(masked(0x88, new byte[] {3, (byte) 0xe8}));
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        received.writeBytes("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        received.writeBytes(unmasked(0xc1, deflated(server, "answer answer answer")));
        received.writeBytes(unmasked(0xc1, deflated(server, "answer answer answer")));
        NetLog log = socketLog(sent.toByteArray(), received.toByteArray(), step);
        List<LoggedMessage> messages = log.requests().getFirst().messages();
        assertThat(log.faults()).isEmpty();
        assertThat(texts(messages, Direction.SENT))
                .containsExactly(
                        "plain in two frames",
                        "the same words, the same words",
                        "the same words, the same words",
                        "x".repeat(70_000));
        assertThat(texts(messages, Direction.RECEIVED)).containsExactly("answer answer answer", "answer answer answer");
    }

    @Test
    void a_server_that_forgets_its_context_between_messages_is_understood() {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        received.writeBytes(("HTTP/1.1 101 Switching Protocols\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (String text : List.of("one one one", "two two two")) {
            received.writeBytes(unmasked(0xc1, deflated(new Deflater(9, true), text)));
        }
        NetLog log = socketLog(
                "GET /socket HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), received.toByteArray(), 1000);
        assertThat(texts(log.requests().getFirst().messages(), Direction.RECEIVED))
                .containsExactly("one one one", "two two two");
    }

    @Test
    void a_websocket_message_that_does_not_inflate_is_a_fault() {
        NetLog log = socketLog(
                "GET /socket HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                concat(
                        "HTTP/1.1 101 x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                        unmasked(0xc1, new byte[] {(byte) 0xff, 7, 7, 7})),
                1000);
        assertThat(log.faults()).hasSize(1);
    }

    @Test
    void a_closed_log_has_no_fault_and_every_cut_one_has() {
        String whole = mixed().text();
        assertThat(SmallLog.read(whole).faults()).isEmpty();
        int last = whole.lastIndexOf('}');
        for (int end = 0; end <= last; end++) {
            assertThat(SmallLog.read(whole.substring(0, end)).faults())
                    .as("cut at %d", end)
                    .isNotEmpty();
        }
    }

    @Test
    void what_came_before_the_cut_is_kept() {
        String whole = mixed().text();
        NetLog log = SmallLog.read(whole.substring(0, whole.indexOf("polledData")));
        assertThat(log.requests()).hasSize(SmallLog.read(whole).requests().size());
    }

    @Test
    void no_damaged_log_throws_or_hangs() {
        byte[] whole = mixed().text().getBytes(StandardCharsets.UTF_8);
        long seed = 20261122L;
        Random random = new Random(seed);
        for (int round = 0; round < 4000; round++) {
            byte[] damaged = whole.clone();
            int changes = 1 + random.nextInt(12);
            for (int i = 0; i < changes; i++) {
                int at = random.nextInt(damaged.length);
                switch (random.nextInt(3)) {
                    case 0 -> damaged[at] = (byte) random.nextInt(256);
                    case 1 -> damaged[at] = (byte) "{}[]\",:\n\\0123456789-".charAt(random.nextInt(20));
                    default -> {
                        int from = random.nextInt(damaged.length);
                        int length = Math.min(random.nextInt(60), damaged.length - Math.max(from, at));
                        System.arraycopy(whole, from, damaged, at, Math.max(0, length));
                    }
                }
            }
            assertThat(SmallLog.read(damaged))
                    .as("seed %d, round %d", seed, round)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "{}", "[]", "{\"constants\":3,", "{\"constants\":{},", "\u0000\u0001"})
    void what_is_no_net_log_is_a_fault(String text) {
        NetLog log = SmallLog.read(text);
        assertThat(log.requests()).isEmpty();
        assertThat(log.faults()).isNotEmpty();
    }

    /// A log with something of each kind.
    private static SmallLog mixed() {
        SmallLog log = post("Content-Length: 5")
                .sent(50, "POST /collect HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello")
                .response(1, "200 OK", "Content-Length: 2")
                .event("DISK_CACHE_ENTRY", 9, 0, "{\"key\":\"}]\"}")
                .end(1, 0)
                .session(70, 60)
                .start(2, "POST", "https://pixel.tracker.example/2", true)
                .stream(2, 11, 70, 1, false, "content-length: 4");
        ByteArrayOutputStream bytes = preface();
        bytes.writeBytes(frame(0, 1, 1, "body"));
        spread(log, 60, bytes.toByteArray(), 20);
        log.start(3, "GET", "ws://socket.tracker.example/socket", false)
                .bind(3, 12)
                .socket(12, 61)
                .headers(3)
                .sent(61, "GET /socket HTTP/1.1\r\n\r\n")
                .received(61, "HTTP/1.1 101 x\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                .bytes("SOCKET_BYTES_SENT", 61, masked(0x81, "hi".getBytes(StandardCharsets.UTF_8)));
        return log;
    }

    private static SmallLog post(String header) {
        return new SmallLog()
                .start(1, "POST", URL, true)
                .bind(1, 10)
                .socket(10, 50)
                .headers(1, header);
    }

    private static NetLog socketLog(byte[] sent, byte[] received, int step) {
        SmallLog log = new SmallLog()
                .start(1, "GET", "ws://socket.tracker.example/socket", false)
                .bind(1, 10)
                .socket(10, 50)
                .headers(1);
        int head = new String(sent, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        log.bytes("SOCKET_BYTES_SENT", 50, Arrays.copyOf(sent, head));
        for (int at = 0; at < received.length; at += step) {
            log.received(50, Arrays.copyOfRange(received, at, Math.min(received.length, at + step)));
        }
        for (int at = head; at < sent.length; at += step) {
            log.bytes("SOCKET_BYTES_SENT", 50, Arrays.copyOfRange(sent, at, Math.min(sent.length, at + step)));
        }
        return log.read();
    }

    private static List<String> texts(List<LoggedMessage> messages, Direction direction) {
        return messages.stream()
                .filter(message -> message.direction() == direction)
                .map(message -> message.payload().utf8())
                .toList();
    }

    private static Body whole(String text) {
        return Body.whole(Bytes.utf8(text), "");
    }

    private static ByteArrayOutputStream preface() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    private static byte[] frame(int type, int flags, int stream, String payload) {
        byte[] body = payload.getBytes(StandardCharsets.ISO_8859_1);
        byte[] head = {
            0, (byte) (body.length >> 8), (byte) body.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream
        };
        return concat(head, body);
    }

    private static void spread(SmallLog log, long socket, byte[] bytes, int step) {
        for (int at = 0; at < bytes.length; at += step) {
            log.bytes(
                    "SSL_SOCKET_BYTES_SENT", socket, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step)));
        }
    }

    private static byte[] masked(int first, byte[] payload) {
        byte[] mask = {0x11, 0x22, 0x33, 0x44};
        byte[] hidden = payload.clone();
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] ^= mask[i & 3];
        }
        return concat(frameHead(first, payload.length, 0x80), concat(mask, hidden));
    }

    private static byte[] unmasked(int first, byte[] payload) {
        return concat(frameHead(first, payload.length, 0), payload);
    }

    private static byte[] frameHead(int first, int length, int mask) {
        if (length < 126) {
            return new byte[] {(byte) first, (byte) (mask | length)};
        }
        if (length < 65_536) {
            return new byte[] {(byte) first, (byte) (mask | 126), (byte) (length >> 8), (byte) length};
        }
        return new byte[] {
            (byte) first,
            (byte) (mask | 127),
            0,
            0,
            0,
            0,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
        };
    }

    private static byte[] deflated(Deflater deflater, String text) {
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] block = new byte[1000];
        int length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(block, length - 4);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        List<byte[]> parts = new ArrayList<>(List.of(one, other));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
