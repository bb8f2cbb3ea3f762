package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.mobile.proxy.CaptureProxy;
import dev.earshot.mobile.proxy.CertificateAuthority;
import dev.earshot.mobile.proxy.ProxyOptions;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Records what the apps of a device send.
@Command(
        name = "capture-proxy",
        description = {
            "Records what a device's apps send, through a proxy that the device trusts, to be judged by earshot scan.",
            "Type what you do at the device and press Enter, and what is sent from then on carries that label. Ends with"
                    + " Ctrl-C, when its input ends, or after --for. See docs/mobile-traffic.md."
        },
        sortOptions = false)
final class CaptureProxyCommand implements Callable<Integer> {
    private static final int MOST_TOLD = 20;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.0.1:8899",
            description = "Where devices connect. 0.0.0.0:8899 lets in every device of the network. Default:"
                    + " 127.0.0.1:8899, which an emulator or adb reverse reaches.")
    private String listen = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder for capture.har; must be empty or new. Default: earshot-out/device-<time>.")
    private @Nullable Path out;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Time.class,
            description = "How long to record: 90s, 10m, 2h. Default: until stopped.")
    private @Nullable Duration time;

    @Option(
            names = "--persona",
            paramLabel = "FILE",
            description = "The invented patient whose values are typed at the device, so that they are looked for.")
    private @Nullable Path persona;

    @Option(
            names = "--app",
            paramLabel = "FILE",
            description = "The app that is tried out, to be judged together with its traffic. Repeatable.")
    private List<Path> apps = new ArrayList<>();

    @Option(
            names = "--ca",
            paramLabel = "DIR",
            description = "Where the certificate authority is kept that the device trusts; made if there is none."
                    + " Default: ~/.earshot/ca.")
    private @Nullable Path authority;

    @Option(
            names = "--map",
            paramLabel = "HOST=IP:PORT",
            description = "Where a host is found instead of at its own address, such as a test server. Repeatable.")
    private List<String> maps = new ArrayList<>();

    @Option(
            names = "--upstream-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) of an authority of your own whose servers are trusted as well.")
    private @Nullable Path upstreamAuthority;

    @Option(
            names = "--insecure-upstream",
            description = "Believe every server without a certificate that this machine trusts. For tests only.")
    private boolean insecureUpstream;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Path folder = Scan.emptied(out == null ? Path.of("earshot-out", "device-" + now()) : out);
        CertificateAuthority trusted =
                CertificateAuthority.in(authority == null ? CertificateAuthority.standardPlace() : authority);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        CaptureProxy proxy = CaptureProxy.start(
                options(trusted), folder.resolve("capture.har"), InstantSource.system(), remark -> err.println(remark));
        Thread atExit = new Thread(
                () -> {
                    end.countDown();
                    try {
                        boolean _ = told.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                },
                "keep-capture");
        Runtime.getRuntime().addShutdownHook(atExit);
        try (proxy) {
            greet(proxy, trusted, err);
            Thread.ofPlatform().daemon().name("labels").start(() -> readLabels(proxy, end, err));
            await(proxy, end);
            return tell(proxy.finish(), proxy, folder);
        } finally {
            spec.commandLine().getOut().flush();
            err.flush();
            told.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException _) {
                // The program is ending, and the hook is under way.
            }
        }
    }

    private ProxyOptions options(CertificateAuthority trusted) {
        List<Certificate> upstream = upstreamAuthority == null
                ? List.of()
                : List.copyOf(CertificateAuthority.certificatesIn(upstreamAuthority));
        Optional<Persona> typed = Optional.ofNullable(persona).map(Personas::read);
        Map<String, InetSocketAddress> hosts = new LinkedHashMap<>();
        for (String map : maps) {
            String[] sides = map.split("=", 2);
            if (sides.length < 2 || sides[0].isBlank()) {
                throw usage("--map " + map + " is not HOST=IP:PORT.");
            }
            hosts.put(sides[0].toLowerCase(Locale.ROOT), address("--map", sides[1]));
        }
        ProxyOptions options = ProxyOptions.of(trusted)
                .listen(address("--listen", listen))
                .hosts(hosts)
                .insecureUpstream(insecureUpstream)
                .upstreamAuthorities(upstream)
                .persona(typed);
        return apps.isEmpty()
                ? options
                : options.label(apps.stream()
                        .map(app -> String.valueOf(app.getFileName()))
                        .collect(Collectors.joining(", ")));
    }

    private void greet(CaptureProxy proxy, CertificateAuthority trusted, PrintWriter err) {
        InetSocketAddress at = proxy.address();
        err.println("The proxy listens on " + at.getAddress().getHostAddress() + ":" + at.getPort() + ".");
        if (!at.getAddress().isLoopbackAddress()) {
            err.println("Careful: anybody who reaches this port can use the proxy, and what passes is written to disk,"
                    + " passwords included. Record in a network of your own, with an invented patient.");
        }
        if (at.getAddress().isAnyLocalAddress()) {
            ownAddresses().forEach(own -> err.println("  On the device: proxy " + own + ", port " + at.getPort()));
        }
        if (insecureUpstream) {
            err.println("Careful: servers' certificates are not checked (--insecure-upstream).");
        }
        if (trusted.made()) {
            err.println("Made a certificate authority, which no device trusts yet.");
        }
        err.println("How to make a device trust it, and whether it does: http://earshot.proxy/ on the device, once its"
                + " proxy is set.");
        err.println("Type what you do at the device, then Enter. Ctrl-C ends the recording.");
        err.flush();
    }

    private static List<String> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own -> own.isSiteLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .toList();
        } catch (SocketException unknown) {
            return List.of();
        }
    }

    /// With `--for`, the end of the input means nothing: there may never have been any.
    private void readLabels(CaptureProxy proxy, CountDownLatch end, PrintWriter err) {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String label = line.strip();
                proxy.step(label.isEmpty() ? Optional.empty() : Optional.of(label));
                err.println(proxy.written() + " exchanges so far. "
                        + (label.isEmpty() ? "No step." : "From here on: " + label));
                err.flush();
            }
        } catch (IOException broken) {
            err.println("No labels can be read any more.");
        }
        if (time == null) {
            end.countDown();
        }
    }

    /// Waits for the end, or until nothing can be written any more.
    private void await(CaptureProxy proxy, CountDownLatch end) throws InterruptedException {
        Instant until = time == null ? Instant.MAX : Instant.now().plus(time);
        while (proxy.failure().isEmpty() && Instant.now().isBefore(until)) {
            if (end.await(200, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private int tell(Capture.Summary summary, CaptureProxy proxy, Path folder) {
        PrintWriter answer = spec.commandLine().getOut();
        List<BlindSpot> unseen =
                summary.blindSpots().stream().filter(BlindSpot::incomplete).toList();
        answer.println(proxy.written() + " exchanges with " + proxy.hosts().size() + " hosts: "
                + folder.resolve("capture.har"));
        proxy.hosts().stream().sorted().limit(MOST_TOLD).forEach(host -> answer.println("  " + host));
        if (proxy.hosts().size() > MOST_TOLD) {
            answer.println("  and " + (proxy.hosts().size() - MOST_TOLD) + " more");
        }
        if (!unseen.isEmpty()) {
            answer.println("Not seen, so what was not found may still be there:");
            unseen.stream()
                    .limit(MOST_TOLD)
                    .forEach(blind -> answer.println(
                            "  " + (blind.where().isEmpty() ? "" : blind.where() + ": ") + blind.what()));
            if (unseen.size() > MOST_TOLD) {
                answer.println("  and " + (unseen.size() - MOST_TOLD) + " more, which the file names");
            }
        }
        if (proxy.written() == 0) {
            answer.println("Nothing came through. Does the device use the proxy? http://earshot.proxy/ there tells.");
        } else {
            answer.println("To have it judged: earshot scan "
                    + apps.stream().map(app -> app + " ").collect(Collectors.joining())
                    + folder.resolve("capture.har"));
        }
        return unseen.isEmpty() ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
    }

    private static InetSocketAddress address(String option, String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0) {
                return new InetSocketAddress(
                        InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (UnknownHostException | IllegalArgumentException wrong) {
            throw usage(option + " " + text + " is not an address and a port, such as 127.0.0.1:8899.");
        }
        throw usage(option + " " + text + " names no port. It looks like 127.0.0.1:8899.");
    }

    private static EarshotException usage(String message) {
        return new EarshotException(EarshotException.Code.USAGE, message);
    }

    private static String now() {
        return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
    }

    /// `90s`, `10m`, `2h`, or seconds.
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smh]?)");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("\"" + text + "\" is no time: 90s, 10m, 2h");
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "h" -> Duration.ofHours(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
            };
        }
    }
}
