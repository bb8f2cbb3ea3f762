package dev.earshot.guard.csp;

import dev.earshot.guard.csp.HeaderSet.Snippet;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Headers by zone as a rule of Akamai's Property Manager.
///
/// Of the rules that match the last one counts, so the policy's order is turned round. In a path `*` stands for
/// anything, slashes as well, so that a zone's single `*` holds more pages there. Source: "modifyOutgoingResponseHeader",
/// "path", "hostname", "requestCookie", <https://techdocs.akamai.com/property-mgr/reference>.
final class AkamaiSnippet {
    private AkamaiSnippet() {}

    static Snippet of(HeaderSet set) {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        ObjectNode top = json.createObjectNode();
        top.put("name", "Earshot: headers by zone");
        top.putArray("criteria");
        top.putArray("behaviors");
        top.put("criteriaMustSatisfy", "all");
        top.put("comments", "Of the rules below that match, the last one counts.");
        ArrayNode children = top.putArray("children");
        for (HeaderSet.Zone zone : set.zones().reversed()) {
            for (List<ObjectNode> criteria : criteria(json, zone, set)) {
                ObjectNode rule = children.addObject();
                rule.put("name", "Earshot: zone " + zone.zone().zone());
                ArrayNode list = rule.putArray("criteria");
                criteria.forEach(list::add);
                rule.put("criteriaMustSatisfy", "all");
                ArrayNode behaviors = rule.putArray("behaviors");
                zone.headers().headers().forEach(header -> behaviors.add(header(json, header)));
                rule.putArray("children");
            }
        }
        return new Snippet("Akamai", "earshot-akamai-rule.json", json.writeValueAsString(top) + "\n");
    }

    private static List<List<ObjectNode>> criteria(JsonMapper json, HeaderSet.Zone zone, HeaderSet set) {
        List<List<ObjectNode>> all = new ArrayList<>();
        if (zone.equals(set.zones().getLast())) {
            all.add(List.of());
        }
        for (ZonePattern pattern : ZonePattern.of(zone.zone())) {
            List<ObjectNode> one = new ArrayList<>();
            if (!pattern.host().equals("*") && !pattern.host().startsWith("**")) {
                ObjectNode host = criterion(json, "hostname", "IS_ONE_OF");
                ((ObjectNode) host.get("options")).putArray("values").add(pattern.host());
                one.add(host);
            }
            if (!pattern.path().isEmpty()) {
                ObjectNode path = criterion(json, "path", "MATCHES_ONE_OF");
                ObjectNode options = (ObjectNode) path.get("options");
                options.putArray("values").add(pattern.path().replaceAll("\\*+", "*"));
                options.put("matchCaseSensitive", false);
                one.add(path);
            }
            if (!one.isEmpty()) {
                all.add(one);
            }
        }
        if (zone.zone().whenSignedIn() && !set.setting().signedInCookie().isEmpty()) {
            ObjectNode cookie = criterion(json, "requestCookie", "EXISTS");
            ((ObjectNode) cookie.get("options")).put("cookieName", set.setting().signedInCookie());
            all.add(List.of(cookie));
        }
        return all;
    }

    private static ObjectNode criterion(JsonMapper json, String name, String operator) {
        ObjectNode criterion = json.createObjectNode();
        criterion.put("name", name);
        criterion.putObject("options").put("matchOperator", operator);
        return criterion;
    }

    private static ObjectNode header(JsonMapper json, ZoneHeaders.Template header) {
        ObjectNode behavior = json.createObjectNode();
        behavior.put("name", "modifyOutgoingResponseHeader");
        behavior.putObject("options")
                .put("action", "MODIFY")
                .put("standardModifyHeaderName", "OTHER")
                .put("customHeaderName", header.name())
                .put("newHeaderValue", header.value(""))
                .put("avoidDuplicateHeaders", true);
        return behavior;
    }
}
