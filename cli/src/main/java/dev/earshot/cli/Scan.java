package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.app.App;
import dev.earshot.browser.ScanRequest;
import dev.earshot.browser.SiteCapture;
import dev.earshot.browser.journey.JourneyReader;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.SigningKey;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.har.HarFile;
import dev.earshot.investigate.tags.TagReview;
import dev.earshot.mobile.AppScan;
import dev.earshot.mobile.traffic.TrafficFiles;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import dev.earshot.policy.Policy;
import dev.earshot.report.Baseline;
import dev.earshot.report.ReportOptions;
import dev.earshot.report.Reports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// One scan from the command line to the sealed evidence.
final class Scan {
    private static final int MOST_TOLD = 10;

    private final ScanOptions options;
    private final List<String> arguments;
    private final Optional<Baseline> baseline;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;
    private Optional<SigningKey> signer = Optional.empty();
    /// What the containers of tags come to, as an exit code; by whether it is a gate.
    private ToCode ofTags = gate -> ExitCode.CLEAN;

    /// An exit code.
    private interface ToCode {
        int applyAsInt(boolean gate);
    }

    Scan(
            ScanOptions options,
            List<String> arguments,
            Optional<Baseline> baseline,
            Clock clock,
            PrintWriter out,
            PrintWriter err) {
        this.options = options;
        this.arguments = List.copyOf(arguments);
        this.baseline = baseline;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /// Captures, judges, reports and seals each target.
    List<ScanResult> run() {
        if (options.twice.twice) {
            return List.of(new TwiceScan(this, options, clock, err).run());
        }
        TwiceScan.refuseWithout(options.twice);
        Targets targets = Targets.of(options.targets);
        boolean visits = !targets.addresses().isEmpty() || !options.visit.journeys.isEmpty();
        boolean apps = !targets.apps().isEmpty();
        boolean tags = !targets.containers().isEmpty();
        if (!visits && !apps && !tags && targets.recordings().isEmpty()) {
            throw usage("There is nothing to scan: give an address (https://www.clinic.example/), an app (clinic.apk,"
                    + " clinic.ipa), a HAR file or other captured traffic, a container of tags, or a --journey.");
        }
        options.app.refuseWithout(apps);
        Policy policy = policyAndKey();
        boolean several = targets.recordings().size() + (visits ? 1 : 0) + (apps ? 1 : 0) + (tags ? 1 : 0) > 1;
        Path folder = folder(targets);
        List<ScanResult> results = new ArrayList<>();
        if (visits) {
            results.add(site(targets.addresses(), policy, several ? folder.resolve("site") : folder));
        }
        if (apps) {
            results.add(apps(targets.apps(), policy, several ? folder.resolve("app") : folder));
        }
        if (tags) {
            TagCheck check = new TagCheck(policy, arguments, baseline, clock, out, err);
            TagReview review = check.review(
                    targets.containers(),
                    List.of(),
                    options.outcome.format,
                    Optional.of(several ? folder.resolve("tags") : folder),
                    signer);
            ofTags = gate -> check.exitCode(review, gate);
        }
        Set<String> names = new TreeSet<>(List.of("site", "app", "tags"));
        for (Path recording : targets.recordings()) {
            results.add(recording(recording, policy, several ? folder.resolve(freeName(recording, names)) : folder));
        }
        return results;
    }

    /// The policy; the key that will sign is found as well, so that a wrong one is told before anything is captured.
    Policy policyAndKey() {
        signer = SigningKeys.find(options.outcome.key, err);
        return Policies.of(options.outcome.policy);
    }

    private ScanResult site(List<String> addresses, Policy policy, Path folder) {
        Instant startedAt = clock.instant();
        Persona persona = options.visit.persona == null
                ? Personas.fresh(new SecureRandom().nextLong())
                : Personas.read(options.visit.persona);
        ScanRequest asked = request(folder, policy)
                .targets(addresses)
                .journeys(
                        options.visit.journeys.stream().map(JourneyReader::read).toList())
                .persona(persona)
                .build();
        emptied(folder);
        try (ProgressLine progress = ProgressLine.on(err)) {
            SiteCapture.record(asked, progress);
        }
        return conclude(
                folder, HarFile.open(folder.resolve("capture.har")), policy, Examiner::examine, startedAt, Map.of());
    }

    /// A request into `folder` as the options have it, without what is visited and who visits.
    ScanRequest.Builder request(Path folder, Policy policy) {
        Path browser = BrowserSetup.find(options.browser.browser, options.browser.installBrowser, err);
        ScanRequest.Builder request = ScanRequest.into(folder)
                .consent(options.visit.consent)
                .sites(List.copyOf(policy.sites()))
                .browser(browser)
                .browserArgs(options.browser.browserArgs)
                .headed(options.browser.headed)
                .dwell(seconds(options.visit.dwell))
                .timeout(seconds(options.visit.timeout))
                .politeness(Duration.ofMillis(options.visit.delay))
                .workers(options.browser.workers)
                .maxPages(options.visit.maxPages)
                .maxDepth(options.visit.maxDepth)
                .ignoreRobots(options.visit.ignoreRobots)
                .keepNetLog(options.browser.keepNetLog)
                .selfTest(!options.browser.noSelfTest);
        Optional.ofNullable(options.visit.acceptSelector).ifPresent(request::acceptSelector);
        Optional.ofNullable(options.visit.rejectSelector).ifPresent(request::rejectSelector);
        Optional.ofNullable(options.visit.signedInWhen).ifPresent(request::signedInWhen);
        return request;
    }

    private ScanResult recording(Path file, Policy policy, Path folder) {
        Instant startedAt = clock.instant();
        Path capture = keep(file, folder);
        return conclude(folder, HarFile.open(capture), policy, Examiner::examine, startedAt, inputs(List.of(file)));
    }

    /// Looks at the files of apps, and at their traffic where some was captured.
    private ScanResult apps(List<Path> files, Policy policy, Path folder) {
        Instant startedAt = clock.instant();
        List<App> apps;
        try (ProgressLine progress = ProgressLine.on(err)) {
            apps = AppScan.read(
                    files,
                    Optional.ofNullable(options.app.mapping),
                    Optional.ofNullable(options.app.dataSafety),
                    progress::reading);
        }
        List<Path> read = new ArrayList<>(files);
        Optional.ofNullable(options.app.traffic).ifPresent(read::add);
        Optional.ofNullable(options.app.mapping).ifPresent(read::add);
        Optional.ofNullable(options.app.dataSafety).ifPresent(read::add);
        Capture traffic = options.app.traffic == null
                ? Capture.none(
                        files.stream()
                                .map(file -> file.getFileName().toString())
                                .toList(),
                        "Earshot " + Version.number(),
                        startedAt)
                : HarFile.open(keep(options.app.traffic, folder));
        if (options.app.traffic == null) {
            emptied(folder);
        }
        return conclude(
                folder,
                traffic,
                policy,
                (examiner, capture) -> examiner.examine(capture, apps),
                startedAt,
                inputs(read));
    }

    /// Keeps a recording as a HAR file, whatever it was recorded with, and who was there if that is given. The folder is
    /// made once it is sure that it is a recording.
    ///
    /// @return `capture.har` in `folder`
    Path keep(Path recording, Path folder) {
        Optional<Persona> persona = Optional.ofNullable(options.visit.persona).map(Personas::read);
        if (TrafficFiles.isOne(recording)) {
            Path capture = emptied(folder).resolve("capture.har");
            TrafficFiles.convert(
                    recording, capture, options.app.trafficOptions(recording).persona(persona));
            return capture;
        }
        HarFile har = HarFile.open(recording);
        Path capture = emptied(folder).resolve("capture.har");
        persona.ifPresentOrElse(someone -> har.copyWithIds(capture, someone), () -> har.copyWithIds(capture));
        return capture;
    }

    /// SHA-256 by name, of files that are examined and are not in the evidence as they were.
    static Map<String, String> inputs(List<Path> files) {
        Map<String, String> inputs = new TreeMap<>();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                inputs.put(file.getFileName().toString(), digest(file));
            }
        }
        return inputs;
    }

    static String digest(Path file) {
        try {
            return EvidenceBundle.sha256(file);
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.USAGE, "Could not read " + file + ": " + e, e);
        }
    }

    /// Judges what was captured, reports it and seals its folder.
    ///
    /// @param inputs SHA-256 by the name of a file that was examined but is not in the folder as it was
    <C extends Capture> ScanResult conclude(
            Path folder,
            C capture,
            Policy policy,
            BiFunction<Examiner, C, ScanResult> examination,
            Instant startedAt,
            Map<String, String> inputs) {
        Instant now = clock.instant();
        ScanResult result = examination.apply(new Examiner(policy, LocalDate.ofInstant(now, ZoneOffset.UTC)), capture);
        ReportOptions reporting =
                new ReportOptions(options.outcome.reveal, Version.number(), now, String.join(" ", arguments), baseline);
        Reports.write(result, capture, reporting, folder);
        EvidenceBundle.seal(
                folder,
                new EvidenceBundle.Origin(
                        Version.number(), result.capture().browser(), arguments, startedAt, clock.instant(), inputs),
                signer);
        Reports.print(options.outcome.format, result, capture, reporting, out);
        tellIncomplete(result, inputs.isEmpty() ? "" : String.join(", ", inputs.keySet()) + ": ");
        err.println("Report: " + folder.resolve("report.html"));
        return result;
    }

    /// What was not seen is said also to whoever reads only the machine's format.
    private void tellIncomplete(ScanResult result, String of) {
        List<BlindSpot> unseen =
                result.blindSpots().stream().filter(BlindSpot::incomplete).toList();
        if (!unseen.isEmpty()) {
            err.println(of + "incomplete, so what was not found may still be there:");
            unseen.stream()
                    .limit(MOST_TOLD)
                    .forEach(blind -> err.println("  "
                            + (blind.where().isEmpty() ? "" : ProgressLine.withoutQueries(blind.where()) + ": ")
                            + blind.what()));
            if (unseen.size() > MOST_TOLD) {
                err.println("  and " + (unseen.size() - MOST_TOLD) + " more, which the report names");
            }
        }
    }

    /// 1 where a finding violates the policy and is not in the baseline, 3 where something was not seen, else 0.
    int exitCode(List<ScanResult> results, boolean gate) {
        boolean violated = results.stream()
                .flatMap(result -> result.violations().stream())
                .anyMatch(fingerprint -> baseline.isEmpty() || !baseline.get().has(fingerprint));
        int tags = ofTags.applyAsInt(gate);
        if (gate && (violated || tags == ExitCode.VIOLATED)) {
            return ExitCode.VIOLATED;
        }
        return tags == ExitCode.INCOMPLETE || results.stream().anyMatch(ScanResult::incomplete)
                ? ExitCode.INCOMPLETE
                : ExitCode.CLEAN;
    }

    /// Where the evidence goes.
    Path folder(Targets targets) {
        if (options.outcome.out != null) {
            return options.outcome.out;
        }
        String what = Stream.of(
                        targets.addresses().stream()
                                .map(address ->
                                        address.replaceFirst("^https?://", "").replaceFirst("[/?#:].*", "")),
                        targets.apps().stream().map(Scan::name),
                        targets.recordings().stream().map(Scan::name),
                        targets.containers().stream().map(Scan::name))
                .flatMap(names -> names)
                .findFirst()
                .orElse("journey");
        String when = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        return Path.of("earshot-out", what + "-" + when);
    }

    private static String name(Path recording) {
        return recording
                .getFileName()
                .toString()
                .replaceAll("(?i)\\.(har(\\.gz)?|json|js|apk|aab|ipa|xapk|apks|apkm|app)$", "");
    }

    /// The recording's name, with a number where another had it first.
    static String freeName(Path recording, Set<String> taken) {
        String name = name(recording);
        for (int number = 2; !taken.add(name); number++) {
            name = name(recording) + "-" + number;
        }
        return name;
    }

    /// Evidence is never written over evidence.
    static Path emptied(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> there = Files.list(folder)) {
                if (there.findAny().isPresent()) {
                    throw new EarshotException(
                            EarshotException.Code.USAGE,
                            folder + " is not empty, and evidence is never written over. Name another --out.");
                }
            }
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, e.getMessage() + " is a file, not a folder. Name another --out.", e);
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The folder " + folder + " can't be made (" + e.getMessage() + "). Name another --out.",
                    e);
        }
    }

    private static EarshotException usage(String message) {
        return new EarshotException(EarshotException.Code.USAGE, message);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
