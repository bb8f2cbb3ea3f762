package dev.earshot.investigate.tags;

import dev.earshot.investigate.history.SetTag.Tells;
import dev.earshot.investigate.tags.TagReview.Container;
import dev.earshot.investigate.tags.TagReview.Reviewed;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.PageStyle;
import dev.earshot.report.ReportOptions;
import java.util.List;
import java.util.Locale;

/// One self-contained page, for people. It fetches nothing.
final class TagHtml {
    private static final PageStyle STYLE = PageStyle.REPORT.with("""
            .tags { max-width: 70rem; margin: 0 auto; padding: 1rem; }
            .tags table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; }
            .tags th, .tags td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8884; }
            .tags th { font-weight: 600; white-space: nowrap; }
            .tags .yes { font-weight: 700; }
            .tags ul { margin: 0; padding-left: 1.1rem; }
            .tags code { overflow-wrap: anywhere; }
            """);

    private TagHtml() {}

    static String of(TagReview review, ReportOptions options) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(escaped(STYLE.policy()))
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Earshot: what the tags are set to tell</title>\n<style>")
                .append(STYLE.css())
                .append(
                        "</style></head>\n<body><main class=\"tags\">\n<h1>What the tags are set to tell</h1>\n<p><strong>")
                .append(escaped(review.sentence()))
                .append("</strong></p>\n");
        findings(page, review, options);
        review.containers().forEach(container -> container(page, container));
        list(page, "Not read", review.incomplete());
        list(page, "Not covered", TagLines.LIMITS);
        page.append("<p>Judged at ")
                .append(escaped(options.judgedAt().toString()))
                .append(" by Earshot ")
                .append(escaped(options.version()))
                .append(".</p>\n</main></body></html>\n");
        return page.toString();
    }

    private static void findings(StringBuilder page, TagReview review, ReportOptions options) {
        if (review.findings().isEmpty()) {
            return;
        }
        page.append(
                        "<h2>Findings</h2>\n<table><thead><tr><th>Level</th><th>Finding</th><th>Rule</th><th>Where</th></tr>")
                .append("</thead><tbody>\n");
        for (TagFinding finding : review.findings()) {
            page.append("<tr><td>")
                    .append(escaped(TagLines.level(finding, options).toLowerCase(Locale.ROOT)))
                    .append("</td><td>")
                    .append(escaped(finding.sentence()))
                    .append(finding.waiver()
                            .map(waiver -> "<br>Waived until " + waiver.until() + ": " + escaped(waiver.reason()))
                            .orElse(""))
                    .append("</td><td><code>")
                    .append(escaped(finding.rule()))
                    .append("</code></td><td><code>")
                    .append(escaped(TagLines.place(finding)))
                    .append("</code></td></tr>\n");
        }
        page.append("</tbody></table>\n");
    }

    private static void container(StringBuilder page, Container container) {
        page.append("<h2>").append(escaped(TagLines.title(container.set()))).append("</h2>\n<p><code>");
        page.append(escaped(container.file().name())).append("</code>, SHA-256 <code>");
        page.append(container.file().sha256()).append("</code></p>\n");
        container
                .set()
                .notices()
                .forEach(notice -> page.append("<p>").append(escaped(notice)).append("</p>\n"));
        container.tags().forEach(tag -> tag(page, tag));
    }

    private static void tag(StringBuilder page, Reviewed reviewed) {
        page.append("<h3>").append(escaped(reviewed.tag().name())).append("</h3>\n<table><tbody>\n");
        TagLines.about(reviewed).forEach((name, what) -> row(page, name, escaped(what)));
        StringBuilder zones = new StringBuilder("<ul>");
        reviewed.zones()
                .forEach(where -> zones.append("<li>")
                        .append(escaped(where.zone()))
                        .append(": <span class=\"")
                        .append(where.answer() == ZoneTest.Answer.YES ? "yes" : "no")
                        .append("\">")
                        .append(where.answer().words())
                        .append("</span>")
                        .append(
                                where.address().isEmpty()
                                        ? ""
                                        : ", such as <code>" + escaped(where.address()) + "</code>")
                        .append(where.why().isEmpty() ? "" : ": " + escaped(where.why()))
                        .append("</li>"));
        row(page, "zones", zones + "</ul>");
        reviewed.pages()
                .forEach(at -> row(
                        page,
                        "page",
                        "<code>" + escaped(at.address()) + "</code> (" + escaped(at.zone()) + "): "
                                + at.answer().words()));
        for (Tells tells : reviewed.tag().recipients()) {
            row(page, "tells", escaped(TagLines.vendor(tells)) + items(TagLines.told(reviewed, tells)));
        }
        if (reviewed.tag().recipients().isEmpty() && reviewed.tag().unknown().isEmpty()) {
            row(page, "tells", "nobody");
        }
        if (!reviewed.tag().unknown().isEmpty()) {
            row(page, "cannot tell", items(reviewed.tag().unknown()));
        }
        if (!reviewed.tag().remarks().isEmpty()) {
            row(page, "note", items(reviewed.tag().remarks()));
        }
        page.append("</tbody></table>\n");
    }

    private static void row(StringBuilder page, String name, String html) {
        page.append("<tr><th scope=\"row\">")
                .append(escaped(name))
                .append("</th><td>")
                .append(html);
        page.append("</td></tr>\n");
    }

    private static void list(StringBuilder page, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            page.append("<h2>")
                    .append(escaped(heading))
                    .append("</h2>\n")
                    .append(items(lines))
                    .append("\n");
        }
    }

    private static String items(List<String> lines) {
        StringBuilder items = new StringBuilder("<ul>");
        lines.forEach(line -> items.append("<li>").append(escaped(line)).append("</li>"));
        return items.append("</ul>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
