package dev.earshot.guard.csp;

import dev.earshot.EarshotException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The pages and scripts whose text a HAR file holds, and the `data:` and `blob:` addresses that were asked for. Read
/// entry by entry; a text longer than [#LONGEST] characters is passed over and counted.
final class HarTexts {
    static final int LONGEST = 32 << 20;

    private HarTexts() {}

    /// @param type the Content-Type, lower case
    /// @param resource what the browser asked for it as; empty where unknown
    /// @param content decoded; empty where the file doesn't hold it
    record Text(String url, String type, String resource, String content) {
        boolean isHtml() {
            return type.startsWith("text/html") || type.startsWith("application/xhtml");
        }

        boolean isScript() {
            return type.contains("javascript") || type.contains("ecmascript");
        }
    }

    /// @return whether the whole file was read
    static boolean forEach(Path har, Consumer<Text> reader) {
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST)
                        .maxDocumentLength(-1)
                        .maxTokenCount(-1)
                        .build())
                .build();
        try (InputStream in = opened(har);
                JsonParser parser = json.createParser(tools.jackson.core.ObjectReadContext.empty(), in)) {
            read(parser, reader);
            return true;
        } catch (JacksonException notReadable) {
            return false;
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.USAGE, "Could not read " + har + ": " + e.getMessage(), e);
        }
    }

    private static InputStream opened(Path har) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(har), 1 << 16);
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return packed ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static void read(JsonParser parser, Consumer<Text> reader) {
        int depth = 0;
        String url = "";
        String resource = "";
        String type = "";
        String encoding = "";
        String text = "";
        String[] path = new String[8];
        boolean inEntries = false;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    depth++;
                    if (depth == 3 && token == JsonToken.START_ARRAY) {
                        inEntries = "entries".equals(path[2]);
                    }
                    if (depth == 4) {
                        url = resource = type = encoding = text = "";
                    }
                }
                case END_OBJECT, END_ARRAY -> {
                    if (depth == 4 && inEntries) {
                        reader.accept(new Text(url, type, resource, decoded(text, encoding)));
                    }
                    depth--;
                }
                case PROPERTY_NAME -> {
                    if (depth < path.length) {
                        path[depth] = parser.currentName();
                    }
                }
                case VALUE_STRING -> {
                    if (!inEntries) {
                        continue;
                    }
                    String name = parser.currentName();
                    if (depth == 4 && "_resourceType".equals(name)) {
                        resource = parser.getString();
                    } else if (depth == 5 && "request".equals(path[4]) && "url".equals(name)) {
                        url = parser.getString();
                    } else if (depth == 6 && "response".equals(path[4]) && "content".equals(path[5])) {
                        switch (name) {
                            case "mimeType" -> type = parser.getString().toLowerCase(java.util.Locale.ROOT);
                            case "encoding" -> encoding = parser.getString();
                            case "text" -> text = parser.getString();
                            default -> {}
                        }
                    }
                }
                default -> {}
            }
        }
    }

    private static String decoded(String text, String encoding) {
        if (!encoding.equals("base64")) {
            return text;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
