package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.persona.PersonaField;
import dev.earshot.report.StoredReport.StoredDisclosure;
import dev.earshot.report.StoredReport.StoredPage;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// Two reports side by side: what is gone, what is new, what stayed, by vendor, element and zone.
///
/// Nothing is called removed that the later scan had no fair chance of seeing. Where it was incomplete, visited fewer
/// of
/// the pages, never signed in, gave consent otherwise, or had no synthetic patient, the row is [Change.NotSeen] and
/// says
/// why; and a new row says if the earlier scan had not looked.
///
/// @param changes new ones first, then those that stayed, not seen and removed; within each by vendor, element and zone
/// @param apps releases of one app, by its id
/// @param notPaired apps that only one scan looked at, as sentences
public record Comparison(
        Side before, Side after, List<Change> changes, List<AppComparison> apps, List<String> notPaired) {
    private static final String SCHEMA = "earshot-comparison/1";

    public Comparison {
        changes = List.copyOf(changes);
        apps = List.copyOf(apps);
        notPaired = List.copyOf(notPaired);
    }

    /// One of the two scans.
    ///
    /// @param file as it was named
    /// @param startedAt when the scan began, ISO 8601
    /// @param pages how many were seen
    /// @param incomplete what should have been seen and was not
    public record Side(String file, String version, String startedAt, int pages, List<String> incomplete) {
        public Side {
            incomplete = List.copyOf(incomplete);
        }
    }

    /// What was told to whom from where.
    ///
    /// @param element its id
    /// @param basis the strongest
    /// @param disclosures how many
    public record Row(String vendor, String element, String zone, Basis basis, int disclosures) {
        /// What a privacy officer calls the element.
        public String label() {
            return DataElement.byId(element).map(DataElement::label).orElse(element);
        }
    }

    /// What became of one row.
    public sealed interface Change {
        Row row();

        /// Told in the later scan only.
        ///
        /// @param doubts why the earlier scan may have missed it; empty where it had looked
        record Added(Row row, List<String> doubts) implements Change {
            public Added {
                doubts = List.copyOf(doubts);
            }
        }

        /// Told in both.
        record Stayed(Row row, Row before) implements Change {}

        /// Told in the earlier scan only, and the later one may have missed it.
        ///
        /// @param reasons never empty
        record NotSeen(Row row, List<String> reasons) implements Change {
            public NotSeen {
                reasons = List.copyOf(reasons);
            }
        }

        /// Told in the earlier scan only, and the later one looked where it was.
        record Removed(Row row, Proof proof) implements Change {}
    }

    /// What shows that a row is gone.
    ///
    /// @param lastTold when the earlier scan began, ISO 8601
    /// @param goneBy when the later scan began, ISO 8601
    /// @param pages on how many of the pages that it was told from the later scan looked
    /// @param field what browsers and a gateway reported of its vendor in its zone since then
    public record Proof(String lastTold, String goneBy, int pages, List<FieldEvidence> field) {
        public Proof {
            field = List.copyOf(field);
        }
    }

    private record Key(String vendor, String element, String zone) {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::vendor).thenComparing(Key::element).thenComparing(Key::zone);

        private static Key of(StoredDisclosure disclosure) {
            return new Key(disclosure.vendor(), disclosure.element(), disclosure.zone());
        }
    }

    /// Compares two `report.json`.
    ///
    /// @throws EarshotException with code USAGE if one of them is not a report of this version
    public static Comparison of(Path before, Path after) {
        return of(StoredReport.read(before), StoredReport.read(after));
    }

    /// Compares two releases of an app by their files.
    public static Comparison of(App before, App after) {
        return new Comparison(
                side(before), side(after), List.of(), List.of(AppComparison.of(before, after)), List.of());
    }

    private static Side side(App app) {
        return new Side(
                String.join(", ", app.files().stream().map(AppFile::name).toList()),
                "",
                "",
                0,
                app.blindSpots().stream()
                        .filter(BlindSpot::incomplete)
                        .map(BlindSpot::what)
                        .toList());
    }

    private static Comparison of(StoredReport before, StoredReport after) {
        Map<Key, List<StoredDisclosure>> earlier = byKey(before);
        Map<Key, List<StoredDisclosure>> later = byKey(after);
        List<Change> added = new ArrayList<>();
        List<Change> stayed = new ArrayList<>();
        later.forEach((key, disclosures) -> {
            Row row = row(key, disclosures);
            List<StoredDisclosure> known = earlier.getOrDefault(key, List.of());
            if (known.isEmpty()) {
                added.add(new Change.Added(row, whyUnseen(disclosures, before, "earlier")));
            } else {
                stayed.add(new Change.Stayed(row, row(key, known)));
            }
        });
        List<Change> notSeen = new ArrayList<>();
        List<Change> removed = new ArrayList<>();
        earlier.forEach((key, disclosures) -> {
            if (!later.containsKey(key)) {
                Row row = row(key, disclosures);
                List<String> reasons = whyUnseen(disclosures, after, "later");
                if (reasons.isEmpty()) {
                    removed.add(new Change.Removed(row, proof(disclosures, before, after)));
                } else {
                    notSeen.add(new Change.NotSeen(row, reasons));
                }
            }
        });
        List<Change> changes = new ArrayList<>(added);
        changes.addAll(stayed);
        changes.addAll(notSeen);
        changes.addAll(removed);
        List<AppComparison> apps = new ArrayList<>();
        List<String> notPaired = new ArrayList<>();
        pair(before.apps(), after.apps(), apps, notPaired);
        return new Comparison(side(before), side(after), changes, apps, notPaired);
    }

    /// Releases of one app, by platform and id; one app on each side is the same app, whatever it calls itself.
    private static void pair(List<App> before, List<App> after, List<AppComparison> pairs, List<String> notPaired) {
        if (before.size() == 1 && after.size() == 1) {
            pairs.add(AppComparison.of(before.getFirst(), after.getFirst()));
            return;
        }
        List<App> left = new ArrayList<>(before);
        for (App later : after) {
            left.stream()
                    .filter(earlier -> earlier.platform() == later.platform()
                            && earlier.id().equals(later.id()))
                    .findFirst()
                    .ifPresentOrElse(
                            earlier -> {
                                left.remove(earlier);
                                pairs.add(AppComparison.of(earlier, later));
                            },
                            () -> notPaired.add("The earlier scan did not look at " + AppText.title(later) + "."));
        }
        left.forEach(earlier -> notPaired.add("The later scan did not look at " + AppText.title(earlier) + "."));
    }

    private static Proof proof(List<StoredDisclosure> disclosures, StoredReport before, StoredReport after) {
        Set<String> seen = after.pages().stream()
                .filter(StoredPage::seen)
                .map(StoredPage::address)
                .collect(Collectors.toSet());
        int pages = (int) disclosures.stream()
                .map(StoredDisclosure::page)
                .distinct()
                .filter(seen::contains)
                .count();
        return new Proof(before.startedAt(), after.startedAt(), pages, List.of());
    }

    /// The same, with what was reported from the field beside the scans. Where something was let through to a row's
    /// vendor from its zone since the later scan began, the row is [Change.NotSeen] and not removed.
    public Comparison with(List<FieldEvidence> field) {
        List<Change> weighed = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.Removed(Row row, Proof proof)) {
                List<FieldEvidence> its = field.stream()
                        .filter(each -> each.vendor().equals(row.vendor())
                                && each.zone().equals(row.zone())
                                && each.isSince(proof.goneBy()))
                        .toList();
                weighed.add(
                        its.stream().anyMatch(each -> each.letThrough() > 0)
                                ? new Change.NotSeen(
                                        row,
                                        its.stream()
                                                .map(FieldEvidence::sentence)
                                                .toList())
                                : new Change.Removed(
                                        row, new Proof(proof.lastTold(), proof.goneBy(), proof.pages(), its)));
            } else {
                weighed.add(change);
            }
        }
        return new Comparison(before, after, inOrder(weighed), apps, notPaired);
    }

    /// New ones first, then those that stayed, not seen and removed.
    private static List<Change> inOrder(List<Change> changes) {
        return changes.stream()
                .sorted(Comparator.comparing((Change change) -> switch (change) {
                    case Change.Added added -> 0;
                    case Change.Stayed stayed -> 1;
                    case Change.NotSeen notSeen -> 2;
                    case Change.Removed removed -> 3;
                }))
                .toList();
    }

    private static Map<Key, List<StoredDisclosure>> byKey(StoredReport report) {
        Map<Key, List<StoredDisclosure>> rows = new TreeMap<>(Key.ORDER);
        report.disclosures()
                .forEach(disclosure -> rows.computeIfAbsent(Key.of(disclosure), key -> new ArrayList<>())
                        .add(disclosure));
        return rows;
    }

    private static Row row(Key key, List<StoredDisclosure> disclosures) {
        Basis basis = disclosures.stream()
                .map(StoredDisclosure::basis)
                .min(Comparator.naturalOrder())
                .orElse(Basis.INHERENT);
        return new Row(key.vendor, key.element, key.zone, basis, disclosures.size());
    }

    private static Side side(StoredReport report) {
        return new Side(
                report.file(),
                report.version(),
                report.startedAt(),
                (int) report.pages().stream().filter(StoredPage::seen).count(),
                report.incomplete());
    }

    /// Why a scan that does not have these disclosures may have missed them. Empty if it looked where they were.
    private static List<String> whyUnseen(List<StoredDisclosure> disclosures, StoredReport other, String which) {
        List<String> reasons = new ArrayList<>();
        if (other.exchanges() == 0) {
            return List.of("the " + which + " scan recorded nothing");
        }
        if (!other.incomplete().isEmpty()) {
            reasons.add("the " + which + " scan is incomplete: "
                    + counted(other.incomplete().size(), "thing") + " not seen");
        }
        Set<String> visited = other.pages().stream()
                .filter(StoredPage::seen)
                .map(StoredPage::address)
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> pages = disclosures.stream()
                .map(StoredDisclosure::page)
                .filter(page -> !page.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        long missed = pages.stream().filter(page -> !visited.contains(page)).count();
        if (missed > 0) {
            reasons.add("the " + which + " scan did not see " + (missed == pages.size() ? "" : missed + " of ") + "the "
                    + counted(pages.size(), "page") + " it was told from");
        }
        Set<String> missing = disclosures.stream()
                .map(StoredDisclosure::consent)
                .filter(consent -> !other.consents().contains(consent))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!missing.isEmpty()) {
            reasons.add("the " + which + " scan made no run with consent: " + String.join(", ", missing));
        }
        boolean signedIn = disclosures.stream().allMatch(StoredDisclosure::signedIn);
        if (signedIn && !other.signedIn()) {
            reasons.add("it was told while signed in, and the " + which + " scan was never seen signed in");
        }
        boolean proven = disclosures.stream().allMatch(disclosure -> disclosure.basis() == Basis.PROVEN);
        if (proven && !other.persona()) {
            reasons.add("it was proven by a synthetic patient, and the " + which + " scan had none");
        }
        boolean inherent = disclosures.stream().allMatch(disclosure -> disclosure.basis() == Basis.INHERENT);
        StoredDisclosure any = disclosures.getFirst();
        if (!inherent && isTyped(any.element()) && other.cannotTell().containsKey(any.element())) {
            reasons.add(
                    "the " + which + " scan cannot tell: " + other.cannotTell().get(any.element()));
        }
        int unread = other.unread().getOrDefault(any.vendor(), 0);
        if (!inherent && unread > 0) {
            reasons.add("in the " + which + " scan " + counted(unread, "request") + " to " + any.vendor()
                    + " had a part that could not be read");
        }
        return reasons;
    }

    /// Whether a journey has to type it for it to be sent at all.
    private static boolean isTyped(String element) {
        return Arrays.stream(PersonaField.values())
                .anyMatch(field -> field.element().id().equals(element));
    }

    /// Whether anything is told now that was not told before.
    public boolean hasNew() {
        return changes.stream().anyMatch(Change.Added.class::isInstance)
                || apps.stream().anyMatch(AppComparison::hasNew);
    }

    /// Writes it to `to`, which is left open: as text, JSON, Markdown or HTML.
    ///
    /// @throws EarshotException with code USAGE for another format
    public void print(ReportFormat format, Writer to) {
        switch (format) {
            case TEXT -> printText(new PrintWriter(to));
            case MARKDOWN -> printMarkdown(new PrintWriter(to));
            case JSON -> printJson(to);
            case HTML -> JtecomparisonGenerated.render(HtmlPage.to(to), HtmlPage.AS_WRITTEN, this, PageStyle.REPORT);
            case SARIF, JUNIT ->
                throw new EarshotException(
                        Code.USAGE,
                        "A comparison has no form " + format.id() + ". Use --format text, json, md or html.");
        }
    }

    /// Whether the files of two releases were compared, and no reports.
    boolean isOfFiles() {
        return !apps.isEmpty() && before.startedAt().isEmpty();
    }

    /// What it comes to, in a sentence or two.
    String sentence() {
        if (!apps.isEmpty()) {
            String ofApps =
                    String.join(" ", apps.stream().map(AppComparison::sentence).toList());
            return changes.isEmpty() ? ofApps : "In the app: " + ofApps + " In the traffic: " + ofTraffic();
        }
        return ofTraffic();
    }

    private String ofTraffic() {
        long added = count(Change.Added.class);
        long removed = count(Change.Removed.class);
        long notSeen = count(Change.NotSeen.class);
        long stayed = count(Change.Stayed.class);
        if (changes.isEmpty()) {
            return "Neither scan shows that anyone was told anything.";
        }
        return Wording.number((int) added) + " new, " + Wording.number((int) removed) + " removed, "
                + Wording.number((int) stayed) + " stayed"
                + (notSeen == 0
                        ? "."
                        : "; " + Wording.number((int) notSeen) + " not seen again, which is not the same as removed.");
    }

    /// How it looks: as bad as new rows, as doubtful as what was not seen, or as well as neither.
    String tone() {
        if (hasNew()) {
            return "violations";
        }
        boolean doubtful = !after.incomplete().isEmpty()
                || count(Change.NotSeen.class) > 0
                || !notPaired.isEmpty()
                || apps.stream().anyMatch(app -> app.tone().equals("incomplete"));
        return doubtful ? "incomplete" : "clean";
    }

    private long count(Class<? extends Change> kind) {
        return changes.stream().filter(kind::isInstance).count();
    }

    /// The changes of one kind, for a heading of their own.
    record Group(String heading, String explanation, String tone, List<Line> lines) {}

    /// @param removedBy the date and time; empty but for what was removed
    record Line(String vendor, String element, String zone, String basis, String removedBy, String remark) {}

    List<Group> groups() {
        List<Line> added = new ArrayList<>();
        List<Line> removed = new ArrayList<>();
        List<Line> notSeen = new ArrayList<>();
        List<Line> stayed = new ArrayList<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Added(Row row, List<String> doubts) ->
                    added.add(line(
                            row, doubts.isEmpty() ? "" : "may have been told before: " + String.join("; ", doubts)));
                case Change.Stayed(Row row, Row before) ->
                    stayed.add(line(
                            row,
                            row.basis() == before.basis() ? "" : "was " + Wording.label(before.basis()) + " before"));
                case Change.NotSeen(Row row, List<String> reasons) ->
                    notSeen.add(line(row, String.join("; ", reasons)));
                case Change.Removed(Row row, Proof proof) -> removed.add(removed(row, proof));
            }
        }
        return List.of(
                new Group("New", "Told in the later scan and not in the earlier.", "bad", added),
                new Group(
                        "Not seen again",
                        "Told in the earlier scan. The later scan does not show it, and may have missed it.",
                        "unsure",
                        notSeen),
                new Group(
                        "Removed",
                        "Told in the earlier scan. The later scan looked in the same place, and it is not there.",
                        "good",
                        removed),
                new Group("Stayed", "Told in both.", "quiet", stayed));
    }

    private static Line removed(Row row, Proof proof) {
        String scans = "the later scan, which looked at the " + counted(proof.pages(), "page") + " that told it"
                + (proof.lastTold().isEmpty() ? "" : " on " + minute(proof.lastTold()));
        String field =
                proof.field().stream().map(each -> "; " + each.sentence()).collect(Collectors.joining());
        return new Line(
                row.vendor(),
                row.label(),
                row.zone(),
                Wording.label(row.basis()),
                minute(proof.goneBy()),
                scans + field);
    }

    /// `2026-11-22 21:12 UTC`; anything but an instant as it is.
    static String minute(String instant) {
        return instant.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:.*Z")
                ? instant.substring(0, 10) + " " + instant.substring(11, 16) + " UTC"
                : instant;
    }

    private static Line line(Row row, String remark) {
        return new Line(row.vendor(), row.label(), row.zone(), Wording.label(row.basis()), "", remark);
    }

    private static String remark(Line line) {
        return line.removedBy().isEmpty()
                ? line.remark()
                : "removed by " + line.removedBy() + ", proven by " + line.remark();
    }

    private void printText(PrintWriter out) {
        for (Group group : groups()) {
            if (!group.lines().isEmpty()) {
                out.print(group.heading().toUpperCase(java.util.Locale.ROOT) + "\n");
                for (Line line : group.lines()) {
                    out.print("  " + line.vendor() + " · " + line.element() + " · " + line.zone() + " (" + line.basis()
                            + ")\n");
                    if (!line.remark().isEmpty()) {
                        out.print("      " + remark(line) + "\n");
                    }
                }
                out.print("\n");
            }
        }
        apps.forEach(app -> AppComparisonText.print(app, out));
        out.print(sentence() + "\n");
        out.print(sided("before", before) + "\n");
        out.print(sided("after ", after) + "\n");
        after.incomplete().forEach(what -> out.print("  ! not covered: " + what + "\n"));
        notPaired.forEach(what -> out.print("  ! not covered: " + what + "\n"));
        if (isOfFiles()) {
            out.print("Not covered: what the app sends; files were compared, and no traffic.\n");
        }
        out.flush();
    }

    static String sided(String name, Side side) {
        return name + "  " + side.file()
                + (side.startedAt().isEmpty() ? "" : " · " + side.startedAt())
                + (side.pages() == 0 ? "" : " · " + counted(side.pages(), "page") + " seen")
                + (side.version().isEmpty() ? "" : " · Earshot " + side.version())
                + (side.incomplete().isEmpty() ? "" : " · incomplete");
    }

    private void printMarkdown(PrintWriter out) {
        out.print("## Earshot: before and after\n\n**" + sentence() + "**\n\n");
        out.print("- " + MarkdownReport.plain(sided("before", before)) + "\n");
        out.print("- " + MarkdownReport.plain(sided("after", after)) + "\n");
        for (Group group : groups()) {
            if (!group.lines().isEmpty()) {
                out.print("\n### " + group.heading() + "\n\n" + group.explanation() + "\n\n");
                out.print("| Vendor | Element | Zone | Basis | |\n|---|---|---|---|---|\n");
                for (Line line : group.lines()) {
                    out.print("| " + MarkdownReport.cell(line.vendor()) + " | " + MarkdownReport.cell(line.element())
                            + " | " + MarkdownReport.cell(line.zone()) + " | " + line.basis() + " | "
                            + MarkdownReport.cell(remark(line)) + " |\n");
                }
            }
        }
        apps.forEach(app -> AppComparisonText.printMarkdown(app, out));
        if (!after.incomplete().isEmpty() || !notPaired.isEmpty()) {
            out.print("\n### Not covered by the later scan\n\n");
            after.incomplete().forEach(what -> out.print("- " + MarkdownReport.plain(what) + "\n"));
            notPaired.forEach(what -> out.print("- " + MarkdownReport.plain(what) + "\n"));
        }
        out.flush();
    }

    private void printJson(Writer to) {
        try (JsonGenerator json = Json.generator(new LeftOpen(to))) {
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            json.writeStringProperty("sentence", sentence());
            writeSide(json, "before", before);
            writeSide(json, "after", after);
            json.writeArrayPropertyStart("changes");
            changes.forEach(change -> writeChange(json, change));
            json.writeEndArray();
            if (!apps.isEmpty() || !notPaired.isEmpty()) {
                json.writeArrayPropertyStart("apps");
                apps.forEach(app -> AppComparisonText.printJson(app, json));
                json.writeEndArray();
                writeStrings(json, "notPaired", notPaired);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeSide(JsonGenerator json, String name, Side side) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("file", side.file());
        json.writeStringProperty("version", side.version());
        json.writeStringProperty("startedAt", side.startedAt());
        json.writeNumberProperty("pagesSeen", side.pages());
        writeStrings(json, "incomplete", side.incomplete());
        json.writeEndObject();
    }

    private static void writeChange(JsonGenerator json, Change change) {
        json.writeStartObject();
        Row row = change.row();
        json.writeStringProperty(
                "change",
                switch (change) {
                    case Change.Added added -> "new";
                    case Change.Stayed stayed -> "stayed";
                    case Change.NotSeen notSeen -> "not-seen";
                    case Change.Removed removed -> "removed";
                });
        json.writeStringProperty("vendor", row.vendor());
        json.writeStringProperty("element", row.element());
        json.writeStringProperty("zone", row.zone());
        json.writeStringProperty("basis", Wording.label(row.basis()));
        json.writeNumberProperty("disclosures", row.disclosures());
        switch (change) {
            case Change.Added(Row told, List<String> doubts) -> writeStrings(json, "doubts", doubts);
            case Change.NotSeen(Row told, List<String> reasons) -> writeStrings(json, "reasons", reasons);
            case Change.Stayed(Row told, Row earlier) -> {
                json.writeStringProperty("basisBefore", Wording.label(earlier.basis()));
                json.writeNumberProperty("disclosuresBefore", earlier.disclosures());
            }
            case Change.Removed(Row told, Proof proof) -> {
                json.writeStringProperty("lastTold", proof.lastTold());
                json.writeStringProperty("goneBy", proof.goneBy());
                json.writeNumberProperty("pagesLookedAt", proof.pages());
                json.writeArrayPropertyStart("field");
                proof.field().forEach(each -> each.write(json));
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void writeStrings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
