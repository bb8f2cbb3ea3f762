package dev.earshot.breach;

import dev.earshot.breach.journal.Entry;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The story of a case, heard entry by entry from its journal, and told in order.
///
/// It keeps a line for each thing that people did, and counts of what was delivered; no name or address of a person who
/// is told is in it.
public final class CaseStory {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final String NOBODY = "earshot";

    private final List<String> lines = new ArrayList<>();
    private final Map<Long, Run> runs = new TreeMap<>();
    private final Map<String, Long> heard = new TreeMap<>();
    private final List<Consumer<Delivered>> listeners = new ArrayList<>();
    private ZoneId zone = ZoneId.of("UTC");
    private String name = "";
    private long suppressed;

    /// What became of one delivery, as the journal has it.
    ///
    /// @param delivery its number
    /// @param outcome such as `sent`, `refused`, `bounced`
    /// @param sha256 of what was sent; empty where nothing was
    public record Delivered(long delivery, String outcome, Instant at, String sha256) {}

    /// Also tells of each delivery, as its entry is heard.
    public void onDelivery(Consumer<Delivered> listener) {
        listeners.add(listener);
    }

    /// Takes the next entry; in order, from the first.
    public void hear(Entry entry) {
        JsonNode body = JsonMapper.shared().readTree(entry.body());
        switch (entry.kind()) {
            case "facts" -> facts(entry, body);
            case "done" ->
                line(
                        entry,
                        "did " + text(body, "duty") + " on " + text(body, "on")
                                + (text(body, "reference").isEmpty() ? "" : ", reference " + text(body, "reference"))
                                + (body.path("proof").isEmpty()
                                        ? ", no proof attached"
                                        : ", proof "
                                                + String.join(
                                                        ", ", body.path("proof").propertyNames())));
            case "overruled" -> {
                JsonNode decision = body.path("overruling");
                line(
                        entry,
                        "decided on " + text(decision, "rule") + ": "
                                + (decision.path("applies").asBoolean(true)
                                        ? "due " + text(decision, "due")
                                        : "no duty")
                                + " (" + text(decision, "why") + ")");
            }
            case "planned" ->
                line(
                        entry,
                        String.format(
                                Locale.ENGLISH,
                                "planned %,d notices, %,d of them delivered by themselves (plan %s)",
                                body.path("notices").asLong(),
                                body.path("deliveries").asLong(),
                                shorter(text(body, "plan"))));
            case "approved" ->
                line(
                        entry,
                        "approved of plan " + shorter(text(body, "plan")) + " with texts "
                                + shorter(text(body, "texts")));
            case "paused" -> line(entry, "paused it: " + text(body, "why"));
            case "resumed" -> line(entry, "resumed it: " + text(body, "why"));
            case "assessed" -> line(entry, "signed the risk assessment: " + text(body, "decision"));
            case "suppressed" -> {
                suppressed += body.path("persons").size();
                line(
                        entry,
                        "withdrew " + body.path("persons").size() + " individuals from notice: " + text(body, "why"));
            }
            case "again" -> line(entry, "had deliveries sent once more: " + text(body, "why"));
            case "run" -> {
                Run run = new Run(body.path("name").asString(""), entry.at());
                runs.put(body.path("run").asLong(), run);
            }
            case "recorded", "settled" -> delivered(entry, body);
            case "heard" ->
                body.path("events").valueStream().forEach(event -> {
                    String what = text(event, "event");
                    heard.merge(what, 1L, Long::sum);
                    tell(new Delivered(event.path("delivery").asLong(), what, instant(event.path("at"), entry), ""));
                });
            default -> {
                if (!entry.who().equals(NOBODY)) {
                    line(entry, entry.kind());
                }
            }
        }
    }

    /// Prints what was heard so far.
    public void tell(PrintWriter out) {
        if (!name.isEmpty()) {
            out.println(name);
            out.println();
        }
        lines.forEach(out::println);
        if (!runs.isEmpty()) {
            out.println();
            out.println("Deliveries");
            runs.forEach((_, run) -> {
                StringBuilder counts = new StringBuilder();
                run.outcomes.forEach((outcome, count) -> counts.append(counts.isEmpty() ? "" : ", ")
                        .append(String.format(Locale.ENGLISH, "%,d %s", count, outcome)));
                out.println(
                        "  " + time(run.from) + "  " + run.name + ": " + (counts.isEmpty() ? "nothing left" : counts));
            });
        }
        heard.forEach(
                (what, count) -> out.printf(Locale.ENGLISH, "  heard later: %,d %s%n", count, what.replace('-', ' ')));
        if (suppressed > 0) {
            out.printf(Locale.ENGLISH, "  withdrawn from notice: %,d%n", suppressed);
        }
        out.flush();
    }

    private void facts(Entry entry, JsonNode body) {
        JsonNode incident = body.path("incident");
        zone = ZoneId.of(incident.path("zone").asString("UTC"));
        boolean first = name.isEmpty();
        name = text(incident, "name") + " - " + text(incident.path("entity"), "name");
        line(entry, (first ? "opened the case: " : "recorded facts: ") + text(body, "why"));
        body.path("due").properties().forEach(due -> {
            String day = due.getValue().asString("");
            lines.add("                    " + (day.isEmpty() ? "no fixed day" : day) + "  " + due.getKey());
        });
    }

    private void delivered(Entry entry, JsonNode body) {
        Run run = runs.computeIfAbsent(body.path("run").asLong(), _ -> new Run("run", entry.at()));
        String suffix = entry.kind().equals("settled") ? " (settled: " + text(body, "rule") + ")" : "";
        body.path("results").valueStream().forEach(row -> {
            String outcome = row.path(1).asString("");
            run.outcomes.merge(outcome + suffix, 1L, Long::sum);
            tell(new Delivered(
                    row.path(0).asLong(),
                    outcome,
                    instant(row.path(2), entry),
                    row.path(3).asString("")));
        });
    }

    private void tell(Delivered delivered) {
        listeners.forEach(listener -> listener.accept(delivered));
    }

    private static Instant instant(JsonNode node, Entry entry) {
        String text = node.asString("");
        return text.isEmpty() ? entry.at() : Instant.parse(text);
    }

    private void line(Entry entry, String what) {
        lines.add(time(entry.at()) + "  " + entry.who() + " " + what);
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static String shorter(String hash) {
        return hash.length() > 12 ? hash.substring(0, 12) : hash;
    }

    /// One run that delivered.
    private static final class Run {
        private final String name;
        private final Instant from;
        private final Map<String, Long> outcomes = new TreeMap<>();

        private Run(String name, Instant from) {
            this.name = name;
            this.from = from;
        }
    }
}
