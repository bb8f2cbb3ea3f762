package dev.earshot.breach.planning;

import dev.earshot.breach.incident.Population;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What became of everybody in a plan. It names nobody: examples are ids of notices.
///
/// @param notices to be delivered, carried by another's letter, and without a way
/// @param suppressed individuals who are not to be told, by reason
/// @param suppressionsOfNobody entries of the list of those who are not to be told that name nobody whom the plan would tell
/// @param by dimension (`channels`, `jurisdiction`, `language`, `role`, `status`), then value; empty values are the unknown
/// @param byRegion individuals by jurisdiction id, suppressed ones too
/// @param substitute individuals without a way for whom a substitute notice is due
public record PlanAccount(
        Fates notices,
        SortedMap<String, Long> suppressed,
        long suppressionsOfNobody,
        SortedMap<String, SortedMap<String, Fates>> by,
        SortedMap<String, Long> byRegion,
        long substitute,
        List<FaultCount> faults) {
    public PlanAccount {
        suppressed = new TreeMap<>(suppressed);
        by = new TreeMap<>(by);
        byRegion = new TreeMap<>(byRegion);
        faults = List.copyOf(faults);
    }

    /// @param noWay neither an address nor a channel that was agreed to
    public record Fates(long delivered, long carried, long noWay) {
        static final Fates NONE = new Fates(0, 0, 0);

        public long all() {
            return delivered + carried + noWay;
        }

        Fates plus(Fates other) {
            return new Fates(delivered + other.delivered, carried + other.carried, noWay + other.noWay);
        }
    }

    /// @param examples ids of notices, the first [NoticePlan#EXAMPLES]
    public record FaultCount(Fault fault, long individuals, List<Long> examples) {
        public FaultCount {
            examples = List.copyOf(examples);
        }
    }

    /// Everybody whom the plan tells, or would tell but for the list of those who are not to be told.
    public long individuals() {
        return notices.all() + allSuppressed();
    }

    public long allSuppressed() {
        return suppressed.values().stream().mapToLong(Long::longValue).sum();
    }

    /// For [dev.earshot.breach.duty.Duty]. Those whose jurisdiction is not known are in the total alone.
    public Population population() {
        return new Population(OptionalLong.of(individuals()), byRegion, OptionalLong.of(substitute));
    }

    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("individuals", individuals());
        json.put("delivered", notices.delivered());
        json.put("carried", notices.carried());
        json.put("noWay", notices.noWay());
        json.put("suppressed", suppressed);
        json.put("suppressionsOfNobody", suppressionsOfNobody);
        json.put("substituteNotice", substitute);
        json.put("byRegion", byRegion);
        json.put("by", by);
        List<Map<String, Object>> all = new ArrayList<>();
        for (FaultCount count : faults) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("fault", count.fault().id());
            one.put("what", count.fault().what());
            one.put("todo", count.fault().todo());
            one.put("individuals", count.individuals());
            one.put("examples", count.examples());
            all.add(one);
        }
        json.put("faults", all);
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(json);
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%,d individuals: %,d notices to deliver, %,d told by another's letter, %,d without a way, %,d suppressed%n",
                individuals(),
                notices.delivered(),
                notices.carried(),
                notices.noWay(),
                allSuppressed());
        line(text, "Substitute notice is due to %,d (45 CFR 164.404(d)(2)); verify with counsel%n", substitute);
        suppressed.forEach((reason, count) ->
                line(text, "  suppressed: %,d %s%n", count, reason.isEmpty() ? "(no reason given)" : reason));
        if (suppressionsOfNobody > 0) {
            line(text, "  %,d entries of the suppression list name nobody in this plan%n", suppressionsOfNobody);
        }
        by.forEach((dimension, values) -> {
            line(text, "%nBy %s%30s%12s%12s%n", dimension, "delivered", "carried", "no way");
            values.forEach((value, fates) -> line(
                    text,
                    "  %-24s%12d%12d%12d%n",
                    value.isEmpty() ? "(not known)" : value.replace("\n", ", "),
                    fates.delivered(),
                    fates.carried(),
                    fates.noWay()));
        });
        if (!faults.isEmpty()) {
            line(text, "%nWhat is amiss in the records, or worth a look (examples are numbers of notices)%n");
        }
        for (FaultCount count : faults) {
            line(
                    text,
                    "  %,d %s: %s. To do: %s. %s%n",
                    count.individuals(),
                    count.fault().id(),
                    count.fault().what(),
                    count.fault().todo(),
                    count.examples());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ENGLISH, format.replace("%n", "\n"), values));
    }
}
