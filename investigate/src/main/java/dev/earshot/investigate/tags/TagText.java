package dev.earshot.investigate.tags;

import dev.earshot.investigate.history.SetTag.Tells;
import dev.earshot.investigate.tags.TagLines.Shown;
import dev.earshot.investigate.tags.TagReview.Container;
import dev.earshot.investigate.tags.TagReview.Reviewed;
import dev.earshot.policy.Finding;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.ReportOptions;
import java.io.PrintWriter;

/// For a terminal.
final class TagText {
    private TagText() {}

    static void write(TagReview review, ReportOptions options, PrintWriter out) {
        for (Container container : review.containers()) {
            out.print(TagLines.title(container.set()) + "\n");
            container.set().notices().forEach(notice -> out.print("  " + notice + "\n"));
            container.tags().forEach(tag -> write(tag, out));
            out.print("\n");
        }
        for (Shown shown : TagLines.shown(review.findings(), options)) {
            TagFinding finding = shown.first();
            out.print(TagLines.level(finding, options) + "  " + finding.rule() + "\n  " + shown.sentence() + "\n  "
                    + TagLines.place(finding) + "\n  fingerprint " + String.join(", ", shown.fingerprints()) + "\n");
            finding.waiver()
                    .ifPresent(waiver -> out.print("  waived until " + waiver.until() + ": " + waiver.reason() + "\n"));
        }
        long notes = review.findings().stream()
                .filter(finding -> finding.level() == Finding.Level.NOTE)
                .count();
        out.print(review.sentence() + (notes == 0 ? "" : " " + TagReview.counted(notes, "note") + " in the report.")
                + "\n");
        review.incomplete().forEach(what -> out.print("  ! not read: " + what + "\n"));
        TagLines.LIMITS.forEach(limit -> out.print("Not covered: " + limit + "\n"));
    }

    private static void write(Reviewed reviewed, PrintWriter out) {
        out.print("  " + reviewed.tag().name() + "\n");
        TagLines.about(reviewed).forEach((name, what) -> out.print("    " + pad(name) + what + "\n"));
        out.print("    " + pad("zones") + TagLines.zones(reviewed) + "\n");
        TagLines.doubts(reviewed).forEach(why -> out.print("    " + pad("") + "because " + why + "\n"));
        reviewed.pages()
                .forEach(page -> out.print("    " + pad("page") + page.address() + " (" + page.zone() + "): "
                        + page.answer().words() + "\n"));
        for (Tells tells : reviewed.tag().recipients()) {
            out.print("    " + pad("tells") + TagLines.vendor(tells) + "\n");
            TagLines.told(reviewed, tells).forEach(line -> out.print("    " + pad("") + "  " + line + "\n"));
        }
        if (reviewed.tag().recipients().isEmpty() && reviewed.tag().unknown().isEmpty()) {
            out.print("    " + pad("tells") + "nobody\n");
        }
        reviewed.tag().unknown().forEach(what -> out.print("    " + pad("cannot tell") + what + "\n"));
        reviewed.tag().remarks().forEach(what -> out.print("    " + pad("note") + what + "\n"));
    }

    private static String pad(String name) {
        return name + " ".repeat(Math.max(1, 13 - name.length()));
    }
}
