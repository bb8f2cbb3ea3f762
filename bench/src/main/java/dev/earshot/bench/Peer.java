package dev.earshot.bench;

import dev.earshot.exchange.Exchange;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tracker engine in a process of its own, which matches requests against EasyList and EasyPrivacy when it is
/// told to.
final class Peer implements AutoCloseable {
    private static final List<String> FOLDERS = List.of(
            "bench/target/lists/usr/share/chromium/extensions/ublock-origin/assets/thirdparties/easylist",
            "/usr/share/chromium/extensions/ublock-origin/assets/thirdparties/easylist");
    private static final List<String> LISTS = List.of("easylist.txt", "easyprivacy.txt");

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final Path corporaFile;
    private final JsonNode greeting;

    /// @param processor nanoseconds of processor time of the whole process, its garbage collector and compiler
    ///     with it
    /// @param wall nanoseconds on the clock
    /// @param found in one pass
    record Round(double processor, double wall, long found) {}

    private Peer(Process process, Path corporaFile) throws IOException {
        this.process = process;
        this.corporaFile = corporaFile;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        greeting = answer();
    }

    /// The lists; empty where they are not there.
    static Optional<List<Path>> lists(Path home) {
        return FOLDERS.stream()
                .map(home::resolve)
                .map(folder -> LISTS.stream().map(folder::resolve).toList())
                .filter(files -> files.stream().allMatch(Files::isRegularFile))
                .findFirst();
    }

    static Peer start(Path home, List<Path> lists, List<Corpus> corpora) throws IOException {
        Map<String, List<List<String>>> requests = new LinkedHashMap<>();
        corpora.forEach(corpus -> requests.put(
                corpus.name(), corpus.exchanges().stream().map(Peer::request).toList()));
        Path file = Files.createTempFile("earshot-corpora", ".json");
        JsonMapper.shared().writeValue(file.toFile(), requests);
        List<String> command = new ArrayList<>(
                List.of("node", home.resolve("bench/peer/match.mjs").toString(), file.toString()));
        lists.forEach(list -> command.add(list.toString()));
        return new Peer(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                file);
    }

    /// What a browser tells an extension of a request.
    private static List<String> request(Exchange exchange) {
        return List.of(
                exchange.request().url(), type(exchange), exchange.context().pageUrl());
    }

    /// In the words of the webRequest interface. A foreign recording has none, and the address must do.
    private static String type(Exchange exchange) {
        String path = exchange.request().url().split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (exchange.context().resourceType()) {
            case "document" -> "main_frame";
            case "script", "stylesheet", "image", "font", "media", "websocket", "ping" ->
                exchange.context().resourceType();
            case "xhr", "fetch" -> "xmlhttprequest";
            case "" -> guessed(path, exchange.request().method());
            default -> "other";
        };
    }

    private static String guessed(String path, String method) {
        if (path.endsWith(".js")) {
            return "script";
        }
        if (path.endsWith(".css")) {
            return "stylesheet";
        }
        if (path.endsWith(".woff2") || path.endsWith(".woff") || path.endsWith(".ttf")) {
            return "font";
        }
        return Stream.of(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico")
                        .anyMatch(path::endsWith)
                ? "image"
                : method.equals("POST") ? "ping" : "xmlhttprequest";
    }

    /// The engine's version of Node.js and its number of filters.
    String words() {
        return "node " + greeting.path("node").asString() + ", "
                + greeting.path("filters").asInt() + " network filters";
    }

    /// Parses and matches each request of a corpus, `passes` times.
    Round match(Corpus corpus, long passes) {
        return ask("match", corpus, passes);
    }

    /// Takes the addresses apart and no more, which is a part of what [#match] does.
    Round parse(Corpus corpus, long passes) {
        return ask("parse", corpus, passes);
    }

    private Round ask(String work, Corpus corpus, long passes) {
        try {
            commands.write(work + "\t" + corpus.name() + "\t" + passes + "\n");
            commands.flush();
            JsonNode answer = answer();
            return new Round(
                    answer.path("cpu").asDouble(),
                    answer.path("wall").asDouble(),
                    Math.round(answer.path("blocked").asDouble()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the peer ended; what it said is above");
        }
        return JsonMapper.shared().readTree(line);
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroy();
        Files.deleteIfExists(corporaFile);
    }
}
