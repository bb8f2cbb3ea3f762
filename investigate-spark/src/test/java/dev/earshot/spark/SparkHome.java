package dev.earshot.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A Spark installation made of the test's own class path: a folder `jars` of links.
final class SparkHome {
    private SparkHome() {}

    static Path in(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("spark-home").resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (entry.endsWith(".jar") && !path.getFileName().toString().startsWith("earshot-")) {
                Files.createSymbolicLink(jars.resolve(path.getFileName().toString()), path);
            }
        }
        return folder.resolve("spark-home");
    }

    /// Takes the links away, which lead out of a test's folder.
    static void delete(Path folder) throws IOException {
        Path jars = folder.resolve("spark-home").resolve("jars");
        try (Stream<Path> links = Files.isDirectory(jars) ? Files.list(jars) : Stream.of()) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    /// What a Spark process on Java 25 is started with.
    static List<String> java(Path home, String memory, Class<?> main, String... arguments) {
        return Stream.of(
                        List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx" + memory),
                        SparkProcess.javaOptions(),
                        List.of(
                                "-cp",
                                home.resolve("jars") + File.separator + "*" + File.pathSeparator + ownClasses(),
                                main.getName()),
                        List.of(arguments))
                .flatMap(List::stream)
                .toList();
    }

    private static String ownClasses() {
        return Path.of(SparkHome.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }
}
