package dev.earshot.catalogue;

import dev.earshot.decode.Leaf;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One vendor's product that collects data, as its data file describes it.
///
/// @param id the data file's name, such as `ga4`
/// @param vendor the legal owner
/// @param purpose what the vendor does with what it gets, such as `advertising`
/// @param parameters by [Parameter#name()]
public record Tracker(
        String id,
        String vendor,
        String product,
        String purpose,
        Map<String, Parameter> parameters,
        List<String> notes,
        List<String> sources) {
    public Tracker {
        parameters = Map.copyOf(parameters);
        notes = List.copyOf(notes);
        sources = List.copyOf(sources);
    }

    /// What the tracker's documentation says of a leaf.
    public Optional<Parameter> parameter(Leaf leaf) {
        return Optional.ofNullable(parameters.get(leaf.path()));
    }
}
