package dev.earshot.investigate.explain;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.log.LogLines;
import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.steps.StepFile;
import dev.earshot.investigate.steps.Steps;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tells why one person is or isn't on the list, from what an investigation left in its folder, and from the lines of
/// the logs themselves, which are read again.
///
/// What it prints names the person: it is evidence, and for whoever may see that person's records.
public final class Explanation {
    private static final int MOST = 20;
    private static final int LONGEST_LINE = 600;

    private final Path folder;
    private final Engine engine;
    private final Storage storage;
    private final PrintWriter out;
    private final JsonNode report;
    private final ZoneId zone;

    private Explanation(Path folder, Engine engine, Storage storage, PrintWriter out) {
        this.folder = folder;
        this.engine = engine;
        this.storage = storage;
        this.out = out;
        this.report = report(folder);
        this.zone = ZoneId.of(report.path("zone").asString("UTC"));
    }

    /// @param folder of a finished investigation
    /// @param member id, as the directory or the identity sources write it
    /// @return whether anything is known of that id
    /// @throws EarshotException USAGE where the folder is none of an investigation
    public static boolean print(Path folder, String member, Engine engine, Storage storage, PrintWriter out) {
        Explanation explanation = new Explanation(folder, engine, storage, out);
        explanation.open();
        boolean known = explanation.tell(member.strip());
        out.flush();
        return known;
    }

    private static JsonNode report(Path folder) {
        try {
            JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("report.json")));
            if (report.path("schema").asString("").startsWith("earshot-investigation/")) {
                return report;
            }
        } catch (IOException | JacksonException unreadable) {
            // Told below: either way it is not what was meant.
        }
        throw new EarshotException(
                EarshotException.Code.USAGE,
                folder + " is no folder of a finished investigation: it has no report.json of one. Name the folder with"
                        + " --in.");
    }

    private void open() {
        for (Table table : Table.values()) {
            engine.table(
                    table.id(), folder.resolve("inputs").resolve(table.id()).toString());
        }
        for (StepFile step : Steps.all()) {
            for (StepFile.Output output : step.outputs()) {
                if (output.view()) {
                    engine.view(output.name(), output.sql());
                } else {
                    engine.table(
                            output.name(),
                            folder.resolve("steps").resolve(output.name()).toString());
                }
            }
        }
    }

    private boolean tell(String member) {
        long asked = Key.of(Key.Kind.PERSON, member);
        long person = one("SELECT canonical FROM persons40 WHERE person = " + asked, asked);
        List<List<Object>> found = rows("SELECT status, reasons, state, country, listed, visits, first_ts, last_ts"
                + " FROM individuals50 WHERE person = " + person);
        if (found.isEmpty()) {
            out.println("Nothing is known of this member id: the directory does not have it, and no visit is linked to"
                    + " it. Ids are taken as the directory writes them.");
            return false;
        }
        List<Object> row = found.getFirst();
        out.println("Member " + member + ": " + row.get(0));
        out.println("  because: " + reasons((String) row.get(1)));
        if (asked != person) {
            out.println("  This record was merged into another one; what follows is about that person.");
        }
        if (number(row, 4) == 0) {
            out.println("  The directory does not have this person; a link does.");
        }
        out.println("  place: " + (row.get(2).equals("") ? "not known" : row.get(2)) + " " + row.get(3));
        links(person);
        visits(person, number(row, 5));
        exposures(person);
        gaps();
        return true;
    }

    private static String reasons(String reasons) {
        return reasons.replace("certain-exposure", "at least one exposure is certain")
                .replace("possible-exposure:identity", "an exposure is possible, but who it was is not certain")
                .replace(
                        "possible-exposure:trigger",
                        "an exposure is possible, but whether the tag fired is not certain")
                .replace(
                        "possible-exposure:window",
                        "an exposure is possible, but whether the tag was live is not certain")
                .replace("logs-missing", "logs, or the history of the tags, are missing for a time of membership")
                .replace("no-visit", "no visit in the logs is linked to this person")
                .replace("visited-nothing-told", "the visits are of pages on which nobody was told anything then")
                .replace(",", "; ");
    }

    private void links(long person) {
        List<List<Object>> links = rows("SELECT l.kind, l.certainty, l.from_ts, l.to_ts, l.link FROM links l"
                + " JOIN persons40 p ON p.person = l.person WHERE p.canonical = " + person
                + " ORDER BY l.from_ts, l.link");
        if (links.isEmpty()) {
            links = rows("SELECT l.kind, l.certainty, l.from_ts, l.to_ts, l.link FROM links l WHERE l.person = "
                    + person + " ORDER BY l.from_ts, l.link");
        }
        Map<Long, String> names = locations("sources");
        out.println();
        out.println("What says who it was: " + links.size() + " links");
        for (List<Object> link : links.subList(0, Math.min(MOST, links.size()))) {
            out.println("  " + link.get(0) + ", " + link.get(1) + ", " + time(number(link, 2)) + " to before "
                    + time(number(link, 3)) + "   " + place(names, number(link, 4)));
        }
        more(links.size());
    }

    private void visits(long person, long visits) {
        out.println();
        out.println("Visits: " + visits);
        rows("SELECT identity, first_ts, last_ts, hits, by_session FROM seen40 WHERE person = " + person
                        + " ORDER BY first_ts LIMIT " + MOST)
                .forEach(visit -> out.println("  " + time(number(visit, 1)) + " to " + time(number(visit, 2)) + ", "
                        + visit.get(3) + " page requests, "
                        + (number(visit, 0) == 2 ? "certain" : "probable: same address and browser")
                        + (number(visit, 4) == 1 ? ", by session" : "")));
        more((int) visits);
    }

    private void exposures(long person) {
        Map<String, Told> told = new TreeMap<>();
        engine.read(
                "SELECT window_id, vendor, tracker, element, certain_hits, possible_hits, first_ts, last_ts, first_hit,"
                        + " last_hit, certainty, doubts FROM exposures50 WHERE person = " + person
                        + " ORDER BY window_id, element",
                row -> told.computeIfAbsent((String) row.get(0), _ -> new Told(row))
                        .elements
                        .add((String) row.get(3)));
        out.println();
        out.println("Exposures: " + told.size() + " windows");
        Set<Long> proof = new TreeSet<>();
        told.values().forEach(each -> {
            proof.add(number(each.row, 8));
            proof.add(number(each.row, 9));
        });
        Map<Long, String> lines = lines(proof);
        Map<Long, String> names = locations("files");
        told.forEach((id, each) -> {
            out.println("  " + each.row.get(1) + " (" + each.row.get(2) + "), " + each.row.get(10)
                    + (each.row.get(11).equals("") ? "" : ", in doubt: " + each.row.get(11)));
            out.println("    told: " + String.join(", ", each.elements));
            out.println("    " + each.row.get(4) + " certain and " + each.row.get(5) + " possible requests, first "
                    + time(number(each.row, 6)) + ", last " + time(number(each.row, 7)));
            window(id);
            for (long hit : new TreeSet<>(List.of(number(each.row, 8), number(each.row, 9)))) {
                out.println("    proof: " + place(names, hit));
                out.println("      "
                        + lines.getOrDefault(
                                hit,
                                "(the line can't be read again: the file is not where it"
                                        + " was, or is no file of lines)"));
            }
        });
    }

    private void window(String id) {
        report.path("windows").forEach(window -> {
            if (window.path("id").asString("").equals(id)) {
                out.println("    window " + id + ", " + window.path("certainty").asString("") + ", live "
                        + time(Instant.parse(window.path("from").asString(""))) + " to before "
                        + time(Instant.parse(window.path("to").asString(""))) + ", on "
                        + PageRules.words(PageRules.parse(window.path("pages").asString(""))));
                window.path("provenance")
                        .forEach(source ->
                                out.println("      " + source.path("kind").asString("") + " "
                                        + name(source.path("file").asString("")) + ", "
                                        + source.path("place").asString("")
                                        + ": " + source.path("says").asString("")));
            }
        });
    }

    private void gaps() {
        report.path("gaps").forEach(gap -> {
            if (gap.path("settled").asString("").isEmpty()) {
                out.println("open gap: " + gap.path("id").asString("") + " to "
                        + gap.path("to").asString(""));
            }
        });
    }

    /// The lines of these hits, cut where they are very long.
    private Map<Long, String> lines(Set<Long> hits) {
        Map<Long, String> names = locations("files");
        Map<Long, List<Long>> byFile = new TreeMap<>();
        hits.forEach(
                hit -> byFile.computeIfAbsent(hit >> 40, _ -> new ArrayList<>()).add(hit & ((1L << 40) - 1)));
        Map<Long, String> lines = new HashMap<>();
        byFile.forEach((file, numbers) -> {
            try {
                LogLines.at(storage, names.getOrDefault(file, ""), numbers)
                        .forEach((number, bytes) -> lines.put(file << 40 | number, shown(bytes)));
            } catch (IOException goneSince) {
                // The place of the line is told all the same.
            }
        });
        return lines;
    }

    private static String shown(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
        return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
    }

    private Map<Long, String> locations(String of) {
        Map<Long, String> names = new HashMap<>();
        report.path(of)
                .forEach(file -> names.putIfAbsent(
                        file.path("number").asLong(0), file.path("location").asString("")));
        return names;
    }

    private static String place(Map<Long, String> names, long number) {
        return name(names.getOrDefault(number >> 40, "file " + (number >> 40))) + ", line "
                + (number & ((1L << 40) - 1));
    }

    private static String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void more(int all) {
        if (all > MOST) {
            out.println("  and " + (all - MOST) + " more");
        }
    }

    private String time(long micros) {
        return time(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000));
    }

    private String time(Instant at) {
        return at.isAfter(Instant.parse("2200-01-01T00:00:00Z")) || at.isBefore(Instant.parse("1971-01-01T00:00:00Z"))
                ? "any time"
                : DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                        .format(at.atZone(zone));
    }

    private long one(String select, long otherwise) {
        List<List<Object>> found = rows(select);
        return found.isEmpty() ? otherwise : number(found.getFirst(), 0);
    }

    private List<List<Object>> rows(String select) {
        List<List<Object>> rows = new ArrayList<>();
        engine.read(select, row -> rows.add(List.copyOf(row)));
        return rows;
    }

    private static long number(List<Object> row, int column) {
        return (Long) row.get(column);
    }

    /// The rows of one window: one for each element.
    private static final class Told {
        private final List<Object> row;
        private final List<String> elements = new ArrayList<>();

        Told(List<Object> row) {
            this.row = List.copyOf(row);
        }
    }
}
