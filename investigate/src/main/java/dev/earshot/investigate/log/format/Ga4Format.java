package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import dev.earshot.investigate.log.LogLine.Field;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The BigQuery export of Google Analytics 4 as JSON lines, an event a line: what really went to Google.
///
/// - Only views of a page are requests: `page_view`, and what the plan's `pageEvents` names beside it. All other
///   events are set aside: they happen while a page is open, or as it is left, when another tag may be live than when
///   it was loaded. A view without `page_location` is unreadable.
/// - The user is `user_id`, the session `user_pseudo_id.ga_session_id`. There is no address and no user agent.
/// - Numbers of 64 bits may be texts, as BigQuery exports them.
///
/// Source: developers.google.com/analytics/bigquery/event-schema, "BigQuery Export schema"; read 2026-11-22.
record Ga4Format(FieldMap fields) implements LogFormat {
    private static final List<String> PATHS =
            List.of("event_timestamp", "event_name", "event_params", "user_id", "user_pseudo_id");
    private static final int TIME = 0;
    private static final int NAME = 1;
    private static final int PARAMS = 2;
    private static final int USER = 3;
    private static final int VISITOR = 4;

    private static final List<String> PARAM_PATHS = List.of("key", "value.string_value", "value.int_value");
    private static final byte[] LOCATION = Bytes.of("page_location");
    private static final byte[] SESSION = Bytes.of("ga_session_id");

    @Override
    public String id() {
        return "ga4-bigquery";
    }

    @Override
    public String label() {
        return "Google Analytics 4, BigQuery export as JSON lines";
    }

    @Override
    public int recognises(List<byte[]> firstLines) {
        JsonScanner scanner = new JsonScanner(PATHS);
        return Shares.of(
                firstLines,
                95,
                line -> scanner.scan(line, Bytes.afterBom(line, 0, line.length), line.length)
                        && scanner.has(TIME)
                        && scanner.has(NAME)
                        && scanner.kind(PARAMS) == JsonScanner.Kind.CONTAINER);
    }

    @Override
    public LineReader reader() {
        return new Reader(fields);
    }

    private static final class Reader implements LineReader {
        private final JsonScanner scanner = new JsonScanner(PATHS);
        private final JsonScanner param = new JsonScanner(PARAM_PATHS);
        private final byte[][] pageEvents;
        private final Field session = new Field();
        private final Parts parts;

        Reader(FieldMap fields) {
            Map<Part, String> constants = new EnumMap<>(Part.class);
            constants.put(Part.METHOD, "GET");
            constants.putAll(fields.constants());
            parts = new Parts(constants);
            pageEvents = Stream.concat(Stream.of("page_view"), fields.pageEvents().stream())
                    .map(Bytes::of)
                    .toArray(byte[][]::new);
        }

        @Override
        public Reading read(byte[] bytes, int from, int to, LogLine line) {
            int start = Bytes.afterBom(bytes, from, to);
            if (start == Bytes.trimEnd(bytes, start, to)) {
                return Reading.DIRECTIVE;
            }
            if (bytes[start] != '{' || !scanner.scan(bytes, start, to) || !scanner.has(TIME) || !scanner.has(NAME)) {
                return Reading.UNREADABLE;
            }
            if (!isPageEvent()) {
                return Reading.DIRECTIVE;
            }
            parts.clear();
            session.clear();
            set(scanner, TIME, parts.of(Part.TIME));
            set(scanner, USER, parts.of(Part.USER));
            if (scanner.kind(PARAMS) == JsonScanner.Kind.CONTAINER) {
                readParams(scanner.value(PARAMS));
            }
            if (!session.isEmpty()) {
                Field visitor = parts.of(Part.SESSION);
                set(scanner, VISITOR, visitor);
                parts.join(visitor, '.', visitor, session);
            }
            return parts.request(line);
        }

        private boolean isPageEvent() {
            for (byte[] event : pageEvents) {
                if (scanner.is(NAME, event)) {
                    return true;
                }
            }
            return false;
        }

        private void readParams(Field array) {
            int at = array.from + 1;
            while (at < array.to && array.bytes[array.from] == '[') {
                if (array.bytes[at] != '{') {
                    at++;
                    continue;
                }
                int end = param.endOf(array.bytes, at, array.to);
                if (end < 0) {
                    return;
                }
                if (param.scan(array.bytes, at, end)) {
                    if (param.is(0, LOCATION)) {
                        set(param, 1, parts.of(Part.URL));
                    } else if (param.is(0, SESSION)) {
                        set(param, param.has(2) ? 2 : 1, session);
                    }
                }
                at = end;
            }
        }

        private void set(JsonScanner from, int path, Field target) {
            JsonScanner.Kind kind = from.kind(path);
            if (kind == JsonScanner.Kind.STRING && from.escaped(path)) {
                JsonFormat.unescape(from.value(path), parts, target);
            } else if (kind == JsonScanner.Kind.STRING || kind == JsonScanner.Kind.PLAIN) {
                Field value = from.value(path);
                target.set(value.bytes, value.from, value.to);
            }
        }
    }
}
