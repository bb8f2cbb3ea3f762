package dev.earshot.cli;

import dev.earshot.breach.journal.JournalFile;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.SigningKey;
import dev.earshot.evidence.Verification;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says whether a bundle of evidence is what it was.
@Command(
        name = "verify",
        description =
                "Says whether a bundle of evidence, or the journal of a case, is what it was: names each file changed,"
                        + " missing or added, or the first entry that was changed."
                        + " Works without a network.")
final class VerifyCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The folder that a scan or an investigation wrote, or that of a case.")
    private Path folder = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The signer's public key (.pub). Without it the signer is named by fingerprint, not vouched for.")
    private @Nullable Path publicKey;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path journal = folder.resolve(JournalFile.NAME);
        if (Files.exists(journal)) {
            return verifyCase(journal, out);
        }
        Verification verification =
                EvidenceBundle.verify(folder, Optional.ofNullable(publicKey).map(SigningKey::readPublic));
        verification.changed().forEach(path -> out.println("CHANGED  " + path));
        verification.missing().forEach(path -> out.println("MISSING  " + path));
        verification.added().forEach(path -> out.println("ADDED    " + path));
        out.println(
                switch (verification.signature()) {
                    case Verification.Signature.Good good ->
                        "Signed with key " + good.fingerprint()
                                + (good.expected() ? ", the one expected." : "; compare it with the signer's.");
                    case Verification.Signature.Absent absent ->
                        "Not signed: whoever changed a file could have changed the manifest too.";
                    case Verification.Signature.Bad bad -> "BAD SIGNATURE: " + bad.why() + ".";
                });
        out.println(
                verification.intact()
                        ? verification.files() + " files, all as they were."
                        : "This is not what it was: " + verification.changed().size() + " changed, "
                                + verification.missing().size() + " missing, "
                                + verification.added().size() + " added.");
        return verification.intact() ? ExitCode.CLEAN : ExitCode.VIOLATED;
    }

    /// A case is its journal; the database is made from it.
    private int verifyCase(Path journal, PrintWriter out) {
        dev.earshot.breach.journal.Verification verification =
                JournalFile.verify(journal, Optional.ofNullable(publicKey).map(SigningKey::readPublic));
        CaseLines.verification(verification, out);
        out.flush();
        return verification.whole() ? ExitCode.CLEAN : ExitCode.VIOLATED;
    }
}
