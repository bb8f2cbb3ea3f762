package dev.earshot.breach.duty;

import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The last day of a duty, worked out step by step.
///
/// A day that is not recorded leaves the duty open. Where a stand-in is used for it, that is never later than the day
/// itself can be.
final class Timing {
    private static final int ORAL_DELAY_DAYS = 30;

    private final Incident incident;
    private final Clock clock;
    private final BusinessDays business;
    private final List<String> because = new ArrayList<>();
    private Optional<LocalDate> due = Optional.empty();
    private Optional<ZonedDateTime> dueAt = Optional.empty();
    private Answer certain = Answer.YES;

    private Timing(Incident incident, Clock clock, BusinessDays business) {
        this.incident = incident;
        this.clock = clock;
        this.business = business;
    }

    /// @param other what the clock's order names; present wherever the order matters
    static Timing of(Incident incident, Clock clock, BusinessDays business, Optional<Other> other) {
        Timing timing = new Timing(incident, clock, business);
        timing.run(other);
        timing.order(other);
        timing.delay();
        timing.remarks();
        return timing;
    }

    /// The duty that a clock is ordered against.
    ///
    /// @param due absent where the law names no day
    /// @param expected whether it must be done at all
    record Other(String key, Optional<LocalDate> done, Optional<LocalDate> due, boolean expected) {
        Optional<LocalDate> day() {
            return done.or(() -> due);
        }

        private String words() {
            return done.isPresent()
                    ? key + " was done on " + Timing.day(done.get())
                    : due.isPresent()
                            ? key + " is not done yet; its own last day, " + Timing.day(due.get()) + ", stands in"
                            : key + " is not done yet, and has no last day";
        }
    }

    Optional<LocalDate> due() {
        return due;
    }

    Optional<ZonedDateTime> dueAt() {
        return dueAt;
    }

    /// [Answer#OPEN] where the day rests on something that is not known.
    Answer certain() {
        return certain;
    }

    List<String> because() {
        return because;
    }

    /// The day that an event is recorded for.
    static Optional<LocalDate> recorded(Incident incident, Clock.Event event) {
        return switch (event) {
            case DISCOVERED, DETERMINED, DETECTED, NOTIFIED_BY_VENDOR ->
                Optional.ofNullable(incident.events().get(event));
            case AWARE ->
                Optional.ofNullable(incident.events().get(event))
                        .or(() -> incident.aware()
                                .map(at -> at.atZone(incident.zone()).toLocalDate()));
            case YEAR_END_OF_DISCOVERY ->
                recorded(incident, Clock.Event.DISCOVERED).map(Timing::yearEnd);
            case OTHER_DUTY_DONE -> Optional.empty();
        };
    }

    static String name(Clock.Event event) {
        return switch (event) {
            case DISCOVERED -> "discovery";
            case DETERMINED -> "determination";
            case DETECTED -> "detection";
            case NOTIFIED_BY_VENDOR -> "notice by the vendor";
            case AWARE -> "becoming aware";
            case YEAR_END_OF_DISCOVERY -> "the end of the calendar year of discovery";
            case OTHER_DUTY_DONE -> "the other notice";
        };
    }

    static String day(LocalDate day) {
        return day + " (" + day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + ")";
    }

    private void run(Optional<Other> other) {
        if (clock.starts() == Clock.Event.OTHER_DUTY_DONE) {
            afterOther(other);
            return;
        }
        Optional<LocalDate> start = recorded(incident, clock.starts());
        if (start.isEmpty()) {
            missing();
        } else if (clock.days().isPresent()) {
            due = Optional.of(last(start.get(), name(clock.starts()) + " on " + day(start.get())));
        } else {
            because.add("The law names no number of days: \"" + clock.written() + "\"; the clock runs since "
                    + name(clock.starts()) + " on " + day(start.get()) + ".");
        }
    }

    private void missing() {
        certain = Answer.OPEN;
        String missing = "The date of " + name(clock.starts()) + " is not recorded, and the clock runs from it (\""
                + clock.written() + "\").";
        Optional<LocalDate> discovered = recorded(incident, Clock.Event.DISCOVERED);
        boolean notBefore = clock.starts() == Clock.Event.DETERMINED || clock.starts() == Clock.Event.DETECTED;
        if (notBefore && discovered.isPresent() && clock.days().isPresent()) {
            because.add(Finding.OPEN + missing + " Until it is, the day of discovery stands in: it can be no later.");
            due = Optional.of(last(discovered.get(), "discovery on " + day(discovered.get())));
        } else {
            because.add(Finding.OPEN + missing);
        }
    }

    private void afterOther(Optional<Other> other) {
        if (other.isEmpty()) {
            certain = Answer.OPEN;
            because.add(Finding.OPEN + "The clock runs from a duty that the law at hand does not have: "
                    + clock.order().map(Clock.Order::rule).orElse("none is named") + ".");
            return;
        }
        Other first = other.get();
        if (first.done().isEmpty() && !first.expected()) {
            certain = Answer.OPEN;
            because.add(Finding.OPEN + "The clock runs from " + first.key()
                    + ", which is not due by the facts as they stand: if it is done all the same, this follows.");
        } else if (first.day().isEmpty() && clock.days().isPresent()) {
            certain = Answer.OPEN;
            because.add(Finding.OPEN + "The clock has not started: " + first.words() + ".");
        } else if (clock.days().isPresent()) {
            due = Optional.of(last(first.day().get(), first.key()));
            because.add(sentence(first.words()) + " Do that earlier, and this is due earlier.");
        } else {
            because.add(sentence(first.words()) + " The law names no number of days after it: \"" + clock.written()
                    + "\".");
        }
    }

    private LocalDate last(LocalDate start, String event) {
        int count = clock.days().orElse(0);
        LocalDate last = switch (clock.kind()) {
            case CALENDAR -> start.plusDays(count);
            case BUSINESS -> business.after(start, count);
            case HOURS -> hours(start, count);
        };
        because.add(count
                + switch (clock.kind()) {
                    case CALENDAR -> " calendar days";
                    case BUSINESS -> " business days";
                    case HOURS -> " hours, weekends included,";
                }
                + " after " + event + ": "
                + dueAt.map(at -> day(last) + " at " + at.toLocalTime() + " " + at.getZone())
                        .orElse(day(last))
                + " (\"" + clock.written() + "\").");
        return last;
    }

    /// Where the hour is not recorded, from the first moment of the day.
    private LocalDate hours(LocalDate start, int count) {
        Instant from = clock.starts() == Clock.Event.AWARE && incident.aware().isPresent()
                ? incident.aware().get()
                : start.atTime(LocalTime.MIDNIGHT).atZone(incident.zone()).toInstant();
        if (!(clock.starts() == Clock.Event.AWARE && incident.aware().isPresent())) {
            because.add(
                    "The hour is not recorded: it is counted from the start of the day in " + incident.zone() + ".");
        }
        ZonedDateTime at = from.atZone(incident.zone()).plusHours(count);
        dueAt = Optional.of(at);
        return at.toLocalDate();
    }

    private void order(Optional<Other> other) {
        if (clock.order().isEmpty() || clock.starts() == Clock.Event.OTHER_DUTY_DONE) {
            return;
        }
        String relation = switch (clock.order().get().relation()) {
            case BEFORE -> "before";
            case WITH -> "together with";
            case NOT_LATER_THAN -> "no later than";
            case AFTER -> "after";
        };
        String rule = "It must be done " + relation + " " + clock.order().get().rule() + ".";
        if (clock.order().get().relation() == Clock.Order.Relation.AFTER) {
            because.add(rule);
            return;
        }
        if (other.isEmpty() || !(other.get().expected() || other.get().done().isPresent())) {
            because.add(rule + " That is not due by the facts as they stand.");
            return;
        }
        because.add(rule + " " + sentence(other.get().words()));
        other.get()
                .day()
                .filter(day -> due.isEmpty() || day.isBefore(due.get()))
                .ifPresent(day -> {
                    due = Optional.of(day);
                    dueAt = Optional.empty();
                    because.add("So the last day is " + day(day) + ".");
                });
    }

    private void delay() {
        incident.delay().ifPresent(delay -> {
            if (!clock.lawEnforcementDelay()) {
                because.add("The delay that law enforcement asked for is not provided for here: it changes nothing.");
                return;
            }
            boolean period = delay.written() && delay.until().isPresent();
            LocalDate until = period ? delay.until().get() : delay.stated().plusDays(ORAL_DELAY_DAYS);
            String asked = (period
                            ? "A written statement of law enforcement of " + delay.stated() + " asks to wait until "
                            : "An oral statement of law enforcement, or one without a period, of " + delay.stated()
                                    + " holds for 30 days, until ")
                    + day(until);
            if (due.isPresent() && delay.stated().isAfter(due.get())) {
                because.add(asked + ". It came after the last day and moves nothing.");
            } else if (due.isPresent() && until.isAfter(due.get())) {
                due = Optional.of(until);
                dueAt = Optional.empty();
                because.add(asked + ": that day takes the place of the last day. Nothing may leave before it ends.");
            } else {
                because.add(asked + ". The last day stays as it is; nothing may leave while the delay holds.");
            }
        });
    }

    private void remarks() {
        due.ifPresent(day -> {
            because.add("Without unreasonable delay: the last day is an outer limit, not a target.");
            if (!business.contains(day)) {
                because.add("That is no business day: plan for " + day(business.orBefore(day)) + ".");
            }
        });
    }

    private static String sentence(String words) {
        return words + ".";
    }

    private static LocalDate yearEnd(LocalDate day) {
        return LocalDate.of(day.getYear(), 12, 31);
    }
}
