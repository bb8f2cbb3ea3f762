package dev.earshot.cli;

import dev.earshot.guard.collect.Overview;
import dev.earshot.report.FieldEvidence;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a collector's folder says of vendors, to stand beside two scans.
final class GuardEvidence {
    private GuardEvidence() {}

    /// @param folder of `earshot guard collect`, or the gateway's `reports`
    static List<FieldEvidence> of(Path folder) {
        Overview overview = Overview.read(folder, LocalDate.EPOCH);
        List<FieldEvidence> evidence = new ArrayList<>();
        Stream.of(overview.fresh(), overview.unconfirmed(), overview.before())
                .flatMap(List::stream)
                .forEach(party -> evidence.addAll(of(party)));
        return evidence;
    }

    private static List<FieldEvidence> of(Overview.Party party) {
        TreeMap<String, long[]> zones = new TreeMap<>();
        for (Overview.Line line : party.lines()) {
            long[] counts = zones.computeIfAbsent(line.page(), zone -> new long[2]);
            counts[line.isLetThrough() ? 1 : 0] += line.reports();
        }
        return zones.entrySet().stream()
                .map(zone -> new FieldEvidence(
                        party.vendor().orElse(party.name()),
                        zone.getKey(),
                        "reports of visitors' browsers",
                        zone.getValue()[0],
                        zone.getValue()[1],
                        party.first(),
                        party.last()))
                .toList();
    }
}
