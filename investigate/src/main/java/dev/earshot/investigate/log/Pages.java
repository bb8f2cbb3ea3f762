package dev.earshot.investigate.log;

import dev.earshot.investigate.table.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pages of one file: addresses as logged, brought to the one form that pages are told apart by.
///
/// In a path, percent escapes of unreserved characters are resolved and the others written in capitals, what can't
/// stand in an address is escaped, and segments of dots are removed (RFC 3986, section 6.2.2). An empty path is `/`.
/// Nothing else is alike: neither case, nor double slashes, nor a slash at the end. Of a query only the parameters that
/// are asked for are kept, as they are, in their order.
///
/// What is remembered is bounded. When it is full it is forgotten, and a page may be given out as new again.
final class Pages {
    private static final int SLOTS = 1 << 15;
    private static final int MOST = SLOTS / 2;
    private static final int LONGEST = 2048;
    private static final int HOSTS = 1024;
    private static final int WRITTEN = 1 << 18;
    private static final byte[] SESSION = ";jsessionid=".getBytes(StandardCharsets.US_ASCII);

    private final Sieve sieve;
    private final List<byte[]> parameters;
    private final boolean wholeQuery;
    private final @Nullable Page[] slots = new Page[SLOTS];
    private final long[] hashes = new long[SLOTS];
    private final Page.@Nullable Host[] hosts = new Page.Host[HOSTS];
    private final LongSet written = new LongSet(WRITTEN);
    private int count;
    private byte[] scratch = new byte[512];

    /// Where the session id of the path that was asked for last is, in the bytes that were handed in.
    int sessionFrom;
    int sessionTo;

    /// The part of the last query that matters.
    byte[] query = new byte[256];
    int queryLength;

    /// @param parameters names of query parameters to keep; `*` for the whole query
    Pages(Sieve sieve, Set<String> parameters) {
        this.sieve = sieve;
        this.wholeQuery = parameters.contains("*");
        this.parameters = parameters.stream()
                .sorted()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /// @param bytes of a Host header, or what else names a host
    Page.Host host(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + bytes[at];
        }
        int slot = (hash ^ hash >>> 15) & HOSTS - 1;
        Page.Host known = hosts[slot];
        if (known != null && Scan.same(bytes, from, to, known.written())) {
            return known;
        }
        Page.Host host = newHost(Arrays.copyOfRange(bytes, from, to));
        hosts[slot] = host;
        return host;
    }

    private Page.Host newHost(byte[] written) {
        int end = written.length;
        int colon = end;
        while (colon > 0 && Scan.isDigit(written[colon - 1])) {
            colon--;
        }
        if (colon > 0 && written[colon - 1] == ':') {
            end = colon - 1;
        }
        if (end > 0 && written[end - 1] == '.') {
            end--;
        }
        byte[] name = Arrays.copyOf(written, end);
        boolean plain = end > 0;
        for (int i = 0; i < end; i++) {
            name[i] = Scan.lower(name[i]);
            plain &= name[i] > ' ' && name[i] != 0x7f;
        }
        return new Page.Host(written, name, plain && sieve.investigates(new String(name, StandardCharsets.ISO_8859_1)));
    }

    /// The page of a path, without its query. Its session id is left out, and told by [#sessionFrom].
    Page page(Page.Host host, byte[] method, byte[] bytes, int from, int to) {
        sessionFrom = 0;
        sessionTo = 0;
        int semicolon = Scan.indexOf(bytes, from, to, (byte) ';');
        if (semicolon < to) {
            int length = withoutSession(bytes, from, to);
            return find(host, method, scratch, 0, length);
        }
        return find(host, method, bytes, from, to);
    }

    private Page find(Page.Host host, byte[] method, byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return newPage(host, method, Arrays.copyOfRange(bytes, from, to));
        }
        long hash = Key.extend(System.identityHashCode(host), bytes, from, to);
        int slot = (int) (hash ^ hash >>> 32) & SLOTS - 1;
        for (Page page = slots[slot]; page != null; page = slots[slot]) {
            if (hashes[slot] == hash
                    && page.host.equals(host)
                    && Arrays.equals(page.method, method)
                    && Scan.same(bytes, from, to, page.raw)) {
                return page;
            }
            slot = (slot + 1) & SLOTS - 1;
        }
        Page page = newPage(host, method, Arrays.copyOfRange(bytes, from, to));
        if (count == MOST) {
            Arrays.fill(slots, null);
            count = 0;
            slot = (int) (hash ^ hash >>> 32) & SLOTS - 1;
        }
        slots[slot] = page;
        hashes[slot] = hash;
        count++;
        return page;
    }

    private Page newPage(Page.Host host, byte[] method, byte[] raw) {
        byte[] path = canonical(raw);
        String text = new String(path, StandardCharsets.ISO_8859_1);
        long hash = Key.extend(Key.Kind.PAGE.seed(), method, 0, method.length);
        hash = Key.extend(hash, host.name(), 0, host.name().length);
        hash = Key.extend(hash, path, 0, path.length);
        return new Page(
                host,
                method,
                raw,
                path,
                hash,
                Key.finish(Key.extend(hash, path, 0, 0)),
                sieve.isHealthCheck(text),
                sieve.isNotPage(path),
                sieve.isIgnored(text));
    }

    /// The key of a page together with what matters of its query, which is then in [#query].
    long key(Page page, byte[] bytes, int from, int to) {
        queryLength = 0;
        if (from < to && !parameters.isEmpty()) {
            keep(bytes, bytes[from] == '?' ? from + 1 : from, to);
        }
        return queryLength == 0 ? page.key : Key.finish(Key.extend(page.hash, query, 0, queryLength));
    }

    /// Whether the page is to be written: it was not yet, or that was forgotten.
    boolean isNew(long key) {
        return written.add(key);
    }

    private void keep(byte[] bytes, int from, int to) {
        if (wholeQuery) {
            keepPair(bytes, from, to, false);
            return;
        }
        for (int at = from; at < to; ) {
            int end = Scan.indexOf(bytes, at, to, (byte) '&');
            if (isAskedFor(bytes, at, Scan.indexOf(bytes, at, end, (byte) '='))) {
                keepPair(bytes, at, end, queryLength > 0);
            }
            at = end + 1;
        }
    }

    private void keepPair(byte[] bytes, int from, int to, boolean further) {
        int most = queryLength + 3 * (to - from) + 1;
        if (most > query.length) {
            query = Arrays.copyOf(query, Math.max(most, 2 * query.length));
        }
        if (further) {
            query[queryLength++] = '&';
        }
        for (int at = from; at < to; at++) {
            queryLength = putEscaped(bytes[at], query, queryLength);
        }
    }

    private boolean isAskedFor(byte[] bytes, int from, int to) {
        for (byte[] name : parameters) {
            if (Scan.same(bytes, from, to, name)) {
                return true;
            }
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == '%' || bytes[at] == '+') {
                byte[] decoded = decoded(bytes, from, to);
                return parameters.stream().anyMatch(name -> Arrays.equals(name, decoded));
            }
        }
        return false;
    }

    private static byte[] decoded(byte[] bytes, int from, int to) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            int value = bytes[at] == '%' ? escape(bytes, at, to) : -1;
            if (value >= 0) {
                at += 2;
            }
            decoded[length++] = value >= 0 ? (byte) value : bytes[at] == '+' ? (byte) ' ' : bytes[at];
        }
        return Arrays.copyOf(decoded, length);
    }

    /// The value of the escape that starts with the percent sign at `at`; below 0 where there is none.
    private static int escape(byte[] bytes, int at, int to) {
        int high = at + 2 < to ? Scan.hex(bytes[at + 1]) : -1;
        int low = at + 2 < to ? Scan.hex(bytes[at + 2]) : -1;
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /// Copies a path to [#scratch] without `;jsessionid=…`.
    private int withoutSession(byte[] bytes, int from, int to) {
        if (scratch.length < to - from) {
            scratch = new byte[2 * (to - from)];
        }
        int length = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] == ';' && isSession(bytes, at, to)) {
                int start = at + SESSION.length;
                int end = start;
                while (end < to && bytes[end] != ';' && bytes[end] != '/') {
                    end++;
                }
                if (sessionTo == 0) {
                    sessionFrom = start;
                    sessionTo = end;
                }
                at = end - 1;
            } else {
                scratch[length++] = bytes[at];
            }
        }
        return length;
    }

    private static boolean isSession(byte[] bytes, int at, int to) {
        if (to - at < SESSION.length) {
            return false;
        }
        for (int i = 0; i < SESSION.length; i++) {
            if (Scan.lower(bytes[at + i]) != SESSION[i]) {
                return false;
            }
        }
        return true;
    }

    static byte[] canonical(byte[] raw) {
        byte[] path = new byte[3 * raw.length + 1];
        int length = 0;
        if (raw.length == 0 || raw[0] != '/') {
            path[length++] = '/';
        }
        for (int at = 0; at < raw.length; at++) {
            int value = raw[at] == '%' ? escape(raw, at, raw.length) : -1;
            if (value < 0 && raw[at] != '%') {
                length = putEscaped(raw[at], path, length);
                continue;
            }
            // A percent sign that starts no escape stands for itself.
            at += value < 0 ? 0 : 2;
            value = value < 0 ? '%' : value;
            if (isUnreserved(value)) {
                path[length++] = (byte) value;
            } else {
                path[length++] = '%';
                path[length++] = PatternReader.hexDigit(value >> 4);
                path[length++] = PatternReader.hexDigit(value);
            }
        }
        return withoutDots(path, length);
    }

    private static boolean isUnreserved(int value) {
        return (value >= 'a' && value <= 'z')
                || (value >= 'A' && value <= 'Z')
                || (value >= '0' && value <= '9')
                || value == '-'
                || value == '.'
                || value == '_'
                || value == '~';
    }

    /// Appends a byte, escaped where it can't stand in an address.
    private static int putEscaped(byte value, byte[] into, int at) {
        if (value > ' ' && value != 0x7f) {
            into[at] = value;
            return at + 1;
        }
        into[at] = '%';
        into[at + 1] = PatternReader.hexDigit(value >> 4);
        into[at + 2] = PatternReader.hexDigit(value);
        return at + 3;
    }

    /// RFC 3986, section 5.2.4.
    private static byte[] withoutDots(byte[] path, int length) {
        List<Integer> starts = new ArrayList<>();
        byte[] result = new byte[length + 1];
        int out = 0;
        int at = 0;
        while (at < length) {
            int end = Scan.indexOf(path, at + 1, length, (byte) '/');
            int name = end - at - 1;
            boolean dot = name == 1 && path[at + 1] == '.';
            boolean dots = name == 2 && path[at + 1] == '.' && path[at + 2] == '.';
            if (dots && !starts.isEmpty()) {
                out = starts.removeLast();
            }
            if (!dot && !dots) {
                starts.add(out);
                System.arraycopy(path, at, result, out, end - at);
                out += end - at;
            } else if (end == length) {
                result[out++] = '/';
            }
            at = end;
        }
        if (out == 0) {
            result[out++] = '/';
        }
        return Arrays.copyOf(result, out);
    }
}
