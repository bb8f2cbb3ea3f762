package dev.earshot.breach.duty;

import dev.earshot.breach.incident.Incident;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The last days of duties as an iCalendar (RFC 5545): an event a duty that has a day.
///
/// An event's identity is the incident's name and the duty's key, so that a calendar that is read in again moves events
/// instead of doubling them. Where the day or the standing has changed since the calendar that was given out before, its
/// `SEQUENCE` goes up; what is no longer due, or has lost its day, is cancelled.
public final class Calendar {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /// Before the start of the day, so that each falls on nine in the morning.
    private static final List<String> ALARMS = List.of("-P13DT15H", "-P6DT15H", "-PT15H");

    private static final int OCTETS = 75;

    private final StringBuilder text = new StringBuilder();

    private Calendar() {}

    /// @param stamp when it is made
    /// @param former the calendar that was given out before, where there is one
    public static String of(List<Duty> duties, Incident incident, Instant stamp, Optional<String> former) {
        Map<String, Event> before = events(former.orElse(""));
        Calendar calendar = new Calendar();
        calendar.line("BEGIN:VCALENDAR");
        calendar.line("VERSION:2.0");
        calendar.line("PRODID:-//Earshot//Breach case//EN");
        calendar.line("CALSCALE:GREGORIAN");
        calendar.line("METHOD:PUBLISH");
        calendar.line("X-WR-CALNAME:" + escaped("Breach duties: " + incident.name()));
        for (Duty duty : duties) {
            String uid = uid(incident, duty);
            Event now = Event.of(duty);
            Optional<Event> then = Optional.ofNullable(before.remove(uid));
            if (!now.status().equals(Event.CANCELLED)) {
                calendar.event(uid, now.after(then), duty, stamp);
            } else if (then.isPresent()) {
                calendar.event(uid, new Event(then.get().start(), now.status(), 0).after(then), duty, stamp);
            }
        }
        before.forEach((uid, event) -> calendar.gone(uid, event, stamp));
        calendar.line("END:VCALENDAR");
        return calendar.text.toString();
    }

    private static String uid(Incident incident, Duty duty) {
        return UUID.nameUUIDFromBytes((incident.name() + "\n" + duty.key()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /// @param start the property with its parameters
    private record Event(String start, String status, int sequence) {
        private static final String CANCELLED = "CANCELLED";

        static Event of(Duty duty) {
            String start = duty.dueAt()
                    .map(at -> "DTSTART:" + INSTANT.format(at))
                    .or(() -> duty.due().map(day -> "DTSTART;VALUE=DATE:" + DAY.format(day)))
                    .orElse("");
            return new Event(
                    start,
                    start.isEmpty()
                            ? CANCELLED
                            : switch (duty.status()) {
                                case DUE -> "CONFIRMED";
                                case CONTINGENT, DEEMED_MET -> "TENTATIVE";
                                case NOT_DUE -> CANCELLED;
                            },
                    0);
        }

        Event after(Optional<Event> before) {
            return new Event(
                    start,
                    status,
                    before.map(event ->
                                    event.sequence + (event.start.equals(start) && event.status.equals(status) ? 0 : 1))
                            .orElse(0));
        }
    }

    private void event(String uid, Event event, Duty duty, Instant stamp) {
        open(uid, event, stamp);
        String done = duty.done().map(day -> "Done " + day + ": ").orElse("");
        String open = duty.status() == Duty.Status.CONTINGENT ? "Contingent: " : "";
        line("SUMMARY:"
                + escaped(done + open + Board.place(duty) + " · " + duty.rule().title() + " → " + Board.to(duty)));
        List<String> description = new ArrayList<>(duty.because());
        description.add(
                duty.rule().citation() + " · " + Board.confidence(duty.rule().confidence()));
        description.add("Source: " + Board.sources(duty.rule()));
        description.add(Board.COUNSEL);
        line("DESCRIPTION:" + escaped(String.join("\n", description)));
        line("CATEGORIES:" + escaped(duty.rule().jurisdiction()));
        if (duty.done().isEmpty() && event.status().equals("CONFIRMED")) {
            ALARMS.forEach(trigger -> alarm(trigger, duty));
        }
        line("END:VEVENT");
    }

    /// An event of a duty that the law at hand no longer has.
    private void gone(String uid, Event event, Instant stamp) {
        open(uid, new Event(event.start(), Event.CANCELLED, 0).after(Optional.of(event)), stamp);
        line("SUMMARY:No longer a duty");
        line("END:VEVENT");
    }

    private void open(String uid, Event event, Instant stamp) {
        line("BEGIN:VEVENT");
        line("UID:" + uid);
        line("DTSTAMP:" + INSTANT.format(stamp));
        line(event.start());
        line("SEQUENCE:" + event.sequence());
        line("STATUS:" + event.status());
        line("TRANSP:TRANSPARENT");
    }

    private void alarm(String trigger, Duty duty) {
        line("BEGIN:VALARM");
        line("ACTION:DISPLAY");
        line("TRIGGER:" + trigger);
        line("DESCRIPTION:" + escaped(duty.rule().title() + " is due " + Board.day(duty)));
        line("END:VALARM");
    }

    /// Reads what [#of] wrote; lines that are not understood are left out.
    private static Map<String, Event> events(String text) {
        Map<String, Event> events = new LinkedHashMap<>();
        String uid = "";
        String start = "";
        String status = "";
        int sequence = 0;
        for (String line : text.replaceAll("\r?\n[ \t]", "").split("\r?\n", -1)) {
            if (line.equals("BEGIN:VEVENT")) {
                uid = "";
                start = "";
            } else if (line.startsWith("UID:")) {
                uid = line.substring(4);
            } else if (line.startsWith("DTSTART")) {
                start = line;
            } else if (line.startsWith("STATUS:")) {
                status = line.substring(7);
            } else if (line.matches("SEQUENCE:\\d{1,8}")) {
                sequence = Integer.parseInt(line.substring(9));
            } else if (line.equals("END:VEVENT") && !uid.isEmpty() && !start.isEmpty()) {
                events.put(uid, new Event(start, status, sequence));
            }
        }
        return events;
    }

    /// RFC 5545, section 3.3.11.
    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\r\n", "\\n")
                .replace("\n", "\\n")
                .replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", " ");
    }

    /// Folds at 75 octets, never within a character (section 3.1).
    private void line(String line) {
        int octets = 0;
        for (int at = 0; at < line.length(); ) {
            int point = line.codePointAt(at);
            int length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (octets + length > OCTETS) {
                text.append("\r\n ");
                octets = 1;
            }
            text.appendCodePoint(point);
            octets += length;
            at += Character.charCount(point);
        }
        text.append("\r\n");
    }
}
