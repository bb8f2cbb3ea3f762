package dev.earshot.evidence;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A folder of evidence: the capture, its reports, and a manifest with the SHA-256 of each file. `manifest.json` is
/// signed
/// by `manifest.sig`, which holds the Ed25519 signature over the manifest's bytes and the public key.
public final class EvidenceBundle {
    private static final String MANIFEST = "manifest.json";
    private static final String SIGNATURE = "manifest.sig";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private EvidenceBundle() {}

    /// Writes the manifest of all that lies in `folder`, replacing an older one.
    ///
    /// @param key signs it; unsigned without one
    public static void seal(Path folder, Origin origin, Optional<SigningKey> key) {
        try {
            Files.deleteIfExists(folder.resolve(SIGNATURE));
            ObjectNode manifest = JSON.createObjectNode();
            manifest.put("schema", "earshot-manifest/1");
            manifest.put("earshot", origin.earshotVersion());
            manifest.put("browser", origin.browserVersion());
            manifest.set("arguments", JSON.valueToTree(origin.arguments()));
            manifest.put("startedAt", origin.startedAt().toString());
            manifest.put("endedAt", origin.endedAt().toString());
            manifest.set("inputs", JSON.valueToTree(origin.inputs()));
            var files = manifest.putArray("files");
            for (Map.Entry<String, Path> file : filesIn(folder).entrySet()) {
                files.addObject()
                        .put("path", file.getKey())
                        .put("bytes", Files.size(file.getValue()))
                        .put("sha256", sha256(file.getValue()));
            }
            byte[] bytes = JSON.writeValueAsBytes(manifest);
            Files.write(folder.resolve(MANIFEST), bytes);
            if (key.isPresent()) {
                ObjectNode signature = JSON.createObjectNode();
                signature.put("algorithm", "Ed25519");
                signature.put(
                        "publicKey",
                        Base64.getEncoder().encodeToString(key.get().publicKey().getEncoded()));
                signature.put(
                        "signature",
                        Base64.getEncoder().encodeToString(key.get().sign(bytes)));
                Files.write(folder.resolve(SIGNATURE), JSON.writeValueAsBytes(signature));
            }
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "The manifest of " + folder + " could not be written (" + e.getMessage()
                            + "). The capture is kept there. Free some space and have it judged again: earshot scan "
                            + folder.resolve("capture.har"),
                    e);
        }
    }

    /// Compares a folder with its manifest, and the manifest with its signature. Nothing outside the folder is read.
    ///
    /// @param expected the signer's public key; without one, whoever signed is named by fingerprint and not
    ///     vouched for
    /// @throws EarshotException when the folder has no manifest that can be read
    public static Verification verify(Path folder, Optional<PublicKey> expected) {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(MANIFEST));
            JsonNode manifest = JSON.readTree(bytes);
            Map<String, String> listed = new TreeMap<>();
            for (JsonNode file : manifest.path("files")) {
                listed.put(file.path("path").asString(""), file.path("sha256").asString(""));
            }
            List<String> changed = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            Map<String, Path> present = filesIn(folder);
            for (Map.Entry<String, String> file : listed.entrySet()) {
                Path there = present.remove(file.getKey());
                if (there == null) {
                    missing.add(file.getKey());
                } else if (!sha256(there).equals(file.getValue())) {
                    changed.add(file.getKey());
                }
            }
            return new Verification(
                    listed.size(), changed, missing, List.copyOf(present.keySet()), signer(folder, bytes, expected));
        } catch (IOException | JacksonException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    folder + " has no " + MANIFEST
                            + " that can be read: it is not a bundle of evidence, or was damaged.",
                    e);
        }
    }

    private static Verification.Signature signer(Path folder, byte[] manifest, Optional<PublicKey> expected)
            throws IOException {
        if (!Files.exists(folder.resolve(SIGNATURE))) {
            return expected.isPresent()
                    ? new Verification.Signature.Bad("there is none, and one by the key given was expected")
                    : new Verification.Signature.Absent();
        }
        try {
            JsonNode signature = JSON.readTree(Files.readAllBytes(folder.resolve(SIGNATURE)));
            PublicKey key = SigningKey.publicKey(
                    Base64.getDecoder().decode(signature.path("publicKey").asString("")));
            byte[] signed =
                    Base64.getDecoder().decode(signature.path("signature").asString(""));
            if (!SigningKey.verifies(key, manifest, signed)) {
                return new Verification.Signature.Bad("it does not fit the manifest");
            }
            if (expected.isPresent() && !expected.get().equals(key)) {
                return new Verification.Signature.Bad(
                        "it was made with another key, " + SigningKey.fingerprint(key) + ", than the one expected");
            }
            return new Verification.Signature.Good(SigningKey.fingerprint(key), expected.isPresent());
        } catch (JacksonException | GeneralSecurityException | IllegalArgumentException e) {
            return new Verification.Signature.Bad("it can't be read");
        }
    }

    private static Map<String, Path> filesIn(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(path -> !Files.isDirectory(path)).forEach(path -> {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (!name.equals(MANIFEST) && !name.equals(SIGNATURE)) {
                    files.put(name, path);
                }
            });
        }
        return files;
    }

    /// 64 hexadecimal digits.
    public static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How a bundle came about.
    ///
    /// @param arguments of the command line, secrets left out
    /// @param inputs SHA-256 by the name of a file that was examined but is not in the bundle as it was
    public record Origin(
            String earshotVersion,
            String browserVersion,
            List<String> arguments,
            Instant startedAt,
            Instant endedAt,
            Map<String, String> inputs) {
        public Origin {
            arguments = List.copyOf(arguments);
            inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
        }
    }
}
