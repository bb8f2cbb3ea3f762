package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.Case;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.store.CaseStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Counsel's decision on one duty.
@Command(
        name = "overrule",
        description = "Records counsel's decision on a duty. The computed answer stays visible beside it.")
final class CaseOverruleCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "DUTY", description = "The duty's key, as earshot case duties shows it.")
    private String duty = "";

    @Option(names = "--not-due", description = "There is no such duty.")
    private boolean notDue;

    @Option(names = "--due", paramLabel = "DATE", description = "It is due by this day instead, such as 2026-12-31.")
    private @Nullable LocalDate due;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who decided.")
    private String by = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "The reason.")
    private String why = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (notDue == (due != null)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "Say either --not-due or --due DATE: what counsel decided.");
        }
        PrintWriter out = spec.commandLine().getOut();
        CaseFolder place = new CaseFolder(folder);
        Clock clock = Clock.systemUTC();
        try (CaseStore store = place.open(clock)) {
            Case breach = place.with(store);
            LocalDate today = LocalDate.ofInstant(
                    clock.instant(), breach.required().incident().zone());
            breach.overrule(new Incident.Overruling(duty, !notDue, Optional.ofNullable(due), by, today, why))
                    .forEach(each -> out.println(CaseLines.moved(each)));
            out.println("Recorded: " + by + " decided on " + duty + ".");
        }
        out.flush();
        return ExitCode.CLEAN;
    }
}
