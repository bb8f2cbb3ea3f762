package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.filing.DeletionDemand;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.yaml.Problems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// How far a demand to delete has got.
@Command(
        name = "demand",
        description = "Records that a demand to delete was sent to a recipient, answered, certified or refused.")
final class CaseDemandCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "RECIPIENT", description = "Its name, as case.yaml has it.")
    private String recipient = "";

    @Parameters(index = "2", paramLabel = "STATE", description = "sent, answered, certified or refused.")
    private String state = "";

    @Option(names = "--on", required = true, paramLabel = "DATE", description = "The day, such as 2026-12-31.")
    private LocalDate on = LocalDate.EPOCH;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who records it.")
    private String by = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "What was said, or which certificate it is.")
    private String note = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Set<String> known = Arrays.stream(DeletionDemand.State.values())
                .map(DeletionDemand.State::id)
                .collect(Collectors.toSet());
        DeletionDemand.State next = DeletionDemand.State.byId(state)
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        "\"" + state + "\" is no state of a demand." + Problems.didYouMean(state, known)));
        CaseFolder place = new CaseFolder(folder);
        try (CaseStore store = place.open(Clock.systemUTC())) {
            List<String> recipients = place.with(store).required().incident().recipients().stream()
                    .map(Incident.ThirdParty::name)
                    .toList();
            if (!recipients.contains(recipient)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "\"" + recipient + "\" is no recipient of this case."
                                + Problems.didYouMean(recipient, recipients));
            }
            Optional<DeletionDemand> before =
                    Optional.ofNullable(CaseDossier.demands(store.journal()).get(recipient));
            DeletionDemand demand = before.orElseGet(() -> DeletionDemand.drafted(recipient, on, by));
            if (before.isEmpty()) {
                store.journal().append(CaseDossier.DEMAND, by, demand.body());
            }
            if (next != DeletionDemand.State.DRAFTED) {
                store.journal()
                        .append(
                                CaseDossier.DEMAND,
                                by,
                                demand.then(new DeletionDemand.Step(next, on, by, note))
                                        .body());
            }
        }
        out.println("Recorded: the demand to " + recipient + " is " + next.id() + " as of " + on + ".");
        out.flush();
        return ExitCode.CLEAN;
    }
}
