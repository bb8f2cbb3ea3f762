package dev.earshot.guard.collect;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A line of a day's file. Counts are what came since the line before of the same thing; all of them are added up.
sealed interface Entry {
    /// Of a registrable domain, or of content without one.
    ///
    /// @param networks of how many at least, in the day so far
    /// @param confirmed whether enough networks reported it, or its owner is known
    record OfContact(
            String name,
            Contact.Kind kind,
            boolean known,
            long count,
            Instant first,
            Instant last,
            int networks,
            boolean confirmed)
            implements Entry {}

    /// @param browsers as [Browser#bit] has them
    record OfLine(String contact, What what, long count, int browsers) implements Entry {}

    record OfNoise(String rule, String host, long count) implements Entry {}

    /// Reports of another type than a violation.
    record OfIgnored(String type, long count) implements Entry {}

    /// A time in which the collector listened, and what came besides.
    record OfTime(Instant from, Instant to, Map<Tally, Long> counts) implements Entry {}

    default String json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        switch (this) {
            case OfContact contact -> {
                json.put("is", "contact").put("name", contact.name).put("kind", contact.kind.words());
                json.put("known", contact.known).put("n", contact.count);
                json.put("first", contact.first.toString()).put("last", contact.last.toString());
                json.put("networks", contact.networks).put("confirmed", contact.confirmed);
            }
            case OfLine(String contact, What what, long count, int browsers) -> {
                json.put("is", "line").put("contact", contact).put("page", what.page());
                json.put("use", what.use()).put("host", what.host()).put("path", what.path());
                json.put("verdict", what.verdict().words()).put("source", what.source());
                json.put("rule", what.rule()).put("n", count);
                ArrayNode names = json.putArray("browsers");
                Browser.words(browsers).forEach(names::add);
            }
            case OfNoise(String rule, String host, long count) ->
                json.put("is", "noise").put("rule", rule).put("host", host).put("n", count);
            case OfIgnored(String type, long count) ->
                json.put("is", "ignored").put("type", type).put("n", count);
            case OfTime(Instant from, Instant to, Map<Tally, Long> counts) -> {
                json.put("is", "time").put("from", from.toString()).put("to", to.toString());
                counts.forEach((tally, count) -> json.put(tally.id(), count));
            }
        }
        return JsonMapper.shared().writeValueAsString(json);
    }

    /// Empty for a line that is none, such as one that a crash tore.
    static Optional<Entry> read(String line) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            return Optional.ofNullable(
                    switch (text(json, "is")) {
                        case "contact" ->
                            new OfContact(
                                    text(json, "name"),
                                    Contact.Kind.ofWords(text(json, "kind")),
                                    json.path("known").asBoolean(false),
                                    json.path("n").asLong(0),
                                    Instant.parse(text(json, "first")),
                                    Instant.parse(text(json, "last")),
                                    json.path("networks").asInt(0),
                                    json.path("confirmed").asBoolean(false));
                        case "line" ->
                            new OfLine(
                                    text(json, "contact"),
                                    new What(
                                            text(json, "page"),
                                            text(json, "use"),
                                            text(json, "host"),
                                            text(json, "path"),
                                            Verdict.ofWords(text(json, "verdict")),
                                            text(json, "source"),
                                            text(json, "rule")),
                                    json.path("n").asLong(0),
                                    browsers(json.path("browsers")));
                        case "noise" ->
                            new OfNoise(
                                    text(json, "rule"),
                                    text(json, "host"),
                                    json.path("n").asLong(0));
                        case "ignored" ->
                            new OfIgnored(text(json, "type"), json.path("n").asLong(0));
                        case "time" -> {
                            Map<Tally, Long> counts = new TreeMap<>();
                            for (Tally tally : Tally.values()) {
                                if (json.has(tally.id())) {
                                    counts.put(tally, json.path(tally.id()).asLong(0));
                                }
                            }
                            yield new OfTime(
                                    Instant.parse(text(json, "from")), Instant.parse(text(json, "to")), counts);
                        }
                        default -> null;
                    });
        } catch (JacksonException | DateTimeException notAnEntry) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }

    private static int browsers(JsonNode names) {
        List<String> words = new ArrayList<>();
        names.forEach(name -> words.add(name.asString("")));
        int bits = 0;
        for (Browser browser : Browser.values()) {
            bits |= words.contains(browser.words()) ? browser.bit() : 0;
        }
        return bits;
    }
}
