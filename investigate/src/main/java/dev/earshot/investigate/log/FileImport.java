package dev.earshot.investigate.log;

import dev.earshot.investigate.log.LineReader.Reading;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.RowWriter;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one file of logs: each of its lines becomes a row of lines or is set aside, and is counted.
///
/// For one thread.
final class FileImport {
    private static final byte[] GET = {'G', 'E', 'T'};
    private static final byte[] POST = {'P', 'O', 'S', 'T'};
    private static final byte[] HTTP = "http://".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https://".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SLASH = {'/'};
    private static final int FIRST_LINES = 100;
    private static final int ROWS = 1024;
    private static final int PLACES = 5;
    private static final int SURE = 50;
    private static final int LONGEST_OTHER = 1 << 16;

    private final LogSource source;
    private final Sieve sieve;
    private final ParquetTable lineRows;
    private final RowWriter pageRows;
    private final long numberBase;
    private final Pages pages;
    private final Agents agents;
    private final ZonedClock clock;
    private final LogLine line = new LogLine();
    private final Address address = new Address();
    private final Address candidate = new Address();
    private final byte[] addressBytes = new byte[16];
    private final Map<SetAside, Count> setAside = new EnumMap<>(SetAside.class);
    private final Map<LogFormat, LineReader> others = new LinkedHashMap<>();
    private final Map<String, Count> otherLines = new LinkedHashMap<>();
    private final Count unreadable = new Count();
    private final Count withoutHost = new Count();
    private final Count withoutVisitor = new Count();
    private final List<String> faults = new ArrayList<>();
    private final Page.Host defaultHost;
    private @Nullable LogFormat format;
    /// Lines of the format that is read now, where that is not the file's.
    private @Nullable Count otherCount;
    private LineReader reader = (bytes, from, to, into) -> Reading.UNREADABLE;
    private Reading last = Reading.UNREADABLE;
    private boolean known;
    /// Columns of rows that are not written yet.
    private final long[][] rows = new long[Table.LINES.columns().size()][ROWS];
    private int row;
    private long lines;
    private long used;
    private long firstTs = Long.MAX_VALUE;
    private long lastTs = Long.MIN_VALUE;

    FileImport(
            LogSource source,
            Sieve sieve,
            Set<String> parameters,
            int number,
            ParquetTable lineRows,
            RowWriter pageRows) {
        this.source = source;
        this.sieve = sieve;
        this.lineRows = lineRows;
        this.pageRows = pageRows;
        this.numberBase = (long) number << 40;
        this.pages = new Pages(sieve, parameters);
        this.agents = new Agents(sieve.agents);
        this.clock = new ZonedClock(source.plan().zone());
        this.defaultHost = pages.host(source.host(), 0, source.host().length);
        for (SetAside reason : SetAside.values()) {
            setAside.put(reason, new Count());
        }
    }

    FileAccount read(Unpacked content, int number, String location, String sha256) throws IOException {
        Lines all = new Lines(content);
        if (all.skip(0xff, 0xfe) || all.skip(0xfe, 0xff)) {
            faults.add("it is UTF-16: none of it was read; store it as UTF-8");
        } else {
            all.skip(0xef, 0xbb, 0xbf);
            choose(all.first(FIRST_LINES));
        }
        String id = format == null ? "none" : format.id();
        while (all.next()) {
            lines++;
            SetAside reason = all.tooLong() || (all.cut() && content.broken())
                    ? SetAside.UNREADABLE
                    : take(all.bytes(), all.from(), all.to());
            if (reason == SetAside.UNREADABLE) {
                unreadable.add(lines);
            }
            if (reason != null) {
                count(reason).add(lines);
            }
        }
        flush();
        content.fault().ifPresent(faults::add);
        tellFaults();
        Map<SetAside, Long> counts = new EnumMap<>(SetAside.class);
        setAside.forEach((reason, count) -> {
            if (count.count > 0) {
                counts.put(reason, count.count);
            }
        });
        return new FileAccount(
                number,
                location,
                sha256,
                id,
                lines,
                used,
                counts,
                used == 0 ? 0 : firstTs,
                used == 0 ? 0 : lastTs,
                faults);
    }

    private Count count(SetAside reason) {
        Count count = setAside.get(reason);
        if (count == null) {
            throw new IllegalStateException(reason.name());
        }
        return count;
    }

    private void choose(List<byte[]> first) {
        LogFormat chosen = source.format()
                .or(() -> LogFormats.detected(first, source.formats()))
                .orElse(null);
        format = chosen;
        if (chosen != null) {
            reader = chosen.reader();
            others.put(chosen, reader);
        } else if (!first.isEmpty()) {
            faults.add("none of the known formats fits its first lines; state its format in the plan");
        }
    }

    /// Why the line is set aside; null where it is used.
    private @Nullable SetAside take(byte[] bytes, int from, int to) throws IOException {
        line.clear();
        Reading reading = reader.read(bytes, from, to, line);
        if (reading == Reading.UNREADABLE) {
            reading = otherwise(bytes, from, to);
        } else if (otherCount != null) {
            otherCount.add(lines);
        }
        return switch (reading) {
            case DIRECTIVE -> SetAside.DIRECTIVE;
            case UNREADABLE -> SetAside.UNREADABLE;
            case REQUEST -> sift();
        };
    }

    /// What another format makes of a line that the file's own can't read, unless the plan states the format.
    private Reading otherwise(byte[] bytes, int from, int to) {
        if (source.format().isPresent() || to - from > LONGEST_OTHER || from == to) {
            return from == to ? Reading.DIRECTIVE : Reading.UNREADABLE;
        }
        for (Map.Entry<LogFormat, LineReader> other : others.entrySet()) {
            if (!other.getValue().equals(reader) && reads(other.getKey(), other.getValue(), bytes, from, to)) {
                return last;
            }
        }
        byte[] copy = Arrays.copyOfRange(bytes, from, to);
        for (LogFormat other : source.formats()) {
            if (!others.containsKey(other) && other.recognises(List.of(copy)) >= SURE) {
                LineReader fresh = other.reader();
                if (reads(other, fresh, bytes, from, to)) {
                    others.put(other, fresh);
                    return last;
                }
            }
        }
        return Reading.UNREADABLE;
    }

    private boolean reads(LogFormat other, LineReader itsReader, byte[] bytes, int from, int to) {
        line.clear();
        last = itsReader.read(bytes, from, to, line);
        if (last == Reading.UNREADABLE) {
            return false;
        }
        reader = itsReader;
        otherCount = other.equals(format) ? null : otherLines.computeIfAbsent(other.label(), label -> new Count());
        if (otherCount != null) {
            otherCount.add(lines);
        }
        return true;
    }

    private @Nullable SetAside sift() throws IOException {
        long ts = (line.local ? clock.toUtc(line.time) : line.time) + source.correction();
        if (ts < sieve.from || ts >= sieve.to) {
            return SetAside.OUTSIDE_PERIOD;
        }
        LogLine.Field path = line.path;
        Page.Host host = host(path);
        if (host.name().length == 0) {
            withoutHost.add(lines);
            return SetAside.UNREADABLE;
        }
        if (!host.investigated() && sieve.applies(SetAside.OTHER_HOST)) {
            return SetAside.OTHER_HOST;
        }
        Agents.Agent agent = agents.of(line.agent.bytes, line.agent.from, line.agent.to);
        byte[] method = method();
        if (method.length == 0 || path.isEmpty()) {
            // No request, as the server saw too.
            return SetAside.METHOD;
        }
        int question = Scan.indexOf(path.bytes, path.from, path.to, (byte) '?');
        Page page = pages.page(host, method, path.bytes, path.from, question);
        if ((agent.healthCheck || page.healthCheck) && sieve.applies(SetAside.HEALTH_CHECK)) {
            return SetAside.HEALTH_CHECK;
        }
        if (agent.bot && sieve.applies(SetAside.BOT)) {
            return SetAside.BOT;
        }
        findClient();
        if (known && sieve.applies(SetAside.INTERNAL) && sieve.internal.contain(address)) {
            return SetAside.INTERNAL;
        }
        if (!Arrays.equals(method, GET) && !Arrays.equals(method, POST) && sieve.applies(SetAside.METHOD)) {
            return SetAside.METHOD;
        }
        if (!sieve.answered(line.status) && sieve.applies(SetAside.STATUS)) {
            return SetAside.STATUS;
        }
        if (page.notPage && sieve.applies(SetAside.NOT_A_PAGE)) {
            return SetAside.NOT_A_PAGE;
        }
        if (page.stated && sieve.applies(SetAside.STATED)) {
            return SetAside.STATED;
        }
        write(ts, page, question, agent);
        return null;
    }

    private void write(long ts, Page page, int question, Agents.Agent agent) throws IOException {
        LogLine.Field path = line.path;
        long key = line.query.isEmpty()
                ? pages.key(page, path.bytes, question, path.to)
                : pages.key(page, line.query.bytes, line.query.from, line.query.to);
        if (pages.isNew(key)) {
            pageRows.set(0, key)
                    .set(1, page.method, 0, page.method.length)
                    .set(2, page.host.name(), 0, page.host.name().length)
                    .set(3, page.path, 0, page.path.length)
                    .set(4, pages.query, 0, pages.queryLength)
                    .endRow();
        }
        long session = session();
        long client = client(agent);
        if (session == Key.NONE && client == Key.NONE) {
            withoutVisitor.add(lines);
        }
        rows[0][row] = numberBase | lines;
        rows[1][row] = ts;
        rows[2][row] = key;
        rows[3][row] = key(Key.Kind.USER, line.user);
        rows[4][row] = session;
        rows[5][row] = key(Key.Kind.TRACE, line.trace);
        rows[6][row] = client;
        row++;
        if (row == ROWS) {
            flush();
        }
        used++;
        firstTs = Math.min(firstTs, ts);
        lastTs = Math.max(lastTs, ts);
    }

    private void flush() throws IOException {
        lineRows.append(rows, 0, row);
        row = 0;
    }

    private static long key(Key.Kind kind, LogLine.Field field) {
        return Key.of(kind, field.bytes, field.from, field.to);
    }

    /// The host of the line, or of the source. An absolute address is cut down to its path.
    private Page.Host host(LogLine.Field path) {
        if (path.length() > HTTP.length && path.bytes[path.from] != '/') {
            int start = startsWithIgnoringCase(path, HTTP)
                    ? path.from + HTTP.length
                    : startsWithIgnoringCase(path, HTTPS) ? path.from + HTTPS.length : path.to;
            if (start < path.to) {
                int end = start;
                while (end < path.to && path.bytes[end] != '/' && path.bytes[end] != '?') {
                    end++;
                }
                int at = Scan.indexOf(path.bytes, start, end, (byte) '@');
                Page.Host host = pages.host(path.bytes, at < end ? at + 1 : start, end);
                path.from = end;
                if (path.isEmpty()) {
                    path.set(SLASH, 0, 1);
                }
                return host;
            }
        }
        return line.host.isEmpty() ? defaultHost : pages.host(line.host.bytes, line.host.from, line.host.to);
    }

    private static boolean startsWithIgnoringCase(LogLine.Field field, byte[] start) {
        if (field.length() < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (Scan.lower(field.bytes[field.from + i]) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private byte[] method() {
        LogLine.Field method = line.method;
        if (is(method, GET)) {
            return GET;
        }
        if (is(method, POST)) {
            return POST;
        }
        byte[] other = Arrays.copyOfRange(method.bytes, method.from, Math.min(method.to, method.from + 32));
        for (int i = 0; i < other.length; i++) {
            int letter = other[i] | 0x20;
            boolean plain = (letter >= 'a' && letter <= 'z') || other[i] == '-' || other[i] == '_';
            other[i] = !plain ? (byte) '_' : letter <= 'z' && letter >= 'a' ? (byte) (letter & ~0x20) : other[i];
        }
        return other;
    }

    private static boolean is(LogLine.Field field, byte[] word) {
        if (field.length() != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((field.bytes[field.from + i] & ~0x20) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /// Sets [#address] to the visitor's: from the right of the X-Forwarded-For, the first that is no trusted proxy, as
    /// long as a trusted proxy vouches for it.
    private void findClient() {
        known = address.read(line.address.bytes, line.address.from, line.address.to);
        LogLine.Field chain = line.forwardedFor;
        if (source.trusted().isEmpty()
                || chain.isEmpty()
                || (!line.address.isEmpty() && !(known && source.trusted().contain(address)))) {
            return;
        }
        int end = chain.to;
        while (end > chain.from) {
            int start = end;
            while (start > chain.from && chain.bytes[start - 1] != ',') {
                start--;
            }
            if (!candidate.read(chain.bytes, start, end)) {
                return;
            }
            address.high = candidate.high;
            address.low = candidate.low;
            known = true;
            if (!source.trusted().contain(address)) {
                return;
            }
            end = start - 1;
        }
    }

    private long client(Agents.Agent agent) {
        if (known) {
            return ClientKey.of(agent.hash, address, addressBytes);
        }
        LogLine.Field written = line.address;
        return written.isEmpty()
                ? Key.NONE
                : ClientKey.of(agent.hash, written.bytes, written.from, written.to, candidate, addressBytes);
    }

    /// From its own field, else the cookie that the plan names, else the path.
    private long session() {
        if (!line.session.isEmpty()) {
            return sessionKey(line.session.bytes, line.session.from, line.session.to);
        }
        byte[] name = source.sessionCookie();
        if (name.length > 0 && !line.cookies.isEmpty()) {
            byte[] bytes = line.cookies.bytes;
            for (int at = line.cookies.from; at < line.cookies.to; ) {
                int end = Scan.indexOf(bytes, at, line.cookies.to, (byte) ';');
                while (at < end && bytes[at] == ' ') {
                    at++;
                }
                int value = at + name.length;
                if (value < end && bytes[value] == '=' && Scan.startsWith(bytes, at, value, name)) {
                    return sessionKey(bytes, value + 1, end);
                }
                at = end + 1;
            }
        }
        return sessionKey(line.path.bytes, pages.sessionFrom, pages.sessionTo);
    }

    private static long sessionKey(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        if (end - start > 1 && bytes[start] == '"' && bytes[end - 1] == '"') {
            start++;
            end--;
        }
        return end - start == 1 && bytes[start] == '-' ? Key.NONE : Key.of(Key.Kind.SESSION, bytes, start, end);
    }

    private void tellFaults() {
        if (unreadable.count > 0) {
            faults.add(unreadable.tell("could not be read as a request"));
        }
        otherLines.forEach((label, count) -> faults.add(count.tell("read as another format: " + label)));
        if (withoutHost.count > 0) {
            faults.add(withoutHost.tell("without a host, and the plan states none for this source"));
        }
        if (withoutVisitor.count > 0) {
            faults.add(withoutVisitor.tell("used though neither a session nor an address tells whose they are"));
        }
        if (clock.doubtful() > 0) {
            faults.add(clock.doubtful() + " times are of an hour in which clocks were changed in "
                    + source.plan().zone().getId() + "; one that came twice was taken for the first");
        }
    }

    /// How many lines, and which were the first.
    private static final class Count {
        private long count;
        private final long[] places = new long[PLACES];

        void add(long number) {
            if (count < PLACES) {
                places[(int) count] = number;
            }
            count++;
        }

        String tell(String what) {
            StringBuilder text = new StringBuilder(count == 1 ? "line " : "lines ");
            for (int i = 0; i < Math.min(count, PLACES); i++) {
                text.append(i == 0 ? "" : ", ").append(places[i]);
            }
            if (count > PLACES) {
                text.append(" and ").append(count - PLACES).append(" more");
            }
            return text.append(' ').append(what).toString();
        }
    }
}
