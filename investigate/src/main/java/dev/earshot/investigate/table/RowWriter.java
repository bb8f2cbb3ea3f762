package dev.earshot.investigate.table;

import java.io.IOException;

/// Takes the rows of one table. What was written is there, whole, once [#finish] has returned; closed without it,
/// nothing is.
///
/// For one thread.
public interface RowWriter extends AutoCloseable {
    /// Sets a number of the row under way; a column that isn't set is 0 or empty.
    RowWriter set(int column, long number);

    /// Sets a text of the row under way, as UTF-8 bytes, which are copied.
    RowWriter set(int column, byte[] bytes, int from, int to);

    RowWriter set(int column, String text);

    void endRow() throws IOException;

    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
