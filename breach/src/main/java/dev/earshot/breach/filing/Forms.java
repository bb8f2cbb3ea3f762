package dev.earshot.breach.filing;

import dev.earshot.EarshotException;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Source;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The forms of authorities: a YAML file each.
///
/// A file has `id`, `jurisdiction`, `addressees`, `authority`, `title`, `how`, `dates`, `source`, `read`, `confidence`,
/// `notes`, `include` (groups of fields of `groups.yaml`) and `fields`.
public final class Forms {
    private static final String GROUPS = "groups.yaml";
    private static final String BUREAUS = "bureaus.yaml";
    private static final Set<String> CONFIDENCES =
            Arrays.stream(Confidence.values()).map(Confidence::id).collect(Collectors.toSet());
    private static final Set<String> KINDS =
            Arrays.stream(Form.Kind.values()).map(Form.Kind::id).collect(Collectors.toSet());

    private final SortedMap<String, String> files;
    private final List<Form> forms = new ArrayList<>();
    private final List<Bureau> bureaus;

    private Forms(SortedMap<String, String> files) {
        this.files = files;
        Problems inGroups = new Problems(Path.of(GROUPS));
        Map<String, List<YamlMapping>> groups = new LinkedHashMap<>();
        YamlMapping all = YamlMapping.read(files.getOrDefault(GROUPS, ""), inGroups);
        all.names().forEach(name -> groups.put(name, all.mappings(name)));
        Problems inBureaus = new Problems(Path.of(BUREAUS));
        bureaus = YamlMapping.read(files.getOrDefault(BUREAUS, ""), inBureaus).mappings("bureaus").stream()
                .map(Forms::bureau)
                .toList();
        inBureaus.throwIfAny();
        files.forEach((name, text) -> {
            if (!name.equals(GROUPS) && !name.equals(BUREAUS)) {
                Problems problems = new Problems(Path.of(name));
                forms.add(form(YamlMapping.read(text, problems), groups));
                inGroups.throwIfAny();
                problems.throwIfAny();
            }
        });
    }

    /// Those that Earshot brings along.
    public static Forms standard() {
        SortedMap<String, String> files = new TreeMap<>();
        resource("index").lines().forEach(name -> files.put(name, resource(name)));
        return new Forms(files);
    }

    /// These with the files of a folder, each in place of the one of the same name where there is one.
    ///
    /// @throws EarshotException of code USAGE naming every mistake in a file
    public Forms with(Path folder) {
        SortedMap<String, String> all = new TreeMap<>(files);
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file :
                    listed.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                all.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException | UncheckedIOException failed) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The forms in " + folder + " could not be read (is it a folder of UTF-8 files?): "
                            + failed.getMessage(),
                    failed);
        }
        return new Forms(all);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Forms.class.getResourceAsStream("forms/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A consumer reporting agency.
    ///
    /// @param lines of the postal address; empty where none was read
    record Bureau(String name, List<String> lines, Confidence confidence, String source) {}

    private static Bureau bureau(YamlMapping yaml) {
        yaml.only(Set.of("name", "lines", "confidence", "source"));
        return new Bureau(
                yaml.required("name"),
                yaml.texts("lines"),
                confidence(yaml, Confidence.UNVERIFIED),
                yaml.required("source"));
    }

    List<Bureau> bureaus() {
        return bureaus;
    }

    public List<Form> all() {
        return List.copyOf(forms);
    }

    public Optional<Form> byId(String id) {
        return forms.stream().filter(form -> form.id().equals(id)).findFirst();
    }

    /// Those that one duty is done with; several where a law names several authorities at once.
    List<Form> serving(Rule rule) {
        return forms.stream().filter(form -> form.serves(rule)).toList();
    }

    private static Form form(YamlMapping yaml, Map<String, List<YamlMapping>> groups) {
        yaml.only(Set.of(
                "id",
                "jurisdiction",
                "addressees",
                "authority",
                "title",
                "how",
                "dates",
                "source",
                "read",
                "confidence",
                "notes",
                "include",
                "fields"));
        Confidence confidence = confidence(yaml, Confidence.UNVERIFIED);
        String source = yaml.required("source");
        List<Form.Field> fields = new ArrayList<>();
        for (String group : yaml.texts("include")) {
            if (groups.containsKey(group)) {
                fields(groups.get(group), fields, confidence, source);
            } else {
                yaml.problem("include", "\"" + group + "\" is no group." + Problems.didYouMean(group, groups.keySet()));
            }
        }
        return new Form(
                yaml.required("id"),
                yaml.required("jurisdiction"),
                yaml.texts("addressees"),
                yaml.required("authority"),
                yaml.required("title"),
                yaml.required("how"),
                yaml.text("dates").orElse("MMMM d, uuuu"),
                new Source(source, yaml.date("read").orElse(LocalDate.EPOCH)),
                confidence,
                yaml.texts("notes"),
                fields(yaml.mappings("fields"), fields, confidence, source));
    }

    private static List<Form.Field> fields(
            List<YamlMapping> mappings, List<Form.Field> fields, Confidence confidence, String source) {
        for (YamlMapping yaml : mappings) {
            yaml.only(Set.of(
                    "id",
                    "section",
                    "label",
                    "kind",
                    "choices",
                    "required",
                    "when",
                    "fact",
                    "most",
                    "confidence",
                    "source",
                    "suggested",
                    "otherwise"));
            String id = yaml.required("id");
            if (fields.stream().anyMatch(field -> field.id().equals(id))) {
                yaml.problem("id", "\"" + id + "\" is the id of two fields.");
            }
            String fact = yaml.text("fact").orElse("");
            if (!fact.isEmpty() && !Facts.NAMES.contains(fact)) {
                yaml.problem("fact", "\"" + fact + "\" is no fact." + Problems.didYouMean(fact, Facts.NAMES));
            }
            Form.Field field = new Form.Field(
                    id,
                    yaml.text("section")
                            .orElse(fields.isEmpty() ? "" : fields.getLast().section()),
                    yaml.required("label"),
                    Form.Kind.byId(yaml.choice("kind", KINDS, Form.Kind.TEXT.id()))
                            .orElseThrow(),
                    yaml.texts("choices"),
                    !yaml.choice("required", Set.of("true", "false"), "true").equals("false"),
                    when(yaml, fields),
                    fact,
                    number(yaml),
                    confidence(yaml, confidence),
                    yaml.text("source").orElse(source),
                    suggested(yaml),
                    yaml.text("otherwise"));
            if (field.choices().isEmpty() == (field.kind() == Form.Kind.CHOICE || field.kind() == Form.Kind.CHOICES)) {
                yaml.problem("kind", "choices stand with the kinds choice and choices, and only there.");
            }
            Stream.concat(field.suggested().values().stream().flatMap(List::stream), field.otherwise().stream())
                    .filter(value ->
                            !field.choices().isEmpty() && !field.choices().contains(value))
                    .forEach(value -> yaml.problem("label", "\"" + value + "\" is none of the choices."));
            fields.add(field);
        }
        return fields;
    }

    private static Optional<Form.Condition> when(YamlMapping yaml, List<Form.Field> before) {
        YamlMapping when = yaml.mapping("when");
        for (String field : when.names()) {
            if (before.stream().noneMatch(each -> each.id().equals(field))) {
                when.problem(field, "no field \"" + field + "\" stands before this one.");
            }
            return Optional.of(new Form.Condition(field, when.texts(field)));
        }
        return Optional.empty();
    }

    private static Map<String, List<String>> suggested(YamlMapping yaml) {
        YamlMapping given = yaml.mapping("suggested");
        Map<String, List<String>> suggested = new LinkedHashMap<>();
        given.names().forEach(name -> suggested.put(name, given.texts(name)));
        return suggested;
    }

    private static int number(YamlMapping yaml) {
        try {
            return yaml.text("most").map(Integer::parseInt).orElse(0);
        } catch (NumberFormatException notANumber) {
            yaml.problem("most", "a number of characters is expected.");
            return 0;
        }
    }

    private static Confidence confidence(YamlMapping yaml, Confidence otherwise) {
        String id = yaml.choice("confidence", new TreeSet<>(CONFIDENCES), otherwise.id());
        return Arrays.stream(Confidence.values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
