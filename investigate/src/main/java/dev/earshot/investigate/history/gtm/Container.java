package dev.earshot.investigate.history.gtm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One version of a container, from an export or as it was served.
///
/// @param variables by the key that references use
/// @param triggers by id
record Container(
        String id, String version, Map<String, Variable> variables, Map<String, Trigger> triggers, List<Tag> tags) {
    Container {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        triggers = Collections.unmodifiableMap(new LinkedHashMap<>(triggers));
        tags = List.copyOf(tags);
    }
}
