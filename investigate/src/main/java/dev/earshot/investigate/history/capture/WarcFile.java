package dev.earshot.investigate.history.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The records of a Web archive, one after the other, plain or in gzip members.
///
/// A record that is broken, or whose gzip member is, is counted, and reading goes on at the next one that can be found.
/// Of a record at most [#LONGEST] bytes are in memory. Source: ISO 28500:2017 (WARC 1.1) and its predecessor (1.0), as
/// published by the International Internet Preservation Consortium, read 2026-11-22.
final class WarcFile {
    static final int LONGEST = 16 << 20;

    private static final int LONGEST_LINE = 1 << 16;
    private static final int MOST_FIELDS = 200;
    /// How much may come out of the packed bytes: more is a bomb.
    private static final long GROWTH = 200;
    private static final long ANY_GROWTH = 64L << 20;
    private static final Set<String> WITH_CONTENT = Set.of("response", "resource", "revisit");

    private final Members members;
    private final InputStream in;
    private int broken;
    private int read;
    private boolean astray;

    /// One record.
    ///
    /// @param fields by their names in lower case
    /// @param block empty for a type that says nothing of a site
    /// @param cut whether there was more of the block, or less than the record says
    record Part(Map<String, String> fields, byte[] block, boolean cut) {
        Part {
            fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        }

        String field(String name) {
            return fields.getOrDefault(name, "");
        }

        String type() {
            return field("warc-type").toLowerCase(Locale.ROOT);
        }

        /// Wget 1.14 to 1.20 writes addresses in angle brackets, as the standard's grammar has them, and its examples not.
        String target() {
            String target = field("warc-target-uri");
            return target.startsWith("<") && target.endsWith(">") ? target.substring(1, target.length() - 1) : target;
        }
    }

    WarcFile(byte[] content) {
        members = new Members(content);
        in = new BufferedInputStream(members, 1 << 16);
    }

    /// What the file is instead of an archive that can be read; empty where it may be one.
    static Optional<String> otherwise(byte[] content) {
        if (starts(content, 0x28, 0xb5, 0x2f, 0xfd) || starts(content, 0x5d, 0x2a, 0x4d, 0x18)) {
            return Optional.of("It is packed by zstd, which is not read in archives: unpack it, or pack it by gzip.");
        }
        if (starts(content, 'P', 'K', 3, 4)) {
            return Optional.of("It is a zip file, such as a WACZ: unpack it, and name the .warc.gz files in it.");
        }
        if (starts(content, 'f', 'i', 'l', 'e', 'd', 'e', 's', 'c', ':')) {
            return Optional.of("It is an ARC file, which was before WARC: convert it.");
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] content, int... wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (i >= content.length || (content[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /// How many records, or stretches between records, could not be read.
    int broken() {
        return broken + members.mismatches;
    }

    /// How many records could.
    int read() {
        return read;
    }

    /// Whether reading stopped because more came out of the packed bytes than of any honest archive.
    boolean swollen() {
        return members.swollen;
    }

    /// The next record; empty at the end.
    Optional<Part> next() {
        while (true) {
            try {
                Optional<String> line = line();
                if (line.isEmpty()) {
                    return Optional.empty();
                }
                if (line.get().startsWith("WARC/")) {
                    astray = false;
                    Optional<Part> part = part();
                    if (part.isPresent()) {
                        read++;
                        return part;
                    }
                    lost();
                } else if (!line.get().isBlank()) {
                    lost();
                }
            } catch (IOException damaged) {
                broken++;
                astray = false;
            }
        }
    }

    /// Counts once what can't be read, up to the next record.
    private void lost() {
        if (!astray) {
            broken++;
            astray = true;
        }
    }

    private Optional<Part> part() throws IOException {
        Map<String, String> fields = new TreeMap<>();
        String last = "";
        for (int i = 0; i <= MOST_FIELDS; i++) {
            Optional<String> line = line();
            if (line.isEmpty() || i == MOST_FIELDS) {
                return Optional.empty();
            }
            String field = line.get();
            if (field.isEmpty()) {
                break;
            }
            int colon = field.indexOf(':');
            if ((field.charAt(0) == ' ' || field.charAt(0) == '\t') && !last.isEmpty()) {
                fields.merge(last, field.strip(), (one, more) -> one + " " + more);
            } else if (colon > 0) {
                last = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                fields.putIfAbsent(last, field.substring(colon + 1).strip());
            }
        }
        String length = fields.getOrDefault("content-length", "");
        if (!length.matches("\\d{1,15}")) {
            return Optional.empty();
        }
        return Optional.of(part(fields, Long.parseLong(length)));
    }

    private Part part(Map<String, String> fields, long length) throws IOException {
        Part only = new Part(fields, new byte[0], false);
        int wanted = WITH_CONTENT.contains(only.type()) ? (int) Math.min(length, LONGEST) : 0;
        byte[] block = in.readNBytes(wanted);
        boolean whole = block.length == wanted;
        if (whole) {
            whole = skip(length - wanted);
        }
        if (!whole) {
            lost();
        }
        return new Part(fields, block, !whole || block.length < length);
    }

    private boolean skip(long count) throws IOException {
        byte[] nowhere = new byte[1 << 13];
        for (long left = count; left > 0; ) {
            int read = in.read(nowhere, 0, (int) Math.min(left, nowhere.length));
            if (read < 0) {
                return false;
            }
            left -= read;
        }
        return true;
    }

    /// A line without its end, its first [#LONGEST_LINE] bytes; empty at the end of the file.
    private Optional<String> line() throws IOException {
        byte[] bytes = new byte[256];
        int length = 0;
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        for (; octet >= 0 && octet != '\n'; octet = in.read()) {
            if (length < LONGEST_LINE) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * length);
                }
                bytes[length++] = (byte) octet;
            }
        }
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    /// What the gzip members of a file hold, one after the other; the file itself where it is not packed. A damaged
    /// member throws once, and what follows it is read on.
    private static final class Members extends InputStream {
        private final byte[] content;
        private final boolean packed;
        private final long most;
        private final Inflater inflater = new Inflater(true);
        private final CRC32 crc = new CRC32();
        private int at;
        private boolean open;
        private long total;
        private int mismatches;
        private boolean swollen;

        Members(byte[] content) {
            this.content = content;
            packed = isMember(0);
            most = ANY_GROWTH + GROWTH * content.length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!packed) {
                int count = Math.min(length, content.length - at);
                System.arraycopy(content, at, into, from, count);
                at += count;
                return count == 0 ? -1 : count;
            }
            while (open || start()) {
                int count;
                try {
                    count = inflater.inflate(into, from, length);
                } catch (DataFormatException damaged) {
                    throw damaged(content.length - inflater.getRemaining());
                }
                crc.update(into, from, count);
                total += count;
                if (inflater.finished()) {
                    end();
                } else if (inflater.needsDictionary() || count == 0) {
                    throw damaged(content.length);
                }
                if (total > most) {
                    swollen = true;
                    throw damaged(content.length);
                }
                if (count > 0) {
                    return count;
                }
            }
            inflater.end();
            return -1;
        }

        private IOException damaged(int next) {
            open = false;
            at = next;
            return new IOException("a gzip member is damaged");
        }

        private void end() {
            int trailer = content.length - inflater.getRemaining();
            open = false;
            at = Math.min(content.length, trailer + 8);
            long checksum = 0;
            for (int i = 0; i < 4 && trailer + i < content.length; i++) {
                checksum |= (content[trailer + i] & 0xffL) << (8 * i);
            }
            if (trailer + 8 > content.length || checksum != crc.getValue()) {
                mismatches++;
            }
        }

        /// False at the end of the file. What is no member is passed over.
        private boolean start() throws IOException {
            int from = at;
            while (at < content.length && !isMember(at)) {
                at++;
            }
            for (int i = from; i < at; i++) {
                if (content[i] != 0) {
                    throw new IOException("there are bytes between gzip members");
                }
            }
            if (at >= content.length) {
                return false;
            }
            int flags = content[at + 3];
            int body = at + 10;
            if ((flags & 4) != 0) {
                body += 2 + (octet(body) | octet(body + 1) << 8);
            }
            if ((flags & 8) != 0) {
                body = afterText(body);
            }
            if ((flags & 16) != 0) {
                body = afterText(body);
            }
            if ((flags & 2) != 0) {
                body += 2;
            }
            if (body > content.length) {
                throw damaged(content.length);
            }
            inflater.reset();
            crc.reset();
            inflater.setInput(content, body, content.length - body);
            open = true;
            return true;
        }

        private int octet(int place) {
            return place < content.length ? content[place] & 0xff : 0;
        }

        private int afterText(int from) {
            int end = from;
            while (end < content.length && content[end] != 0) {
                end++;
            }
            return end + 1;
        }

        private boolean isMember(int place) {
            return place + 10 < content.length
                    && content[place] == 0x1f
                    && content[place + 1] == (byte) 0x8b
                    && content[place + 2] == 8
                    && (content[place + 3] & 0xe0) == 0;
        }
    }
}
