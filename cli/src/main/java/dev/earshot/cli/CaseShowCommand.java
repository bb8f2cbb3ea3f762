package dev.earshot.cli;

import dev.earshot.breach.CaseStory;
import dev.earshot.breach.journal.JournalFile;
import dev.earshot.breach.journal.Verification;
import dev.earshot.evidence.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The whole story of a case.
@Command(
        name = "show",
        description = "Tells the whole story of a case from its journal, without its database: also on another machine,"
                + " from a copy of the folder. Exit code 1 where the journal is not what it was.")
final class CaseShowCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case, or a copy of it.")
    private Path folder = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The signer's public key (.pub), to vouch for the seals.")
    private @Nullable Path key;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CaseFolder place = new CaseFolder(folder);
        CaseStory story = new CaseStory();
        Verification verification = JournalFile.read(
                place.path().resolve(JournalFile.NAME),
                Optional.ofNullable(key).map(SigningKey::readPublic),
                story::hear);
        story.tell(out);
        CaseLines.verification(verification, out);
        out.flush();
        return verification.whole() ? ExitCode.CLEAN : ExitCode.VIOLATED;
    }
}
