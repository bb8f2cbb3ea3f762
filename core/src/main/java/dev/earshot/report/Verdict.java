package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.ScanResult;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Page;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
        List<Forbidden> forbidden = Forbidden.in(result, options);
        List<Forbidden> fresh = forbidden.stream().filter(each -> !each.known()).toList();
        int unseen =
                (int) result.blindSpots().stream().filter(BlindSpot::incomplete).count();
        boolean empty = result.exchanges() == 0 && !result.filesOnly();
        Outcome outcome =
                !fresh.isEmpty() ? Outcome.VIOLATIONS : unseen > 0 || empty ? Outcome.INCOMPLETE : Outcome.CLEAN;
        int known = forbidden.size() - fresh.size();
        return new Verdict(
                outcome,
                sentence(outcome, fresh, known > 0 ? "new " : "", result, unseen, empty),
                meaning(outcome, result),
                fresh.size(),
                known,
                count(result, Finding.Level.WAIVED),
                count(result, Finding.Level.NOTE),
                unseen,
                (int) result.capture().pages().stream()
                        .filter(page -> page.outcome() == Page.Outcome.FAILED)
                        .count());
    }

    /// A violation, of the traffic or of an app.
    ///
    /// @param known whether the baseline has it
    private record Forbidden(String vendor, boolean ofAnApp, boolean known) {
        static List<Forbidden> in(ScanResult result, ReportOptions options) {
            List<Forbidden> all = new ArrayList<>();
            result.findings().stream()
                    .filter(finding -> finding.level() == Finding.Level.VIOLATION)
                    .forEach(finding -> all.add(of(finding.vendor(), false, finding.fingerprint(), options)));
            result.appFindings().stream()
                    .filter(finding -> finding.level() == Finding.Level.VIOLATION)
                    .forEach(finding -> all.add(of(finding.vendor(), true, finding.fingerprint(), options)));
            return all;
        }

        private static Forbidden of(String vendor, boolean ofAnApp, String fingerprint, ReportOptions options) {
            return new Forbidden(
                    vendor,
                    ofAnApp,
                    options.baseline()
                            .map(baseline -> baseline.has(fingerprint))
                            .orElse(false));
        }
    }

    private static int count(ScanResult result, Finding.Level level) {
        return (int) Stream.concat(
                        result.findings().stream().map(Finding::level),
                        result.appFindings().stream().map(AppFinding::level))
                .filter(each -> each == level)
                .count();
    }

    private static String sentence(
            Outcome outcome, List<Forbidden> violations, String fresh, ScanResult result, int unseen, boolean empty) {
        String missed = counted(unseen, "thing") + " that should have been looked at " + (unseen == 1 ? "was" : "were")
                + " not";
        return switch (outcome) {
            case VIOLATIONS ->
                (told(violations.stream().filter(each -> !each.ofAnApp()).toList(), fresh) + " "
                                        + held(
                                                violations.stream()
                                                        .filter(Forbidden::ofAnApp)
                                                        .toList(),
                                                fresh,
                                                result))
                                .strip()
                        + (unseen > 0 ? " The scan is also incomplete: " + missed + ", so there may be more." : "");
            case INCOMPLETE ->
                empty
                        ? "Nothing was recorded, so nothing can be said."
                        : "No " + fresh + "violation was seen, but the scan is incomplete: " + missed
                                + ". This is not a clean result.";
            case CLEAN ->
                result.filesOnly()
                        ? "No " + fresh + "violation of the policy shows in the files of " + apps(result)
                                + "; what is sent was not watched."
                        : "No " + fresh
                                + "violation of the policy was seen, and nothing that should have been looked at was"
                                + " missed.";
        };
    }

    private static String told(List<Forbidden> violations, String fresh) {
        int vendors = vendors(violations);
        return violations.isEmpty()
                ? ""
                : counted(vendors, "vendor") + (vendors == 1 ? " was" : " were") + " told what the policy forbids: "
                        + counted(violations.size(), fresh + "violation") + ".";
    }

    private static String held(List<Forbidden> violations, String fresh, ScanResult result) {
        int vendors = vendors(violations);
        return violations.isEmpty()
                ? ""
                : Wording.capitalised(apps(result)) + (result.apps().size() == 1 ? " holds" : " hold")
                        + " what the policy forbids: " + counted(violations.size(), fresh + "violation")
                        + (vendors == 0 ? "" : ", with " + counted(vendors, "vendor")) + ".";
    }

    private static int vendors(List<Forbidden> violations) {
        return (int) violations.stream()
                .map(Forbidden::vendor)
                .filter(vendor -> !vendor.isEmpty())
                .distinct()
                .count();
    }

    private static String apps(ScanResult result) {
        return result.apps().size() == 1 ? "the app" : counted(result.apps().size(), "app");
    }

    private static String meaning(Outcome outcome, ScanResult result) {
        if (result.filesOnly() && outcome != Outcome.INCOMPLETE) {
            return "It rests on the files alone: they show what an app carries, what its code hands over and what it is set"
                    + " to send. Whether that is sent is seen in its traffic, which was not watched.";
        }
        String looked = counted(result.exchanges(), "request") + " on "
                + counted(result.capture().pages().size(), "page");
        return switch (outcome) {
            case VIOLATIONS ->
                "A violation is a disclosure that the policy in force does not allow. Whether it is a reportable breach is"
                        + " a legal question that this report gives the facts for and does not answer."
                        + (result.apps().isEmpty() ? "" : " What an app holds is no disclosure by itself.");
            case INCOMPLETE ->
                "What was not seen is listed under “What this does not show”. Until it has been looked at, nobody can say"
                        + " that it holds no disclosure.";
            case CLEAN ->
                "It rests on "
                        + (result.apps().isEmpty()
                                ? looked + " seen from one browser."
                                : counted(result.exchanges(), "request") + " seen from one device, and on files.")
                        + " It does not mean that nothing was sent: what the policy"
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
