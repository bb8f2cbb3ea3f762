package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import dev.earshot.investigate.log.LogLine.Field;
import java.util.List;

/// Access logs of AWS Application Load Balancers: values with blanks between them, some in quotes; fields that were
/// added at the end over the years are passed over.
///  The time is that of the request (`request_creation_time`), or where a line is too old to have it, that of the
/// response. The trace is the value of `Root=`, as applications find it in `X-Amzn-Trace-Id`. A connection on which
/// no request came (`"- http://…:80- -"`) has no method, and can't be read. Within quotes a quote is `\"` or `\x22`.
///
/// There is neither a referrer nor a cookie nor a user in it.
///
/// Source: docs.aws.amazon.com, Elastic Load Balancing, "Access logs for your Application Load Balancer", read
/// 2026-11-22.
final class AlbFormat implements LogFormat {
    private static final int TYPE = 0;
    private static final int TIME = 1;
    private static final int NAME = 2;
    private static final int CLIENT = 3;
    private static final int STATUS = 8;
    private static final int REQUEST = 12;
    private static final int AGENT = 13;
    private static final int TRACE = 17;
    private static final int CREATED = 21;
    private static final int LAST = CREATED;
    private static final byte[] APP = Bytes.of("app/");
    private static final byte[] ROOT = Bytes.of("Root=");
    private static final byte[][] TYPES = {
        Bytes.of("https"), Bytes.of("http"), Bytes.of("h2"), Bytes.of("grpcs"), Bytes.of("ws"), Bytes.of("wss"),
    };

    @Override
    public String id() {
        return "alb";
    }

    @Override
    public String label() {
        return "AWS Application Load Balancer";
    }

    @Override
    public int recognises(List<byte[]> firstLines) {
        Reader reader = new Reader();
        return Shares.of(firstLines, 95, line -> reader.isOfFormat(line, 0, line.length));
    }

    @Override
    public LineReader reader() {
        return new Reader();
    }

    private static final class Reader implements LineReader {
        private final Parts parts = new Parts();
        private final Field[] values = new Field[LAST + 1];
        private int count;

        Reader() {
            for (int index = 0; index < values.length; index++) {
                values[index] = new Field();
            }
        }

        @Override
        public Reading read(byte[] bytes, int from, int to, LogLine line) {
            int end = Bytes.trimEnd(bytes, from, to);
            if (from == end) {
                return Reading.DIRECTIVE;
            }
            if (!isOfFormat(bytes, from, end)) {
                return Reading.UNREADABLE;
            }
            parts.clear();
            copy(values[count > CREATED && !values[CREATED].isEmpty() ? CREATED : TIME], parts.of(Part.TIME));
            copy(values[STATUS], parts.of(Part.STATUS));
            copy(values[CLIENT], parts.of(Part.ADDRESS));
            copy(values[REQUEST], parts.of(Part.REQUEST));
            copy(values[AGENT], parts.of(Part.AGENT));
            unescape(parts.of(Part.REQUEST));
            unescape(parts.of(Part.AGENT));
            if (count > TRACE) {
                trace(values[TRACE], parts.of(Part.TRACE));
            }
            Reading reading = parts.request(line);
            return line.local ? Reading.UNREADABLE : reading;
        }

        private static void copy(Field from, Field to) {
            to.set(from.bytes, from.from, from.to);
        }

        private static void trace(Field from, Field to) {
            copy(from, to);
            for (int at = from.from; at < from.to; at++) {
                if (Bytes.startsWith(from.bytes, at, from.to, ROOT)) {
                    int end = Bytes.indexOf(from.bytes, at, from.to, ';');
                    to.set(from.bytes, at + ROOT.length, end < 0 ? from.to : end);
                    return;
                }
            }
        }

        boolean isOfFormat(byte[] bytes, int from, int to) {
            return split(bytes, from, to) && count > AGENT && isType() && startsWithApp();
        }

        private boolean startsWithApp() {
            Field name = values[NAME];
            return Bytes.startsWith(name.bytes, name.from, name.to, APP);
        }

        private boolean isType() {
            Field type = values[TYPE];
            for (byte[] known : TYPES) {
                if (type.length() == known.length && Bytes.startsWith(type.bytes, type.from, type.to, known)) {
                    return true;
                }
            }
            return false;
        }

        /// Whether all quotes are closed; the first values, and how many there are of them.
        private boolean split(byte[] bytes, int from, int to) {
            count = 0;
            int at = from;
            while (at < to && count < values.length) {
                int start = at;
                if (bytes[at] == '"') {
                    start = at + 1;
                    at = closingQuote(bytes, start, to);
                    if (at < 0) {
                        return false;
                    }
                    values[count++].set(bytes, start, at);
                    at += 2;
                } else {
                    while (at < to && bytes[at] != ' ') {
                        at++;
                    }
                    values[count++].set(bytes, start, at);
                    at++;
                }
            }
            return true;
        }

        /// A quote that is followed by a blank or the end, and not preceded by a backslash.
        private static int closingQuote(byte[] bytes, int from, int to) {
            for (int at = from; at < to; at++) {
                if (bytes[at] == '\\') {
                    at++;
                } else if (bytes[at] == '"' && (at + 1 == to || bytes[at + 1] == ' ')) {
                    return at;
                }
            }
            return -1;
        }

        private void unescape(Field field) {
            if (Bytes.indexOf(field.bytes, field.from, field.to, '\\') < 0) {
                return;
            }
            int start = parts.reserve(field.length());
            byte[] room = parts.room();
            int out = start;
            for (int at = field.from; at < field.to; at++) {
                byte value = field.bytes[at];
                boolean escape = value == '\\' && at + 1 < field.to;
                int code = escape && field.bytes[at + 1] == 'x' ? Bytes.hex(field.bytes, at + 2, field.to) : -1;
                if (code >= 0) {
                    value = (byte) code;
                    at += 3;
                } else if (escape && (field.bytes[at + 1] == '"' || field.bytes[at + 1] == '\\')) {
                    value = field.bytes[++at];
                }
                room[out++] = value;
            }
            parts.keep(field, start, out);
        }
    }
}
