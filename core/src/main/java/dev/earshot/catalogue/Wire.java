package dev.earshot.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a tracker's requests look, beyond the names of its parameters.
///
/// @param signatures what gives it away on any host, and what such a request is for
/// @param eventNames the parameters that name an event, in the notation of [Parameter#name()]
/// @param occasion what together tells one event from the next, the same at every endpoint that is told of it
/// @param encodings what to undo in a body before it can be read, where no header says so
/// @param sentinels values that look like data and are none
/// @param selfHostable whether anybody can run its receiving end on a server of their own
/// @param format the name of the vendor's own form, as [dev.earshot.decode.Documentation#format()]; empty for none
record Wire(
        List<Endpoint> endpoints,
        List<Signature> signatures,
        List<PathPattern> eventNames,
        List<Clue> occasion,
        List<Encoding> encodings,
        List<Sentinel> sentinels,
        boolean selfHostable,
        String format,
        ParameterTable table) {
    Wire {
        endpoints = List.copyOf(endpoints);
        signatures = List.copyOf(signatures);
        eventNames = List.copyOf(eventNames);
        occasion = List.copyOf(occasion);
        encodings = List.copyOf(encodings);
        sentinels = List.copyOf(sentinels);
    }

    record Signature(Condition condition, Identification.Does does) {}

    /// @param steps codec names, the outermost first
    record Encoding(Condition when, List<String> steps) {
        Encoding {
            steps = List.copyOf(steps);
        }
    }

    /// @param parameters names as in the data file
    /// @param values the whole value
    record Sentinel(List<String> parameters, Pattern values) {
        Sentinel {
            parameters = List.copyOf(parameters);
        }
    }

    /// One part of what tells events apart: the first of its places that has a value.
    ///
    /// @param required whether, without it, events cannot be told apart at all
    record Clue(List<Place> places, boolean required) {
        Clue {
            places = List.copyOf(places);
        }
    }

    /// @param parameter a parameter; the URL's path when empty
    /// @param part what to take of the value: the first group, or all of the match; everything when empty
    record Place(Optional<PathPattern> parameter, Optional<Pattern> part) {}
}
