package dev.earshot.evidence;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/// An Ed25519 key pair (RFC 8032) that signs manifests. The private key is a PKCS #8 PEM file, mode 0600, with the
/// public
/// key beside it as `<name>.pub` in SubjectPublicKeyInfo PEM, which auditors are given.
public final class SigningKey {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /// Makes a new pair and writes both files. One that is there is never replaced: what it signed could no longer be
    /// verified.
    public static SigningKey create(Path file) {
        try {
            if (Files.exists(file)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        file
                                + " is there already and is not replaced, since what it signed needs it. Name another file.");
            }
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.createFile(file, ownerOnly(file));
            Files.writeString(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), StandardOpenOption.WRITE);
            Files.writeString(
                    publicFile(file), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "The key could not be written to " + file + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads a pair that [#create] wrote.
    public static SigningKey read(Path file) {
        try {
            PrivateKey privateKey = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(der("PRIVATE KEY", Files.readString(file))));
            return new SigningKey(privateKey, readPublic(publicFile(file)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    file + " can't be read as an Ed25519 private key; make one with: earshot keygen",
                    e);
        }
    }

    /// Reads a public key alone.
    public static PublicKey readPublic(Path file) {
        try {
            return publicKey(der("PUBLIC KEY", Files.readString(file)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, file + " can't be read as an Ed25519 public key", e);
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /// 64 bytes.
    public byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether `signed` is this key's signature over `content`; one that is malformed is not.
    public static boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /// @param der SubjectPublicKeyInfo
    public static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the SubjectPublicKeyInfo, in groups of four: for reading
    /// aloud.
    public static String fingerprint(PublicKey key) {
        try {
            String hex = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), 0, 8);
            return String.join(" ", hex.split("(?<=\\G.{4})"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path publicFile(Path privateFile) {
        return privateFile.resolveSibling(privateFile.getFileName() + ".pub");
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)} : new FileAttribute<?>[0];
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }

    private static byte[] der(String type, String pem) {
        String begin = "-----BEGIN " + type + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + type + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no " + type + " in PEM");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }
}
