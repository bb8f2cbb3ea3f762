package dev.earshot.mobile.sdk;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Purpose;
import dev.earshot.element.DataElement;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One SDK's data file. What it should not hold is gathered, so that all faults of all files are told at once.
///
/// It is read by a streaming parser: the catalogue is read at the start of every scan of an app.
final class SdkFile {
    private static final JsonFactory JSON = new JsonFactory();

    /// Words that the files of trackers use and that are no [Purpose].
    private static final Set<String> OTHER_CATEGORIES =
            Set.of("CDP", "security/bot detection", "social", "video embed");

    private static final String IDENTIFIER = "[A-Za-z_$][A-Za-z0-9_$]*";
    private static final Pattern CLASSES = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")+\\.?");
    private static final Pattern CLASS = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")+");
    private static final Pattern METHOD = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*\\.[^. ]+");
    private static final Pattern KEY = Pattern.compile("[^*\\s]+|[^*\\s]{4,}\\*");
    private static final Pattern OBJC_CLASS =
            Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.]*|[A-Za-z_$][A-Za-z0-9_$.]{2,}\\*");
    private static final Pattern HOST = Pattern.compile("[a-z0-9*-]+(\\.[a-z0-9*-]+)*\\.[a-z0-9-]+(\\.<country>)?");
    private static final Pattern TEXT = Pattern.compile("(?s)(?!host:).{4,}|host:" + HOST.pattern());
    private static final Pattern PATH = Pattern.compile("[^/\\s].{3,}");
    private static final Pattern DEPENDENCY = Pattern.compile("[A-Za-z0-9_.-]+:[A-Za-z0-9_.*-]+");
    private static final Pattern PACKAGE = Pattern.compile("(npm|pub|cordova):\\S+");
    private static final Pattern DATE = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d");

    private final String file;
    private final List<String> problems;

    private SdkFile(String file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// @param id the file's name without `.json`
    /// @param problems takes a sentence for each thing that is wrong
    static Optional<Sdk> read(String id, InputStream content, List<String> problems) {
        SdkFile reader = new SdkFile("sdks/" + id + ".json", problems);
        int before = problems.size();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                reader.wrong("", "is no object");
                return Optional.empty();
            }
            Sdk sdk = reader.sdk(reader.new Members("", reader.members(parser)));
            if (!sdk.id().equals(id)) {
                reader.wrong("id", "is " + sdk.id() + ", not the file's name");
            }
            return problems.size() == before ? Optional.of(sdk) : Optional.empty();
        } catch (JacksonException e) {
            reader.wrong("", "is not JSON: " + e.getOriginalMessage());
            return Optional.empty();
        }
    }

    private Sdk sdk(Members root) {
        Sdk sdk = new Sdk(
                root.text("id"),
                root.text("name"),
                root.text("vendor"),
                category(root.text("category")),
                root.text("purpose"),
                trackers(root),
                root.flag("infrastructure", false),
                root.textOr("onward", ""),
                android(root.object("android")),
                ios(root.object("ios")),
                scripts(root.object("scripts")),
                root.facts("hosts", HOST),
                root.each("keys", this::key),
                root.each("switches", this::switchOf),
                root.facts("turnsOn", METHOD),
                root.each("calls", this::handing),
                Set.copyOf(elements(root, "collects")),
                root.texts("remarks"),
                sources(root));
        root.end();
        return sdk;
    }

    private String category(String category) {
        if (Purpose.of(category).isEmpty() && !OTHER_CATEGORIES.contains(category)) {
            wrong("category", "is none of the catalogue's words: " + category);
        }
        return category;
    }

    private List<String> trackers(Members root) {
        List<String> trackers = root.texts("trackers");
        trackers.stream()
                .filter(id -> !Catalogue.bundled().knows(id))
                .forEach(id -> wrong("trackers", "names a tracker that the catalogue does not have: " + id));
        return trackers;
    }

    private Sdk.Android android(Members android) {
        Sdk.Android read = new Sdk.Android(
                android.facts("classes", CLASSES),
                android.facts("notClasses", CLASSES),
                android.facts("components", CLASS),
                android.facts("starts", CLASS),
                android.facts("metaData", KEY),
                android.facts("texts", TEXT),
                android.facts("libraries", KEY),
                android.facts("files", PATH),
                android.facts("dependencies", DEPENDENCY),
                android.facts("methods", METHOD));
        android.end();
        return read;
    }

    private Sdk.Ios ios(Members ios) {
        Sdk.Ios read = new Sdk.Ios(
                ios.facts("classes", OBJC_CLASS),
                ios.facts("frameworks", KEY),
                ios.facts("symbols", KEY),
                ios.facts("plist", KEY),
                ios.facts("texts", TEXT),
                ios.facts("files", PATH),
                ios.facts("methods", METHOD));
        ios.end();
        return read;
    }

    private Sdk.Scripts scripts(Members scripts) {
        Sdk.Scripts read = new Sdk.Scripts(scripts.facts("packages", PACKAGE), scripts.facts("texts", TEXT));
        scripts.end();
        return read;
    }

    private Sdk.Key key(Members key) {
        return new Sdk.Key(
                place(key),
                key.text("name"),
                key.textOr("meaning", ""),
                key.flag("required", false),
                key.flag("verified", true));
    }

    private Sdk.Switch switchOf(Members members) {
        return new Sdk.Switch(
                place(members),
                members.text("name"),
                members.text("off"),
                members.textOr("means", ""),
                members.textOr("overridable", ""),
                Set.copyOf(elements(members, "elements")),
                members.flag("verified", true));
    }

    private Sdk.Handing handing(Members call) {
        String method = call.text("method");
        if (!METHOD.matcher(method).matches()) {
            wrong(call.where("method"), "is no class and method: " + method);
        }
        String element = call.text("element");
        return new Sdk.Handing(
                method,
                element(call.where("element"), element).orElse(DataElement.OTHER_IDENTIFIER),
                call.textOr("hands", ""),
                call.flag("verified", true));
    }

    private Sdk.Place place(Members members) {
        String word = members.text("in");
        return Arrays.stream(Sdk.Place.values())
                .filter(place -> place.word().equals(word))
                .findFirst()
                .orElseGet(() -> {
                    wrong(members.where("in"), "is metaData, plist or resource, not " + word);
                    return Sdk.Place.META_DATA;
                });
    }

    private List<DataElement> elements(Members members, String name) {
        return members.texts(name).stream()
                .flatMap(id -> element(members.where(name), id).stream())
                .distinct()
                .toList();
    }

    private Optional<DataElement> element(String where, String id) {
        Optional<DataElement> element = DataElement.byId(id);
        if (element.isEmpty()) {
            wrong(where, "names an unknown data element: " + id);
        }
        return element;
    }

    private List<String> sources(Members root) {
        List<String> sources = root.each("sources", source -> {
            String readOn = source.text("readOn");
            if (!DATE.matcher(readOn).matches()) {
                wrong(source.where("readOn"), "is a date as 2026-11-22, not " + readOn);
            }
            return source.text("what") + ", read " + readOn;
        });
        if (sources.isEmpty()) {
            wrong("sources", "is empty");
        }
        return sources;
    }

    private void wrong(String where, String what) {
        problems.add(file + (where.isEmpty() ? "" : ": " + where) + " " + what);
    }

    private Map<String, Object> members(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (members.put(name, value(parser)) != null) {
                wrong(name, "is there twice");
            }
        }
        return members;
    }

    private Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return members(parser);
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
        return String.valueOf(parser.getString());
    }

    /// The members of one object. Those that nobody asked for are faults.
    private final class Members {
        private final String path;
        private final Map<String, Object> rest;

        Members(String path, Map<String, Object> members) {
            this.path = path;
            this.rest = new LinkedHashMap<>(members);
        }

        String where(String name) {
            return path.isEmpty() ? name : path + "." + name;
        }

        void end() {
            rest.keySet().forEach(name -> wrong(where(name), "is no member that anybody knows"));
        }

        String text(String name) {
            if (!rest.containsKey(name)) {
                wrong(where(name), "is missing");
                return "";
            }
            return textOr(name, "");
        }

        String textOr(String name, String otherwise) {
            Object value = rest.remove(name);
            return value == null ? otherwise : fact(name, value).is();
        }

        boolean flag(String name, boolean otherwise) {
            Object value = rest.remove(name);
            if (value == null) {
                return otherwise;
            }
            if (value instanceof Boolean flag) {
                return flag;
            }
            wrong(where(name), "is true or false, not " + value);
            return otherwise;
        }

        Members object(String name) {
            Object value = rest.remove(name);
            return new Members(where(name), value == null ? Map.of() : map(where(name), value));
        }

        List<String> texts(String name) {
            return list(name).stream().map(value -> fact(name, value).is()).toList();
        }

        List<Fact> facts(String name, Pattern form) {
            return facts(name, text -> form.matcher(text).matches());
        }

        private List<Fact> facts(String name, Predicate<String> form) {
            List<Fact> facts =
                    list(name).stream().map(value -> fact(name, value)).toList();
            facts.stream()
                    .map(Fact::is)
                    .filter(text -> !form.test(text))
                    .forEach(text -> wrong(where(name), "has what can't be looked for as it stands: " + text));
            facts.stream()
                    .map(Fact::is)
                    .filter(text -> facts.stream()
                                    .filter(fact -> fact.is().equals(text))
                                    .count()
                            > 1)
                    .distinct()
                    .forEach(text -> wrong(where(name), "says twice: " + text));
            return facts;
        }

        <T> List<T> each(String name, Function<Members, T> read) {
            List<T> all = new ArrayList<>();
            for (Object value : list(name)) {
                Members members = new Members(where(name) + "[" + all.size() + "]", map(where(name), value));
                all.add(read.apply(members));
                members.end();
            }
            return all;
        }

        private Fact fact(String name, Object value) {
            if (value instanceof String text && !text.isBlank()) {
                return new Fact(text, true);
            }
            if (value instanceof Map<?, ?> map
                    && map.size() == 2
                    && map.get("is") instanceof String text
                    && !text.isBlank()
                    && map.get("verified") instanceof Boolean verified) {
                return new Fact(text, verified);
            }
            wrong(where(name), "is a text, or a text as \"is\" with \"verified\", not " + value);
            return new Fact("", false);
        }

        private List<?> list(String name) {
            @Nullable Object value = rest.remove(name);
            if (value == null) {
                return List.of();
            }
            if (value instanceof List<?> list) {
                return list;
            }
            wrong(where(name), "is a list, not " + value);
            return List.of();
        }

        @SuppressWarnings("unchecked")
        private Map<String, Object> map(String where, Object value) {
            if (value instanceof Map<?, ?> map) {
                return (Map<String, Object>) map;
            }
            wrong(where, "is an object, not " + value);
            return Map.of();
        }
    }
}
