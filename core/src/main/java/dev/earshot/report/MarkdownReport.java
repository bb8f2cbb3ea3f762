package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.AppResult;
import dev.earshot.ScanResult;
import dev.earshot.detect.Basis;
import dev.earshot.disclosure.Answer;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Writes `summary.md`: what somebody who reviews a change has to know, and what was not covered.
final class MarkdownReport {
    private static final int SHOWN_VENDORS = 20;
    private static final int SHOWN_FINDINGS = 40;
    private static final int SHOWN_BLIND_SPOTS = 20;

    private MarkdownReport() {}

    static void write(ScanResult result, ReportOptions options, Telling telling, Writer to) {
        PrintWriter out = new PrintWriter(to);
        Masking masking = telling.masking();
        Verdict verdict = telling.verdict();
        line(out, "## Earshot: " + verdict.outcome().label().toLowerCase(java.util.Locale.ROOT));
        line(out, "");
        line(out, "**" + plain(verdict.sentence()) + "** " + plain(verdict.meaning()));
        line(out, "");
        String targets =
                result.capture().target().stream().map(masking::address).collect(Collectors.joining(", "));
        line(
                out,
                plain(targets) + " · " + Wording.dayAndTime(result.capture().startedAt()) + " · "
                        + (result.filesOnly() ? "traffic not watched" : seen(result)) + " · Earshot "
                        + plain(options.version()));
        result.apps().forEach(app -> writeApp(app, options, masking, out));
        writeFindings(result.findings(), options, masking, out);
        writeVendors(telling, out);
        result.differential().map(found -> Followed.of(found, masking)).ifPresent(found -> writeFollowed(found, out));
        writeAnswers(result.answers(), out);
        writeNotCovered(result.blindSpots(), masking, out);
        out.flush();
    }

    private static String seen(ScanResult result) {
        return counted(result.capture().pages().size(), "page") + " · " + counted(result.exchanges(), "exchange")
                + " · " + counted(result.transmissions().size(), "transmission") + " to third parties";
    }

    private static void writeApp(AppResult of, ReportOptions options, Masking masking, PrintWriter out) {
        AppText text = new AppText(of, options, masking);
        heading(out, plain(AppText.title(of.app())));
        of.app().files().forEach(file -> line(out, "- " + plain(AppText.file(file))));
        List<AppFinding> findings = of.findings();
        if (!findings.isEmpty()) {
            line(out, "");
            line(out, "| | Rule | About | What | Where |");
            line(out, "|---|---|---|---|---|");
            for (AppFinding finding : findings.subList(0, Math.min(SHOWN_FINDINGS, findings.size()))) {
                boolean known = options.baseline()
                        .map(baseline -> baseline.has(finding))
                        .orElse(false);
                String level = known
                        ? "known"
                        : finding.waiver()
                                .map(waiver -> "waived until " + waiver.until())
                                .orElse(Wording.label(finding.level()));
                line(
                        out,
                        "| " + cell(level) + " | `" + code(finding.rule()) + "` | " + cell(text.subject(finding))
                                + " | " + cell(masking.saidOfFiles(finding.sentence())) + " | "
                                + finding.evidence().stream()
                                        .findFirst()
                                        .map(first -> "`" + code(AppText.place(first.at())) + "`")
                                        .orElse("")
                                + " |");
            }
            more(out, findings.size() - SHOWN_FINDINGS);
        }
        if (!of.app().sdks().isEmpty()) {
            line(out, "");
            line(out, "The six marks: referenced, defined, called, configured, seen sending, decoded to patient data.");
            line(out, "");
            text.ladder().forEach(sdk -> line(out, "- " + plain(sdk)));
        }
    }

    private static void writeFindings(List<Finding> findings, ReportOptions options, Masking masking, PrintWriter out) {
        if (findings.isEmpty()) {
            return;
        }
        heading(out, "Findings");
        line(out, "| | Rule | Vendor | Element | Zone | Basis | What |");
        line(out, "|---|---|---|---|---|---|---|");
        for (Finding finding : findings.subList(0, Math.min(SHOWN_FINDINGS, findings.size()))) {
            boolean known =
                    options.baseline().map(baseline -> baseline.has(finding)).orElse(false);
            String level = known
                    ? "known"
                    : finding.waiver()
                            .map(waiver -> "waived until " + waiver.until())
                            .orElse(Wording.label(finding.level()));
            line(
                    out,
                    "| " + cell(level) + " | `" + code(finding.rule()) + "` | " + cell(finding.vendor()) + " | "
                            + cell(finding.element().label()) + " | " + cell(finding.zone()) + " | "
                            + Wording.label(finding.basis()) + " | " + cell(masking.said(finding.sentence())) + " |");
        }
        more(out, findings.size() - SHOWN_FINDINGS);
    }

    private static void writeVendors(Telling telling, PrintWriter out) {
        List<Account.ToVendor> told = telling.account().vendors().stream()
                .filter(to -> !to.elements().isEmpty())
                .toList();
        if (told.isEmpty()) {
            return;
        }
        heading(out, "Who was told what");
        for (Account.ToVendor to : told.subList(0, Math.min(SHOWN_VENDORS, told.size()))) {
            line(
                    out,
                    "- " + Wording.sign(to.strongest().orElse(Basis.INHERENT)) + " "
                            + plain(telling.sentences().told(to)) + " Basis: "
                            + plain(telling.sentences().basis(to)) + ".");
        }
        more(out, told.size() - SHOWN_VENDORS);
    }

    private static void writeFollowed(Followed followed, PrintWriter out) {
        heading(out, "What follows the visitor from run to run");
        line(out, plain(followed.intro()));
        line(out, "");
        followed.proven().forEach(told -> writeFollowed(told, "", out));
        followed.indicated().forEach(told -> writeFollowed(told, "**Indicated, no proof:** ", out));
        if (!followed.confirmed().isEmpty()) {
            line(out, "- " + plain(followed.confirmed()));
        }
        followed.limits().forEach(limit -> line(out, "- " + plain(limit)));
    }

    private static void writeFollowed(Followed.Told told, String prefix, PrintWriter out) {
        line(
                out,
                "- " + told.sign() + " " + prefix + plain(told.subject()) + ": " + plain(told.sentence()) + " "
                        + plain(told.statistics()));
        told.rows()
                .forEach(row -> line(
                        out,
                        "  - " + plain(row.label()) + " (" + String.join(" ", row.runs()) + "): `" + code(row.value())
                                + "`"));
    }

    private static void writeAnswers(List<Answer> answers, PrintWriter out) {
        if (answers.isEmpty()) {
            return;
        }
        heading(out, "Each element");
        line(out, "- **Sent:** " + labels(answers, Answer.Verdict.SENT));
        line(out, "- **Not sent:** " + labels(answers, Answer.Verdict.NOT_SENT));
        line(out, "- **Cannot tell:** " + labels(answers, Answer.Verdict.CANNOT_TELL));
    }

    private static String labels(List<Answer> answers, Answer.Verdict verdict) {
        String labels = answers.stream()
                .filter(answer -> answer.verdict() == verdict)
                .map(answer -> answer.element().label())
                .collect(Collectors.joining(", "));
        return labels.isEmpty() ? "none" : labels;
    }

    private static void writeNotCovered(List<BlindSpot> spots, Masking masking, PrintWriter out) {
        heading(out, "Not covered");
        if (spots.isEmpty()) {
            line(out, "- Pages not visited, and what servers pass on.");
        }
        spots.stream()
                .sorted(Comparator.comparing(spot -> !spot.incomplete()))
                .limit(SHOWN_BLIND_SPOTS)
                .forEach(spot -> line(
                        out,
                        "- " + (spot.incomplete() ? "**Incomplete:** " : "")
                                + (spot.where().isEmpty() ? "" : plain(masking.address(spot.where())) + ": ")
                                + plain(masking.said(spot.what()))));
        more(out, spots.size() - SHOWN_BLIND_SPOTS);
    }

    private static void heading(PrintWriter out, String text) {
        line(out, "");
        line(out, "### " + text);
        line(out, "");
    }

    private static void more(PrintWriter out, int number) {
        if (number > 0) {
            line(out, "");
            line(out, "And " + Wording.number(number) + " more, see `report.json`.");
        }
    }

    static String cell(String text) {
        return plain(text).replace("|", "\\|");
    }

    private static String code(String text) {
        return text.replace("`", "").replace("|", "\\|");
    }

    /// Text that Markdown and HTML leave as it is.
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]])", "\\\\$1");
    }

    private static void line(PrintWriter out, String text) {
        out.print(text);
        out.print('\n');
    }
}
