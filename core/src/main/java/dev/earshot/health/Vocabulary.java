package dev.earshot.health;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;

/// Health terms of one language and source, as a term file holds them.
///
/// A term file is UTF-8 text. Lines before the first section say `id:`, `language:` (`en`, `es` or `fr`, which decides how
/// plurals are made), `name:` and `source:`. A section's heading says what the terms under it name and, after a semicolon,
/// of which protected kinds they are: `[condition, procedure; mental-health]`. Terms stand one or several a line, with
/// commas between them, in the singular. `#` begins a comment. The terms of the section `[nothing]` say nothing of
/// health, and keep what they hold from being read as if it did: `great depression`. A term all in capitals is found
/// only in capitals: `AIDS`.
///
/// @param id as it stands in reports
/// @param name for a reader
/// @param source where the terms come from, with the licence
public record Vocabulary(String id, String language, String name, String source, List<Section> sections) {
    /// Letters of a term, linking words left out.
    private static final int SHORTEST = 3;

    private static final Set<String> LANGUAGES = Set.of("en", "es", "fr");

    public Vocabulary {
        sections = List.copyOf(sections);
    }

    /// @param classes empty for terms that say nothing of health
    record Section(Set<HealthClass> classes, Set<ProtectedKind> kinds, List<String> terms) {}

    /// How many terms it has, those that say nothing of health left out.
    public int size() {
        return sections.stream()
                .filter(section -> !section.classes.isEmpty())
                .mapToInt(section -> section.terms.size())
                .sum();
    }

    /// Reads a term file.
    ///
    /// @param id for a file that names none
    /// @param problems told each mistake with its line, from 1; what has one is left out
    public static Vocabulary read(String text, String id, ObjIntConsumer<String> problems) {
        Reader reader = new Reader(id, problems);
        int number = 0;
        for (int begin = 0; begin < text.length(); ) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            reader.read(text.substring(begin, end).strip(), ++number);
            begin = end + 1;
        }
        return new Vocabulary(reader.id, reader.language, reader.name, reader.source, reader.sections);
    }

    private static final class Reader {
        private final ObjIntConsumer<String> problems;
        private final List<Section> sections = new ArrayList<>();
        private String id;
        private String language = "en";
        private String name = "";
        private String source = "";
        private List<String> terms = new ArrayList<>();

        private Reader(String id, ObjIntConsumer<String> problems) {
            this.id = id;
            this.problems = problems;
        }

        private void read(String line, int number) {
            if (line.isEmpty() || line.charAt(0) == '#') {
                return;
            }
            if (line.charAt(0) == '[') {
                section(line, number);
            } else if (sections.isEmpty()) {
                heading(line, number);
            } else {
                for (String term : line.split(",", -1)) {
                    String clean = term.strip();
                    if (Words.meaning(clean) < SHORTEST) {
                        problems.accept("\"" + clean + "\" is too short to be found without mistakes.", number);
                    } else {
                        terms.add(clean);
                    }
                }
            }
        }

        private void heading(String line, int number) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "id" -> id = value;
                case "name" -> name = value;
                case "source" -> source = value;
                case "language" -> {
                    language = value;
                    if (!LANGUAGES.contains(value)) {
                        problems.accept("language \"" + value + "\" is not one of en, es, fr.", number);
                    }
                }
                default ->
                    problems.accept(
                            "\"" + line + "\" stands before any section; write one first, such as"
                                    + " [service-line; substance-use].",
                            number);
            }
        }

        private void section(String line, int number) {
            terms = new ArrayList<>();
            Set<HealthClass> classes = EnumSet.noneOf(HealthClass.class);
            Set<ProtectedKind> kinds = EnumSet.noneOf(ProtectedKind.class);
            sections.add(new Section(classes, kinds, terms));
            int close = line.indexOf(']');
            String inside = line.substring(1, close < 0 ? line.length() : close).toLowerCase(Locale.ROOT);
            if (inside.strip().equals("nothing")) {
                return;
            }
            int semicolon = inside.indexOf(';');
            for (String word : (semicolon < 0 ? inside : inside.substring(0, semicolon)).split(",", -1)) {
                HealthClass.byId(word.strip())
                        .ifPresentOrElse(
                                classes::add,
                                () -> unknown(
                                        word,
                                        "class",
                                        Stream.of(HealthClass.values()).map(HealthClass::id),
                                        number));
            }
            for (String word : semicolon < 0
                    ? new String[0]
                    : inside.substring(semicolon + 1).split(",", -1)) {
                ProtectedKind.byId(word.strip())
                        .ifPresentOrElse(
                                kinds::add,
                                () -> unknown(
                                        word,
                                        "protected kind",
                                        Stream.of(ProtectedKind.values()).map(ProtectedKind::id),
                                        number));
            }
        }

        private void unknown(String word, String what, Stream<String> known, int number) {
            problems.accept(
                    "there is no " + what + " \"" + word.strip() + "\". Known are: " + String.join(", ", known.toList())
                            + ".",
                    number);
        }
    }
}
