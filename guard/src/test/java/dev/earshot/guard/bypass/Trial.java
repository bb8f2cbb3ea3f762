package dev.earshot.guard.bypass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Plays ways by hand and says what the sink received: `[id or kind]...`, all where none is named.
final class Trial {
    private Trial() {}

    private static void tell(List<Run> runs) {
        StringBuilder line = new StringBuilder();
        Way way = runs.getFirst().way();
        line.append("%-13s %-30s".formatted(way.kind(), way.id()));
        for (Run run : runs) {
            line.append(
                    " %-10s".formatted(run.failures().isEmpty() ? run.receipt().title() : "FAILED"));
        }
        line.append(" %5d ms".formatted(runs.getFirst().latencyMillis()));
        if (System.getProperty("seen") != null) {
            runs.forEach(run -> line.append("\n    " + run.setUp().title() + " " + run.seen() + run.failures()));
        }
        System.out.println(line);
    }

    public static void main(String[] args) throws Exception {
        List<String> wanted = Arrays.asList(args);
        Path folder = Files.createTempDirectory("bypass");
        long start = System.nanoTime();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        try (Stage stage = Stage.open(folder);
                Theatre theatre = Theatre.open(stage, Files.createDirectory(folder.resolve("profile")))) {
            stage.headers().headers().forEach(header -> System.out.println(header.name() + ": " + header.value("…")));
            List<Way> ways = Way.all().stream()
                    .filter(way -> wanted.isEmpty() || wanted.contains(way.id()) || wanted.contains(way.kind()))
                    .toList();
            List<Run> runs = theatre.play(stage, ways, List.of(SetUp.values()), 1, Trial::tell);
            System.out.println(theatre.version() + ", " + runs.size() + " runs in "
                    + (System.nanoTime() - start) / 1_000_000_000 + " s, unattributed " + stage.unattributed());
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
