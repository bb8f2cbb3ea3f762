package dev.earshot.investigate.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Objects of a JSON file: one a line, the elements of one list, or objects one after the other, each of which may hold
/// its rows in a list such as `events`.
///
/// A line that is no JSON is malformed and the next one follows; elsewhere what is no JSON ends the rows.
final class JsonRows implements RowReader {
    private static final int LONGEST = 4 << 20;
    private static final List<String> LISTS = List.of(
            "data.events",
            "events",
            "result",
            "results",
            "_embedded.activities",
            "_embedded.events",
            "records",
            "items",
            "entry");
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxStringLength(LONGEST)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final InputStream in;
    private final Shape shape;
    private final byte[] only;
    private final Queue<JsonNode> waiting = new ArrayDeque<>();
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long line = 1;
    private boolean ended;
    private @Nullable JsonParser document;
    private boolean list;
    private Optional<String> fault = Optional.empty();

    /// Where the fields of a row are in an object.
    interface Shape {
        void fill(JsonNode object, Row row);
    }

    /// @param in as UTF-8; closed by [#close]
    JsonRows(InputStream in, Shape shape) throws IOException {
        this(in, shape, "");
    }

    /// @param only lines without this text are not read; empty for all
    JsonRows(InputStream in, Shape shape, String only) throws IOException {
        this.in = in;
        this.shape = shape;
        this.only = only.getBytes(StandardCharsets.UTF_8);
        open();
    }

    /// Lines are told from a document by the first of them.
    private void open() throws IOException {
        int end = line();
        if (to - from >= 3 && buffer[from] == (byte) 0xef && buffer[from + 1] == (byte) 0xbb) {
            from += 3;
        }
        while (end >= 0 && blank(from, end)) {
            from = Math.min(to, end + 1);
            line++;
            end = line();
        }
        boolean object = end >= 0 && object(from, end) != null;
        if (end >= 0 && !object && (first(from) == '[' || first(from) == '{')) {
            document = MAPPER.createParser(
                    new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOfRange(buffer, from, to)), in));
        }
    }

    @Override
    public Read next(Row row) throws IOException {
        row.clear();
        JsonParser parser = document;
        return parser == null ? nextLine(row) : nextObject(parser, row);
    }

    private Read nextLine(Row row) throws IOException {
        while (true) {
            int end = line();
            if (end < 0) {
                return Read.END;
            }
            row.line = line++;
            if (only.length > 0 && !contains(from, end)) {
                from = Math.min(to, end + 1);
                continue;
            }
            JsonNode object = end - from > LONGEST ? null : object(from, end);
            boolean blank = blank(from, end);
            from = Math.min(to, end + 1);
            if (object != null) {
                shape.fill(object, row);
                return Read.ROW;
            }
            if (!blank) {
                return Read.MALFORMED;
            }
        }
    }

    private Read nextObject(JsonParser parser, Row row) throws IOException {
        try {
            while (waiting.isEmpty()) {
                JsonToken token = parser.nextToken();
                row.line = line - 1 + parser.currentTokenLocation().getLineNr();
                if (token == null) {
                    return Read.END;
                }
                if (token == JsonToken.START_OBJECT) {
                    JsonNode object = MAPPER.readTree(parser);
                    JsonNode rows = rows(object);
                    if (list || rows.isMissingNode()) {
                        waiting.add(object);
                    } else {
                        rows.forEach(waiting::add);
                    }
                } else if (token == JsonToken.START_ARRAY && !list) {
                    list = true;
                } else if (token != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                    return Read.MALFORMED;
                }
            }
        } catch (JacksonException notJson) {
            fault = Optional.of("it is no JSON from line " + row.line + " on");
            return Read.END;
        }
        JsonNode object = waiting.remove();
        if (!object.isObject()) {
            return Read.MALFORMED;
        }
        shape.fill(object, row);
        return Read.ROW;
    }

    private static JsonNode rows(JsonNode object) {
        for (String name : LISTS) {
            JsonNode rows = JsonPath.find(object, name);
            if (rows.isArray()) {
                return rows;
            }
        }
        return object.path("");
    }

    private @Nullable JsonNode object(int start, int end) {
        try (JsonParser parser = MAPPER.createParser(buffer, start, end - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            JsonNode object = MAPPER.readTree(parser);
            return parser.nextToken() == null ? object : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private boolean contains(int start, int end) {
        for (int at = start; at <= end - only.length; at++) {
            if (buffer[at] == only[0] && Arrays.equals(buffer, at, at + only.length, only, 0, only.length)) {
                return true;
            }
        }
        return false;
    }

    private int first(int start) {
        for (int at = start; at < to; at++) {
            if (buffer[at] > ' ') {
                return buffer[at];
            }
        }
        return -1;
    }

    private boolean blank(int start, int end) {
        for (int at = start; at < end; at++) {
            if (buffer[at] > ' ' || buffer[at] < 0) {
                return false;
            }
        }
        return true;
    }

    /// The end of the line at `from`, without its line feed; -1 at the end. Of a line that is longer than the longest,
    /// only that much is kept.
    private int line() throws IOException {
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (buffer[at] == '\n') {
                    return at;
                }
            }
            if (ended) {
                return from == to ? -1 : to;
            }
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            at -= from;
            from = 0;
            if (to > 2 * LONGEST) {
                to = LONGEST + 1;
                at = to;
            }
            if (to == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int read = read();
            ended = read <= 0;
            to += Math.max(0, read);
        }
    }

    private int read() throws IOException {
        try {
            return in.read(buffer, to, buffer.length - to);
        } catch (Content.Broken broken) {
            fault = Optional.of(String.valueOf(broken.getMessage()));
            return -1;
        }
    }

    @Override
    public Optional<String> fault() {
        return fault;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
