package dev.earshot.guard.collect;

import dev.earshot.guard.collect.Overview.Party;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An [Overview] as JSON: docs/collect.md describes its members.
public final class OverviewJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private OverviewJson() {}

    public static String of(Overview overview) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", "earshot-collected/1");
        json.put("since", overview.since().toString());
        overview.until().ifPresent(until -> json.put("until", until.toString()));
        overview.firstDay().ifPresent(day -> json.put("firstDay", day.toString()));
        parties(json.putArray("new"), overview.fresh());
        parties(json.putArray("unconfirmed"), overview.unconfirmed());
        parties(json.putArray("before"), overview.before());
        parties(json.putArray("content"), overview.content());
        ArrayNode noise = json.putArray("noise");
        overview.noise().forEach(each -> {
            ObjectNode rule = noise.addObject().put("rule", each.rule()).put("reports", each.reports());
            rule.put("reason", each.reason()).put("source", each.source()).put("verified", each.verified());
            ObjectNode hosts = rule.putObject("hosts");
            each.hosts().forEach(hosts::put);
        });
        ObjectNode ignored = json.putObject("ignored");
        overview.ignored().forEach(ignored::put);
        ObjectNode counts = json.putObject("counts");
        overview.tallies().forEach(counts::put);
        ArrayNode gaps = json.putArray("gaps");
        overview.gaps()
                .forEach(gap -> gaps.addObject()
                        .put("from", gap.from().toString())
                        .put("to", gap.to().toString()));
        json.put("tornLines", overview.torn());
        return JSON.writeValueAsString(json) + "\n";
    }

    private static void parties(ArrayNode to, List<Party> parties) {
        for (Party party : parties) {
            ObjectNode json = to.addObject().put("domain", party.name());
            party.vendor().ifPresent(vendor -> json.put("vendor", vendor));
            party.purpose().ifPresent(purpose -> json.put("purpose", purpose));
            ArrayNode products = json.putArray("products");
            party.products().forEach(products::add);
            json.put("tracker", party.tracker()).put("letThrough", party.letThrough());
            json.put("first", party.first().toString()).put("last", party.last().toString());
            json.put("reports", party.reports()).put("networksAtLeast", party.networks());
            ArrayNode lines = json.putArray("evidence");
            party.lines().forEach(line -> {
                ObjectNode one = lines.addObject().put("page", line.page()).put("directive", line.directive());
                one.put("address", line.address())
                        .put("verdict", line.verdict())
                        .put("source", line.source());
                one.put("rule", line.rule()).put("reports", line.reports());
                ArrayNode browsers = one.putArray("browsers");
                line.browsers().forEach(browsers::add);
            });
        }
    }
}
