package dev.earshot.spark;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.steps.Engine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.types.DataTypes;

/// Spark SQL over Parquet, in this process or on the cluster that it is the driver of.
///
/// What a folder is depends on Spark's file systems: a path, `hdfs://…`, `s3a://…`. On a cluster, every node must
/// reach it.
public final class SparkEngine implements Engine {
    /// Within one machine Spark listens to nobody else.
    private static final String LOOPBACK = "127.0.0.1";

    private static final String HOST = "spark.driver.host";
    private static final String ADDRESS = "spark.driver.bindAddress";

    private final SparkSession session;

    private SparkEngine(SparkSession session) {
        this.session = session;
    }

    /// @param master such as `local[*]` or `spark://host:7077`; empty where `spark-submit` has said it
    /// @param application what the cluster shows
    /// @param partitions how many parts a join or a sort is cut into, at first: Spark puts small ones together
    /// @param more Spark's own settings, which go before ours
    public record Settings(String master, String application, int partitions, Map<String, String> more) {
        public Settings {
            if (partitions < 1) {
                throw new IllegalArgumentException("At least one partition");
            }
            more = Map.copyOf(more);
        }

        /// For a master, with as many partitions as tables of that many bytes, as stored, are worth.
        public static Settings of(String master, long bytes) {
            return new Settings(master, "Earshot", SparkProcess.Settings.partitions(bytes), Map.of());
        }
    }

    /// Starts Spark, or takes the session that this process has already; [#close] ends it.
    public static SparkEngine open(Settings settings) {
        Map<String, String> all = new HashMap<>();
        all.put("spark.sql.timestampType", "TIMESTAMP_NTZ");
        all.put("spark.sql.session.timeZone", "UTC");
        all.put("spark.sql.ansi.enabled", "true");
        all.put("spark.sql.shuffle.partitions", String.valueOf(settings.partitions()));
        all.put("spark.sql.parquet.compression.codec", "zstd");
        all.put("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        all.put("spark.ui.showConsoleProgress", "false");
        if (!settings.master().isEmpty()) {
            all.put("spark.master", settings.master());
            all.put("spark.ui.enabled", "false");
            all.putAll(settings.master().startsWith("local") ? Map.of(HOST, LOOPBACK, ADDRESS, LOOPBACK) : classes());
        }
        all.putAll(settings.more());
        try {
            SparkSession.Builder builder = SparkSession.builder().appName(settings.application());
            all.forEach(builder::config);
            SparkSession session = builder.getOrCreate();
            session.udf()
                    .register(
                            "page_rule",
                            (UDF5<String, String, String, String, String, Integer>) PageRules::fires,
                            DataTypes.IntegerType);
            return new SparkEngine(session);
        } catch (Exception e) {
            throw new EarshotException(
                    Code.INTERNAL,
                    "Spark did not start"
                            + (settings.master().isEmpty() ? "" : " on " + settings.master())
                            + ": " + kind(e) + ". What it printed says more.",
                    e);
        }
    }

    /// How executors come by our classes, where nothing like `spark-submit` has sent them.
    private static Map<String, String> classes() {
        List<Path> all = OurJars.all();
        if (all.stream().allMatch(Files::isRegularFile)) {
            return Map.of(
                    "spark.jars",
                    all.stream().map(path -> path.toUri().toString()).collect(Collectors.joining(",")));
        }
        return Map.of(
                "spark.executor.extraClassPath",
                all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    /// The session, for what else is to run on the same cluster.
    SparkSession session() {
        return session;
    }

    /// Into how many parts joins and sorts are cut from now on.
    void partitions(int partitions) {
        session.conf().set("spark.sql.shuffle.partitions", String.valueOf(partitions));
    }

    @Override
    public String description() {
        return "Spark " + session.version();
    }

    @Override
    public void table(String name, String folder) {
        attempt(name, () -> {
            session.read()
                    .option("recursiveFileLookup", "true")
                    .option("pathGlobFilter", "*.parquet")
                    .parquet(folder)
                    .createOrReplaceTempView(name);
            return 0L;
        });
    }

    @Override
    public void view(String name, String select) {
        attempt(name, () -> {
            session.sql(select).createOrReplaceTempView(name);
            return 0L;
        });
    }

    /// The rows are counted in what was written, since a task that was tried twice counts twice while it runs.
    @Override
    public long write(String select, String folder) {
        return attempt(folder.substring(folder.lastIndexOf('/') + 1), () -> {
            Dataset<Row> rows = session.sql(select);
            rows.write().parquet(folder);
            return session.read().schema(rows.schema()).parquet(folder).count();
        });
    }

    @Override
    public void read(String select, Consumer<List<Object>> row) {
        Iterator<Row> rows = attempt("a result", () -> session.sql(select).toLocalIterator());
        while (attempt("a result", rows::hasNext)) {
            Row next = attempt("a result", rows::next);
            List<Object> values = new ArrayList<>(next.size());
            for (int column = 0; column < next.size(); column++) {
                Object value = next.get(column);
                values.add(value instanceof Number number ? (Object) number.longValue() : value);
            }
            row.accept(values);
        }
    }

    @Override
    public void close() {
        session.stop();
    }

    private interface Attempt<T> {
        T run() throws Exception;
    }

    /// Spark's own exceptions, of which some are checked without a word, may hold values in their messages.
    private static <T> T attempt(String what, Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (EarshotException e) {
            throw e;
        } catch (Exception e) {
            throw new EarshotException(
                    Code.INTERNAL,
                    "Spark failed at " + what + ": " + kind(e)
                            + ". What it printed says more; run again, and finished outputs are kept.");
        }
    }

    /// The kinds of a failure and of what caused it, without their messages.
    private static String kind(Throwable failure) {
        List<String> kinds = new ArrayList<>();
        for (Throwable at = failure; at != null && kinds.size() < 5; at = at.getCause()) {
            String condition = at instanceof org.apache.spark.SparkThrowable spark ? spark.getCondition() : null;
            kinds.add(condition == null ? at.getClass().getSimpleName() : condition);
        }
        return String.join(", because of ", kinds);
    }
}
