package dev.earshot.cli;

import dev.earshot.duckdb.DuckDbEngine;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.explain.Explanation;
import dev.earshot.investigate.steps.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Why one person is or isn't on the list.
@Command(
        name = "explain",
        description = {
            "Tells why one person is or isn't on the list: what says who it was, the visits, what was told to whom, down to"
                    + " lines of the logs and versions of tags.",
            "What it prints names the person: it is evidence."
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MEMBER", description = "The member id, as the directory writes it.")
    private String member = "";

    @Option(names = "--in", paramLabel = "DIR", required = true, description = "The folder of the investigation.")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path spill = Files.createTempDirectory("earshot-explain");
        try (Engine engine = DuckDbEngine.open(DuckDbEngine.Settings.ofThisMachine(spill))) {
            boolean known = Explanation.print(
                    folder.toAbsolutePath(),
                    member,
                    engine,
                    new LocalStorage(),
                    spec.commandLine().getOut());
            return known ? ExitCode.CLEAN : ExitCode.USAGE;
        } finally {
            Files.deleteIfExists(spill);
        }
    }
}
