package dev.earshot.investigate.steps;

import dev.earshot.investigate.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The rows that go into the steps, in memory, and what should come of them.
///
/// Built row by row: `new Case("name").page(1, "/oncology").line(1, T, 1, user(7))`.
public final class Case {
    public static final long MILLI = 1_000;
    public static final long SECOND = 1_000 * MILLI;
    public static final long MINUTE = 60 * SECOND;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;
    /// 2023-11-14T22:13:20Z, when most cases take place.
    public static final long T = 1_700_000_000 * SECOND;
    public static final long GAP = 30 * MINUTE;
    /// Member since, where that is not known.
    public static final long EVER = Long.MIN_VALUE;
    /// Member until, where that is not known.
    public static final long STILL = Long.MAX_VALUE;

    record Line(long hit, long ts, long page, long user, long session, long trace, long client) {}

    record Page(long page, String method, String host, String path, String query) {}

    record Window(String id, String vendor, String tracker, long from, long to, String rule, String certainty) {}

    record Carried(String windowId, String element, String basis) {}

    record Link(long link, String kind, long key, long from, long to, long person, String certainty) {}

    record Member(
            long person,
            String memberId,
            long mergedInto,
            long since,
            long until,
            String state,
            String country,
            String updated) {}

    record Gap(long from, long to) {}

    record Params(long from, long to, long gap) {}

    /// What a line or a link goes by.
    ///
    /// @param kind user, session, trace or client
    public record Known(String kind, long key) {}

    /// What a test says by hand, so that the reference isn't its own witness.
    ///
    /// @param output such as `individuals50`
    /// @param columns the columns that it looks at, joined by a comma
    /// @param rows their values in all rows, each joined by a blank, sorted; empty texts as `-`
    record Expected(String output, String columns, List<String> rows) {}

    private final String name;
    final List<Line> lines = new ArrayList<>();
    final List<Page> pages = new ArrayList<>();
    final List<Window> windows = new ArrayList<>();
    final List<Carried> carried = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final List<Member> members = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    final List<Expected> expected = new ArrayList<>();
    private boolean alone;
    Params params = new Params(T - 30 * DAY, T + 30 * DAY, GAP);

    public Case(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public static Known user(long key) {
        return new Known("user", key);
    }

    public static Known session(long key) {
        return new Known("session", key);
    }

    public static Known trace(long key) {
        return new Known("trace", key);
    }

    public static Known client(long key) {
        return new Known("client", key);
    }

    public Case line(long hit, long ts, long page, Known... known) {
        lines.add(new Line(
                hit, ts, page, key("user", known), key("session", known), key("trace", known), key("client", known)));
        return this;
    }

    private static long key(String kind, Known... known) {
        return Arrays.stream(known)
                .filter(each -> each.kind().equals(kind))
                .mapToLong(Known::key)
                .findFirst()
                .orElse(0);
    }

    public Case page(long page, String path) {
        return page(page, "GET", "www.clinic.example", path, "");
    }

    public Case page(long page, String method, String host, String path, String query) {
        pages.add(new Page(page, method, host, path, query));
        return this;
    }

    /// A certain window of Acme Ads' tag.
    public Case window(String id, long from, long to, String rule, String... elements) {
        return window(id, "Acme Ads", "Acme Tag", from, to, rule, "certain", elements);
    }

    public Case window(
            String id,
            String vendor,
            String tracker,
            long from,
            long to,
            String rule,
            String certainty,
            String... elements) {
        windows.add(new Window(id, vendor, tracker, from, to, rule, certainty));
        for (String element : elements) {
            carried.add(new Carried(id, element, "observed"));
        }
        return this;
    }

    public Case link(Known known, long from, long to, long person) {
        return link(known, from, to, person, "certain");
    }

    public Case link(Known known, long from, long to, long person, String certainty) {
        links.add(new Link(links.size() + 1, known.kind(), known.key(), from, to, person, certainty));
        return this;
    }

    /// Members of Ohio for as long as anybody knows.
    public Case members(long... persons) {
        for (long person : persons) {
            member(person, 0, EVER, STILL, "OH", "");
        }
        return this;
    }

    public Case merged(long person, long into) {
        return member(person, into, EVER, STILL, "OH", "");
    }

    public Case member(long person, long mergedInto, long since, long until, String state, String updated) {
        return member(person, "M" + person, mergedInto, since, until, state, "US", updated);
    }

    public Case member(
            long person,
            String memberId,
            long mergedInto,
            long since,
            long until,
            String state,
            String country,
            String updated) {
        members.add(new Member(person, memberId, mergedInto, since, until, state, country, updated));
        return this;
    }

    public Case gap(long from, long to) {
        gaps.add(new Gap(from, to));
        return this;
    }

    public Case params(long from, long to, long gap) {
        params = new Params(from, to, gap);
        return this;
    }

    /// A case of which a table is empty: together with others it would show nothing.
    public Case alone() {
        alone = true;
        return this;
    }

    /// Says `individuals50` by hand: each person as `person status reasons`.
    public Case tells(String... individuals) {
        return gives("individuals50", "person,status,reasons", individuals);
    }

    /// Says `columns` of an output by hand: each row as its values joined by blanks.
    public Case gives(String output, String columns, String... rows) {
        expected.add(new Expected(output, columns, Arrays.stream(rows).sorted().toList()));
        return this;
    }

    @Override
    public String toString() {
        return name;
    }

    /// The rows of one table, in the order of its columns.
    public List<List<Object>> rows(Table table) {
        return switch (table) {
            case LINES ->
                lines.stream()
                        .map(x -> row(x.hit, x.ts, x.page, x.user, x.session, x.trace, x.client))
                        .toList();
            case PAGES ->
                pages.stream()
                        .map(x -> row(x.page, x.method, x.host, x.path, x.query))
                        .toList();
            case WINDOWS ->
                windows.stream()
                        .map(x -> row(x.id, x.vendor, x.tracker, x.from, x.to, x.rule, x.certainty))
                        .toList();
            case CARRIED ->
                carried.stream().map(x -> row(x.windowId, x.element, x.basis)).toList();
            case LINKS ->
                links.stream()
                        .map(x -> row(x.link, x.kind, x.key, x.from, x.to, x.person, x.certainty))
                        .toList();
            case MEMBERS ->
                members.stream()
                        .map(x -> row(
                                x.person, x.memberId, x.mergedInto, x.since, x.until, x.state, x.country, x.updated))
                        .toList();
            // The steps do not read them; the report does.
            case MONTHS -> List.of();
            case GAPS -> gaps.stream().map(x -> row(x.from, x.to)).toList();
            case PARAMS -> List.of(row(params.from, params.to, params.gap));
        };
    }

    private static List<Object> row(Object... values) {
        return List.of(values);
    }

    /// Cases as one, for an engine that is slow to start: those whose params and gaps are equal, with keys and texts
    /// moved apart so that none meets another's; the greatest batch first. What is said by hand is left out.
    public static List<Case> together(List<Case> cases) {
        Map<String, List<Case>> batches = new TreeMap<>();
        for (Case each : cases) {
            batches.computeIfAbsent(
                            each.params + " "
                                    + new TreeSet<>(each.rows(Table.GAPS).stream()
                                            .map(String::valueOf)
                                            .toList())
                                    + (each.alone ? each.name : ""),
                            key -> new ArrayList<>())
                    .add(each);
        }
        return batches.values().stream()
                .sorted(Comparator.comparingInt((List<Case> batch) -> batch.size())
                        .reversed())
                .map(Case::merge)
                .toList();
    }

    private static Case merge(List<Case> cases) {
        Case all = new Case(cases.stream().map(Case::name).collect(Collectors.joining(", ")));
        for (int number = 0; number < cases.size(); number++) {
            all.take(cases.get(number), number * 1_000_000_000L, cases.size() == 1 ? "" : number + "/");
        }
        return all;
    }

    private void take(Case other, long apart, String prefix) {
        other.lines.forEach(x -> lines.add(new Line(
                x.hit + apart,
                x.ts,
                moved(x.page, apart),
                moved(x.user, apart),
                moved(x.session, apart),
                moved(x.trace, apart),
                moved(x.client, apart))));
        other.pages.forEach(
                x -> pages.add(new Page(moved(x.page, apart), x.method, x.host, x.path, x.query + "&case=" + prefix)));
        other.windows.forEach(x -> windows.add(new Window(
                prefix + x.id,
                x.vendor,
                x.tracker,
                x.from,
                x.to,
                "(all (equals \"parameter:case\" \"" + prefix + "\") " + x.rule + ")",
                x.certainty)));
        other.carried.forEach(x -> carried.add(new Carried(prefix + x.windowId, x.element, x.basis)));
        other.links.forEach(x -> links.add(new Link(
                x.link + apart, x.kind, moved(x.key, apart), x.from, x.to, moved(x.person, apart), x.certainty)));
        other.members.forEach(x -> members.add(new Member(
                moved(x.person, apart),
                x.memberId,
                moved(x.mergedInto, apart),
                x.since,
                x.until,
                x.state,
                x.country,
                x.updated)));
        gaps.clear();
        gaps.addAll(other.gaps);
        params = other.params;
    }

    private static long moved(long key, long apart) {
        return key == 0 ? 0 : key + apart;
    }
}
