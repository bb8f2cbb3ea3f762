package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.health.HealthClass;
import dev.earshot.health.HealthContext;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Waiver;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// Writes findings as SARIF 2.1.0 (OASIS, 27 March 2020), so that code scanning shows them.
///
/// A result's place is `capture.har`, since a finding is about traffic and not about a file of the site; the page, the
/// tag
/// and the vendor are its logical locations, and the request its `webRequest`. [AppSarif] writes what is about an app. A waived violation is an error with a
/// suppression. What could not be seen is a notification of the invocation.
final class SarifReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String CAPTURE = "capture.har";

    /// SARIF 2.1.0 § 3.27.25: from 0 to 100; a result without one is of no known priority.
    static final double HIGHEST_RANK = 100.0;

    private final ScanResult result;
    private final ReportOptions options;
    private final Masking masking;
    private final JsonGenerator json;
    private final Map<String, Disclosure> disclosures = new HashMap<>();

    private SarifReport(ScanResult result, ReportOptions options, Masking masking, JsonGenerator json) {
        this.result = result;
        this.options = options;
        this.masking = masking;
        this.json = json;
        result.disclosures().forEach(disclosure -> disclosures.put(disclosure.id(), disclosure));
    }

    static void write(ScanResult result, ReportOptions options, Telling telling, Writer to) {
        try (JsonGenerator json = Json.generator(to)) {
            new SarifReport(result, options, telling.masking(), json).writeAll();
        }
    }

    private void writeAll() {
        Map<String, Finding.Level> rules = new TreeMap<>();
        result.findings().forEach(finding -> rules.merge(finding.rule(), finding.level(), SarifReport::graver));
        result.appFindings().forEach(finding -> rules.merge(finding.rule(), finding.level(), SarifReport::graver));
        List<String> order = new ArrayList<>(rules.keySet());
        json.writeStartObject();
        json.writeStringProperty("$schema", SCHEMA);
        json.writeStringProperty("version", "2.1.0");
        json.writeArrayPropertyStart("runs");
        json.writeStartObject();
        writeTool(rules);
        writeInvocation();
        json.writeArrayPropertyStart("results");
        AppSarif ofApps = new AppSarif(json, masking, options);
        result.appFindings().forEach(finding -> ofApps.write(finding, order.indexOf(finding.rule())));
        result.findings().forEach(finding -> writeResult(finding, order.indexOf(finding.rule())));
        json.writeEndArray();
        json.writeStringProperty("columnKind", "utf16CodeUnits");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static Finding.Level graver(Finding.Level one, Finding.Level other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private void writeTool(Map<String, Finding.Level> rules) {
        json.writeObjectPropertyStart("tool");
        json.writeObjectPropertyStart("driver");
        json.writeStringProperty("name", "Earshot");
        json.writeStringProperty("version", options.version());
        json.writeArrayPropertyStart("rules");
        rules.forEach((id, gravest) -> {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            writeText("shortDescription", Wording.capitalised(id.replace('-', ' ')) + ".");
            json.writeObjectPropertyStart("defaultConfiguration");
            json.writeStringProperty("level", level(gravest));
            json.writeEndObject();
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("notifications");
        result.blindSpots().stream().map(BlindSpot::kind).distinct().sorted().forEach(kind -> {
            json.writeStartObject();
            json.writeStringProperty("id", id(kind));
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeInvocation() {
        json.writeArrayPropertyStart("invocations");
        json.writeStartObject();
        json.writeBooleanProperty("executionSuccessful", !result.incomplete());
        json.writeStringProperty("commandLine", masking.said(options.command()));
        json.writeStringProperty("startTimeUtc", result.capture().startedAt().toString());
        json.writeStringProperty("endTimeUtc", result.capture().endedAt().toString());
        json.writeArrayPropertyStart("toolExecutionNotifications");
        for (BlindSpot spot : result.blindSpots()) {
            json.writeStartObject();
            json.writeObjectPropertyStart("descriptor");
            json.writeStringProperty("id", id(spot.kind()));
            json.writeEndObject();
            json.writeStringProperty("level", spot.incomplete() ? "warning" : "note");
            String where = spot.where().isEmpty() ? "" : masking.address(spot.where()) + ": ";
            writeText("message", where + masking.said(spot.what()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String id(BlindSpot.Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private void writeResult(Finding finding, int rule) {
        Optional<Transmission> first = finding.disclosureIds().stream()
                .flatMap(id -> Optional.ofNullable(disclosures.get(id)).stream())
                .map(Disclosure::transmission)
                .findFirst();
        json.writeStartObject();
        json.writeStringProperty("ruleId", finding.rule());
        json.writeNumberProperty("ruleIndex", rule);
        json.writeStringProperty("level", level(finding.level()));
        json.writeStringProperty("kind", "fail");
        if (finding.isOfProtectedKind()) {
            json.writeNumberProperty("rank", HIGHEST_RANK);
        }
        writeText("message", masking.said(finding.sentence()));
        writeLocations(finding, first);
        json.writeObjectPropertyStart("partialFingerprints");
        json.writeStringProperty("earshotFinding/v1", finding.fingerprint());
        json.writeEndObject();
        options.baseline()
                .ifPresent(baseline ->
                        json.writeStringProperty("baselineState", baseline.has(finding) ? "unchanged" : "new"));
        json.writeArrayPropertyStart("suppressions");
        finding.waiver().ifPresent(waiver -> writeSuppression(json, waiver));
        json.writeEndArray();
        first.ifPresent(this::writeRequest);
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("vendor", finding.vendor());
        json.writeStringProperty("tracker", finding.tracker());
        json.writeStringProperty("element", finding.element().id());
        json.writeStringProperty("zone", finding.zone());
        json.writeStringProperty("basis", Wording.label(finding.basis()));
        finding.health().ifPresent(health -> writeHealth(json, masking, health));
        json.writeArrayPropertyStart("disclosures");
        finding.disclosureIds().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    static void writeHealth(JsonGenerator json, Masking masking, HealthContext health) {
        json.writeArrayPropertyStart("healthClasses");
        health.classes().stream().map(HealthClass::id).forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("protectedKinds");
        health.kinds().stream().map(ProtectedKind::id).forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("healthWords");
        health.mentions().stream().map(masking::words).distinct().forEach(json::writeString);
        json.writeEndArray();
    }

    static void writeSuppression(JsonGenerator json, Waiver waiver) {
        json.writeStartObject();
        json.writeStringProperty("kind", "external");
        json.writeStringProperty("status", "accepted");
        json.writeStringProperty("justification", waiver.reason() + " (waived until " + waiver.until() + ")");
        json.writeEndObject();
    }

    private void writeLocations(Finding finding, Optional<Transmission> first) {
        json.writeArrayPropertyStart("locations");
        json.writeStartObject();
        json.writeObjectPropertyStart("physicalLocation");
        json.writeObjectPropertyStart("artifactLocation");
        json.writeStringProperty("uri", CAPTURE);
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayPropertyStart("logicalLocations");
        first.map(Transmission::context)
                .map(context -> masking.place(context.pageUrl()))
                .filter(page -> !page.isEmpty())
                .ifPresent(page -> writeLogical(page, "page"));
        writeLogical(finding.tracker(), "tracker");
        writeLogical(finding.vendor(), "vendor");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void writeLogical(String name, String kind) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeStringProperty("kind", kind);
        json.writeEndObject();
    }

    private void writeRequest(Transmission transmission) {
        json.writeObjectPropertyStart("webRequest");
        json.writeStringProperty("method", transmission.method());
        json.writeStringProperty("target", masking.address(transmission.url()));
        json.writeEndObject();
    }

    private void writeText(String name, String text) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    static String level(Finding.Level level) {
        return switch (level) {
            case VIOLATION, WAIVED -> "error";
            case NOTE -> "note";
        };
    }
}
