package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.browser.ConsentChoice;
import dev.earshot.mobile.traffic.TrafficOptions;
import dev.earshot.report.ReportFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// What can be said of a scan on the command line.
final class ScanOptions {
    @Parameters(
            arity = "0..*",
            paramLabel = "URL|APP|HAR",
            description = "Addresses to crawl; apps (APK with its splits, AAB, XAPK, APKS, IPA, .app); recordings (HAR,"
                    + " mitmproxy flows, pcapng).")
    List<String> targets = new ArrayList<>();

    @ArgGroup(validate = false, heading = "%nWhat is visited:%n")
    Visit visit = new Visit();

    @ArgGroup(validate = false, heading = "%nApps, and traffic that was captured elsewhere:%n")
    App app = new App();

    @ArgGroup(validate = false, heading = "%nProof without decoding:%n")
    Twice twice = new Twice();

    @ArgGroup(validate = false, heading = "%nWhat is judged, and where it goes:%n")
    Outcome outcome = new Outcome();

    @ArgGroup(validate = false, heading = "%nThe browser:%n")
    Browser browser = new Browser();

    /// How the site is gone through.
    static final class Visit {
        @Option(
                names = "--journey",
                paramLabel = "FILE",
                description =
                        "A Chrome DevTools Recorder export; {{persona.email}} and its like stand for the persona's"
                                + " values. Repeatable. See docs/journeys.md.")
        List<Path> journeys = new ArrayList<>();

        @Option(
                names = "--persona",
                paramLabel = "FILE",
                description = "The synthetic patient to be, or who was there in a recording that does not say so."
                        + " Default: a fresh one for each scan.")
        @Nullable
        Path persona;

        @Option(
                names = "--consent",
                paramLabel = "ignore|accept|reject|all",
                defaultValue = "ignore",
                description = "What to tell the consent banner; all makes three runs and compares. Default: ignore.")
        ConsentChoice consent = ConsentChoice.IGNORE;

        @Option(
                names = "--accept-selector",
                paramLabel = "SELECTOR",
                description = "The button that accepts, where the banner is not recognised.")
        @Nullable
        String acceptSelector;

        @Option(names = "--reject-selector", paramLabel = "SELECTOR", description = "The button that refuses.")
        @Nullable
        String rejectSelector;

        @Option(
                names = "--signed-in-when",
                paramLabel = "SELECTOR",
                description = "True while signed in: a selector, or js: and an expression.")
        @Nullable
        String signedInWhen;

        @Option(
                names = "--max-pages",
                paramLabel = "N",
                defaultValue = "20",
                description = "The most pages crawled in a run. Default: 20.")
        int maxPages;

        @Option(
                names = "--max-depth",
                paramLabel = "N",
                defaultValue = "2",
                description = "The most links away from a target. Default: 2.")
        int maxDepth;

        @Option(
                names = "--delay",
                paramLabel = "MS",
                defaultValue = "250",
                description = "The least time between two page loads, in milliseconds. Default: 250.")
        int delay;

        @Option(names = "--ignore-robots", description = "Visit also what robots.txt asks to leave alone.")
        boolean ignoreRobots;

        @Option(
                names = "--dwell",
                paramLabel = "SECONDS",
                defaultValue = "2",
                description = "How long a page is watched after it has loaded. Default: 2.")
        double dwell;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "30",
                description = "How long a page may take to load. Default: 30.")
        double timeout;
    }

    /// What is known of apps besides their files.
    static final class App {
        @Option(
                names = "--traffic",
                paramLabel = "FILE",
                description = "What the app was seen sending: a HAR file, mitmproxy flows or a packet capture. See"
                        + " earshot capture-proxy.")
        @Nullable
        Path traffic;

        @Option(
                names = "--mapping",
                paramLabel = "FILE",
                description = "The build's mapping.txt, which undoes the renaming of classes. An AAB brings its own.")
        @Nullable
        Path mapping;

        @Option(
                names = "--data-safety",
                paramLabel = "CSV",
                description =
                        "The Data safety form, exported from the Play Console, to compare with what is in the app.")
        @Nullable
        Path dataSafety;

        @Option(
                names = "--keylog",
                paramLabel = "FILE",
                description = "The TLS keys of a packet capture, as SSLKEYLOGFILE writes them.")
        @Nullable
        Path keyLog;

        TrafficOptions trafficOptions(Path recording) {
            TrafficOptions options = TrafficOptions.of(recording.getFileName().toString());
            return keyLog == null ? options : options.keyLog(keyLog);
        }

        /// @throws EarshotException USAGE where an option that needs an app is given without one
        void refuseWithout(boolean apps) {
            if (!apps && (traffic != null || mapping != null || dataSafety != null)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "--traffic, --mapping and --data-safety are about an app: name its file as well, such as"
                                + " clinic.apk. Traffic alone is scanned by naming it without --traffic.");
            }
        }
    }

    /// Whether several runs are compared.
    static final class Twice {
        @Option(
                names = "--twice",
                description = "Do the journey several times, as several persons, each in a browser of its own, or take"
                        + " several recordings, and prove what follows the person or the search even where it can't be"
                        + " read. See docs/twice.md.")
        boolean twice;

        @Option(
                names = "--runs",
                paramLabel = "N",
                defaultValue = "10",
                description = "How many runs, 4 to 12; another is made signed out. Fewer than 8 hardly prove anything."
                        + " Default: 10.")
        int runs = 10;

        @Option(
                names = "--person",
                paramLabel = "NAME=FILE[,FILE]",
                description = "A person: a persona file (.yaml) to be that person, or the recordings (.har) of them."
                        + " Repeatable. Default: four who are made up.")
        List<String> persons = new ArrayList<>();

        @Option(
                names = "--searched",
                paramLabel = "NAME=HAR[,HAR]",
                description = "Recordings in which the same was searched for. Repeatable.")
        List<String> searches = new ArrayList<>();

        @Option(
                names = "--signed-out",
                paramLabel = "HAR[,HAR]",
                description = "Recordings of nobody in particular. Repeatable.")
        List<String> signedOut = new ArrayList<>();
    }

    /// What is made of the capture.
    static final class Outcome {
        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "The folder for the evidence; must be empty or new. Default: earshot-out/<site>-<time>.")
        @Nullable
        Path out;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "What may go to whom. Default: earshot.yaml here, else a built-in one.")
        @Nullable
        Path policy;

        @Option(
                names = "--format",
                paramLabel = "text|json|sarif|junit|md|html",
                defaultValue = "text",
                converter = Format.class,
                description = "What is printed; the files are all written anyway. Default: text.")
        ReportFormat format = ReportFormat.TEXT;

        @Option(
                names = "--reveal",
                description = "Print and report values as they are. Without it, what may identify a person is masked.")
        boolean reveal;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "The private key that signs the evidence (earshot keygen).")
        @Nullable
        Path key;
    }

    /// How the browser is run.
    static final class Browser {
        @Option(
                names = "--browser",
                paramLabel = "PATH",
                description = "Chrome, Chromium or Edge. Default: the one installed.")
        @Nullable
        Path browser;

        @Option(
                names = "--browser-arg",
                paramLabel = "ARG",
                description = "Passed to the browser. Repeatable: --browser-arg=--ignore-certificate-errors")
        List<String> browserArgs = new ArrayList<>();

        @Option(names = "--install-browser", description = "Install Chromium if no browser is found (Debian).")
        boolean installBrowser;

        @Option(names = "--headed", description = "Show the browser.")
        boolean headed;

        @Option(
                names = "--workers",
                paramLabel = "N",
                defaultValue = "1",
                description = "Browsers that work at a time. Default: 1.")
        int workers;

        @Option(
                names = "--keep-netlog",
                description = "Keep the browser's own log, which holds passwords and whole bodies.")
        boolean keepNetLog;

        @Option(
                names = "--no-self-test",
                negatable = false,
                description = "Leave out the trial that shows the capture sees every kind of request.")
        boolean noSelfTest;
    }

    /// Names of formats.
    static final class Format implements ITypeConverter<ReportFormat> {
        @Override
        public ReportFormat convert(String id) {
            return ReportFormat.byId(id)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + id + "\" is no format: text, json, sarif, junit, md or html"));
        }
    }
}
