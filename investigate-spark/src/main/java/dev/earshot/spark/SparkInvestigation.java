package dev.earshot.spark;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.steps.Progress;
import dev.earshot.investigate.steps.Runner;
import dev.earshot.investigate.steps.Steps;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The steps of an investigation as a Spark application: `spark-submit --class dev.earshot.spark.SparkInvestigation
/// earshot-spark.jar TABLES OUT`.
///
/// TABLES is the folder of the tables that go in, one folder each, OUT that of the outputs; both in any file system
/// that the cluster reaches. Run again with the same, it goes on after the last finished output.
public final class SparkInvestigation {
    private SparkInvestigation() {}

    /// @param arguments the folder of the tables, then that of the outputs
    public static void main(String[] arguments) {
        int code = run(arguments, System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 2) {
            err.println("Usage: SparkInvestigation TABLES OUT");
            return 2;
        }
        try (SparkEngine engine = SparkEngine.open(SparkEngine.Settings.of("", 0))) {
            investigate(engine, arguments[0], arguments[1], out, err);
            return 0;
        } catch (EarshotException e) {
            err.println(e.getMessage());
            return e.code() == Code.USAGE ? 2 : e.code() == Code.INCOMPLETE ? 3 : 4;
        }
    }

    /// Runs the steps, and prints the totals as tab-separated values, sorted.
    static void investigate(SparkEngine engine, String tables, String outputs, PrintStream out, PrintStream err) {
        Storage storage = new HadoopStorage(engine.session().sparkContext().hadoopConfiguration());
        List<Storage.Stored> files = filesOf(storage, tables);
        engine.partitions(SparkProcess.Settings.partitions(
                files.stream().mapToLong(Storage.Stored::bytes).sum()));
        for (Table table : Table.values()) {
            if (storage.exists(tables + "/" + table.id())) {
                engine.table(table.id(), tables + "/" + table.id());
            }
        }
        new Runner(engine, storage, outputs, Clock.systemUTC(), new Lines(err))
                .run(
                        Steps.all(),
                        files.stream()
                                .map(file -> file.location() + " " + file.bytes())
                                .collect(Collectors.joining("\n")));
        engine.read(
                "SELECT status, dimension, value, individuals FROM totals50 ORDER BY status, dimension, value",
                row -> out.println(row.stream().map(String::valueOf).collect(Collectors.joining("\t"))));
    }

    private static List<Storage.Stored> filesOf(Storage storage, String tables) {
        try {
            List<Storage.Stored> files = storage.list(tables);
            if (files.isEmpty()) {
                throw new EarshotException(Code.USAGE, "No tables in " + tables);
            }
            return files;
        } catch (IOException e) {
            throw new EarshotException(Code.USAGE, tables + " can't be read", e);
        }
    }

    /// A line for each output.
    private record Lines(PrintStream err) implements Progress {
        @Override
        public void finished(String output, int number, int of, long rows, Duration took) {
            err.println(String.format(
                    Locale.ROOT, "%d of %d  %s  %d rows  %.1f s", number, of, output, rows, took.toMillis() / 1e3));
        }

        @Override
        public void kept(String output, int number, int of, long rows) {
            err.println(String.format(Locale.ROOT, "%d of %d  %s  %d rows  kept", number, of, output, rows));
        }
    }
}
