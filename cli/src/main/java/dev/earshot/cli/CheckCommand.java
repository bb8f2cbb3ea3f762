package dev.earshot.cli;

import dev.earshot.report.Baseline;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A scan that fails a build.
@Command(
        name = "check",
        description = "The same as scan, as a gate: exit code 1 where policy is violated.",
        sortOptions = false)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ScanOptions options = new ScanOptions();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "An earlier report.json: only findings that it does not have count.")
    private @Nullable Path baseline;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Scan scan = new Scan(
                options,
                spec.commandLine().getParseResult().originalArgs(),
                Optional.ofNullable(baseline).map(Baseline::of),
                Clock.systemUTC(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return scan.exitCode(scan.run(), true);
    }
}
