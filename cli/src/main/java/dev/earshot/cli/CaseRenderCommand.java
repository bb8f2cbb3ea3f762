package dev.earshot.cli;

import dev.earshot.breach.Facts;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Html;
import dev.earshot.breach.document.Pdf;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.planning.Sample;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.investigate.steps.Engine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A sample to proofread.
@Command(
        name = "render",
        description =
                "Writes sample letters of the plan to proofread, into sample/: each language, role, state and channel"
                        + " at least once, as far as the number goes. Sends nothing.")
final class CaseRenderCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--sample", paramLabel = "N", description = "How many letters. Default: 10.")
    private int most = 10;

    @Option(
            names = "--check",
            description = "Instead: says everything that the texts lack, by the law of where each addressee lives.")
    private boolean check;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        try (CaseStore store = place.read(clock);
                Engine engine = CasePeople.engine(folder)) {
            Facts facts = place.with(store).required();
            LocalDate today =
                    LocalDate.ofInstant(clock.instant(), facts.incident().zone());
            CaseTexts texts = CaseTexts.of(
                    place,
                    facts,
                    store.id(),
                    CaseTexts.approved(store.journal(), facts).orElse(today));
            if (check) {
                texts.check(place.with(store).duties(facts), engine, CasePlanCommand.newest(store, folder), true, out);
                out.println("Nothing is refused. " + CaseLines.COUNSEL);
                out.flush();
                return ExitCode.CLEAN;
            }
            Path sample = Files.createDirectories(folder.resolve("sample"));
            Set<String> languages = new TreeSet<>();
            int written = 0;
            for (List<Notice> letter : Sample.of(engine, CasePlanCommand.newest(store, folder), Math.max(1, most))) {
                Notice first = letter.getFirst();
                languages.add(first.language());
                String name = String.format(
                        Locale.ROOT,
                        "letter-%02d-%s-%s-%s",
                        ++written,
                        first.language(),
                        first.jurisdiction().isEmpty() ? "elsewhere" : first.jurisdiction(),
                        first.role().id());
                write(sample, name, texts.composer().compose(letter));
            }
            out.println(written + " sample letters in " + languages.size() + " languages ("
                    + String.join(", ", languages) + "), as PDF and as e-mail: " + sample);
            out.println("Proofread them; then somebody else approves: earshot case approve " + folder + " --by NAME");
            out.flush();
            return ExitCode.CLEAN;
        } finally {
            CasePeople.deleteSpill(folder);
        }
    }

    private static void write(Path folder, String name, Letter letter) throws IOException {
        Document document = letter.document();
        try (OutputStream pdf = Files.newOutputStream(folder.resolve(name + ".pdf"))) {
            Pdf.write(document, pdf);
        }
        Files.writeString(folder.resolve(name + ".html"), Html.of(document));
    }
}
