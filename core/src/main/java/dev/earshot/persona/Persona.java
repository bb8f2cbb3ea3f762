package dev.earshot.persona;

import dev.earshot.element.Sensitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A synthetic patient. What of it reaches a third party, in any encoding or hash, is proof.
///
/// @param id short and without meaning, such as `p-7f3a`
/// @param values by field; a field may have several, such as search terms; never an empty list
/// @param extras the user's own values by name (`{{persona.otp}}`), looked for as
/// [dev.earshot.element.DataElement#OTHER_IDENTIFIER]
public record Persona(String id, Map<PersonaField, List<Sensitive>> values, Map<String, Sensitive> extras) {
    public Persona {
        Map<PersonaField, List<Sensitive>> copied = new TreeMap<>();
        values.forEach((field, list) -> copied.put(field, List.copyOf(list)));
        values = java.util.Collections.unmodifiableMap(copied);
        extras = java.util.Collections.unmodifiableMap(new TreeMap<>(extras));
    }

    public Optional<Sensitive> first(PersonaField field) {
        return Optional.ofNullable(values.get(field)).map(List::getFirst);
    }
}
