package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import dev.earshot.investigate.log.LogLine.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Data feeds of Adobe Analytics (`hit_data.tsv`): what really went to Adobe, a hit a line. The columns are those of
/// the feed's `column_headers.tsv`, as first line of the file or as `columns` in the plan.
///
/// - Only page views count: what is no page view (`post_page_event`, or `page_event`, other than 0) and what was
///   loaded into Adobe later from elsewhere (`hit_source` 5, 7, 8, 9) is set aside.
/// - Hits that Adobe leaves out of its own reports (`exclude_hit`) went to Adobe like all others, and count.
/// - The session is visitor and visit, `post_visid_high_post_visid_low_visit_num`; the user is the custom visitor id.
///   Where a site puts its member id into an eVar, the plan's `fields` says which: `user: post_evar7`.
/// - The time is when Adobe received the hit.
/// - A tab, line end or backslash in a value has a backslash before it. A value that goes on over a line's end makes
///   both lines unreadable.
///
/// Source: experienceleague.adobe.com, Analytics data feeds, "Data column reference", "Calculate metrics", "Special
/// characters in data feeds"; read 2026-11-22.
record AdobeFeedFormat(FieldMap fields) implements LogFormat {
    private static final byte[] HIT_TIME = Bytes.of("hit_time_gmt");
    private static final Map<Part, List<String>> KNOWN = Map.of(
            Part.TIME, List.of("hit_time_gmt"),
            Part.URL, List.of("post_page_url", "page_url"),
            Part.ADDRESS, List.of("ip"),
            Part.USER, List.of("post_cust_visid", "cust_visid"),
            Part.AGENT, List.of("user_agent"));
    private static final List<List<String>> EXTRAS = List.of(
            List.of("post_page_event", "page_event"),
            List.of("hit_source"),
            List.of("post_visid_high", "visid_high"),
            List.of("post_visid_low", "visid_low"),
            List.of("visit_num"));

    @Override
    public String id() {
        return "adobe-data-feed";
    }

    @Override
    public String label() {
        return "Adobe Analytics data feed";
    }

    @Override
    public int recognises(List<byte[]> firstLines) {
        Reader reader = new Reader(fields);
        LogLine line = new LogLine();
        int share = Shares.of(
                firstLines, 95, bytes -> reader.read(bytes, 0, bytes.length, line) != LineReader.Reading.UNREADABLE);
        return reader.columns.count() > 0 ? share : 0;
    }

    @Override
    public LineReader reader() {
        return new Reader(fields);
    }

    private static boolean isHeader(List<String> names) {
        return names.contains("hit_time_gmt") && (names.contains("page_url") || names.contains("post_page_url"));
    }

    private static final class Reader implements LineReader {
        private final FieldMap fields;
        private final Parts parts;
        private final Field pageEvent = new Field();
        private final Field hitSource = new Field();
        private final Field high = new Field();
        private final Field low = new Field();
        private final Field visit = new Field();
        private Columns columns = Columns.NONE;

        Reader(FieldMap fields) {
            this.fields = fields;
            Map<Part, String> constants = new EnumMap<>(Part.class);
            constants.put(Part.METHOD, "GET");
            constants.putAll(fields.constants());
            parts = new Parts(constants);
            if (isHeader(fields.columns())) {
                use(fields.columns());
            }
        }

        private void use(List<String> names) {
            Columns known = Columns.of(names, KNOWN, fields, parts);
            Field[] extras = {pageEvent, hitSource, high, low, visit};
            for (int index = 0; index < extras.length; index++) {
                for (String candidate : EXTRAS.get(index)) {
                    int column = names.indexOf(candidate);
                    if (column >= 0) {
                        List<Field> targets = new ArrayList<>(List.of(known.targets()[column]));
                        targets.add(extras[index]);
                        known.targets()[column] = targets.toArray(new Field[0]);
                        break;
                    }
                }
            }
            columns = known;
        }

        @Override
        public Reading read(byte[] bytes, int from, int to, LogLine line) {
            int start = Bytes.afterBom(bytes, from, to);
            int end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
            if (start == end) {
                return Reading.DIRECTIVE;
            }
            boolean mayBeHeader = columns.count() == 0 || (bytes[start] >= 'a' && bytes[start] <= 'z');
            if (mayBeHeader && Bytes.contains(bytes, start, end, HIT_TIME)) {
                List<String> names = Columns.names(bytes, start, end);
                if (isHeader(names)) {
                    use(names);
                    return Reading.DIRECTIVE;
                }
            }
            clear();
            if (columns.count() == 0 || !split(bytes, start, end)) {
                return Reading.UNREADABLE;
            }
            if (!isZeroOrNone(pageEvent) || isLoaded()) {
                return Reading.DIRECTIVE;
            }
            if (parts.of(Part.SESSION).isEmpty()) {
                parts.join(parts.of(Part.SESSION), '_', high, low, visit);
            }
            return parts.request(line);
        }

        private void clear() {
            parts.clear();
            pageEvent.clear();
            hitSource.clear();
            high.clear();
            low.clear();
            visit.clear();
        }

        private static boolean isZeroOrNone(Field field) {
            return field.isEmpty() || (field.length() == 1 && field.bytes[field.from] == '0');
        }

        private boolean isLoaded() {
            if (hitSource.length() != 1) {
                return false;
            }
            byte source = hitSource.bytes[hitSource.from];
            return source == '5' || source == '7' || source == '8' || source == '9';
        }

        private boolean split(byte[] bytes, int from, int to) {
            int column = 0;
            int start = from;
            boolean escaped = false;
            for (int at = from; at <= to; at++) {
                if (at < to && bytes[at] == '\\') {
                    escaped = true;
                    at++;
                    if (at >= to) {
                        return false;
                    }
                } else if (at == to || bytes[at] == '\t') {
                    if (column >= columns.count()) {
                        return false;
                    }
                    set(column++, bytes, start, at, escaped);
                    start = at + 1;
                    escaped = false;
                }
            }
            return column == columns.count();
        }

        private void set(int column, byte[] bytes, int from, int to, boolean escaped) {
            columns.set(column, bytes, from, to);
            Field[] targets = columns.targets()[column];
            if (!escaped || targets.length == 0) {
                return;
            }
            int start = parts.reserve(to - from);
            byte[] room = parts.room();
            int out = start;
            for (int at = from; at < to; at++) {
                if (bytes[at] == '\\' && at + 1 < to && (bytes[at + 1] == '\\' || bytes[at + 1] == '\t')) {
                    at++;
                }
                room[out++] = bytes[at];
            }
            parts.keep(targets[0], start, out);
            columns.set(column, room, start, out);
        }
    }
}
