package dev.earshot.cli;

import dev.earshot.AppResult;
import dev.earshot.ScanResult;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.app.ClinicApps;
import dev.earshot.clinic.app.Device;
import dev.earshot.mobile.proxy.CaptureProxy;
import dev.earshot.mobile.proxy.CertificateAuthority;
import dev.earshot.mobile.proxy.ProxyOptions;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The pretend hospital's apps: built, the Android app played on a pretend phone behind the capture proxy, both scanned.
final class DemoApps {
    private final Clinic clinic;
    private final List<String> arguments;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    DemoApps(Clinic clinic, List<String> arguments, Clock clock, PrintWriter out, PrintWriter err) {
        this.clinic = clinic;
        this.arguments = List.copyOf(arguments);
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /// Puts the evidence into `app` and `app-ios` under `folder`, and prints a line or two of each.
    ///
    /// @param work for files that nobody needs afterwards
    void scan(Path folder, Path work) throws IOException {
        long seed = RandomGenerator.getDefault().nextLong();
        err.println("Building the clinic's apps, and using one on a pretend phone.");
        List<Path> apps = ClinicApps.write(work.resolve("apps"), seed);
        Path traffic = work.resolve("phone.har");
        play(Personas.fresh(seed), seed, traffic, work);
        Path policy = Files.writeString(work.resolve("earshot.yaml"), "sites: [clinic.example]\n");
        tell(scan(apps.getFirst(), Optional.of(traffic), policy, folder.resolve("app")), folder.resolve("app"));
        tell(scan(apps.getLast(), Optional.empty(), policy, folder.resolve("app-ios")), folder.resolve("app-ios"));
    }

    private void play(Persona patient, long seed, Path traffic, Path work) {
        CertificateAuthority authority = CertificateAuthority.in(work.resolve("ca"));
        InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), clinic.port());
        ProxyOptions options = ProxyOptions.of(authority)
                .hosts(Device.hosts().stream().collect(Collectors.toMap(host -> host, _ -> place)))
                .insecureUpstream(true)
                .label("the clinic's app on a pretend phone")
                .persona(Optional.of(patient));
        try (CaptureProxy proxy = CaptureProxy.start(options, traffic, clock, _ -> {})) {
            new Device(proxy.address(), authority.certificate(), patient, seed).play(proxy::step);
        }
    }

    private ScanResult scan(Path app, Optional<Path> traffic, Path policy, Path folder) {
        ScanOptions options = new ScanOptions();
        options.targets = List.of(app.toString());
        options.app.traffic = traffic.orElse(null);
        options.outcome.policy = policy;
        options.outcome.out = folder;
        // The report in the folder tells it all; here a few lines do.
        PrintWriter unread = new PrintWriter(PrintWriter.nullWriter());
        return new Scan(options, arguments, Optional.empty(), clock, unread, err)
                .run()
                .getFirst();
    }

    private void tell(ScanResult result, Path folder) {
        result.apps().stream().map(AppResult::app).forEach(app -> {
            out.println();
            out.println(
                    app.name() + " " + app.version() + " for " + app.platform().label() + ": "
                            + app.sdks().size() + " SDKs. Report: " + folder.resolve("report.html"));
            app.sdks()
                    .forEach(sdk ->
                            out.println("  " + sdk.name() + " " + sdk.rung().phrase()));
        });
        out.flush();
    }
}
