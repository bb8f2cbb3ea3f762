package dev.earshot.breach.risk;

import dev.earshot.EarshotException;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.SigningKey;
import dev.earshot.evidence.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A decided assessment in a folder of evidence: `assessment.json` with the canonical bytes, and a manifest with their
/// SHA-256 that is signed. `earshot verify` checks the folder as it does any other evidence.
///
/// @param fingerprint of the key that signed
public record SealedAssessment(String incident, Assessment.Decision decision, String fingerprint) {
    static final String SCHEMA = "earshot-risk-assessment/1";
    private static final String FILE = "assessment.json";

    /// Writes and signs; what lay in the folder under these names is replaced.
    ///
    /// @param at when it is signed
    public static void seal(Path folder, Assessment assessment, SigningKey key, String earshotVersion, Instant at) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(FILE), assessment.canonical());
        } catch (IOException failed) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "The assessment could not be written to " + folder + " (" + failed.getMessage()
                            + "). Free some space and run the same command again.",
                    failed);
        }
        EvidenceBundle.seal(
                folder,
                new EvidenceBundle.Origin(
                        earshotVersion,
                        "",
                        List.of(),
                        at,
                        at,
                        assessment.evidence().inputs()),
                Optional.of(key));
    }

    /// @param expected the signer's public key; without one, whoever signed is named by fingerprint and not vouched for
    /// @throws EarshotException of code TAMPERED where it is not what was signed, or is not signed
    public static SealedAssessment read(Path folder, Optional<PublicKey> expected) {
        Verification found = EvidenceBundle.verify(folder, expected);
        if (!found.intact() || !(found.signature() instanceof Verification.Signature.Good good)) {
            throw new EarshotException(
                    EarshotException.Code.TAMPERED,
                    "The assessment in " + folder + " is not what was signed, or nobody signed it: "
                            + words(found.signature()) + ", changed " + found.changed() + ", missing " + found.missing()
                            + ", added " + found.added() + ". Its decision is not used. Have it signed again.");
        }
        try {
            JsonNode top = JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve(FILE)));
            JsonNode decided = top.path("decision");
            Assessment.Outcome outcome = Assessment.Outcome.byId(
                            decided.path("outcome").asString(""))
                    .orElseThrow(() -> unreadable(folder, new IOException("no outcome")));
            if (!top.path("schema").asString("").equals(SCHEMA)) {
                throw unreadable(folder, new IOException("its schema is not " + SCHEMA));
            }
            return new SealedAssessment(
                    top.path("incident").asString(""),
                    new Assessment.Decision(
                            outcome,
                            decided.path("reason").asString(""),
                            decided.path("decider").asString(""),
                            decided.path("office").asString(""),
                            LocalDate.parse(decided.path("day").asString(""))),
                    good.fingerprint());
        } catch (IOException | JacksonException | DateTimeException broken) {
            throw unreadable(folder, broken);
        }
    }

    private static String words(Verification.Signature signature) {
        return switch (signature) {
            case Verification.Signature.Good good -> "signed by " + good.fingerprint();
            case Verification.Signature.Absent _ -> "no signature";
            case Verification.Signature.Bad bad -> "the signature is bad: " + bad.why();
        };
    }

    private static EarshotException unreadable(Path folder, Exception why) {
        return new EarshotException(
                EarshotException.Code.USAGE,
                folder.resolve(FILE) + " is no risk assessment that can be read: " + why.getMessage() + ".",
                why);
    }
}
