package dev.earshot.investigate;

import dev.earshot.EarshotException;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.history.HistoryReaders;
import dev.earshot.investigate.history.TagHistory;
import dev.earshot.investigate.identity.ClientAgreement;
import dev.earshot.investigate.identity.SourceAccount;
import dev.earshot.investigate.log.FileAccount;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogFormats;
import dev.earshot.investigate.log.LogImport;
import dev.earshot.investigate.log.SetAside;
import dev.earshot.investigate.log.format.Formats;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.steps.Runner;
import dev.earshot.investigate.steps.Steps;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds out who was affected: from a plan to individuals.
///
/// All that is made lies in one folder: `inputs/` (the tables that go into the steps), `steps/` (what they gave) and the
/// results, `individuals.parquet`, `exposures.parquet` and `unidentified.parquet`, each a folder of Parquet files. What
/// is finished there is kept when the same plan is run again.
public final class Investigation {
    private static final String INDIVIDUALS = "individuals.parquet";
    private static final String EXPOSURES = "exposures.parquet";
    private static final String UNIDENTIFIED = "unidentified.parquet";

    private final Plan plan;
    private final Storage storage;
    private final Engine engine;
    private final String folder;
    private final Settings settings;
    private final List<FileAccount> files = new ArrayList<>();
    private final List<SourceAccount> sources = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private TagHistory history = new TagHistory(List.of(), List.of(), List.of(), List.of(), Map.of());

    /// @param threads that read logs
    /// @param clock how long a step took is read from it
    /// @param progress of reading
    /// @param steps of the steps
    public record Settings(
            int threads, InstantSource clock, Progress progress, dev.earshot.investigate.steps.Progress steps) {}

    public Investigation(Plan plan, Storage storage, Engine engine, String folder, Settings settings) {
        this.plan = plan;
        this.storage = storage;
        this.engine = engine;
        this.folder = folder;
        this.settings = settings;
    }

    /// Reads the logs, the history and the people, runs the steps, and writes the results.
    ///
    /// @throws EarshotException INCOMPLETE where it could not be brought to an end; running it again goes on
    public Outcome run() {
        history = TagHistory.of(plan, storage, HistoryReaders.all());
        readLogs();
        readPeople();
        Outcome outcome = conclude(plan, history.windows(), inputs(Table.LINKS), folder);
        result("SELECT * FROM individuals50", INDIVIDUALS);
        result("SELECT * FROM exposures50", EXPOSURES);
        result("SELECT * FROM unidentified40", UNIDENTIFIED);
        return outcome;
    }

    /// What the outcome would be with one thing changed. Nothing of the investigation itself is changed.
    ///
    /// Only after [#run].
    public Outcome whatIf(WhatIf change) {
        String apart =
                folder + "/what-if/" + change.text().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String links = inputs(Table.LINKS);
        if (change.onlyCertainLinks()) {
            links = apart + "/inputs/certain-links";
            delete(links);
            engine.table(Table.LINKS.id(), inputs(Table.LINKS));
            engine.write("SELECT * FROM links WHERE certainty = 'certain' AND kind <> 'client'", links);
        }
        return conclude(change.change(plan), change.change(history.windows()), links, apart);
    }

    private Outcome conclude(Plan asked, List<DisclosureWindow> windows, String links, String to) {
        InputTables small = new InputTables(storage, to + "/inputs");
        small.params(asked);
        small.months(asked);
        small.windows(windows, asked.rules().countAssumed());
        for (Table table : List.of(Table.LINES, Table.PAGES, Table.MEMBERS)) {
            engine.table(table.id(), inputs(table));
        }
        engine.table(Table.LINKS.id(), links);
        List<LogGap> gaps = LogGaps.find(asked, windows, engine);
        small.gaps(gaps, history.unknown());
        for (Table table : List.of(Table.PARAMS, Table.MONTHS, Table.WINDOWS, Table.CARRIED, Table.GAPS)) {
            engine.table(table.id(), small.folder(table));
        }
        new Runner(engine, storage, to + "/steps", settings.clock(), settings.steps())
                .run(Steps.all(), fingerprint(asked, windows, gaps, links));
        OutcomeQueries queries = new OutcomeQueries(engine);
        return new Outcome(
                plan.name(),
                plan.entity(),
                plan.from(),
                plan.to(),
                plan.zone(),
                engine.description(),
                files,
                queries.told(windows),
                history.remarks(),
                inputs(),
                gaps,
                sources,
                queries.funnel(),
                queries.totals(),
                queries.months(),
                remarks(),
                incomplete(gaps));
    }

    private void readLogs() {
        Set<String> parameters = new TreeSet<>();
        history.windows().forEach(window -> parameters.addAll(window.pages().queryParameters()));
        files.addAll(new LogImport(storage, Investigation::formats, settings.threads(), settings.progress())
                .run(plan, parameters, folder + "/inputs"));
    }

    /// Those that are written out as patterns, and those of [dev.earshot.investigate.log.format].
    private static List<LogFormat> formats(Map<String, String> fields) {
        return Stream.concat(LogFormats.all().stream(), Formats.all(fields).stream())
                .toList();
    }

    private void readPeople() {
        try {
            People.Account account = new People(plan, storage, folder + "/inputs").read();
            sources.addAll(account.sources());
            remarks.addAll(account.remarks());
        } catch (IOException e) {
            throw unwritable(folder + "/inputs", e);
        }
    }

    private Map<String, String> inputs() {
        Map<String, String> all = new TreeMap<>(history.sha256());
        sources.forEach(source -> all.put(source.location(), source.sha256()));
        return all;
    }

    private String inputs(Table table) {
        return folder + "/inputs/" + table.id();
    }

    /// Of all that the steps rest on.
    private String fingerprint(Plan asked, List<DisclosureWindow> windows, List<LogGap> gaps, String links) {
        StringBuilder all = new StringBuilder();
        files.forEach(file -> all.append(file).append('\n'));
        sources.forEach(source -> all.append(source).append('\n'));
        windows.forEach(window -> all.append(window.id()).append('\n'));
        return all.append(gaps)
                .append(history.unknown())
                .append(asked.from())
                .append(asked.to())
                .append(asked.rules())
                .append(links)
                .toString();
    }

    private List<String> remarks() {
        List<String> all = new ArrayList<>(remarks);
        engine.read(ClientAgreement.SQL, row -> {
            if ((Long) row.get(0) > 0) {
                all.add(String.format(
                        Locale.ENGLISH,
                        "Of %,d visits that both something certain and the address with the browser name persons for,"
                                + " the two agree in %,d, and in %,d they name nobody else.",
                        (Long) row.get(0),
                        (Long) row.get(1),
                        (Long) row.get(2)));
            }
        });
        long faulty = files.stream().filter(file -> !file.faults().isEmpty()).count();
        if (faulty > 0) {
            all.add("Something is wrong with " + faulty + " log files as a whole; the report says what, file by file.");
        }
        return all;
    }

    private List<String> incomplete(List<LogGap> gaps) {
        List<String> why = new ArrayList<>();
        long lines = files.stream().mapToLong(FileAccount::lines).sum();
        long unreadable = files.stream()
                .mapToLong(file -> file.setAside().getOrDefault(SetAside.UNREADABLE, 0L))
                .sum();
        double share = lines == 0 ? 0 : (double) unreadable / lines;
        if (lines == 0) {
            why.add("The logs hold no line.");
        }
        if (share > plan.rules().unreadableShare()) {
            why.add(String.format(
                    Locale.ENGLISH,
                    "%,d of %,d lines could not be read (%.2f %%; the plan allows %.2f %%).",
                    unreadable,
                    lines,
                    100 * share,
                    100 * plan.rules().unreadableShare()));
        }
        long open = gaps.stream().filter(LogGap::isOpen).count();
        if (open > 0) {
            why.add("Logs are missing for " + open + (open == 1 ? " time" : " times")
                    + " while a tracker was live; report.html lists them.");
        }
        for (SourceAccount source : sources) {
            source.faults().forEach(fault -> why.add(source.location() + ": " + fault));
        }
        history.open().forEach(each -> why.add("Tag history: " + each));
        return why;
    }

    private void result(String select, String name) {
        String location = folder + "/" + name;
        String unfinished = folder + "/.tmp." + name;
        delete(unfinished);
        engine.write(select, unfinished);
        delete(location);
        try {
            storage.move(unfinished, location);
        } catch (IOException e) {
            throw unwritable(location, e);
        }
    }

    private void delete(String location) {
        try {
            storage.delete(location);
        } catch (IOException e) {
            throw unwritable(location, e);
        }
    }

    private static EarshotException unwritable(String location, IOException e) {
        return new EarshotException(
                EarshotException.Code.INCOMPLETE,
                location + " could not be written (" + e.getMessage()
                        + "). See to it, and run the same command again: what is finished is kept.",
                e);
    }
}
