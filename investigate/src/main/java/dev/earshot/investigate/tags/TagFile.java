package dev.earshot.investigate.tags;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.evidence.Sha256;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.TagSet;
import dev.earshot.investigate.history.adobe.AdobeReader;
import dev.earshot.investigate.history.gtm.GtmReader;
import dev.earshot.investigate.history.gtm.GtmScriptReader;
import dev.earshot.investigate.history.tealium.TealiumReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file with containers of tags, whatever tag manager it is of.
///
/// @param name as it was named on the command line
/// @param sha256 in lower-case hex
/// @param sets one for each version of a container in it
/// @param lines by the pointer of an object in it, from 1; empty for code as it was served
public record TagFile(String name, String sha256, List<TagSet> sets, Map<String, Integer> lines) {
    /// Exports of the largest containers have a few megabytes.
    private static final long LARGEST = 64L << 20;
    private static final int START = 4096;

    public TagFile {
        sets = List.copyOf(sets);
        lines = Map.copyOf(lines);
    }

    /// Whether a file is one, by what is in it: a HAR file is JSON, too, and so is a report.
    public static boolean isOne(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return false;
            }
            String start = start(file);
            if (start.startsWith("{") || start.startsWith("[")) {
                return firstNameIsOfContainer(file)
                        && isContainer(JsonMapper.shared().readTree(file), 0);
            }
            String name = String.valueOf(file.getFileName());
            return (name.endsWith(".js") || start.startsWith("//") || start.startsWith("(function"))
                    && isServed(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException | JacksonException | StackOverflowError notOne) {
            return false;
        }
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(START), StandardCharsets.UTF_8);
            return (start.startsWith("\uFEFF") ? start.substring(1) : start).stripLeading();
        }
    }

    /// A HAR file says so with its first name; it may be large, and is not read further.
    private static boolean firstNameIsOfContainer(Path file) {
        try (JsonParser parser = JsonMapper.shared().createParser(file)) {
            return parser.nextToken() != JsonToken.START_OBJECT
                    || parser.nextToken() != JsonToken.PROPERTY_NAME
                    || !parser.currentName().equals("log");
        }
    }

    private static boolean isServed(String code) {
        return (code.contains("\"macros\"") && code.contains("\"predicates\"") && code.contains("\"tags\""))
                || (code.contains("_satellite") && code.contains("delegateDescriptor"));
    }

    private static boolean isContainer(JsonNode node, int depth) {
        if (node.isArray()) {
            return depth < 3 && node.valueStream().anyMatch(each -> isContainer(each, depth + 1));
        }
        if (!node.isObject() || node.has("log") || node.has("schema")) {
            return false;
        }
        boolean gtm = node.path("containerVersion").isObject()
                || node.path("containerVersion").isArray()
                || (node.has("containerVersionId") && (node.has("tag") || node.has("container")));
        boolean tealium = node.path("tags").isArray()
                && (node.has("loadRules") || (node.has("profile") && node.has("account") && node.has("version")));
        return gtm
                || tealium
                || isOfAdobe(node)
                || (depth < 3
                        && node.path("data").isContainer()
                        && (isOfAdobe(node.path("data")) || isContainer(node.path("data"), depth + 1)));
    }

    private static boolean isOfAdobe(JsonNode node) {
        return node.has("attributes")
                && Set.of("rules", "rule_components", "data_elements", "extensions", "libraries")
                        .contains(node.path("type").asString(""));
    }

    /// @param hosts the provider's own, which are nobody to tell
    /// @throws EarshotException USAGE for a file that is not there or holds no container
    public static TagFile read(Path path, Set<String> hosts) {
        byte[] content;
        try {
            if (Files.isRegularFile(path) && Files.size(path) > LARGEST) {
                throw new EarshotException(
                        Code.USAGE, path + " is larger than any container of tags, which is 64 MB here.");
            }
            content = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new EarshotException(Code.USAGE, path + " can't be read (" + e.getMessage() + ").", e);
        }
        HistoryFile file = new HistoryFile(
                String.valueOf(path.getFileName()),
                Sha256.hex(content),
                Bytes.copyOf(content),
                Map.of("hosts", String.join("\n", hosts)));
        List<TagSet> sets = new ArrayList<>(GtmReader.tags(file));
        if (sets.isEmpty()) {
            sets.addAll(TealiumReader.tags(file));
        }
        if (sets.isEmpty()) {
            sets.addAll(AdobeReader.tags(file));
        }
        if (sets.isEmpty()) {
            sets.addAll(GtmScriptReader.tags(file));
        }
        if (sets.isEmpty()) {
            throw new EarshotException(
                    Code.USAGE, path + ": " + whyNot(file.content().utf8()));
        }
        return new TagFile(
                path.toString().replace('\\', '/'),
                file.sha256(),
                sets,
                lines(file.content().utf8()));
    }

    private static String whyNot(String text) {
        if (text.contains("_satellite")) {
            return "this is the library that Adobe's tags serve to browsers, which is code. Export the property by its"
                    + " Reactor API: rules with rule_components, data_elements and extensions.";
        }
        try {
            JsonMapper.shared().readTree(text);
        } catch (JacksonException broken) {
            return "it is not whole JSON"
                    + (broken.getLocation() == null
                            ? ""
                            : " (line " + broken.getLocation().getLineNr() + ")")
                    + ", and no served gtm.js either.";
        } catch (StackOverflowError deep) {
            return "its JSON is nested too deep.";
        }
        return "there is no container of tags in it. Earshot reads exports of Google Tag Manager, served gtm.js, profiles"
                + " of Tealium iQ and rules of Adobe's Reactor API.";
    }

    /// Where each object begins, so that a finding can be shown beside the tag.
    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = JsonMapper.shared().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    String pointer = parser.streamReadContext().getParent() == null
                            ? ""
                            : parser.streamReadContext()
                                    .getParent()
                                    .pathAsPointer()
                                    .toString();
                    lines.put(pointer, parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (JacksonException notJson) {
            return Map.of();
        }
        return lines;
    }

    /// The line of a tag, from 1; 1 where the file has none.
    int line(String pointer) {
        return lines.getOrDefault(pointer, 1);
    }
}
