package dev.earshot.bench;

import dev.earshot.guard.gateway.GatewaySettings;
import dev.earshot.guard.html.HtmlRewriter;
import dev.earshot.guard.html.HtmlRules;
import dev.earshot.guard.html.WhenInDoubt;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.script.GuardScript;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Many pages through the gateway, each compared byte for byte with what the rewriter makes of it, beside samples of the
/// gateway's memory. Pages differ in size (400 bytes to 200 KB), in how they are framed and in how they are cut into writes.
public final class GatewaySoak {
    private static final int PAGES = 200;
    private static final int CONNECTIONS = 16;
    private static final int FORBIDDEN = 20;
    private static final String NO_NONCE = "0".repeat(32);

    private final long count;
    private final byte[][] pages = new byte[PAGES][];
    private final byte[][] expected = new byte[PAGES][];
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();
    private final AtomicReference<String> wrong = new AtomicReference<>("");

    private GatewaySoak(long count) {
        this.count = count;
    }

    /// @param arguments how many pages (20000); most seconds (300)
    public static void main(String[] arguments) throws Exception {
        long count = arguments.length > 0 ? Long.parseLong(arguments[0].replace("_", "")) : 20_000;
        long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 300;
        if (!new GatewaySoak(count).run(seconds)) {
            System.exit(1);
        }
    }

    private boolean run(long seconds) throws IOException, InterruptedException {
        makePages();
        try (ServerSocket origin = new ServerSocket(0, 256, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(origin));
            Process gateway = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            System.getProperty("java.class.path"),
                            GatewayUnderTest.class.getName(),
                            String.valueOf(origin.getLocalPort()),
                            String.valueOf(FORBIDDEN),
                            "identity")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                return ask(gateway, seconds);
            } finally {
                gateway.destroy();
                gateway.waitFor();
            }
        }
    }

    private void makePages() {
        Protection protection = GatewayUnderTest.protection(FORBIDDEN);
        ZoneProtection zone = protection.zones().getFirst();
        HtmlRules rules = HtmlRules.of(protection, zone);
        GuardScript guard = GuardScript.of(protection, zone, GatewayUnderTest.REPORTS, GuardScript.Fault.OPEN);
        String tag = guard.text().isEmpty() ? "" : guard.tag(GatewaySettings.OWN_FOLDER + "guard/", NO_NONCE);
        SplittableRandom random = new SplittableRandom(10_000_000);
        for (int i = 0; i < PAGES; i++) {
            byte[] base = TrackerPage.bytes();
            String text = new String(base, StandardCharsets.US_ASCII);
            int kept = i % 10 == 0 ? 100 + random.nextInt(3000) : 3000 + random.nextInt(base.length - 3000);
            String page = text.substring(0, kept)
                    + (i % 7 == 0 ? text.substring(2000).repeat(3) : "") + "<p>" + i + "</body></html>\n";
            pages[i] = page.getBytes(StandardCharsets.US_ASCII);
            ByteBuf out = Unpooled.buffer();
            HtmlRewriter rewriter = new HtmlRewriter(
                    rules, NO_NONCE, tag, "http://127.0.0.1/" + i, false, WhenInDoubt.CLOSE, HtmlRewriter.LIMIT);
            rewriter.feed(Unpooled.wrappedBuffer(pages[i]), out);
            rewriter.end(out);
            expected[i] = new byte[out.readableBytes()];
            out.readBytes(expected[i]);
        }
    }

    private boolean ask(Process gateway, long seconds) throws IOException, InterruptedException {
        BufferedReader said = gateway.inputReader(StandardCharsets.UTF_8);
        OutputStream to = gateway.getOutputStream();
        int port = Integer.parseInt(said.readLine());
        System.out.printf(
                Locale.ROOT,
                "%,d pages over %d connections, each compared; at most %d s; %s%n%12s %10s %12s %10s%n",
                count,
                CONNECTIONS,
                seconds,
                Machine.now(),
                "pages",
                "RSS MB",
                "direct MB",
                "heap MB");
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long seed = i;
            clients.add(Thread.ofVirtual().start(() -> client(port, seed, end)));
        }
        long nextSample = 0;
        boolean running = true;
        while (running) {
            Thread.sleep(50);
            running = clients.stream().anyMatch(Thread::isAlive);
            long done = compared.get();
            if (done >= nextSample || !running) {
                nextSample = done + Math.max(1, count / 20);
                to.write('\n');
                to.flush();
                String[] memory = said.readLine().split(" ", -1);
                System.out.printf(
                        Locale.ROOT, "%,12d %10d %12s %10s%n", done, resident(gateway.pid()), memory[0], memory[1]);
            }
        }
        if (!wrong.get().isEmpty()) {
            System.out.println("WRONG: " + wrong.get());
            return false;
        }
        System.out.printf(
                Locale.ROOT,
                "%,d pages compared, none wrong%s%n",
                compared.get(),
                compared.get() < count ? "; stopped by the clock" : "");
        return true;
    }

    private static long resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }

    private void client(int port, long seed, long end) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            OutputStream out = socket.getOutputStream();
            while (begun.getAndIncrement() < count
                    && System.nanoTime() < end
                    && wrong.get().isEmpty()) {
                int page = random.nextInt(PAGES);
                out.write(("GET /" + page + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                String head = head(in);
                if (!head.startsWith("HTTP/1.1 200 ")) {
                    throw new IOException(
                            "page " + page + ": " + head.lines().findFirst().orElse("no answer"));
                }
                byte[] body = chunked(in);
                if (!Arrays.equals(withoutNonce(body, head), expected[page])) {
                    throw new IOException("page " + page + " is " + body.length + " bytes, not " + expected[page].length
                            + ", or others");
                }
                compared.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            wrong.compareAndSet("", String.valueOf(e));
        }
    }

    private static byte[] withoutNonce(byte[] body, String head) {
        int at = head.indexOf("'nonce-");
        if (at < 0) {
            return body;
        }
        String nonce = head.substring(at + 7, head.indexOf('\'', at + 7));
        return new String(body, StandardCharsets.ISO_8859_1)
                .replace(nonce, NO_NONCE)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                return head.toString();
            }
        }
        return "";
    }

    private static byte[] chunked(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(64 * 1024);
        while (true) {
            int size = 0;
            for (int b = in.read(); b != '\r'; b = in.read()) {
                int digit = Character.digit(b, 16);
                if (digit < 0) {
                    throw new IOException("no chunk");
                }
                size = size * 16 + digit;
            }
            in.skipNBytes(1);
            body.write(in.readNBytes(size));
            in.skipNBytes(2);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private void serve(ServerSocket origin) {
        long connections = 0;
        while (!origin.isClosed()) {
            try {
                Socket socket = origin.accept();
                long seed = ++connections;
                Thread.ofVirtual().start(() -> serve(socket, seed));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                byte[] page = pages[Integer.parseInt(head.substring(5, head.indexOf(' ', 5)))];
                boolean chunks = random.nextInt(3) == 0;
                ByteArrayOutputStream answer = new ByteArrayOutputStream(page.length + 1024);
                answer.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                                + (chunks ? "Transfer-Encoding: chunked" : "Content-Length: " + page.length)
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                for (int at = 0; chunks && at < page.length; ) {
                    int length = Math.min(page.length - at, 1 + random.nextInt(20_000));
                    answer.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    answer.write(page, at, length);
                    answer.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
                    at += length;
                }
                answer.writeBytes(chunks ? "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII) : page);
                byte[] bytes = answer.toByteArray();
                int cut = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
                out.write(bytes, 0, cut);
                out.write(bytes, cut, bytes.length - cut);
            }
        } catch (IOException e) {
            // The gateway has closed it, which it may.
        }
    }
}
