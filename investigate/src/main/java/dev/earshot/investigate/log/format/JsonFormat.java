package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LineReader;
import dev.earshot.investigate.log.LogFormat;
import dev.earshot.investigate.log.LogLine;
import dev.earshot.investigate.log.LogLine.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A format with one JSON object a line, whose paths are the parts of a request.
///
/// @param paths where each part is; of several, the first that the line has
/// @param marks the paths by which the format is known: of each list at least one is in every line
/// @param extras paths that the rule looks at
/// @param constants what a part is where the line does not say
/// @param sure how sure it is where all lines are of it, see [LogFormat#recognises]
record JsonFormat(
        String id,
        String label,
        Map<Part, List<String>> paths,
        List<List<String>> marks,
        List<String> extras,
        Map<Part, String> constants,
        Rule rule,
        int sure)
        implements LogFormat {
    JsonFormat {
        EnumMap<Part, List<String>> copy = new EnumMap<>(Part.class);
        paths.forEach((part, list) -> copy.put(part, List.copyOf(list)));
        paths = Collections.unmodifiableMap(copy);
        marks = List.copyOf(marks);
        extras = List.copyOf(extras);
        constants = Map.copyOf(constants);
    }

    /// What is special about a format.
    interface Rule {
        Rule NONE = new Rule() {};

        /// Whether the line is of the format, and a request.
        ///
        /// @param extras where the values of the format's extra paths are in the scanner
        default LineReader.Reading judge(JsonScanner scanner, int[] extras) {
            return LineReader.Reading.REQUEST;
        }

        /// Puts parts into the form that all formats share.
        default void finish(Parts parts) {}
    }

    /// With the paths of a plan in place of its own.
    JsonFormat with(FieldMap fields) {
        EnumMap<Part, List<String>> merged = new EnumMap<>(Part.class);
        merged.putAll(paths);
        fields.names().forEach((part, path) -> merged.put(part, List.of(path)));
        EnumMap<Part, String> texts = new EnumMap<>(Part.class);
        texts.putAll(constants);
        texts.putAll(fields.constants());
        return new JsonFormat(id, label, merged, marks, extras, texts, rule, sure);
    }

    @Override
    public int recognises(List<byte[]> firstLines) {
        Reader reader = new Reader(this);
        return Shares.of(firstLines, sure, line -> reader.recognises(line));
    }

    @Override
    public LineReader reader() {
        return new Reader(this);
    }

    private static final class Reader implements LineReader {
        private final Rule rule;
        private final JsonScanner scanner;
        private final Parts parts;
        private final Field[] targets;
        private final int[][] sources;
        private final int[][] marks;
        private final int[] extras;
        private final Field cookies;
        private final JsonMembers members = new JsonMembers();

        Reader(JsonFormat format) {
            rule = format.rule;
            parts = new Parts(format.constants);
            cookies = parts.of(Part.COOKIES);
            List<String> known = new ArrayList<>();
            targets = format.paths.keySet().stream().map(parts::of).toArray(Field[]::new);
            sources = format.paths.values().stream()
                    .map(list -> numbers(known, list))
                    .toArray(int[][]::new);
            marks = format.marks.stream().map(list -> numbers(known, list)).toArray(int[][]::new);
            extras = numbers(known, format.extras);
            scanner = new JsonScanner(known);
        }

        private static int[] numbers(List<String> known, List<String> paths) {
            return paths.stream()
                    .mapToInt(path -> {
                        if (!known.contains(path)) {
                            known.add(path);
                        }
                        return known.indexOf(path);
                    })
                    .toArray();
        }

        boolean recognises(byte[] line) {
            if (marks.length == 0) {
                return read(line, 0, line.length, new LogLine()) == Reading.REQUEST;
            }
            return scanner.scan(line, Bytes.afterBom(line, 0, line.length), line.length)
                    && marked()
                    && rule.judge(scanner, extras) != Reading.UNREADABLE;
        }

        private boolean marked() {
            for (int[] mark : marks) {
                boolean found = false;
                for (int path : mark) {
                    found |= scanner.has(path);
                }
                if (!found) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Reading read(byte[] bytes, int from, int to, LogLine line) {
            int start = Bytes.afterBom(bytes, from, to);
            if (start == Bytes.trimEnd(bytes, start, to)) {
                return Reading.DIRECTIVE;
            }
            if (bytes[start] != '{' || !scanner.scan(bytes, start, to)) {
                return Reading.UNREADABLE;
            }
            Reading judged = rule.judge(scanner, extras);
            if (judged != Reading.REQUEST) {
                return judged;
            }
            parts.clear();
            for (int index = 0; index < targets.length; index++) {
                for (int path : sources[index]) {
                    if (set(targets[index], path)) {
                        break;
                    }
                }
            }
            rule.finish(parts);
            return parts.request(line);
        }

        private boolean set(Field target, int path) {
            JsonScanner.Kind kind = scanner.kind(path);
            Field value = scanner.value(path);
            if (kind == JsonScanner.Kind.CONTAINER && target == cookies) {
                members.join(value, parts, target);
            } else if (kind == JsonScanner.Kind.PLAIN || (kind == JsonScanner.Kind.STRING && !scanner.escaped(path))) {
                target.set(value.bytes, value.from, value.to);
            } else if (kind == JsonScanner.Kind.STRING) {
                unescape(value, parts, target);
            }
            return !target.isEmpty();
        }
    }

    static void unescape(Field value, Parts parts, Field target) {
        int start = parts.reserve(value.length());
        parts.keep(target, start, JsonScanner.unescape(value.bytes, value.from, value.to, parts.room(), start));
    }
}
