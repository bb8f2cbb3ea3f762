package dev.earshot.report;

import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The findings of an earlier report. What is in it was known, and only the rest is new.
///
/// @param fingerprints as in [Finding#fingerprint()]
public record Baseline(Set<String> fingerprints) {
    public Baseline {
        fingerprints = Set.copyOf(fingerprints);
    }

    /// The findings of a `report.json`.
    ///
    /// @throws dev.earshot.EarshotException with code USAGE if the file is not a report of this version
    public static Baseline of(Path report) {
        StoredReport stored = StoredReport.read(report);
        return new Baseline(Stream.concat(
                        stored.findings().stream().map(StoredReport.StoredFinding::fingerprint),
                        stored.appFingerprints().stream())
                .collect(Collectors.toSet()));
    }

    public boolean has(Finding finding) {
        return has(finding.fingerprint());
    }

    public boolean has(AppFinding finding) {
        return has(finding.fingerprint());
    }

    public boolean has(String fingerprint) {
        return fingerprints.contains(fingerprint);
    }

    /// The findings that are not in it, in their order.
    public List<Finding> unknown(List<Finding> findings) {
        return findings.stream().filter(finding -> !has(finding)).toList();
    }
}
