package dev.earshot.breach.duty;

import dev.earshot.breach.duty.Board.Standing;
import dev.earshot.breach.incident.Incident;
import dev.earshot.report.Svg;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The time from the first recorded day to the last deadline, from left to right: a row for each duty with a day, one row
/// for those of many places that say the same, and lines for what happened and for the day on which it is looked at.
final class DeadlinePicture {
    private static final int LABELS = 330;
    private static final int WIDTH = 760;
    private static final int ROW = 24;
    private static final int TOP = 74;
    private static final double STEP = 14;
    private static final int STEPS = 3;
    private static final int MOST_ROWS = 60;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yy", Locale.ENGLISH);

    private final Board board;
    private final Incident incident;
    private final List<Row> rows;
    private final LocalDate from;
    private final LocalDate to;

    /// Duties of many places with one title, one day and one standing.
    private record Row(List<Duty> duties) {
        Duty first() {
            return duties.getFirst();
        }
    }

    private DeadlinePicture(Board board, Incident incident) {
        this.board = board;
        this.incident = incident;
        Map<String, List<Duty>> alike = new LinkedHashMap<>();
        for (Duty duty : board.duties()) {
            Standing standing = board.standing(duty);
            if (duty.due().isPresent() && standing != Standing.NOT_DUE && standing != Standing.SOMEWHERE) {
                alike.computeIfAbsent(
                                duty.rule().title() + "\n" + duty.due() + standing + duty.done(),
                                _ -> new ArrayList<>())
                        .add(duty);
            }
        }
        rows = alike.values().stream().map(Row::new).toList();
        List<LocalDate> days = Stream.of(
                        incident.events().values().stream(),
                        rows.stream().flatMap(row -> row.first().due().stream()),
                        rows.stream().flatMap(row -> row.first().done().stream()),
                        Stream.of(board.asOf()))
                .flatMap(each -> each)
                .sorted()
                .toList();
        from = days.getFirst().minusDays(3);
        to = days.getLast().plusDays(10);
    }

    static String of(Board board, Incident incident) {
        return new DeadlinePicture(board, incident).draw();
    }

    private String draw() {
        List<Row> shown = rows.stream().limit(MOST_ROWS).toList();
        int bottom = TOP + shown.size() * ROW + 8;
        Svg svg = new Svg(
                LABELS + WIDTH + 60,
                bottom + 26,
                "deadlines",
                "When each duty is due",
                rows.size() + " rows from " + from + " to " + to);
        months(svg, bottom);
        moments(svg, bottom);
        int row = 0;
        for (Row each : shown) {
            draw(svg, each, TOP + row++ * (double) ROW);
        }
        svg.line(x(board.asOf()), TOP - 52, x(board.asOf()), bottom, "today");
        svg.text(x(board.asOf()), TOP - 56, "moment middle", "as of " + board.asOf(), "");
        return svg.close();
    }

    private void months(Svg svg, int bottom) {
        List<YearMonth> months = new ArrayList<>();
        for (YearMonth month = YearMonth.from(from).plusMonths(1);
                !month.atDay(1).isAfter(to);
                month = month.plusMonths(1)) {
            months.add(month);
        }
        int every = Math.max(1, (int) Math.ceil(months.size() / 12.0));
        for (int at = 0; at < months.size(); at += every) {
            double x = x(months.get(at).atDay(1));
            svg.line(x, TOP - 6, x, bottom, "rule");
            svg.text(x + 3, bottom + 16, "label", months.get(at).format(MONTH), "");
        }
    }

    private void moments(Svg svg, int bottom) {
        Map<LocalDate, String> days = incident.events().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Enum::name)))
                .collect(Collectors.toMap(
                        Map.Entry::getValue,
                        event -> event.getKey().id(),
                        (one, other) -> one + ", " + other,
                        LinkedHashMap::new));
        int at = 0;
        for (Map.Entry<LocalDate, String> day : days.entrySet()) {
            double x = x(day.getKey());
            double y = TOP - 8 - STEP * (at++ % STEPS);
            svg.line(x, y + 2, x, bottom, "moment");
            svg.text(x + 3, y, "label", day.getValue() + " " + day.getKey(), "");
        }
    }

    private void draw(Svg svg, Row row, double y) {
        Duty duty = row.first();
        LocalDate due = duty.due().orElse(to);
        Standing standing = board.standing(duty);
        String places =
                row.duties().stream().map(Board::place).distinct().sorted().collect(Collectors.joining(" "));
        String said = row.duties().stream().map(Duty::key).collect(Collectors.joining(", ")) + " · " + standing.label()
                + " · " + Board.day(duty);
        svg.text(
                LABELS - 10,
                y + 15,
                "label end",
                Svg.shortened(places + " · " + duty.rule().title(), 50),
                said);
        LocalDate start = incident.events().values().stream()
                .min(Comparator.naturalOrder())
                .orElse(from);
        double left = x(start.isBefore(due) ? start : due);
        String style = "part " + standing.tone();
        svg.bar(left, y + 7, Math.max(2, x(due) - left), 8, style + " faint", said);
        svg.dot(x(due), y + 11, 5.5, standing == Standing.CONTINGENT ? "hollow" : "on " + standing.tone(), said);
        duty.done().ifPresent(day -> svg.dot(x(day), y + 11, 3.5, "done", "done " + day));
        svg.text(x(due) + 9, y + 15, "label", due.toString(), "");
    }

    private double x(LocalDate day) {
        double length = Math.max(1, to.toEpochDay() - from.toEpochDay());
        return LABELS + WIDTH * Math.clamp((day.toEpochDay() - from.toEpochDay()) / length, 0, 1);
    }
}
