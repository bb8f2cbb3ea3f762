package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.Case;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.Facts;
import dev.earshot.breach.document.Pdf;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.risk.Assessment;
import dev.earshot.breach.risk.AssessmentFile;
import dev.earshot.breach.risk.Evidence;
import dev.earshot.breach.risk.InvestigationEvidence;
import dev.earshot.breach.risk.SealedAssessment;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.evidence.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The four-factor risk assessment.
@Command(
        name = "assess",
        description = {
            "Writes the risk assessment of 45 CFR § 164.402 as a file to answer, assessment.yaml, with what the"
                    + " investigation shows beside each factor.",
            "With --sign: reads the answers, signs the decision, and records it; a low probability of compromise ends the"
                    + " presumption of a breach."
        })
final class CaseAssessCommand implements Callable<Integer> {
    private static final String FILE = "assessment.yaml";

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--sign", description = "The file is answered: sign and record the decision.")
    private boolean sign;

    @Option(names = "--by", paramLabel = "NAME", description = "Who signs; needed with --sign.")
    private String by = "";

    @Option(names = "--key", paramLabel = "FILE", description = "The key that signs. Default: your own.")
    private @Nullable Path key;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        CaseFile file = place.file();
        Path answers = folder.resolve(FILE);
        Evidence evidence = file.investigation()
                .map(investigation -> InvestigationEvidence.read(investigation.resolve("report.json")))
                .orElse(Evidence.NONE);
        if (!sign) {
            Facts facts = place.fromJournal().required();
            if (Files.exists(answers)) {
                out.println(answers + " is there already. Answer it, then: earshot case assess " + folder
                        + " --sign --by NAME");
            } else {
                Files.writeString(answers, AssessmentFile.blank(facts.incident().name(), evidence));
                out.println("Wrote " + answers + ": answer each line, decide, then: earshot case assess " + folder
                        + " --sign --by NAME");
            }
            out.flush();
            return ExitCode.CLEAN;
        }
        if (by.isBlank() || !Files.exists(answers)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "An answered " + answers + " and --by NAME are needed to sign. earshot case assess " + folder
                            + " writes the file.");
        }
        SigningKey signer = SigningKeys.find(key, spec.commandLine().getErr())
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE, "There is no key to sign with: earshot keygen FILE makes one."));
        try (CaseStore store = place.open(clock)) {
            Case breach = place.with(store);
            Facts facts = breach.required();
            LocalDate today =
                    LocalDate.ofInstant(clock.instant(), facts.incident().zone());
            Assessment assessment =
                    AssessmentFile.read(answers, facts.incident().name(), evidence, today);
            Path sealed = folder.resolve("assessment");
            Files.createDirectories(sealed);
            try (OutputStream pdf = Files.newOutputStream(sealed.resolve("assessment.pdf"))) {
                Pdf.write(assessment.document(), pdf);
            }
            SealedAssessment.seal(sealed, assessment, signer, Version.number(), clock.instant());
            Assessment.Decision decision = assessment.decision();
            store.journal()
                    .append(
                            "assessed",
                            by,
                            Map.of(
                                    "decision", decision.outcome().id(),
                                    "reason", decision.reason(),
                                    "decider", decision.decider(),
                                    "day", decision.day().toString(),
                                    "key", SigningKey.fingerprint(signer.publicKey())));
            SortedMap<String, Incident.Harm> harm =
                    new TreeMap<>(facts.incident().harm());
            harm.put("us", decision.harm());
            assessment.remarks().forEach(remark -> out.println("note: " + remark));
            out.println("Signed and recorded: " + decision.outcome().id() + ", decided by " + decision.decider() + ".");
            breach.record(facts.incident().with(harm), facts.population(), by, "the signed risk assessment")
                    .forEach(moved -> out.println(CaseLines.moved(moved)));
        }
        out.flush();
        return ExitCode.CLEAN;
    }
}
