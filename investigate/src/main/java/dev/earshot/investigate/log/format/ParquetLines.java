package dev.earshot.investigate.log.format;

import dev.earshot.investigate.table.ParquetRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The rows of a Parquet file as lines of JSON, a row a line, so that every format of JSON lines, and a field map,
/// reads them: the number of a line is that of its row. Instants are written as ISO 8601; what is null is left out.
public final class ParquetLines extends InputStream {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ParquetRows rows;
    private byte[] line = {};
    private int at;

    /// @param rows closed with it
    public ParquetLines(ParquetRows rows) {
        this.rows = rows;
    }

    /// Whether a file that starts like this is of Parquet.
    public static boolean isParquet(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    @Override
    public int read() throws IOException {
        return fill() ? line[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, bytes, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (at == line.length) {
            if (!rows.next()) {
                return false;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
            JSON.writeValue(out, rows.row());
            out.write('\n');
            line = out.toByteArray();
            at = 0;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
