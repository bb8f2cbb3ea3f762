package dev.earshot.investigate.table;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Writes one Parquet file. Every column is required, INT64 or BYTE_ARRAY with the logical type STRING; each has one page
/// in a row group, with a dictionary page before it where values repeat. Numbers have their least and greatest value
/// stated for each group, so that engines skip groups.
///
/// It keeps one row group in memory: at most [#ROWS] rows, and about [#TEXT_BYTES] of each column of texts.
///
/// Source: parquet.thrift and Encodings.md of Apache Parquet, read 2026-11-22.
public final class ParquetTable implements RowWriter {
    /// Rows of a full group: as many as DuckDB writes, which gives each group to one thread.
    public static final int ROWS = 122_880;

    static final int TEXT_BYTES = 8 << 20;

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int INT64 = 2;
    private static final int BYTE_ARRAY = 6;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int UNCOMPRESSED = 0;
    private static final int ZSTD = 6;

    private final List<Column> columns;
    private final OutputStream out;
    private final @Nullable Move move;
    private final Values[] values;
    private final Bytes groups = new Bytes();
    private final Dictionary dictionary = new Dictionary();
    private final Bytes page = new Bytes();
    private final Bytes small = new Bytes();
    private final Bytes header = new Bytes();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);
    private long position;
    private int rows;
    private long allRows;
    private int groupCount;
    private boolean finished;
    private boolean closed;

    public ParquetTable(Table table, Storage storage, String location) throws IOException {
        this(table.columns(), storage, location);
    }

    /// Writes to a file beside `location` whose name starts with a full stop, which is moved there by [#finish].
    public ParquetTable(List<Column> columns, Storage storage, String location) throws IOException {
        this(columns, Move.to(storage, location));
    }

    /// Writes to a stream, and closes it in the end.
    public ParquetTable(List<Column> columns, OutputStream out) throws IOException {
        this(columns, out, null);
    }

    private ParquetTable(List<Column> columns, Move move) throws IOException {
        this(columns, move.storage.create(move.from), move);
    }

    private ParquetTable(List<Column> columns, OutputStream out, @Nullable Move move) throws IOException {
        this.columns = List.copyOf(columns);
        this.out = out;
        this.move = move;
        this.values = columns.stream()
                .map(column -> switch (column.type()) {
                    case NUMBER -> new Numbers();
                    case TEXT -> new Texts();
                })
                .toArray(Values[]::new);
        write(MAGIC, MAGIC.length);
    }

    @Override
    public ParquetTable set(int column, long number) {
        ((Numbers) values[column]).set(rows, number);
        return this;
    }

    @Override
    public ParquetTable set(int column, byte[] bytes, int from, int to) {
        ((Texts) values[column]).set(bytes, from, to);
        return this;
    }

    @Override
    public ParquetTable set(int column, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return set(column, bytes, 0, bytes.length);
    }

    @Override
    public void endRow() throws IOException {
        boolean full = ++rows == ROWS;
        for (Values column : values) {
            if (column instanceof Texts texts) {
                texts.endRow();
                full |= texts.size() >= TEXT_BYTES;
            }
        }
        if (full) {
            endGroup();
        }
    }

    /// Appends many rows of a table of numbers alone.
    ///
    /// @param numbers an array for each column, of which the elements from `from` until before `to` are taken
    public void append(long[][] numbers, int from, int to) throws IOException {
        if (numbers.length != values.length) {
            throw new IllegalArgumentException(numbers.length + " columns, not " + values.length);
        }
        for (int at = from; at < to; ) {
            int count = Math.min(to - at, ROWS - rows);
            for (int column = 0; column < numbers.length; column++) {
                ((Numbers) values[column]).copy(rows, numbers[column], at, count);
            }
            at += count;
            rows += count;
            if (rows == ROWS) {
                endGroup();
            }
        }
    }

    @Override
    public void finish() throws IOException {
        if (rows > 0) {
            endGroup();
        }
        header.cut(0);
        writeFooter(new Thrift(header));
        header.putInt(header.size());
        header.put(MAGIC, 0, MAGIC.length);
        write(header);
        out.close();
        if (move != null) {
            move.storage.delete(move.to);
            move.storage.move(move.from, move.to);
        }
        finished = true;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        zstd.close();
        if (!finished) {
            out.close();
            if (move != null) {
                move.storage.delete(move.from);
            }
        }
    }

    private void endGroup() throws IOException {
        long start = position;
        long encoded = 0;
        Thrift group = new Thrift(groups).begin().structs(1, values.length);
        for (int column = 0; column < values.length; column++) {
            encoded += writeChunk(column, group);
            values[column].clear(rows);
        }
        group.int64(2, encoded).int64(3, rows).int64(5, start).int64(6, position - start);
        if (groupCount <= Short.MAX_VALUE) {
            group.int16(7, groupCount);
        }
        group.end();
        allRows += rows;
        groupCount++;
        rows = 0;
    }

    /// @return bytes before compression, with headers
    private long writeChunk(int column, Thrift group) throws IOException {
        page.cut(0);
        int encoding = values[column].encode(rows, dictionary, page);
        boolean hasDictionary = encoding == Values.RLE_DICTIONARY;
        int plainSize = page.size() + (hasDictionary ? dictionary.page.size() : 0);
        small.cut(0);
        int smallDictionary = hasDictionary ? compress(dictionary.page) : 0;
        compress(page);
        // Reading what is hardly smaller would cost more than it saves.
        int codec = small.size() < plainSize - plainSize / 8 ? ZSTD : UNCOMPRESSED;
        long start = position;
        long headers = 0;
        if (hasDictionary) {
            headers += codec == ZSTD
                    ? writePage(
                            DICTIONARY_PAGE,
                            dictionary.distinct(),
                            Values.PLAIN,
                            dictionary.page.size(),
                            small.array(),
                            0,
                            smallDictionary)
                    : writePage(
                            DICTIONARY_PAGE,
                            dictionary.distinct(),
                            Values.PLAIN,
                            dictionary.page.size(),
                            dictionary.page.array(),
                            0,
                            dictionary.page.size());
        }
        long dataStart = position;
        headers += codec == ZSTD
                ? writePage(DATA_PAGE, rows, encoding, page.size(), small.array(), smallDictionary, small.size())
                : writePage(DATA_PAGE, rows, encoding, page.size(), page.array(), 0, page.size());
        Column description = columns.get(column);
        group.begin().int64(2, 0).begin(3).int32(1, type(description));
        if (hasDictionary) {
            group.ints(2, Values.PLAIN, Values.RLE, Values.RLE_DICTIONARY);
        } else {
            group.ints(2, Values.RLE, encoding);
        }
        group.texts(3, description.name())
                .int32(4, codec)
                .int64(5, rows)
                .int64(6, headers + plainSize)
                .int64(7, position - start)
                .int64(9, dataStart);
        if (hasDictionary) {
            group.int64(11, start);
        }
        group.begin(12).int64(3, 0);
        if (values[column] instanceof Numbers numbers) {
            group.eight(5, numbers.max()).eight(6, numbers.min());
        }
        group.end().end().end();
        return headers + plainSize;
    }

    /// Appends the compressed bytes to [#small].
    private int compress(Bytes source) {
        int most = Math.toIntExact(Zstd.compressBound(source.size()));
        int length = zstd.compressByteArray(small.room(most), small.size(), most, source.array(), 0, source.size());
        small.grown(length);
        return length;
    }

    /// @return bytes of the header
    private int writePage(int type, int count, int encoding, int plainSize, byte[] bytes, int from, int to)
            throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        header.cut(0);
        Thrift thrift = new Thrift(header)
                .begin()
                .int32(1, type)
                .int32(2, plainSize)
                .int32(3, to - from)
                .int32(4, (int) crc.getValue());
        if (type == DATA_PAGE) {
            thrift.begin(5)
                    .int32(1, count)
                    .int32(2, encoding)
                    .int32(3, Values.RLE)
                    .int32(4, Values.RLE);
        } else {
            thrift.begin(7).int32(1, count).int32(2, encoding);
        }
        thrift.end().end();
        int length = header.size();
        write(header);
        out.write(bytes, from, to - from);
        position += to - from;
        return length;
    }

    private void writeFooter(Thrift thrift) {
        thrift.begin().int32(1, 1).structs(2, columns.size() + 1);
        thrift.begin().text(4, "table").int32(5, columns.size()).end();
        for (Column column : columns) {
            thrift.begin().int32(1, type(column)).int32(3, 0).text(4, column.name());
            if (column.type() == Column.Type.TEXT) {
                // UTF8, as it was called first, and as it is called now.
                thrift.int32(6, 0).begin(10).begin(1).end().end();
            }
            thrift.end();
        }
        thrift.int64(3, allRows).structs(4, groupCount);
        header.put(groups);
        thrift.text(6, "Earshot version 1").structs(7, columns.size());
        // The order of the type, in which the least and greatest values are meant.
        columns.forEach(column -> thrift.begin().begin(1).end().end());
        thrift.end();
    }

    private static int type(Column column) {
        return column.type() == Column.Type.NUMBER ? INT64 : BYTE_ARRAY;
    }

    private void write(Bytes bytes) throws IOException {
        write(bytes.array(), bytes.size());
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }

    private record Move(Storage storage, String from, String to) {
        static Move to(Storage storage, String location) {
            int name = location.lastIndexOf('/') + 1;
            return new Move(storage, location.substring(0, name) + "." + location.substring(name) + ".tmp", location);
        }
    }
}
