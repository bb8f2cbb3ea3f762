package dev.earshot.cli;

import dev.earshot.breach.Case;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.Facts;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.yaml.Problems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Facts into the journal.
@Command(
        name = "record",
        description = "Records the facts of case.yaml in the journal, with who and why, and says which deadlines that"
                + " moves. The first time, it opens the case.")
final class CaseRecordCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who records it.")
    private String by = "";

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "Why: what was learned, and from whom.")
    private String why = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CaseFolder place = new CaseFolder(folder);
        Clock clock = Clock.systemUTC();
        Problems problems = place.problems();
        CaseFile file = place.file(problems);
        CaseSettings settings = new CaseSettings(file);
        LocalDate today = LocalDate.ofInstant(clock.instant(), file.incident().zone());
        settings.checkAll(today);
        problems.throwIfAny();
        Population population = CasePeople.of(file, settings, today, folder);
        try (CaseStore store = place.open(clock)) {
            Case breach = place.with(store);
            boolean known = breach.facts(Optional.empty()).isPresent();
            List<Case.Moved> moved = breach.record(CaseWindows.of(file).complete(file.incident()), population, by, why);
            Facts facts = breach.required();
            if (known) {
                out.println(
                        moved.isEmpty() ? "The journal has the facts of case.yaml. No deadline moved." : "Recorded.");
                moved.forEach(each -> out.println(CaseLines.moved(each)));
            } else {
                out.println("Opened the case \"" + facts.incident().name() + "\": " + moved.size()
                        + " duties with a date or a condition. earshot case duties " + folder + " shows them.");
            }
        }
        out.flush();
        return ExitCode.CLEAN;
    }
}
