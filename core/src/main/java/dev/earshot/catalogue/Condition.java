package dev.earshot.catalogue;

import dev.earshot.exchange.Header;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request must look like. Every part that is given must hold; each pattern is searched for, so that data
/// files anchor where they mean to.
///
/// @param methods upper case; empty for any
/// @param path of the address's path, as sent
/// @param rawQuery of the address's query, as sent
/// @param query of the value of each named query parameter, unescaped once
/// @param fields of the value of each named parameter, in the query or in a form body
/// @param headers of the value of each named request header
/// @param body of the first 64 KB of the body, read as text
record Condition(
        List<String> methods,
        Optional<TextPattern> path,
        Optional<TextPattern> rawQuery,
        Map<String, TextPattern> query,
        Map<String, TextPattern> fields,
        Map<String, TextPattern> headers,
        Optional<TextPattern> body) {
    Condition {
        methods = List.copyOf(methods);
        query = Map.copyOf(query);
        fields = Map.copyOf(fields);
        headers = Map.copyOf(headers);
    }

    /// How much is asked for, beyond the host and the method.
    int parts() {
        return (path.isPresent() ? 1 : 0)
                + (rawQuery.isPresent() ? 1 : 0)
                + (body.isPresent() ? 1 : 0)
                + query.size()
                + fields.size()
                + headers.size();
    }

    /// The name of a parameter without which it can't hold; empty where it asks for none.
    Optional<String> aName() {
        return query.keySet().stream()
                .findFirst()
                .or(() -> fields.keySet().stream().findFirst());
    }

    /// Names are looked up before patterns are searched for: of a hundred trackers, nearly all fail on a name.
    boolean holds(Sighting seen) {
        return (methods.isEmpty() || methods.contains(seen.request().method()))
                && hasQuery(seen)
                && hasFields(seen)
                && hasHeaders(seen)
                && found(path, seen.address().path())
                && found(rawQuery, seen.address().query())
                && (body.isEmpty() || found(body, seen.body()));
    }

    private boolean hasQuery(Sighting seen) {
        for (Map.Entry<String, TextPattern> wanted : query.entrySet()) {
            if (!seen.query().has(wanted.getKey(), wanted.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean hasFields(Sighting seen) {
        for (Map.Entry<String, TextPattern> wanted : fields.entrySet()) {
            if (!seen.query().has(wanted.getKey(), wanted.getValue())
                    && !seen.form().has(wanted.getKey(), wanted.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean hasHeaders(Sighting seen) {
        for (Map.Entry<String, TextPattern> wanted : headers.entrySet()) {
            if (!header(seen, wanted.getKey(), wanted.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean found(Optional<TextPattern> wanted, String text) {
        return wanted.isEmpty() || wanted.get().in(text);
    }

    private static boolean header(Sighting seen, String name, TextPattern wanted) {
        for (Header header : seen.request().headers()) {
            if (header.is(name) && wanted.in(header.value())) {
                return true;
            }
        }
        return false;
    }
}
