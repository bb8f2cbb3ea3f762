package dev.earshot.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/// The style and script that a page carries, and the policy that lets it run those two and fetch nothing.
///
/// @param policy for `Content-Security-Policy`, by hash (W3C CSP level 3, section 2.3.1)
public record PageStyle(String css, String script, String policy) {
    public static final PageStyle REPORT = read("report.css", "report.js");

    /// The same with more style after it.
    public PageStyle with(String moreCss) {
        return of(css + moreCss.replace("\r\n", "\n"), script);
    }

    private static PageStyle read(String cssFile, String scriptFile) {
        return of(resource(cssFile), resource(scriptFile));
    }

    private static PageStyle of(String css, String script) {
        return new PageStyle(
                css,
                script,
                "default-src 'none'; style-src '" + hash(css) + "'; script-src '" + hash(script)
                        + "'; img-src data:; base-uri 'none'; form-action 'none'");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(PageStyle.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
