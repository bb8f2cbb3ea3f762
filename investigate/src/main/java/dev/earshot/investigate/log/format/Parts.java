package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader.Reading;
import dev.earshot.investigate.log.LogLine;
import dev.earshot.investigate.log.LogLine.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The parts of one line as its format wrote them, and room for what has to be unescaped. A reader clears it, sets
/// what the line has, and asks for the request.
final class Parts {
    private static final int LONGEST_METHOD = 32;

    private final Map<Part, Field> fields = new EnumMap<>(Part.class);
    private final List<Field> all = new ArrayList<>();
    private final IdentityHashMap<Field, byte[]> constants;
    private final Instants instants = new Instants();
    private final Field time;
    private final Field date;
    private final Field clock;
    private final Field status;
    private final Field method;
    private final Field host;
    private final Field path;
    private final Field query;
    private final Field url;
    private final Field request;
    private final Field address;
    private final Field forwardedFor;
    private final Field user;
    private final Field session;
    private final Field trace;
    private final Field agent;
    private final Field cookies;

    private byte[] room = new byte[4096];
    private int used;

    Parts() {
        this(Map.of());
    }

    /// @param constants what a part is where the line does not say
    Parts(Map<Part, String> constants) {
        for (Part part : Part.values()) {
            Field field = new Field();
            fields.put(part, field);
            all.add(field);
        }
        this.constants = new IdentityHashMap<>();
        constants.forEach((part, text) -> this.constants.put(of(part), text.getBytes(StandardCharsets.UTF_8)));
        time = of(Part.TIME);
        date = of(Part.DATE);
        clock = of(Part.CLOCK);
        status = of(Part.STATUS);
        method = of(Part.METHOD);
        host = of(Part.HOST);
        path = of(Part.PATH);
        query = of(Part.QUERY);
        url = of(Part.URL);
        request = of(Part.REQUEST);
        address = of(Part.ADDRESS);
        forwardedFor = of(Part.FORWARDED_FOR);
        user = of(Part.USER);
        session = of(Part.SESSION);
        trace = of(Part.TRACE);
        agent = of(Part.AGENT);
        cookies = of(Part.COOKIES);
    }

    Field of(Part part) {
        return Objects.requireNonNull(fields.get(part));
    }

    void clear() {
        for (Field field : all) {
            field.clear();
        }
        used = 0;
    }

    /// What the parts come to.
    Reading request(LogLine line) {
        constants.forEach((field, text) -> {
            if (field.isEmpty()) {
                field.set(text, 0, text.length);
            }
        });
        if (!time() || !target()) {
            return Reading.UNREADABLE;
        }
        line.time = instants.micros;
        line.local = instants.local;
        line.status = number(status);
        copy(method, line.method);
        copy(host, line.host);
        copy(path, line.path);
        copy(query, line.query);
        copy(address, line.address);
        copy(forwardedFor, line.forwardedFor);
        copy(user, line.user);
        copy(session, line.session);
        copy(trace, line.trace);
        copy(agent, line.agent);
        copy(cookies, line.cookies);
        return Reading.REQUEST;
    }

    private boolean time() {
        if (!time.isEmpty()) {
            return instants.read(time.bytes, time.from, time.to);
        }
        return !date.isEmpty()
                && !clock.isEmpty()
                && instants.read(date.bytes, date.from, date.to, clock.bytes, clock.from, clock.to);
    }

    /// Method, host, path and query, from whichever parts have them.
    private boolean target() {
        if (!request.isEmpty() && !splitRequest()) {
            return false;
        }
        if (!url.isEmpty()) {
            path.set(url.bytes, url.from, withoutFragment());
        }
        if (!isMethod() || path.isEmpty()) {
            return false;
        }
        int authority = authority(path);
        if (authority > 0) {
            splitAddress(authority);
        }
        cutPort(host);
        byte first = path.bytes[path.from];
        return first == '/' || (path.length() == 1 && first == '*') || isConnect();
    }

    private boolean isConnect() {
        return method.length() == 7 && method.bytes[method.from] == 'C';
    }

    private boolean isMethod() {
        if (method.isEmpty() || method.length() > LONGEST_METHOD) {
            return false;
        }
        for (int at = method.from; at < method.to; at++) {
            int letter = method.bytes[at] | 0x20;
            if ((letter < 'a' || letter > 'z') && method.bytes[at] != '-' && method.bytes[at] != '_') {
                return false;
            }
        }
        return true;
    }

    private boolean splitRequest() {
        int first = Bytes.indexOf(request.bytes, request.from, request.to, ' ');
        int last = Bytes.lastIndexOf(request.bytes, request.from, request.to, ' ');
        if (first < 0 || !Bytes.startsWith(request.bytes, last + 1, request.to, Bytes.HTTP_VERSION)) {
            last = request.to;
        }
        if (first < 0 || first >= last) {
            return false;
        }
        method.set(request.bytes, request.from, first);
        path.set(request.bytes, first + 1, last);
        return true;
    }

    private int withoutFragment() {
        int hash = Bytes.indexOf(url.bytes, url.from, url.to, '#');
        return hash < 0 ? url.to : hash;
    }

    /// How many bytes of an address its scheme takes; 0 where it has none.
    private static int authority(Field field) {
        if (Bytes.startsWithIgnoreCase(field.bytes, field.from, field.to, Bytes.HTTPS)) {
            return Bytes.HTTPS.length;
        }
        if (Bytes.startsWithIgnoreCase(field.bytes, field.from, field.to, Bytes.HTTP)) {
            return Bytes.HTTP.length;
        }
        if (Bytes.startsWithIgnoreCase(field.bytes, field.from, field.to, Bytes.WSS)) {
            return Bytes.WSS.length;
        }
        return Bytes.startsWithIgnoreCase(field.bytes, field.from, field.to, Bytes.WS) ? Bytes.WS.length : 0;
    }

    private void splitAddress(int scheme) {
        int start = path.from + scheme;
        int slash = start;
        while (slash < path.to && path.bytes[slash] != '/' && path.bytes[slash] != '?') {
            slash++;
        }
        host.set(
                path.bytes,
                Bytes.lastIndexOf(path.bytes, start, slash, '@') < 0
                        ? start
                        : Bytes.lastIndexOf(path.bytes, start, slash, '@') + 1,
                slash);
        if (slash == path.to) {
            path.set(Bytes.SLASH, 0, 1);
        } else if (path.bytes[slash] == '?') {
            query.set(path.bytes, slash + 1, path.to);
            path.set(Bytes.SLASH, 0, 1);
        } else {
            path.set(path.bytes, slash, path.to);
        }
    }

    private static void cutPort(Field host) {
        int at = host.to - 1;
        while (at > host.from && host.bytes[at] >= '0' && host.bytes[at] <= '9') {
            at--;
        }
        boolean bare = Bytes.indexOf(host.bytes, host.from, at, ':') >= 0 && host.bytes[host.from] != '[';
        if (at > host.from && host.bytes[at] == ':' && !bare) {
            host.to = at;
        }
    }

    private static int number(Field field) {
        int number = 0;
        int at = field.from;
        for (; at < field.to && at < field.from + 4; at++) {
            int digit = field.bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return at == field.to || field.bytes[at] == '.' ? number : 0;
    }

    private static void copy(Field from, Field to) {
        to.bytes = from.bytes;
        to.from = from.from;
        to.to = from.to;
    }

    // --- Room for what is not in the line as it is -------------------------------------------------------------

    /// Makes room for so many bytes more; what was written before stays where it is.
    int reserve(int length) {
        if (room.length - used < length) {
            room = new byte[Math.max(room.length, length) * 2];
            used = 0;
        }
        return used;
    }

    byte[] room() {
        return room;
    }

    /// Sets a field to what was written from `start` on, and keeps it.
    void keep(Field field, int start, int end) {
        field.set(room, start, end);
        used = end;
    }

    /// Replaces a field's percent escapes by what they stand for; what is no escape stays.
    void decodePercent(Field field) {
        int percent = Bytes.indexOf(field.bytes, field.from, field.to, '%');
        if (percent < 0) {
            return;
        }
        int start = reserve(field.length());
        int out = start;
        for (int at = field.from; at < field.to; at++) {
            byte value = field.bytes[at];
            int code = value == '%' ? Bytes.hex(field.bytes, at + 1, field.to) : -1;
            if (code >= 0) {
                at += 2;
                value = (byte) code;
            }
            room[out++] = value;
        }
        keep(field, start, out);
    }

    /// Takes back that the percent signs of an address were escaped themselves: `%2520` was `%20`.
    void decodeTwice(Field field) {
        if (!Bytes.contains(field.bytes, field.from, field.to, Bytes.PERCENT)) {
            return;
        }
        int start = reserve(field.length());
        int out = start;
        for (int at = field.from; at < field.to; at++) {
            room[out++] = field.bytes[at];
            if (field.bytes[at] == '%'
                    && Bytes.hex(field.bytes, at + 1, field.to) == '%'
                    && Bytes.hex(field.bytes, at + 3, field.to) >= 0) {
                at += 2;
            }
        }
        keep(field, start, out);
    }

    /// Replaces one byte by another.
    void replace(Field field, char from, char to) {
        if (Bytes.indexOf(field.bytes, field.from, field.to, from) < 0) {
            return;
        }
        int start = reserve(field.length());
        int out = start;
        for (int at = field.from; at < field.to; at++) {
            room[out++] = field.bytes[at] == from ? (byte) to : field.bytes[at];
        }
        keep(field, start, out);
    }

    /// Replaces a run of bytes by another, which may be longer.
    void replace(Field field, byte[] wanted, byte[] instead) {
        if (!Bytes.contains(field.bytes, field.from, field.to, wanted)) {
            return;
        }
        int start = reserve(Math.multiplyExact(field.length(), Math.max(1, instead.length)));
        int out = start;
        for (int at = field.from; at < field.to; at++) {
            if (Bytes.startsWith(field.bytes, at, field.to, wanted)) {
                System.arraycopy(instead, 0, room, out, instead.length);
                out += instead.length;
                at += wanted.length - 1;
            } else {
                room[out++] = field.bytes[at];
            }
        }
        keep(field, start, out);
    }

    /// Puts several texts into one, with a byte between them; nothing where the first is empty.
    void join(Field target, char separator, Field... parts) {
        if (parts[0].isEmpty()) {
            return;
        }
        int length = parts.length;
        for (Field part : parts) {
            length += part.length();
        }
        int start = reserve(length);
        int out = start;
        for (Field part : parts) {
            if (part.isEmpty()) {
                continue;
            }
            if (out > start) {
                room[out++] = (byte) separator;
            }
            System.arraycopy(part.bytes, part.from, room, out, part.length());
            out += part.length();
        }
        keep(target, start, out);
    }

    /// Puts a byte before a text.
    void prepend(Field field, char first) {
        int start = reserve(field.length() + 1);
        room[start] = (byte) first;
        System.arraycopy(field.bytes, field.from, room, start + 1, field.length());
        keep(field, start, start + 1 + field.length());
    }
}
