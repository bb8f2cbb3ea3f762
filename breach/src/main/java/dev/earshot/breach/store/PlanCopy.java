package dev.earshot.breach.store;

import dev.earshot.EarshotException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.ParquetRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Copies the plan's files into the table of notices.
///
/// The format is COPY's binary one: a header, then for each row the number of fields (16 bits), and for each field its
/// length (32 bits) and its bytes; -1 as the number of fields ends it. Source: PostgreSQL 18, COPY, read 2026-11-22.
final class PlanCopy {
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int FIELDS = NoticeTable.COLUMNS.size() + 1;
    private static final LocalDate DAY_ZERO = LocalDate.of(2000, 1, 1);
    /// Bytes of the longest text; names and addresses are shorter by far.
    private static final int LONGEST = 1 << 20;

    private static final int ROLE = 4;
    private static final int CHANNELS = 6;
    private static final int FIRST_DAY = 19;

    private final CopyIn copy;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
    /// Of texts that were found right, and of days the number that stands for them.
    private final Map<String, Integer> known = new HashMap<>();

    private long rows;

    private PlanCopy(CopyIn copy) {
        this.copy = copy;
    }

    /// @return how many rows
    static long run(Connection connection, List<Path> files) throws SQLException, IOException {
        String columns = NoticeTable.COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY notice (" + columns + ", standing) FROM STDIN (FORMAT binary, FREEZE)");
        try {
            PlanCopy plan = new PlanCopy(copy);
            plan.buffer.put(HEADER).putInt(0).putInt(0);
            for (Path file : files) {
                plan.copy(file);
            }
            plan.buffer.putShort((short) -1);
            plan.flush();
            copy.endCopy();
            return plan.rows;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void copy(Path file) throws IOException, SQLException {
        try (ParquetRows from = ParquetRows.open(file)) {
            List<String> names = NoticeTable.COLUMNS.stream().map(Column::name).toList();
            if (!from.columns().equals(names)) {
                throw wrong(file, 0, "has other columns than a plan: " + String.join(", ", names));
            }
            for (long row = 1; from.next(); row++) {
                put(file, row, from);
                rows++;
            }
        }
    }

    private void put(Path file, long row, ParquetRows from) throws IOException, SQLException {
        buffer.putShort((short) FIELDS);
        boolean reachable = true;
        for (int column = 0; column < FIELDS - 1; column++) {
            if (column < 3) {
                buffer.putInt(8).putLong(from.number(column));
                continue;
            }
            String text = from.text(column);
            if (column == ROLE || column == CHANNELS || column >= FIRST_DAY) {
                int value = known(file, row, column, text);
                if (column >= FIRST_DAY) {
                    buffer.putInt(4).putInt(value);
                    continue;
                }
                reachable &= !text.isEmpty();
            }
            put(file, row, column, text);
        }
        put(file, row, FIELDS - 1, reachable ? "open" : "unreachable");
        if (buffer.position() > buffer.capacity() / 2) {
            flush();
        }
    }

    private void put(Path file, long row, int column, String text) throws SQLException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST || text.indexOf('\0') >= 0) {
            throw wrong(
                    file,
                    row,
                    "has in " + NoticeTable.COLUMNS.get(column).name()
                            + (bytes.length > LONGEST ? " a text of more than a million bytes" : " a NUL character"));
        }
        if (buffer.remaining() < bytes.length + 256) {
            flush();
            if (buffer.remaining() < bytes.length + 256) {
                buffer = ByteBuffer.allocate(2 * LONGEST + 512);
            }
        }
        buffer.putInt(bytes.length).put(bytes);
    }

    private int known(Path file, long row, int column, String text) {
        Integer value = known.get(text);
        if (value != null) {
            return value;
        }
        try {
            int parsed = 0;
            if (column >= FIRST_DAY) {
                parsed = Math.toIntExact(DAY_ZERO.until(LocalDate.parse(text), ChronoUnit.DAYS));
            } else if (column == ROLE) {
                NoticeTable.role(text);
            } else {
                List<Channel> channels = NoticeTable.list(text).stream()
                        .map(NoticeTable::channel)
                        .toList();
                if (new HashSet<>(channels).size() < channels.size()) {
                    throw new IllegalArgumentException("A channel twice");
                }
            }
            if (known.size() < 100_000) {
                known.put(text, parsed);
            }
            return parsed;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(file, row, "has a " + NoticeTable.COLUMNS.get(column).name() + " that is none");
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    static EarshotException wrong(Path file, long row, String why) {
        return new EarshotException(
                EarshotException.Code.USAGE,
                "The plan's " + file + (row > 0 ? ", row " + row + "," : "") + " " + why
                        + ". Nothing of it was loaded; plan again.");
    }
}
