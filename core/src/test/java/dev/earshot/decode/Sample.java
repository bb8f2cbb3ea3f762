package dev.earshot.decode;

import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.WebSocketMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// A request to be decoded, written down in few words.
record Sample(String url, List<Header> headers, byte[] body, String mimeType, List<WebSocketMessage> messages) {
    static Sample get(String url) {
        return new Sample(url, List.of(), new byte[0], "", List.of());
    }

    static Sample post(String url, String mimeType, byte[] body) {
        return new Sample(url, List.of(), body, mimeType, List.of());
    }

    static Sample post(String url, String mimeType, String body) {
        return post(url, mimeType, bytes(body));
    }

    /// A body alone, of no declared type.
    static Sample body(byte[] body) {
        return post("https://collect.tracker.example/", "", body);
    }

    static Sample body(String body) {
        return body(bytes(body));
    }

    Sample with(String header, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(header, value));
        return new Sample(url, more, body, mimeType, messages);
    }

    Sample sending(WebSocketMessage.Direction direction, int opcode, byte[] payload) {
        List<WebSocketMessage> more = new ArrayList<>(messages);
        more.add(new WebSocketMessage(direction, Instant.EPOCH, opcode, Bytes.copyOf(payload)));
        return new Sample(url, headers, body, mimeType, more);
    }

    Exchange exchange() {
        Body sent = body.length == 0 ? Body.NONE : Body.whole(Bytes.copyOf(body), mimeType);
        Request request = new Request(body.length == 0 ? "GET" : "POST", url, "HTTP/2", headers, sent);
        return new Exchange(
                "1",
                Instant.EPOCH,
                request,
                Optional.empty(),
                messages,
                Context.unknown("run"),
                Exchange.Delivery.SENT);
    }

    Decoded decoded() {
        return Decoding.withDefaults().read(exchange(), Optional.empty());
    }

    /// The values of the leaves of one path, in order.
    List<String> values(String path) {
        return leaves(path).stream().map(Leaf::value).toList();
    }

    List<Leaf> leaves(String path) {
        return decoded().leaves().stream()
                .filter(leaf -> leaf.path().equals(path))
                .toList();
    }

    /// The only leaf with this path and value.
    Leaf leaf(String path, String value) {
        List<Leaf> found =
                leaves(path).stream().filter(leaf -> leaf.value().equals(value)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " leaves " + path + " with that value, among "
                    + decoded().leaves().stream()
                            .map(leaf -> leaf.path() + " = " + leaf.value() + "   (" + leaf.chain() + ")")
                            .toList());
        }
        return found.getFirst();
    }

    /// The origin's bytes that a leaf of the URL or the body points at.
    String token(Leaf leaf) {
        byte[] origin = leaf.origin() == Origin.URL ? bytes(url) : body;
        return new String(origin, leaf.start(), leaf.length(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String base64(byte[] bytes) {
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }

    static String base64(String text) {
        return base64(bytes(text));
    }

    static String base64Url(String text) {
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
    }

    static byte[] gzip(byte[] plain) {
        return packed(plain, GZIPOutputStream::new);
    }

    static byte[] gzip(String plain) {
        return gzip(bytes(plain));
    }

    static byte[] zlib(byte[] plain) {
        return packed(plain, DeflaterOutputStream::new);
    }

    static byte[] rawDeflate(byte[] plain) {
        return packed(plain, out -> new DeflaterOutputStream(out, new Deflater(9, true)));
    }

    private interface Packer {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] packed(byte[] plain, Packer packer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packer.over(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
