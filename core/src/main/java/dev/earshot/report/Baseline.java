package dev.earshot.report;

import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The findings of an earlier report. What is in it was known, and only the rest is new.
///
/// @param fingerprints as in [Finding#fingerprint()]
public record Baseline(Set<String> fingerprints) {
    private static final String OF_TAGS = "earshot-tags/1";

    public Baseline {
        fingerprints = Set.copyOf(fingerprints);
    }

    /// The findings of a `report.json`: of a scan, or of a container of tags (`earshot-tags/1`).
    ///
    /// @throws dev.earshot.EarshotException with code USAGE if the file is not a report of this version
    public static Baseline of(Path report) {
        Optional<JsonNode> tags = ofTags(report);
        if (tags.isPresent()) {
            return new Baseline(tags.get()
                    .path("findings")
                    .valueStream()
                    .map(finding -> finding.path("fingerprint").asString(""))
                    .collect(Collectors.toSet()));
        }
        StoredReport stored = StoredReport.read(report);
        return new Baseline(Stream.concat(
                        stored.findings().stream().map(StoredReport.StoredFinding::fingerprint),
                        stored.appFingerprints().stream())
                .collect(Collectors.toSet()));
    }

    private static Optional<JsonNode> ofTags(Path report) {
        try {
            return Files.isRegularFile(report)
                    ? Optional.of(Json.MAPPER.readTree(report))
                            .filter(root -> root.path("schema").asString("").equals(OF_TAGS))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
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
