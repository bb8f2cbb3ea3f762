package dev.earshot.breach.filing;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// That a filing was handed in: a confirmation, a receipt, a certificate of mailing, bound to the case by its hash.
///
/// @param duty the key of the duty
/// @param who handed it in
/// @param tracking the number that the authority gave it
/// @param file its name
/// @param sha256 of the file, 64 hex digits in lower case
public record Proof(String duty, LocalDate when, String who, Optional<String> tracking, String file, String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Proof {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("no SHA-256 in hex: " + sha256);
        }
    }

    /// @throws EarshotException of code USAGE where the file can't be read
    public static Proof of(String duty, LocalDate when, String who, Optional<String> tracking, Path file) {
        return new Proof(duty, when, who, tracking, file.getFileName().toString(), hash(file));
    }

    /// Whether the file is still what it was.
    public boolean isOf(Path candidate) {
        return hash(candidate).equals(sha256);
    }

    /// As the body of a journal entry.
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("duty", duty);
        body.put("when", when.toString());
        body.put("who", who);
        tracking.ifPresent(number -> body.put("tracking", number));
        body.put("file", file);
        body.put("sha256", sha256);
        return body;
    }

    private static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        } catch (IOException failed) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The proof " + file + " could not be read: " + failed.getMessage() + ". Name a file that exists.",
                    failed);
        }
    }
}
