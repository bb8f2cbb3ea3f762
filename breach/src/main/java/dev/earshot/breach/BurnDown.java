package dev.earshot.breach;

import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Recipient;
import dev.earshot.breach.law.Threshold;
import dev.earshot.report.PageStyle;
import dev.earshot.report.Svg;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many notices are still to leave, hour by hour, against the last days of the duties to tell individuals.
///
/// It hears deliveries from the journal ([CaseStory#onDelivery]); the rate is that of the hours in which something left.
public final class BurnDown {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final String CSS = """
            svg.burn path.left { stroke: var(--accent, #2563eb); stroke-width: 2; fill: none }
            svg.burn path.axis { stroke: currentColor; opacity: .4 }
            svg.burn path.limit { stroke: #b91c1c; stroke-dasharray: 5 4 }
            svg.burn path.ahead { stroke: var(--accent, #2563eb); stroke-dasharray: 2 4 }
            svg.burn text { font-size: 12px; fill: currentColor }
            svg.burn text.limit { fill: #b91c1c }
            """;

    private final long deliveries;
    private final SortedMap<Instant, Long> leftByHour = new TreeMap<>();

    /// @param deliveries that the plan has
    public BurnDown(long deliveries) {
        this.deliveries = deliveries;
    }

    /// Takes what the journal says of one delivery.
    public void hear(CaseStory.Delivered delivered) {
        if (delivered.outcome().equals("sent")) {
            leftByHour.merge(delivered.at().truncatedTo(ChronoUnit.HOURS), 1L, Long::sum);
        }
    }

    /// Against one duty.
    ///
    /// @param done when the rest will have left at the rate so far; empty while nothing has
    public record Against(Duty duty, LocalDate due, Optional<LocalDate> done) {
        /// Whether it will be too late, as far as can be told.
        public boolean late() {
            return done.map(day -> day.isAfter(due)).orElse(false);
        }
    }

    /// @param open deliveries that have still to leave
    /// @param now from when on the rest leaves
    public List<Against> against(List<Duty> duties, long open, Instant now, ZoneId zone) {
        Optional<LocalDate> done = end(open, now).map(end -> LocalDate.ofInstant(end, zone));
        return duties.stream()
                .filter(BurnDown::isForNotices)
                .map(duty -> new Against(duty, duty.due().orElseThrow(), done))
                .sorted(Comparator.comparing(Against::due))
                .toList();
    }

    /// To tell individuals, by the notices of the plan: substitute notice is for those whom none of them reaches.
    private static boolean isForNotices(Duty duty) {
        return duty.rule().recipient() == Recipient.INDIVIDUALS
                && (duty.status() == Duty.Status.DUE || duty.status() == Duty.Status.CONTINGENT)
                && duty.due().isPresent()
                && duty.done().isEmpty()
                && duty.count().orElse(1) > 0
                && duty.rule().trigger().thresholds().stream()
                        .noneMatch(threshold -> threshold.scope() == Threshold.Scope.INSUFFICIENT_ADDRESSES);
    }

    private Optional<Instant> end(long open, Instant now) {
        if (open == 0) {
            return Optional.of(now);
        }
        long sent = leftByHour.values().stream().mapToLong(Long::longValue).sum();
        return sent == 0
                ? Optional.empty()
                : Optional.of(now.plus(Duration.ofHours(1)
                        .multipliedBy(Math.max(1, Math.round((double) open * leftByHour.size() / sent)))));
    }

    /// Prints a line for each duty.
    public void print(List<Against> against, long open, LocalDate today, PrintWriter out) {
        for (Against each : against) {
            long days = ChronoUnit.DAYS.between(today, each.due());
            out.printf(
                    Locale.ENGLISH,
                    "%-9s %s  %s: %s%n",
                    each.late() || days < 0 ? "LATE" : open == 0 ? "left" : "on time",
                    each.due(),
                    each.duty().key() + (each.duty().status() == Duty.Status.CONTINGENT ? " (contingent)" : ""),
                    open == 0
                            ? "all have left"
                            : each.done()
                                            .map(day -> "at the rate so far the last leaves on " + day)
                                            .orElse("nothing has left yet")
                                    + ", " + days + " days until the last day");
        }
    }

    /// A page with the picture.
    public String page(Incident incident, List<Against> against, long open, Instant now) {
        PageStyle style = PageStyle.REPORT.with(CSS);
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + Svg.escaped(style.policy()) + "\"/>"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>"
                + Svg.escaped("Notices · " + incident.name()) + "</title><style>" + style.css()
                + "</style></head>\n<body><header class=\"top\"><p class=\"brand\">Earshot · breach case</p><h1>Notices: "
                + "<span class=\"target\">" + Svg.escaped(incident.name()) + "</span></h1>"
                + String.format(
                        Locale.ENGLISH,
                        "<p class=\"when\">%,d of %,d still to leave</p></header>%n<main id=\"main\"><section>",
                        open,
                        deliveries)
                + picture(incident.zone(), against, open, now)
                + "</section></main><footer><p>No legal advice: verify every date with counsel. This page names no person"
                + " and fetches nothing.</p></footer></body></html>\n";
    }

    private String picture(ZoneId zone, List<Against> against, long open, Instant now) {
        Instant from = leftByHour.isEmpty() ? now.minus(Duration.ofHours(1)) : leftByHour.firstKey();
        Instant to = now.plus(Duration.ofDays(1));
        SortedMap<LocalDate, Long> limits = new TreeMap<>();
        for (Against each : against) {
            limits.merge(each.due(), 1L, Long::sum);
            Instant limit = each.due().plusDays(1).atStartOfDay(zone).toInstant();
            to = limit.isAfter(to) ? limit : to;
        }
        Scale scale = new Scale(from, to, Math.max(1, deliveries));
        Svg svg = new Svg(
                WIDTH,
                HEIGHT,
                "burn",
                "Notices still to leave over time",
                String.format(Locale.ENGLISH, "%,d of %,d are left", open, deliveries));
        svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis");
        svg.line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, "axis");
        svg.text(4, TOP + 4, "count", String.format(Locale.ENGLISH, "%,d", deliveries), "");
        svg.text(4, HEIGHT - BOTTOM, "count", "0", "");
        svg.text(LEFT, HEIGHT - 12, "day", LocalDate.ofInstant(from, zone).toString(), "");
        long left = deliveries;
        double x = scale.x(from);
        double y = scale.y(left);
        for (Map.Entry<Instant, Long> hour : leftByHour.entrySet()) {
            left = Math.max(0, left - hour.getValue());
            double nextX = scale.x(hour.getKey().plus(Duration.ofHours(1)));
            svg.line(x, y, nextX, scale.y(left), "left");
            x = nextX;
            y = scale.y(left);
        }
        double ahead = end(open, now).map(scale::x).orElse(x);
        if (open > 0 && ahead > x) {
            svg.line(x, y, Math.min(ahead, WIDTH - RIGHT), HEIGHT - BOTTOM, "ahead");
        }
        int row = 0;
        for (Map.Entry<LocalDate, Long> limit : limits.entrySet()) {
            double at = scale.x(
                    limit.getKey().plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1));
            svg.line(at, TOP - 10, at, HEIGHT - BOTTOM, "limit");
            svg.text(
                    Math.min(at, WIDTH - RIGHT) - 150,
                    TOP - 14 + 14.0 * row++,
                    "limit",
                    limit.getKey() + " (" + limit.getValue() + (limit.getValue() == 1 ? " duty)" : " duties)"),
                    "");
        }
        return svg.close();
    }

    private record Scale(Instant from, Instant to, long most) {
        double x(Instant at) {
            double share = (double) Duration.between(from, at).toSeconds()
                    / Math.max(1, Duration.between(from, to).toSeconds());
            return LEFT + Math.clamp(share, 0, 1) * (WIDTH - LEFT - RIGHT);
        }

        double y(long count) {
            return TOP + (1 - (double) count / most) * (HEIGHT - TOP - BOTTOM);
        }
    }
}
