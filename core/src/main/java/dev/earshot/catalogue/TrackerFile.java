package dev.earshot.catalogue;

import dev.earshot.EarshotException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One tracker's data file, as `docs/tracker.schema.json` describes it.
///
/// It is read by a streaming parser: the catalogue is read at the start of every command.
final class TrackerFile {
    private static final JsonFactory JSON = new JsonFactory();

    private final String file;

    private TrackerFile(String file) {
        this.file = file;
    }

    /// @param file named in messages
    /// @throws EarshotException where the file is not what the schema says
    static Tracker read(String file, InputStream content) {
        TrackerFile reader = new TrackerFile(file);
        return reader.guarded(() -> reader.tracker(reader.members(content, "")));
    }

    /// Only what tells a tracker's requests, which stands before the parameters.
    ///
    /// @param details reads the whole file
    static KnownTracker readHead(String file, InputStream content, Supplier<Tracker> details) {
        TrackerFile reader = new TrackerFile(file);
        return reader.guarded(() -> {
            Map<String, Object> head = reader.members(content, "parameters");
            return new KnownTracker(
                    reader.text(head, "id"),
                    reader.each(head, "endpoints", reader::endpoint),
                    reader.each(head, "signatures", reader::signature),
                    details);
        });
    }

    private <T> T guarded(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JacksonException e) {
            throw wrong("it is not JSON: " + e.getOriginalMessage(), e);
        } catch (PatternSyntaxException e) {
            throw wrong("the pattern " + e.getPattern() + " is not one: " + e.getDescription(), e);
        }
    }

    /// The file's members, up to the one named `last`.
    private Map<String, Object> members(InputStream content, String last) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("the file is not an object", null);
            }
            return members(parser, last);
        }
    }

    private Map<String, Object> members(JsonParser parser, String last) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME
                && !parser.currentName().equals(last)) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private Tracker tracker(Map<String, Object> root) {
        List<ParameterTable.Row> rows = each(root, "parameters", this::row);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        rows.forEach(row -> parameters.putIfAbsent(row.parameter().name(), row.parameter()));
        List<Cookie> cookies = each(root, "cookies", this::cookie);
        Map<String, Object> events = object(root.getOrDefault("events", Map.of()), "events");
        return new Tracker(
                text(root, "id"),
                text(root, "vendor"),
                text(root, "product"),
                text(root, "category"),
                text(root, "purpose"),
                flag(root, "verified", true),
                parameters,
                cookies,
                texts(root, "clickIds"),
                each(root, "hashing", this::hashRule),
                texts(root, "notes"),
                each(root, "sources", source -> text(source, "what") + ", read " + text(source, "readOn")),
                new Wire(
                        each(root, "endpoints", this::endpoint),
                        each(root, "signatures", this::signature),
                        texts(events, "name").stream().map(PathPattern::of).toList(),
                        each(root, "occasion", this::clue),
                        each(root, "bodyEncodings", this::encoding),
                        each(root, "sentinels", this::sentinel),
                        flag(root, "selfHostable", false),
                        textOr(root, "format", ""),
                        new ParameterTable(rows, texts(events, "in"), cookies)));
    }

    private ParameterTable.Row row(Map<String, Object> row) {
        String role = text(row, "role");
        if (!Roles.isKnown(role)) {
            throw wrong("parameter " + text(row, "name") + " has the unknown role " + role, null);
        }
        Parameter parameter = new Parameter(
                text(row, "name"),
                text(row, "meaning"),
                role,
                Roles.element(role),
                flag(row, "verified", true),
                flag(row, "automatic", false),
                textOr(row, "note", ""));
        return new ParameterTable.Row(
                parameter, PathPattern.of(parameter.name()), pattern(row, "value"), patterns(row, "beside"));
    }

    private Cookie cookie(Map<String, Object> cookie) {
        String role = textOr(cookie, "role", "id.client");
        if (!Roles.isKnown(role)) {
            throw wrong("cookie " + text(cookie, "name") + " has the unknown role " + role, null);
        }
        return new Cookie(
                text(cookie, "name"),
                textOr(cookie, "lifetime", ""),
                flag(cookie, "thirdParty", false),
                role,
                textOr(cookie, "note", ""),
                flag(cookie, "verified", true));
    }

    private HashRule hashRule(Map<String, Object> rule) {
        return new HashRule(
                texts(rule, "of"), texts(rule, "normalise"), texts(rule, "hashes"), texts(rule, "encodings"));
    }

    private Endpoint endpoint(Map<String, Object> endpoint) {
        return new Endpoint(texts(endpoint, "hosts"), condition(endpoint), does(endpoint));
    }

    private Wire.Signature signature(Map<String, Object> signature) {
        return new Wire.Signature(condition(signature), does(signature));
    }

    private Identification.Does does(Map<String, Object> owner) {
        String word = text(owner, "does");
        for (Identification.Does does : Identification.Does.values()) {
            if (does != Identification.Does.PREFLIGHT && does.name().equals(word)) {
                return does;
            }
        }
        throw wrong("\"does\" is COLLECT, LOAD or SYNC, not " + word, null);
    }

    private Optional<TextPattern> search(Map<String, Object> owner, String key) {
        return owner.containsKey(key) ? Optional.of(TextPattern.of(text(owner, key))) : Optional.empty();
    }

    private Map<String, TextPattern> searches(Map<String, Object> owner, String key) {
        Map<String, TextPattern> searches = new LinkedHashMap<>();
        object(owner.getOrDefault(key, Map.of()), key)
                .forEach((name, value) -> searches.put(name, TextPattern.of(value.toString())));
        return searches;
    }

    private Condition condition(Map<String, Object> owner) {
        return new Condition(
                texts(owner, "methods"),
                search(owner, "path"),
                search(owner, "rawQuery"),
                searches(owner, "query"),
                searches(owner, "fields"),
                searches(owner, "headers"),
                search(owner, "body"));
    }

    private Wire.Clue clue(Map<String, Object> clue) {
        return new Wire.Clue(each(clue, "from", this::place), flag(clue, "required", true));
    }

    private Wire.Place place(Map<String, Object> place) {
        return new Wire.Place(
                Optional.ofNullable(place.get("parameter")).map(name -> PathPattern.of(name.toString())),
                pattern(place, "part"));
    }

    private Wire.Encoding encoding(Map<String, Object> encoding) {
        return new Wire.Encoding(
                condition(object(encoding.getOrDefault("when", Map.of()), "when")), texts(encoding, "steps"));
    }

    private Wire.Sentinel sentinel(Map<String, Object> sentinel) {
        return new Wire.Sentinel(texts(sentinel, "parameters"), Pattern.compile(text(sentinel, "values")));
    }

    private String text(Map<String, Object> owner, String key) {
        if (owner.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong("\"" + key + "\" is missing", null);
    }

    private String textOr(Map<String, Object> owner, String key, String otherwise) {
        return owner.containsKey(key) ? text(owner, key) : otherwise;
    }

    private boolean flag(Map<String, Object> owner, String key, boolean otherwise) {
        return switch (owner.getOrDefault(key, otherwise)) {
            case Boolean flag -> flag;
            case Object other -> throw wrong("\"" + key + "\" is true or false, not " + other, null);
        };
    }

    private List<String> texts(Map<String, Object> owner, String key) {
        return list(owner, key).stream().map(Object::toString).toList();
    }

    private <T> List<T> each(Map<String, Object> owner, String key, Function<Map<String, Object>, T> read) {
        return list(owner, key).stream()
                .map(value -> read.apply(object(value, key)))
                .toList();
    }

    private List<?> list(Map<String, Object> owner, String key) {
        return switch (owner.getOrDefault(key, List.of())) {
            case List<?> list -> list;
            case Object other -> throw wrong("\"" + key + "\" is a list, not " + other, null);
        };
    }

    private Optional<Pattern> pattern(Map<String, Object> owner, String key) {
        return owner.containsKey(key) ? Optional.of(Pattern.compile(text(owner, key))) : Optional.empty();
    }

    private Map<String, Pattern> patterns(Map<String, Object> owner, String key) {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        object(owner.getOrDefault(key, Map.of()), key)
                .forEach((name, value) -> patterns.put(name, Pattern.compile(value.toString())));
        return patterns;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> object(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw wrong(where + " is an object, not " + value, null);
    }

    private Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return members(parser, "");
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser));
            }
            return elements;
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        throw wrong("it holds a value of a kind that no field has: " + token, null);
    }

    private EarshotException wrong(String what, @Nullable Throwable cause) {
        String message = "The catalogue's file " + file + " is wrong: " + what
                + ". See docs/tracker.schema.json for what it may hold.";
        return cause == null
                ? new EarshotException(EarshotException.Code.INTERNAL, message)
                : new EarshotException(EarshotException.Code.INTERNAL, message, cause);
    }
}
