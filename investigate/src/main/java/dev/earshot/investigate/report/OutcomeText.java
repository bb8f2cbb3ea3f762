package dev.earshot.investigate.report;

import dev.earshot.investigate.LogGap;
import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.Outcome.Status;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Stream;

/// What a terminal shows of an investigation: the funnel, the totals, and what is open.
final class OutcomeText {
    private static final int MOST_LINES = 12;

    private OutcomeText() {}

    static void print(Outcome outcome, PrintWriter out) {
        Outcome.Funnel funnel = outcome.funnel();
        out.println(outcome.name() + " · " + outcome.entity());
        out.println();
        number(out, outcome.lines(), "lines in " + outcome.files().size() + " log files");
        outcome.setAside().forEach((reason, lines) -> {
            if (lines > 0) {
                number(
                        out,
                        lines,
                        "  set aside: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ("
                                + reason.reason() + ")");
            }
        });
        number(out, outcome.usedLines(), "page requests used");
        number(out, funnel.visits(), "visits, " + count(funnel.namedVisits()) + " of them by somebody known");
        number(
                out,
                funnel.exposures(),
                "times that a page told somebody something, " + count(funnel.namedExposures())
                        + " of them by somebody known");
        number(out, funnel.unidentifiedVisits(), "visits with an exposure that could be given to nobody");
        out.println();
        number(out, outcome.persons(Status.EXPOSED), "persons exposed");
        number(out, outcome.persons(Status.CANNOT_TELL), "persons for whom it can't be told");
        number(out, outcome.persons(Status.NOT_EXPOSED), "persons not exposed");
        out.println();
        totals(out, outcome, "vendor", "exposed to");
        totals(out, outcome, "state", "exposed in");
        Stream.of(outcome.historyRemarks(), outcome.remarks())
                .flatMap(remarks -> remarks.stream().limit(MOST_LINES))
                .forEach(remark -> out.println("note: " + remark));
        outcome.gaps().stream()
                .filter(LogGap::isOpen)
                .limit(MOST_LINES)
                .forEach(gap -> out.println("open: " + gap.id() + " (no line until " + gap.to() + ")"));
        outcome.incomplete().forEach(why -> out.println("INCOMPLETE  " + why));
    }

    private static void totals(PrintWriter out, Outcome outcome, String dimension, String said) {
        outcome.totals().stream()
                .filter(total -> total.status().equals(Status.EXPOSED.id())
                        && total.dimension().equals(dimension))
                .sorted((one, other) -> Long.compare(other.individuals(), one.individuals()))
                .limit(MOST_LINES)
                .forEach(total -> number(
                        out,
                        total.individuals(),
                        said + " " + (total.value().isEmpty() ? "a place not known" : total.value())));
    }

    private static void number(PrintWriter out, long number, String what) {
        out.printf(Locale.ENGLISH, "%,14d  %s%n", number, what);
    }

    private static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }
}
