package dev.earshot.clinic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// A request made legible by the few decodings that the clinic's third parties are known to use. It shares no code with
/// the
/// product's decoder, which is judged by it.
final class Legible {
    private static final Pattern DATA = Pattern.compile("(?:^|&)data=([^&]+)");

    private Legible() {}

    /// Its address, its Referer, its cookies, its body and its messages, each as sent and decoded.
    static String text(Received request) {
        StringBuilder text = new StringBuilder();
        add(text, request.url());
        request.header("referer").ifPresent(referer -> add(text, referer));
        request.headers().stream().filter(header -> header.is("cookie")).forEach(header -> add(text, header.value()));
        addBody(text, request.body().toArray());
        request.messages().forEach(message -> add(text, message.payload().utf8()));
        return text.toString();
    }

    private static void addBody(StringBuilder text, byte[] body) {
        byte[] opened = opened(body);
        String plain = new String(opened, StandardCharsets.UTF_8);
        add(text, plain);
        Matcher data = DATA.matcher(plain);
        String candidate = data.find() ? decoded(data.group(1)) : plain;
        fromBase64(candidate).ifPresent(bytes -> add(text, new String(opened(bytes), StandardCharsets.UTF_8)));
    }

    private static void add(StringBuilder text, String piece) {
        String once = decoded(piece);
        text.append(piece)
                .append('\n')
                .append(once)
                .append('\n')
                .append(decoded(once))
                .append('\n');
    }

    private static Optional<byte[]> fromBase64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] opened(byte[] body) {
        if (body.length < 3) {
            return body;
        }
        boolean gzip = (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
        boolean zlib = body[0] == 0x78 && ((body[0] & 0xff) * 256 + (body[1] & 0xff)) % 31 == 0;
        try (InputStream in = gzip
                ? new GZIPInputStream(new ByteArrayInputStream(body))
                : zlib ? new InflaterInputStream(new ByteArrayInputStream(body)) : new ByteArrayInputStream(body)) {
            return in.readAllBytes();
        } catch (IOException e) {
            return body;
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
