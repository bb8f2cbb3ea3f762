package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.browser.ConsentChoice;
import dev.earshot.browser.ScanRequest;
import dev.earshot.browser.SiteCapture;
import dev.earshot.browser.journey.Journey;
import dev.earshot.browser.journey.JourneyReader;
import dev.earshot.browser.journey.JourneyStep;
import dev.earshot.differential.LabelledRun;
import dev.earshot.differential.Plan;
import dev.earshot.differential.Runs;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Capture;
import dev.earshot.har.HarFile;
import dev.earshot.mobile.traffic.TrafficFiles;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import dev.earshot.policy.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A scan that compares several runs, made now or recorded before.
final class TwiceScan {
    private static final int PERSONS = 4;
    private static final int SEARCHES = 4;
    private static final String SIGNED_OUT = "out";

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*persona\\.([A-Za-z][\\w-]*)");

    private final Scan scan;
    private final ScanOptions options;
    private final Clock clock;
    private final PrintWriter err;

    TwiceScan(Scan scan, ScanOptions options, Clock clock, PrintWriter err) {
        this.scan = scan;
        this.options = options;
        this.clock = clock;
        this.err = err;
    }

    /// @throws EarshotException USAGE where an option that needs `--twice` is given without it
    static void refuseWithout(ScanOptions.Twice options) {
        if (!options.persons.isEmpty() || !options.searches.isEmpty() || !options.signedOut.isEmpty()) {
            throw usage("--person, --searched and --signed-out are for comparing runs: add --twice.");
        }
    }

    ScanResult run() {
        Targets given = Targets.of(options.targets);
        if (!given.apps().isEmpty()) {
            throw usage("--twice compares traffic: give the recordings of the app's traffic and leave "
                    + given.apps().getFirst() + " out.");
        }
        List<String> addresses = given.addresses();
        List<Path> targets = given.recordings();
        boolean visits = !addresses.isEmpty() || !options.visit.journeys.isEmpty();
        boolean recorded = !targets.isEmpty()
                || !options.twice.searches.isEmpty()
                || !options.twice.signedOut.isEmpty()
                || options.twice.persons.stream().anyMatch(TwiceScan::isRecording);
        if (visits == recorded) {
            throw usage(
                    visits
                            ? "--twice compares either runs that it makes or recordings: give an address, or HAR files."
                            : "There is nothing to compare: give an address (https://www.clinic.example/), a --journey, or"
                                    + " HAR files.");
        }
        Policy policy = scan.policyAndKey();
        return visits ? visited(addresses, policy) : recorded(targets, policy);
    }

    // Recordings

    private ScanResult recorded(List<Path> targets, Policy policy) {
        Instant startedAt = clock.instant();
        Labels labels = new Labels();
        options.twice.persons.forEach(given -> labels.put(labels.persons, "--person", given));
        options.twice.searches.forEach(given -> labels.put(labels.searches, "--searched", given));
        options.twice.signedOut.forEach(given -> labels.put(labels.nobody, "--signed-out", SIGNED_OUT + "=" + given));
        Set<Path> files = new LinkedHashSet<>(targets);
        files.addAll(labels.persons.keySet());
        files.addAll(labels.nobody.keySet());
        files.addAll(labels.searches.keySet());
        List<Path> unknown =
                files.stream().filter(file -> !labels.saysWho(file)).toList();
        if (!unknown.isEmpty()) {
            throw usage(
                    "Nobody says who was there in " + unknown
                            + ". Say it: --person anna=first.har,second.har --person ben=third.har, or --signed-out fourth.har.");
        }
        Path folder = Scan.emptied(scan.folder(new Targets(List.of(), List.copyOf(files), List.of())));
        Map<String, String> inputs = new TreeMap<>();
        List<LabelledRun> runs = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        Map<Sensitive, String> searchNames = new LinkedHashMap<>();
        for (Path file : files) {
            String name = nameOf(file, names);
            HarFile recording =
                    HarFile.open(scan.keep(file, folder.resolve("runs").resolve(name)));
            Optional<Persona> persona = recording.summary().persona();
            Optional<String> person = labels.nobody.containsKey(file)
                    ? Optional.empty()
                    : Optional.ofNullable(labels.persons.get(file)).or(() -> persona.map(Persona::id));
            Optional<String> search = Optional.ofNullable(labels.searches.get(file))
                    .or(() -> persona.flatMap(someone -> someone.first(PersonaField.SEARCH_TERM))
                            .map(term -> searchNames.computeIfAbsent(term, _ -> "search " + (searchNames.size() + 1))));
            inputs.put(name + ": " + file.getFileName(), Scan.digest(file));
            runs.add(new LabelledRun(name, person, person.isEmpty() ? Optional.empty() : search, recording));
        }
        return scan.conclude(folder, Runs.of(runs), policy, Examiner::compare, startedAt, inputs);
    }

    /// Who was there, and what was searched for, by file.
    private static final class Labels {
        private final Map<Path, String> persons = new LinkedHashMap<>();
        private final Map<Path, String> searches = new LinkedHashMap<>();
        private final Map<Path, String> nobody = new LinkedHashMap<>();

        /// A recording of our own that names no persona was made signed out.
        private boolean saysWho(Path file) {
            if (persons.containsKey(file) || nobody.containsKey(file)) {
                return true;
            }
            if (TrafficFiles.isOne(file)) {
                return false;
            }
            Capture.Summary summary = HarFile.open(file).summary();
            return summary.persona().isPresent() || summary.recordedBy().startsWith("Earshot");
        }

        private void put(Map<Path, String> labels, String option, String given) {
            String name = nameIn(option, given);
            for (Path file : filesIn(given)) {
                if (!Files.isRegularFile(file)) {
                    throw usage(option + " " + given + ": there is no file " + file + ".");
                }
                String before = labels.put(file, name);
                if (before != null && !before.equals(name)) {
                    throw usage(option + ": " + file + " is given to both " + before + " and " + name + ".");
                }
            }
        }
    }

    /// The file's name; its folder's for a capture of our own, which are all called alike.
    private static String nameOf(Path file, Set<String> taken) {
        Path parent = file.toAbsolutePath().getParent();
        Path named = file.getFileName().toString().equals("capture.har") && parent != null ? parent : file;
        return Scan.freeName(named, taken);
    }

    // Runs made now

    private ScanResult visited(List<String> addresses, Policy policy) {
        Instant startedAt = clock.instant();
        if (options.visit.consent == ConsentChoice.ALL) {
            throw usage("--twice compares runs with one answer to the consent banner: ignore, accept or reject.");
        }
        if (options.visit.persona != null) {
            throw usage("--twice needs several persons: give each as --person NAME=FILE instead of --persona.");
        }
        if (options.twice.runs < Plan.FEWEST || options.twice.runs > Plan.MOST) {
            throw usage("--runs must be " + Plan.FEWEST + " to " + Plan.MOST + ".");
        }
        if (!options.visit.journeys.isEmpty()) {
            refuseWhatAllDoAlike(typed(options.visit.journeys));
        }
        Path folder = scan.folder(new Targets(addresses, List.of(), List.of()));
        RunFolders stored = RunFolders.in(folder, () -> new SecureRandom().nextLong());
        List<Path> files = options.visit.journeys.isEmpty()
                ? List.of(defaultJourney(addresses.getFirst(), stored))
                : options.visit.journeys;
        List<Journey> journeys = files.stream().map(JourneyReader::read).toList();
        Set<String> typed = typed(files);
        boolean searches = typed.contains(PersonaField.SEARCH_TERM.key());
        sayWhatCannotBeShown(typed, searches);
        Map<String, Persona> persons = persons(stored.seed());
        List<Sensitive> terms = terms(stored.seed(), persons.size());
        List<String> names = List.copyOf(persons.keySet());
        List<Plan.Turn> turns = Plan.of(options.twice.runs, names.size(), searches ? SEARCHES : 1, stored.seed());
        List<LabelledRun> runs = new ArrayList<>();
        int number = 0;
        for (Plan.Turn turn : turns) {
            number++;
            String name = names.get(turn.person());
            String id = number + name.replaceAll("[^A-Za-z0-9]", "") + (searches ? turn.search() + 1 : "");
            Persona persona = Objects.requireNonNull(persons.get(name));
            Persona searching = searches ? searchingFor(persona, terms.get(turn.search())) : persona;
            boolean first = number == 1;
            err.println("Run " + number + " of " + (turns.size() + 1) + ": as " + name
                    + (searches ? ", search " + (turn.search() + 1) : ""));
            Path capture = stored.capture(
                    id,
                    into -> record(scan.request(into, policy)
                            .journeys(journeys)
                            .persona(searching)
                            .selfTest(first && !options.browser.noSelfTest)
                            .build()));
            runs.add(new LabelledRun(
                    id,
                    Optional.of(name),
                    Optional.of("search " + (searches ? turn.search() + 1 : 0)),
                    HarFile.open(capture)));
        }
        List<String> pages = pages(addresses, journeys);
        if (!pages.isEmpty()) {
            err.println("Run " + (turns.size() + 1) + " of " + (turns.size() + 1) + ": signed out");
            Path capture = stored.capture(
                    SIGNED_OUT,
                    into -> record(scan.request(into, policy)
                            .targets(pages)
                            .maxDepth(0)
                            .maxPages(pages.size())
                            .selfTest(false)
                            .build()));
            runs.add(new LabelledRun(SIGNED_OUT, Optional.empty(), Optional.empty(), HarFile.open(capture)));
        }
        return scan.conclude(folder, Runs.of(runs), policy, Examiner::compare, startedAt, Map.of());
    }

    private void record(ScanRequest asked) {
        try (ProgressLine progress = ProgressLine.on(err)) {
            SiteCapture.record(asked, progress);
        }
    }

    private Map<String, Persona> persons(long seed) {
        Map<String, Persona> persons = new LinkedHashMap<>();
        for (String given : options.twice.persons) {
            List<Path> files = filesIn(given);
            if (files.size() != 1) {
                throw usage("--person " + given + ": one persona file makes a person.");
            }
            if (persons.put(nameIn("--person", given), Personas.read(files.getFirst())) != null) {
                throw usage("--person " + given + ": there is somebody of that name already.");
            }
        }
        if (persons.size() == 1) {
            throw usage("--twice needs two persons at least: give another --person.");
        }
        for (int i = 0; persons.size() < PERSONS && options.twice.persons.isEmpty(); i++) {
            persons.put(String.valueOf((char) ('a' + i)), Personas.fresh(seed + i));
        }
        return persons;
    }

    /// Search terms that belong to nobody, so that each can be searched for by several persons.
    private static List<Sensitive> terms(long seed, int after) {
        Set<Sensitive> terms = new LinkedHashSet<>();
        for (int i = 0; terms.size() < SEARCHES; i++) {
            Personas.fresh(seed + after + i).first(PersonaField.SEARCH_TERM).ifPresent(terms::add);
        }
        return List.copyOf(terms);
    }

    private static Persona searchingFor(Persona persona, Sensitive term) {
        Map<PersonaField, List<Sensitive>> values = new TreeMap<>(persona.values());
        values.put(PersonaField.SEARCH_TERM, List.of(term));
        return new Persona(persona.id(), values, persona.extras());
    }

    private static Set<String> typed(List<Path> journeys) {
        Set<String> typed = new TreeSet<>();
        for (Path journey : journeys) {
            try {
                REFERENCE.matcher(Files.readString(journey)).results().forEach(found -> typed.add(found.group(1)));
            } catch (IOException e) {
                throw new EarshotException(EarshotException.Code.USAGE, "Could not read " + journey + ": " + e, e);
            }
        }
        return typed;
    }

    private static void refuseWhatAllDoAlike(Set<String> typed) {
        if (typed.isEmpty()) {
            throw usage(
                    "The journeys type nothing of a persona's, so that all runs would be alike and nothing could follow"
                            + " anybody. Write {{persona.userName}}, {{persona.password}}, {{persona.searchTerm}} and their like"
                            + " where the values stand: docs/journeys.md.");
        }
    }

    private void sayWhatCannotBeShown(Set<String> typed, boolean searches) {
        if (!searches) {
            err.println("The journeys type no {{persona.searchTerm}}: what follows a search will not be seen.");
        } else if (typed.size() == 1) {
            err.println(
                    "The journeys type {{persona.searchTerm}} alone: what follows a person will not be seen, since the"
                            + " site has nothing to know one by. Record a journey that signs in: docs/journeys.md.");
        }
    }

    /// The pages that can be opened without being anybody.
    private static List<String> pages(List<String> addresses, List<Journey> journeys) {
        Set<String> pages = new LinkedHashSet<>(addresses);
        for (Journey journey : journeys) {
            for (JourneyStep step : journey.steps()) {
                if (step instanceof JourneyStep.Navigate navigate
                        && navigate.url().startsWith("http")
                        && !navigate.url().contains("{{")) {
                    pages.add(navigate.url());
                }
            }
        }
        return List.copyOf(pages);
    }

    /// A journey that searches the site, for whoever has recorded none.
    private Path defaultJourney(String address, RunFolders stored) {
        err.println("No --journey was given, so every run opens " + ProgressLine.withoutQueries(address)
                + " and searches there. Record a journey that signs in, and what follows the person is seen too:"
                + " docs/journeys.md.");
        return stored.write("search.json", """
            {"title": "Search the site", "steps": [
              {"type": "navigate", "url": "%s"},
              {"type": "change", "value": "{{persona.searchTerm}}", "selectors": [
                ["input[type=search]"], ["[role=searchbox]"], ["[role=search] input:not([type=hidden])"],
                ["input[name=q]"], ["input[name=s]"], ["input[name*=search i]"], ["input[name*=query i]"],
                ["input[placeholder*=search i]"], ["input[aria-label*=search i]"]]},
              {"type": "keyDown", "key": "Enter"},
              {"type": "keyUp", "key": "Enter"},
              {"type": "customStep", "name": "earshot.dwell", "parameters": {"seconds": 3}}
            ]}
            """.formatted(address.replace("\"", "%22")));
    }

    private static boolean isRecording(String given) {
        return filesIn(given).stream()
                .anyMatch(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.har(\\.gz)?")
                        || (Files.isRegularFile(file) && TrafficFiles.isOne(file)));
    }

    private static List<Path> filesIn(String given) {
        List<Path> files = new ArrayList<>();
        for (String file : given.substring(given.indexOf('=') + 1).split(",")) {
            files.add(Path.of(file.strip()));
        }
        return files;
    }

    private static String nameIn(String option, String given) {
        int equals = given.indexOf('=');
        if (equals <= 0 || equals == given.length() - 1) {
            throw usage(
                    option + " " + given + ": write a name, =, and files: " + option + " anna=first.har,second.har");
        }
        return given.substring(0, equals).strip();
    }

    private static EarshotException usage(String message) {
        return new EarshotException(EarshotException.Code.USAGE, message);
    }
}
