package dev.earshot.investigate.tags;

import dev.earshot.element.DataElement;
import dev.earshot.policy.Finding;
import dev.earshot.policy.SetToTell.Source;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.ReportOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// SARIF 2.1.0 (OASIS, 27 March 2020): the place of a result is the tag in the container's file, by line and pointer.
///
/// What can't be told is a warning; a violation is an error, a waived one with a suppression. What was not read is a
/// notification of the invocation.
final class TagSarif {
    private static final int MOST_RELATED = 20;

    private TagSarif() {}

    static String of(TagReview review, ReportOptions options) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<String> rules = new ArrayList<>(
                new TreeSet<>(review.findings().stream().map(TagFinding::rule).toList()));
        ObjectNode root = nodes.objectNode();
        root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        root.put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "Earshot");
        driver.put("version", options.version());
        ArrayNode described = driver.putArray("rules");
        rules.forEach(rule -> {
            ObjectNode node = described.addObject();
            node.put("id", rule);
            String words = rule.replace('-', ' ');
            node.putObject("shortDescription")
                    .put("text", words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".");
        });
        ObjectNode invocation = run.putArray("invocations").addObject();
        invocation.put("executionSuccessful", review.incomplete().isEmpty());
        invocation.put("commandLine", options.command());
        invocation.put("endTimeUtc", options.judgedAt().toString());
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        review.incomplete().forEach(what -> {
            ObjectNode note = notifications.addObject();
            note.put("level", "warning");
            note.putObject("message").put("text", what);
        });
        ArrayNode results = run.putArray("results");
        review.findings().forEach(finding -> write(results.addObject(), finding, rules, options));
        run.put("columnKind", "utf16CodeUnits");
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(ObjectNode node, TagFinding finding, List<String> rules, ReportOptions options) {
        node.put("ruleId", finding.rule());
        node.put("ruleIndex", rules.indexOf(finding.rule()));
        node.put("level", finding.level() == Finding.Level.NOTE ? "note" : finding.sure() ? "error" : "warning");
        node.put("kind", "fail");
        if (finding.isOfProtectedKind()) {
            node.put("rank", 100.0);
        }
        node.putObject("message").put("text", finding.sentence());
        ArrayNode locations = node.putArray("locations");
        write(locations.addObject(), finding.sources().getFirst(), -1);
        ArrayNode related = node.putArray("relatedLocations");
        for (int i = 1; i < Math.min(finding.sources().size(), MOST_RELATED); i++) {
            write(related.addObject(), finding.sources().get(i), i);
        }
        node.putObject("partialFingerprints").put("earshotFinding/v1", finding.fingerprint());
        options.baseline()
                .ifPresent(baseline ->
                        node.put("baselineState", baseline.has(finding.fingerprint()) ? "unchanged" : "new"));
        ArrayNode suppressions = node.putArray("suppressions");
        finding.waiver()
                .ifPresent(waiver -> suppressions
                        .addObject()
                        .put("kind", "external")
                        .put("status", "accepted")
                        .put("justification", waiver.reason() + " (until " + waiver.until() + ")"));
        ObjectNode properties = node.putObject("properties");
        properties.put("vendor", finding.vendor());
        properties.put("tracker", finding.tracker());
        properties.put("zone", finding.zone());
        properties.put("sure", finding.sure());
        finding.element().map(DataElement::id).ifPresent(element -> properties.put("element", element));
    }

    private static void write(ObjectNode node, Source source, int id) {
        if (id >= 0) {
            node.put("id", id);
        }
        ObjectNode physical = node.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(source.file()));
        physical.putObject("region").put("startLine", Math.max(1, source.line()));
        ObjectNode logical = node.putArray("logicalLocations").addObject();
        logical.put("name", source.tag());
        logical.put("fullyQualifiedName", source.pointer());
        logical.put("kind", "object");
        node.putObject("message").put("text", source.by());
    }

    /// A path as a relative reference (RFC 3986, section 4.2).
    private static String uri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            int letter = each & 0xFF;
            boolean plain =
                    letter < 0x80 && (Character.isLetterOrDigit(letter) || "/!-._~$&'()*+,;=@".indexOf(letter) >= 0);
            uri.append(plain ? String.valueOf((char) letter) : String.format(Locale.ROOT, "%%%02X", letter));
        }
        return uri.toString();
    }
}
