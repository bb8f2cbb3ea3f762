package dev.earshot.cli;

import dev.earshot.evidence.SigningKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Makes the key pair that signs evidence.
@Command(
        name = "keygen",
        description = "Makes the Ed25519 key pair that signs evidence. The public key (.pub) goes to whoever verifies.")
final class KeygenCommand implements Callable<Integer> {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Where the private key is written, readable by you alone. Default: where scans look for it.")
    private @Nullable Path file;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path target = file == null ? SigningKeys.standardPlace() : file;
        SigningKey key = SigningKey.create(target);
        spec.commandLine()
                .getOut()
                .printf(
                        "Private key  %s%nPublic key   %s%nFingerprint  %s%n",
                        target, SigningKey.publicFile(target), SigningKey.fingerprint(key.publicKey()));
        return ExitCode.CLEAN;
    }
}
