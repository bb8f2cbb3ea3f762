package dev.earshot.investigate.log;

/// What one line of an access log says, as bytes where they lie: a reader fills it in, the next line overwrites it.
///
/// A field that the line lacks, or writes as `-`, is empty. Fields may lie in the line itself or, where they had to be
/// unescaped, in a reader's own buffer, which lasts until its next line.
public final class LogLine {
    /// When the request was made, in microseconds since 1970-01-01T00:00Z, where [#local] is false; else the same for
    /// the wall clock, to be read in the zone of the source.
    public long time;

    /// Whether the line tells the time without an offset.
    public boolean local;

    /// 0 where the line has none.
    public int status;

    public final Field method = new Field();
    public final Field host = new Field();
    /// The path as asked for, or a whole target with `?` and query, or an absolute address; [#query] is then empty.
    public final Field path = new Field();
    public final Field query = new Field();
    /// The other end of the connection; with or without a port.
    public final Field address = new Field();
    /// The X-Forwarded-For chain.
    public final Field forwardedFor = new Field();
    public final Field user = new Field();
    public final Field session = new Field();
    public final Field trace = new Field();
    public final Field agent = new Field();
    /// Whole Cookie header, where the session is one of its cookies.
    public final Field cookies = new Field();

    private final Field[] fields = {
        method, host, path, query, address, forwardedFor, user, session, trace, agent, cookies
    };

    void clear() {
        time = 0;
        local = false;
        status = 0;
        for (Field field : fields) {
            field.clear();
        }
    }

    /// A run of bytes.
    public static final class Field {
        private static final byte[] NOTHING = {};

        public byte[] bytes = NOTHING;
        public int from;
        public int to;

        /// `-` alone counts as nothing.
        public void set(byte[] source, int start, int end) {
            bytes = source;
            from = start;
            to = end == start + 1 && source[start] == '-' ? start : end;
        }

        public void clear() {
            bytes = NOTHING;
            from = 0;
            to = 0;
        }

        public boolean isEmpty() {
            return from == to;
        }

        public int length() {
            return to - from;
        }
    }
}
