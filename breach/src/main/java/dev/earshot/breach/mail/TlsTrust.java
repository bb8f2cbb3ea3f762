package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// TLS to a server whose certificate must name its host and be vouched for.
final class TlsTrust {
    private final SSLSocketFactory sockets;

    /// @throws EarshotException of code USAGE where the file has no certificates
    TlsTrust(Optional<Path> certificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates.isPresent() ? store(certificates.get()) : null);
            context.init(null, trust.getTrustManagers(), null);
            sockets = context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "the certificates to trust ("
                            + certificates.map(Path::toString).orElse("of the Java runtime")
                            + ") can't be read: they should be X.509 in PEM",
                    e);
        }
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IOException("no certificate in it");
            }
            for (Certificate certificate : all) {
                store.setCertificateEntry("trusted" + store.size(), certificate);
            }
        }
        return store;
    }

    SSLSocket over(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        // The check of RFC 2818, which RFC 7817 has for mail, too.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
