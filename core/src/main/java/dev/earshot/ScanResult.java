package dev.earshot;

import dev.earshot.differential.Differential;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Attestation;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one capture shows: who received what, and what policy says about it. A pure function of the capture, the
/// catalogue, the policy and the date of judgement.
///
/// @param exchanges how many there were, first-party ones included
/// @param transmissions in order of time
/// @param disclosures in order of time
/// @param findings violations first, then by vendor, tracker, element and zone
/// @param answers one for each data element, in the order of the enum
/// @param blindSpots the capture's own, those found while decoding, and those of the apps' files
/// @param lookalikes registrable domains that look like the covered entity's own and were treated as third parties
/// @param attestation the answers for each vendor by itself, with what stands behind them
/// @param differential what the comparison of several runs shows; empty where there was one
/// @param apps what the files of apps show; empty for a site
public record ScanResult(
        Capture.Summary capture,
        int exchanges,
        List<Transmission> transmissions,
        List<Disclosure> disclosures,
        List<Finding> findings,
        List<Answer> answers,
        List<BlindSpot> blindSpots,
        List<String> lookalikes,
        Attestation attestation,
        Optional<Differential> differential,
        List<AppResult> apps) {
    public ScanResult {
        transmissions = List.copyOf(transmissions);
        disclosures = List.copyOf(disclosures);
        findings = List.copyOf(findings);
        answers = List.copyOf(answers);
        blindSpots = List.copyOf(blindSpots);
        lookalikes = List.copyOf(lookalikes);
        apps = List.copyOf(apps);
    }

    /// One of a site alone.
    public ScanResult(
            Capture.Summary capture,
            int exchanges,
            List<Transmission> transmissions,
            List<Disclosure> disclosures,
            List<Finding> findings,
            List<Answer> answers,
            List<BlindSpot> blindSpots,
            List<String> lookalikes,
            Attestation attestation,
            Optional<Differential> differential) {
        this(
                capture,
                exchanges,
                transmissions,
                disclosures,
                findings,
                answers,
                blindSpots,
                lookalikes,
                attestation,
                differential,
                List.of());
    }

    /// Whether only the files of apps were looked at, and none of their traffic.
    public boolean filesOnly() {
        return !apps.isEmpty() && exchanges == 0 && capture.blindSpots().contains(BlindSpot.notWatched());
    }

    /// What policy says about the apps, one app after the other.
    public List<AppFinding> appFindings() {
        return apps.stream().flatMap(app -> app.findings().stream()).toList();
    }

    /// The fingerprints of every violation, of the traffic and of the apps.
    public List<String> violations() {
        return Stream.concat(
                        findings.stream()
                                .filter(finding -> finding.level() == Finding.Level.VIOLATION)
                                .map(Finding::fingerprint),
                        appFindings().stream()
                                .filter(finding -> finding.level() == Finding.Level.VIOLATION)
                                .map(AppFinding::fingerprint))
                .toList();
    }

    /// Whether something that should have been seen was not.
    public boolean incomplete() {
        return blindSpots.stream().anyMatch(BlindSpot::incomplete);
    }
}
