package dev.earshot.breach.filing;

import dev.earshot.EarshotException;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Source;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The forms of authorities: a YAML file each, in a folder.
///
/// A file has `id`, `jurisdiction`, `addressees`, `authority`, `title`, `how`, `dates`, `source`, `read`, `confidence`,
/// `notes`, `include` (groups of fields of `groups.yaml`) and `fields`.
public final class Forms {
    private static final String GROUPS = "groups.yaml";
    private static final Set<String> CONFIDENCES =
            Arrays.stream(Confidence.values()).map(Confidence::id).collect(Collectors.toSet());
    private static final Set<String> KINDS =
            Arrays.stream(Form.Kind.values()).map(Form.Kind::id).collect(Collectors.toSet());

    private final List<Form> forms;

    private Forms(List<Form> forms) {
        this.forms = List.copyOf(forms);
    }

    /// Those that Earshot brings along.
    public static Forms standard() {
        try {
            URI groups = Objects.requireNonNull(Forms.class.getResource("forms/" + GROUPS), GROUPS)
                    .toURI();
            if (!groups.getScheme().equals("jar")) {
                return read(Objects.requireNonNull(Path.of(groups).getParent()));
            }
            String inside = groups.getSchemeSpecificPart();
            int at = inside.indexOf("!/");
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(inside.substring(0, at))))) {
                return read(Objects.requireNonNull(
                        jar.getPath(inside.substring(at + 1)).getParent()));
            }
        } catch (IOException | URISyntaxException failed) {
            throw new EarshotException(
                    EarshotException.Code.INTERNAL, "The forms that come with Earshot could not be read.", failed);
        }
    }

    /// @throws EarshotException of code USAGE naming every mistake in a file
    public static Forms read(Path folder) {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith(GROUPS))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The forms in " + folder + " could not be read: " + failed.getMessage(),
                    failed);
        }
        Problems inGroups = new Problems(folder.resolve(GROUPS));
        Map<String, List<YamlMapping>> groups = new LinkedHashMap<>();
        if (Files.exists(folder.resolve(GROUPS))) {
            YamlMapping all = YamlMapping.read(folder.resolve(GROUPS), inGroups);
            all.names().forEach(name -> groups.put(name, all.mappings(name)));
        }
        List<Form> forms = new ArrayList<>();
        for (Path file : files) {
            Problems problems = new Problems(file);
            forms.add(form(YamlMapping.read(file, problems), groups));
            inGroups.throwIfAny();
            problems.throwIfAny();
        }
        return new Forms(forms);
    }

    public List<Form> all() {
        return forms;
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
