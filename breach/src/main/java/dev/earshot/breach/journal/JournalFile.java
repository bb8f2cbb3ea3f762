package dev.earshot.breach.journal;

import dev.earshot.EarshotException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The journal as a file: an entry a line, as JSON with the components of [Entry] in their order and `body` as the JSON that
/// it is. There is one way only to write an entry, so that a line with any other byte is no entry.
///
/// Lines that are missing at its end can't be seen in the file; the database, a seal or the newest hash on paper tell.
///
/// For one thread.
public final class JournalFile implements AutoCloseable {
    /// Its name in the folder of a case.
    public static final String NAME = "journal.jsonl";

    /// Bytes of the longest body.
    public static final int LONGEST = 32 << 20;

    private static final int LONGEST_LINE = LONGEST + 4096;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PREVIOUS = ",\"previous\":\"";
    private static final String HASH = "\",\"hash\":\"";
    private static final String END = "\"}";
    private static final int TAIL = PREVIOUS.length() + 64 + HASH.length() + 64 + END.length();

    private final Path file;
    private final FileChannel channel;
    private @Nullable Entry last;

    private JournalFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Opens it to append, and makes it where there is none, for its owner alone. A last line without an end, as a crash
    /// leaves it, is cut off.
    ///
    /// @throws EarshotException of code TAMPERED where its last line is no entry
    public static JournalFile open(Path file) {
        try {
            FileAttribute<?>[] mode =
                    file.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0];
            JournalFile journal = new JournalFile(
                    file,
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                            mode));
            journal.mend();
            return journal;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// The newest entry; empty where it has none.
    public Optional<Entry> last() {
        return Optional.ofNullable(last);
    }

    /// Appends entries; they are on the disk when this returns.
    public void append(Iterable<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            ByteBuffer line = ByteBuffer.wrap(line(entry));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            last = entry;
        }
        channel.force(false);
    }

    /// Goes to the end of the last whole line, and forgets what is behind it.
    private void mend() throws IOException {
        long end = newlineBefore(channel.size()) + 1;
        if (end < channel.size()) {
            channel.truncate(end);
            channel.force(false);
        }
        channel.position(end);
        if (end > 0) {
            long start = newlineBefore(end - 1) + 1;
            if (end - start > LONGEST_LINE) {
                throw tampered(file, "its last line is longer than an entry can be");
            }
            ByteBuffer line = ByteBuffer.allocate((int) (end - 1 - start));
            while (line.hasRemaining() && channel.read(line, start + line.position()) >= 0) {}
            last = parse(line.array())
                    .filter(Entry::hashFits)
                    .orElseThrow(() -> tampered(file, "its last line is not an entry of a journal"));
        }
    }

    /// Place of the last line feed before `end`; -1 where there is none.
    private long newlineBefore(long end) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        for (long to = end; to > 0; ) {
            long from = Math.max(0, to - block.capacity());
            block.clear().limit((int) (to - from));
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {}
            for (int i = (int) (to - from) - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i;
                }
            }
            to = from;
        }
        return -1;
    }

    /// Gives the entries in order, up to the first that is none or doesn't follow from the one before; a last line without
    /// an end is left out. Keeps one entry in memory.
    ///
    /// @param expected whose seals are asked for; without one, whoever sealed is named and not vouched for
    /// @throws EarshotException where the file can't be read
    public static Verification read(Path file, Optional<PublicKey> expected, Consumer<Entry> each) {
        try (Lines lines = new Lines(file)) {
            Seals seals = new Seals(expected);
            String previous = Entry.START;
            for (long seq = 1; ; seq++) {
                Optional<byte[]> line = lines.next();
                if (line.isEmpty()) {
                    return new Verification(
                            seq - 1, previous, Optional.empty(), lines.torn(), seals.signature(), seals.last());
                }
                Optional<Entry> read = parse(line.get());
                String fault =
                        read.map(entry -> fault(entry, lines.number(), seals)).orElse("is not an entry of a journal");
                if (fault.isEmpty() && !read.orElseThrow().previous().equals(previous)) {
                    fault = "does not follow from the entry before";
                }
                if (!fault.isEmpty()) {
                    return new Verification(
                            seq - 1,
                            previous,
                            Optional.of(new Verification.Fault(seq, fault)),
                            false,
                            seals.signature(),
                            seals.last());
                }
                previous = read.orElseThrow().hash();
                each.accept(read.orElseThrow());
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Whether the file is a whole journal, or else which entry is the first that is not what it was.
    public static Verification verify(Path file, Optional<PublicKey> expected) {
        return read(file, expected, entry -> {});
    }

    private static String fault(Entry entry, long seq, Seals seals) {
        if (entry.seq() != seq) {
            return "says that it is entry " + entry.seq();
        }
        if (!entry.hashFits()) {
            return "has another hash than its content";
        }
        return entry.kind().equals(Seals.KIND) ? seals.check(entry) : "";
    }

    /// With its line feed.
    static byte[] line(Entry entry) {
        return ("{\"seq\":" + entry.seq() + ",\"at\":\"" + entry.at() + "\",\"who\":"
                        + JSON.writeValueAsString(entry.who())
                        + ",\"kind\":" + JSON.writeValueAsString(entry.kind()) + ",\"body\":" + entry.body() + PREVIOUS
                        + entry.previous() + HASH + entry.hash() + END + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// @param line without its line feed
    static Optional<Entry> parse(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        int at = text.indexOf(",\"at\":\"");
        int who = text.indexOf("\",\"who\":", at);
        int kind = text.indexOf(",\"kind\":", who);
        int body = text.indexOf(",\"body\":", kind);
        int tail = text.length() - TAIL;
        if (at < 7 || who < at || kind < who || body < kind || tail < body + 8) {
            return Optional.empty();
        }
        try {
            Entry entry = new Entry(
                    Long.parseLong(text.substring(7, at)),
                    Instant.parse(text.substring(at + 7, who)),
                    JSON.readValue(text.substring(who + 8, kind), String.class),
                    JSON.readValue(text.substring(kind + 8, body), String.class),
                    text.substring(body + 8, tail),
                    text.substring(tail + PREVIOUS.length(), tail + PREVIOUS.length() + 64),
                    text.substring(text.length() - END.length() - 64, text.length() - END.length()));
            byte[] again = line(entry);
            return Arrays.equals(again, 0, again.length - 1, line, 0, line.length)
                    ? Optional.of(entry)
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static EarshotException unreadable(Path file, IOException e) {
        return new EarshotException(
                EarshotException.Code.USAGE, "The journal " + file + " can't be read: " + e.getMessage(), e);
    }

    private static EarshotException tampered(Path file, String why) {
        return new EarshotException(
                EarshotException.Code.TAMPERED,
                "The journal " + file + " is not what it was: " + why + ". See where it starts: earshot verify "
                        + file.toAbsolutePath().getParent());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Lines that end with a line feed.
    private static final class Lines implements AutoCloseable {
        private final InputStream in;
        private final byte[] block = new byte[1 << 16];
        private int from;
        private int to;
        private long number;
        private boolean torn;

        Lines(Path file) throws IOException {
            in = Files.newInputStream(file);
        }

        /// Without its line feed; one that is too long is cut, and so is no entry.
        Optional<byte[]> next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (true) {
                if (from == to) {
                    from = 0;
                    to = in.read(block);
                    if (to < 0) {
                        to = 0;
                        torn = line.size() > 0;
                        return Optional.empty();
                    }
                }
                int end = from;
                while (end < to && block[end] != '\n') {
                    end++;
                }
                line.write(block, from, Math.min(end - from, LONGEST_LINE - line.size()));
                from = end;
                if (end < to) {
                    from++;
                    number++;
                    return Optional.of(line.toByteArray());
                }
                if (line.size() == LONGEST_LINE) {
                    number++;
                    return Optional.of(line.toByteArray());
                }
            }
        }

        long number() {
            return number;
        }

        boolean torn() {
            return torn;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
