package dev.earshot.spark;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.investigate.steps.Engine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Spark that is installed on this machine, in a process of its own: an [Engine] without a class of Spark in this
/// one.
///
/// It is the driver; where the work is done is the master's business. Inputs and outputs are in folders that this
/// machine and every node of the cluster reach by the same path. The process ends with this engine, and with this
/// process.
public final class SparkProcess implements Engine {
    /// The release that the steps are tested with.
    private static final String RELEASE = "4.2";

    private static final int SECONDS_TO_STOP = 30;

    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Path log;
    private String description = "Spark";

    private SparkProcess(Process process, Path log) {
        this.process = process;
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        this.log = log;
    }

    /// @param sparkHome where Spark is: the folder that has `jars`
    /// @param master such as `local[*]` or `spark://host:7077`
    /// @param partitions how many parts a join or a sort is cut into, at first
    /// @param memory of the driver, in MiB; with a local master of all
    /// @param more Spark's own settings
    /// @param log the file that takes what Spark prints; its folder is there
    public record Settings(
            Path sparkHome, String master, int partitions, int memory, Map<String, String> more, Path log) {
        private static final long BYTES_OF_A_TASK = 64L << 20;
        private static final int MOST_PARTITIONS = 8_192;
        private static final int MEMORY = 4_096;

        public Settings {
            if (partitions < 1 || memory < 512) {
                throw new IllegalArgumentException("At least one partition and 512 MiB of memory");
            }
            more = Map.copyOf(more);
        }

        /// For tables of that many bytes, as stored, with 4 GiB of memory.
        public static Settings of(Path sparkHome, String master, long bytes, Path log) {
            return new Settings(sparkHome, master, partitions(bytes), MEMORY, Map.of(), log);
        }

        /// A task for each 64 MiB, at least 8 and at most 8,192.
        static int partitions(long bytes) {
            return Math.clamp(bytes / BYTES_OF_A_TASK, 8, MOST_PARTITIONS);
        }
    }

    /// Starts Spark, and returns once it is there.
    public static SparkProcess open(Settings settings) {
        requireSpark(settings.sparkHome());
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xmx" + settings.memory() + "m");
        command.addAll(javaOptions());
        command.add("-cp");
        command.add(Stream.concat(
                        Stream.of(settings.sparkHome().resolve("jars") + File.separator + "*"),
                        OurJars.all().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of(
                SparkEngineServer.class.getName(),
                settings.master(),
                "Earshot",
                String.valueOf(settings.partitions())));
        settings.more().forEach((key, value) -> command.add(key + "=" + value));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(settings.log().toFile());
        builder.environment().put("SPARK_HOME", settings.sparkHome().toString());
        try {
            SparkProcess spark = new SparkProcess(builder.start(), settings.log());
            try {
                spark.description = spark.answer(row -> {});
                return spark;
            } catch (RuntimeException e) {
                spark.process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new EarshotException(Code.INTERNAL, "Java did not start for Spark: " + command.getFirst(), e);
        }
    }

    private static void requireSpark(Path home) {
        Path jars = home.resolve("jars");
        try (Stream<Path> files = Files.isDirectory(jars) ? Files.list(jars) : Stream.of()) {
            if (files.noneMatch(file -> file.getFileName().toString().startsWith("spark-sql_2.13-" + RELEASE))) {
                throw new EarshotException(
                        Code.USAGE,
                        "No Spark " + RELEASE + " in " + home + ": there is no jars/spark-sql_2.13-" + RELEASE
                                + "*.jar. Install it from spark.apache.org/downloads and set SPARK_HOME to its folder.");
            }
        } catch (IOException e) {
            throw new EarshotException(Code.USAGE, jars + " can't be read", e);
        }
    }

    /// What Spark needs of Java 17 and later: packages that `spark-submit` opens too (JavaModuleOptions of 4.2.0).
    static List<String> javaOptions() {
        List<String> options = new ArrayList<>(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.tryReflectionSetAccessible=true"));
        for (String opened : List.of(
                "java.lang",
                "java.lang.invoke",
                "java.lang.reflect",
                "java.io",
                "java.net",
                "java.nio",
                "java.util",
                "java.util.concurrent",
                "java.util.concurrent.atomic",
                "jdk.internal.ref",
                "sun.nio.ch",
                "sun.nio.cs",
                "sun.util.calendar")) {
            options.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        return options;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void table(String name, String folder) {
        ask(Wire.TABLE, name, absolute(folder));
    }

    @Override
    public void view(String name, String select) {
        ask(Wire.VIEW, name, select);
    }

    @Override
    public long write(String select, String folder) {
        return Long.parseLong(ask(Wire.WRITE, select, absolute(folder)));
    }

    @Override
    public void read(String select, Consumer<List<Object>> row) {
        try {
            out.writeByte(Wire.READ);
            Wire.text(out, select);
            out.flush();
        } catch (IOException e) {
            throw ended(e);
        }
        answer(row);
    }

    /// Executors have working folders of their own.
    private static String absolute(String folder) {
        return folder.contains("://")
                ? folder
                : Path.of(folder).toAbsolutePath().toString();
    }

    private String ask(byte what, String first, String second) {
        try {
            out.writeByte(what);
            Wire.text(out, first);
            Wire.text(out, second);
            out.flush();
        } catch (IOException e) {
            throw ended(e);
        }
        return answer(row -> {});
    }

    private String answer(Consumer<List<Object>> row) {
        try {
            while (true) {
                switch (in.readByte()) {
                    case Wire.DONE -> {
                        return Wire.text(in);
                    }
                    case Wire.ROW -> row.accept(Wire.row(in));
                    case Wire.FAILED ->
                        throw SparkEngineServer.failure(Wire.text(in), Wire.text(in) + " It is in " + log + ".");
                    default -> throw new IOException("not understood");
                }
            }
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private EarshotException ended(IOException e) {
        process.destroyForcibly();
        return new EarshotException(
                Code.INCOMPLETE,
                "Spark's process ended before its work was done. What it said is in " + log
                        + "; run again, and finished outputs are kept.",
                e);
    }

    @Override
    public void close() {
        try {
            out.writeByte(Wire.CLOSE);
            out.close();
        } catch (IOException e) {
            // It has ended already, which is what is wanted.
        }
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
