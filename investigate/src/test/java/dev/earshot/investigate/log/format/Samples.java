package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import dev.earshot.investigate.log.LogLine.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One sample file for each format, and how its lines read.
final class Samples {
    /// What a plan says of the formats that can't be read without.
    private static final Map<String, Map<String, String>> FIELDS = Map.of(
            "datastream",
            Map.of(
                    "columns",
                    "reqId reqTimeSec cliIP statusCode reqHost reqMethod reqPath queryStr UA cookie customField",
                    "user",
                    "customField"),
            "json",
            Map.of(
                    "time", "ts",
                    "request", "req.line",
                    "host", "req.headers.Host[0]",
                    "agent", "req.headers[\"User.Agent\"]",
                    "address", "remote",
                    "status", "code",
                    "user", "auth.user",
                    "session", "sid"));

    private Samples() {}

    static List<String> ids() {
        return Formats.all().stream().map(LogFormat::id).toList();
    }

    static Map<String, String> fields(String id) {
        return FIELDS.getOrDefault(id, Map.of());
    }

    /// A format with what the plan of its sample says.
    static LogFormat format(String id) {
        return format(id, fields(id));
    }

    static LogFormat format(String id, Map<String, String> fields) {
        return Formats.all(fields).stream()
                .filter(format -> format.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static List<byte[]> lines(String id) {
        return text(id + ".log").lines().map(Samples::bytes).toList();
    }

    static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String read(LineReader reader, String line) {
        return read(reader, bytes(line));
    }

    /// A line as it reads, in one line: what it lacks is left out.
    static String read(LineReader reader, byte[] bytes) {
        byte[] padded = new byte[bytes.length + 4];
        Arrays.fill(padded, (byte) '"');
        System.arraycopy(bytes, 0, padded, 2, bytes.length);
        LogLine line = new LogLine();
        LineReader.Reading reading = reader.read(padded, 2, bytes.length + 2, line);
        if (reading != LineReader.Reading.REQUEST) {
            return reading.name();
        }
        List<String> parts = new ArrayList<>();
        parts.add(Instant.EPOCH.plus(line.time, java.time.temporal.ChronoUnit.MICROS) + (line.local ? " local" : ""));
        if (line.status != 0) {
            parts.add(String.valueOf(line.status));
        }
        add(parts, "", line.method);
        add(parts, "host=", line.host);
        add(parts, "path=", line.path);
        add(parts, "query=", line.query);
        add(parts, "address=", line.address);
        add(parts, "forwardedFor=", line.forwardedFor);
        add(parts, "user=", line.user);
        add(parts, "session=", line.session);
        add(parts, "trace=", line.trace);
        add(parts, "cookies=", line.cookies);
        add(parts, "agent=", line.agent);
        return String.join(" | ", parts);
    }

    private static void add(List<String> parts, String name, Field field) {
        if (!field.isEmpty()) {
            parts.add(name + new String(field.bytes, field.from, field.length(), StandardCharsets.UTF_8));
        }
    }
}
