package dev.earshot.cli;

import dev.earshot.report.Comparison;
import dev.earshot.report.ReportFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What changed between two scans.
@Command(
        name = "compare",
        description =
                "Says what was removed, what is new and what stayed between two scans, by vendor, element and zone.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "The earlier scan's folder, or its report.json.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "The later scan's folder, or its report.json.")
    private Path after = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "text|json|md|html",
            defaultValue = "text",
            converter = ScanOptions.Format.class,
            description = "What is printed. Default: text.")
    private ReportFormat format = ReportFormat.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Comparison comparison = Comparison.of(report(before), report(after));
        comparison.print(format, spec.commandLine().getOut());
        return comparison.after().incomplete().isEmpty() ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
    }

    private static Path report(Path given) {
        return Files.isDirectory(given) ? given.resolve("report.json") : given;
    }
}
