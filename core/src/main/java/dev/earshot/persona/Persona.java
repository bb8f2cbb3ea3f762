package dev.earshot.persona;

import dev.earshot.EarshotException;
import dev.earshot.element.Sensitive;
import dev.earshot.yaml.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A synthetic patient. What of it reaches a third party, in any encoding or hash, is proof.
///
/// Not every value proves by itself. A state is shared by millions and is never looked for; a value of fewer than
/// six characters, such as a postal code, counts only where it is the whole of a leaf whose key says what it is.
///
/// @param id short and without meaning, such as `p-7f3a19c2`; `p-` begins the ids of generated patients only
/// @param values by field; a field may have several, such as search terms; never an empty list
/// @param extras the user's own values by name (`{{persona.otp}}`), looked for as
/// [dev.earshot.element.DataElement#OTHER_IDENTIFIER]
public record Persona(String id, Map<PersonaField, List<Sensitive>> values, Map<String, Sensitive> extras) {
    static final String GENERATED_PREFIX = "p-";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*persona\\b([^{}]*)}}");
    private static final Pattern REFERENCE = Pattern.compile("\\.([A-Za-z][A-Za-z0-9_-]*)(?:\\[(\\d{1,3})])?\\s*");

    public Persona {
        Map<PersonaField, List<Sensitive>> copied = new TreeMap<>();
        values.forEach((field, list) -> {
            if (!list.isEmpty()) {
                copied.put(field, List.copyOf(list));
            }
        });
        values = Collections.unmodifiableMap(copied);
        extras = Collections.unmodifiableMap(new TreeMap<>(extras));
    }

    public Optional<Sensitive> first(PersonaField field) {
        return Optional.ofNullable(values.get(field)).map(List::getFirst);
    }

    /// Whether its values were made up by [Personas#fresh(long)], so that each invented word in them occurs nowhere
    /// else.
    public boolean generated() {
        return id.startsWith(GENERATED_PREFIX);
    }

    /// `template` with each `{{persona.email}}`, `{{persona.searchTerm[1]}}` (counted from 0) or `{{persona.otp}}`
    /// replaced by the value. Other text in double braces stays as it is.
    ///
    /// @throws EarshotException USAGE, naming every reference that this patient has no value for
    public String expand(String template) {
        Matcher placeholder = PLACEHOLDER.matcher(template);
        StringBuilder expanded = new StringBuilder();
        List<String> problems = new ArrayList<>();
        while (placeholder.find()) {
            String value = switch (resolve(placeholder.group(1))) {
                case Found(String text) -> text;
                case Missing(String problem) -> {
                    problems.add(placeholder.group() + ": " + problem);
                    yield "";
                }
            };
            placeholder.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        if (!problems.isEmpty()) {
            throw new EarshotException(EarshotException.Code.USAGE, String.join("\n", problems));
        }
        return placeholder.appendTail(expanded).toString();
    }

    private Resolution resolve(String reference) {
        Matcher parts = REFERENCE.matcher(reference);
        if (!parts.matches()) {
            return new Missing("write it as {{persona.email}} or {{persona.searchTerm[1]}}");
        }
        String key = parts.group(1);
        int index = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        Optional<PersonaField> field = PersonaField.byKey(key);
        if (field.isPresent()) {
            List<Sensitive> of = values.getOrDefault(field.get(), List.of());
            if (of.isEmpty()) {
                return new Missing("this persona has no " + key + "; add it to the persona file");
            }
            return index < of.size()
                    ? new Found(of.get(index).reveal())
                    : new Missing("this persona has " + of.size() + " of " + key + ", counted from 0");
        }
        Sensitive extra = extras.get(key);
        if (extra != null && index == 0) {
            return new Found(extra.reveal());
        }
        List<String> known = new ArrayList<>(PersonaField.keys());
        known.addAll(extras.keySet());
        return new Missing("a persona has no " + key + "." + Problems.didYouMean(key, known));
    }

    private sealed interface Resolution {}

    private record Found(String text) implements Resolution {}

    private record Missing(String problem) implements Resolution {}
}
