package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.SetTag.Setting;
import dev.earshot.investigate.history.gtm.Value.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A container version as the user interface exports it, or as the API gives it: the one writes words in
/// `UPPER_SNAKE`, the other in `camelCase`.
///
/// Sources: five public exports; developers.google.com/tag-platform/tag-manager/api/reference/rest/v2/
/// accounts.containers.versions. Read 2026-11-22.
final class ExportFile {
    private static final int DEEPEST = 40;
    /// Triggers that every container has and no export lists. Sources: exports of several public repositories; the last
    /// is not in Google's documentation.
    private static final Map<String, String> BUILT_IN_TRIGGERS =
            Map.of("2147479553", "gtm.js", "2147479572", "gtm.init_consent", "2147479573", "gtm.init");
    private static final Map<String, String> BUILT_IN_NAMES = Map.of(
            "gtm.js", "All Pages",
            "gtm.init_consent", "Consent Initialization - All Pages",
            "gtm.init", "Initialization - All Pages");
    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("pageview", "gtm.js"),
            Map.entry("domready", "gtm.dom"),
            Map.entry("windowloaded", "gtm.load"),
            Map.entry("init", "gtm.init"),
            Map.entry("consentinit", "gtm.init_consent"),
            Map.entry("click", "gtm.click"),
            Map.entry("linkclick", "gtm.linkClick"),
            Map.entry("formsubmission", "gtm.formSubmit"),
            Map.entry("timer", "gtm.timer"),
            Map.entry("scrolldepth", "gtm.scrollDepth"),
            Map.entry("elementvisibility", "gtm.elementVisibility"),
            Map.entry("youtubevideo", "gtm.video"),
            Map.entry("historychange", "gtm.historyChange"),
            Map.entry("jserror", "gtm.pageError"));

    private final JsonNode version;
    private final String pointer;
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    ExportFile(JsonNode version) {
        this(version, "");
    }

    /// @param pointer of the version in its file (RFC 6901)
    ExportFile(JsonNode version, String pointer) {
        this.version = version;
        this.pointer = pointer;
    }

    Container container() {
        builtInVariables();
        for (JsonNode variable : version.path("variable")) {
            String name = text(variable, "name");
            variables.put(name, new Variable(name, text(variable, "type"), parameters(variable)));
        }
        Map<String, Trigger> triggers = new LinkedHashMap<>();
        BUILT_IN_TRIGGERS.forEach((id, event) -> triggers.put(
                id,
                new Trigger(
                        id, BUILT_IN_NAMES.getOrDefault(event, event), List.of(event), List.of(), List.of(), false)));
        for (JsonNode trigger : version.path("trigger")) {
            triggers.put(text(trigger, "triggerId"), trigger(trigger));
        }
        Map<String, String> templates = templates();
        Map<String, List<String>> after = new LinkedHashMap<>();
        List<Tag> tags = new ArrayList<>();
        for (JsonNode tag : version.path("tag")) {
            for (String field : List.of("setupTag", "teardownTag")) {
                for (JsonNode other : tag.path(field)) {
                    after.computeIfAbsent(text(tag, "name"), none -> new ArrayList<>())
                            .add(text(other, "tagName"));
                }
            }
        }
        int position = 0;
        for (JsonNode tag : version.path("tag")) {
            tags.add(tag(tag, templates, after, pointer + "/tag/" + position++));
        }
        return new Container(publicId(), text(version, "containerVersionId"), variables, triggers, tags);
    }

    String publicId() {
        JsonNode container = version.path("container");
        String id = text(container, "publicId");
        return id.isEmpty() ? "container " + text(version, "containerId") : id;
    }

    /// Variables that a container switches on by type. They are known by their English names even where the export
    /// lacks the list.
    private void builtInVariables() {
        builtIn("Page URL", "u", "URL");
        builtIn("Page Hostname", "u", "HOST");
        builtIn("Page Path", "u", "PATH");
        builtIn("Referrer", "f", "");
        builtIn("Event", "e", "");
        builtIn("_event", "e", "");
        for (String name : List.of(
                "Click Element",
                "Click Classes",
                "Click ID",
                "Click Target",
                "Click URL",
                "Click Text",
                "Form Element",
                "Form Classes",
                "Form ID",
                "Form Target",
                "Form URL",
                "Form Text")) {
            builtIn(name, "aev", "");
        }
        for (JsonNode each : version.path("builtInVariable")) {
            String name = text(each, "name");
            switch (word(text(each, "type"))) {
                case "pageurl" -> builtIn(name, "u", "URL");
                case "pagehostname" -> builtIn(name, "u", "HOST");
                case "pagepath" -> builtIn(name, "u", "PATH");
                case "referrer" -> builtIn(name, "f", "");
                case "event" -> builtIn(name, "e", "");
                case "containerid" -> builtIn(name, "cid", "");
                case "containerversion" -> builtIn(name, "ctv", "");
                case "debugmode" -> builtIn(name, "dbg", "");
                case "randomnumber" -> builtIn(name, "r", "");
                default -> builtIn(name, "aev", "");
            }
        }
    }

    private void builtIn(String name, String type, String component) {
        variables.put(
                name,
                new Variable(
                        name,
                        type,
                        new Value.Fields(
                                component.isEmpty()
                                        ? List.of()
                                        : List.of(new Field("component", new Value.Text(component))))));
    }

    private Trigger trigger(JsonNode trigger) {
        String type = word(text(trigger, "type"));
        List<Condition> conditions = new ArrayList<>();
        conditions(trigger.path("filter"), conditions);
        List<String> group = new ArrayList<>();
        List<String> events = new ArrayList<>();
        switch (type) {
            case "customevent" -> conditions(trigger.path("customEventFilter"), conditions);
            case "triggergroup" -> {
                for (JsonNode parameter : trigger.path("parameter")) {
                    if (text(parameter, "key").equals("triggerIds")) {
                        parameter.path("list").forEach(member -> group.add(text(member, "value")));
                    }
                }
                if (group.isEmpty()) {
                    group.add("?");
                }
            }
            default -> events.add(EVENTS.getOrDefault(type, type));
        }
        String name = text(trigger, "name");
        return new Trigger(
                text(trigger, "triggerId"),
                name.isEmpty() ? "trigger " + text(trigger, "triggerId") : name,
                events,
                conditions,
                group,
                type.equals("historychange"));
    }

    private void conditions(JsonNode list, List<Condition> conditions) {
        for (JsonNode each : list) {
            Value left = Value.Text.EMPTY;
            Value right = Value.Text.EMPTY;
            boolean negate = false;
            boolean ignoreCase = false;
            for (JsonNode parameter : each.path("parameter")) {
                switch (text(parameter, "key")) {
                    case "arg0" -> left = value(parameter, 0);
                    case "arg1" -> right = value(parameter, 0);
                    case "negate" -> negate = text(parameter, "value").equals("true");
                    case "ignore_case" -> ignoreCase = text(parameter, "value").equals("true");
                    default -> {}
                }
            }
            String operator = word(text(each, "type"));
            if (operator.endsWith("caseinsensitive")) {
                operator = operator.substring(0, operator.length() - "caseinsensitive".length());
                ignoreCase = true;
            }
            conditions.add(new Condition(operator, left, right, negate, ignoreCase));
        }
    }

    private Tag tag(JsonNode tag, Map<String, String> templates, Map<String, List<String>> after, String where) {
        List<String> consents = new ArrayList<>();
        JsonNode consent = tag.path("consentSettings");
        Setting setting = switch (word(text(consent, "consentStatus"))) {
            case "needed" -> Setting.NEEDED;
            case "notneeded" -> Setting.NOT_NEEDED;
            case "notset" -> Setting.NOT_SET;
            default -> Setting.NOT_SAID;
        };
        if (setting == Setting.NEEDED) {
            consent.path("consentType").path("list").forEach(each -> consents.add(text(each, "value")));
        }
        String name = text(tag, "name");
        return new Tag(
                text(tag, "tagId"),
                name,
                text(tag, "type"),
                parameters(tag),
                text(tag, "paused").equals("true"),
                texts(tag.path("firingTriggerId")),
                texts(tag.path("blockingTriggerId")),
                after.getOrDefault(name, List.of()),
                consents,
                Dates.ofMillis(text(tag, "scheduleStartMs")),
                Dates.ofMillis(text(tag, "scheduleEndMs")),
                Dates.ofMillis(text(tag, "fingerprint")),
                templates.getOrDefault(text(tag, "type"), ""),
                setting,
                where);
    }

    /// The code of custom templates, by the type of their tags.
    private Map<String, String> templates() {
        Map<String, String> templates = new LinkedHashMap<>();
        for (JsonNode template : version.path("customTemplate")) {
            templates.put(
                    "cvt_" + text(template, "containerId") + "_" + text(template, "templateId"),
                    text(template, "templateData"));
        }
        return templates;
    }

    private static Value.Fields parameters(JsonNode owner) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode parameter : owner.path("parameter")) {
            fields.add(new Field(text(parameter, "key"), value(parameter, 0)));
        }
        return new Value.Fields(fields);
    }

    private static Value value(JsonNode parameter, int depth) {
        if (depth > DEEPEST) {
            return Value.Text.EMPTY;
        }
        return switch (word(text(parameter, "type"))) {
            case "list" -> {
                List<Value> items = new ArrayList<>();
                parameter.path("list").forEach(item -> items.add(value(item, depth + 1)));
                yield new Value.Items(items);
            }
            case "map" -> {
                List<Field> fields = new ArrayList<>();
                parameter
                        .path("map")
                        .forEach(field -> fields.add(new Field(text(field, "key"), value(field, depth + 1))));
                yield new Value.Fields(fields);
            }
            default -> Value.template(text(parameter, "value"));
        };
    }

    /// A word without what tells the two spellings apart.
    private static String word(String text) {
        return text.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    static String text(JsonNode owner, String key) {
        JsonNode value = owner.path(key);
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    /// When the version was stored, by its fingerprint.
    Optional<Instant> stored() {
        return Dates.ofMillis(text(version, "fingerprint"));
    }
}
