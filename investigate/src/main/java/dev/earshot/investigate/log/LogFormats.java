package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.yaml.Problems;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The formats of access logs that are known, and the choice among them.
public final class LogFormats {
    /// A format that reads less than this share of a file's first lines, in percent, is not the file's.
    private static final int ENOUGH = 30;

    /// What a plan calls the fields of a line, and what they are.
    private static final Map<String, Role> FIELDS = Map.ofEntries(
            Map.entry("method", Role.METHOD),
            Map.entry("path", Role.TARGET),
            Map.entry("query", Role.QUERY),
            Map.entry("status", Role.STATUS),
            Map.entry("host", Role.HOST),
            Map.entry("address", Role.ADDRESS),
            Map.entry("forwarded-for", Role.FORWARDED_FOR),
            Map.entry("user", Role.USER),
            Map.entry("session", Role.SESSION),
            Map.entry("trace", Role.TRACE),
            Map.entry("agent", Role.AGENT),
            Map.entry("cookies", Role.COOKIES));

    private static final List<LogFormat> ALL = List.of(
            PatternFormat.COMBINED_FORWARDED,
            PatternFormat.COMBINED_HOST,
            PatternFormat.COMBINED,
            PatternFormat.COMMON);

    private LogFormats() {}

    /// All of them. Of two that are equally sure of a file, the one that stands first is taken.
    public static List<LogFormat> all() {
        return ALL;
    }

    /// What the plan states for a source; empty where its files are to be looked at.
    ///
    /// @throws EarshotException where there is no such format
    static Optional<LogFormat> stated(Plan.Logs source, List<LogFormat> known) {
        if (source.format().isEmpty()) {
            return Optional.empty();
        }
        String format = source.format().get();
        if (PatternLanguage.isPattern(format)) {
            return Optional.of(PatternFormat.stated(
                    format,
                    new PatternLanguage(roles(source), source.sessionCookie().orElse(""))));
        }
        Optional<LogFormat> named =
                known.stream().filter(one -> one.id().equals(format)).findFirst();
        if (named.isEmpty()) {
            TreeSet<String> ids = new TreeSet<>();
            known.forEach(one -> ids.add(one.id()));
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "line " + source.line() + ": there is no format of logs \"" + format + "\"."
                            + Problems.didYouMean(format, ids)
                            + " Known are " + String.join(", ", ids)
                            + ", and any log_format of nginx or LogFormat of Apache.");
        }
        return named;
    }

    private static Map<Role, String> roles(Plan.Logs source) {
        Map<Role, String> roles = new EnumMap<>(Role.class);
        source.fields().forEach((field, variable) -> {
            if (!FIELDS.containsKey(field)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "line " + source.line() + ": of a format that is written out, \"" + field
                                + "\" can't be stated." + Problems.didYouMean(field, FIELDS.keySet()));
            }
            roles.put(FIELDS.get(field), variable);
        });
        return roles;
    }

    /// The format that is surest of a file's first lines.
    static Optional<LogFormat> detected(List<byte[]> firstLines, List<LogFormat> formats) {
        LogFormat best = null;
        int surest = ENOUGH - 1;
        for (LogFormat format : formats) {
            int sure = firstLines.isEmpty() ? 0 : format.recognises(firstLines);
            if (sure > surest) {
                surest = sure;
                best = format;
            }
        }
        return Optional.ofNullable(best);
    }

    /// The share of lines that a format reads as requests that are `right`, in percent.
    static int share(LogFormat format, List<byte[]> lines, Predicate<LogLine> right) {
        LineReader reader = format.reader();
        LogLine line = new LogLine();
        int read = 0;
        int all = 0;
        for (byte[] bytes : lines) {
            line.clear();
            LineReader.Reading reading = reader.read(bytes, 0, bytes.length, line);
            all += reading == LineReader.Reading.DIRECTIVE ? 0 : 1;
            read += reading == LineReader.Reading.REQUEST && right.test(line) ? 1 : 0;
        }
        return all == 0 ? 0 : 100 * read / all;
    }
}
