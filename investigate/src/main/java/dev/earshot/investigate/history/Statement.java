package dev.earshot.investigate.history;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.plan.Plan;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A window that somebody states, and answers for.
final class Statement {
    private Statement() {}

    /// @param source of the kind `statement`, checked by [dev.earshot.investigate.plan.PlanFile]
    static DisclosureWindow window(Plan.TagSource source) {
        Map<String, String> says = source.settings();
        List<String> ids = says.getOrDefault("elements", "").lines().toList();
        Map<DataElement, Basis> elements = Arrays.stream(DataElement.values())
                .filter(element -> ids.contains(element.id()))
                .collect(Collectors.toMap(element -> element, Statement::basis));
        return new DisclosureWindow(
                says.getOrDefault("vendor", ""),
                says.getOrDefault("tracker", ""),
                elements,
                PageRules.parse(says.getOrDefault("rule", PageRule.EVERYWHERE.text())),
                Instant.parse(says.getOrDefault("from", "")),
                Instant.parse(says.getOrDefault("to", "")),
                says.getOrDefault("certainty", "certain").equals("certain")
                        ? DisclosureWindow.Certainty.CERTAIN
                        : DisclosureWindow.Certainty.ASSUMED,
                List.of(new DisclosureWindow.Provenance(
                        "statement",
                        says.getOrDefault("by", ""),
                        "",
                        "line " + source.line() + " of the plan",
                        says.getOrDefault("statement", "") + ": " + says.getOrDefault("because", ""))));
    }

    /// What every request tells its recipient needs no more basis than that it was made.
    private static Basis basis(DataElement element) {
        return element == DataElement.IP_ADDRESS || element == DataElement.DEVICE ? Basis.INHERENT : Basis.DECODED;
    }
}
