package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.ScanResult;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Page;
import dev.earshot.policy.Finding;
import java.util.List;

/// What a scan comes to, in one sentence, and what that sentence does not mean.
///
/// @param violations findings that count: policy forbids them, no waiver covers them, and the baseline, if there is
/// one,
///     does not have them
/// @param known violations that the baseline has
record Verdict(
        Outcome outcome,
        String sentence,
        String meaning,
        int violations,
        int known,
        int waived,
        int notes,
        int unseen,
        int pagesNotSeen) {

    /// How a scan ends.
    enum Outcome {
        VIOLATIONS("Violations"),
        INCOMPLETE("Incomplete"),
        CLEAN("Clean");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        String id() {
            return label.toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Verdict of(ScanResult result, ReportOptions options) {
        List<Finding> forbidden = result.findings().stream()
                .filter(finding -> finding.level() == Finding.Level.VIOLATION)
                .toList();
        int known = (int) forbidden.stream()
                .filter(finding -> options.baseline()
                        .map(baseline -> baseline.has(finding))
                        .orElse(false))
                .count();
        int violations = forbidden.size() - known;
        int unseen =
                (int) result.blindSpots().stream().filter(BlindSpot::incomplete).count();
        boolean empty = result.exchanges() == 0;
        Outcome outcome =
                violations > 0 ? Outcome.VIOLATIONS : unseen > 0 || empty ? Outcome.INCOMPLETE : Outcome.CLEAN;
        return new Verdict(
                outcome,
                sentence(outcome, violations, known, vendorsOf(forbidden, options), unseen, empty),
                meaning(outcome, result),
                violations,
                known,
                count(result, Finding.Level.WAIVED),
                count(result, Finding.Level.NOTE),
                unseen,
                (int) result.capture().pages().stream()
                        .filter(page -> page.outcome() == Page.Outcome.FAILED)
                        .count());
    }

    private static int vendorsOf(List<Finding> forbidden, ReportOptions options) {
        return (int) forbidden.stream()
                .filter(finding -> options.baseline()
                        .map(baseline -> !baseline.has(finding))
                        .orElse(true))
                .map(Finding::vendor)
                .distinct()
                .count();
    }

    private static int count(ScanResult result, Finding.Level level) {
        return (int) result.findings().stream()
                .filter(finding -> finding.level() == level)
                .count();
    }

    private static String sentence(Outcome outcome, int violations, int known, int vendors, int unseen, boolean empty) {
        String fresh = known > 0 ? "new " : "";
        String missed = counted(unseen, "thing") + " that should have been looked at " + (unseen == 1 ? "was" : "were")
                + " not";
        return switch (outcome) {
            case VIOLATIONS ->
                counted(vendors, "vendor") + (vendors == 1 ? " was" : " were")
                        + " told what the policy forbids: " + counted(violations, fresh + "violation") + "."
                        + (unseen > 0 ? " The scan is also incomplete: " + missed + ", so there may be more." : "");
            case INCOMPLETE ->
                empty
                        ? "Nothing was recorded, so nothing can be said."
                        : "No " + fresh + "violation was seen, but the scan is incomplete: " + missed
                                + ". This is not a clean result.";
            case CLEAN ->
                "No " + fresh
                        + "violation of the policy was seen, and nothing that should have been looked at was missed.";
        };
    }

    private static String meaning(Outcome outcome, ScanResult result) {
        String looked = counted(result.exchanges(), "request") + " on "
                + counted(result.capture().pages().size(), "page");
        return switch (outcome) {
            case VIOLATIONS ->
                "A violation is a disclosure that the policy in force does not allow. Whether it is a reportable breach is"
                        + " a legal question that this report gives the facts for and does not answer.";
            case INCOMPLETE ->
                "What was not seen is listed under “What this does not show”. Until it has been looked at, nobody can say"
                        + " that it holds no disclosure.";
            case CLEAN ->
                "It rests on " + looked
                        + " seen from one browser. It does not mean that nothing was sent: what the policy"
                        + " allows is listed below. And it says nothing of pages not visited, or of what servers pass on."
                        + (isOurs(result)
                                ? ""
                                : " It was recorded by another program, and what that program does not see is not"
                                        + " here.");
        };
    }

    /// Whether Earshot made the recording, and so tested before what it can see.
    static boolean isOurs(ScanResult result) {
        return result.capture().recordedBy().toLowerCase(java.util.Locale.ROOT).startsWith("earshot");
    }
}
