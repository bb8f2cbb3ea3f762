package dev.earshot.investigate.report;

import dev.earshot.investigate.LogGap;
import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.report.Svg;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The period from left to right: how many persons were exposed in each month, then a row for each tracker with the
/// times it was live, and below them the days that the logs say nothing of.
final class HistoryPicture {
    private static final int LABELS = 250;
    private static final int WIDTH = 820;
    private static final int ROW = 24;
    private static final int COLUMNS = 90;
    private static final int MOST_ROWS = 30;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yy", Locale.ENGLISH);

    private final Outcome outcome;
    private final long from;
    private final double length;

    private HistoryPicture(Outcome outcome) {
        this.outcome = outcome;
        this.from = outcome.from().getEpochSecond();
        this.length = Math.max(1, outcome.to().getEpochSecond() - from);
    }

    static String of(Outcome outcome) {
        return new HistoryPicture(outcome).draw();
    }

    private String draw() {
        Map<String, List<DisclosureWindow>> rows = new LinkedHashMap<>();
        outcome.windows().stream().map(Outcome.Told::window).forEach(window -> {
            String label = window.tracker().isEmpty() ? window.vendor() : window.tracker();
            String row = rows.size() < MOST_ROWS || rows.containsKey(label) ? label : "others";
            rows.computeIfAbsent(row, _ -> new ArrayList<>()).add(window);
        });
        boolean gaps = !outcome.gaps().isEmpty();
        int bottom = COLUMNS + 24 + (rows.size() + (gaps ? 1 : 0)) * ROW;
        Svg svg = new Svg(
                LABELS + WIDTH + 20,
                bottom + 28,
                "history",
                "When which tracker was live, and how many were exposed in each month",
                rows.size() + " trackers, " + outcome.months().size() + " months");
        months(svg, bottom);
        int row = 0;
        for (Map.Entry<String, List<DisclosureWindow>> entry : rows.entrySet()) {
            double y = COLUMNS + 20 + row * (double) ROW;
            svg.text(LABELS - 10, y + 15, "label end", Svg.shortened(entry.getKey(), 34), entry.getKey());
            for (DisclosureWindow window : entry.getValue()) {
                String style = window.certainty() == DisclosureWindow.Certainty.CERTAIN ? "" : " assumed";
                span(svg, window.from(), window.to(), y + 4, "vendor" + row % 10 + style, said(window));
            }
            row++;
        }
        if (gaps) {
            double y = COLUMNS + 20 + row * (double) ROW;
            svg.text(LABELS - 10, y + 15, "label end", "no logs", "");
            for (LogGap gap : outcome.gaps()) {
                span(svg, gap.from(), gap.to(), y + 4, gap.isOpen() ? "missing" : "missing settled", gap.id());
            }
        }
        return svg.close();
    }

    private void months(Svg svg, int bottom) {
        long most = outcome.months().stream()
                .mapToLong(Outcome.Month::exposed)
                .max()
                .orElse(0);
        ZonedDateTime end = outcome.to().atZone(outcome.zone());
        List<YearMonth> all = new ArrayList<>();
        for (YearMonth month = YearMonth.from(outcome.from().atZone(outcome.zone()));
                month.atDay(1).atStartOfDay(outcome.zone()).isBefore(end);
                month = month.plusMonths(1)) {
            all.add(month);
        }
        int every = Math.max(1, (int) Math.ceil(all.size() / 14.0));
        for (int at = 0; at < all.size(); at++) {
            YearMonth month = all.get(at);
            double left = x(month.atDay(1).atStartOfDay(outcome.zone()).toInstant());
            double right =
                    x(month.plusMonths(1).atDay(1).atStartOfDay(outcome.zone()).toInstant());
            long exposed = outcome.months().stream()
                    .filter(each -> each.month().equals(month.toString()))
                    .mapToLong(Outcome.Month::exposed)
                    .sum();
            double height = most == 0 ? 0 : (COLUMNS - 20) * (double) exposed / most;
            String said = month + ": " + String.format(Locale.ENGLISH, "%,d exposed", exposed);
            svg.bar(left + 1, COLUMNS - height, Math.max(1, right - left - 2), height, "part bad", said);
            if (at % every == 0) {
                svg.line(left, COLUMNS, left, bottom, "rule");
                svg.text(left + 3, bottom + 16, "label", month.format(MONTH), "");
            }
        }
        svg.line(LABELS, COLUMNS, LABELS + WIDTH, COLUMNS, "rule");
        svg.text(LABELS - 10, COLUMNS - 8, "label end", "persons exposed", "");
        if (most > 0) {
            svg.text(LABELS - 10, 24, "label end", String.format(Locale.ENGLISH, "at most %,d", most), "");
        }
    }

    private void span(Svg svg, Instant start, Instant end, double y, String style, String said) {
        double left = x(start);
        double right = x(end);
        if (end.isAfter(outcome.from()) && start.isBefore(outcome.to())) {
            svg.bar(left, y, Math.max(2, right - left), ROW - 9, style, said);
        }
    }

    private double x(Instant at) {
        return LABELS + WIDTH * Math.clamp((at.getEpochSecond() - from) / length, 0, 1);
    }

    private static String said(DisclosureWindow window) {
        return window.vendor() + " · " + window.id() + " · "
                + window.certainty().id() + " · " + window.from() + " to " + window.to();
    }
}
