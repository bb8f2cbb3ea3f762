package dev.earshot.mobile.proxy;

import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.littleshoot.proxy.MitmManager;

/// The two ends of TLS that the proxy is: to the app it is the server, to the server it is a client that checks the
/// certificate. Both speak HTTP/1.1 alone, since LittleProxy does.
final class Interception implements MitmManager {
    private static final String[] HTTP_1_1 = {"http/1.1"};

    private final CertificateAuthority authority;
    private final boolean insecure;
    private final SSLContext upstream;
    private final Map<String, String> untrusted = new ConcurrentHashMap<>();

    Interception(ProxyOptions options) {
        this.authority = options.authority();
        this.insecure = options.insecureUpstream();
        try {
            this.upstream = SSLContext.getInstance("TLS");
            upstream.init(
                    null,
                    new TrustManager[] {insecure ? new Everybody() : trust(options.upstreamAuthorities())},
                    new SecureRandom());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Why a server's certificate was refused.
    Optional<String> refusal(String host) {
        return Optional.ofNullable(untrusted.get(host));
    }

    @Override
    public SSLEngine serverSslEngine(String host, int port) {
        return asClient(upstream.createSSLEngine(host, port));
    }

    /// Asked for where a server did not know its own name; without a name its certificate can't be right.
    @Override
    public SSLEngine serverSslEngine() {
        return asClient(upstream.createSSLEngine());
    }

    private SSLEngine asClient(SSLEngine engine) {
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(HTTP_1_1);
        if (!insecure) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine clientSslEngineFor(HttpRequest connect, SSLSession serverSession) {
        SSLEngine engine =
                authority.contextFor(HostAndPort.of(connect.uri(), 443).host()).createSSLEngine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(HTTP_1_1);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private Refusals trust(List<Certificate> others) throws GeneralSecurityException, IOException {
        X509ExtendedTrustManager machines = manager(null);
        if (others.isEmpty()) {
            return new Refusals(machines, Optional.empty());
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < others.size(); i++) {
            store.setCertificateEntry("authority-" + i, others.get(i));
        }
        return new Refusals(machines, Optional.of(manager(store)));
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new IllegalStateException("no trust manager");
    }

    /// Trusts whom this machine trusts, or the others, and remembers who was refused.
    private final class Refusals extends OnlyServers {
        private final X509ExtendedTrustManager machines;
        private final Optional<X509ExtendedTrustManager> others;

        Refusals(X509ExtendedTrustManager machines, Optional<X509ExtendedTrustManager> others) {
            this.machines = machines;
            this.others = others;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            try {
                machines.checkServerTrusted(chain, type, engine);
            } catch (CertificateException refused) {
                try {
                    if (others.isPresent()) {
                        others.get().checkServerTrusted(chain, type, engine);
                        return;
                    }
                    throw refused;
                } catch (CertificateException e) {
                    String host = engine.getPeerHost();
                    if (host != null && untrusted.size() < 10_000) {
                        untrusted.put(host, "its server's certificate is not one that this machine trusts");
                    }
                    throw e;
                }
            }
        }
    }

    /// Trusts anybody, as a test setup may ask for.
    private static final class Everybody extends OnlyServers {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
    }

    /// What is asked of the proxy's client side.
    private abstract static class OnlyServers extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("asked without a connection");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("asked without an engine");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
