package dev.earshot.breach.filing;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A form with its answers: what people answered, else what the case knows, else what the facts suggest. What has no
/// answer, or one that is not allowed, is told, all of it at once.
///
/// @param entries one for each field, in the form's order
public record FilledForm(Form form, List<Entry> entries) {
    public FilledForm {
        entries = List.copyOf(entries);
    }

    /// @param values as they are to be entered; empty where there is no answer
    /// @param problem what is wrong or missing; empty where nothing is
    public record Entry(Form.Field field, List<String> values, Basis basis, String problem) {
        public Entry {
            values = List.copyOf(values);
        }

        public boolean isOpen() {
            return !problem.isEmpty();
        }
    }

    /// What an answer rests on.
    public enum Basis {
        ANSWERED("answered"),
        CASE("facts of the case"),
        /// Somebody has to confirm it.
        SUGGESTED("suggested: confirm it"),
        OPEN("to be answered"),
        /// May stay without an answer.
        OPTIONAL("optional"),
        /// Another answer decides whether it is asked.
        NOT_ASKED("not asked");

        private final String words;

        Basis(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static FilledForm of(Form form, Dossier dossier, String jurisdiction) {
        Facts facts = new Facts(dossier, jurisdiction);
        List<Entry> entries = new ArrayList<>();
        for (Form.Field each : form.fields()) {
            Form.Field field = each.in(dossier.nameOf(jurisdiction));
            entries.add(new Filling(form, field, dossier, facts, entries).entry());
        }
        return new FilledForm(form, entries);
    }

    public Optional<Entry> entry(String field) {
        return entries.stream()
                .filter(entry -> entry.field().id().equals(field))
                .findFirst();
    }

    /// The first answer of a field; empty where it has none.
    public Optional<String> answer(String field) {
        return entry(field).stream().flatMap(entry -> entry.values().stream()).findFirst();
    }

    /// What must be answered or put right before this can be filed: one sentence each.
    public List<String> open() {
        return entries.stream()
                .filter(Entry::isOpen)
                .map(entry -> Names.asked(entry.field().label()) + entry.problem() + " (" + form.id() + "."
                        + entry.field().id() + ")")
                .toList();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("form", form.id());
        json.put("authority", form.authority());
        json.put("source", form.source().text());
        json.put("read", form.source().read().toString());
        json.put("confidence", form.confidence().id());
        ArrayNode fields = json.putArray("fields");
        for (Entry entry : entries) {
            ObjectNode field = fields.addObject();
            field.put("id", entry.field().id());
            field.put("section", entry.field().section());
            field.put("label", entry.field().label());
            field.put("kind", entry.field().kind().id());
            field.put("required", entry.field().required());
            ArrayNode values = field.putArray("values");
            entry.values().forEach(values::add);
            field.put("basis", entry.basis().words());
            if (entry.isOpen()) {
                field.put("problem", entry.problem());
            }
            if (!entry.field().choices().isEmpty()) {
                ArrayNode choices = field.putArray("choices");
                entry.field().choices().forEach(choices::add);
            }
            field.put("confidence", entry.field().confidence().id());
            field.put("source", entry.field().source());
        }
        return json;
    }

    /// The answer to one field.
    private record Filling(Form form, Form.Field field, Dossier dossier, Facts facts, List<Entry> before) {
        Entry entry() {
            if (field.when().isPresent()) {
                Form.Condition when = field.when().get();
                Entry decides = before.stream()
                        .filter(entry -> entry.field().id().equals(when.field()))
                        .findFirst()
                        .orElseThrow();
                if (decides.values().isEmpty() && decides.isOpen()) {
                    return !dossier.answers().to(form.id(), field.id()).isEmpty()
                            ? entry(List.of(), Basis.NOT_ASKED, "")
                            : entry(
                                    List.of(),
                                    Basis.NOT_ASKED,
                                    "to be answered if \"" + decides.field().label() + "\" is "
                                            + String.join(" or ", when.is()) + choose());
                }
                if (decides.values().stream().noneMatch(when.is()::contains)) {
                    return entry(List.of(), Basis.NOT_ASKED, "");
                }
            }
            List<String> answered = dossier.answers().to(form.id(), field.id());
            if (answered.isEmpty() && !field.fact().isEmpty()) {
                answered = facts.answered(field.fact());
            }
            if (!answered.isEmpty()) {
                return checked(answered, Basis.ANSWERED);
            }
            List<String> known = field.fact().isEmpty() ? List.of() : facts.computed(field.fact());
            if (!known.isEmpty()) {
                return checked(known, facts.isGuessed(field.fact()) ? Basis.SUGGESTED : Basis.CASE);
            }
            List<String> suggested = suggested();
            if (!suggested.isEmpty()) {
                return checked(suggested, Basis.SUGGESTED);
            }
            if (field.otherwise().isPresent()) {
                return checked(field.otherwise().stream().toList(), Basis.SUGGESTED);
            }
            return field.required()
                    ? entry(List.of(), Basis.OPEN, "to be answered" + choose())
                    : entry(List.of(), Basis.OPTIONAL, "");
        }

        private Entry entry(List<String> values, Basis basis, String problem) {
            return new Entry(field, values, basis, problem);
        }

        private String choose() {
            return switch (field.kind()) {
                case CHOICE -> "; one of: " + String.join(" | ", field.choices());
                case CHOICES -> "; one or more of: " + String.join(" | ", field.choices());
                case DATE -> "; a date, as 2026-12-31";
                case NUMBER -> "; a number";
                case ATTACHMENT -> "; a file";
                case TEXT -> field.most() > 0 ? "; up to " + Story.count(field.most()) + " characters" : "";
            };
        }

        private List<String> suggested() {
            TreeSet<String> speak = new TreeSet<>(dossier.incident().elements());
            speak.add(dossier.incident().kind());
            List<String> found = field.suggested().entrySet().stream()
                    .filter(each -> speak.contains(each.getKey()))
                    .flatMap(each -> each.getValue().stream())
                    .distinct()
                    .toList();
            if (found.isEmpty()) {
                return field.suggested().getOrDefault("always", List.of());
            }
            return field.kind() == Form.Kind.CHOICES
                    ? field.choices().stream().filter(found::contains).toList()
                    : found.subList(0, 1);
        }

        private Entry checked(List<String> values, Basis basis) {
            return switch (field.kind()) {
                case CHOICE, CHOICES -> chosen(values, basis);
                case DATE -> dated(values, basis);
                case NUMBER -> numbered(values, basis);
                case TEXT, ATTACHMENT -> written(values, basis);
            };
        }

        private Entry chosen(List<String> values, Basis basis) {
            List<String> chosen = new ArrayList<>();
            for (String value : values) {
                Optional<String> choice = field.choices().stream()
                        .filter(each -> each.equalsIgnoreCase(value.strip()))
                        .findFirst();
                if (choice.isEmpty()) {
                    return entry(List.of(), Basis.OPEN, "\"" + value + "\" is none of its answers" + choose());
                }
                chosen.add(choice.get());
            }
            return field.kind() == Form.Kind.CHOICE && chosen.size() > 1
                    ? entry(List.of(), Basis.OPEN, "takes one answer" + choose())
                    : entry(chosen, basis, "");
        }

        private Entry dated(List<String> values, Basis basis) {
            DateTimeFormatter format = DateTimeFormatter.ofPattern(form.dates(), Locale.US);
            try {
                return entry(
                        values.stream()
                                .map(LocalDate::parse)
                                .map(format::format)
                                .toList(),
                        basis,
                        "");
            } catch (DateTimeParseException notADate) {
                return entry(List.of(), Basis.OPEN, "\"" + String.join(", ", values) + "\" is no date" + choose());
            }
        }

        private Entry numbered(List<String> values, Basis basis) {
            return values.size() == 1 && values.getFirst().matches("[0-9]{1,10}")
                    ? entry(values, basis, "")
                    : entry(List.of(), Basis.OPEN, "\"" + String.join(", ", values) + "\" is no number" + choose());
        }

        /// Kept whole where it is too long: whoever files decides what goes.
        private Entry written(List<String> values, Basis basis) {
            int length = length(String.join("\n", values));
            return field.most() > 0 && length > field.most()
                    ? entry(
                            values,
                            basis,
                            "has " + Story.count(length) + " characters of at most " + Story.count(field.most())
                                    + ": shorten it by " + Story.count((long) length - field.most()))
                    : entry(values, basis, "");
        }
    }

    /// Characters as a web form counts them: UTF-16 code units, an end of line being two (WHATWG HTML, "maxlength" counts
    /// code units; what is submitted has CR LF). No other count that a form may use is greater, but that of bytes.
    static int length(String text) {
        return text.length()
                + (int) text.chars().filter(character -> character == '\n').count();
    }
}
