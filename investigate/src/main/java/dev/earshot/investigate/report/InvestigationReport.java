package dev.earshot.investigate.report;

import dev.earshot.EarshotException;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.LogGap;
import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.Outcome.Status;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.log.FileAccount;
import dev.earshot.investigate.log.SetAside;
import dev.earshot.report.HtmlPage;
import dev.earshot.report.PageStyle;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `report.html`: who was exposed, in figures and pictures, and how each line and each person is accounted for. It names
/// no person.
record InvestigationReport(Outcome outcome, PageStyle style) {
    private static final int SHOWN_FILES = 400;
    private static final int SHOWN_WINDOWS = 400;

    /// Writes `report.html` and `report.json` into `folder`.
    ///
    /// @throws EarshotException INCOMPLETE when they can't be written
    static void write(Outcome outcome, Path folder) {
        try {
            Files.createDirectories(folder);
            try (BufferedWriter to = Files.newBufferedWriter(folder.resolve("report.html"), StandardCharsets.UTF_8)) {
                JteinvestigationGenerated.render(
                        HtmlPage.to(to),
                        HtmlPage.AS_WRITTEN,
                        new InvestigationReport(outcome, PageStyle.REPORT.with(css())));
            }
            Files.writeString(folder.resolve("report.json"), OutcomeJson.of(outcome), StandardCharsets.UTF_8);
        } catch (IOException | UncheckedIOException failed) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    folder + ": the report could not be written (" + failed.getMessage()
                            + "). Free some space and run the same command again: what is finished is kept.",
                    failed);
        }
    }

    private static String css() throws IOException {
        try (InputStream in = InvestigationReport.class.getResourceAsStream("investigation.css")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    record Figure(String number, String label, String tone) {}

    record Fact(String name, String value) {}

    record Row(String label, String remark, List<String> cells) {}

    record WindowView(
            String id,
            String tracker,
            String vendor,
            String elements,
            String from,
            String to,
            String pages,
            String rule,
            String certainty,
            String tone,
            String exposed,
            String possible,
            List<DisclosureWindow.Provenance> provenance) {}

    String title() {
        return "Who was affected · " + outcome.name();
    }

    String when() {
        return day(outcome.from()) + " to " + day(outcome.to().minusSeconds(1)) + " (" + outcome.zone() + ")";
    }

    String tone() {
        return !outcome.incomplete().isEmpty()
                ? "incomplete"
                : outcome.persons(Status.EXPOSED) > 0 ? "violations" : "clean";
    }

    String outcomeLabel() {
        return outcome.incomplete().isEmpty() ? "Complete" : "Not complete";
    }

    String sentence() {
        return counted(outcome.persons(Status.EXPOSED), "person was", "persons were") + " exposed; for "
                + number(outcome.persons(Status.CANNOT_TELL)) + " it can't be told; "
                + number(outcome.persons(Status.NOT_EXPOSED)) + " were not.";
    }

    String meaning() {
        String visits = counted(outcome.funnel().unidentifiedVisits(), "visit", "visits");
        return "Besides, " + visits + " on which something was told could be given to nobody: those visitors are not"
                + " among the persons counted, and can only be told by substitute notice."
                + (outcome.incomplete().isEmpty()
                        ? ""
                        : " This is not the whole answer: " + String.join(" ", outcome.incomplete()));
    }

    List<Figure> figures() {
        return List.of(
                new Figure(number(outcome.persons(Status.EXPOSED)), "exposed", "bad"),
                new Figure(number(outcome.persons(Status.CANNOT_TELL)), "cannot tell", "unsure"),
                new Figure(number(outcome.persons(Status.NOT_EXPOSED)), "not exposed", "good"),
                new Figure(number(outcome.funnel().unidentifiedVisits()), "unidentified exposed visits", "unsure"),
                new Figure(number(outcome.lines()), "lines read", ""),
                new Figure(number(outcome.windows().size()), "disclosure windows", ""));
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Covered entity", outcome.entity()));
        facts.add(new Fact("Period", instant(outcome.from()) + " to before " + instant(outcome.to())));
        facts.add(new Fact("Engine", outcome.engine()));
        facts.add(new Fact("Log files", number(outcome.files().size())));
        outcome.remarks().forEach(remark -> facts.add(new Fact("Remark", remark)));
        return facts;
    }

    String funnel() {
        Outcome.Funnel funnel = outcome.funnel();
        return FunnelPicture.of(List.of(
                new FunnelPicture.Bar("lines in the logs", outcome.lines(), "step", "every line of every file"),
                new FunnelPicture.Bar("page requests used", funnel.hits(), "step", "the rest was set aside, see below"),
                new FunnelPicture.Bar("visits", funnel.visits(), "step", "by session, or by address and browser"),
                new FunnelPicture.Bar("visits of somebody known", funnel.namedVisits(), "step", ""),
                new FunnelPicture.Bar(
                        "page requests that told somebody", funnel.exposures(), "step", "pairs of request and window"),
                new FunnelPicture.Bar(
                        "of them by somebody known", funnel.namedExposures(), "step", "pairs of request and window"),
                new FunnelPicture.Bar("persons in the directory", funnel.members(), "step", ""),
                new FunnelPicture.Bar("persons seen", funnel.seen(), "step", "with at least one visit"),
                new FunnelPicture.Bar("persons exposed", outcome.persons(Status.EXPOSED), "bad", ""),
                new FunnelPicture.Bar("cannot tell", outcome.persons(Status.CANNOT_TELL), "unsure", ""),
                new FunnelPicture.Bar("not exposed", outcome.persons(Status.NOT_EXPOSED), "good", "")));
    }

    String map() {
        Map<String, Long> byState = new TreeMap<>();
        outcome.totals().stream()
                .filter(total -> total.status().equals(Status.EXPOSED.id())
                        && total.dimension().equals("state"))
                .forEach(total -> byState.merge(total.value(), total.individuals(), Long::sum));
        return StateMap.of(byState);
    }

    String history() {
        return HistoryPicture.of(outcome);
    }

    List<Row> states() {
        Set<String> states = new TreeSet<>();
        outcome.totals().stream()
                .filter(total -> total.dimension().equals("state"))
                .forEach(total -> states.add(total.value()));
        return states.stream()
                .map(state -> new Row(
                        state.isEmpty() ? "not known" : state,
                        "",
                        Arrays.stream(Status.values())
                                .map(status -> number(outcome.persons(status, "state", state)))
                                .toList()))
                .toList();
    }

    List<String> elements() {
        return told().stream().map(DataElement::label).toList();
    }

    private List<DataElement> told() {
        return Arrays.stream(DataElement.values())
                .filter(element -> outcome.windows().stream()
                        .anyMatch(told -> told.window().elements().containsKey(element)))
                .toList();
    }

    /// A row for each vendor, a cell for each of [#elements].
    List<Row> matrix() {
        Set<String> vendors = outcome.windows().stream()
                .map(told -> told.window().vendor())
                .collect(Collectors.toCollection(TreeSet::new));
        return vendors.stream()
                .map(vendor -> new Row(
                        vendor,
                        number(outcome.persons(Status.EXPOSED, "vendor", vendor)),
                        told().stream()
                                .map(element -> outcome.persons(
                                        Status.EXPOSED, "vendor-element", vendor + " | " + element.id()))
                                .map(persons -> persons == 0 ? "" : number(persons))
                                .toList()))
                .toList();
    }

    /// What no window tells anybody.
    String neverTold() {
        Set<DataElement> never = new LinkedHashSet<>(Arrays.asList(DataElement.values()));
        told().forEach(never::remove);
        return never.stream().map(DataElement::label).collect(Collectors.joining(", "));
    }

    List<WindowView> windows() {
        return outcome.windows().stream()
                .limit(SHOWN_WINDOWS)
                .map(told -> new WindowView(
                        told.window().id(),
                        told.window().tracker().isEmpty()
                                ? told.window().vendor()
                                : told.window().tracker(),
                        told.window().vendor(),
                        told.window().elements().keySet().stream()
                                .map(DataElement::label)
                                .collect(Collectors.joining(", ")),
                        instant(told.window().from()),
                        instant(told.window().to()),
                        PageRules.words(told.window().pages()),
                        told.window().pages().text(),
                        told.window().certainty().id(),
                        told.window().certainty() == DisclosureWindow.Certainty.CERTAIN ? "good" : "unsure",
                        number(told.exposed()),
                        number(told.possible()),
                        told.window().provenance()))
                .toList();
    }

    String windowsRemark() {
        return remark(outcome.windows().size(), SHOWN_WINDOWS, "windows");
    }

    List<String> gaps() {
        return outcome.gaps().stream()
                .map(gap -> gap.id() + ": no line of " + gap.host() + " from " + day(gap.from()) + " to "
                        + day(gap.to().minusSeconds(1))
                        + (gap.isOpen()
                                ? ". Find those logs, or settle it in the plan (settled: id, as: complete, by, because)."
                                : ". Settled by " + gap.settled()))
                .toList();
    }

    boolean openGaps() {
        return outcome.gaps().stream().anyMatch(LogGap::isOpen);
    }

    /// What became of the lines, as sums: used, then each reason that occurs, then all.
    List<Row> reconciliation() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("used", "a page that somebody asked for", List.of(number(outcome.usedLines()))));
        outcome.setAside()
                .forEach((reason, lines) -> rows.add(new Row(
                        reason.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        reason.reason(),
                        List.of(number(lines)))));
        rows.add(new Row("all lines", "", List.of(number(outcome.lines()))));
        return rows;
    }

    List<Row> files() {
        return outcome.files().stream()
                .limit(SHOWN_FILES)
                .map(file -> new Row(
                        name(file.location()),
                        String.join(" ", file.faults()),
                        List.of(
                                file.format(),
                                number(file.lines()),
                                number(file.used()),
                                aside(file),
                                file.used() == 0
                                        ? ""
                                        : day(micros(file.firstTs())) + " – " + day(micros(file.lastTs())),
                                file.sha256()
                                        .substring(0, Math.min(12, file.sha256().length())))))
                .toList();
    }

    String filesRemark() {
        return remark(outcome.files().size(), SHOWN_FILES, "files");
    }

    List<Row> sources() {
        return outcome.sources().stream()
                .map(source -> new Row(
                        source.kind() + " · " + name(source.location()),
                        Stream.concat(source.faults().stream(), source.notes().stream())
                                .collect(Collectors.joining(" ")),
                        List.of(
                                number(source.rows()),
                                number(source.used()),
                                source.unused().entrySet().stream()
                                        .filter(each -> each.getValue() > 0)
                                        .map(each -> each.getKey().reason() + " " + number(each.getValue()))
                                        .collect(Collectors.joining("; ")))))
                .toList();
    }

    private static String aside(FileAccount file) {
        return file.setAside().entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map((Map.Entry<SetAside, Long> each) ->
                        each.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + number(each.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String remark(int all, int shown, String what) {
        return all <= shown
                ? ""
                : "The first " + number(shown) + " of " + number(all) + " " + what
                        + "; all of them are in report.json.";
    }

    private static String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    private static String counted(long number, String one, String more) {
        return number(number) + " " + (number == 1 ? one : more);
    }

    private String day(Instant at) {
        return DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).format(at.atZone(outcome.zone()));
    }

    private String instant(Instant at) {
        return DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
                .format(at.atZone(outcome.zone()))
                .replace(".000", "");
    }

    private static Instant micros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
