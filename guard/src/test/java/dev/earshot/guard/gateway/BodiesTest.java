package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies on their way: of any framing, coding and size; what nobody has to change leaves as it came.
@Timeout(120)
final class BodiesTest {
    private static final long GIGABYTE = 1L << 30;
    private static final long ROOM = 96L << 20;
    private static final byte[] BLOCK = block();

    @Test
    void what_nobody_has_to_change_leaves_as_it_came() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    while (conversation.hears()) {
                        String head = conversation.hearRequest();
                        Answered answered = Answered.of(Long.parseLong(head.substring(5, head.indexOf(' ', 5))));
                        for (byte[] part : answered.parts()) {
                            conversation.say(part);
                        }
                        if (answered.untilClose()) {
                            return;
                        }
                    }
                });
                Gate gate = Gate.before(upstream, "guard: {script: no}")) {
            for (int i = 0; i < 150; i++) {
                long one = random.nextLong(1L << 40);
                Answered expected = Answered.of(one);
                RawClient.Answer answer = gate.get("/" + one, "Accept-Encoding: gzip, br, zstd");
                assertThat(answer.complete())
                        .as("seed %d, answer %d", seed, one)
                        .isTrue();
                assertThat(Arrays.equals(answer.body(), expected.body()))
                        .as("seed %d, answer %d, %s", seed, one, answer)
                        .isTrue();
                assertThat(answer.headers())
                        .as("seed %d, answer %d", seed, one)
                        .contains("x-odd: \u00e9 \"a\",,;=", "content-type: " + expected.type());
            }
        }
    }

    @Test
    void what_clients_send_arrives_as_it_was_sent() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            for (int i = 0; i < 60; i++) {
                byte[] body = new byte[random.nextInt(20_000)];
                random.nextBytes(body);
                boolean chunked = random.nextBoolean();
                client.send("POST /" + i + " HTTP/1.1\r\nHost: www.clinic.example\r\nX-Odd: \u00e9 ,;\r\n"
                        + (chunked
                                ? "Transfer-Encoding: chunked\r\n\r\n"
                                : "Content-Length: " + body.length + "\r\n\r\n"));
                client.send(chunked ? chunked(body, random) : body);
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(lastBody(upstream.heard(), "/" + i, chunked))
                        .as("seed %d, request %d", seed, i)
                        .isEqualTo(new String(body, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /// The body of the last request as the upstream heard it.
    private static String lastBody(String heard, String path, boolean chunked) {
        int start = heard.indexOf("POST " + path + " HTTP/1.1\r\n");
        assertThat(start).isNotNegative();
        String rest = heard.substring(heard.indexOf("\r\n\r\n", start) + 4);
        if (!chunked) {
            return rest;
        }
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int end = rest.indexOf("\r\n", at);
            int size = Integer.parseInt(rest.substring(at, end), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(rest, end + 2, end + 2 + size);
            at = end + 4 + size;
        }
    }

    private static byte[] chunked(byte[] body, Random random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int size = Math.min(body.length - at, 1 + random.nextInt(random.nextBoolean() ? 10 : 9_000));
            out.write((Integer.toHexString(size) + (random.nextInt(5) == 0 ? ";a=b" : "") + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body, at, size);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            at += size;
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /// An answer made of a number, so that both sides know it.
    private record Answered(String type, byte[] body, byte[][] parts, boolean untilClose) {
        private static final String[] TYPES = {
            "text/plain",
            "application/json",
            "image/png",
            "text/css",
            "application/javascript",
            "video/mp4",
            "application/xml",
            "text/html; charset=utf-8"
        };
        private static final String[] CODINGS = {"", "", "gzip", "br", "zstd", "deflate", "x-unknown"};

        static Answered of(long number) {
            Random random = new Random(number);
            String type = TYPES[random.nextInt(TYPES.length)];
            byte[] body = new byte[random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(3_000)];
            random.nextBytes(body);
            // A page without a tag; what it says its coding is it is not.
            boolean page = type.startsWith("text/html");
            for (int i = 0; page && i < body.length; i++) {
                body[i] = (byte) ('a' + (body[i] & 15));
            }
            String coding = page ? "" : CODINGS[random.nextInt(CODINGS.length)];
            int framing = random.nextInt(3);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                String head = "HTTP/1.1 " + (random.nextInt(5) == 0 ? "404 Not here" : "200 OK") + "\r\nContent-Type: "
                        + type + "\r\nX-Odd: \u00e9 \"a\",,;=\r\n"
                        + (coding.isEmpty() ? "" : "Content-Encoding: " + coding + "\r\n")
                        + switch (framing) {
                            case 0 -> "Content-Length: " + body.length + "\r\n\r\n";
                            case 1 -> "Transfer-Encoding: chunked\r\n\r\n";
                            default -> "\r\n";
                        };
                all.write(head.getBytes(StandardCharsets.ISO_8859_1));
                all.write(framing == 1 ? chunked(body, random) : body);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return new Answered(type, body, parts(all.toByteArray(), random), framing == 2);
        }

        private static byte[][] parts(byte[] all, Random random) {
            byte[][] parts = new byte[1 + random.nextInt(6)][];
            int at = 0;
            for (int i = 0; i < parts.length; i++) {
                int to = i == parts.length - 1 ? all.length : at + random.nextInt(all.length - at + 1);
                parts[i] = Arrays.copyOfRange(all, at, to);
                at = to;
            }
            return parts;
        }
    }

    // Size.

    private static byte[] block() {
        byte[] block = new byte[1 << 16];
        new Random(42).nextBytes(block);
        return block;
    }

    @ParameterizedTest
    @CsvSource({"application/octet-stream, true", "text/html, false"})
    void an_answer_of_a_gigabyte_passes_at_constant_memory(String type, boolean byLength) throws IOException {
        long size = byLength ? GIGABYTE : GIGABYTE / 8;
        byte[] block = byLength ? BLOCK : text();
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    conversation.hearHead();
                    conversation.say("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n"
                            + (byLength ? "Content-Length: " + size + "\r\n\r\n" : "\r\n"));
                    for (long said = 0; said < size; said += block.length) {
                        conversation.say(block);
                    }
                });
                Gate gate = Gate.before(upstream, "guard: {script: no}");
                RawClient client = gate.connect()) {
            Memory memory = new Memory();
            client.send("GET / HTTP/1.0\r\nHost: www.clinic.example\r\n\r\n");
            InputStream in = client.socket().getInputStream();
            while (in.read() != '\r' || in.read() != '\n' || in.read() != '\r' || in.read() != '\n') {
                // The head.
            }
            byte[] got = new byte[block.length];
            for (long taken = 0; taken < size; taken += block.length) {
                assertThat(in.readNBytes(got, 0, got.length)).isEqualTo(got.length);
                if (!Arrays.equals(got, block)) {
                    throw new AssertionError("another byte after " + taken);
                }
                memory.look();
            }
            assertThat(in.read()).isEqualTo(-1);
            memory.isWithin(ROOM);
        }
    }

    /// A block of a page, without a tag.
    private static byte[] text() {
        byte[] text = new byte[1 << 16];
        Arrays.fill(text, (byte) 'a');
        return text;
    }

    @Test
    void a_request_of_a_gigabyte_passes_at_constant_memory() throws Exception {
        AtomicLong heard = new AtomicLong();
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    conversation.hearHead();
                    while (heard.get() < GIGABYTE) {
                        heard.addAndGet(conversation.hearSome());
                    }
                    conversation.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            Memory memory = new Memory();
            client.send("POST / HTTP/1.1\r\nHost: www.clinic.example\r\nContent-Length: " + GIGABYTE + "\r\n\r\n");
            for (long said = 0; said < GIGABYTE; said += BLOCK.length) {
                client.send(BLOCK);
                memory.look();
            }
            assertThat(client.answer().text()).isEqualTo("ok");
            assertThat(heard.get()).isEqualTo(GIGABYTE);
            memory.isWithin(ROOM);
        }
    }

    @Test
    void an_upstream_is_not_read_faster_than_its_client_takes() throws Exception {
        AtomicLong said = new AtomicLong();
        try (ScriptedUpstream upstream = ScriptedUpstream.start(conversation -> {
                    conversation.hearHead();
                    conversation.say("HTTP/1.1 200 OK\r\nContent-Length: " + GIGABYTE + "\r\n\r\n");
                    while (said.get() < GIGABYTE) {
                        conversation.say(BLOCK);
                        said.addAndGet(BLOCK.length);
                    }
                });
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: www.clinic.example\r\n\r\n").bytes(10);
            Thread.sleep(Duration.ofMillis(500));

            assertThat(said.get()).isLessThan(ROOM);
        }
    }

    /// What is in use beyond what was at its beginning: buffers outside of the heap always, the heap now and then.
    private static final class Memory {
        private final long before = buffers();
        private final long heapBefore = heap();
        private long most;
        private long mostOfHeap;
        private int looks;

        void look() {
            most = Math.max(most, buffers() - before);
            if (++looks == 1_000) {
                mostOfHeap = heap() - heapBefore;
            }
        }

        void isWithin(long room) {
            assertThat(most).isLessThan(room);
            assertThat(mostOfHeap).isLessThan(room);
        }

        private static long buffers() {
            return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        }

        private static long heap() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    // Codings that lie.

    @ParameterizedTest
    @ValueSource(strings = {"no gzip at all", "cut gzip", "gzip with rubbish behind", "another coding"})
    void a_page_whose_coding_lies_passes_as_it_came_or_is_seen_to_be_broken(String lie) throws IOException {
        byte[] page = "<!doctype html><title>Clinic</title><p>Welcome to the clinic.</p>"
                .repeat(300)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] body = switch (lie) {
            case "no gzip at all" -> page;
            case "cut gzip" -> Arrays.copyOf(gzip(page), 60);
            case "gzip with rubbish behind" -> concat(gzip(page), "rubbish".getBytes(StandardCharsets.US_ASCII));
            default -> gzip(page);
        };
        String coding = lie.equals("another coding") ? "br" : "gzip";
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + coding
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.answering(concat(head.getBytes(StandardCharsets.US_ASCII), body));
                Gate gate = Gate.before(upstream)) {
            RawClient.Answer answer = gate.get("/", "Accept: text/html", "Accept-Encoding: gzip");
            boolean asItCame = answer.complete()
                    && Arrays.equals(answer.body(), body)
                    && answer.header("content-encoding").orElse("").equals(coding);
            boolean seenBroken = answer.status() == 502 || !answer.complete();
            boolean read = lie.equals("gzip with rubbish behind") && answer.complete();
            assertThat(asItCame || seenBroken || read).as(answer.toString()).isTrue();
        }
    }

    @Test
    void a_page_that_unpacks_without_end_costs_no_memory() throws IOException {
        byte[] bomb = gzip(new byte[200 << 20]);
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: "
                + bomb.length + "\r\n\r\n";
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.answering(concat(head.getBytes(StandardCharsets.US_ASCII), bomb));
                Gate gate = Gate.before(upstream);
                RawClient client = gate.connect()) {
            Memory memory = new Memory();
            client.send("GET / HTTP/1.1\r\nHost: www.clinic.example\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
            byte[] some = new byte[1 << 16];
            InputStream in = client.socket().getInputStream();
            while (in.read(some) >= 0) {
                memory.look();
            }
            memory.isWithin(ROOM);
            assertThat(gate.get("/", "Accept: image/png").status()).isEqualTo(200);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
