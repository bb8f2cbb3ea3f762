package dev.earshot.cli;

import dev.earshot.breach.store.CaseStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What was paused goes on.
@Command(name = "resume", description = "Lets notices leave again, with the approval that they have.")
final class CaseResumeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who resumes it.")
    private String by = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why.")
    private String why = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (CaseStore store = new CaseFolder(folder).open(Clock.systemUTC())) {
            store.resume(by, why);
        }
        out.println("Resumed. Go on with: earshot case send " + folder);
        out.flush();
        return ExitCode.CLEAN;
    }
}
