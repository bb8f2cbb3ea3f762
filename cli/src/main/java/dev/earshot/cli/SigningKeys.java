package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.evidence.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the key that signs this user's evidence.
final class SigningKeys {
    private SigningKeys() {}

    /// `$XDG_CONFIG_HOME/earshot/signing.key`, by default in `~/.config`.
    static Path standardPlace() {
        String configured = System.getenv("XDG_CONFIG_HOME");
        Path config = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(configured);
        return config.resolve("earshot").resolve("signing.key");
    }

    /// The key that was named; else the one at the standard place, which is made when there is none. Empty where none
    /// can
    /// be made: the evidence is then unsigned, and that is said.
    static Optional<SigningKey> find(@Nullable Path named, PrintWriter err) {
        if (named != null) {
            return Optional.of(SigningKey.read(named));
        }
        Path place = standardPlace();
        if (Files.exists(place)) {
            return Optional.of(SigningKey.read(place));
        }
        try {
            SigningKey key = SigningKey.create(place);
            err.println("Made a key to sign evidence with: " + place + " (fingerprint "
                    + SigningKey.fingerprint(key.publicKey()) + "). Keep it; give auditors " + place + ".pub.");
            return Optional.of(key);
        } catch (EarshotException e) {
            err.println("The evidence is not signed: " + e.getMessage());
            return Optional.empty();
        }
    }
}
