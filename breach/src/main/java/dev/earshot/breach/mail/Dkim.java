package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Signs messages: RFC 6376 with relaxed/relaxed and `rsa-sha256`, or `ed25519-sha256` of RFC 8463. For many threads.
///
/// `From` is named twice among the signed fields, so that a second one can't be added (RFC 6376 § 8.15).
final class Dkim {
    private final MailSettings.Signature identity;
    private final PrivateKey key;
    private final boolean rsa;

    private Dkim(MailSettings.Signature identity, PrivateKey key) {
        this.identity = identity;
        this.key = key;
        this.rsa = key instanceof RSAPrivateKey;
    }

    /// @throws EarshotException of code USAGE where there is no such key
    static Dkim of(MailSettings.Signature identity) {
        try {
            String pem = Files.readString(identity.key(), StandardCharsets.US_ASCII);
            byte[] der = Base64.getMimeDecoder()
                    .decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
            PrivateKey key;
            try {
                key = KeyFactory.getInstance("RSA").generatePrivate(spec);
            } catch (GeneralSecurityException notRsa) {
                key = KeyFactory.getInstance("Ed25519").generatePrivate(spec);
            }
            if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < 1024) {
                throw usage(identity, "has fewer than 1,024 bits, which no server accepts (RFC 8301)", null);
            }
            return new Dkim(identity, key);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw usage(
                    identity,
                    "can't be read as a private key: it should be PKCS #8 in PEM, as"
                            + " `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048` writes it",
                    e);
        }
    }

    /// The field that signs these fields, each name once, and this body.
    MailWriter.Field sign(List<MailWriter.Field> fields, byte[] body, int size, Instant now) {
        String names = fields.stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(":"));
        String unsigned = "v=1; a=" + (rsa ? "rsa" : "ed25519") + "-sha256; c=relaxed/relaxed; d=" + identity.domain()
                + "; s=" + identity.selector() + ";\r\n t=" + now.getEpochSecond() + "; h=from:" + names + ";\r\n bh="
                + Base64.getEncoder().encodeToString(bodyHash(body, size)) + ";\r\n b=";
        StringBuilder signed = new StringBuilder(1024);
        // The fields in the order of h=; that which is named once more than it is there is empty.
        for (MailWriter.Field field : fields) {
            if (field.name().equals("From")) {
                relaxed(field.name(), field.value(), signed).append("\r\n");
            }
        }
        for (MailWriter.Field field : fields) {
            if (!field.name().equals("From")) {
                relaxed(field.name(), field.value(), signed).append("\r\n");
            }
        }
        relaxed("DKIM-Signature", unsigned, signed);
        try {
            byte[] bytes = signed.toString().getBytes(StandardCharsets.UTF_8);
            Signature signer = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
            signer.initSign(key);
            signer.update(rsa ? bytes : MessageDigest.getInstance("SHA-256").digest(bytes));
            return new MailWriter.Field(
                    "DKIM-Signature", unsigned + folded(Base64.getEncoder().encodeToString(signer.sign())));
        } catch (GeneralSecurityException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "the DKIM key " + identity.key() + " can't sign: make a new one", e);
        }
    }

    private static String folded(String base64) {
        StringBuilder folded = new StringBuilder();
        for (int at = 0; at < base64.length(); at += 70) {
            folded.append(at == 0 ? "" : "\r\n ").append(base64, at, Math.min(base64.length(), at + 70));
        }
        return folded.toString();
    }

    /// RFC 6376 § 3.4.2.
    private static StringBuilder relaxed(String name, String value, StringBuilder out) {
        return out.append(name.toLowerCase(Locale.ROOT))
                .append(':')
                .append(value.replace("\r\n", "").replaceAll("[ \\t]+", " ").strip());
    }

    /// RFC 6376 § 3.4.4: runs of white space are one space, none at the end of a line, no empty lines at the end.
    static byte[] bodyHash(byte[] body, int size) {
        byte[] relaxed = new byte[size + 2];
        int length = 0;
        int kept = 0;
        boolean space = false;
        for (int i = 0; i < size; i++) {
            byte b = body[i];
            if (b == ' ' || b == '\t') {
                space = true;
            } else if (b == '\r' && i + 1 < size && body[i + 1] == '\n') {
                space = false;
                relaxed[length++] = '\r';
                relaxed[length++] = '\n';
                i++;
            } else {
                if (space) {
                    relaxed[length++] = ' ';
                    space = false;
                }
                relaxed[length++] = b;
                kept = length;
            }
        }
        if (kept > 0) {
            relaxed[kept++] = '\r';
            relaxed[kept++] = '\n';
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(relaxed, 0, kept);
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EarshotException usage(
            MailSettings.Signature identity, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "the DKIM key " + identity.key() + " " + problem;
        return cause == null
                ? new EarshotException(EarshotException.Code.USAGE, message)
                : new EarshotException(EarshotException.Code.USAGE, message, cause);
    }
}
