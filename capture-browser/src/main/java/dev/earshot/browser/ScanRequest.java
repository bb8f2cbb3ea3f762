package dev.earshot.browser;

import dev.earshot.EarshotException;
import dev.earshot.browser.journey.Journey;
import dev.earshot.persona.Persona;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What to capture, and how.
///
/// @param targets addresses (`http`, `https`) to start crawling from; none when the journeys are all
/// @param journeys each done by a visitor of its own, in a fresh browser
/// @param persona whose values the journeys type
/// @param acceptSelector of the button that accepts, for banners that are not recognised; a Playwright
/// selector
/// @param rejectSelector of the button that refuses
/// @param signedInWhen a selector, or `js:` and an expression, that is true while signed in; a journey's
/// own goes first
/// @param sites further hosts and registrable domains that are the entity's own and are crawled too
/// @param out the folder for `capture.har` and `screenshots/`
/// @param browser the browser's program; empty for the one that is found
/// @param browserArgs further command-line arguments of the browser
/// @param dwell how long a page is watched after it has loaded. Two seconds: what starts with the page
/// is sent by then, and what a tracker still holds back it sends when the page is left, which is watched
/// too
/// @param timeout how long a page may take to load, and the most that a journey's step may take by
/// default
/// @param politeness the least time between the page loads of one worker
/// @param workers how many browsers work at a time
/// @param maxPages the most pages a crawl visits in one run
/// @param maxDepth links away from a target
/// @param keepNetLog whether the browser's own log, which holds passwords, is kept in `out`
/// @param selfTest whether the capture is tried on a built-in page first
public record ScanRequest(
        List<String> targets,
        List<Journey> journeys,
        Optional<Persona> persona,
        ConsentChoice consent,
        Optional<String> acceptSelector,
        Optional<String> rejectSelector,
        Optional<String> signedInWhen,
        List<String> sites,
        Path out,
        Optional<Path> browser,
        List<String> browserArgs,
        boolean headed,
        Duration dwell,
        Duration timeout,
        Duration politeness,
        int workers,
        int maxPages,
        int maxDepth,
        boolean ignoreRobots,
        boolean keepNetLog,
        boolean selfTest) {
    public ScanRequest {
        targets = List.copyOf(targets);
        journeys = List.copyOf(journeys);
        sites = List.copyOf(sites);
        browserArgs = List.copyOf(browserArgs);
        List<String> problems = new ArrayList<>();
        for (String target : targets) {
            if (!target.startsWith("http://") && !target.startsWith("https://")) {
                problems.add("`" + target + "` is not an address to scan: it must begin with https:// or http://");
            }
        }
        if (targets.isEmpty() && journeys.isEmpty()) {
            problems.add("there is nothing to scan: give an address or a journey");
        }
        check(problems, workers >= 1 && workers <= 64, "--workers must be 1 to 64");
        check(problems, maxPages >= 0, "--max-pages must not be negative");
        check(problems, maxDepth >= 0, "--max-depth must not be negative");
        check(problems, !dwell.isNegative(), "--dwell must not be negative");
        check(problems, timeout.isPositive(), "--timeout must be more than 0");
        check(problems, !politeness.isNegative(), "--delay must not be negative");
        if (!problems.isEmpty()) {
            throw new EarshotException(EarshotException.Code.USAGE, String.join("\n", problems));
        }
    }

    /// A request for one folder of results, with the defaults.
    public static Builder into(Path out) {
        return new Builder(out);
    }

    private static void check(List<String> problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /// Fills in a request; what is not said keeps its default.
    public static final class Builder {
        private final Path out;
        private List<String> targets = List.of();
        private List<Journey> journeys = List.of();
        private Optional<Persona> persona = Optional.empty();
        private ConsentChoice consent = ConsentChoice.IGNORE;
        private Optional<String> acceptSelector = Optional.empty();
        private Optional<String> rejectSelector = Optional.empty();
        private Optional<String> signedInWhen = Optional.empty();
        private List<String> sites = List.of();
        private Optional<Path> browser = Optional.empty();
        private List<String> browserArgs = List.of();
        private boolean headed;
        private Duration dwell = Duration.ofSeconds(2);
        private Duration timeout = Duration.ofSeconds(30);
        private Duration politeness = Duration.ofMillis(250);
        private int workers = 1;
        private int maxPages = 20;
        private int maxDepth = 2;
        private boolean ignoreRobots;
        private boolean keepNetLog;
        private boolean selfTest = true;

        private Builder(Path out) {
            this.out = out;
        }

        public Builder targets(List<String> values) {
            targets = values;
            return this;
        }

        public Builder journeys(List<Journey> values) {
            journeys = values;
            return this;
        }

        public Builder persona(Persona value) {
            persona = Optional.of(value);
            return this;
        }

        public Builder consent(ConsentChoice value) {
            consent = value;
            return this;
        }

        public Builder acceptSelector(String value) {
            acceptSelector = Optional.of(value);
            return this;
        }

        public Builder rejectSelector(String value) {
            rejectSelector = Optional.of(value);
            return this;
        }

        public Builder signedInWhen(String value) {
            signedInWhen = Optional.of(value);
            return this;
        }

        public Builder sites(List<String> values) {
            sites = values;
            return this;
        }

        public Builder browser(Path value) {
            browser = Optional.of(value);
            return this;
        }

        public Builder browserArgs(List<String> values) {
            browserArgs = values;
            return this;
        }

        public Builder headed(boolean value) {
            headed = value;
            return this;
        }

        public Builder dwell(Duration value) {
            dwell = value;
            return this;
        }

        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        public Builder politeness(Duration value) {
            politeness = value;
            return this;
        }

        public Builder workers(int value) {
            workers = value;
            return this;
        }

        public Builder maxPages(int value) {
            maxPages = value;
            return this;
        }

        public Builder maxDepth(int value) {
            maxDepth = value;
            return this;
        }

        public Builder ignoreRobots(boolean value) {
            ignoreRobots = value;
            return this;
        }

        public Builder keepNetLog(boolean value) {
            keepNetLog = value;
            return this;
        }

        public Builder selfTest(boolean value) {
            selfTest = value;
            return this;
        }

        public ScanRequest build() {
            return new ScanRequest(
                    targets,
                    journeys,
                    persona,
                    consent,
                    acceptSelector,
                    rejectSelector,
                    signedInWhen,
                    sites,
                    out,
                    browser,
                    browserArgs,
                    headed,
                    dwell,
                    timeout,
                    politeness,
                    workers,
                    maxPages,
                    maxDepth,
                    ignoreRobots,
                    keepNetLog,
                    selfTest);
        }
    }
}
