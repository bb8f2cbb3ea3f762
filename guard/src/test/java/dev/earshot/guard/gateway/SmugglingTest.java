package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that two servers in a row could take for another number of requests. None reaches the upstream as two: its
/// bytes are read by a reader of the test's own, which takes nothing ambiguous.
///
/// Source: RFC 9112 §11.2; the forms are those that have been published since 2005 for other proxies.
@Timeout(60)
final class SmugglingTest {
    private static final String START = "POST /first HTTP/1.1\r\nHost: www.clinic.example\r\n";
    private static final String SECOND = "GET /smuggled HTTP/1.1\r\nHost: www.clinic.example\r\nX: ";
    private static final AtomicInteger CASES = new AtomicInteger();
    private static ScriptedUpstream upstream;
    private static Gate gate;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.start(conversation -> {
            while (conversation.hears()) {
                conversation.hearRequest();
                conversation.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        gate = Gate.before(upstream, "timeouts: {head: 300ms, body: 300ms, idle: 300ms}");
    }

    @AfterAll
    static void stop() throws IOException {
        gate.close();
        upstream.close();
        assertThat(targets()).hasSizeGreaterThan(9).doesNotContain("/smuggled");
    }

    /// What is refused before anything of it is sent on, or at the latest in its body.
    static Stream<Arguments> refused() {
        String chunkedSecond = "0\r\n\r\n" + SECOND;
        return Stream.of(
                        of(
                                "a length and chunks",
                                "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n" + chunkedSecond),
                        of(
                                "chunks and a length",
                                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + chunkedSecond),
                        of(
                                "a tab before the coding",
                                "Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n" + chunkedSecond),
                        of("an unknown coding", "Transfer-Encoding: xchunked\r\n\r\n" + chunkedSecond),
                        of("a blank before the colon", "Transfer-Encoding : chunked\r\n\r\n" + chunkedSecond),
                        of("a coding before chunks", "Transfer-Encoding: identity, chunked\r\n\r\n" + chunkedSecond),
                        of("a coding behind chunks", "Transfer-Encoding: chunked, identity\r\n\r\n" + chunkedSecond),
                        of("chunks twice", "Transfer-Encoding: chunked, chunked\r\n\r\n" + chunkedSecond),
                        of("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n" + chunkedSecond),
                        of("a coding in quotes", "Transfer-Encoding: \"chunked\"\r\n\r\n" + chunkedSecond),
                        of("a vertical tab in the coding", "Transfer-Encoding: \u000bchunked\r\n\r\n" + chunkedSecond),
                        of("an empty coding", "Transfer-Encoding:\r\nContent-Length: 5\r\n\r\n" + chunkedSecond),
                        of("a folded coding", "Transfer-Encoding:\r\n chunked\r\n\r\n" + chunkedSecond),
                        of("a field behind a bare LF", "X: y\nTransfer-Encoding: chunked\r\n\r\n" + chunkedSecond),
                        of("a field behind a bare CR", "X: y\rContent-Length: 5\r\n\r\n" + SECOND),
                        of("an end of bare LFs", "Content-Length: 0\n\n" + SECOND),
                        of("two lengths", "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + SECOND),
                        of("one length twice", "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde" + SECOND),
                        of("a list of lengths", "Content-Length: 5, 5\r\n\r\nabcde" + SECOND),
                        of("a length with a sign", "Content-Length: +5\r\n\r\nabcde" + SECOND),
                        of("a negative length", "Content-Length: -5\r\n\r\n" + SECOND),
                        of("a hexadecimal length", "Content-Length: 0x5\r\n\r\nabcde" + SECOND),
                        of("a length with a blank in it", "Content-Length: 5 0\r\n\r\nabcde" + SECOND),
                        of("a length beyond all numbers", "Content-Length: 18446744073709551621\r\n\r\nabcde" + SECOND),
                        of("no length", "Content-Length:\r\n\r\n" + SECOND),
                        of("a length on the next line", "Content-Length:\r\n 5\r\n\r\nabcde" + SECOND),
                        of("a length with NUL in its name", "Content-Length\0: 5\r\n\r\nabcde" + SECOND),
                        of("a NUL in a value", "X: a\0b\r\nContent-Length: 5\r\n\r\nabcde" + SECOND),
                        of("a line that starts with a blank", " Content-Length: 5\r\n\r\nabcde" + SECOND),
                        of("a line without a colon", "Content-Length 5\r\n\r\nabcde" + SECOND),
                        of("a line without a name", ": 5\r\n\r\nabcde" + SECOND),
                        of("two hosts", "Host: other.example\r\n\r\n" + SECOND),
                        of(
                                "a chunk size with a prefix",
                                "Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n" + chunkedSecond),
                        of("a negative chunk", "Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n" + chunkedSecond),
                        of(
                                "a chunk size behind a blank",
                                "Transfer-Encoding: chunked\r\n\r\n 5\r\nabcde\r\n" + chunkedSecond),
                        of(
                                "a chunk size before a blank",
                                "Transfer-Encoding: chunked\r\n\r\n5 \r\nabcde\r\n" + chunkedSecond),
                        of(
                                "a chunk size that wraps around",
                                "Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\nabcde\r\n" + chunkedSecond),
                        of(
                                "a chunk size that ends with LF",
                                "Transfer-Encoding: chunked\r\n\r\n5\nabcde\r\n" + chunkedSecond),
                        of(
                                "an extension with LF in it",
                                "Transfer-Encoding: chunked\r\n\r\n5;a\nabcde\r\n" + chunkedSecond),
                        of(
                                "an extension with CR in it",
                                "Transfer-Encoding: chunked\r\n\r\n5;a\rb\r\nabcde\r\n" + chunkedSecond),
                        of(
                                "a chunk that ends with LF",
                                "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\n" + chunkedSecond),
                        of(
                                "a chunk longer than it says",
                                "Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefg\r\n" + chunkedSecond),
                        of("a last chunk that ends with LFs", "Transfer-Encoding: chunked\r\n\r\n0\n\n" + SECOND),
                        of("trailers with a bare LF", "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\r\n" + SECOND))
                .map(each -> Arguments.of(each.getFirst(), START + each.getLast()));
    }

    private static List<String> of(String name, String rest) {
        return List.of(name, rest);
    }

    static Stream<Arguments> refusedStarts() {
        String rest = "Host: www.clinic.example\r\nContent-Length: 5\r\n\r\nabcde" + SECOND;
        return Stream.of(
                Arguments.of(
                        "chunks in HTTP/1.0",
                        "POST / HTTP/1.0\r\nHost: www.clinic.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                + SECOND),
                Arguments.of("another version", "POST / HTTP/2.0\r\n" + rest),
                Arguments.of("a version in lower case", "POST / http/1.1\r\n" + rest),
                Arguments.of("two versions", "POST / HTTP/1.1 HTTP/1.1\r\n" + rest),
                Arguments.of("no version", "GET /\r\n" + rest),
                Arguments.of("two blanks", "POST  / HTTP/1.1\r\n" + rest),
                Arguments.of("a tab", "POST\t/ HTTP/1.1\r\n" + rest),
                Arguments.of("a blank behind the version", "POST / HTTP/1.1 \r\n" + rest),
                Arguments.of("a bare LF behind the version", "POST / HTTP/1.1\n" + rest),
                Arguments.of("a bare CR in the target", "POST /\rx HTTP/1.1\r\n" + rest),
                Arguments.of("a NUL in the target", "POST /\0 HTTP/1.1\r\n" + rest),
                Arguments.of("a target for another host", "POST http://other.example/ HTTP/1.1\r\n" + rest),
                Arguments.of(
                        "a target with a user", "POST http://www.clinic.example@other.example/ HTTP/1.1\r\n" + rest),
                Arguments.of("a target of another kind", "CONNECT www.clinic.example:443 HTTP/1.1\r\n" + rest),
                Arguments.of("a blank in the method", " POST / HTTP/1.1\r\n" + rest),
                Arguments.of("HTTP/2 from the start", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"refused", "refusedStarts"})
    void what_could_be_read_in_two_ways_is_refused(String name, String bytes) throws IOException {
        String own = "/first?" + CASES.incrementAndGet();
        int status;
        try (RawClient client = gate.connect()) {
            client.trySend(bytes.replace("/first", own) + "\r\n\r\n");
            status = client.answer().status();
            // Nothing that follows is answered: the connection ends.
            assertThat(client.rest()).as(name).isEmpty();
        }

        assertThat(status).as(name).isIn(400, 501, 505);
        assertThat(targets()).as(name).allMatch(target -> target.startsWith("/first") || target.length() == 2);
        assertThat(heard().stream().filter(each -> each.target().equals(own)))
                .as(name)
                .hasSizeLessThan(2);
    }

    /// What is one request, though it looks like two.
    static Stream<Arguments> one() {
        String second = "GET /smuggled HTTP/1.1\r\n\r\n";
        return Stream.of(
                Arguments.of(
                        "a request in a body by length",
                        START + "Content-Length: " + second.length() + "\r\n\r\n" + second),
                Arguments.of(
                        "a request in a chunk",
                        START + "Transfer-Encoding: chunked\r\n\r\n1a\r\n" + second + "\r\n0\r\n\r\n"),
                Arguments.of(
                        "a coding in upper case",
                        START + "TRANSFER-ENCODING: CHUNKED\r\n\r\n1a\r\n" + second + "\r\n0\r\n\r\n"),
                Arguments.of(
                        "an extension",
                        START + "Transfer-Encoding: chunked\r\n\r\n1a;x=\"0\"\r\n" + second + "\r\n0\r\n\r\n"),
                Arguments.of(
                        "a body in a GET",
                        "GET /first HTTP/1.1\r\nHost: www.clinic.example\r\nContent-Length: " + second.length()
                                + "\r\n\r\n" + second),
                Arguments.of(
                        "a length that is called the connection's",
                        START + "Connection: Content-Length\r\nContent-Length: " + second.length() + "\r\n\r\n"
                                + second),
                Arguments.of(
                        "chunks that are called the connection's",
                        START + "Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n" + second
                                + "\r\n0\r\n\r\n"),
                Arguments.of(
                        "trailers that frame",
                        START + "Transfer-Encoding: chunked\r\n\r\n1a\r\n" + second
                                + "\r\n0\r\nContent-Length: 44\r\nTransfer-Encoding: x\r\nHost: other.example\r\n\r\n"),
                Arguments.of(
                        "a switch to HTTP/2",
                        START
                                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: "
                                + second.length() + "\r\n\r\n" + second));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("one")
    void what_is_one_request_stays_one(String name, String bytes) throws IOException {
        String own = "/first?" + CASES.incrementAndGet();
        try (RawClient client = gate.connect()) {
            assertThat(client.send(bytes.replace("/first", own)).answer().status())
                    .as(name)
                    .isEqualTo(200);
        }

        List<Heard> asOne =
                heard().stream().filter(each -> each.target().equals(own)).toList();
        assertThat(asOne).as(name).hasSize(1);
        assertThat(asOne.getFirst().body()).as(name).isEqualTo("GET /smuggled HTTP/1.1\r\n\r\n");
        assertThat(asOne.getFirst().head().toLowerCase(Locale.ROOT))
                .as(name)
                .doesNotContain("upgrade", "http2-settings");
        assertThat(targets()).as(name).doesNotContain("/smuggled");
    }

    @Test
    void requests_that_are_two_stay_two_and_are_answered_in_turn() throws IOException {
        try (RawClient client = gate.connect()) {
            client.send(
                    "GET /a HTTP/1.1\r\nHost: www.clinic.example\r\n\r\nGET /b HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("ok");
            assertThat(client.answer().text()).isEqualTo("ok");
        }
        assertThat(targets()).containsSequence("/a", "/b");
    }

    /// A request as the upstream was sent it.
    private record Heard(String head, String body) {
        String target() {
            return head.split(" ")[1];
        }
    }

    private static List<String> targets() {
        return heard().stream().map(Heard::target).toList();
    }

    private static List<Heard> heard() {
        List<Heard> all = new ArrayList<>();
        for (ScriptedUpstream.Conversation each : upstream.conversations()) {
            read(each.heard(), all);
        }
        return all;
    }

    /// Reads what was sent on one connection; fails where it is anything but requests of the plainest form. One whose end
    /// did not come is one as well.
    private static void read(String bytes, List<Heard> to) {
        int at = 0;
        while (at < bytes.length()) {
            int end = bytes.indexOf("\r\n\r\n", at);
            if (end < 0) {
                // It is being heard.
                return;
            }
            String head = bytes.substring(at, end + 2);
            assertThat(head)
                    .matches("(?s)(GET|POST) /[!-~]* HTTP/1\\.1\r\n([!#$%&'*+.^_`|~0-9A-Za-z-]+: [\\x20-\\x7e]*\r\n)+");
            String lower = "\r\n" + head.toLowerCase(Locale.ROOT);
            assertThat(count(lower, "\r\nhost:")).isEqualTo(1);
            assertThat(count(lower, "\r\ncontent-length:") + count(lower, "\r\ntransfer-encoding:"))
                    .isLessThanOrEqualTo(1);
            at = end + 4;
            StringBuilder body = new StringBuilder();
            if (lower.contains("\r\ntransfer-encoding: chunked\r\n")) {
                at = chunks(bytes, at, body);
            } else if (lower.contains("\r\ncontent-length: ")) {
                int from = lower.indexOf("\r\ncontent-length: ") + 18;
                int length = Integer.parseInt(lower.substring(from, lower.indexOf("\r\n", from)));
                body.append(bytes, at, Math.min(bytes.length(), at + length));
                at += length;
            }
            to.add(new Heard(head, body.toString()));
        }
    }

    private static int chunks(String bytes, int from, StringBuilder body) {
        int at = from;
        while (at < bytes.length()) {
            int end = bytes.indexOf("\r\n", at);
            if (end < 0) {
                return bytes.length();
            }
            int size = Integer.parseInt(bytes.substring(at, end), 16);
            at = end + 2;
            body.append(bytes, at, Math.min(at + size, bytes.length()));
            at += size;
            if (size == 0) {
                while (!bytes.startsWith("\r\n", at)) {
                    String line = bytes.substring(at, bytes.indexOf("\r\n", at));
                    assertThat(line.toLowerCase(Locale.ROOT))
                            .doesNotStartWith("content-length")
                            .doesNotStartWith("transfer-encoding")
                            .doesNotStartWith("host");
                    at += line.length() + 2;
                }
                return at + 2;
            }
            assertThat("\r\n")
                    .startsWith(bytes.substring(Math.min(at, bytes.length()), Math.min(at + 2, bytes.length())));
            at += 2;
        }
        return at;
    }

    private static int count(String in, String what) {
        return in.split(java.util.regex.Pattern.quote(what), -1).length - 1;
    }
}
