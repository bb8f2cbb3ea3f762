package dev.earshot.bench;

import dev.earshot.guard.alert.Alerts;
import dev.earshot.guard.collect.CollectorServer;
import dev.earshot.guard.collect.CollectorSettings;
import dev.earshot.guard.collect.Overview;
import dev.earshot.guard.collect.ReportCollector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Browsers' reports taken in over HTTP: how many a second, at what processor time, counted exactly; and what a flood of
/// made-up domains costs in memory.
///
/// The server is a process of its own, so that its processor time is told apart from the sender's.
final class Collecting {
    private static final int DOMAINS = 40;
    private static final int SOURCES = 20_000;

    private Collecting() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            serve(Path.of(arguments[1]));
            return;
        }
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
        System.out.println(Machine.now());
        run("distinct things as on a site", seconds, connections, false);
        run("a flood of made-up domains  ", seconds, connections, true);
    }

    private static void serve(Path folder) throws IOException {
        InstantSource clock = InstantSource.system();
        CollectorSettings settings = CollectorSettings.of(Set.of("www.clinic.example"), folder);
        try (ReportCollector collector = ReportCollector.start(
                settings, clock, new SecureRandom(), Alerts.toNobody(clock), remark -> System.err.println(remark))) {
            try (CollectorServer server = CollectorServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    collector,
                    clock,
                    Optional.of("X-Forwarded-For"),
                    2)) {
                System.out.println(server.address().getPort());
                while (System.in.read() >= 0) {
                    System.out.println(cpu(ProcessHandle.current()).toNanos());
                }
            }
            System.out.println(collector.figures());
            System.out.println(Jvm.mostResident());
        }
    }

    private static void run(String name, int seconds, int connections, boolean flood)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("earshot-collecting");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Collecting.class.getName(),
                        "serve",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
                OutputStream in = server.getOutputStream()) {
            int port = Integer.parseInt(out.readLine());
            Sent warmUp = send(port, Duration.ofSeconds(Math.max(2, seconds / 2)), connections, flood);
            Duration before = asked(in, out);
            Duration own = cpu(ProcessHandle.current());
            long start = System.nanoTime();
            Sent sent = send(port, Duration.ofSeconds(seconds), connections, flood);
            double took = (System.nanoTime() - start) / 1e9;
            Duration after = asked(in, out);
            double server1 = after.minus(before).toNanos() / 1e3 / sent.all;
            double sender = cpu(ProcessHandle.current()).minus(own).toNanos() / 1e3 / sent.all;
            // The end of its input ends the server.
            server.getOutputStream().close();
            String figures = out.readLine();
            String resident = out.readLine();
            server.waitFor();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,9.0f reports a second; server %5.1f µs of processor a report (%,.0f a second on two"
                            + " processors), sender %5.1f µs; 204 for %,d of %,d; resident at most %s MB in a heap of 256%n",
                    name,
                    sent.all / took,
                    server1,
                    2e6 / server1,
                    sender,
                    sent.taken,
                    sent.all,
                    resident);
            System.out.println("  " + figures);
            System.out.println("  " + (flood ? "" : counts(folder, warmUp, sent)));
        } finally {
            server.destroy();
        }
    }

    private static String counts(Path folder, Sent warmUp, Sent sent) {
        Overview overview = Overview.read(folder, LocalDate.EPOCH);
        Map<String, Long> expected = new TreeMap<>(warmUp.byDomain);
        sent.byDomain.forEach((domain, count) -> expected.merge(domain, count, Long::sum));
        Map<String, Long> counted = new TreeMap<>();
        overview.fresh().forEach(party -> counted.put(party.name(), party.reports()));
        overview.unconfirmed().forEach(party -> counted.put(party.name(), party.reports()));
        if (!expected.equals(counted)) {
            throw new IllegalStateException("counted otherwise than sent: " + expected + " " + counted);
        }
        return "what the folder has of each of " + counted.size() + " domains is what was sent, exactly";
    }

    private static Duration asked(OutputStream in, BufferedReader out) throws IOException {
        in.write('c');
        in.flush();
        return Duration.ofNanos(Long.parseLong(out.readLine()));
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private record Sent(long all, long taken, Map<String, Long> byDomain) {}

    private static Sent send(int port, Duration time, int connections, boolean flood) throws InterruptedException {
        AtomicLong all = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        Map<String, Long> byDomain = new TreeMap<>();
        List<Thread> threads = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        for (int connection = 0; connection < connections; connection++) {
            int seed = connection;
            threads.add(Thread.ofPlatform().start(() -> {
                Random random = new Random(System.nanoTime() ^ seed);
                long[] counts = new long[DOMAINS];
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    OutputStream out = socket.getOutputStream();
                    InputStream in = socket.getInputStream();
                    byte[] answer = new byte[1024];
                    while (System.nanoTime() < end) {
                        int domain = random.nextInt(DOMAINS);
                        String blocked = flood
                                ? "x" + Long.toString(random.nextLong() >>> 1, 36) + ".example"
                                : "tags.vendor" + domain + ".example";
                        out.write(request(blocked, random));
                        int length = 0;
                        // An answer without a body ends with its header.
                        while (length < 4 || answer[length - 1] != '\n' || answer[length - 3] != '\n') {
                            int read = in.read(answer, length, answer.length - length);
                            if (read < 0) {
                                throw new IOException("the server hung up");
                            }
                            length += read;
                        }
                        all.incrementAndGet();
                        if (answer[9] == '2') {
                            taken.incrementAndGet();
                            counts[domain]++;
                        }
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                synchronized (byDomain) {
                    for (int domain = 0; domain < DOMAINS; domain++) {
                        byDomain.merge("vendor" + domain + ".example", counts[domain], Long::sum);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Sent(all.get(), taken.get(), byDomain);
    }

    private static final String POLICY = "default-src 'self'; script-src 'self' 'nonce-abcdefghijklmnop' "
            + "https://www.vendor.example ".repeat(20) + "; report-uri /.well-known/earshot/report";

    private static byte[] request(String blocked, Random random) {
        int source = random.nextInt(SOURCES);
        String body = "{\"csp-report\":{\"document-uri\":\"https://www.clinic.example/find-a-doctor/"
                + random.nextInt(1000) + "\",\"referrer\":\"\",\"violated-directive\":\"script-src-elem\","
                + "\"effective-directive\":\"script-src-elem\",\"original-policy\":\"" + POLICY
                + "\",\"disposition\":\"enforce\",\"blocked-uri\":\"https://" + blocked + "/t/collect.js?id="
                + random.nextInt() + "\",\"line-number\":12,\"column-number\":7,\"source-file\":"
                + "\"https://www.clinic.example/app.js\",\"status-code\":200,\"script-sample\":\"\"}}";
        return ("POST /report HTTP/1.1\r\nHost: reports.clinic.example\r\nContent-Type: application/csp-report\r\n"
                        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                        + " Chrome/140.0.0.0 Safari/537.36\r\nX-Forwarded-For: 10." + source / 250 + "." + source % 250
                        + ".1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
