package dev.earshot.breach.duty;

import dev.earshot.breach.duty.Board.Standing;
import dev.earshot.breach.incident.Incident;
import dev.earshot.report.PageStyle;
import dev.earshot.report.Svg;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The duties of a case as a page that fetches nothing: when each is due, what is open, and the reasons.
public final class DutyPage {
    private static final String CSS = """
            svg.deadlines { width: 100%; min-width: 60rem; height: auto; }
            svg .part { fill: var(--inherent); }
            svg .bad { fill: var(--bad); } svg .unsure { fill: var(--unsure); } svg .good { fill: var(--good); }
            svg .quiet { fill: var(--inherent); }
            svg .faint { opacity: .28; rx: 3px; }
            svg .hollow { fill: var(--card); stroke: var(--unsure); stroke-width: 2; }
            svg .done { fill: var(--card); stroke: var(--good); stroke-width: 2; }
            svg path.today { stroke: var(--accent); stroke-width: 2; fill: none; }
            svg text.label { font-size: 11.5px; }
            table.duties th { white-space: nowrap; }
            table.duties td { overflow-wrap: anywhere; min-width: 7rem; }
            table.duties td.num { white-space: nowrap; }
            table.duties td.why { min-width: 20rem; }
            .why li { margin: .15rem 0; }
            .open li { color: var(--unsure); }
            """;

    private final Board board;
    private final Incident incident;
    private final StringBuilder page = new StringBuilder();

    private DutyPage(Board board, Incident incident) {
        this.board = board;
        this.incident = incident;
    }

    /// @param asOf the day on which they stand so
    public static String of(List<Duty> duties, Incident incident, LocalDate asOf) {
        return new DutyPage(new Board(duties, asOf), incident).write();
    }

    private String write() {
        PageStyle style = PageStyle.REPORT.with(CSS);
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(Svg.escaped(style.policy()))
                .append("\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\"/>\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>");
        text("Duties · " + incident.name())
                .append("</title>\n<style>")
                .append(style.css())
                .append("</style>\n</head>\n");
        page.append("<body>\n<a class=\"skip\" href=\"#main\">Skip to the duties</a>\n");
        head();
        page.append("<main id=\"main\">\n");
        timeline();
        section("due", "Due", "", board.with(Standing.OVERDUE, Standing.DUE));
        section(
                "contingent",
                "Contingent",
                "Each hangs on something that nobody has recorded or decided yet. The day is the one that it would carry.",
                board.with(Standing.CONTINGENT));
        somewhere();
        section("done", "Done", "", board.with(Standing.DONE, Standing.DONE_LATE));
        section(
                "met",
                "Deemed met by following HIPAA",
                "Only while HIPAA is followed. The day is that of the state's own law.",
                board.with(Standing.DEEMED_MET));
        section(
                "overruled",
                "Overruled by counsel",
                "The computed answer stands beside the decision.",
                board.with(Standing.OVERRULED));
        notDue();
        page.append("</main>\n<footer><p>");
        text(Board.COUNSEL).append(" This page names no person and fetches nothing.</p></footer>\n</body>\n</html>\n");
        return page.toString();
    }

    private void head() {
        List<Duty> overdue = board.with(Standing.OVERDUE);
        List<Duty> due = board.with(Standing.DUE);
        List<Duty> contingent = board.with(Standing.CONTINGENT, Standing.SOMEWHERE);
        String tone =
                !overdue.isEmpty() ? "violations" : due.isEmpty() && contingent.isEmpty() ? "clean" : "incomplete";
        page.append(
                "<header class=\"top\">\n<p class=\"brand\">Earshot · breach case</p>\n<h1>What is due: <span class=\"target\">");
        text(incident.name()).append("</span></h1>\n<p class=\"when\">");
        text(incident.entity().name() + " · as of " + Timing.day(board.asOf()) + " · days of " + incident.zone())
                .append("</p>\n<div class=\"verdict ")
                .append(tone)
                .append("\">\n<p class=\"outcome\">Verify with counsel</p>\n<p class=\"sentence\">");
        text(overdue.size() + " overdue, " + due.size() + " due, " + contingent.size() + " contingent. " + next())
                .append("</p>\n<p class=\"meaning\">");
        text("A last day is an outer limit, not a target: notice goes out without unreasonable delay. " + Board.COUNSEL)
                .append("</p>\n</div>\n<ul class=\"figures\">\n");
        figure(overdue.size(), "overdue", overdue.isEmpty() ? "" : "bad");
        figure(due.size(), "due", "");
        figure(contingent.size(), "contingent", contingent.isEmpty() ? "" : "unsure");
        figure(board.with(Standing.DONE, Standing.DONE_LATE).size(), "done", "good");
        figure(board.with(Standing.DEEMED_MET).size(), "deemed met by HIPAA", "");
        figure(board.with(Standing.NOT_DUE).size(), "not due", "");
        page.append("</ul>\n</header>\n");
    }

    private String next() {
        return board.with(Standing.OVERDUE, Standing.DUE).stream()
                .filter(duty -> duty.due().isPresent())
                .findFirst()
                .map(duty -> "First: " + duty.rule().title() + ", " + Board.day(duty) + ", " + board.left(duty) + ".")
                .orElse("No day is named for any of them.");
    }

    private void figure(int number, String label, String tone) {
        page.append("<li class=\"")
                .append(tone)
                .append("\"><span class=\"number\">")
                .append(String.format(Locale.ENGLISH, "%,d", number))
                .append("</span> <span class=\"label\">");
        text(label).append("</span></li>\n");
    }

    private void timeline() {
        page.append("<section id=\"time\">\n<h2>When</h2>\n<p class=\"lead\">")
                .append("Each row is a duty with a day; duties of many places that say the same share one. ")
                .append("A ring is contingent. Dashed lines are what happened.</p>\n")
                .append(
                        "<div class=\"scroll picture\" tabindex=\"0\" role=\"region\" aria-label=\"When each duty is due\">")
                .append(DeadlinePicture.of(board, incident))
                .append("</div>\n</section>\n");
    }

    private void section(String id, String title, String lead, List<Duty> duties) {
        if (duties.isEmpty()) {
            return;
        }
        page.append("<section id=\"").append(id).append("\">\n<h2>");
        text(title).append("</h2>\n<p class=\"lead\">");
        text(lead).append("</p>\n");
        table(duties);
        page.append("</section>\n");
    }

    private void table(List<Duty> duties) {
        page.append(
                        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Duties\">\n<table class=\"duties\"><thead><tr>")
                .append("<th scope=\"col\">Last day</th><th scope=\"col\">Duty</th><th scope=\"col\">To</th>")
                .append("<th scope=\"col\" class=\"num\">People</th><th scope=\"col\">Law</th></tr></thead><tbody>\n");
        duties.forEach(this::row);
        page.append("</tbody></table></div>\n");
    }

    private void row(Duty duty) {
        Standing standing = board.standing(duty);
        page.append("<tr><th scope=\"row\">");
        text(Board.day(duty))
                .append("<span class=\"cite\"><span class=\"tag ")
                .append(standing.tone())
                .append("\">");
        text(standing.label()).append("</span> ");
        text(board.left(duty) + duty.done().map(day -> "on " + day).orElse(""))
                .append("</span></th>\n<td class=\"why\"><strong>");
        text(Board.place(duty) + " · " + duty.rule().title()).append("</strong>");
        list("open", Board.open(duty));
        page.append("<details><summary>Why</summary>");
        list("why", duty.because());
        list("why", duty.rule().notes());
        page.append("<p class=\"small code\">");
        text(duty.key()).append("</p></details></td>\n<td>");
        text(Board.to(duty)).append("</td>\n<td class=\"num\">");
        text(duty.people()).append("</td>\n<td>");
        text(duty.rule().citation()).append("<span class=\"cite\">");
        text(Board.confidence(duty.rule().confidence())).append("</span><span class=\"cite\">");
        text(Board.sources(duty.rule())).append("</span></td></tr>\n");
    }

    private void list(String style, List<String> sentences) {
        if (!sentences.isEmpty()) {
            page.append("<ul class=\"").append(style).append("\">");
            sentences.forEach(sentence -> {
                page.append("<li>");
                text(sentence).append("</li>");
            });
            page.append("</ul>");
        }
    }

    private void somewhere() {
        List<Duty> duties = board.with(Standing.SOMEWHERE);
        if (duties.isEmpty()) {
            return;
        }
        page.append("<section id=\"somewhere\">\n<h2>Contingent on where somebody lives</h2>\n<p class=\"lead\">");
        text("Nobody affected is known to live in these places, but the state of some is not known: "
                        + duties.stream().map(Board::place).distinct().sorted().collect(Collectors.joining(", "))
                        + ".")
                .append("</p>\n<details><summary>");
        text(duties.size() + " duties").append("</summary>\n");
        table(duties);
        page.append("</details>\n</section>\n");
    }

    private void notDue() {
        List<Duty> duties = board.with(Standing.NOT_DUE);
        if (!duties.isEmpty()) {
            page.append("<section id=\"not-due\">\n<h2>Not due</h2>\n<details><summary>");
            text(duties.size() + " duties, each with the reason why not").append("</summary>\n");
            table(duties);
            page.append("</details>\n</section>\n");
        }
    }

    private StringBuilder text(String text) {
        return page.append(Svg.escaped(text));
    }
}
