package dev.earshot.breach.notice;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Span;
import dev.earshot.yaml.Problems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A text with Mustache tags, read from a template: `{{value}}`, `{{#section}}…{{/section}}`, `{{^not}}…{{/not}}` and
/// `{{! remark}}`, by the rules of the Mustache specification (mustache(5), read 2026-11-22), with tags alone on a
/// line leaving no line.
///
/// There is nothing in it that could reach anything: no partials, no inheritance, no lambdas, no unescaped values, no
/// other delimiters, no objects; values are texts, yes or no, and lists of these. What it may cost is bounded.
final class TemplateText {
    static final int LONGEST = 256 * 1024;
    private static final int DEEPEST = 16;
    private static final int MOST_TAGS = 5_000;
    private static final int LONGEST_OUTPUT = 1024 * 1024;
    /// How often sections may be entered while one letter is composed.
    private static final int MOST_PASSES = 20_000;

    private static final String BIDI_OVERRIDES = "\u202A\u202B\u202C\u202D\u202E";

    private final Path file;
    private final List<Part> parts;

    private TemplateText(Path file, List<Part> parts) {
        this.file = file;
        this.parts = parts;
    }

    private sealed interface Part {
        /// @param line on which it starts, from 1
        record Plain(String text, int line) implements Part {}

        record Value(String name, int line) implements Part {}

        record Section(String name, boolean inverted, int line, List<Part> body) implements Part {}
    }

    /// @param firstLine the line of the file on which the text starts, from 1
    static TemplateText read(Path file, String text, int firstLine, Problems problems) {
        return new TemplateText(file, new Reading(text, firstLine, problems).parts());
    }

    private static final class Reading {
        private final String text;
        private final Problems problems;
        private final Deque<Part.Section> open = new ArrayDeque<>();
        private final List<Part> top = new ArrayList<>();
        private int line;
        private int at;

        Reading(String text, int firstLine, Problems problems) {
            this.text = text;
            this.line = firstLine;
            this.problems = problems;
        }

        List<Part> parts() {
            characters();
            int tags = 0;
            while (at < text.length()) {
                int start = text.indexOf("{{", at);
                if (start < 0) {
                    plain(text.length());
                    break;
                }
                int end = text.indexOf("}}", start + 2);
                if (end < 0 || (text.substring(start, end).indexOf('\n') >= 0 && text.charAt(start + 2) != '!')) {
                    plain(start);
                    problems.add(line, "a tag is opened by {{ and not closed by }} on its line.");
                    return top;
                }
                if (++tags > MOST_TAGS) {
                    problems.add(line, "there are more than " + MOST_TAGS + " tags; make the template shorter.");
                    return top;
                }
                if (!tag(start, end)) {
                    return top;
                }
            }
            for (Part.Section section : open) {
                problems.add(
                        section.line(),
                        "the section {{" + (section.inverted() ? "^" : "#") + section.name()
                                + "}} is not closed; write {{/" + section.name() + "}} where it ends.");
            }
            return top;
        }

        /// @return false where it makes no sense to read on
        private boolean tag(int start, int end) {
            char kind = text.charAt(start + 2);
            boolean named = kind == '#' || kind == '^' || kind == '/' || kind == '!';
            int after = end + 2;
            int lineStart = text.lastIndexOf('\n', start - 1) + 1;
            int lineEnd = text.indexOf('\n', after);
            int rest = lineEnd < 0 ? text.length() : lineEnd + 1;
            // A section's tag or a remark alone on its line leaves no line.
            boolean alone = named
                    && lineStart >= at
                    && text.substring(lineStart, start).isBlank()
                    && text.substring(after, rest).isBlank();
            plain(alone ? lineStart : start);
            int here = line;
            String name = text.substring(start + (named ? 3 : 2), end).strip();
            boolean readOn = switch (kind) {
                case '#', '^' -> open(name, kind == '^', here);
                case '/' -> close(name, here);
                case '!' -> true;
                case '{', '&' -> refused("every value is text and stays text: write {{name}}.");
                case '>', '<', '$' -> refused("a template can't include or extend another.");
                case '=' -> refused("the delimiters are always {{ and }}.");
                case '%' -> refused("pragmas can't be used.");
                default -> {
                    add(new Part.Value(name, here));
                    yield true;
                }
            };
            int next = alone ? rest : after;
            line += newlines(at, next);
            at = next;
            return readOn;
        }

        private boolean refused(String why) {
            problems.add(line, why);
            return true;
        }

        private boolean open(String name, boolean inverted, int here) {
            if (open.size() == DEEPEST) {
                problems.add(here, "sections are nested more than " + DEEPEST + " deep.");
                return false;
            }
            Part.Section section = new Part.Section(name, inverted, here, new ArrayList<>());
            add(section);
            open.push(section);
            return true;
        }

        private boolean close(String name, int here) {
            if (open.isEmpty()) {
                problems.add(here, "{{/" + name + "}} closes no section.");
                return false;
            }
            Part.Section section = open.peek();
            if (!section.name().equals(name)) {
                problems.add(
                        here,
                        "{{/" + name + "}} stands where {{/" + section.name()
                                + "}} must: that section was opened on line " + section.line() + ".");
                return false;
            }
            open.pop();
            return true;
        }

        private void plain(int end) {
            if (end > at) {
                add(new Part.Plain(text.substring(at, end), line));
                line += newlines(at, end);
                at = end;
            }
        }

        private void add(Part part) {
            (open.isEmpty() ? top : open.peek().body()).add(part);
        }

        private int newlines(int from, int to) {
            int count = 0;
            for (int i = from; i < to; i++) {
                if (text.charAt(i) == '\n') {
                    count++;
                }
            }
            return count;
        }

        /// Reports characters that would change how a text looks without being seen, once for each line.
        private void characters() {
            int row = line;
            boolean told = false;
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                if (c == '\n') {
                    row++;
                    told = false;
                } else if (!told && !harmless(c)) {
                    problems.add(
                            row,
                            String.format(
                                    "the character U+%04X can't be used: it is not seen, or is no character.", c));
                    told = true;
                }
                i += Character.charCount(c);
            }
        }

        private static boolean harmless(int c) {
            int type = Character.getType(c);
            return BIDI_OVERRIDES.indexOf(c) < 0
                    && type != Character.CONTROL
                    && type != Character.PRIVATE_USE
                    && type != Character.SURROGATE
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR;
        }
    }

    /// Reports every name that isn't known, or is used as what it is not.
    void check(Fields.Each fields, Problems problems) {
        check(parts, new ArrayDeque<>(List.of(fields)), problems);
    }

    private static void check(List<Part> parts, Deque<Fields.Each> scopes, Problems problems) {
        for (Part part : parts) {
            switch (part) {
                case Part.Plain _ -> {}
                case Part.Value(String name, int line) -> {
                    Optional<Fields> field = find(name, scopes);
                    if (field.isEmpty()) {
                        unknown(name, line, scopes, problems);
                    } else if (field.get() instanceof Fields.Flag) {
                        problems.add(line, name + " is yes or no; write {{#" + name + "}}…{{/" + name + "}}.");
                    } else if (field.get() instanceof Fields.Each each) {
                        problems.add(
                                line,
                                name + " is a list; write {{#" + name + "}}…{{/" + name + "}} with "
                                        + String.join(", ", Fields.names(each)) + " in it.");
                    }
                }
                case Part.Section section -> {
                    Optional<Fields> field = find(section.name(), scopes);
                    boolean nested = false;
                    if (field.isEmpty()) {
                        unknown(section.name(), section.line(), scopes, problems);
                    } else if (field.get() instanceof Fields.Own) {
                        problems.add(
                                section.line(),
                                section.name() + " is one person's own: it can stand in a letter as {{" + section.name()
                                        + "}}, not decide what the letter says.");
                    } else if (field.get() instanceof Fields.Each each && !section.inverted()) {
                        scopes.push(each);
                        nested = true;
                    }
                    check(section.body(), scopes, problems);
                    if (nested) {
                        scopes.pop();
                    }
                }
            }
        }
    }

    private static Optional<Fields> find(String name, Deque<Fields.Each> scopes) {
        return scopes.stream().flatMap(scope -> scope.find(name).stream()).findFirst();
    }

    private static void unknown(String name, int line, Deque<Fields.Each> scopes, Problems problems) {
        Set<String> known = new TreeSet<>();
        scopes.forEach(scope -> known.addAll(Fields.names(scope)));
        problems.add(line, "there is no field \"" + name + "\" here." + Problems.didYouMean(name, known));
    }

    /// The text with what each name stands for: a [String], a [Span.Slot], a [Boolean], or a [Collection] of maps like
    /// this. A name without a value is nothing, and no.
    ///
    /// @throws EarshotException USAGE when it comes to more than a letter can be
    Rendered rendered(Map<String, Object> values) {
        Rendering rendering = new Rendering(false);
        rendering.add(parts, new ArrayDeque<>(List.of(values)));
        return rendering.end();
    }

    /// The text with every section in it, so that all of its Markdown can be looked at.
    Rendered whole() {
        Rendering rendering = new Rendering(true);
        rendering.add(parts, new ArrayDeque<>());
        return rendering.end();
    }

    /// A text in which each value is a character from [Markdown#FIRST_VALUE] on.
    ///
    /// @param lines for each line of the text, the template's
    /// @param passages what stands within sections named `item.…`, by the name without it
    record Rendered(String text, List<Integer> lines, Map<Integer, Span> values, Map<String, Passage> passages) {
        int line(int row) {
            return lines.get(Math.min(row, lines.size()) - 1);
        }

        /// The text with the values in it, slots as their names in braces.
        String plain() {
            return TemplateText.plain(text, values);
        }
    }

    private static String plain(String text, Map<Integer, Span> values) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (values.get(c)) {
                case null -> plain.appendCodePoint(c);
                case Span.Text value -> plain.append(value.text());
                case Span.Slot slot -> plain.append('{').append(slot.name()).append('}');
                case Span.LineBreak _ -> plain.append(' ');
            }
        });
        return plain.toString();
    }

    /// What a template says on one item that a law requires.
    ///
    /// @param text with the values in it; slots as their names in braces
    /// @param fields the names of the values that stand in it and aren't empty
    /// @param line where the first passage on the item starts
    record Passage(String text, Set<String> fields, int line) {
        Passage and(Passage more) {
            Set<String> all = new HashSet<>(fields);
            all.addAll(more.fields);
            return new Passage(text + " " + more.text, all, line);
        }
    }

    private final class Rendering {
        private final boolean whole;
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> lines = new ArrayList<>();
        private final Map<Integer, Span> values = new LinkedHashMap<>();
        private final Map<String, Passage> passages = new LinkedHashMap<>();
        private final Deque<Set<String>> items = new ArrayDeque<>();
        private boolean fresh = true;
        private int passes;

        Rendering(boolean whole) {
            this.whole = whole;
        }

        void add(List<Part> body, Deque<Map<String, Object>> scopes) {
            for (Part part : body) {
                switch (part) {
                    case Part.Plain(String plain, int line) -> plain(plain, line);
                    case Part.Value(String name, int line) -> value(name, look(name, scopes), line);
                    case Part.Section section -> section(section, scopes);
                }
            }
        }

        private void section(Part.Section section, Deque<Map<String, Object>> scopes) {
            if (++passes > MOST_PASSES) {
                throw tooMuch(section.line());
            }
            if (whole) {
                add(section.body(), scopes);
                return;
            }
            if (section.name().startsWith("item.") && !section.inverted()) {
                item(section, scopes);
                return;
            }
            Object value = look(section.name(), scopes);
            boolean there = there(value);
            if (section.inverted()) {
                if (!there) {
                    add(section.body(), scopes);
                }
            } else if (value instanceof Collection<?> each) {
                for (Object one : each) {
                    if (++passes > MOST_PASSES) {
                        throw tooMuch(section.line());
                    }
                    scopes.push(scope(one));
                    add(section.body(), scopes);
                    scopes.pop();
                }
            } else if (there) {
                add(section.body(), scopes);
            }
        }

        private void item(Part.Section section, Deque<Map<String, Object>> scopes) {
            int from = text.length();
            Set<String> fields = new HashSet<>();
            items.push(fields);
            add(section.body(), scopes);
            items.pop();
            items.forEach(outer -> outer.addAll(fields));
            passages.merge(
                    section.name().substring("item.".length()),
                    new Passage(TemplateText.plain(text.substring(from), values), fields, section.line()),
                    Passage::and);
        }

        private void plain(String plain, int line) {
            int here = line;
            for (int i = 0; i < plain.length(); i++) {
                begin(here);
                char c = plain.charAt(i);
                text.append(c);
                if (c == '\n') {
                    fresh = true;
                    here++;
                }
            }
            if (text.length() > LONGEST_OUTPUT) {
                throw tooMuch(line);
            }
        }

        private void value(String name, @Nullable Object value, int line) {
            begin(line);
            Span span = value instanceof Span.Slot slot
                    ? slot
                    : new Span.Text(value instanceof String shared ? oneLine(shared) : whole ? name : "", false);
            int c = Markdown.FIRST_VALUE + values.size();
            if (c > Markdown.LAST_VALUE) {
                throw tooMuch(line);
            }
            if (!empty(span)) {
                items.forEach(fields -> fields.add(name));
            }
            values.put(c, span);
            text.appendCodePoint(c);
        }

        private void begin(int line) {
            if (fresh) {
                lines.add(line);
                fresh = false;
            }
        }

        Rendered end() {
            begin(1);
            return new Rendered(text.toString(), lines, values, passages);
        }

        private EarshotException tooMuch(int line) {
            return new EarshotException(
                    EarshotException.Code.USAGE,
                    file + ", line " + line + ": the letter becomes too long here; a notice is a few pages.");
        }
    }

    private static boolean empty(@Nullable Span span) {
        return span == null || (span instanceof Span.Text text && text.text().isBlank());
    }

    private static boolean there(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean yes -> yes;
            case String text -> !text.isBlank();
            case Collection<?> each -> !each.isEmpty();
            default -> true;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> scope(Object one) {
        return (Map<String, Object>) one;
    }

    private static @Nullable Object look(String name, Deque<Map<String, Object>> scopes) {
        for (Map<String, Object> scope : scopes) {
            Object value = scope.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
