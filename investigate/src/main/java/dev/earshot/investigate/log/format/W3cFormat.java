package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import dev.earshot.investigate.log.LogLine.Field;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A format of named columns, told by a `#Fields:` line, which holds until the next one, or by the plan: the extended
/// log format of the W3C and what was made of it.
///  A line has exactly as many values as there are columns, or it is unreadable; so is what follows a `#Fields:` line
/// of another format. Times are UTC. Where there is no `date` column, the day is that of the last `#Date:` line.
///
/// Source: www.w3.org/TR/WD-logfile.html; read 2026-11-22.
///
/// @param known the names that each part goes by, in lower case, best first
/// @param own which lists of columns, in lower case, are of this format and of none like it
/// @param separators that may stand between values, the usual one first
/// @param finish puts parts into the form that all formats share
record W3cFormat(
        String id,
        String label,
        Map<Part, List<String>> known,
        Predicate<List<String>> own,
        String separators,
        Consumer<Parts> finish,
        FieldMap fields)
        implements LogFormat {
    private static final byte[] FIELDS = Bytes.of("#fields:");
    private static final byte[] DATE = Bytes.of("#date:");
    private static final byte[] PLUS = Bytes.of("+");
    private static final byte[] BLANK_IN_PATH = Bytes.of("%20");
    private static final byte[] COOKIE_PLUS = Bytes.of(";+");
    private static final byte[] COOKIE_BLANK = Bytes.of("; ");
    private static final byte[] CHAIN_PLUS = Bytes.of(",+");
    private static final byte[] CHAIN_BLANK = Bytes.of(", ");

    /// Microsoft IIS. Blanks within a value are written as `+`.
    ///  In a user agent every `+` is taken for a blank. In a path too, as `%20`, for IIS refuses paths with a plus
    /// sign unless told otherwise; the query stays as it is. In a user name it stays where the name is an e-mail
    /// address. In cookies only the one between two cookies is a blank, since a session id may well have a plus sign.
    ///
    /// Host, cookies and X-Forwarded-For have to be added to the log by the administrator.
    ///
    /// Source: learn.microsoft.com, "W3C Extended Log File Format", IIS "customFields";
    /// serverfault.com/questions/76013.
    static final W3cFormat IIS = new W3cFormat(
            "iis",
            "Microsoft IIS, W3C extended",
            Map.ofEntries(
                    Map.entry(Part.DATE, List.of("date")),
                    Map.entry(Part.CLOCK, List.of("time")),
                    Map.entry(Part.STATUS, List.of("sc-status")),
                    Map.entry(Part.METHOD, List.of("cs-method")),
                    Map.entry(Part.HOST, List.of("cs-host", "cs(host)", "host")),
                    Map.entry(Part.PATH, List.of("cs-uri-stem", "cs-uri")),
                    Map.entry(Part.QUERY, List.of("cs-uri-query")),
                    Map.entry(Part.ADDRESS, List.of("c-ip")),
                    Map.entry(Part.FORWARDED_FOR, List.of("x-forwarded-for", "cs(x-forwarded-for)", "xff")),
                    Map.entry(Part.USER, List.of("cs-username")),
                    Map.entry(Part.AGENT, List.of("cs(user-agent)", "user-agent")),
                    Map.entry(Part.COOKIES, List.of("cs(cookie)", "cookie"))),
            names -> !isCloudFront(names)
                    && (names.contains("cs-method") || names.contains("cs-uri-stem") || names.contains("c-ip")),
            " \t",
            W3cFormat::finishIis,
            FieldMap.NONE);

    /// CloudFront's standard logs: the older one of 33 columns, and version 2 as W3C or plain text with the columns
    /// that were chosen. Plain text has no header: the plan names the columns.
    ///
    /// The visitor asked for `x-host-header`; `cs(Host)` is the distribution's own name.
    ///
    /// Source: CloudFront Developer Guide, "Standard logging reference"; see [CloudFront] for what is escaped.
    static final W3cFormat CLOUDFRONT = new W3cFormat(
            "cloudfront",
            "Amazon CloudFront standard log",
            Map.ofEntries(
                    Map.entry(Part.TIME, List.of("timestamp(ms)", "timestamp")),
                    Map.entry(Part.DATE, List.of("date")),
                    Map.entry(Part.CLOCK, List.of("time")),
                    Map.entry(Part.STATUS, List.of("sc-status")),
                    Map.entry(Part.METHOD, List.of("cs-method")),
                    Map.entry(Part.HOST, List.of("x-host-header", "cs(host)")),
                    Map.entry(Part.PATH, List.of("cs-uri-stem")),
                    Map.entry(Part.QUERY, List.of("cs-uri-query")),
                    Map.entry(Part.ADDRESS, List.of("c-ip")),
                    Map.entry(Part.FORWARDED_FOR, List.of("x-forwarded-for")),
                    Map.entry(Part.AGENT, List.of("cs(user-agent)")),
                    Map.entry(Part.COOKIES, List.of("cs(cookie)")),
                    Map.entry(Part.TRACE, List.of("x-edge-request-id"))),
            W3cFormat::isCloudFront,
            "\t ,|;",
            CloudFront::finish,
            FieldMap.NONE);

    /// Akamai DataStream 2 as structured text: values with blanks or tabs between them, in the order of the stream's
    /// fields, which the plan names as the JSON does.
    ///
    /// Source: techdocs.akamai.com/datastream2, "Log format"; read 2026-11-22.
    static final W3cFormat DATASTREAM = new W3cFormat(
            "datastream",
            "Akamai DataStream 2, structured",
            Map.ofEntries(
                    Map.entry(Part.TIME, List.of("reqtimesec")),
                    Map.entry(Part.STATUS, List.of("statuscode")),
                    Map.entry(Part.METHOD, List.of("reqmethod")),
                    Map.entry(Part.HOST, List.of("reqhost")),
                    Map.entry(Part.PATH, List.of("reqpath")),
                    Map.entry(Part.QUERY, List.of("querystr")),
                    Map.entry(Part.ADDRESS, List.of("cliip")),
                    Map.entry(Part.FORWARDED_FOR, List.of("xforwardedfor")),
                    Map.entry(Part.AGENT, List.of("ua")),
                    Map.entry(Part.COOKIES, List.of("cookie")),
                    Map.entry(Part.TRACE, List.of("reqid"))),
            names -> names.contains("reqtimesec"),
            " \t",
            DataStream::finish,
            FieldMap.NONE);

    W3cFormat with(FieldMap plan) {
        return new W3cFormat(id, label, known, own, separators, finish, plan);
    }

    private static boolean isCloudFront(List<String> names) {
        return names.stream()
                .anyMatch(name -> name.startsWith("x-edge-")
                        || name.equals("x-host-header")
                        || name.equals("timestamp(ms)")
                        || name.equals("distributionid"));
    }

    private static void finishIis(Parts parts) {
        parts.replace(parts.of(Part.AGENT), '+', ' ');
        Field user = parts.of(Part.USER);
        if (Bytes.indexOf(user.bytes, user.from, user.to, '@') < 0) {
            parts.replace(user, '+', ' ');
        }
        parts.replace(parts.of(Part.PATH), PLUS, BLANK_IN_PATH);
        parts.replace(parts.of(Part.COOKIES), COOKIE_PLUS, COOKIE_BLANK);
        parts.replace(parts.of(Part.FORWARDED_FOR), CHAIN_PLUS, CHAIN_BLANK);
    }

    @Override
    public int recognises(List<byte[]> firstLines) {
        boolean header = firstLines.stream().anyMatch(line -> isHeader(line, FIELDS) && own.test(columns(line)));
        boolean stated = !fields.columns().isEmpty()
                && own.test(fields.columns().stream().map(Columns::lower).toList());
        if (!header && !stated) {
            return 0;
        }
        LineReader reader = reader();
        LogLine line = new LogLine();
        return Shares.of(
                firstLines,
                header ? 100 : 60,
                bytes -> reader.read(bytes, 0, bytes.length, line) != LineReader.Reading.UNREADABLE);
    }

    @Override
    public LineReader reader() {
        return new Reader(this);
    }

    private static boolean isHeader(byte[] line, byte[] name) {
        return Bytes.startsWithIgnoreCase(line, Bytes.afterBom(line, 0, line.length), line.length, name);
    }

    private static List<String> columns(byte[] header) {
        int from = Bytes.afterBom(header, 0, header.length) + FIELDS.length;
        return Columns.names(header, from, header.length).stream()
                .map(Columns::lower)
                .toList();
    }

    private static final class Reader implements LineReader {
        private final W3cFormat format;
        private final Parts parts;
        private Columns columns = Columns.NONE;
        private byte[] day = {};

        Reader(W3cFormat format) {
            this.format = format;
            parts = new Parts(format.fields.constants());
            use(format.fields.columns());
        }

        private void use(List<String> names) {
            columns = Columns.of(names, format.known, format.fields, parts);
        }

        @Override
        public Reading read(byte[] bytes, int from, int to, LogLine line) {
            int start = Bytes.afterBom(bytes, from, to);
            int end = Bytes.trimEnd(bytes, start, to);
            if (start == end) {
                return Reading.DIRECTIVE;
            }
            if (bytes[start] == '#') {
                direct(bytes, start, end);
                return Reading.DIRECTIVE;
            }
            for (int index = 0; index < format.separators.length(); index++) {
                parts.clear();
                if (split(bytes, start, end, format.separators.charAt(index))) {
                    Field date = parts.of(Part.DATE);
                    if (date.isEmpty()) {
                        date.set(day, 0, day.length);
                    }
                    format.finish.accept(parts);
                    return parts.request(line);
                }
            }
            return Reading.UNREADABLE;
        }

        private boolean split(byte[] bytes, int start, int end, char separator) {
            return columns.split(bytes, start, end, separator)
                    || (separator == '\t' && bytes[end - 1] == '\t' && columns.split(bytes, start, end - 1, separator));
        }

        private void direct(byte[] bytes, int start, int end) {
            if (Bytes.startsWithIgnoreCase(bytes, start, end, FIELDS)) {
                List<String> names = Columns.names(bytes, start + FIELDS.length, end);
                use(format.own.test(names.stream().map(Columns::lower).toList()) ? names : List.of());
            } else if (Bytes.startsWithIgnoreCase(bytes, start, end, DATE)) {
                List<String> words = Columns.names(bytes, start + DATE.length, end);
                day = Bytes.of(words.isEmpty() ? "" : words.getFirst());
            }
        }
    }
}
