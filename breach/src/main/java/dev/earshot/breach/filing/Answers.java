package dev.earshot.breach.filing;

import dev.earshot.yaml.YamlMapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What people answer for filings, because no fact of the case does: under `common` for all documents, by the name of
/// the fact, and under a form's id for its fields, by their ids.
///
/// ```
/// filings:
///   common:
///     what-we-are-doing: [We removed the technologies., We asked each recipient to delete what it got.]
///   us-ma-ag:
///     wisp: Yes
/// ```
public record Answers(Map<String, Map<String, List<String>>> given) {
    public static final Answers NONE = new Answers(Map.of());

    static final String COMMON = "common";

    public Answers {
        Map<String, Map<String, List<String>>> copy = new TreeMap<>();
        given.forEach((form, fields) -> {
            Map<String, List<String>> values = new TreeMap<>();
            fields.forEach((field, texts) -> values.put(field, List.copyOf(texts)));
            copy.put(form, values);
        });
        given = copy;
    }

    /// Reads the mapping in which forms are answered. What is no form, field or fact is told to `problems` of the
    /// mapping with its line.
    public static Answers read(YamlMapping yaml, Forms forms) {
        Map<String, Map<String, List<String>>> given = new TreeMap<>();
        Set<String> ids = Stream.concat(Stream.of(COMMON), forms.all().stream().map(Form::id))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String form : yaml.only(ids).names()) {
            YamlMapping fields = yaml.mapping(form);
            Set<String> known = form.equals(COMMON)
                    ? Facts.COMMON
                    : forms.byId(form).stream()
                            .flatMap(each -> each.fields().stream())
                            .map(Form.Field::id)
                            .collect(Collectors.toSet());
            Map<String, List<String>> values = new TreeMap<>();
            for (String field : fields.only(known).names()) {
                values.put(field, fields.texts(field));
            }
            given.put(form, values);
        }
        return new Answers(given);
    }

    /// Empty where nothing was answered.
    List<String> to(String form, String field) {
        return given.getOrDefault(form, Map.of()).getOrDefault(field, List.of());
    }

    List<String> common(String fact) {
        return to(COMMON, fact);
    }

    /// These with one answer in place of what was given.
    Answers with(String form, String field, String value) {
        Map<String, Map<String, List<String>>> all = new TreeMap<>(given);
        Map<String, List<String>> fields = new TreeMap<>(all.getOrDefault(form, Map.of()));
        fields.put(field, List.of(value));
        all.put(form, fields);
        return new Answers(all);
    }
}
