package dev.earshot.guard.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Small pages by their names, out of a file: a line `## name`, and the page. `{TAB}`, `{LF}`, `{CR}`, `{FF}` and `{NUL}`
/// stand for the characters of these names.
final class Samples {
    private Samples() {}

    static Map<String, String> of(String file) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(file))) {
            Map<String, String> pages = new LinkedHashMap<>();
            String text = "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String each : text.split("\n## ", -1)) {
                int line = each.indexOf('\n');
                if (line > 0) {
                    String before = pages.put(each.substring(0, line), page(each.substring(line + 1)));
                    if (before != null) {
                        throw new IllegalStateException("twice: " + each.substring(0, line));
                    }
                }
            }
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String written) {
        return written.stripTrailing()
                .replace("{TAB}", "\t")
                .replace("{LF}", "\n")
                .replace("{CR}", "\r")
                .replace("{FF}", "\f")
                .replace("{NUL}", "\0");
    }
}
