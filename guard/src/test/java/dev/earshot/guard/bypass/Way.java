package dev.earshot.guard.bypass;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One documented way around browser guards or a Content-Security-Policy, played by a page of our own making.
///
/// A file of ways has a head line `=== id` for each, fields `name: value`, and after `---` the page; after a line
/// `--- /path` or `--- host/path` what is served there, with the content type of its ending and, behind the path,
/// headers as `[Name: value]`, of which `Status` is the status and `Sink` says that what a request there carries has
/// been told to somebody who must not know it.
///
/// @param id unique, with hyphens
/// @param kind which file it is in
/// @param title what is done, as the table has it
/// @param see where it is documented
/// @param remains what is not stopped and why, with what to do about it; empty where nothing may get through
/// @param varies why browsers differ in it; empty where they don't
/// @param act what the visitor does after the page has loaded
/// @param regular whether it needs a regular profile, since Chromium does not do it in a private one
/// @param alone whether it needs a profile of its own, since others would see what it leaves there
/// @param patience for how long the page is watched after it has loaded
/// @param served by host and path, the page itself at the own host's `/`
record Way(
        String id,
        String kind,
        String title,
        List<String> see,
        Optional<String> remains,
        Optional<String> varies,
        Act act,
        boolean regular,
        boolean alone,
        Duration patience,
        Map<String, Served> served) {
    /// What the visitor does.
    enum Act {
        NONE,
        /// Clicks on the element `#go`.
        CLICK,
        /// Goes to another page of the site.
        LEAVE,
        /// Shuts the page.
        SHUT
    }

    /// @param status such as 200
    /// @param sink whether a request there counts as received
    record Served(int status, Map<String, String> headers, String body, boolean sink) {}

    static final List<String> KINDS = List.of(
            "realms",
            "workers",
            "forms",
            "navigation",
            "natives",
            "markup",
            "css",
            "network",
            "hints",
            "timing",
            "addresses",
            "allowed-hosts",
            "working");

    static List<Way> all() {
        return KINDS.stream().flatMap(kind -> of(kind).stream()).toList();
    }

    static List<Way> of(String kind) {
        try (InputStream in = Way.class.getResourceAsStream(kind + ".ways")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Way> ways = new ArrayList<>();
            for (String each : text.split("(?m)^=== ", -1)) {
                if (!each.isBlank() && !each.startsWith("#")) {
                    ways.add(read(kind, each));
                }
            }
            return ways;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Way read(String kind, String text) {
        String[] parts = text.split("(?m)^---", -1);
        String[] head = parts[0].split("\n", -1);
        Map<String, String> fields = new LinkedHashMap<>();
        String name = "";
        for (String line : List.of(head).subList(1, head.length)) {
            if (line.startsWith("  ")) {
                fields.merge(name, line.strip(), (one, other) -> one + " " + other);
            } else if (!line.isBlank()) {
                name = line.substring(0, line.indexOf(':'));
                fields.put(name, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        Map<String, Served> served = new LinkedHashMap<>();
        for (String part : List.of(parts).subList(1, parts.length)) {
            int end = part.indexOf('\n');
            String line = part.substring(0, end).strip();
            String path = line.isEmpty() ? "/" : line.split(" ", 2)[0];
            String where = path.startsWith("/") ? Stage.SITE + path : path;
            served.put(where, served(path, line, part.substring(end + 1)));
        }
        return new Way(
                head[0].strip(),
                kind,
                fields.getOrDefault("title", ""),
                List.of(fields.getOrDefault("see", "").split(" ", -1)),
                Optional.ofNullable(fields.get("remains")),
                Optional.ofNullable(fields.get("varies")),
                Act.valueOf(fields.getOrDefault("act", "NONE")),
                fields.containsKey("regular"),
                fields.containsKey("alone"),
                Duration.ofMillis(Long.parseLong(fields.getOrDefault("patience", "1500"))),
                served);
    }

    private static Served served(String path, String line, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type(path));
        int status = 200;
        boolean sink = false;
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("\\[([\\w-]+): ([^\\]]*)\\]").matcher(line);
        while (matcher.find()) {
            if (matcher.group(1).equals("Status")) {
                status = Integer.parseInt(matcher.group(2));
            } else if (matcher.group(1).equals("Sink")) {
                sink = true;
            } else {
                headers.put(matcher.group(1), matcher.group(2));
            }
        }
        return new Served(status, headers, body, sink);
    }

    private static String type(String path) {
        String ending = path.substring(path.lastIndexOf('.') + 1);
        return switch (ending) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            case "json" -> "application/json";
            case "xml" -> "application/xml";
            case "xsl" -> "text/xsl";
            case "txt" -> "text/plain";
            default -> "text/html; charset=utf-8";
        };
    }
}
