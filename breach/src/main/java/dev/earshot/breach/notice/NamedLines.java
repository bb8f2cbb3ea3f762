package dev.earshot.breach.notice;

import dev.earshot.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lines of `name: text`, as they stand at the top of a template and in a file of words. Empty lines and lines that
/// start with `#` say nothing.
final class NamedLines {
    private NamedLines() {}

    /// In their order.
    ///
    /// @param firstLine the line of the file on which `text` starts, from 1
    static Map<String, String> read(String text, int firstLine, Problems problems) {
        Map<String, String> read = new LinkedHashMap<>();
        int line = firstLine - 1;
        for (String each : text.split("\n", -1)) {
            line++;
            if (each.isBlank() || each.startsWith("#")) {
                continue;
            }
            int colon = each.indexOf(':');
            if (colon < 1) {
                problems.add(line, "a name, a colon and a text are expected on this line.");
            } else if (read.put(
                            each.substring(0, colon).strip(),
                            each.substring(colon + 1).strip())
                    != null) {
                problems.add(line, "\"" + each.substring(0, colon).strip() + "\" stands here twice.");
            }
        }
        return read;
    }
}
