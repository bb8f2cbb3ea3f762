package dev.earshot.investigate.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Where the fields are in JSON objects of different origins.
final class Shapes {
    private Shapes() {}

    /// As the plan says, else by the fields' own names.
    static JsonRows.Shape named(List<String> fields, Map<String, String> plan) {
        Map<String, Integer> known = new HashMap<>();
        return (object, row) -> {
            for (int field = 0; field < fields.size(); field++) {
                String path = plan.get(fields.get(field));
                if (path != null) {
                    row.set(field, JsonPath.text(object, path));
                }
            }
            for (String name : object.propertyNames()) {
                Integer field = known.get(name);
                if (field == null) {
                    field = fieldOf(name, fields, plan);
                    if (known.size() < 1_000) {
                        known.put(name, field);
                    }
                }
                if (field >= 0 && row.isEmpty(field)) {
                    row.set(field, JsonPath.plain(object.path(name)));
                }
            }
        };
    }

    private static int fieldOf(String name, List<String> fields, Map<String, String> plan) {
        int[] columns = Header.columns(List.of(name), fields, Map.of(), List.of());
        for (int field = 0; field < columns.length; field++) {
            if (columns[field] == 0 && !plan.containsKey(fields.get(field))) {
                return field;
            }
        }
        return -1;
    }

    /// Events of identity providers, each told by what is in it: Okta's System Log, PingOne's audit activities and
    /// ForgeRock's (now PingAM's) authentication audit. What is in none of these shapes is read by the plan's fields
    /// alone. The `event` is normalised to one of [Events]' words.
    ///
    /// Sources, read 2026-11-22: Okta, System Log API (LogEvent object); PingAM 8, Audit logging reference; PingOne
    /// Platform APIs, Audit Activities.
    static JsonRows.Shape sso(List<String> fields, Map<String, String> plan) {
        JsonRows.Shape named = named(fields, plan);
        return (event, row) -> {
            JsonNode object = event.path("payload").isObject() ? event.path("payload") : event;
            named.fill(object, row);
            Map<String, String> found = provider(object);
            for (int field = 0; field < fields.size(); field++) {
                String value = found.get(fields.get(field));
                if (value != null && !plan.containsKey(fields.get(field))) {
                    row.set(field, value);
                }
            }
        };
    }

    private static Map<String, String> provider(JsonNode event) {
        if (event.has("eventType") && event.has("published")) {
            return okta(event);
        }
        if (event.has("recordedAt") && event.path("action").has("type")) {
            return pingOne(event);
        }
        if (JsonPath.text(event, "eventName").startsWith("AM-")) {
            return forgeRock(event);
        }
        return Map.of();
    }

    private static Map<String, String> okta(JsonNode event) {
        String type = JsonPath.text(event, "eventType");
        boolean user = JsonPath.text(event, "actor.type").equals("User");
        String what = type.equals("user.session.start") && user
                ? Events.BEGINS
                : type.equals("user.session.end") && user ? Events.ENDS : Events.OTHER;
        return Map.of(
                "time", JsonPath.text(event, "published"),
                "user", JsonPath.text(event, "actor.alternateId"),
                "session", JsonPath.text(event, "authenticationContext.externalSessionId"),
                "address", JsonPath.text(event, "client.ipAddress"),
                "agent", JsonPath.text(event, "client.userAgent.rawUserAgent"),
                "event", succeeded(what, JsonPath.text(event, "outcome.result"), "SUCCESS"));
    }

    private static Map<String, String> pingOne(JsonNode event) {
        String what = switch (JsonPath.text(event, "action.type")) {
            case "USER.ACCESS_ALLOWED", "SESSION.CREATED" -> Events.BEGINS;
            case "SESSION.DELETED" -> Events.ENDS;
            case "USER.ACCESS_DENIED" -> Events.FAILS;
            default -> Events.OTHER;
        };
        return Map.of(
                "time", JsonPath.text(event, "recordedAt"),
                "user", JsonPath.text(event, "actors.user.name"),
                "event", succeeded(what, JsonPath.text(event, "result.status"), "SUCCESS"));
    }

    private static Map<String, String> forgeRock(JsonNode event) {
        String name = JsonPath.text(event, "eventName");
        String what = name.equals("AM-LOGIN-COMPLETED") || name.equals("AM-TREE-LOGIN-COMPLETED")
                ? Events.BEGINS
                : name.equals("AM-LOGOUT") ? Events.ENDS : Events.OTHER;
        String user = JsonPath.text(event, "principal");
        String address = JsonPath.text(event, "entries[0].info.ipAddress");
        return Map.of(
                "time",
                JsonPath.text(event, "timestamp"),
                "user",
                user.isEmpty() ? uid(JsonPath.text(event, "userId")) : user,
                "address",
                address.isEmpty() ? JsonPath.text(event, "client.ip") : address,
                "event",
                succeeded(what, JsonPath.text(event, "result"), "SUCCESSFUL"));
    }

    private static String succeeded(String what, String result, String success) {
        return what.equals(Events.BEGINS) && !result.isEmpty() && !result.equals(success) ? Events.FAILS : what;
    }

    /// `demo` of `id=demo,ou=user,dc=clinic,dc=example`.
    private static String uid(String universal) {
        int comma = universal.indexOf(',');
        return universal.startsWith("id=") && comma > 0 ? universal.substring(3, comma) : universal;
    }
}
