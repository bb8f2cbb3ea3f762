package dev.earshot.duckdb;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.steps.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;

/// DuckDB in this process, with nothing in its database but views of Parquet files. It neither fetches nor loads extensions.
public final class DuckDbEngine implements Engine {
    /// `Out of Memory Error: ...`; the rest of such a message may hold values.
    private static final Pattern KIND =
            Pattern.compile("(?:java\\.sql\\.\\w+: )?([A-Z][A-Za-z -]{2,40} Error):.*", Pattern.DOTALL);

    private final Connection connection;
    private final Settings settings;
    private final String version;

    private DuckDbEngine(Connection connection, Settings settings, String version) {
        this.connection = connection;
        this.settings = settings;
        this.version = version;
    }

    /// @param threads at least 1
    /// @param memory what DuckDB may use, in bytes; the process has more
    /// @param spill folder for what does not fit; made where it is not there, emptied by DuckDB
    public record Settings(int threads, long memory, Path spill) {
        private static final long SMALLEST = 64L << 20;
        private static final long USUAL = 4L << 30;

        public Settings {
            if (threads < 1 || memory < SMALLEST) {
                throw new IllegalArgumentException("At least one thread and 64 MiB of memory");
            }
        }

        /// All processors, and 4 GiB or half of the machine's memory, whichever is less.
        public static Settings ofThisMachine(Path spill) {
            long machine = java.lang.management.ManagementFactory.getPlatformMXBean(
                            com.sun.management.OperatingSystemMXBean.class)
                    .getTotalMemorySize();
            return new Settings(
                    Runtime.getRuntime().availableProcessors(), Math.clamp(machine / 2, SMALLEST, USUAL), spill);
        }
    }

    public static DuckDbEngine open(Settings settings) {
        try {
            Files.createDirectories(settings.spill());
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", new Properties());
            try {
                return new DuckDbEngine(connection, settings, prepare(connection, settings));
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new EarshotException(
                    Code.INTERNAL,
                    "The embedded database did not start, with " + settings.spill() + " as its folder: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static String prepare(Connection connection, Settings settings) throws SQLException {
        registerPageRule(connection);
        try (Statement statement = connection.createStatement()) {
            for (String setting : List.of(
                    "threads = " + settings.threads(),
                    "memory_limit = '" + (settings.memory() >> 10) + "KiB'",
                    "temp_directory = " + quoted(settings.spill().toString()),
                    "TimeZone = 'UTC'",
                    "preserve_insertion_order = false",
                    "enable_progress_bar = false",
                    "autoinstall_known_extensions = false",
                    "autoload_known_extensions = false",
                    "lock_configuration = true")) {
                statement.execute("SET " + setting);
            }
            try (ResultSet result = statement.executeQuery("SELECT version()")) {
                result.next();
                return result.getString(1);
            }
        }
    }

    /// Each text that Java is handed costs a call and a lock, so a macro puts the five into one, with the lengths of the first
    /// four, in code points, before them.
    private static void registerPageRule(Connection connection) throws SQLException {
        try (DuckDBScalarFunctionBuilder function = DuckDBFunctions.scalarFunction()) {
            function.withName("page_rule_of_one_text")
                    .withParameters(String.class)
                    .withReturnType(DuckDBColumnType.INTEGER)
                    .withVectorizedFunction(DuckDbEngine::pageRule)
                    .register(connection);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP MACRO page_rule(rule, method, host, path, query) AS page_rule_of_one_text("
                    + "length(rule) || ' ' || length(method) || ' ' || length(host) || ' ' || length(path) || ' '"
                    + " || rule || method || host || path || query)");
        }
    }

    private static void pageRule(DuckDBDataChunkReader rows, DuckDBWritableVector fired) {
        DuckDBReadableVector texts = rows.vector(0);
        int[] lengths = new int[4];
        String[] parts = new String[4];
        for (long row = 0; row < rows.rowCount(); row++) {
            String text = texts.getString(row);
            int at = 0;
            for (int part = 0; part < 4; part++) {
                int end = text.indexOf(' ', at);
                lengths[part] = Integer.parseInt(text, at, end, 10);
                at = end + 1;
            }
            for (int part = 0; part < 4; part++) {
                int end = text.offsetByCodePoints(at, lengths[part]);
                parts[part] = text.substring(at, end);
                at = end;
            }
            fired.setInt(row, PageRules.fires(parts[0], parts[1], parts[2], parts[3], text.substring(at)));
        }
    }

    @Override
    public String description() {
        return "DuckDB " + version;
    }

    @Override
    public void table(String name, String folder) {
        execute(
                "CREATE OR REPLACE TEMP VIEW " + name + " AS SELECT * FROM read_parquet("
                        + quoted(folder + "/**/*.parquet") + ")",
                name);
    }

    @Override
    public void view(String name, String select) {
        execute("CREATE OR REPLACE TEMP VIEW " + name + " AS " + select, name);
    }

    @Override
    public long write(String select, String folder) {
        Path path = Path.of(folder);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return execute(
                "COPY (" + select + "\n) TO "
                        + quoted(path.resolve("part-0.parquet").toString()) + " (FORMAT parquet, COMPRESSION snappy)",
                path.getFileName().toString());
    }

    @Override
    public void read(String select, Consumer<List<Object>> row) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> values = new ArrayList<>(columns);
                for (int column = 1; column <= columns; column++) {
                    Object value = result.getObject(column);
                    values.add(value instanceof Number number ? (Object) number.longValue() : value);
                }
                row.accept(values);
            }
        } catch (SQLException e) {
            throw failure(e, "a result");
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e, "the database, at its end");
        }
    }

    /// A failed execute closes its statement, so each has its own.
    private long execute(String sql, String what) {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw failure(e, what);
        }
    }

    private EarshotException failure(SQLException e, String what) {
        String message = String.valueOf(e.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("max_temp_directory_size")) {
            return new EarshotException(
                    Code.INCOMPLETE,
                    "The disk is full at " + what + ". Make room there and in " + settings.spill()
                            + ", which holds what does not fit into memory, then run again: finished outputs are kept.");
        }
        if (lower.contains("out of memory")) {
            return new EarshotException(
                    Code.INCOMPLETE,
                    "The " + (settings.memory() >> 20) + " MiB of memory do not do for " + what
                            + ". Give more memory or fewer threads than " + settings.threads()
                            + ", then run again: finished outputs are kept.");
        }
        Matcher kind = KIND.matcher(message);
        return new EarshotException(
                Code.INTERNAL,
                "The embedded database failed at " + what + ": " + (kind.matches() ? kind.group(1) : "unknown error"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
