package dev.earshot.guard.csp;

import dev.earshot.report.HtmlPage;
import dev.earshot.report.PageStyle;
import gg.jte.html.HtmlTemplateOutput;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A replay as text, JSON and a page.
public final class ReplayReport {
    private static final String STYLE = """
            table.replay td, table.replay th { vertical-align: top; text-align: left; }
            table.replay td.n { text-align: right; font-variant-numeric: tabular-nums; }
            """;

    private final Replay replay;

    public ReplayReport(Replay replay) {
        this.replay = replay;
    }

    /// One sentence that says what matters.
    public String verdict() {
        int broken = replay.breaking().stream().mapToInt(Replay.Row::count).sum();
        int through =
                replay.lettingThrough().stream().mapToInt(Replay.Row::count).sum();
        long pages = replay.inPages().stream().filter(Replay.InPage::breaks).count();
        if (broken == 0 && through == 0 && pages == 0) {
            return "Nothing that the site needs was blocked in this recording, and nothing forbidden let through.";
        }
        List<String> parts = new ArrayList<>();
        if (through > 0) {
            parts.add(through + " forbidden requests still leave");
        }
        if (broken > 0) {
            parts.add(broken + " requests that the site needs would be blocked");
        }
        if (pages > 0) {
            parts.add(pages + " kinds of script or forms in pages would stop working");
        }
        return String.join("; ", parts) + ".";
    }

    public void text(PrintWriter out) {
        out.println("REPLAY  " + replay.capture() + ": " + verdict());
        section(out, "STILL LEAVES although forbidden", replay.lettingThrough());
        section(out, "WOULD BREAK", replay.breaking());
        replay.inPages().stream()
                .filter(Replay.InPage::breaks)
                .forEach(each -> out.println("  " + each.zone() + "  " + each.what() + ": " + each.count() + " in "
                        + each.pages() + " pages; without a gateway "
                        + each.plain().label() + ", behind it "
                        + each.gateway().label()));
        section(out, "BLOCKED, as it should be", replay.blockedRightly());
        section(out, "CAN'T BE TOLD", replay.untold());
        section(out, "ALLOWED", replay.allowed());
        out.println(counts());
        replay.remarks().forEach(remark -> out.println("NOTE  " + remark));
    }

    private String counts() {
        return replay.requests() + " requests: " + replay.count(Replay.Outcome.ALLOWED) + " allowed, "
                + replay.count(Replay.Outcome.BLOCKED) + " blocked, " + replay.count(Replay.Outcome.NOT_MADE)
                + " not made any more, " + replay.count(Replay.Outcome.UNKNOWN) + " can't be told, "
                + replay.count(Replay.Outcome.NOT_COVERED)
                + " not covered (navigations, and requests from within third parties' frames)";
    }

    private static void section(PrintWriter out, String title, List<Replay.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        out.println(title);
        for (Replay.Row row : rows) {
            out.println("  " + row.zone() + "  " + row.host() + "  " + row.directive() + "  " + row.count() + " × "
                    + row.outcome().label() + (row.enforced() ? "" : " (reported only)") + "  "
                    + row.party().label()
                    + (row.stricter() > 0 && row.outcome() == Replay.Outcome.ALLOWED
                            ? "; the stricter try-out would report " + row.stricter()
                            : "")
                    + "  " + String.join(" ", row.examples()));
        }
    }

    /// The whole of it, as one object.
    public ObjectNode json() {
        ObjectNode top = JsonMapper.shared().createObjectNode();
        top.put("capture", replay.capture());
        top.put("verdict", verdict());
        top.put("requests", replay.requests());
        ArrayNode rows = top.putArray("rows");
        for (Replay.Row row : replay.rows()) {
            ObjectNode one = rows.addObject();
            one.put("zone", row.zone());
            one.put("enforced", row.enforced());
            one.put("outcome", row.outcome().label());
            one.put("party", row.party().label());
            one.put("host", row.host());
            one.put("directive", row.directive());
            one.put("count", row.count());
            one.put("stricter", row.stricter());
            one.put("breaks", row.breaks());
            one.put("letsThrough", row.letsThrough());
            ArrayNode examples = one.putArray("paths");
            row.examples().forEach(examples::add);
        }
        ArrayNode inPages = top.putArray("inPages");
        for (Replay.InPage each : replay.inPages()) {
            ObjectNode one = inPages.addObject();
            one.put("zone", each.zone());
            one.put("what", each.what());
            one.put("count", each.count());
            one.put("pages", each.pages());
            one.put("withoutGateway", each.plain().label());
            one.put("behindGateway", each.gateway().label());
        }
        ArrayNode remarks = top.putArray("remarks");
        replay.remarks().forEach(remarks::add);
        return top;
    }

    public void html(Writer writer) {
        PageStyle style = PageStyle.REPORT.with(STYLE);
        HtmlTemplateOutput out = HtmlPage.to(writer);
        out.writeContent("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + style.policy() + "\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                + "<meta name=\"referrer\" content=\"no-referrer\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n"
                + "<title>Before it is deployed: what the policy would do</title>\n<style>" + style.css()
                + "</style>\n</head>\n<body>\n<header class=\"top\">\n<p class=\"brand\">Earshot · Content-Security-Policy</p>\n"
                + "<h1>What the policy would have done</h1>\n");
        boolean bad = !replay.lettingThrough().isEmpty();
        boolean unsure =
                !replay.breaking().isEmpty() || replay.inPages().stream().anyMatch(Replay.InPage::breaks);
        out.writeContent("<div class=\"verdict " + (bad ? "violations" : unsure ? "incomplete" : "clean")
                + "\">\n<p class=\"sentence\">");
        written(out, "p", verdict());
        out.writeContent("</p>\n<p class=\"meaning\">");
        written(out, "p", "Replayed from " + replay.capture() + ". " + counts() + ".");
        out.writeContent("</p>\n</div>\n</header>\n<main>\n");
        rows(
                out,
                "Still leaves, although forbidden",
                "No policy stops these; the gateway and the browser guard do.",
                replay.lettingThrough());
        rows(
                out,
                "Would break",
                "Your own addresses and vendors that are allowed, blocked or no longer asked.",
                replay.breaking());
        inPages(out);
        rows(
                out,
                "Blocked, as it should be",
                "Forbidden addresses, and those that nobody has ruled on.",
                replay.blockedRightly());
        rows(out, "Can't be told", "The recording doesn't say what these were asked for as.", replay.untold());
        rows(
                out,
                "Allowed",
                "The last column counts what the Report-Only twin would report: what the next stricter policy would block.",
                replay.allowed());
        rows(
                out,
                "Not covered",
                "Navigations, and what third parties' frames send by themselves: a page's policy doesn't reach these.",
                replay.rows().stream()
                        .filter(row -> row.outcome() == Replay.Outcome.NOT_COVERED && !row.letsThrough())
                        .toList());
        if (!replay.remarks().isEmpty()) {
            out.writeContent("<section>\n<h2>What this doesn't say</h2>\n<ul class=\"limits\">\n");
            for (String remark : replay.remarks()) {
                out.writeContent("<li class=\"unsure\">");
                written(out, "li", remark);
                out.writeContent("</li>\n");
            }
            out.writeContent("</ul>\n</section>\n");
        }
        out.writeContent("</main>\n</body>\n</html>\n");
    }

    private static void rows(HtmlTemplateOutput out, String title, String lead, List<Replay.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        heading(out, title, lead, rows.stream().mapToInt(Replay.Row::count).sum());
        table(
                out,
                title,
                List.of("Zone", "Host", "Directive", "Requests", "Outcome", "Protection", "Paths", "Try-out reports"));
        for (Replay.Row row : rows) {
            out.writeContent("<tr>");
            cell(out, "", row.zone());
            cell(out, "code", row.host());
            cell(out, "code", row.directive());
            cell(out, "n", String.valueOf(row.count()));
            cell(out, "", row.outcome().label() + (row.enforced() ? "" : " (reported only)"));
            cell(out, "", row.party().label());
            cell(out, "code", String.join(" ", row.examples()));
            cell(out, "n", row.stricter() == 0 ? "" : String.valueOf(row.stricter()));
            out.writeContent("</tr>\n");
        }
        out.writeContent("</tbody></table>\n</div>\n</section>\n");
    }

    private void inPages(HtmlTemplateOutput out) {
        if (replay.inPages().isEmpty()) {
            return;
        }
        heading(
                out,
                "In the pages themselves",
                "Script, forms and addresses that stand in the recorded pages. Behind the gateway inline scripts carry a nonce.",
                replay.inPages().size());
        table(
                out,
                "In the pages",
                List.of("Zone", "What", "Count", "Pages", "Without a gateway", "Behind the gateway"));
        for (Replay.InPage each : replay.inPages()) {
            out.writeContent("<tr>");
            cell(out, "", each.zone());
            cell(out, "", each.what());
            cell(out, "n", String.valueOf(each.count()));
            cell(out, "n", String.valueOf(each.pages()));
            cell(out, "", each.plain().label());
            cell(out, "", each.gateway().label());
            out.writeContent("</tr>\n");
        }
        out.writeContent("</tbody></table>\n</div>\n</section>\n");
    }

    private static void heading(HtmlTemplateOutput out, String title, String lead, int count) {
        out.writeContent("<section>\n<h2>");
        written(out, "h2", title);
        out.writeContent(" <span class=\"purpose\">" + count + "</span></h2>\n<p class=\"lead\">");
        written(out, "p", lead);
        out.writeContent("</p>\n");
    }

    private static void table(HtmlTemplateOutput out, String label, List<String> columns) {
        out.writeContent("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + label
                + "\">\n<table class=\"replay\"><thead><tr>");
        columns.forEach(column -> out.writeContent("<th scope=\"col\">" + column + "</th>"));
        out.writeContent("</tr></thead><tbody>\n");
    }

    private static void cell(HtmlTemplateOutput out, String style, String text) {
        out.writeContent(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">");
        written(out, "td", text);
        out.writeContent("</td>");
    }

    private static void written(HtmlTemplateOutput out, String tag, String text) {
        out.setContext(tag, null);
        out.writeUserContent(text);
    }
}
