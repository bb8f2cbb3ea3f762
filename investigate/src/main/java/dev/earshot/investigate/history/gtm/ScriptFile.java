package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.SetTag.Setting;
import dev.earshot.investigate.history.gtm.Value.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A container as the browser gets it: the `resource` in `gtm.js`, and in the `gtag/js` of a Google tag.
///
/// `add` and `block` of its rules are positions of tags, `if` and `unless` those of predicates. Names are left out of
/// it, and paused tags have lost what they were. Source: served containers in public repositories and archives, read
/// 2026-11-22; Google documents nothing of it.
final class ScriptFile {
    private static final int DEEPEST = 40;

    private final JsonNode resource;
    private final String id;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    ScriptFile(JsonNode resource, String id) {
        this.resource = resource;
        this.id = id;
    }

    List<String> faults() {
        return faults;
    }

    String version() {
        return ExportFile.text(resource, "version");
    }

    Container container() {
        int at = 0;
        for (JsonNode macro : resource.path("macros")) {
            variables.put(Integer.toString(at++), new Variable("", type(macro), fields(macro)));
        }
        List<JsonNode> nodes = new ArrayList<>();
        resource.path("tags").forEach(nodes::add);
        List<List<String>> firing = new ArrayList<>();
        List<List<String>> blocking = new ArrayList<>();
        nodes.forEach(node -> {
            firing.add(new ArrayList<>());
            blocking.add(new ArrayList<>());
        });
        Map<String, Trigger> triggers = rules(firing, blocking);
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            tags.add(tag(nodes.get(i), i, firing.get(i), blocking.get(i)));
        }
        return new Container(id, version(), variables, triggers, tags);
    }

    private Map<String, Trigger> rules(List<List<String>> firing, List<List<String>> blocking) {
        List<Condition> predicates = new ArrayList<>();
        resource.path("predicates").forEach(predicate -> predicates.add(condition(predicate)));
        Map<String, Trigger> triggers = new LinkedHashMap<>();
        int number = 0;
        for (JsonNode rule : resource.path("rules")) {
            String name = "rule " + number++;
            List<Condition> conditions = new ArrayList<>();
            for (JsonNode part : rule) {
                String word = part.path(0).asString("");
                for (int i = 1; i < part.size(); i++) {
                    int at = part.path(i).asInt(-1);
                    switch (word) {
                        case "if", "unless" -> {
                            if (at >= 0 && at < predicates.size()) {
                                conditions.add(word.equals("if") ? predicates.get(at) : negated(predicates.get(at)));
                            } else {
                                conditions.add(new Condition("?", Value.Text.EMPTY, Value.Text.EMPTY, false, false));
                                faults.add(name + " asks for a predicate that is not there");
                            }
                        }
                        case "add" -> add(firing, at, name);
                        case "block" -> add(blocking, at, name);
                        default -> faults.add(name + " has a part that is not known: " + Conditions.shortened(word));
                    }
                }
            }
            boolean history = conditions.stream().anyMatch(ScriptFile::isHistory);
            triggers.put(name, new Trigger(name, name, List.of(), conditions, List.of(), history));
        }
        return triggers;
    }

    private void add(List<List<String>> lists, int at, String name) {
        if (at >= 0 && at < lists.size()) {
            lists.get(at).add(name);
        } else {
            faults.add(name + " is of a tag that is not there");
        }
    }

    private static boolean isHistory(Condition condition) {
        return !condition.negate() && condition.right().literal().startsWith("gtm.historyChange");
    }

    private static Condition negated(Condition condition) {
        return new Condition(
                condition.operator(), condition.left(), condition.right(), !condition.negate(), condition.ignoreCase());
    }

    private Condition condition(JsonNode predicate) {
        String function = ExportFile.text(predicate, "function");
        return new Condition(
                function.startsWith("_") ? function.substring(1) : function,
                value(predicate.path("arg0"), 0),
                value(predicate.path("arg1"), 0),
                ExportFile.text(predicate, "negate").equals("true"),
                ExportFile.text(predicate, "ignore_case").equals("true"));
    }

    private Tag tag(JsonNode node, int position, List<String> firing, List<String> blocking) {
        String type = type(node);
        boolean paused = type.equals("paused");
        String original = paused ? ExportFile.text(node, "vtp_originalTagType") : type;
        String number = ExportFile.text(node, "tag_id");
        List<String> after = new ArrayList<>();
        for (String field : List.of("setup_tags", "teardown_tags")) {
            for (JsonNode other : node.path(field)) {
                if (other.path(0).asString("").equals("tag")) {
                    after.add(Integer.toString(other.path(1).asInt(-1)));
                }
            }
        }
        List<String> consents = new ArrayList<>();
        JsonNode consent = node.path("consent");
        if (consent.path(0).asString("").equals("list")) {
            for (int i = 1; i < consent.size(); i++) {
                consents.add(consent.path(i).asString("something"));
            }
        } else if (consent.isArray() && !consent.isEmpty()) {
            consents.add("something that the page decides");
        }
        return new Tag(
                number.isEmpty() ? "at " + position : number,
                Integer.toString(position),
                original,
                fields(node),
                paused,
                firing,
                blocking,
                after,
                consents,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                template(ExportFile.text(node, "function")),
                consents.isEmpty() ? Setting.NOT_SAID : Setting.NEEDED,
                "/tags/" + position);
    }

    /// The code of a custom template: its compiled form, of which the addresses that it calls are left.
    private String template(String function) {
        if (!function.startsWith("__cvt_")) {
            return "";
        }
        for (JsonNode part : resource.path("earshot-runtime")) {
            if (part.path(1).asString("").equals(function)) {
                return part.toString();
            }
        }
        return "";
    }

    private static String type(JsonNode node) {
        String function = ExportFile.text(node, "function");
        return function.startsWith("__") ? function.substring(2) : function;
    }

    private static Value.Fields fields(JsonNode node) {
        List<Field> fields = new ArrayList<>();
        node.forEachEntry((key, value) -> {
            if (key.startsWith("vtp_")) {
                fields.add(new Field(key.substring(4), value(value, 0)));
            }
        });
        return new Value.Fields(fields);
    }

    /// `["macro", 3]`, `["template", "a", ["macro", 3]]`, `["list", ..]`, `["map", key, value, ..]`,
    /// `["escape", value, ..]`.
    private static Value value(JsonNode node, int depth) {
        if (depth > DEEPEST || node.isMissingNode() || node.isNull()) {
            return Value.Text.EMPTY;
        }
        if (node.isValueNode()) {
            return new Value.Text(node.asString(""));
        }
        if (!node.isArray()) {
            return Value.Text.EMPTY;
        }
        return switch (node.path(0).asString("")) {
            case "macro" -> new Value.Reference(Integer.toString(node.path(1).asInt(-1)));
            case "escape" -> value(node.path(1), depth + 1);
            case "template" -> new Value.Joined(rest(node, depth));
            case "map" -> {
                List<Field> fields = new ArrayList<>();
                for (int i = 1; i + 1 < node.size(); i += 2) {
                    fields.add(new Field(node.path(i).asString(""), value(node.path(i + 1), depth + 1)));
                }
                yield new Value.Fields(fields);
            }
            case "list" -> new Value.Items(rest(node, depth));
            default -> new Value.Items(rest(node, depth));
        };
    }

    private static List<Value> rest(JsonNode node, int depth) {
        List<Value> values = new ArrayList<>();
        for (int i = 1; i < node.size(); i++) {
            values.add(value(node.path(i), depth + 1));
        }
        return values;
    }
}
