package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.app.App;
import dev.earshot.mobile.AppScan;
import dev.earshot.report.Comparison;
import dev.earshot.report.ReportFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What changed between two scans.
@Command(
        name = "compare",
        description =
                "Says what was removed, what is new and what stayed between two scans, by vendor, element and zone; or"
                        + " what came and went between two releases of an app.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            description = "The earlier scan's folder or its report.json; or the earlier release of an app.")
    private Path before = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "AFTER",
            description = "The later scan's folder or its report.json; or the later release.")
    private Path after = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "text|json|md|html",
            defaultValue = "text",
            converter = ScanOptions.Format.class,
            description = "What is printed. Default: text.")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            description =
                    "What browsers reported since: the folder of earshot guard collect, or of the gateway. It stands"
                            + " beside the scans in what proves a removal.")
    private @Nullable Path reports;

    @Option(
            names = "--mapping-before",
            paramLabel = "FILE",
            description = "The mapping.txt of the earlier release's build, which undoes the renaming of its classes.")
    private @Nullable Path mappingBefore;

    @Option(names = "--mapping-after", paramLabel = "FILE", description = "That of the later release's build.")
    private @Nullable Path mappingAfter;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Comparison comparison = Targets.isApp(before) || Targets.isApp(after)
                ? Comparison.of(app(before, mappingBefore), app(after, mappingAfter))
                : Comparison.of(report(before), report(after));
        if (reports != null) {
            comparison = comparison.with(GuardEvidence.of(reports));
        }
        comparison.print(format, spec.commandLine().getOut());
        return comparison.after().incomplete().isEmpty() ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
    }

    private App app(Path file, @Nullable Path mapping) {
        if (!Targets.isApp(file)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    file
                            + " is no app, and the other one is. Compare two releases of an app, or the folders of two scans.");
        }
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
            return AppScan.read(List.of(file), Optional.ofNullable(mapping), progress::reading)
                    .getFirst();
        }
    }

    private static Path report(Path given) {
        return Files.isDirectory(given) ? given.resolve("report.json") : given;
    }
}
