package dev.earshot.cli;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Who is told what.
@Command(
        name = "scan",
        description = {
            "Says which third parties a site tells what about its patients, with proof.",
            "Exit code 0 if it could look, whatever it found; earshot check is the same as a gate."
        },
        sortOptions = false)
final class ScanCommand implements Callable<Integer> {
    @Mixin
    private ScanOptions options = new ScanOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Scan scan = new Scan(
                options,
                spec.commandLine().getParseResult().originalArgs(),
                Optional.empty(),
                Clock.systemUTC(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return scan.exitCode(scan.run(), false);
    }
}
