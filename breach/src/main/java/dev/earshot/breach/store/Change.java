package dev.earshot.breach.store;

import dev.earshot.breach.journal.Entry;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An entry of the journal that changes the tables of the case. The tables are what these entries, one after the other,
/// make of the plan: both while the case goes on and when it is rebuilt.
sealed interface Change {
    /// Of an entry, `who` and `at` included there.
    String kind();

    /// What the entry says, as maps, lists, texts and numbers.
    Map<String, Object> body();

    /// Kinds that nothing but the store writes.
    Set<String> KINDS = Set.of(
            "opened",
            "planned",
            "approved",
            "paused",
            "resumed",
            "run",
            "claimed",
            "recorded",
            "settled",
            "heard",
            "suppressed",
            "again");

    /// @param id of the case, made up once
    record Opened(String id) implements Change {
        @Override
        public String kind() {
            return "opened";
        }

        @Override
        public Map<String, Object> body() {
            return Map.of("case", id);
        }
    }

    /// @param folder of the notices, from the case's
    /// @param plan SHA-256 over the names and hashes of the files
    /// @param files SHA-256 by name
    /// @param notices how many
    /// @param deliveries how many of them are delivered by themselves
    record Planned(String folder, String plan, SortedMap<String, String> files, long notices, long deliveries)
            implements Change {
        @Override
        public String kind() {
            return "planned";
        }

        @Override
        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("folder", folder);
            body.put("plan", plan);
            body.put("files", files);
            body.put("notices", notices);
            body.put("deliveries", deliveries);
            return body;
        }
    }

    /// @param texts SHA-256 of the templates
    record Approved(String plan, String texts) implements Change {
        @Override
        public String kind() {
            return "approved";
        }

        @Override
        public Map<String, Object> body() {
            return ordered("plan", plan, "texts", texts);
        }
    }

    record Paused(String why) implements Change {
        @Override
        public String kind() {
            return "paused";
        }

        @Override
        public Map<String, Object> body() {
            return Map.of("why", why);
        }
    }

    record Resumed(String why) implements Change {
        @Override
        public String kind() {
            return "resumed";
        }

        @Override
        public Map<String, Object> body() {
            return Map.of("why", why);
        }
    }

    /// The start of a run that delivers.
    record Begun(long run, String name) implements Change {
        @Override
        public String kind() {
            return "run";
        }

        @Override
        public Map<String, Object> body() {
            return ordered("run", run, "name", name);
        }
    }

    /// @param deliveries ascending
    record Claimed(long run, Channel channel, long[] deliveries) implements Change {
        @Override
        public String kind() {
            return "claimed";
        }

        @Override
        public Map<String, Object> body() {
            return ordered("run", run, "channel", channel.id(), "deliveries", ranges(deliveries));
        }
    }

    /// @param rule that settled them; empty where the run itself recorded them
    record Recorded(long run, Optional<String> rule, List<Result> results) implements Change {
        private static final List<String> COLUMNS = List.of("delivery", "outcome", "at", "sha256", "answer", "again");

        @Override
        public String kind() {
            return rule.isPresent() ? "settled" : "recorded";
        }

        @Override
        public Map<String, Object> body() {
            Map<String, Object> body = ordered("run", run);
            rule.ifPresent(text -> body.put("rule", text));
            body.put("columns", COLUMNS);
            List<List<Object>> rows = new ArrayList<>(results.size());
            for (Result result : results) {
                List<Object> row = new ArrayList<>(6);
                row.add(result.delivery());
                row.add(result.outcome().id());
                row.add(time(result.at()));
                row.add(result.sha256());
                row.add(result.answer());
                if (result.outcome() == Outcome.DEFERRED) {
                    row.add(time(result.again()));
                }
                rows.add(row);
            }
            body.put("results", rows);
            return body;
        }
    }

    record Heard(List<Later> events) implements Change {
        @Override
        public String kind() {
            return "heard";
        }

        @Override
        public Map<String, Object> body() {
            return Map.of(
                    "events",
                    events.stream()
                            .map(event -> {
                                Map<String, Object> row = ordered(
                                        "delivery",
                                        event.delivery(),
                                        "event",
                                        event.event().id(),
                                        "at",
                                        time(event.at()),
                                        "answer",
                                        event.answer());
                                event.moved()
                                        .ifPresent(to -> row.put(
                                                "moved",
                                                ordered(
                                                        "street",
                                                        to.street(),
                                                        "city",
                                                        to.city(),
                                                        "postalCode",
                                                        to.postalCode(),
                                                        "state",
                                                        to.state(),
                                                        "country",
                                                        to.country())));
                                return row;
                            })
                            .toList());
        }
    }

    record Suppressed(long[] persons, String why) implements Change {
        @Override
        public String kind() {
            return "suppressed";
        }

        @Override
        public Map<String, Object> body() {
            return ordered("persons", persons, "why", why);
        }
    }

    /// Deliveries that were sent, and are known not to have arrived with anybody: they are sent once more.
    record Again(long[] deliveries, String why) implements Change {
        @Override
        public String kind() {
            return "again";
        }

        @Override
        public Map<String, Object> body() {
            return ordered("deliveries", ranges(deliveries), "why", why);
        }
    }

    /// What an entry changes; empty where it changes nothing of the tables.
    static Optional<Change> of(Entry entry) {
        if (!KINDS.contains(entry.kind())) {
            return Optional.empty();
        }
        JsonNode body = JsonMapper.shared().readTree(entry.body());
        return Optional.of(
                switch (entry.kind()) {
                    case "opened" -> new Opened(body.path("case").asString());
                    case "planned" -> {
                        SortedMap<String, String> files = new TreeMap<>();
                        body.path("files")
                                .properties()
                                .forEach(file ->
                                        files.put(file.getKey(), file.getValue().asString()));
                        yield new Planned(
                                body.path("folder").asString(),
                                body.path("plan").asString(),
                                files,
                                body.path("notices").asLong(),
                                body.path("deliveries").asLong());
                    }
                    case "approved" ->
                        new Approved(
                                body.path("plan").asString(), body.path("texts").asString());
                    case "paused" -> new Paused(body.path("why").asString());
                    case "resumed" -> new Resumed(body.path("why").asString());
                    case "run" ->
                        new Begun(body.path("run").asLong(), body.path("name").asString());
                    case "claimed" ->
                        new Claimed(
                                body.path("run").asLong(),
                                NoticeTable.channel(body.path("channel").asString()),
                                numbers(body.path("deliveries")));
                    case "recorded", "settled" ->
                        new Recorded(
                                body.path("run").asLong(),
                                body.has("rule") ? Optional.of(body.path("rule").asString()) : Optional.empty(),
                                body.path("results")
                                        .valueStream()
                                        .map(Change::result)
                                        .toList());
                    case "heard" ->
                        new Heard(body.path("events")
                                .valueStream()
                                .map(Change::later)
                                .toList());
                    case "suppressed" ->
                        new Suppressed(
                                body.path("persons")
                                        .valueStream()
                                        .mapToLong(JsonNode::asLong)
                                        .toArray(),
                                body.path("why").asString());
                    default ->
                        new Again(
                                numbers(body.path("deliveries")),
                                body.path("why").asString());
                });
    }

    private static Result result(JsonNode row) {
        String outcome = row.path(1).asString();
        return new Result(
                row.path(0).asLong(),
                Arrays.stream(Outcome.values())
                        .filter(one -> one.id().equals(outcome))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("No outcome has this id")),
                row.path(4).asString(),
                row.path(3).asString(),
                Instant.parse(row.path(2).asString()),
                row.has(5) ? Instant.parse(row.path(5).asString()) : Instant.EPOCH);
    }

    private static Later later(JsonNode row) {
        String id = row.path("event").asString();
        JsonNode to = row.path("moved");
        return new Later(
                row.path("delivery").asLong(),
                Arrays.stream(Later.Event.values())
                        .filter(event -> event.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("No event has this id")),
                row.path("answer").asString(),
                Instant.parse(row.path("at").asString()),
                to.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Later.Address(
                                to.path("street")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList(),
                                to.path("city").asString(),
                                to.path("postalCode").asString(),
                                to.path("state").asString(),
                                to.path("country").asString())));
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).toString();
    }

    /// Ascending numbers as pairs, from and to included.
    private static List<long[]> ranges(long[] numbers) {
        List<long[]> ranges = new ArrayList<>();
        for (long number : numbers) {
            if (!ranges.isEmpty() && ranges.getLast()[1] == number - 1) {
                ranges.getLast()[1] = number;
            } else {
                ranges.add(new long[] {number, number});
            }
        }
        return ranges;
    }

    private static long[] numbers(JsonNode ranges) {
        return ranges.valueStream()
                .flatMapToLong(range -> LongStream.rangeClosed(
                        range.path(0).asLong(), range.path(1).asLong()))
                .toArray();
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
