package dev.earshot.decode;

import java.util.List;
import java.util.stream.Collectors;

/// A value at the end of a decode chain: nothing more in it could be opened. Layers on the way that are themselves
/// readable text (a page address with a query) are leaves too, beside what was opened in them.
///
/// @param source the header's or cookie's name, or the message's position; empty for the URL and the body
/// @param steps from the raw bytes to the value
/// @param path the members of `steps` joined as the catalogue writes them: `events[0].params.dl`, `ud[em]`, `pid.em`
/// @param key the last named member of `path`: `dl`, `em`
/// @param event which event of a batch it belongs to, from 0; -1 when shared by all events of the request
/// @param start where the outermost encoded token that holds it begins, in bytes of the origin
/// @param length that token's length in bytes
public record Leaf(
        Origin origin,
        String source,
        List<Step> steps,
        String path,
        String key,
        int event,
        String value,
        int start,
        int length) {
    public Leaf {
        steps = List.copyOf(steps);
    }

    /// The chain as a reader sees it: `body › events[0] › dl › query › q`.
    public String chain() {
        String from = source.isEmpty() ? origin.label() : origin.label() + " " + source;
        return steps.isEmpty()
                ? from
                : from + " › " + steps.stream().map(Step::label).collect(Collectors.joining(" › "));
    }

    /// The chain only: the value may identify a person.
    @Override
    public String toString() {
        return chain();
    }
}
