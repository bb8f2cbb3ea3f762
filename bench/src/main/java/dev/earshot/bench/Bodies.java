package dev.earshot.bench;

import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.persona.Persona;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Requests with a body of a given size, ordinary ones and ones made to be dear.
final class Bodies {
    private static final int LARGE = 1_000_000;
    private static final String PAGE = "https://www.clinic.example/encyclopedia/breast-cancer";

    private Bodies() {}

    /// What a body is made of.
    enum Kind {
        JSON("JSON events", "application/json"),
        FORM("form", "application/x-www-form-urlencoded"),
        GZIP("JSON events, gzip", "application/json"),
        RANDOM("unreadable bytes", "application/octet-stream");

        private final String words;
        private final String type;

        Kind(String words, String type) {
            this.words = words;
            this.type = type;
        }

        String words() {
            return words;
        }
    }

    /// @param size of the body in bytes, nearly; for a compressed one as it is sent
    static Exchange of(Kind kind, int size, Persona persona) {
        Random random = new Random(7);
        return switch (kind) {
            case JSON -> exchange(kind.type, bytes(json(size, random, persona)));
            case FORM -> exchange(kind.type, bytes(form(size, random, persona)));
            case GZIP -> exchange(kind.type, gzipOf(size, random, persona));
            case RANDOM -> exchange(kind.type, noise(size, random));
        };
    }

    /// By what they are, a megabyte each where a body's size counts.
    static Map<String, Exchange> hostile(Persona persona) {
        Random random = new Random(7);
        String text = "text/plain";
        Map<String, Exchange> hostile = new LinkedHashMap<>();
        hostile.put("100 MB of zeros in gzip", exchange(text, gzip(new byte[100 << 20])));
        hostile.put("separators: &=&=&=", exchange("application/x-www-form-urlencoded", bytes("&=".repeat(LARGE / 2))));
        hostile.put("percent escapes: %25%25%25", exchange(text, bytes("a=" + "%25".repeat(LARGE / 3))));
        hostile.put("an array of arrays: [[[[[", exchange("application/json", bytes("[".repeat(LARGE))));
        hostile.put("numbers: [1,1,1,1]", exchange("application/json", bytes("[" + "1,".repeat(LARGE / 2) + "1]")));
        hostile.put(
                "escapes: \"\\u0041\\u0041\"",
                exchange("application/json", bytes("{\"a\":\"" + "\\u0041".repeat(LARGE / 6) + "\"}")));
        hostile.put("one letter", exchange(text, bytes("a".repeat(LARGE))));
        hostile.put("digits", exchange(text, bytes("4242424242".repeat(LARGE / 10))));
        hostile.put("at signs: a@a.a@a.", exchange(text, bytes("a@a.".repeat(LARGE / 4))));
        hostile.put(
                "a persona's value over and over",
                exchange(text, bytes((persona.expand("{{persona.email}}") + " ").repeat(LARGE / 30))));
        hostile.put("addresses: https://a/?b=https://a/?b=", exchange(text, bytes("https://a/?b=".repeat(LARGE / 13))));
        hostile.put("base64 of base64, six times", exchange(text, nested(LARGE / 6, random)));
        hostile.put("hex", exchange(text, bytes(hex(LARGE, random))));
        hostile.put(
                "an address of 64 KB of parameters",
                exchange("https://pixel.tracker.example/p?" + form(64 << 10, random, persona), "GET", Body.NONE));
        return hostile;
    }

    private static String json(int size, Random random, Persona persona) {
        StringBuilder json = new StringBuilder("{\"who\":\"")
                .append(persona.expand("{{persona.email}}"))
                .append("\"");
        json.append(",\"batch\":[");
        for (int i = 0; json.length() < size - 2 || i == 0; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"event\":\"click\",\"at\":")
                    .append(1_700_000_000L + i);
            json.append(",\"url\":\"")
                    .append(PAGE)
                    .append("?id=")
                    .append(random.nextInt(1_000_000))
                    .append("\"");
            json.append(",\"target\":\"button.primary\",\"id\":\"")
                    .append(hex(24, random))
                    .append("\"}");
        }
        return json.append("]}").toString();
    }

    private static String form(int size, Random random, Persona persona) {
        StringBuilder form = new StringBuilder("em=")
                .append(persona.expand("{{persona.email}}").replace("@", "%40"));
        for (int i = 0; form.length() < size; i++) {
            form.append("&p")
                    .append(i % 97)
                    .append("=https%3A%2F%2Fwww.clinic.example%2F")
                    .append(hex(12, random));
        }
        return form.toString();
    }

    /// As much JSON as fills that size once it is compressed.
    private static byte[] gzipOf(int size, Random random, Persona persona) {
        byte[] packed = gzip(bytes(json(size, random, persona)));
        for (int text = size; packed.length < size * 0.9; ) {
            text = (int) (text * Math.max(1.2, 0.95 * size / packed.length));
            packed = gzip(bytes(json(text, random, persona)));
        }
        return packed;
    }

    private static byte[] noise(int size, Random random) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    private static String hex(int length, Random random) {
        StringBuilder hex = new StringBuilder(length);
        while (hex.length() < length) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return hex.toString();
    }

    private static byte[] nested(int size, Random random) {
        byte[] content = noise(size, random);
        for (int layer = 0; layer < 6; layer++) {
            content = Base64.getEncoder().encode(content);
        }
        return content;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Exchange exchange(String type, byte[] body) {
        return exchange("https://collector.tracker.example/batch", "POST", Body.whole(Bytes.copyOf(body), type));
    }

    private static Exchange exchange(String url, String method, Body body) {
        return new Exchange(
                "x1",
                Instant.parse("2026-01-05T10:00:00Z"),
                new Request(
                        method,
                        url,
                        "HTTP/2.0",
                        List.of(new Header("User-Agent", "Mozilla/5.0"), new Header("Referer", PAGE)),
                        body),
                Optional.empty(),
                List.of(),
                Context.unknown("ignore"),
                Exchange.Delivery.SENT);
    }
}
