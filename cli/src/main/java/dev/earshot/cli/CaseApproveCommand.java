package dev.earshot.cli;

import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.Facts;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.investigate.steps.Engine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A second person lets the notices go.
@Command(
        name = "approve",
        description =
                "Approves of the plan that is loaded and of the texts as they are now, so that earshot case send may"
                        + " send them. Not for whoever planned. Refused where a text lacks what a law requires.")
final class CaseApproveCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who approves.")
    private String by = "";

    @Option(names = "--key", paramLabel = "FILE", description = "The key that seals the journal. Default: your own.")
    private @Nullable Path key;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        CaseSettings settings = new CaseSettings(place.file());
        try (CaseStore store = place.open(clock)) {
            Facts facts = place.with(store).required();
            LocalDate today =
                    LocalDate.ofInstant(clock.instant(), facts.incident().zone());
            CaseTexts texts = CaseTexts.of(place, facts, store.id(), today);
            texts.refuseDrafts(facts, settings);
            try (Engine engine = CasePeople.engine(folder)) {
                texts.check(place.with(store).duties(facts), engine, CasePlanCommand.newest(store, folder), false, out);
            } finally {
                CasePeople.deleteSpill(folder);
            }
            store.approve(by, texts.hash());
            SigningKeys.find(key, spec.commandLine().getErr()).ifPresent(store::seal);
            out.println("Approved. Send with: earshot case send " + folder);
        }
        out.flush();
        return ExitCode.CLEAN;
    }
}
