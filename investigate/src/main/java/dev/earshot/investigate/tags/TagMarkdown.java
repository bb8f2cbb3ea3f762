package dev.earshot.investigate.tags;

import dev.earshot.investigate.history.SetTag.Tells;
import dev.earshot.investigate.tags.TagLines.Shown;
import dev.earshot.investigate.tags.TagReview.Container;
import dev.earshot.investigate.tags.TagReview.Reviewed;
import dev.earshot.report.ReportOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// For pull requests.
final class TagMarkdown {
    private static final int MOST_ROWS = 200;

    private TagMarkdown() {}

    static void write(TagReview review, ReportOptions options, PrintWriter out) {
        out.print("## Earshot: what the tags are set to tell\n\n**" + plain(review.sentence()) + "**\n");
        List<Shown> shown = TagLines.shown(review.findings(), options);
        if (!shown.isEmpty()) {
            out.print("\n| | Vendor | Element | Zones | What is set | Where |\n|---|---|---|---|---|---|\n");
            shown.stream()
                    .limit(MOST_ROWS)
                    .forEach(each -> out.print("| "
                            + plain(TagLines.level(each.first(), options).toLowerCase(Locale.ROOT)) + " | "
                            + plain(each.first().vendor()) + " | " + plain(TagLines.element(each.first())) + " | "
                            + plain(each.zones()) + " | " + plain(each.sentence()) + " | "
                            + plain(TagLines.place(each.first())) + " |\n"));
            if (shown.size() > MOST_ROWS) {
                out.print("\n" + (shown.size() - MOST_ROWS) + " more are in the report.\n");
            }
        }
        for (Container container : review.containers()) {
            out.print("\n### " + plain(TagLines.title(container.set())) + "\n\n");
            out.print("| Tag | State | Tells | Zones | Consent |\n|---|---|---|---|---|\n");
            for (Reviewed reviewed : container.tags()) {
                out.print("| " + plain(reviewed.tag().name()) + " | "
                        + plain(reviewed.state().words()) + " | " + plain(told(reviewed)) + " | "
                        + plain(TagLines.zones(reviewed)) + " | "
                        + plain(TagLines.consent(reviewed.tag().consent())) + " |\n");
            }
        }
        if (!review.incomplete().isEmpty()) {
            out.print("\n### Not read\n\n");
            review.incomplete().forEach(what -> out.print("- " + plain(what) + "\n"));
        }
        out.print("\n### Not covered\n\n");
        TagLines.LIMITS.forEach(limit -> out.print("- " + plain(limit) + "\n"));
    }

    private static String told(Reviewed reviewed) {
        String told =
                reviewed.tag().recipients().stream().map(TagMarkdown::vendor).collect(Collectors.joining("; "));
        return !told.isEmpty() ? told : reviewed.tag().unknown().isEmpty() ? "nobody" : "cannot tell";
    }

    private static String vendor(Tells tells) {
        return TagLines.vendor(tells);
    }

    /// As it stands, whatever is in it: names of tags are anybody's words.
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n', '\r', '\t' -> plain.append(' ');
                case '<' -> plain.append("&lt;");
                case '&' -> plain.append("&amp;");
                case '\\', '`', '*', '_', '{', '}', '[', ']', '(', ')', '#', '!', '|', '>', '~' ->
                    plain.append('\\').appendCodePoint(point);
                default -> plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }
}
