package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values with commas, semicolons, tabs or bars between them, quoted where they have to be, under a line of column
/// names; where there is no such line, the plan names the columns. Columns are known by usual names, or by the plan's
/// field map.
///  A line is a record. Where a quoted value goes on over the end of its line, each of these lines is unreadable: a
/// stray quote then costs a line, not the rest of the file. A line has exactly as many values as there are columns.
///
/// Source: RFC 4180, read 2026-11-22.
record CsvFormat(FieldMap fields) implements LogFormat {
    private static final String SEPARATORS = ",\t;|";
    private static final Map<Part, List<String>> USUAL = Map.ofEntries(
            Map.entry(
                    Part.TIME,
                    List.of("timestamp", "@timestamp", "_time", "datetime", "date_time", "event_time", "time")),
            Map.entry(Part.STATUS, List.of("status", "status_code", "http_status", "response_code")),
            Map.entry(Part.METHOD, List.of("method", "http_method", "request_method")),
            Map.entry(Part.HOST, List.of("host", "http_host", "server_name", "vhost")),
            Map.entry(Part.PATH, List.of("path", "uri_path", "request_uri", "uri")),
            Map.entry(Part.QUERY, List.of("query", "query_string", "uri_query")),
            Map.entry(Part.URL, List.of("url", "request_url")),
            Map.entry(Part.REQUEST, List.of("request", "request_line")),
            Map.entry(Part.ADDRESS, List.of("address", "ip", "client_ip", "clientip", "remote_addr")),
            Map.entry(
                    Part.FORWARDED_FOR,
                    List.of("forwardedfor", "x_forwarded_for", "x-forwarded-for", "http_x_forwarded_for")),
            Map.entry(Part.USER, List.of("user", "username", "remote_user", "user_id")),
            Map.entry(Part.SESSION, List.of("session", "session_id", "sessionid")),
            Map.entry(Part.TRACE, List.of("trace", "trace_id", "request_id")),
            Map.entry(Part.AGENT, List.of("agent", "user_agent", "useragent", "http_user_agent")),
            Map.entry(Part.COOKIES, List.of("cookies", "cookie", "http_cookie")));

    @Override
    public String id() {
        return "csv";
    }

    @Override
    public String label() {
        return "CSV or TSV";
    }

    @Override
    public int recognises(List<byte[]> firstLines) {
        Reader reader = new Reader(fields);
        LogLine line = new LogLine();
        int share = Shares.of(
                firstLines,
                fields.columns().isEmpty() ? 80 : 55,
                bytes -> reader.read(bytes, 0, bytes.length, line) != LineReader.Reading.UNREADABLE);
        return reader.isReady() ? share : 0;
    }

    @Override
    public LineReader reader() {
        return new Reader(fields);
    }

    /// The names that each part goes by; `date` and `time` are two halves where both are there.
    private static Map<Part, List<String>> known(List<String> names) {
        List<String> lower = names.stream().map(Columns::lower).toList();
        EnumMap<Part, List<String>> known = new EnumMap<>(Part.class);
        known.putAll(USUAL);
        if (lower.contains("date") && lower.contains("time")) {
            known.put(Part.DATE, List.of("date"));
            known.put(Part.CLOCK, List.of("time"));
            known.remove(Part.TIME);
        }
        return known;
    }

    private static boolean isWhole(List<String> names, FieldMap fields) {
        EnumMap<Part, String> found = new EnumMap<>(Part.class);
        List<String> lower = names.stream().map(Columns::lower).toList();
        known(names)
                .forEach((part, candidates) -> candidates.stream()
                        .filter(lower::contains)
                        .findFirst()
                        .ifPresent(name -> found.put(part, name)));
        fields.names().forEach((part, name) -> {
            if (lower.contains(Columns.lower(name))) {
                found.put(part, name);
            }
        });
        return new FieldMap(found, fields.constants(), List.of(), List.of()).isWhole();
    }

    private static final class Reader implements LineReader {
        private final FieldMap fields;
        private final Parts parts;
        private @Nullable Columns columns;
        private char separator;
        private byte[] header = {};

        Reader(FieldMap fields) {
            this.fields = fields;
            parts = new Parts(fields.constants());
            if (!fields.columns().isEmpty() && isWhole(fields.columns(), fields)) {
                use(fields.columns());
            }
        }

        boolean isReady() {
            return columns != null;
        }

        private void use(List<String> names) {
            columns = Columns.of(names, known(names), fields, parts);
        }

        @Override
        public Reading read(byte[] bytes, int from, int to, LogLine line) {
            int start = Bytes.afterBom(bytes, from, to);
            int end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
            if (start == end) {
                return Reading.DIRECTIVE;
            }
            Columns known = columns;
            if (known == null) {
                return readHeader(bytes, start, end) ? Reading.DIRECTIVE : Reading.UNREADABLE;
            }
            if (Arrays.equals(bytes, start, end, header, 0, header.length)) {
                return Reading.DIRECTIVE;
            }
            if (separator != 0) {
                parts.clear();
                return split(bytes, start, end, known) ? parts.request(line) : Reading.UNREADABLE;
            }
            return readFirst(bytes, start, end, known, line);
        }

        /// The first line under columns that the plan names: of these separators, the one that gives as many.
        private Reading readFirst(byte[] bytes, int start, int end, Columns known, LogLine line) {
            for (int index = 0; index < SEPARATORS.length(); index++) {
                separator = SEPARATORS.charAt(index);
                if (names(bytes, start, end, separator).equals(fields.columns())) {
                    header = Arrays.copyOfRange(bytes, start, end);
                    return Reading.DIRECTIVE;
                }
                parts.clear();
                if (split(bytes, start, end, known)) {
                    return parts.request(line);
                }
            }
            separator = 0;
            return Reading.UNREADABLE;
        }

        private boolean readHeader(byte[] bytes, int start, int end) {
            for (int index = 0; index < SEPARATORS.length(); index++) {
                List<String> names = names(bytes, start, end, SEPARATORS.charAt(index));
                if (names.size() > 1 && isWhole(names, fields)) {
                    separator = SEPARATORS.charAt(index);
                    header = Arrays.copyOfRange(bytes, start, end);
                    use(names);
                    return true;
                }
            }
            return false;
        }

        private static List<String> names(byte[] bytes, int start, int end, char separator) {
            String text = new String(bytes, start, Math.min(end - start, 1 << 16), StandardCharsets.UTF_8);
            List<String> names = new ArrayList<>();
            for (String name : text.split(separator == '|' ? "\\|" : String.valueOf(separator), -1)) {
                String trimmed = name.strip();
                boolean quoted = trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"");
                names.add(quoted ? trimmed.substring(1, trimmed.length() - 1) : trimmed);
            }
            return names;
        }

        private boolean split(byte[] bytes, int from, int to, Columns known) {
            int at = from;
            for (int column = 0; column < known.count(); column++) {
                int next = at < to && bytes[at] == '"'
                        ? quoted(bytes, at + 1, to, known, column)
                        : bare(bytes, at, to, known, column);
                if (next < 0) {
                    return false;
                }
                boolean last = column + 1 == known.count();
                if (last != (next == to) || (!last && bytes[next] != separator)) {
                    return false;
                }
                at = next + 1;
            }
            return true;
        }

        private int bare(byte[] bytes, int from, int to, Columns known, int column) {
            int end = Bytes.indexOf(bytes, from, to, separator);
            end = end < 0 ? to : end;
            known.set(column, bytes, from, end);
            return end;
        }

        /// Where the value ends, behind its quote; -1 where it does not.
        private int quoted(byte[] bytes, int from, int to, Columns known, int column) {
            int doubled = 0;
            int at = from;
            while (at < to) {
                if (bytes[at] != '"') {
                    at++;
                } else if (at + 1 < to && bytes[at + 1] == '"') {
                    doubled++;
                    at += 2;
                } else {
                    break;
                }
            }
            if (at >= to) {
                return -1;
            }
            if (doubled == 0 || known.targets()[column].length == 0) {
                known.set(column, bytes, from, at);
            } else {
                int start = parts.reserve(at - from);
                byte[] room = parts.room();
                int out = start;
                for (int in = from; in < at; in++) {
                    room[out++] = bytes[in];
                    if (bytes[in] == '"') {
                        in++;
                    }
                }
                parts.keep(known.targets()[column][0], start, out);
                known.set(column, room, start, out);
            }
            return at + 1;
        }
    }
}
