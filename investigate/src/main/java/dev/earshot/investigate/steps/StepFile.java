package dev.earshot.investigate.steps;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step: a file of SELECTs, each under a line `--> name`, or `--> name view` where it is not to be written.
///
/// Lines that start with `--` are comments. Nothing ends a SELECT but the next name or the end of the file.
///
/// @param outputs in the order in which they are made
public record StepFile(String name, List<Output> outputs) {
    private static final Pattern HEAD = Pattern.compile("--> ([a-z]+[0-9]{2})( view)?");

    public StepFile {
        outputs = List.copyOf(outputs);
    }

    /// @throws IllegalArgumentException naming the line that is not of a step
    public static StepFile parse(String name, String text) {
        List<Output> outputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Matcher head = HEAD.matcher("");
        boolean inside = false;
        String output = "";
        boolean view = false;
        StringBuilder sql = new StringBuilder();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.startsWith("-->")) {
                if (inside) {
                    outputs.add(new Output(output, view, sql.toString().strip()));
                }
                head.reset(line.stripTrailing());
                if (!head.matches() || !names.add(head.group(1))) {
                    throw new IllegalArgumentException(
                            name + ", line " + number + ": not a new name, such as `--> hits10` or `--> hits10 view`");
                }
                inside = true;
                output = head.group(1);
                view = head.group(2) != null;
                sql.setLength(0);
            } else if (!line.stripLeading().startsWith("--")) {
                if (!inside && !line.isBlank()) {
                    throw new IllegalArgumentException(name + ", line " + number + ": SQL before the first name");
                }
                sql.append(line.stripTrailing()).append('\n');
            }
        }
        if (inside) {
            outputs.add(new Output(output, view, sql.toString().strip()));
        }
        return new StepFile(name, outputs);
    }

    /// One named SELECT.
    ///
    /// @param name also that of its folder
    /// @param view whether it is named only, and made anew by whoever reads it
    /// @param sql without comments at the start of lines
    public record Output(String name, boolean view, String sql) {
        public Output {
            if (sql.isEmpty()) {
                throw new IllegalArgumentException(name + " has no SELECT");
            }
        }
    }
}
