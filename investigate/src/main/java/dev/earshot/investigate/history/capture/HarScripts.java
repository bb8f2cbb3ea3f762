package dev.earshot.investigate.history.capture;

import dev.earshot.exchange.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The scripts in a HAR file, which keeps the bodies of answers as text. One entry at a time is in memory.
///
/// Source: HAR 1.2, www.softwareishard.com/blog/har-12-spec, read 2026-11-22.
final class HarScripts {
    private static final int LONGEST_STRING = 256 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_STRING)
                    .maxDocumentLength(-1)
                    .maxTokenCount(-1)
                    .build())
            .build();
    private static final String URL = "/request/url";
    private static final String STARTED = "/startedDateTime";
    private static final String STATUS = "/response/status";
    private static final String TYPE = "/response/content/mimeType";
    private static final String ENCODING = "/response/content/encoding";
    private static final String TEXT = "/response/content/text";

    private final ServedScripts into;
    private int unread;

    private HarScripts(ServedScripts into) {
        this.into = into;
    }

    /// Hands over all scripts up to where the file is damaged, which whoever reads its entries tells.
    ///
    /// @return how many scripts of a tag manager could not be read
    static int read(Bytes har, ServedScripts into) {
        HarScripts scripts = new HarScripts(into);
        byte[] content = har.toArray();
        try (InputStream in = opened(content);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            scripts.log(parser);
        } catch (JacksonException | IOException damaged) {
            return scripts.unread;
        }
        return scripts.unread;
    }

    private static InputStream opened(byte[] content) throws IOException {
        InputStream in = new ByteArrayInputStream(content);
        return content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b ? new GZIPInputStream(in) : in;
    }

    private void log(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean log = parser.currentName().equals("log");
            if (parser.nextToken() != JsonToken.START_OBJECT || !log) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean entries = parser.currentName().equals("entries");
                if (parser.nextToken() != JsonToken.START_ARRAY || !entries) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                    entry(parser);
                }
            }
        }
    }

    private void entry(JsonParser parser) {
        Map<String, String> values = new TreeMap<>();
        collect(parser, "", values);
        String url = values.getOrDefault(URL, "");
        String text = values.getOrDefault(TEXT, "");
        boolean script = values.getOrDefault(TYPE, "").contains("script") || ServedScripts.isContainer(url);
        if (!script || text.isEmpty() || !values.getOrDefault(STATUS, "").equals("200")) {
            return;
        }
        Optional<Instant> at = instant(values.getOrDefault(STARTED, ""));
        try {
            String code = values.getOrDefault(ENCODING, "").equals("base64")
                    ? new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8)
                    : text;
            at.ifPresent(seen -> into.served(url, seen, code, true));
            unread += at.isEmpty() && ServedScripts.isContainer(url) ? 1 : 0;
        } catch (IllegalArgumentException notBase64) {
            unread += ServedScripts.isContainer(url) ? 1 : 0;
        }
    }

    /// The values that matter, at the parser's token.
    private static void collect(JsonParser parser, String path, Map<String, String> values) {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            switch (path) {
                case URL, STARTED, STATUS, TYPE, ENCODING, TEXT -> {
                    if (parser.currentToken().isScalarValue()) {
                        values.put(path, parser.getString());
                    }
                }
                default -> {}
            }
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String inner = path + "/" + parser.currentName();
            parser.nextToken();
            switch (inner) {
                case "/request", "/response", "/response/content", URL, STARTED, STATUS, TYPE, ENCODING, TEXT ->
                    collect(parser, inner, values);
                default -> parser.skipChildren();
            }
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }
}
