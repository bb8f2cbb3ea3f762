package dev.earshot.breach.risk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was found out that bears on the four factors: counts and kinds, no value of a person.
///
/// @param exposed individuals who were exposed for certain; absent: not counted
/// @param cannotTell individuals for whom it can't be told; absent: not counted
/// @param limits what the evidence does not show
/// @param inputs SHA-256 by the name of each file that this was read from
public record Evidence(
        List<Sent> sent,
        List<Mitigation> mitigations,
        OptionalLong exposed,
        OptionalLong cannotTell,
        List<String> limits,
        SortedMap<String, String> inputs) {
    public static final Evidence NONE =
            new Evidence(List.of(), List.of(), OptionalLong.empty(), OptionalLong.empty(), List.of(), new TreeMap<>());

    public Evidence {
        sent = List.copyOf(sent);
        mitigations = List.copyOf(mitigations);
        limits = List.copyOf(limits);
        inputs = new TreeMap<>(inputs);
    }

    /// What one recipient was told by one means.
    ///
    /// @param means such as the tracker's name
    /// @param elements ids of [dev.earshot.element.DataElement]
    /// @param from first day
    /// @param to last day
    /// @param certainty such as `certain` or `assumed`
    /// @param individuals who were exposed to it for certain; absent: not counted
    /// @param requests that carried it, as captured; absent: none was captured
    /// @param accepted how many of those were answered with a status of 200 to 299: they arrived
    public record Sent(
            String recipient,
            String means,
            Set<String> elements,
            LocalDate from,
            LocalDate to,
            String certainty,
            OptionalLong individuals,
            OptionalLong requests,
            OptionalLong accepted,
            String source) {
        public Sent {
            elements = Set.copyOf(elements);
        }
    }

    /// Something that lessened the risk.
    ///
    /// @param what such as `tag removed`, `deletion confirmed in writing`
    public record Mitigation(String recipient, String what, LocalDate day, String source) {}

    /// This with the other's besides; a count of the other takes the place of one that is absent here.
    public Evidence with(Evidence other) {
        SortedMap<String, String> all = new TreeMap<>(inputs);
        all.putAll(other.inputs);
        return new Evidence(
                Stream.concat(sent.stream(), other.sent.stream()).toList(),
                Stream.concat(mitigations.stream(), other.mitigations.stream()).toList(),
                exposed.isPresent() ? exposed : other.exposed,
                cannotTell.isPresent() ? cannotTell : other.cannotTell,
                Stream.concat(limits.stream(), other.limits.stream()).toList(),
                all);
    }

    /// What bears on a factor, a sentence each, with its source.
    public List<String> on(Factor factor) {
        return switch (factor) {
            case NATURE -> nature();
            case RECIPIENT -> recipients();
            case ACQUIRED -> acquired();
            case MITIGATED ->
                mitigations.stream()
                        .map(each -> each.recipient + ": " + each.what + " on " + each.day + " (" + each.source + ").")
                        .toList();
        };
    }

    private List<String> nature() {
        List<String> sentences = new ArrayList<>();
        SortedSet<String> elements = new TreeSet<>();
        sent.forEach(each -> elements.addAll(each.elements));
        if (!elements.isEmpty()) {
            sentences.add("Disclosed in all: " + String.join(", ", elements) + ".");
        }
        exposed.ifPresent(count -> sentences.add(number(count) + " individuals were exposed for certain."));
        cannotTell.ifPresent(count -> sentences.add("For " + number(count) + " individuals it can't be told."));
        return sentences;
    }

    private List<String> recipients() {
        return sent.stream()
                .map(each -> each.recipient + " by " + each.means + ", " + each.from + " to " + each.to + " ("
                        + each.certainty + "): "
                        + each.elements.stream().sorted().collect(Collectors.joining(", ")) + "."
                        + counted(each.individuals, " individuals for certain.") + " Source: " + each.source + ".")
                .distinct()
                .toList();
    }

    private List<String> acquired() {
        List<String> sentences = new ArrayList<>();
        sent.stream()
                .filter(each -> each.requests.isPresent())
                .forEach(each -> sentences.add(each.recipient + " by " + each.means + ": of "
                        + number(each.requests.getAsLong()) + " requests that were captured, "
                        + number(each.accepted.orElse(0))
                        + " were answered with a status of 200 to 299, so they arrived."
                        + " Source: " + each.source + "."));
        sentences.addAll(limits);
        return sentences;
    }

    private static String counted(OptionalLong count, String what) {
        return count.isPresent() ? " " + number(count.getAsLong()) + what : "";
    }

    private static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }
}
