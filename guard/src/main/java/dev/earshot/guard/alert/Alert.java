package dev.earshot.guard.alert;

import java.time.Instant;
import java.util.List;

/// Something that somebody should be told: a third party nobody knew of, a tag that was added, a disk that is full.
/// It names hosts, vendors, zones and counts, never a value, an address or a query.
///
/// @param kind what sort of thing it is, in lower case with hyphens, such as `new-third-party`; 32 characters at most
/// @param key what it is about: of one key, one alert a period is sent
/// @param title one line
/// @param facts in the order in which they are shown
public record Alert(Instant at, Level level, String kind, String key, String title, List<Fact> facts) {
    private static final int LONGEST = 500;

    /// How urgent it is.
    public enum Level {
        NOTICE("notice", 5),
        WARNING("warning", 4),
        CRITICAL("critical", 2);

        private final String id;
        private final int severity;

        Level(String id, int severity) {
            this.id = id;
            this.severity = severity;
        }

        public String id() {
            return id;
        }

        /// Of RFC 5424, section 6.2.1.
        int severity() {
            return severity;
        }
    }

    /// One line of what is known.
    public record Fact(String name, String value) {
        public Fact {
            name = oneLine(name);
            value = oneLine(value);
        }
    }

    public Alert {
        if (!kind.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("a kind is lower case with hyphens: " + kind);
        }
        key = oneLine(key);
        title = oneLine(title);
        facts = List.copyOf(facts);
    }

    /// The title, then a line a fact.
    String text() {
        StringBuilder text = new StringBuilder(title).append('\n');
        facts.forEach(fact ->
                text.append(fact.name()).append(": ").append(fact.value()).append('\n'));
        return text.toString();
    }

    /// Without line breaks and control characters, which would forge a line of a log or a header of a message.
    private static String oneLine(String text) {
        String line = text.codePoints()
                .map(point -> Character.isISOControl(point) || point == 0x2028 || point == 0x2029 ? ' ' : point)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.strip();
    }
}
