package dev.earshot.detect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/// Ways to hide a value in a request, one in another: encodings, compressions, containers. Each is written from the
/// definition of its format, or by a library other than the one that reads it.
///
/// @param apply what it makes of text or bytes; empty where it cannot hold them, or would leave them as they are
record Wrapping(String name, Function<Payload, Optional<Payload>> apply) {
    private static final Set<String> PACKERS = Set.of("gzip", "zlib", "zstd", "deflate", "brotli");

    /// Whether anybody sends such a thing, and the decoders mean to read it. Left out, and not read:
    ///
    /// - a multipart body as a value in something else;
    /// - raw deflate and brotli, which nothing marks, inside something else, such as in base64;
    /// - MessagePack, CBOR and protobuf in hexadecimal, which look like a long hash.
    static boolean isRead(List<Wrapping> chain) {
        for (int i = 0; i < chain.size(); i++) {
            boolean outermost = i == chain.size() - 1;
            String outer = outermost ? "" : chain.get(i + 1).name;
            switch (chain.get(i).name) {
                case "multipart" -> {
                    if (!chain.subList(i + 1, chain.size()).stream().allMatch(each -> PACKERS.contains(each.name))) {
                        return false;
                    }
                }
                case "deflate", "brotli" -> {
                    if (!outermost) {
                        return false;
                    }
                }
                case "MessagePack", "CBOR", "protobuf" -> {
                    if (outer.endsWith("hex")) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return true;
    }

    /// Whether only a body can hold it.
    boolean isOfABody() {
        return name.equals("multipart");
    }

    /// The content coding that a header would announce it as; empty where none does.
    String coding() {
        return switch (name) {
            case "deflate" -> "deflate";
            case "brotli" -> "br";
            default -> "";
        };
    }

    /// What is sent.
    sealed interface Payload {
        byte[] bytes();

        record Text(String text) implements Payload {
            @Override
            public byte[] bytes() {
                return utf8(text);
            }
        }

        record Binary(byte[] bytes) implements Payload {}
    }

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(20, utf8("\r\n"));
    private static final String BOUNDARY = "----WebKitFormBoundaryZx8Qp2Ld";

    static List<Wrapping> all() {
        List<Wrapping> all = new ArrayList<>();
        text(all, "percent", Wrapping::percent);
        text(all, "percent of every byte", Wrapping::percentAll);
        text(all, "double percent", text -> percent(percent(text)));
        text(all, "named entities", Wrapping::named);
        text(all, "decimal entities", text -> entities(text, "&#%d;"));
        text(all, "hexadecimal entities", text -> entities(text, "&#x%x;"));
        text(all, "JSON escapes", Wrapping::escapes);
        both(all, "base64", Base64.getEncoder()::encodeToString);
        both(all, "base64 unpadded", Base64.getEncoder().withoutPadding()::encodeToString);
        both(all, "base64url", Base64.getUrlEncoder()::encodeToString);
        both(all, "base64url unpadded", Base64.getUrlEncoder().withoutPadding()::encodeToString);
        both(all, "base64 in lines", LINES::encodeToString);
        both(all, "hex", HexFormat.of()::formatHex);
        both(all, "upper-case hex", HexFormat.of().withUpperCase()::formatHex);
        packed(all, "gzip", GZIPOutputStream::new);
        packed(all, "zlib", DeflaterOutputStream::new);
        packed(all, "zstd", ZstdOutputStream::new);
        packed(all, "deflate", out -> new DeflaterOutputStream(out, new Deflater(9, true)));
        all.add(new Wrapping("brotli", in -> Optional.of(new Payload.Binary(brotli(in.bytes())))));
        text(all, "JSON", text -> "{\"v\":1,\"x\":" + json(text) + ",\"t\":\"page\"}");
        text(all, "deep JSON", text -> "{\"events\":[{\"p\":{\"x\":" + json(text) + "}},{\"p\":{}}]}");
        text(all, "JSON array", text -> "[\"a\"," + json(text) + ",7]");
        text(all, "JSON in JSON", text -> "{\"d\":" + json("{\"x\":" + json(text) + "}") + "}");
        text(all, "JSON escaped throughout", text -> "{\"x\":\"" + escapes(text) + "\"}");
        text(all, "form", text -> "v=1&x=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&t=page");
        text(all, "bracket keys", text -> "ud[x]=" + percent(text) + "&cd%5Bv%5D=2&ev=a");
        text(all, "query of an address", text -> "https://www.clinic.example/find?b=1&x=" + percent(text));
        text(all, "path of an address", text -> "https://www.clinic.example/find/" + percent(text) + "/end");
        text(all, "matrix parameter", text -> "https://www.clinic.example/a;src=1;u1=" + percent(text) + ";ord=2?");
        text(all, "fragment", text -> "https://www.clinic.example/a#x=" + percent(text));
        text(all, "NDJSON", text -> "{\"e\":1}\n{\"e\":2,\"x\":" + json(text) + "}\n");
        text(all, "XML text", text -> "<?xml version=\"1.0\"?><r><x>" + named(text) + "</x><y>1</y></r>");
        text(all, "XML attribute", text -> "<?xml version=\"1.0\"?><r><x v=\"" + attribute(text) + "\"/></r>");
        text(all, "JWT", Wrapping::jwt);
        text(all, "data URL", text -> "data:text/plain;charset=utf-8," + percent(text));
        both(
                all,
                "data URL in base64",
                bytes -> "data:application/octet-stream;base64,"
                        + Base64.getEncoder().encodeToString(bytes));
        all.add(new Wrapping("multipart", in -> Optional.of(multipart(in))));
        all.add(new Wrapping("MessagePack", in -> Optional.of(new Payload.Binary(messagePack(in)))));
        all.add(new Wrapping("CBOR", in -> Optional.of(new Payload.Binary(cbor(in)))));
        all.add(new Wrapping("protobuf", in -> Optional.of(new Payload.Binary(protobuf(in.bytes())))));
        return all;
    }

    private static void text(List<Wrapping> all, String name, UnaryOperator<String> encoding) {
        all.add(new Wrapping(name, in -> {
            if (!(in instanceof Payload.Text(String text))) {
                return Optional.empty();
            }
            String encoded = encoding.apply(text);
            return encoded.equals(text) ? Optional.empty() : Optional.of(new Payload.Text(encoded));
        }));
    }

    private static void both(List<Wrapping> all, String name, Function<byte[], String> encoding) {
        all.add(new Wrapping(name, in -> Optional.of(new Payload.Text(encoding.apply(in.bytes())))));
    }

    private static void packed(List<Wrapping> all, String name, Packer packer) {
        all.add(new Wrapping(name, in -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream packing = packer.over(out)) {
                packing.write(in.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Optional.of(new Payload.Binary(out.toByteArray()));
        }));
    }

    static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String percentAll(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : utf8(text)) {
            encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return encoded.toString();
    }

    private static String named(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /// A line's end in an attribute would be read as a space (XML 1.0 section 3.3.3).
    private static String attribute(String text) {
        return named(text).replace("\r", "&#13;").replace("\n", "&#10;");
    }

    private static String entities(String text, String format) {
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(c -> encoded.append(String.format(Locale.ROOT, format, c)));
        return encoded.toString();
    }

    private static String escapes(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(i)));
        }
        return escaped.toString();
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '/' -> json.append("\\/");
                default -> json.append(c < 0x20 ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
            }
        }
        return json.append('"').toString();
    }

    private static String jwt(String text) {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        return url.encodeToString(utf8("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "."
                + url.encodeToString(utf8("{\"sub\":" + json(text) + ",\"iat\":1516239022}"))
                + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    }

    private static Payload multipart(Payload in) {
        String type = in instanceof Payload.Text ? "text/plain" : "application/octet-stream";
        String file = in instanceof Payload.Text ? "" : "; filename=\"blob\"";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\n1\r\n"));
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"x\"" + file
                + "\r\nContent-Type: " + type + "\r\n\r\n"));
        body.writeBytes(in.bytes());
        body.writeBytes(utf8("\r\n--" + BOUNDARY + "--\r\n"));
        return in instanceof Payload.Text
                ? new Payload.Text(body.toString(StandardCharsets.UTF_8))
                : new Payload.Binary(body.toByteArray());
    }

    private static byte[] messagePack(Payload in) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packMapHeader(3).packString("v").packInt(1).packString("x");
            if (in instanceof Payload.Text(String text)) {
                packer.packString(text);
            } else {
                packer.packBinaryHeader(in.bytes().length).writePayload(in.bytes());
            }
            packer.packString("page").packString("welcome");
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] cbor(Payload in) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("v", 1);
        map.put("x", in instanceof Payload.Text(String text) ? text : in.bytes());
        map.put("page", "welcome");
        try {
            return new ObjectMapper(new CBORFactory()).writeValueAsBytes(map);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `message { int32 v = 1; bytes x = 2; string page = 3; }`.
    ///
    /// Source: protobuf.dev, "Encoding".
    private static byte[] protobuf(byte[] inside) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(1 << 3);
        message.write(1);
        message.write(2 << 3 | 2);
        for (int length = inside.length; ; length >>>= 7) {
            message.write(length > 127 ? (length & 127) | 128 : length);
            if (length <= 127) {
                break;
            }
        }
        message.writeBytes(inside);
        message.write(3 << 3 | 2);
        byte[] page = utf8("https://www.clinic.example/welcome");
        message.write(page.length);
        message.writeBytes(page);
        return message.toByteArray();
    }

    /// One meta-block that is not compressed, and an empty last one (RFC 7932 section 9.2).
    private static byte[] brotli(byte[] inside) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = inside.length - 1;
        int header = length << 4 | 1 << 20;
        out.write(header);
        out.write(header >> 8);
        out.write(header >> 16);
        out.writeBytes(inside);
        out.write(3);
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Packer {
        OutputStream over(OutputStream out) throws IOException;
    }
}
