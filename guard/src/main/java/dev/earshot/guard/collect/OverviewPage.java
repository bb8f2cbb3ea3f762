package dev.earshot.guard.collect;

import static dev.earshot.report.Svg.escaped;

import dev.earshot.guard.collect.Overview.Line;
import dev.earshot.guard.collect.Overview.Party;
import dev.earshot.report.PageStyle;
import dev.earshot.report.Svg;
import java.util.List;
import java.util.Locale;

/// An [Overview] as an HTML page that fetches nothing.
public final class OverviewPage {
    private static final int SHOWN_PARTIES = 200;
    private static final int SHOWN_LINES = 30;
    private static final int BARS = 12;
    private static final int BAR_HEIGHT = 26;
    private static final int WIDTH = 900;
    private static final int LABEL = 250;

    private static final PageStyle STYLE = PageStyle.REPORT.with("""

            .collected .through { fill: var(--bad); }
            .collected .stopped { fill: var(--good); }
            .collected .unsaid { fill: var(--inherent); }
            .collected text { fill: var(--ink); font: 13px system-ui, sans-serif; }
            .collected text.soft { fill: var(--soft); }
            .party { background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: .2rem 1.1rem .8rem; margin: .9rem 0; }
            .party h3 { overflow-wrap: anywhere; margin-top: .8rem; }
            .party .tone { font: 600 .8rem/1 system-ui, sans-serif; border-radius: 999px; padding: .2rem .6rem; margin-left: .5rem; white-space: nowrap; }
            .party .tone.bad { color: var(--bad); background: var(--bad-wash); }
            .party .tone.good { color: var(--good); background: var(--good-wash); }
            .party .tone.unsure { color: var(--unsure); background: var(--unsure-wash); }
            table.lines { border-collapse: collapse; width: 100%; font-size: .88rem; }
            table.lines th, table.lines td { text-align: left; padding: .25rem .6rem .25rem 0; border-top: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
            table.lines td.number, table.lines th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            """);

    private OverviewPage() {}

    public static String of(Overview overview) {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(escaped(STYLE.policy()))
                .append("\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append(
                        "<meta name=\"referrer\" content=\"no-referrer\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n")
                .append("<title>New third parties since ")
                .append(overview.since())
                .append("</title>\n<style>")
                .append(STYLE.css())
                .append("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to what was found</a>\n")
                .append("<header class=\"top\">\n<p class=\"brand\">Earshot · what browsers reported</p>\n")
                .append("<h1>New third parties since <span class=\"target\">")
                .append(overview.since())
                .append("</span></h1>\n");
        overview.until()
                .ifPresent(until -> page.append("<p class=\"when\">Until ")
                        .append(OverviewText.time(until))
                        .append("</p>\n"));
        verdict(page, overview);
        page.append("<ul class=\"figures\">\n");
        figure(page, "bad", overview.fresh().size(), "new");
        figure(page, "unsure", overview.unconfirmed().size(), "seen by too few networks");
        figure(page, "", overview.before().size(), "known before, seen again");
        figure(
                page,
                "",
                overview.noise().stream()
                        .mapToLong(Overview.NoiseCount::reports)
                        .sum(),
                "reports that are noise");
        page.append("</ul>\n</header>\n<main id=\"main\">\n");
        section(page, "new", "New", "Nobody reported them before this day, as far back as reports are kept.");
        if (overview.fresh().isEmpty()) {
            page.append("<p>None.</p>\n");
        } else {
            page.append(
                            "<div class=\"scroll picture\" tabindex=\"0\" role=\"region\" aria-label=\"Reports by third party\">")
                    .append(bars(overview.fresh()))
                    .append("</div>\n");
            overview.fresh().stream().limit(SHOWN_PARTIES).forEach(party -> party(page, party));
            more(page, overview.fresh().size());
        }
        page.append("</section>\n");
        table(
                page,
                "few",
                "Seen by too few networks",
                "New too, but what one or two senders report, anybody can make up. Nobody was told of them.",
                overview.unconfirmed());
        table(page, "before", "Known before", "Reported before this day, and again since.", overview.before());
        table(
                page,
                "content",
                "Content and own hosts",
                "Code that stands in the pages, content without an address, and hosts of the site itself.",
                overview.content());
        noise(page, overview);
        section(
                page,
                "unseen",
                "What was not seen",
                "That nothing is listed is not the same as that nothing was there.");
        page.append("<ul>\n");
        OverviewText.notSeen(overview)
                .forEach(line -> page.append("<li>").append(escaped(line)).append("</li>\n"));
        page.append("</ul>\n</section>\n</main>\n</body>\n</html>\n");
        return page.toString();
    }

    private static void verdict(StringBuilder page, Overview overview) {
        boolean through = overview.fresh().stream().anyMatch(Party::letThrough);
        String tone = overview.fresh().isEmpty()
                ? overview.gaps().isEmpty() ? "clean" : "incomplete"
                : through ? "violations" : "incomplete";
        page.append("<div class=\"verdict ")
                .append(tone)
                .append("\">\n<p class=\"outcome\">")
                .append(overview.fresh().isEmpty() ? "nothing new was reported" : "new third parties")
                .append("</p>\n<p class=\"sentence\">")
                .append(escaped(OverviewText.sentence(overview)))
                .append("</p>\n<p class=\"meaning\">")
                .append("A report says what a browser met on a page. It is no proof of what left: a scan gives that.")
                .append("</p>\n</div>\n");
    }

    private static void figure(StringBuilder page, String tone, long number, String label) {
        page.append("<li class=\"")
                .append(number == 0 ? "" : tone)
                .append("\"><span class=\"number\">")
                .append(number(number))
                .append("</span> <span class=\"label\">")
                .append(label)
                .append("</span></li>\n");
    }

    private static void section(StringBuilder page, String id, String heading, String lead) {
        page.append("<section id=\"")
                .append(id)
                .append("\">\n<h2>")
                .append(heading)
                .append("</h2>\n<p class=\"lead\">")
                .append(lead)
                .append("</p>\n");
    }

    private static String bars(List<Party> parties) {
        List<Party> shown = parties.subList(0, Math.min(BARS, parties.size()));
        Svg svg = new Svg(
                WIDTH,
                shown.size() * BAR_HEIGHT + 8,
                "collected",
                "Reports by new third party",
                "On a logarithmic scale; red where requests were let through, green where they were stopped");
        double most =
                Math.log10(1.0 + shown.stream().mapToLong(Party::reports).max().orElse(1));
        for (int row = 0; row < shown.size(); row++) {
            Party party = shown.get(row);
            double y = row * BAR_HEIGHT + 4.0;
            double length = Math.max(3, Math.log10(1.0 + party.reports()) / most * (WIDTH - LABEL - 110));
            String name =
                    party.vendor().map(vendor -> vendor + ", " + party.name()).orElse(party.name());
            svg.text(0, y + 15, "", Svg.shortened(name, 36), name);
            svg.bar(LABEL, y + 2, length, BAR_HEIGHT - 8.0, style(party), words(party));
            svg.text(LABEL + length + 8, y + 15, "soft", number(party.reports()), "");
        }
        return svg.close();
    }

    private static String style(Party party) {
        return switch (tone(party)) {
            case "bad" -> "through";
            case "good" -> "stopped";
            default -> "unsaid";
        };
    }

    private static String tone(Party party) {
        if (party.letThrough()) {
            return "bad";
        }
        return party.verdicts().contains(Verdict.UNSAID.words()) ? "unsure" : "good";
    }

    private static String words(Party party) {
        return String.join(", ", party.verdicts());
    }

    private static void party(StringBuilder page, Party party) {
        page.append("<article class=\"party\">\n<h3>")
                .append(escaped(party.vendor().orElse("Owner not known")))
                .append(" <span class=\"code\">")
                .append(escaped(party.name()))
                .append("</span><span class=\"tone ")
                .append(tone(party))
                .append("\">")
                .append(escaped(words(party)))
                .append("</span></h3>\n<dl>\n");
        party.purpose().ifPresent(purpose -> fact(page, "Purpose", purpose));
        if (!party.products().isEmpty()) {
            fact(page, "Known as", String.join(", ", party.products()));
        }
        fact(page, "First reported", OverviewText.time(party.first()));
        fact(page, "Reports", number(party.reports()) + ", from " + party.networks() + " networks or more");
        fact(page, "On", OverviewText.some(party.pages(), 12));
        page.append("</dl>\n");
        lines(page, party);
        page.append("</article>\n");
    }

    private static void fact(StringBuilder page, String name, String value) {
        page.append("<div><dt>")
                .append(name)
                .append("</dt><dd>")
                .append(escaped(value))
                .append("</dd></div>\n");
    }

    private static void lines(StringBuilder page, Party party) {
        page.append(
                        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Evidence\"><table class=\"lines\">\n<thead><tr>")
                .append("<th class=\"number\">Reports</th><th>Directive</th><th>Address</th><th>Became</th><th>On</th>")
                .append("<th>Asked for by</th><th>Browsers</th></tr></thead>\n<tbody>\n");
        party.lines().stream().limit(SHOWN_LINES).forEach(line -> line(page, line));
        page.append("</tbody></table></div>\n");
        if (party.lines().size() > SHOWN_LINES) {
            page.append("<p class=\"small\">And ")
                    .append(party.lines().size() - SHOWN_LINES)
                    .append(" more, see --format json.</p>\n");
        }
    }

    private static void line(StringBuilder page, Line line) {
        page.append("<tr><td class=\"number\">").append(number(line.reports())).append("</td>");
        for (String cell : List.of(
                line.rule().isEmpty() ? line.directive() : line.directive() + ", rule " + line.rule(),
                line.address(),
                line.verdict(),
                line.page(),
                line.source(),
                String.join(", ", line.browsers()))) {
            page.append("<td>").append(escaped(cell)).append("</td>");
        }
        page.append("</tr>\n");
    }

    private static void table(StringBuilder page, String id, String heading, String lead, List<Party> parties) {
        if (parties.isEmpty()) {
            return;
        }
        section(page, id, heading, lead);
        page.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(heading)
                .append("\"><table class=\"lines\">\n<thead><tr><th>Domain</th><th>Vendor</th><th>Became</th>")
                .append(
                        "<th class=\"number\">Reports</th><th class=\"number\">Networks</th><th>First reported</th><th>On</th></tr></thead>\n<tbody>\n");
        parties.stream()
                .limit(SHOWN_PARTIES)
                .forEach(party -> page.append("<tr><td>")
                        .append(escaped(party.name()))
                        .append("</td><td>")
                        .append(escaped(party.vendor().orElse("")))
                        .append("</td><td>")
                        .append(escaped(words(party)))
                        .append("</td><td class=\"number\">")
                        .append(number(party.reports()))
                        .append("</td><td class=\"number\">")
                        .append(party.networks())
                        .append("+</td><td>")
                        .append(OverviewText.time(party.first()))
                        .append("</td><td>")
                        .append(escaped(OverviewText.some(party.pages(), 5)))
                        .append("</td></tr>\n"));
        page.append("</tbody></table></div>\n");
        more(page, parties.size());
        page.append("</section>\n");
    }

    private static void noise(StringBuilder page, Overview overview) {
        if (overview.noise().isEmpty()) {
            return;
        }
        section(
                page,
                "noise",
                "Noise",
                "What visitors' own software puts into pages, by the rule that says so. No rule hides a known tracker.");
        page.append(
                        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Noise\"><table class=\"lines\">\n<thead><tr>")
                .append(
                        "<th class=\"number\">Reports</th><th>Rule</th><th>Why</th><th>Most often</th></tr></thead>\n<tbody>\n");
        overview.noise()
                .forEach(noise -> page.append("<tr><td class=\"number\">")
                        .append(number(noise.reports()))
                        .append("</td><td>")
                        .append(escaped(noise.rule()))
                        .append("</td><td>")
                        .append(escaped(noise.reason()))
                        .append(noise.verified() ? "" : " <span class=\"small\">(general knowledge)</span>")
                        .append("</td><td>")
                        .append(escaped(OverviewText.some(noise.hosts().keySet(), 6)))
                        .append("</td></tr>\n"));
        page.append("</tbody></table></div>\n</section>\n");
    }

    private static void more(StringBuilder page, int all) {
        if (all > SHOWN_PARTIES) {
            page.append("<p class=\"small\">And ")
                    .append(all - SHOWN_PARTIES)
                    .append(" more, see --format json.</p>\n");
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
