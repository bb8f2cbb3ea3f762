package dev.earshot.bench;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Processor time and latency of a page of 51,200 bytes through the gateway and through nginx, in turns, both with one thread, the same
/// nginx as origin, and 16 connections of wrk.
public final class GatewayCost {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern PERCENTILE = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP_PAGES = 60_000;
    private static final long TICKS_PER_SECOND = 100;

    private final Path folder;
    private final int seconds;
    private final List<Process> started = new ArrayList<>();

    /// What is asked of both.
    ///
    /// @param path that the origin has the page at, once as HTML and once as plain text
    /// @param nginx how its proxy is told to do it
    /// @param limit how many times nginx's processor time is allowed
    private record Case(String name, String path, String nginx, int forbidden, String coding, double limit) {}

    /// @param loop of `microseconds`, those of the event loop's thread: without the compiler and the garbage collector
    private record Figures(double rate, double microseconds, double loop, double p50, double p99) {}

    private GatewayCost(Path folder, int seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    /// @param arguments seconds for each way (4), rounds (1), the names of cases (all)
    public static void main(String[] arguments) throws Exception {
        for (String program : List.of("nginx", "wrk")) {
            if (onPath(program).isEmpty()) {
                System.out.println(program + " is not here: install it (nginx and wrk are Debian packages)");
                return;
            }
        }
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        List<String> names = arguments.length > 2 ? List.of(arguments).subList(2, arguments.length) : List.of();
        Path folder = Files.createTempDirectory("earshot-gateway");
        GatewayCost cost = new GatewayCost(folder, seconds);
        try {
            cost.measure(rounds, names);
        } finally {
            cost.started.forEach(Process::destroy);
            for (Process process : cost.started) {
                process.waitFor();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<Case> cases() {
        String csp = "add_header Content-Security-Policy \"default-src 'self'\";";
        StringBuilder twenty = new StringBuilder("sub_filter_once off;");
        for (int i = 0; i < 20; i++) {
            twenty.append("sub_filter '").append(TrackerPage.host(i)).append("' 'blocked.invalid';");
        }
        String one = "sub_filter_once off; sub_filter '" + TrackerPage.host(0) + "' 'blocked.invalid';" + csp;
        String gzip = "gzip on; gzip_comp_level 1; gzip_min_length 0;";
        return List.of(
                new Case("plain", "/page.txt", "", 1, "identity", 1.5),
                new Case("one", "/page.html", one, 1, "identity", 1.5),
                new Case("twenty", "/page.html", twenty + csp, 20, "identity", 1.0),
                new Case("one-gzip", "/page.html", one + gzip, 1, "gzip", 1.5),
                new Case("twenty-gzip", "/page.html", twenty + csp + gzip, 20, "gzip", 1.0));
    }

    private void measure(int rounds, List<String> names) throws Exception {
        byte[] page = TrackerPage.bytes();
        Path root = Files.createDirectory(folder.resolve("www"));
        Files.write(root.resolve("page.html"), page);
        Files.write(root.resolve("page.txt"), page);
        int origin = freePort();
        nginx("origin", "server { listen 127.0.0.1:" + origin + "; root " + root + "; }", origin);
        System.out.printf(
                Locale.ROOT,
                "A page of %,d bytes, %d connections, one thread each; %s%n" + "%-12s %-8s %9s %9s %9s %9s %9s %7s%n",
                page.length,
                CONNECTIONS,
                Machine.now(),
                "case",
                "by",
                "pages/s",
                "µs/page",
                "of loop",
                "p50 ms",
                "p99 ms",
                "ratio");
        for (Case each : cases()) {
            if (names.isEmpty() || names.contains(each.name())) {
                compare(each, origin, rounds, page);
            }
        }
    }

    private void compare(Case each, int origin, int rounds, byte[] page) throws Exception {
        int port = freePort();
        Process nginx = nginx(
                "proxy-" + each.name(),
                "upstream origin { server 127.0.0.1:" + origin + "; keepalive 32; } server { listen 127.0.0.1:" + port
                        + "; location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection \"\";"
                        + " proxy_set_header Accept-Encoding \"\"; " + each.nginx() + " } }",
                port);
        Process gateway = java(GatewayUnderTest.class.getName(), origin, each);
        int gatewayPort;
        try {
            BufferedReader said = gateway.inputReader(StandardCharsets.UTF_8);
            gatewayPort = Integer.parseInt(said.readLine());
            check(each, port, page, "nginx");
            check(each, gatewayPort, page, "gateway");
            warmUp(each, gatewayPort, gateway.pid());
            for (int round = 0; round < rounds; round++) {
                long worker = ProcessHandle.of(nginx.pid())
                        .orElseThrow()
                        .children()
                        .findFirst()
                        .orElseThrow()
                        .pid();
                Figures theirs = wrk(each, port, worker, seconds);
                Figures ours = wrk(each, gatewayPort, gateway.pid(), seconds);
                print(each.name(), "nginx", theirs, "");
                double ratio = ours.microseconds() / theirs.microseconds();
                print(
                        each.name(),
                        "gateway",
                        ours,
                        String.format(
                                Locale.ROOT,
                                "%6.2f %s; p99 %+.1f ms %s",
                                ratio,
                                ratio <= each.limit() ? "held" : "NOT held",
                                ours.p99() - theirs.p99(),
                                ours.p99() - theirs.p99() <= 2 ? "held" : "NOT held"));
            }
            check(each, gatewayPort, page, "gateway");
        } finally {
            stop(gateway);
            stop(nginx);
        }
    }

    /// Until the compiler has done its work, which a busy machine takes longer for.
    private void warmUp(Case each, int port, long pid) throws IOException, InterruptedException {
        double pages = 0;
        for (int tries = 0; pages < WARM_UP_PAGES && tries < 30; tries++) {
            pages += wrk(each, port, pid, 2).rate() * 2;
        }
    }

    private static void print(String name, String by, Figures figures, String ratio) {
        System.out.printf(
                Locale.ROOT,
                "%-12s %-8s %,9.0f %9.1f %9.1f %9.2f %9.2f %s%n",
                name,
                by,
                figures.rate(),
                figures.microseconds(),
                figures.loop(),
                figures.p50(),
                figures.p99(),
                ratio);
    }

    private void stop(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
        started.remove(process);
    }

    /// The page must be what was asked for, before and after.
    private static void check(Case each, int port, byte[] page, String by) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + each.path()))
                                .header("Accept-Encoding", each.coding())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        byte[] body = answer.body();
        boolean gzip =
                answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        if (answer.statusCode() != 200 || gzip != each.coding().equals("gzip")) {
            throw new IOException("WRONG ANSWER of " + by + ": " + answer.statusCode() + ", "
                    + answer.headers().map());
        }
        if (gzip) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        String text = new String(body, StandardCharsets.US_ASCII);
        boolean whole = text.endsWith("</body></html>\n");
        boolean right = each.name().equals("plain")
                ? text.equals(new String(page, StandardCharsets.US_ASCII))
                : !text.contains("src=\"https://" + TrackerPage.host(0));
        if (!whole || !right) {
            throw new IOException("WRONG ANSWER of " + by + " for " + each.name() + ": " + body.length + " bytes");
        }
    }

    private Figures wrk(Case each, int port, long pid, int time) throws IOException, InterruptedException {
        long before = ticks(Path.of("/proc/" + pid));
        long loopBefore = ticks(loop(pid));
        Process wrk = new ProcessBuilder(
                        onPath("wrk").orElseThrow().toString(),
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + time,
                        "--latency",
                        "-H",
                        "Accept-Encoding: " + each.coding(),
                        "http://127.0.0.1:" + port + each.path())
                .redirectErrorStream(true)
                .start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        double used = (ticks(Path.of("/proc/" + pid)) - before) * 1e6 / TICKS_PER_SECOND;
        double loop = (ticks(loop(pid)) - loopBefore) * 1e6 / TICKS_PER_SECOND;
        if (said.contains("Non-2xx") || said.contains("Socket errors")) {
            throw new IOException("WRONG ANSWERS:\n" + said);
        }
        Matcher percentile = PERCENTILE.matcher(said);
        double p50 = 0;
        double p99 = 0;
        while (percentile.find()) {
            double milliseconds = Double.parseDouble(percentile.group(2))
                    * switch (percentile.group(3)) {
                        case "us" -> 0.001;
                        case "ms" -> 1;
                        default -> 1000;
                    };
            if (percentile.group(1).equals("50")) {
                p50 = milliseconds;
            } else {
                p99 = milliseconds;
            }
        }
        double pages = number(REQUESTS, said);
        return new Figures(number(RATE, said), used / pages, loop / pages, p50, p99);
    }

    private static double number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("wrk said:\n" + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /// The thread that serves connections, which in nginx is the whole process.
    private static Path loop(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).startsWith("gateway-")) {
                    return thread;
                }
            }
        }
        return Path.of("/proc/" + pid);
    }

    /// Processor time of a process or thread so far, in the system's ticks.
    private static long ticks(Path of) throws IOException {
        String stat = Files.readString(of.resolve("stat"));
        String[] parts = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(parts[11]) + Long.parseLong(parts[12]);
    }

    private Process java(String main, int origin, Case each) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        String more = System.getProperty("earshot.gateway.options", "");
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split(" ", -1)));
        }
        command.addAll(List.of(
                System.getProperty("earshot.gateway.main", main),
                String.valueOf(origin),
                String.valueOf(each.forbidden()),
                each.coding()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private Process nginx(String name, String server, int port) throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve(name + ".conf"),
                "daemon off; worker_processes 1; pid " + folder.resolve(name + ".pid") + "; error_log stderr crit;"
                        + (System.getProperty("user.name").equals("root") ? " user root;" : "")
                        + " events { worker_connections 1024; } http { access_log off; sendfile on; tcp_nopush on;"
                        + " keepalive_requests 100000000; types { text/html html; text/plain txt; } client_body_temp_path "
                        + folder + "; proxy_temp_path " + folder + "; fastcgi_temp_path " + folder
                        + "; uwsgi_temp_path " + folder + "; scgi_temp_path " + folder + "; " + server + " }");
        Process process = new ProcessBuilder(
                        onPath("nginx").orElseThrow().toString(), "-c", file.toString(), "-p", folder.toString())
                .inheritIO()
                .start();
        started.add(process);
        for (int tries = 0; ; tries++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoLinger(false, 0);
                return process;
            } catch (IOException e) {
                if (tries > 200 || !process.isAlive()) {
                    throw new IOException("nginx does not answer", e);
                }
                Thread.sleep(20);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
