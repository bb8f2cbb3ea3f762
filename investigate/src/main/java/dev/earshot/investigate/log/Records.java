package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.log.format.JsonRecords;
import dev.earshot.investigate.log.format.ParquetLines;
import dev.earshot.investigate.table.ParquetRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A content whose records are made lines: Parquet, and JSON that is not a record a line. The number of a line is then
/// that of its record.
final class Records extends Unpacked {
    private static final int LOOK = 8;
    private static final String UNREADABLE = "its records can't be read to their end";

    private final Begun content;
    private final InputStream lines;
    private @Nullable String fault;

    private Records(Begun content, InputStream lines) {
        this.content = content;
        this.lines = lines;
    }

    /// The content of a file, by lines.
    ///
    /// @param stored its bytes
    static Unpacked of(InputStream stored, Storage storage, String location) throws IOException {
        Unpacked content = Unpacked.of(stored);
        byte[] start = new byte[LOOK];
        int length = 0;
        while (length < LOOK) {
            int read = content.read(start, length, LOOK);
            if (read < 0) {
                break;
            }
            length += read;
        }
        Begun begun = new Begun(Arrays.copyOf(start, length), content);
        if (ParquetLines.isParquet(begun.start)) {
            try {
                return new Records(begun, new ParquetLines(ParquetRows.open(storage, location)));
            } catch (IOException | RuntimeException e) {
                Records none = new Records(begun, InputStream.nullInputStream());
                none.fault = UNREADABLE;
                return none;
            }
        }
        // Others begin with an address, a word or a number.
        boolean json = length > 0 && "[{ \t\r\n".indexOf(start[0]) >= 0;
        return json ? new Records(begun, JsonRecords.lines(begun.stream())) : begun;
    }

    @Override
    int read(byte[] bytes, int from, int to) throws IOException {
        try {
            return fault == null ? lines.read(bytes, from, to - from) : -1;
        } catch (EarshotException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            content.throwFailure();
            fault = UNREADABLE;
            return -1;
        }
    }

    @Override
    Optional<String> fault() {
        return content.fault().or(() -> Optional.ofNullable(fault));
    }

    @Override
    boolean broken() {
        return fault != null || content.broken();
    }

    /// A content of which the first bytes were read already.
    private static final class Begun extends Unpacked {
        private final byte[] start;
        private final Unpacked rest;
        private int given;
        private @Nullable IOException failure;

        Begun(byte[] start, Unpacked rest) {
            this.start = start;
            this.rest = rest;
        }

        @Override
        int read(byte[] bytes, int from, int to) throws IOException {
            if (given < start.length) {
                int count = Math.min(start.length - given, to - from);
                System.arraycopy(start, given, bytes, from, count);
                given += count;
                return count;
            }
            try {
                return rest.read(bytes, from, to);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        void throwFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        Optional<String> fault() {
            return rest.fault();
        }

        @Override
        boolean broken() {
            return rest.broken();
        }

        InputStream stream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    return length == 0 ? 0 : Begun.this.read(bytes, from, from + length);
                }
            };
        }
    }
}
