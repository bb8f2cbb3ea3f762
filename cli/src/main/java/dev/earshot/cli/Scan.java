package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.browser.ScanRequest;
import dev.earshot.browser.SiteCapture;
import dev.earshot.browser.journey.JourneyReader;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.SigningKey;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.har.HarFile;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import dev.earshot.policy.Finding;
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
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One scan from the command line to the sealed evidence.
final class Scan {
    private static final int MOST_TOLD = 10;

    private static final Pattern HOST = Pattern.compile("(?!.*\\.(har|gz)$)[\\w-]+(\\.[\\w-]+)+([:/]\\S*)?");

    private final ScanOptions options;
    private final List<String> arguments;
    private final Optional<Baseline> baseline;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;
    private Optional<SigningKey> signer = Optional.empty();

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
        List<String> addresses = new ArrayList<>();
        List<Path> recordings = new ArrayList<>();
        sortTargets(addresses, recordings);
        boolean visits = !addresses.isEmpty() || !options.visit.journeys.isEmpty();
        if (!visits && recordings.isEmpty()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "There is nothing to scan: give an address (https://www.clinic.example/), a HAR file, or a --journey.");
        }
        Policy policy = policyAndKey();
        boolean several = recordings.size() + (visits ? 1 : 0) > 1;
        Path folder = folder(addresses, recordings);
        List<ScanResult> results = new ArrayList<>();
        if (visits) {
            results.add(site(addresses, policy, several ? folder.resolve("site") : folder));
        }
        Set<String> names = new TreeSet<>(List.of("site"));
        for (Path recording : recordings) {
            results.add(recording(recording, policy, several ? folder.resolve(freeName(recording, names)) : folder));
        }
        return results;
    }

    /// The policy; the key that will sign is found as well, so that a wrong one is told before anything is captured.
    Policy policyAndKey() {
        signer = SigningKeys.find(options.outcome.key, err);
        return Policies.of(options.outcome.policy);
    }

    /// Says which targets are addresses and which are files.
    ///
    /// @throws EarshotException USAGE for one that is neither
    void sortTargets(List<String> addresses, List<Path> recordings) {
        for (String target : options.targets) {
            if (target.startsWith("http://") || target.startsWith("https://")) {
                addresses.add(withHost(target));
            } else if (Files.isRegularFile(Path.of(target))) {
                recordings.add(Path.of(target));
            } else {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "\"" + target + "\" is neither an address nor a HAR file that is there."
                                + (HOST.matcher(target).matches() ? " Is it https://" + target + " ?" : ""));
            }
        }
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
        return judge(folder, policy, startedAt, Map.of());
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
        HarFile recording = HarFile.open(file);
        recording.copyWithIds(emptied(folder).resolve("capture.har"));
        try {
            return judge(folder, policy, startedAt, Map.of(file.getFileName().toString(), EvidenceBundle.sha256(file)));
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.USAGE, "Could not read " + file + ": " + e, e);
        }
    }

    private ScanResult judge(Path folder, Policy policy, Instant startedAt, Map<String, String> inputs) {
        return conclude(
                folder, HarFile.open(folder.resolve("capture.har")), policy, Examiner::examine, startedAt, inputs);
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
                .flatMap(result -> result.findings().stream())
                .filter(finding -> finding.level() == Finding.Level.VIOLATION)
                .anyMatch(finding -> baseline.isEmpty() || !baseline.get().has(finding));
        if (gate && violated) {
            return ExitCode.VIOLATED;
        }
        return results.stream().anyMatch(ScanResult::incomplete) ? ExitCode.INCOMPLETE : ExitCode.CLEAN;
    }

    /// Where the evidence goes.
    Path folder(List<String> addresses, List<Path> recordings) {
        if (options.outcome.out != null) {
            return options.outcome.out;
        }
        String what = !addresses.isEmpty()
                ? addresses.getFirst().replaceFirst("^https?://", "").replaceFirst("[/?#:].*", "")
                : !recordings.isEmpty() ? name(recordings.getFirst()) : "journey";
        String when = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        return Path.of("earshot-out", what + "-" + when);
    }

    private static String name(Path recording) {
        return recording.getFileName().toString().replaceAll("(?i)\\.har(\\.gz)?$", "");
    }

    /// The recording's name, with a number where another had it first.
    static String freeName(Path recording, Set<String> taken) {
        String name = name(recording);
        for (int number = 2; !taken.add(name); number++) {
            name = name(recording) + "-" + number;
        }
        return name;
    }

    /// An address that is wrong in other ways is the browser's to refuse.
    private static String withHost(String address) {
        String host = address.replaceFirst("^https?://", "").replaceFirst("[/?#].*", "");
        if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "\"" + address + "\" names no host. An address looks like https://www.clinic.example/");
        }
        return address;
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

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
