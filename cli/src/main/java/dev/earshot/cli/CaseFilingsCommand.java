package dev.earshot.cli;

import dev.earshot.breach.Case;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.Facts;
import dev.earshot.breach.document.Pdf;
import dev.earshot.breach.filing.Answers;
import dev.earshot.breach.filing.Filings;
import dev.earshot.breach.filing.Forms;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.yaml.Problems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What is filed and published.
@Command(
        name = "filings",
        description =
                "Writes what is filed with authorities, sent to agencies, media and vendors, and published: as PDF,"
                        + " text and JSON, with an overview of what must still be answered. Files nothing itself.")
final class CaseFilingsCommand implements Callable<Integer> {
    private static final int SHOWN = 3;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--all", description = "Prints every open question, not the first three of each.")
    private boolean all;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        Problems problems = place.problems();
        CaseFile file = place.file(problems);
        Forms forms = Forms.standard();
        Answers answers = Answers.read(file.filings(), forms);
        problems.throwIfAny();
        try (CaseStore store = place.read(clock)) {
            Case breach = place.with(store);
            Facts facts = breach.required();
            LocalDate today =
                    LocalDate.ofInstant(clock.instant(), facts.incident().zone());
            CaseTexts texts = CaseTexts.of(
                    place,
                    facts,
                    store.id(),
                    CaseTexts.approved(store.journal(), facts).orElse(today));
            List<Filings.Filing> filings = Filings.write(
                    folder.resolve("filings"),
                    new CaseDossier(place, file, breach, store.journal()).of(facts, answers, texts, today),
                    forms,
                    Pdf::write);
            long ready = filings.stream().filter(Filings.Filing::isReady).count();
            for (Filings.Filing filing : filings) {
                out.println(
                        (filing.isReady() ? "READY  " : "OPEN   ") + filing.title() + "  filings/" + filing.folder());
                filing.open().stream()
                        .limit(all ? Long.MAX_VALUE : SHOWN)
                        .forEach(question -> out.println("         " + question));
                if (!all && filing.open().size() > SHOWN) {
                    out.println("         and " + (filing.open().size() - SHOWN) + " more");
                }
            }
            out.println(ready + " of " + filings.size() + " ready. Overview: "
                    + folder.resolve("filings").resolve("index.html"));
            out.println("Answer what is open in the section filings of case.yaml. " + CaseLines.COUNSEL);
            out.flush();
            return ready == filings.size() ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
        }
    }
}
