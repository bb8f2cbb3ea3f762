package dev.earshot.guard.monitor;

import dev.earshot.element.DataElement;
import dev.earshot.guard.monitor.MonitorRun.News;
import dev.earshot.guard.monitor.MonitorRun.Outcome;
import dev.earshot.guard.monitor.MonitorRun.Told;
import dev.earshot.report.Comparison;
import dev.earshot.report.Comparison.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is new in a scan since the last good one and those after it, each thing told once.
final class Newness {
    /// Since and with the last good run: what is in these was told of already.
    private final List<MonitorRun> since;
    private final List<MonitorRun> before;

    /// @param runs all earlier ones, in order
    Newness(List<MonitorRun> runs) {
        int good = -1;
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).isGood()) {
                good = i;
            }
        }
        since = good < 0 ? List.of() : runs.subList(good, runs.size());
        before = good < 0 ? List.of() : runs.subList(0, good);
    }

    /// @param comparisons with the last good one
    /// @param violations of this run, by fingerprint
    List<News> of(List<Told> told, List<Comparison> comparisons, Map<String, String> violations) {
        List<News> news = new ArrayList<>();
        Set<Told> known = told(since);
        Set<Told> ever = told(before);
        Map<String, List<Told>> byVendor = new LinkedHashMap<>();
        told.stream()
                .filter(one -> !known.contains(one))
                .forEach(one -> byVendor.computeIfAbsent(one.vendor(), none -> new ArrayList<>())
                        .add(one));
        byVendor.forEach((vendor, added) -> {
            boolean knownVendor = known.stream().anyMatch(one -> one.vendor().equals(vendor));
            boolean wasThere = ever.stream().anyMatch(one -> one.vendor().equals(vendor));
            String doubt = doubt(comparisons, added);
            if (!knownVendor) {
                news.add(new News(
                        wasThere ? "vendor-is-back" : "new-vendor",
                        "vendor " + vendor,
                        vendor
                                + (wasThere ? ", which was gone, is told again: " : " is told for the first time: ")
                                + words(added)
                                + doubt));
                return;
            }
            Map<String, List<Told>> byElement = added.stream()
                    .collect(Collectors.groupingBy(Told::element, LinkedHashMap::new, Collectors.toList()));
            byElement.forEach((element, zones) -> {
                boolean knownElement = known.stream()
                        .anyMatch(one ->
                                one.vendor().equals(vendor) && one.element().equals(element));
                boolean back = ever.stream()
                        .anyMatch(one ->
                                one.vendor().equals(vendor) && one.element().equals(element));
                String kind = knownElement ? "widened-zone" : back ? "element-is-back" : "new-element";
                news.add(new News(
                        kind,
                        kind + " " + vendor + " " + element + (knownElement ? " " + zones(zones) : ""),
                        vendor
                                + switch (kind) {
                                    case "widened-zone" ->
                                        " is now told " + phrase(element) + " in zone " + zones(zones) + ", too"
                                                + doubt;
                                    case "element-is-back" ->
                                        " is told " + phrase(element) + " again, which had stopped, in zone "
                                                + zones(zones) + doubt;
                                    default ->
                                        " is told " + phrase(element) + " for the first time, in zone " + zones(zones)
                                                + doubt;
                                }));
            });
        });
        Set<String> knownViolations = new LinkedHashSet<>();
        since.forEach(run -> knownViolations.addAll(run.violations()));
        violations.forEach((fingerprint, says) -> {
            if (!knownViolations.contains(fingerprint)) {
                news.add(new News("new-violation", "violation " + fingerprint, "A new violation of " + says));
            }
        });
        return news;
    }

    /// Whether there is anything to compare with.
    boolean hasBefore() {
        return !since.isEmpty();
    }

    /// The folder of the last good run.
    Optional<String> baseline() {
        return since.stream()
                .findFirst()
                .filter(run -> run.outcome() == Outcome.GOOD)
                .map(MonitorRun::folder);
    }

    private static Set<Told> told(List<MonitorRun> runs) {
        Set<Told> told = new LinkedHashSet<>();
        runs.forEach(run -> told.addAll(run.told()));
        return told;
    }

    /// Where the earlier scan may have missed it, that is said with it.
    private static String doubt(List<Comparison> comparisons, List<Told> added) {
        List<String> doubts = comparisons.stream()
                .flatMap(comparison -> comparison.changes().stream())
                .filter(change -> added.contains(new Told(
                        change.row().vendor(),
                        change.row().element(),
                        change.row().zone())))
                .flatMap(change ->
                        change instanceof Change.Added one ? one.doubts().stream() : List.<String>of().stream())
                .distinct()
                .limit(2)
                .toList();
        return doubts.isEmpty() ? "" : " (it may have been so before: " + String.join("; ", doubts) + ")";
    }

    private static String words(List<Told> told) {
        Map<String, List<Told>> byElement =
                told.stream().collect(Collectors.groupingBy(Told::element, LinkedHashMap::new, Collectors.toList()));
        return byElement.entrySet().stream()
                .map(entry -> label(entry.getKey()) + " (" + zones(entry.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String zones(List<Told> told) {
        return told.stream().map(Told::zone).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static String label(String element) {
        return DataElement.byId(element).map(DataElement::label).orElse(element);
    }

    private static String phrase(String element) {
        return DataElement.byId(element).map(DataElement::phrase).orElse(element);
    }
}
