package dev.earshot.investigate.history.capture;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/// An answer of a web server as an archive keeps it, its body unpacked.
///
/// Archives keep bodies as they came or as a browser gave them out, and the header fields of the first in both cases:
/// what a field says is only done where the body looks like it. Source: RFC 9110 sections 6 and 8.4, RFC 9112
/// sections 4 to 7.1.
///
/// @param status 200 for a resource that stands in an archive by itself
/// @param fields by their names in lower case
/// @param whole whether the body is all there
record HttpAnswer(int status, Map<String, String> fields, byte[] body, boolean whole) {
    private static final int LONGEST = WarcFile.LONGEST;
    private static final int MOST_CODINGS = 4;

    HttpAnswer {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /// The content of a record of type `resource`.
    static HttpAnswer resource(String type, byte[] body, boolean whole) {
        return new HttpAnswer(200, Map.of("content-type", type), body, whole);
    }

    /// @param whole whether `block` is all that came
    static Optional<HttpAnswer> of(byte[] block, boolean whole) {
        int end = endOfHead(block);
        String[] head = new String(block, 0, end, StandardCharsets.ISO_8859_1).split("\r?\n");
        if (!head[0].matches("HTTP/\\d(?:\\.\\d)? +\\d{3}(?: .*)?")) {
            return Optional.empty();
        }
        Map<String, String> fields = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            if (colon > 0) {
                fields.merge(
                        head[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        head[i].substring(colon + 1).strip(),
                        (one, more) -> one + ", " + more);
            }
        }
        Unpacked body = new Unpacked(java.util.Arrays.copyOfRange(block, end, block.length), whole);
        if (fields.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            body = unchunked(body);
        }
        List<String> codings = List.of(fields.getOrDefault("content-encoding", "")
                .toLowerCase(Locale.ROOT)
                .split("\\s*,\\s*"));
        for (int i = codings.size(); i > Math.max(0, codings.size() - MOST_CODINGS); i--) {
            body = decoded(codings.get(i - 1), body);
        }
        String status = head[0].replaceFirst("HTTP/\\S+ +", "").substring(0, 3);
        return Optional.of(new HttpAnswer(Integer.parseInt(status), fields, body.bytes, body.whole));
    }

    private static int endOfHead(byte[] block) {
        for (int at = 0; at + 1 < block.length; at++) {
            if (block[at] == '\n' && block[at + 1] == '\n') {
                return at + 2;
            }
            if (block[at] == '\n' && block[at + 1] == '\r' && at + 2 < block.length && block[at + 2] == '\n') {
                return at + 3;
            }
        }
        return block.length;
    }

    private record Unpacked(byte[] bytes, boolean whole) {}

    /// A body whose first line is no length is kept as it is.
    private static Unpacked unchunked(Unpacked body) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        byte[] bytes = body.bytes;
        int at = 0;
        while (at < bytes.length) {
            int size = 0;
            int digits = 0;
            for (; at < bytes.length && Character.digit(bytes[at], 16) >= 0 && digits < 7; at++, digits++) {
                size = size << 4 | Character.digit(bytes[at], 16);
            }
            while (at < bytes.length && bytes[at] != '\n') {
                at++;
            }
            at++;
            if (digits == 0) {
                return joined.size() == 0 ? body : new Unpacked(joined.toByteArray(), false);
            }
            if (size == 0) {
                return new Unpacked(joined.toByteArray(), body.whole);
            }
            int count = Math.min(size, bytes.length - at);
            if (count <= 0) {
                break;
            }
            joined.write(bytes, at, count);
            at += size;
            while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
                at++;
            }
        }
        return new Unpacked(joined.toByteArray(), false);
    }

    private static Unpacked decoded(String coding, Unpacked body) {
        return switch (coding) {
            case "gzip", "x-gzip" -> begins(body, 0x1f, 0x8b) ? unpacked(body, GZIPInputStream::new) : body;
            case "zstd" ->
                begins(body, 0x28, 0xb5, 0x2f, 0xfd) ? unpacked(body, ZstdInputStreamNoFinalizer::new) : body;
            case "br" -> orAsItIs(body, unpacked(body, BrotliInputStream::new));
            case "deflate" -> {
                Unpacked zlib = unpacked(body, InflaterInputStream::new);
                yield zlib.bytes.length > 0 ? zlib : orAsItIs(body, raw(body));
            }
            default -> body;
        };
    }

    /// What has no first bytes of its own, and did not unpack, was not packed.
    private static Unpacked orAsItIs(Unpacked body, Unpacked unpacked) {
        return unpacked.whole || unpacked.bytes.length > body.bytes.length ? unpacked : body;
    }

    private static Unpacked raw(Unpacked body) {
        try (Inflater inflater = new Inflater(true)) {
            return unpacked(body, in -> new InflaterInputStream(in, inflater));
        }
    }

    private static boolean begins(Unpacked body, int... wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (i >= body.bytes.length || (body.bytes[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private interface Unpacker {
        InputStream over(InputStream packed) throws IOException;
    }

    private static Unpacked unpacked(Unpacked body, Unpacker unpacker) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = unpacker.over(new ByteArrayInputStream(body.bytes))) {
            byte[] piece = new byte[1 << 13];
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                out.write(piece, 0, Math.min(count, LONGEST - out.size()));
                if (out.size() >= LONGEST) {
                    return new Unpacked(out.toByteArray(), false);
                }
            }
            return new Unpacked(out.toByteArray(), body.whole);
        } catch (IOException | RuntimeException malformed) {
            // The brotli and zstd libraries tell malformed input by several unchecked exceptions.
            return new Unpacked(out.toByteArray(), false);
        }
    }

    /// The media type in lower case, without its parameters.
    String type() {
        return fields.getOrDefault("content-type", "")
                .replaceFirst("[;,].*", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    boolean isPage() {
        return type().equals("text/html")
                || type().equals("application/xhtml+xml")
                || (type().isEmpty()
                        && text().strip().toLowerCase(Locale.ROOT).matches("(?s)<(?:!doctype html|html)\\b.*"));
    }

    boolean isScript() {
        return type().endsWith("javascript") || type().endsWith("ecmascript");
    }

    /// Tags and addresses are the same in all encodings but UTF-16.
    String text() {
        Charset charset = body.length > 1 && (body[0] & 0xff) == 0xfe && (body[1] & 0xff) == 0xff
                ? StandardCharsets.UTF_16BE
                : body.length > 1 && (body[0] & 0xff) == 0xff && (body[1] & 0xff) == 0xfe
                        ? StandardCharsets.UTF_16LE
                        : StandardCharsets.UTF_8;
        return new String(body, charset);
    }
}
