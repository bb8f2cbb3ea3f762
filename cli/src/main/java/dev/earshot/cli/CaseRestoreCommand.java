package dev.earshot.cli;

import dev.earshot.breach.store.CaseStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A lost database, rebuilt.
@Command(
        name = "restore",
        description = "Rebuilds a lost database from journal.jsonl and plan/; nothing that was sent is sent again.")
final class CaseRestoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (CaseStore store = new CaseFolder(folder).restore(Clock.systemUTC())) {
            out.println("The database is rebuilt, as of entry "
                    + store.journal().last().map(entry -> entry.seq()).orElse(0L) + " of the journal.");
        }
        out.flush();
        return ExitCode.CLEAN;
    }
}
