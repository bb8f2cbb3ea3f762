package dev.earshot.har;

import dev.earshot.EarshotException;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Exchange;
import dev.earshot.persona.Persona;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A capture in a HAR file, Earshot's own or anybody's, plain or gzipped. It is streamed: memory holds one entry, and
/// response bodies not at all.
///
/// A file that is cut off gives what it has, with a blind spot that leaves the capture incomplete; so does an entry
/// that can't be read.
public final class HarFile implements Capture {
    /// The longest string that is read, in characters; a longer one ends the reading as a cut-off file does.
    private static final int LONGEST_STRING = 256 << 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_STRING)
                            .maxDocumentLength(-1)
                            .maxTokenCount(-1)
                            .build())
                    .build())
            .build();

    private final Path file;
    private final HarPages pages;
    private final Summary summary;

    private HarFile(Path file, HarPages pages, Summary summary) {
        this.file = file;
        this.pages = pages;
        this.summary = summary;
    }

    /// Reads everything but the entries' contents.
    ///
    /// @throws EarshotException when the file is not a HAR
    public static HarFile open(Path file) {
        HarPages pages = new HarPages();
        Reading reading = new Reading();
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        walk(file, log, reading, entry -> pages.notice(entry));
        if (!reading.sawLog) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    file + " is not a HAR file: it has no log with entries. In Chrome's DevTools, Network, choose"
                            + " \"Export HAR (with sensitive data)\".");
        }
        List<BlindSpot> blindSpots = new ArrayList<>();
        EntryReader check = new EntryReader(pages, blindSpots::add);
        Reading second = new Reading();
        pages.settle(log);
        Set<String> ids = new HashSet<>();
        walk(file, null, second, entry -> check.read(entry, second.position, ids));
        reading.failure.ifPresent(failure -> blindSpots.add(new BlindSpot(
                BlindSpot.Kind.ENTRY_NOT_READ,
                file.getFileName().toString(),
                "The file ends early or is damaged after " + reading.entries + " entries (" + failure
                        + "). Only what stands before that was judged; record it again to have all.",
                true)));
        return new HarFile(file, pages, pages.summary(file, log, check.earliest(), check.latest(), blindSpots));
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public void forEach(Consumer<? super Exchange> reader) {
        EntryReader entries = new EntryReader(pages, blindSpot -> {});
        Reading reading = new Reading();
        Set<String> ids = new HashSet<>();
        walk(
                file,
                null,
                reading,
                entry -> entries.read(entry, reading.position, ids).ifPresent(reader));
    }

    /// Copies the file to `target`, unpacked, with an `_id` on each entry, the same as [#forEach] gives, so that a
    /// disclosure's evidence can be found in it. All else is kept byte for byte, also what Earshot doesn't read and
    /// what stands after the place where the file is damaged.
    ///
    /// @throws EarshotException when the copy cannot be written
    public void copyWithIds(Path target) {
        copy(target, Optional.empty());
    }

    /// As [#copyWithIds(Path)], and the copy names the synthetic patient who was there.
    ///
    /// @throws EarshotException when the file names one itself, or the copy cannot be written
    public void copyWithIds(Path target, Persona persona) {
        if (summary.persona().isPresent()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    file + " says itself who was there, persona "
                            + summary.persona().get().id() + ". Leave --persona out.");
        }
        copy(target, Optional.of(persona));
    }

    private void copy(Path target, Optional<Persona> persona) {
        Set<String> ids = new HashSet<>();
        Reading reading = new Reading();
        try (Splice splice = new Splice(opened(file), Files.newOutputStream(target))) {
            persona.ifPresent(
                    someone -> reading.onLog = start -> splice.insert(start, HarWriter.personaMember(someone), true));
            walk(file, null, reading, entry -> {
                String id = EntryReader.id(entry, reading.position, ids);
                if (entry.isObject() && !id.equals(entry.path("_id").asString(""))) {
                    splice.insert(reading.entryStart, "\"_id\":\"" + id + "\"", !entry.isEmpty());
                }
            });
            splice.rest();
        } catch (IOException | UncheckedIOException e) {
            throw cannotCopy(target, e);
        }
    }

    private EarshotException cannotCopy(Path target, Exception e) {
        return new EarshotException(
                EarshotException.Code.INCOMPLETE,
                "Could not copy " + file + " to " + target + " (" + e.getMessage()
                        + "). Free some space or name another --out, and scan again.",
                e);
    }

    private static void walk(Path file, @Nullable ObjectNode log, Reading reading, Consumer<JsonNode> onEntry) {
        try (InputStream in = opened(file);
                JsonParser parser = JSON.createParser(in)) {
            try {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw notJson(file, "it does not start with {");
                }
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    if (parser.currentName().equals("log") && parser.nextToken() == JsonToken.START_OBJECT) {
                        reading.onLog.accept(parser.currentTokenLocation().getByteOffset());
                        log(parser, log, reading, onEntry);
                    } else {
                        parser.skipChildren();
                    }
                }
                if (!parser.hasToken(JsonToken.END_OBJECT)) {
                    reading.failure = Optional.of("it ends before it is closed");
                }
            } catch (JacksonException e) {
                if (!reading.sawLog) {
                    throw notJson(file, position(e));
                }
                reading.failure = Optional.of(position(e));
            }
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "Could not read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void log(JsonParser parser, @Nullable ObjectNode log, Reading reading, Consumer<JsonNode> onEntry) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("entries") && value == JsonToken.START_ARRAY) {
                reading.sawLog = true;
                while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                    reading.position = reading.entries;
                    reading.entryStart = parser.currentTokenLocation().getByteOffset();
                    onEntry.accept(EntryReader.withoutBodies(parser, ""));
                    reading.entries++;
                }
            } else if (log == null) {
                parser.skipChildren();
            } else {
                log.set(name, EntryReader.withoutBodies(parser, ""));
            }
        }
    }

    private static InputStream opened(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int mark = in.read() << 8 | in.read();
        in.reset();
        if (mark == 0xfeff || mark == 0xfffe) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    file + " is encoded in UTF-16, and a HAR file must be UTF-8. Convert it:"
                            + " iconv -f UTF-16 -t UTF-8 " + file + " > utf8.har");
        }
        return mark == 0x1f8b ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static EarshotException notJson(Path file, String why) {
        return new EarshotException(
                EarshotException.Code.USAGE,
                file + " is not a HAR file: " + why
                        + ". In Chrome's DevTools, Network, choose \"Export HAR (with sensitive data)\".");
    }

    private static String position(JacksonException e) {
        return "not readable as JSON at line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }

    /// How far a walk over the file got.
    private static final class Reading {
        private boolean sawLog;
        private int entries;
        private int position;
        /// Where the entry's `{` is, in bytes of the unpacked file.
        private long entryStart;
        private Optional<String> failure = Optional.empty();
        /// Told where the log's `{` is, in bytes of the unpacked file.
        private LongConsumer onLog = start -> {};
    }
}
