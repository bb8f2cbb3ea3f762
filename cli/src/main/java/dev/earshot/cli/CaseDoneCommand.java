package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.Case;
import dev.earshot.breach.filing.Proof;
import dev.earshot.breach.store.CaseStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A duty was done.
@Command(
        name = "done",
        description =
                "Records that a duty was done, and keeps the proof: a receipt, a confirmation, the letter itself.")
final class CaseDoneCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "DUTY", description = "The duty's key, as earshot case duties shows it.")
    private String duty = "";

    @Option(names = "--on", required = true, paramLabel = "DATE", description = "The day, such as 2026-12-31.")
    private LocalDate on = LocalDate.EPOCH;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who records it.")
    private String by = "";

    @Option(names = "--reference", paramLabel = "TEXT", description = "The number that the authority gave it.")
    private String reference = "";

    @Option(names = "--proof", paramLabel = "FILE", description = "What proves it; may be given several times.")
    private List<Path> proofs = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        CaseFolder place = new CaseFolder(folder);
        Clock clock = Clock.systemUTC();
        try (CaseStore store = place.open(clock)) {
            Case breach = place.with(store);
            LocalDate today = LocalDate.ofInstant(
                    clock.instant(), breach.required().incident().zone());
            if (on.isAfter(today)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE, on + " has not come yet; a duty is recorded once it is done.");
            }
            SortedMap<String, String> kept = new TreeMap<>();
            for (Path proof : proofs) {
                keep(place, Proof.of(duty, on, by, Optional.of(reference), proof), proof, kept);
            }
            breach.done(duty, on, reference, kept, by).forEach(each -> out.println(CaseLines.moved(each)));
            out.println("Recorded: " + duty + " was done on " + on
                    + (kept.isEmpty() ? "; no proof is attached." : "; proof: " + String.join(", ", kept.keySet())));
        }
        out.flush();
        return ExitCode.CLEAN;
    }

    /// Copies a proof beside the others, under a name that begins with its hash.
    private static void keep(CaseFolder place, Proof proof, Path file, SortedMap<String, String> kept)
            throws IOException {
        Path attachments = Files.createDirectories(place.path().resolve("attachments"));
        String name = proof.sha256().substring(0, 12) + "-" + proof.file();
        Files.copy(file, attachments.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        kept.put(name, proof.sha256());
    }
}
