package dev.earshot.investigate.report;

import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.history.DisclosureWindow;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `report.json`, of the schema `earshot-investigation/1`: the figures of the report, and every window and file.
final class OutcomeJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private OutcomeJson() {}

    static String of(Outcome outcome) {
        ObjectNode top = JSON.createObjectNode();
        top.put("schema", "earshot-investigation/1")
                .put("investigation", outcome.name())
                .put("entity", outcome.entity())
                .put("from", outcome.from().toString())
                .put("to", outcome.to().toString())
                .put("zone", outcome.zone().getId())
                .put("engine", outcome.engine());
        top.set("incomplete", JSON.valueToTree(outcome.incomplete()));
        top.set("remarks", JSON.valueToTree(outcome.remarks()));
        ObjectNode individuals = top.putObject("individuals");
        for (Outcome.Status status : Outcome.Status.values()) {
            individuals.put(status.id(), outcome.persons(status));
        }
        top.set("funnel", JSON.valueToTree(outcome.funnel()));
        top.set("totals", JSON.valueToTree(outcome.totals()));
        top.set("months", JSON.valueToTree(outcome.months()));
        ObjectNode lines = top.putObject("lines");
        lines.put("all", outcome.lines()).put("used", outcome.usedLines());
        ObjectNode aside = lines.putObject("setAside");
        outcome.setAside().forEach((reason, count) -> aside.put(reason.name(), count));
        windows(outcome, top.putArray("windows"));
        top.set("history", JSON.valueToTree(outcome.historyRemarks()));
        ArrayNode gaps = top.putArray("gaps");
        outcome.gaps()
                .forEach(gap -> gaps.addObject()
                        .put("id", gap.id())
                        .put("host", gap.host())
                        .put("from", gap.from().toString())
                        .put("to", gap.to().toString())
                        .put("settled", gap.settled()));
        top.set("sources", JSON.valueToTree(outcome.sources()));
        top.set("files", JSON.valueToTree(outcome.files()));
        return JSON.writeValueAsString(top) + "\n";
    }

    private static void windows(Outcome outcome, ArrayNode windows) {
        for (Outcome.Told told : outcome.windows()) {
            DisclosureWindow window = told.window();
            ObjectNode node = windows.addObject()
                    .put("id", window.id())
                    .put("vendor", window.vendor())
                    .put("tracker", window.tracker())
                    .put("from", window.from().toString())
                    .put("to", window.to().toString())
                    .put("certainty", window.certainty().id())
                    .put("pages", window.pages().text())
                    .put("exposed", told.exposed())
                    .put("possible", told.possible());
            ObjectNode elements = node.putObject("elements");
            window.elements().forEach((element, basis) -> elements.put(element.id(), basis.name()));
            node.set("provenance", JSON.valueToTree(window.provenance()));
        }
    }
}
