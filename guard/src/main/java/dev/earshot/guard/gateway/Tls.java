package dev.earshot.guard.gateway;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys in files, made ready for connections: TLS 1.2 with forward secrecy and authenticated encryption
/// alone, and TLS 1.3, by the JDK's own engine.
///
/// Every method throws [Unusable], whose message tells a person what to do about it.
final class Tls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private Tls() {}

    /// A file that can't be used for TLS.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /// For a listener, of a chain of certificates and the first one's key, both PEM.
    static SslContext server(Path certificates, Path key) throws Unusable {
        return server(chain(certificates), key(key), key);
    }

    /// For a listener, of the first key in a PKCS #12 file.
    static SslContext server(Path pkcs12, char[] password) throws Unusable {
        try (InputStream in = Files.newInputStream(pkcs12)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password);
                if (key instanceof PrivateKey found) {
                    List<X509Certificate> chain = new ArrayList<>();
                    for (Certificate each : store.getCertificateChain(alias)) {
                        chain.add((X509Certificate) each);
                    }
                    return server(chain, found, pkcs12);
                }
            }
            throw new Unusable(pkcs12 + " holds no private key.");
        } catch (IOException e) {
            throw e.getCause() instanceof GeneralSecurityException ? closed(pkcs12) : unreadable(pkcs12, e);
        } catch (GeneralSecurityException e) {
            throw closed(pkcs12);
        }
    }

    private static Unusable closed(Path pkcs12) {
        return new Unusable(pkcs12 + " could not be opened as PKCS #12 with that password.");
    }

    private static SslContext server(List<X509Certificate> chain, PrivateKey key, Path keyFile) throws Unusable {
        if (!belong(key, chain.getFirst().getPublicKey())) {
            throw new Unusable("the key in " + keyFile + " is not that of the first certificate.");
        }
        try {
            return SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw new Unusable("the certificate and key in " + keyFile + " can't be used: " + e.getMessage());
        }
    }

    /// For upstreams whose certificates the machine trusts.
    static SslContext client() throws Unusable {
        return client(SslContextBuilder.forClient());
    }

    /// For upstreams whose certificates an authority in this file (PEM) has issued.
    static SslContext client(Path authorities) throws Unusable {
        return client(SslContextBuilder.forClient().trustManager(chain(authorities)));
    }

    /// For upstreams of which nothing is checked.
    static SslContext blindClient() throws Unusable {
        return client(SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null));
    }

    private static SslContext client(SslContextBuilder builder) throws Unusable {
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw new Unusable("TLS to the upstream can't be set up: " + e.getMessage());
        }
    }

    /// The certificates of a PEM file, in its order; at least one.
    static List<X509Certificate> chain(Path file) throws Unusable {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                chain.add((X509Certificate) each);
            }
            if (chain.isEmpty()) {
                throw new Unusable(file + " holds no certificate.");
            }
            return chain;
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (CertificateException e) {
            throw new Unusable(file + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----).");
        }
    }

    private static PrivateKey key(Path file) throws Unusable {
        try {
            Matcher form = KEY.matcher(Files.readString(file));
            if (!form.find()) {
                throw new Unusable(file + " holds no private key in PEM (-----BEGIN PRIVATE KEY-----).");
            }
            if (!form.group(1).equals("PRIVATE KEY")) {
                throw new Unusable(file + " holds a key as \"" + form.group(1)
                        + "\"; write it anew by: openssl pkcs8 -topk8 -nodes -in " + file.getFileName()
                        + " -out new.key");
            }
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(form.group(2)));
            for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
                try {
                    return java.security.KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (GeneralSecurityException _) {
                    // Another algorithm's key, perhaps.
                }
            }
            throw new Unusable(file + " holds a key that is neither EC nor RSA nor Ed25519.");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] sample = new byte[32];
            new SecureRandom().nextBytes(sample);
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            byte[] signed = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certified);
            checking.update(sample);
            return checking.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Unusable unreadable(Path file, IOException e) {
        return new Unusable(
                e instanceof NoSuchFileException
                        ? file + " does not exist."
                        : "could not read " + file + " (" + e.getClass().getSimpleName() + ").");
    }
}
