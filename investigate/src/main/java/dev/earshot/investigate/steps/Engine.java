package dev.earshot.investigate.steps;

import java.util.List;
import java.util.function.Consumer;

/// Runs SQL over Parquet. Besides SQL it knows one function, `page_rule(rule, method, host, path, query)`, which is
/// [dev.earshot.investigate.history.PageRules#fires].
///
/// For one thread.
public interface Engine extends AutoCloseable {
    /// Its name and version, as the manifest has it.
    String description();

    /// Names a table: all Parquet files in `folder`. Replaces one of the same name.
    void table(String name, String folder);

    /// Names what `select` gives, without writing it. Replaces one of the same name.
    void view(String name, String select);

    /// Writes what `select` gives as Parquet into `folder`, which is new; at least one file, even of no rows.
    ///
    /// @return the number of rows
    long write(String select, String folder);

    /// Gives the rows of `select` one by one, in its order. Numbers come as Long, texts as String.
    void read(String select, Consumer<List<Object>> row);

    @Override
    void close();
}
