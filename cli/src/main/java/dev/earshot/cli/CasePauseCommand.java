package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.store.CaseStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// No more leaves until it is resumed.
@Command(
        name = "pause",
        description = "Lets nothing more leave until earshot case resume. A run under way stops by itself;"
                + " nothing is lost.")
final class CasePauseCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who pauses it.")
    private String by = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why.")
    private String why = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        CaseFolder place = new CaseFolder(folder);
        try (CaseStore store = place.open(Clock.systemUTC())) {
            store.pause(by, why);
        } catch (EarshotException inUse) {
            if (inUse.code() != EarshotException.Code.USAGE) {
                throw inUse;
            }
            // A run has the case: it pauses itself when it sees this.
            Files.write(place.path().resolve(CaseRun.PAUSE), List.of(by, why));
            out.println("Asked the run that has the case to pause: " + inUse.getMessage());
            out.flush();
            return ExitCode.CLEAN;
        }
        out.println("Paused. Nothing leaves until: earshot case resume " + folder + " --by NAME --why TEXT");
        out.flush();
        return ExitCode.CLEAN;
    }
}
