package dev.earshot.clinic;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority that lives as long as the clinic, and the certificates it issues. Its keys never touch a
/// disk, but for the one that [Clinic#gatewayFiles] hands to a gateway.
final class Certificates {
    private static final Duration LIFE = Duration.ofDays(90);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys;
    private final X509Certificate authority;

    private Certificates(KeyPair keys, X509Certificate authority) {
        this.keys = keys;
        this.authority = authority;
    }

    static Certificates newAuthority() throws GeneralSecurityException {
        KeyPair keys = newKeys();
        X500Name name = new X500Name("CN=Clinic test authority");
        X509v3CertificateBuilder builder = builder(name, name, keys, Instant.now());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
        return new Certificates(keys, sign(builder, keys.getPrivate()));
    }

    /// A certificate for `hosts`, which may hold wildcards such as `*.clinic.example`, and the address 127.0.0.1.
    Identity issue(List<String> hosts) throws GeneralSecurityException {
        return issue(hosts, Instant.now(), keys.getPrivate());
    }

    /// A certificate that ended long ago and that nobody signed but itself.
    static Identity untrustworthy(String host) throws GeneralSecurityException {
        return newAuthority()
                .issue(
                        List.of(host),
                        Instant.now().minus(LIFE.multipliedBy(4)),
                        newKeys().getPrivate());
    }

    private Identity issue(List<String> hosts, Instant from, PrivateKey signer) throws GeneralSecurityException {
        KeyPair leafKeys = newKeys();
        X509v3CertificateBuilder builder = builder(
                new X500Name("CN=Clinic test authority"), new X500Name("CN=" + hosts.getFirst()), leafKeys, from);
        GeneralName[] names = new GeneralName[hosts.size() + 1];
        for (int i = 0; i < hosts.size(); i++) {
            names[i] = new GeneralName(GeneralName.dNSName, hosts.get(i));
        }
        names[hosts.size()] = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
        return new Identity(leafKeys.getPrivate(), sign(builder, signer), authority);
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Instant from) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, RANDOM).setBit(120),
                Date.from(from.minus(Duration.ofHours(1))),
                Date.from(from.plus(LIFE)),
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

    /// A private key and the chain that vouches for it.
    record Identity(PrivateKey key, X509Certificate leaf, X509Certificate authority) {
        /// The SHA-256 of the leaf's public key (SubjectPublicKeyInfo), in base64: what Chromium's
        /// `--ignore-certificate-errors-spki-list` takes.
        String publicKeyHash() throws GeneralSecurityException {
            byte[] encoded = leaf.getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(encoded));
        }

        /// The chain, the leaf first, in PEM.
        String chainPem() throws GeneralSecurityException {
            return pem("CERTIFICATE", leaf.getEncoded()) + authorityPem();
        }

        /// The authority's certificate in PEM.
        String authorityPem() throws GeneralSecurityException {
            return pem("CERTIFICATE", authority.getEncoded());
        }

        /// The private key, PKCS #8, in PEM.
        String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        private static String pem(String what, byte[] encoded) {
            String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
            return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
        }

        KeyStore keyStore(String password) throws GeneralSecurityException, IOException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("clinic", key, password.toCharArray(), new Certificate[] {leaf, authority});
            return store;
        }
    }
}
