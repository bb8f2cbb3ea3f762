package dev.earshot.breach.journal;

import dev.earshot.evidence.SigningKey;
import dev.earshot.evidence.Verification.Signature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The seals of a journal: entries that hold an Ed25519 signature (RFC 8032) over the hash of the entry before, as its 64
/// ASCII digits. Whoever rewrites the journal from there on needs the key.
public final class Seals {
    /// Of the entries.
    public static final String KIND = "sealed";

    private final Optional<PublicKey> expected;
    private Signature signature = new Signature.Absent();
    private long last;

    Seals(Optional<PublicKey> expected) {
        this.expected = expected;
    }

    /// What the entry that follows `head` says.
    public static Map<String, Object> body(Entry head, SigningKey key) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("head", head.hash());
        body.put("algorithm", "Ed25519");
        body.put("publicKey", Base64.getEncoder().encodeToString(key.publicKey().getEncoded()));
        body.put("signature", Base64.getEncoder().encodeToString(key.sign(bytes(head.hash()))));
        return body;
    }

    /// @return what is wrong with it; empty where nothing is
    String check(Entry entry) {
        try {
            JsonNode body = JsonMapper.shared().readTree(entry.body());
            PublicKey key = SigningKey.publicKey(
                    Base64.getDecoder().decode(body.path("publicKey").asString("")));
            byte[] signed = Base64.getDecoder().decode(body.path("signature").asString(""));
            if (!SigningKey.verifies(key, bytes(entry.previous()), signed)) {
                return "is a seal whose signature does not fit";
            }
            if (expected.isPresent() && !expected.get().equals(key)) {
                signature = new Signature.Bad("entry " + entry.seq() + " is sealed with another key, "
                        + SigningKey.fingerprint(key) + ", than the one expected");
            } else if (!(signature instanceof Signature.Bad)) {
                signature = new Signature.Good(SigningKey.fingerprint(key), expected.isPresent());
                last = entry.seq() - 1;
            }
            return "";
        } catch (JacksonException | GeneralSecurityException | IllegalArgumentException e) {
            return "is a seal that can't be read";
        }
    }

    Signature signature() {
        return expected.isPresent() && signature instanceof Signature.Absent
                ? new Signature.Bad("there is no seal, and one by the key given was expected")
                : signature;
    }

    long last() {
        return last;
    }

    private static byte[] bytes(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }
}
