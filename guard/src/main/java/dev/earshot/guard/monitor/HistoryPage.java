package dev.earshot.guard.monitor;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.report.PageStyle;
import dev.earshot.report.Svg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// `index.html` of a history: which vendors were told when, and what each run said. It fetches nothing.
final class HistoryPage {
    private static final int MOST_RUNS = 60;
    private static final int MOST_VENDORS = 60;
    private static final int LEFT = 240;
    private static final int CELL = 14;
    private static final int TOP = 18;
    private static final PageStyle STYLE = PageStyle.REPORT.with("""
            .monitor { max-width: 72rem; margin: 0 auto; padding: 1rem; }
            .monitor table { border-collapse: collapse; width: 100%; }
            .monitor th, .monitor td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884; }
            .monitor svg { max-width: 100%; height: auto; }
            .monitor text { font: 12px sans-serif; fill: currentColor; }
            .monitor .told { fill: #b3261e; }
            .monitor .not { fill: #8883; }
            .monitor .unsure { fill: #c77700; fill-opacity: .35; }
            """);

    private HistoryPage() {}

    static void write(String name, History history) {
        Path page = history.folder().resolve("index.html");
        Path fresh = history.folder().resolve("index.html.new");
        try {
            Files.writeString(fresh, html(name, history.runs()));
            Files.move(fresh, page, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EarshotException(Code.INCOMPLETE, page + " can't be written (" + e.getMessage() + ").", e);
        }
    }

    private static String html(String name, List<MonitorRun> runs) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(Svg.escaped(STYLE.policy()))
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Svg.escaped(name))
                .append(": vendors over time</title>\n<style>")
                .append(STYLE.css())
                .append("</style></head>\n<body><main class=\"monitor\">\n<h1>")
                .append(Svg.escaped(name))
                .append("</h1>\n<p>")
                .append(runs.size())
                .append(runs.size() == 1 ? " run" : " runs")
                .append(
                        ". Red: the vendor was told something. Orange: the run did not see everything, so what it does not")
                .append(" show may still be there.</p>\n")
                .append(picture(runs))
                .append(
                        "\n<h2>Runs</h2>\n<table><thead><tr><th>When</th><th>Outcome</th><th>Vendors</th><th>Violations</th>")
                .append("<th>What is new</th></tr></thead><tbody>\n");
        runs.reversed().forEach(run -> row(page, run));
        return page.append("</tbody></table>\n</main></body></html>\n").toString();
    }

    private static void row(StringBuilder page, MonitorRun run) {
        String when = Svg.escaped(run.at().toString());
        page.append("<tr><td>")
                .append(run.kept() ? "<a href=\"" + Svg.escaped(run.folder()) + "/\">" + when + "</a>" : when)
                .append(run.kept() ? "" : "<br>evidence deleted, as keep says")
                .append("</td><td>")
                .append(run.outcome().words())
                .append("</td><td>")
                .append(run.vendors().size())
                .append("</td><td>")
                .append(run.violations().size())
                .append("</td><td>");
        if (run.comparedWith().isEmpty()) {
            page.append("nothing to compare with<br>");
        }
        run.news().forEach(news -> page.append(Svg.escaped(news.says())).append("<br>"));
        page.append("</td></tr>\n");
    }

    private static String picture(List<MonitorRun> all) {
        List<MonitorRun> runs = all.subList(Math.max(0, all.size() - MOST_RUNS), all.size());
        TreeSet<String> vendors = new TreeSet<>();
        runs.forEach(run -> vendors.addAll(run.vendors()));
        if (vendors.isEmpty()) {
            return "<p>No vendor was told anything in these runs.</p>";
        }
        List<String> shown = vendors.stream().limit(MOST_VENDORS).toList();
        Svg svg = new Svg(
                LEFT + runs.size() * CELL + 10,
                TOP + shown.size() * CELL + 24,
                "vendors",
                "Vendors over time",
                vendors.size() + " vendors in " + runs.size() + " runs");
        for (int row = 0; row < shown.size(); row++) {
            String vendor = shown.get(row);
            double y = TOP + row * (double) CELL;
            svg.text(0, y + CELL - 3, "name", Svg.shortened(vendor, 34), vendor);
            for (int column = 0; column < runs.size(); column++) {
                MonitorRun run = runs.get(column);
                boolean told = run.vendors().contains(vendor);
                svg.bar(
                        LEFT + column * (double) CELL,
                        y,
                        CELL - 2.0,
                        CELL - 2.0,
                        told ? "told" : run.isGood() ? "not" : "unsure",
                        String.format(
                                Locale.ROOT,
                                "%s, %s: %s",
                                vendor,
                                run.at(),
                                told
                                        ? "told"
                                        : run.isGood()
                                                ? "not told"
                                                : run.outcome().words()));
            }
        }
        return svg.close()
                + (vendors.size() > MOST_VENDORS
                        ? "<p>" + (vendors.size() - MOST_VENDORS) + " more vendors are in the runs.</p>"
                        : "")
                + (all.size() > runs.size() ? "<p>The last " + runs.size() + " runs are drawn.</p>" : "");
    }
}
