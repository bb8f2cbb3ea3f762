package dev.earshot.persona;

import dev.earshot.EarshotException;
import dev.earshot.element.Sensitive;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One persona file being read; it gathers every problem before it gives up. Problems name lines, never values.
final class PersonaFile {
    private static final long LONGEST = 1 << 20;
    private static final String ID = "id";
    private static final String EXTRAS = "extras";

    private final String name;
    private final List<String> problems = new ArrayList<>();
    private final Map<PersonaField, List<Sensitive>> values = new TreeMap<>();
    private final Map<String, Sensitive> extras = new TreeMap<>();
    private String id = "given";

    private PersonaFile(String name) {
        this.name = name;
    }

    static Persona read(Path path) {
        PersonaFile file = new PersonaFile(path.toString());
        file.readPersona(file.compose(text(path)));
        if (file.problems.isEmpty() && file.values.isEmpty() && file.extras.isEmpty()) {
            file.problems.add(path + ": the file gives no value; give at least one of "
                    + String.join(", ", PersonaField.keys()));
        }
        if (!file.problems.isEmpty()) {
            throw new EarshotException(EarshotException.Code.USAGE, String.join("\n", file.problems));
        }
        return new Persona(file.id, file.withFullName(), file.extras);
    }

    private static String text(Path path) {
        try {
            if (Files.size(path) > LONGEST) {
                throw new EarshotException(
                        EarshotException.Code.USAGE, "persona file " + path + " is larger than 1 MB: is it the right one?");
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new EarshotException(EarshotException.Code.USAGE, "persona file " + path + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new EarshotException(EarshotException.Code.USAGE, "persona file " + path + " is not UTF-8", e);
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "persona file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Node> compose(String text) {
        try {
            return new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.add(name + ":" + line + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(name + ": not YAML");
        }
        return Optional.empty();
    }

    private void readPersona(Optional<Node> root) {
        if (root.isEmpty()) {
            return;
        }
        if (!(root.get() instanceof MappingNode mapping)) {
            problem(root.get(), "a persona is a list of lines such as `email: anna.zelmirak@mail.example.org`");
            return;
        }
        List<String> known = new ArrayList<>(PersonaField.keys());
        known.add(ID);
        known.add(EXTRAS);
        members(mapping, (key, value) -> {
            Optional<PersonaField> field = PersonaField.byKey(key);
            if (field.isPresent()) {
                readField(field.get(), value);
            } else if (key.equals(ID)) {
                readId(value);
            } else if (key.equals(EXTRAS)) {
                readExtras(value);
            } else {
                problem(
                        value,
                        "unknown key " + key + Spelling.didYouMean(key, known)
                                + " (a value of your own belongs under extras)");
            }
        });
    }

    private void members(MappingNode mapping, Member each) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), "a key must be a word");
                continue;
            }
            Integer earlier = lines.putIfAbsent(key.getValue(), line(key));
            if (earlier == null) {
                each.accept(key.getValue(), tuple.getValueNode());
            } else {
                problem(key, key.getValue() + " is given already in line " + earlier);
            }
        }
    }

    private void readField(PersonaField field, Node node) {
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        List<Sensitive> read = new ArrayList<>();
        for (Node item : items) {
            scalar(field.key(), item).ifPresent(text -> {
                fault(field, text).ifPresent(fault -> problem(item, field.key() + " " + fault));
                read.add(Sensitive.of(text));
            });
        }
        if (!read.isEmpty()) {
            values.put(field, read);
        } else if (items.isEmpty()) {
            problem(node, field.key() + " has no value");
        }
    }

    private void readId(Node node) {
        scalar(ID, node).ifPresent(text -> {
            if (!text.matches("[a-z0-9][a-z0-9-]{0,39}")) {
                problem(node, "id must be 1 to 40 lower-case letters, digits and hyphens");
            } else if (text.startsWith(Persona.GENERATED_PREFIX)) {
                problem(node, "id must not begin with p-, which marks generated patients");
            } else {
                id = text;
            }
        });
    }

    private void readExtras(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "extras is a list of lines such as `otp: \"493021\"`");
            return;
        }
        members(mapping, (key, value) -> {
            if (!key.matches("[A-Za-z][A-Za-z0-9_-]*")) {
                problem(value, "the name of an extra must begin with a letter and have letters, digits, _ and - only");
            } else if (PersonaField.byKey(key).isPresent()) {
                problem(value, key + " belongs at the top of the file, not under extras");
            } else {
                scalar(key, value).ifPresent(text -> extras.put(key, Sensitive.of(text)));
            }
        });
    }

    private Optional<String> scalar(String key, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(node, key + " must be a single value");
        } else if (scalar.getValue().isBlank() || scalar.getTag().equals(Tag.NULL)) {
            problem(node, key + " has no value");
        } else {
            return Optional.of(scalar.getValue());
        }
        return Optional.empty();
    }

    private static Optional<String> fault(PersonaField field, String text) {
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
        return text.chars().filter(Character::isDigit).count();
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).getYear() >= 1880;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private Map<PersonaField, List<Sensitive>> withFullName() {
        List<Sensitive> first = values.getOrDefault(PersonaField.FIRST_NAME, List.of());
        List<Sensitive> last = values.getOrDefault(PersonaField.LAST_NAME, List.of());
        if (!first.isEmpty() && !last.isEmpty()) {
            values.putIfAbsent(
                    PersonaField.FULL_NAME,
                    List.of(Sensitive.of(
                            first.getFirst().reveal() + " " + last.getFirst().reveal())));
        }
        return values;
    }

    private void problem(Node node, String what) {
        problems.add(name + ":" + line(node) + ": " + what);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    @FunctionalInterface
    private interface Member {
        void accept(String key, Node value);
    }
}
