package dev.earshot.mobile.proxy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.UUID;

/// The pages that tell a person how to make a device trust the proxy, the certificate to download, and a check whether
/// it is trusted. Nothing on them is loaded from elsewhere.
///
/// Sources: https://developer.android.com/privacy-and-security/security-config (authorities that a user added,
/// debug-overrides); Apple Support, "Trust manually installed certificate profiles in iOS and iPadOS"; both read
/// 2026-11-22.
final class TrustPages implements AutoCloseable {
    /// A name that only the proxy answers to. `.proxy` is no top-level domain.
    static final String HOST = "earshot.proxy";

    private final CertificateAuthority authority;
    private final HttpsServer check;

    TrustPages(CertificateAuthority authority) {
        this.authority = authority;
        try {
            check = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        check.setHttpsConfigurator(new HttpsConfigurator(authority.contextFor(HOST)));
        check.createContext("/", exchange -> {
            Answer answer = exchange.getRequestURI().getPath().equals("/trusted.svg")
                    ? new Answer(200, "image/svg+xml", "", TRUSTED.getBytes(StandardCharsets.UTF_8))
                    : html(200, "Trusted", "<p>This browser trusts the proxy: the page came over HTTPS.</p>" + APPS);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), answer.content().length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.content());
            }
        });
        check.start();
    }

    /// Where the check page's HTTPS side answers.
    InetSocketAddress secure() {
        return ((HttpServer) check).getAddress();
    }

    @Override
    public void close() {
        check.stop(0);
    }

    /// What a path gives.
    ///
    /// @param file the name under which a browser stores it; empty where it shows it
    record Answer(int status, String type, String file, byte[] content) {}

    /// @param path with or without a query
    /// @param proxy where devices reach the proxy, `host:port`
    Answer answer(String path, String proxy) {
        return switch (path.split("\\?", 2)[0]) {
            case "", "/" -> html(200, "Trust this proxy", guide(proxy));
            case "/check" -> html(200, "Is it trusted?", CHECK);
            case "/earshot-ca.cer" -> new Answer(200, "application/x-x509-ca-cert", "earshot-ca.cer", certificate());
            case "/earshot-ca.crt" ->
                new Answer(
                        200,
                        "application/x-x509-ca-cert",
                        "earshot-ca.crt",
                        authority.certificatePem().getBytes(StandardCharsets.US_ASCII));
            case "/earshot.mobileconfig" ->
                new Answer(
                        200,
                        "application/x-apple-aspen-config",
                        "earshot.mobileconfig",
                        profile().getBytes(StandardCharsets.UTF_8));
            default -> html(404, "Not here", "<p>There is no such page. <a href=\"/\">The guide</a> is here.</p>");
        };
    }

    private byte[] certificate() {
        try {
            return authority.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A configuration profile with the authority's certificate; the same authority gives the same profile.
    private String profile() {
        byte[] der = certificate();
        String fingerprint = authority.fingerprint();
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0"><dict>
                <key>PayloadContent</key><array><dict>
                  <key>PayloadType</key><string>com.apple.security.root</string>
                  <key>PayloadVersion</key><integer>1</integer>
                  <key>PayloadIdentifier</key><string>dev.earshot.ca.certificate</string>
                  <key>PayloadUUID</key><string>%s</string>
                  <key>PayloadDisplayName</key><string>Earshot capture authority</string>
                  <key>PayloadCertificateFileName</key><string>earshot-ca.cer</string>
                  <key>PayloadContent</key><data>%s</data>
                </dict></array>
                <key>PayloadType</key><string>Configuration</string>
                <key>PayloadVersion</key><integer>1</integer>
                <key>PayloadIdentifier</key><string>dev.earshot.ca</string>
                <key>PayloadUUID</key><string>%s</string>
                <key>PayloadDisplayName</key><string>Earshot capture proxy</string>
                <key>PayloadDescription</key><string>Lets a capture proxy read this device's traffic. \
                Remove it after the test.</string>
                </dict></plist>
                """.formatted(
                        uuid("certificate " + fingerprint), Base64.getEncoder().encodeToString(der), uuid(fingerprint));
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Answer html(int status, String title, String body) {
        String page = """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s – Earshot capture proxy</title>
                <style>body{font:1em/1.5 system-ui,sans-serif;max-width:42em;margin:1em auto;padding:0 1em;\
                color-scheme:light dark}code,pre{background:#8882}pre{padding:.5em;overflow:auto}</style>
                </head><body><h1>%1$s</h1>
                %2$s
                </body></html>
                """.formatted(title, body);
        return new Answer(status, "text/html; charset=utf-8", "", page.getBytes(StandardCharsets.UTF_8));
    }

    private String guide(String proxy) {
        HostAndPort address = HostAndPort.of(proxy, 80);
        return """
                <p>Whoever trusts this certificate lets this proxy read all that the device sends. Use a test device
                and an invented patient, and take the certificate off again afterwards.</p>
                <h2>1. Send the device's traffic here</h2>
                <p><b>Android:</b> Settings › Network &amp; internet › Wi-Fi › the network › edit › Proxy: Manual.
                <b>iOS:</b> Settings › Wi-Fi › ⓘ › Configure Proxy: Manual.</p>
                <p>Server <code>%s</code>, port <code>%d</code>.</p>
                <h2>2. Trust the certificate</h2>
                <p><b>Android:</b> download <a href="/earshot-ca.crt">earshot-ca.crt</a>, then Settings › Security ›
                Encryption &amp; credentials › Install a certificate › CA certificate.</p>
                <p>Browsers then trust it. <b>Apps that target Android 7 (API 24) or later do not</b>: they trust the
                system's authorities only. A build of your own does where its network security configuration says so
                for debugging, and no release build is changed by it:</p>
                <pre>&lt;!-- res/xml/network_security_config.xml, named in the manifest by
                android:networkSecurityConfig --&gt;
                &lt;network-security-config&gt;
                  &lt;debug-overrides&gt;
                    &lt;trust-anchors&gt;
                      &lt;certificates src="user"/&gt;
                    &lt;/trust-anchors&gt;
                  &lt;/debug-overrides&gt;
                &lt;/network-security-config&gt;</pre>
                <p><b>iOS:</b> open <a href="/earshot.mobileconfig">earshot.mobileconfig</a> in Safari, allow it, and
                install it in Settings › General › VPN &amp; Device Management. Then switch it on in Settings › General
                › About › Certificate Trust Settings: without that second step nothing trusts it.</p>
                <p>In another form: <a href="/earshot-ca.cer">earshot-ca.cer</a> (DER).</p>
                <p>Its SHA-256, to compare with what the device shows:<br><code>%s</code></p>
                <h2>3. See whether it worked</h2>
                <p><a href="http://earshot.proxy/check">http://earshot.proxy/check</a> (opens only through the
                proxy).</p>
                %s
                """.formatted(address.host(), address.port(), authority.fingerprint(), APPS);
    }

    private static final String APPS = """
            <p>That a browser trusts the proxy does not mean that an app does. Apps that pin certificates refuse it,
            and Flutter's do not even come here: they heed neither the system's proxy nor its list of authorities.
            The proxy names each host whose connections it could not open.</p>
            """;

    private static final String CHECK = """
            <p>This page came through the proxy, so the device's proxy setting works.</p>
            <p><img src="https://earshot.proxy/trusted.svg" alt="Not trusted: HTTPS through the proxy failed. \
            Do step 2 of the guide." width="360" height="40"></p>
            <p>If no green line stands above, open <a href="https://earshot.proxy/">https://earshot.proxy/</a>: a
            warning there means that the certificate is not trusted yet. <a href="/">The guide</a> says how.</p>
            """ + APPS;

    private static final String TRUSTED = """
            <svg xmlns="http://www.w3.org/2000/svg" width="360" height="40"><rect width="360" height="40" rx="6" \
            fill="#176f2c"/><text x="12" y="26" font-family="sans-serif" font-size="16" fill="#fff">Trusted: HTTPS \
            is read by the proxy.</text></svg>
            """;
}
