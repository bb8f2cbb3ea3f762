package dev.earshot.investigate.identity;

import java.io.IOException;
import java.util.Optional;

/// Reads the rows of one source, one by one. What is wrong with one row is told of that row, and the next one follows;
/// what ends the rows too early is the [#fault]. Only storage throws.
///
/// For one thread.
interface RowReader extends AutoCloseable {
    /// Fills in the next row.
    Read next(Row row) throws IOException;

    /// Why there may be more rows than were read, or why they are in doubt; known at the end.
    default Optional<String> fault() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;

    enum Read {
        ROW,
        MALFORMED,
        /// A row of more or fewer columns than the header.
        COLUMNS,
        END
    }
}
