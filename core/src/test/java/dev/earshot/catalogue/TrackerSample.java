package dev.earshot.catalogue;

import dev.earshot.decode.Decoding;
import dev.earshot.decode.Leaf;
import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.detect.Detectors;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.WebSocketMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// One request out of a tracker's samples, with what is to be said of it. `docs/trackers.md` describes the file.
///
/// @param tracker whose file it stands in
/// @param near whether it is a near miss
/// @param shows what it shows, as a sentence
/// @param source what it was written from
/// @param expected what is to be said of it
record TrackerSample(String tracker, boolean near, String shows, String source, Exchange exchange, Told expected) {
    private static final Path FOLDER = Path.of("src/main/resources/dev/earshot/catalogue/trackers");
    private static final String ENDING = ".samples.yaml";
    private static final Detectors NOBODY = Detectors.forPersona(Optional.empty());
    private static final Set<String> MEMBERS = Set.of(
            "shows",
            "source",
            "page",
            "signed-in",
            "request",
            "headers",
            "form",
            "json",
            "text",
            "gzip",
            "base64",
            "messages",
            "is",
            "events",
            "tells");

    /// What is said of a request.
    ///
    /// @param is the tracker's id, how it was recognised and what the request does; `nothing` for no tracker's
    /// @param events names of events, in order
    /// @param tells basis, element, path and value of each statement but those that any request gives rise to
    record Told(String is, List<String> events, List<String> tells) {
        /// Of a line that begins with a letter.
        private static final Pattern NOT_PLAIN = Pattern.compile(": |\\s#|[:\\s]$|[\\n\\r]");

        Told {
            events = List.copyOf(events);
            tells = List.copyOf(tells);
        }

        boolean collects(String tracker) {
            return is.startsWith(tracker + " ") && is.endsWith(" COLLECT");
        }

        Set<String> elements() {
            return Set.copyOf(
                    tells.stream().map(line -> line.split(" ")[1]).distinct().toList());
        }

        /// As lines of the file.
        List<String> lines() {
            List<String> lines = new ArrayList<>(List.of("    is: " + is));
            if (!events.isEmpty()) {
                lines.add("    events: ["
                        + String.join(", ", events.stream().map(Told::word).toList()) + "]");
            }
            lines.add(tells.isEmpty() ? "    tells: []" : "    tells:");
            tells.forEach(
                    line -> lines.add("      - " + (NOT_PLAIN.matcher(line).find() ? quoted(line) : line)));
            return lines;
        }

        private static String word(String event) {
            return event.matches("[A-Za-z_][A-Za-z0-9_.]*") && !event.matches("(?i)true|false|null")
                    ? event
                    : quoted(event);
        }

        private static String quoted(String text) {
            return text.chars().anyMatch(c -> c < ' ')
                    ? '"'
                            + text.replace("\\", "\\\\")
                                    .replace("\"", "\\\"")
                                    .replace("\n", "\\n")
                                    .replace("\r", "\\r")
                            + '"'
                    : "'" + text.replace("'", "''") + "'";
        }

        @Override
        public String toString() {
            return "is " + is + "\nevents " + events + "\ntells\n  " + String.join("\n  ", tells);
        }
    }

    /// The ids of the trackers that have samples.
    static List<String> trackers() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of one tracker, the true ones first.
    static List<TrackerSample> of(String tracker) {
        Map<?, ?> file = read(tracker);
        List<TrackerSample> samples = new ArrayList<>();
        list(file, "samples").forEach(sample -> samples.add(sample(tracker, false, file, (Map<?, ?>) sample)));
        list(file, "near-misses").forEach(sample -> samples.add(sample(tracker, true, file, (Map<?, ?>) sample)));
        return samples;
    }

    private static Map<?, ?> read(String tracker) {
        Path file = FOLDER.resolve(tracker + ENDING);
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(tracker).build();
            return (Map<?, ?>) new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrackerSample sample(String tracker, boolean near, Map<?, ?> file, Map<?, ?> sample) {
        for (Object member : sample.keySet()) {
            if (!MEMBERS.contains(member.toString())) {
                throw new IllegalArgumentException(tracker + ": a sample has no member " + member);
            }
        }
        String page = text(sample, "page", text(file, "page", ""));
        return new TrackerSample(
                tracker,
                near,
                text(sample, "shows", ""),
                text(sample, "source", text(file, "source", "")),
                exchange(sample, page),
                new Told(text(sample, "is", ""), texts(sample, "events"), texts(sample, "tells")));
    }

    private static Exchange exchange(Map<?, ?> sample, String page) {
        String[] line = text(sample, "request", "").split("\\s+", 2);
        List<Header> headers = new ArrayList<>();
        if (sample.get("headers") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> headers.add(new Header(name.toString(), value.toString())));
        }
        Context unknown = Context.unknown("sample");
        Context context = new Context(
                unknown.run(),
                Optional.empty(),
                page,
                page,
                Context.Target.PAGE,
                "",
                List.of(),
                Context.Consent.UNKNOWN,
                text(sample, "signed-in", "false").equals("true") ? Context.SignedIn.YES : Context.SignedIn.NO,
                Set.of(),
                Optional.empty());
        Body body = body(sample, headers);
        return new Exchange(
                "sample",
                Instant.EPOCH,
                new Request(line[0], line[1].replaceAll("\\s+", ""), "HTTP/2", headers, body),
                Optional.empty(),
                texts(sample, "messages").stream()
                        .map(message -> new WebSocketMessage(
                                WebSocketMessage.Direction.SENT, Instant.EPOCH, 1, Bytes.utf8(message)))
                        .toList(),
                context,
                Exchange.Delivery.SENT);
    }

    private static Body body(Map<?, ?> sample, List<Header> headers) {
        if (sample.containsKey("form")) {
            String form = text(sample, "form", "").replaceAll("\\s+", "");
            return body(Bytes.utf8(form), "application/x-www-form-urlencoded", headers);
        }
        if (sample.containsKey("json")) {
            return body(Bytes.utf8(text(sample, "json", "")), "application/json", headers);
        }
        if (sample.containsKey("text")) {
            return body(Bytes.utf8(text(sample, "text", "")), "text/plain;charset=UTF-8", headers);
        }
        if (sample.containsKey("gzip")) {
            return body(gzipped(text(sample, "gzip", "")), "application/octet-stream", headers);
        }
        if (sample.containsKey("base64")) {
            byte[] bytes = Base64.getMimeDecoder().decode(text(sample, "base64", ""));
            return body(Bytes.copyOf(bytes), "application/octet-stream", headers);
        }
        return Body.NONE;
    }

    private static Body body(Bytes bytes, String mimeType, List<Header> headers) {
        String stated = headers.stream()
                .filter(header -> header.is("Content-Type"))
                .map(Header::value)
                .findFirst()
                .orElse(mimeType);
        return Body.whole(bytes, stated);
    }

    private static Bytes gzipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.copyOf(bytes.toByteArray());
    }

    private static String text(Map<?, ?> owner, String key, String otherwise) {
        Object value = owner.get(key);
        return value == null ? otherwise : value.toString();
    }

    private static List<?> list(Map<?, ?> owner, String key) {
        return owner.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(Map<?, ?> owner, String key) {
        return list(owner, key).stream().map(Object::toString).toList();
    }

    /// What Earshot says of it, by the door through which every request comes. What health terms it finds in it is told
    /// only where the sample speaks of them: the vocabularies have tests of their own.
    Told got() {
        Optional<Identification> identification = Catalogue.bundled().identify(exchange.request());
        Optional<Tracker> known = identification.map(Identification::tracker);
        List<Leaf> leaves = Decoding.withDefaults().read(exchange, known).leaves();
        List<String> tells = new ArrayList<>();
        for (Detection detection : NOBODY.detect(exchange, identification, leaves)) {
            boolean spokenOf = detection.element() != DataElement.HEALTH_CONTEXT
                    || expected.elements().contains(DataElement.HEALTH_CONTEXT.id());
            if (detection.basis() != Basis.INHERENT && spokenOf) {
                tells.add(told(detection));
            }
        }
        return new Told(
                identification
                        .map(found -> found.tracker().id() + " " + found.how() + " " + found.does())
                        .orElse("nothing"),
                known.map(found -> found.events(leaves)).orElse(List.of()),
                tells);
    }

    /// What it proves of the person that `detectors` look for.
    Set<DataElement> proves(Detectors detectors) {
        Optional<Identification> identification = Catalogue.bundled().identify(exchange.request());
        List<Leaf> leaves = Decoding.withDefaults()
                .read(exchange, identification.map(Identification::tracker))
                .leaves();
        Set<DataElement> proven = EnumSet.noneOf(DataElement.class);
        for (Detection detection : detectors.detect(exchange, identification, leaves)) {
            if (detection.basis() == Basis.PROVEN) {
                proven.add(detection.element());
            }
        }
        return proven;
    }

    /// Rewrites what is to be said of the tracker's samples as what is said of them. The rest of the file stays.
    static void rewrite(String tracker) {
        Path file = FOLDER.resolve(tracker + ENDING);
        List<String> kept = new ArrayList<>();
        Iterator<TrackerSample> samples = of(tracker).iterator();
        boolean inSample = false;
        boolean inTold = false;
        try {
            for (String line : Files.readAllLines(file)) {
                boolean begins = line.startsWith("  - shows:");
                if (inSample && (begins || line.isBlank() || !line.startsWith(" "))) {
                    kept.addAll(samples.next().got().lines());
                    inSample = false;
                }
                inSample |= begins;
                boolean told = line.startsWith("    is:") || line.startsWith("    events:");
                inTold = line.startsWith("    tells:") || (inTold && line.startsWith("      - "));
                if (!told && !inTold) {
                    kept.add(line);
                }
            }
            if (inSample) {
                kept.addAll(samples.next().got().lines());
            }
            Files.writeString(file, String.join("\n", kept) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String told(Detection detection) {
        String value = detection.value().reveal();
        return detection.basis() + " " + detection.element().id() + " "
                + detection.leaf().map(TrackerSample::place).orElse("") + " = " + value;
    }

    private static String place(Leaf leaf) {
        return switch (leaf.origin()) {
            case URL, BODY -> leaf.path();
            case HEADER, COOKIE -> leaf.origin().label() + ":" + leaf.path();
            case MESSAGE -> "message" + leaf.source() + ":" + leaf.path();
        };
    }

    @Override
    public String toString() {
        return tracker + (near ? ", near miss: " : ": ") + shows;
    }
}
