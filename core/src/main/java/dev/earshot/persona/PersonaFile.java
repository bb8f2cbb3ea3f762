package dev.earshot.persona;

import dev.earshot.element.Sensitive;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A persona file being read. Its problems name keys and lines, never values.
final class PersonaFile {
    private static final String ID = "id";
    private static final String EXTRAS = "extras";

    private final YamlMapping top;
    private final Map<PersonaField, List<Sensitive>> values = new TreeMap<>();
    private final Map<String, Sensitive> extras = new TreeMap<>();

    private PersonaFile(YamlMapping top) {
        this.top = top;
    }

    static Persona read(Path path) {
        Problems problems = new Problems(path);
        Persona persona = new PersonaFile(YamlMapping.read(path, problems)).persona();
        problems.throwIfAny();
        if (persona.values().isEmpty() && persona.extras().isEmpty()) {
            problems.add(0, "it gives no value; give one at least of " + String.join(", ", PersonaField.keys()) + ".");
        }
        problems.throwIfAny();
        return persona;
    }

    private Persona persona() {
        Set<String> known = new HashSet<>(PersonaField.keys());
        known.add(ID);
        known.add(EXTRAS);
        top.only(known);
        for (PersonaField field : PersonaField.values()) {
            readField(field);
        }
        readExtras(top.mapping(EXTRAS));
        addFullName();
        return new Persona(id(), values, extras);
    }

    private void readField(PersonaField field) {
        String key = field.key();
        if (!top.names().contains(key)) {
            return;
        }
        List<Sensitive> read = new ArrayList<>();
        for (String text : top.texts(key)) {
            fault(field, text).ifPresent(fault -> top.problem(key, key + " " + fault + "."));
            read.add(Sensitive.of(text));
        }
        if (!read.isEmpty()) {
            values.put(field, read);
        }
    }

    private String id() {
        String id = top.text(ID).orElse("given");
        if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            top.problem(ID, "id must be 1 to 40 lower-case letters, digits and hyphens.");
        } else if (id.startsWith(Persona.GENERATED_PREFIX)) {
            top.problem(ID, "id must not begin with p-, which marks generated patients.");
        }
        return id;
    }

    private void readExtras(YamlMapping own) {
        for (String name : own.names()) {
            if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
                own.problem(
                        name, "the name of a value must begin with a letter and have letters, digits, _ and - only.");
            } else if (PersonaField.byKey(name).isPresent()) {
                own.problem(name, name + " belongs at the top of the file, not under extras.");
            }
            String value = own.text(name).orElse("?");
            if (isNothing(value)) {
                own.problem(name, name + " has no value.");
            }
            extras.put(name, Sensitive.of(value));
        }
    }

    private void addFullName() {
        List<Sensitive> first = values.getOrDefault(PersonaField.FIRST_NAME, List.of());
        List<Sensitive> last = values.getOrDefault(PersonaField.LAST_NAME, List.of());
        if (!first.isEmpty() && !last.isEmpty()) {
            String full = first.getFirst().reveal() + " " + last.getFirst().reveal();
            values.putIfAbsent(PersonaField.FULL_NAME, List.of(Sensitive.of(full)));
        }
    }

    private static boolean isNothing(String text) {
        return text.isBlank() || text.equals("null") || text.equals("~");
    }

    private static Optional<String> fault(PersonaField field, String text) {
        if (isNothing(text)) {
            return Optional.of("has no value");
        }
        return switch (field) {
            case EMAIL ->
                unless(
                        text.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+"),
                        "must be an address such as anna.zelmirak@mail.example.org");
            case PHONE -> unless(digits(text) >= 7, "must have at least seven digits");
            case DATE_OF_BIRTH -> unless(isDate(text), "must be a date, year first: 1983-04-21");
            case STATE -> unless(text.matches("[A-Za-z]{2}"), "must be a code of two letters");
            case SSN -> unless(digits(text) == 9, "must have nine digits");
            case PAYMENT_CARD -> unless(digits(text) >= 12 && digits(text) <= 19, "must have 12 to 19 digits");
            case FIRST_NAME,
                    LAST_NAME,
                    FULL_NAME,
                    STREET,
                    CITY,
                    POSTAL_CODE,
                    MEDICAL_RECORD_NUMBER,
                    MEMBER_ID,
                    USER_NAME,
                    PASSWORD,
                    BANK_ACCOUNT,
                    SEARCH_TERM -> Optional.empty();
        };
    }

    private static Optional<String> unless(boolean sound, String fault) {
        return sound ? Optional.empty() : Optional.of(fault);
    }

    private static long digits(String text) {
        return text.chars().filter(c -> c >= '0' && c <= '9').count();
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).getYear() >= 1880;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
