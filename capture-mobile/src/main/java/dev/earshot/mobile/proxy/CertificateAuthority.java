package dev.earshot.mobile.proxy;

import dev.earshot.EarshotException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
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
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/// The authority that a test device is told to trust, so that the proxy can stand in for any server. Who has its key
/// can read that device's traffic, so the key file is the owner's alone (mode 0600) and lies outside any project.
///
/// EC P-256. The authority lives two years, the certificates of servers thirty days. Thread-safe.
public final class CertificateAuthority {
    static final String KEY = "ca.key";
    static final String CERTIFICATE = "ca.crt";

    private static final Duration LIFE = Duration.ofDays(730);
    private static final Duration LIFE_OF_A_SERVERS = Duration.ofDays(30);
    /// A device's clock may be behind.
    private static final Duration ALREADY = Duration.ofDays(1);

    private static final int MOST_HOSTS = 1000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final KeyPair serverKeys;
    private final boolean made;
    private final Map<String, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SSLContext> eldest) {
            return size() > MOST_HOSTS;
        }
    };

    private CertificateAuthority(PrivateKey key, X509Certificate certificate, boolean made)
            throws GeneralSecurityException {
        this.key = key;
        this.certificate = certificate;
        this.made = made;
        this.serverKeys = newKeys();
    }

    /// `$XDG_DATA_HOME/earshot/ca`, by default `~/.earshot/ca`.
    public static Path standardPlace() {
        String configured = System.getenv("XDG_DATA_HOME");
        return configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".earshot", "ca")
                : Path.of(configured, "earshot", "ca");
    }

    /// The authority kept in `folder`, made now if there is none.
    ///
    /// @throws EarshotException USAGE when its key can be read by others, when it has ended, or when it can't be read
    public static CertificateAuthority in(Path folder) {
        try {
            if (Files.exists(folder.resolve(KEY)) || Files.exists(folder.resolve(CERTIFICATE))) {
                return read(folder);
            }
            KeyPair keys = newKeys();
            X509Certificate certificate = selfSigned(keys);
            Files.createDirectories(folder, ownersOnly(folder, "rwx------"));
            Path key = Files.createFile(folder.resolve(KEY), ownersOnly(folder, "rw-------"));
            Files.writeString(key, pem("PRIVATE KEY", keys.getPrivate().getEncoded()), StandardOpenOption.WRITE);
            Files.writeString(folder.resolve(CERTIFICATE), pem("CERTIFICATE", certificate.getEncoded()));
            return new CertificateAuthority(keys.getPrivate(), certificate, true);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The certificate authority in " + folder + " can't be used (" + e.getMessage()
                            + "). Move the folder away to have a new one made, or name another with --ca.",
                    e);
        }
    }

    private static CertificateAuthority read(Path folder) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(KEY);
        if (posix(file)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            permissions.removeAll(PosixFilePermissions.fromString("rwx------"));
            if (!permissions.isEmpty()) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "Others can read " + file + ", and who has it can read the traffic of every device that trusts"
                                + " it. If nobody did: chmod 600 " + file + ". Otherwise remove the certificate from"
                                + " the devices and the folder " + folder + ", and a new one is made.");
            }
        }
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(folder.resolve(CERTIFICATE))));
        if (certificate.getNotAfter().toInstant().isBefore(Instant.now())) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The certificate authority in " + folder + " ended on "
                            + certificate.getNotAfter().toInstant() + ". Remove it from the devices and the folder, and"
                            + " a new one is made.");
        }
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(der("PRIVATE KEY", Files.readString(file))));
        return new CertificateAuthority(key, certificate, false);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// Whether [#in(Path)] made it, so that no device trusts it yet.
    public boolean made() {
        return made;
    }

    /// The SHA-256 of its certificate as devices show it: pairs of upper-case hexadecimal digits with colons.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a server needs to be `host` to those who trust this authority.
    ///
    /// @param host a name or an IP address, without a port
    SSLContext contextFor(String host) {
        synchronized (contexts) {
            SSLContext known = contexts.get(host);
            if (known != null) {
                return known;
            }
            try {
                KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
                keys.load(null, null);
                keys.setKeyEntry(
                        "server", serverKeys.getPrivate(), new char[0], new Certificate[] {leafFor(host), certificate});
                KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                managers.init(keys, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(managers.getKeyManagers(), null, RANDOM);
                contexts.put(host, context);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private X509Certificate leafFor(String host) throws GeneralSecurityException, IOException {
        X509v3CertificateBuilder builder = builder(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                // A common name holds 64 characters (RFC 5280, ub-common-name), and nobody reads it beside the SAN.
                new X500Name("CN=Earshot capture"),
                serverKeys,
                LIFE_OF_A_SERVERS);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        GeneralName name = new GeneralName(IPAddress.isValid(bare) ? GeneralName.iPAddress : GeneralName.dNSName, bare);
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
        builder.addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(certificate));
        return sign(builder, key);
    }

    private static X509Certificate selfSigned(KeyPair keys) throws GeneralSecurityException, IOException {
        X500Name name =
                new X500Name("CN=Earshot capture authority " + HexFormat.of().toHexDigits(RANDOM.nextInt()));
        X509v3CertificateBuilder builder = builder(name, name, keys, LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return sign(builder, keys.getPrivate());
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Duration life) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, RANDOM).setBit(120),
                Date.from(now.minus(ALREADY)),
                Date.from(now.plus(life)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    /// The certificates in a PEM or DER file.
    ///
    /// @throws EarshotException USAGE when there are none
    public static Collection<? extends Certificate> certificatesIn(Path file) {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, file + " can't be read as certificates: " + e.getMessage(), e);
        }
        throw new EarshotException(EarshotException.Code.USAGE, file + " holds no certificate.");
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private static byte[] der(String label, String pem) {
        String text = pem.replace("-----BEGIN " + label + "-----", "").replace("-----END " + label + "-----", "");
        return Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static FileAttribute<?>[] ownersOnly(Path place, String permissions) {
        return posix(place)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
