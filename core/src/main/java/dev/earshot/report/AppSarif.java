package dev.earshot.report;

import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.element.DataElement;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.AppFinding.Evidence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Writes findings about apps as results of SARIF 2.1.0.
///
/// The place of a result is the file in the app, with the offset where there is one, and its logical location the class
/// and method; what else it rests on are related locations.
final class AppSarif {
    private static final int MOST_RELATED = 20;

    private final JsonGenerator json;
    private final Masking masking;
    private final ReportOptions options;

    AppSarif(JsonGenerator json, Masking masking, ReportOptions options) {
        this.json = json;
        this.masking = masking;
        this.options = options;
    }

    void write(AppFinding finding, int rule) {
        List<Evidence> evidence = finding.evidence();
        json.writeStartObject();
        json.writeStringProperty("ruleId", finding.rule());
        json.writeNumberProperty("ruleIndex", rule);
        json.writeStringProperty("level", SarifReport.level(finding.level()));
        json.writeStringProperty("kind", "fail");
        if (finding.isOfProtectedKind()) {
            json.writeNumberProperty("rank", SarifReport.HIGHEST_RANK);
        }
        writeText("message", masking.saidOfFiles(finding.sentence()));
        json.writeArrayPropertyStart("locations");
        evidence.stream().limit(1).forEach(first -> writeLocation(finding, first, -1));
        json.writeEndArray();
        json.writeArrayPropertyStart("relatedLocations");
        for (int i = 1; i < Math.min(evidence.size(), MOST_RELATED); i++) {
            writeLocation(finding, evidence.get(i), i);
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("partialFingerprints");
        json.writeStringProperty("earshotFinding/v1", finding.fingerprint());
        json.writeEndObject();
        options.baseline()
                .ifPresent(baseline ->
                        json.writeStringProperty("baselineState", baseline.has(finding) ? "unchanged" : "new"));
        json.writeArrayPropertyStart("suppressions");
        finding.waiver().ifPresent(waiver -> SarifReport.writeSuppression(json, waiver));
        json.writeEndArray();
        writeProperties(finding);
        json.writeEndObject();
    }

    private void writeProperties(AppFinding finding) {
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("about", finding.about().id());
        json.writeStringProperty("subject", masking.saidOfFiles(finding.subject()));
        json.writeStringProperty("vendor", finding.vendor());
        json.writeStringProperty("sdk", finding.sdk());
        finding.rung().map(Rung::id).ifPresent(rung -> json.writeStringProperty("rung", rung));
        finding.element().map(DataElement::id).ifPresent(element -> json.writeStringProperty("element", element));
        finding.health().ifPresent(health -> SarifReport.writeHealth(json, masking, health));
        json.writeEndObject();
    }

    /// @param id of a related location; negative for the result's own
    private void writeLocation(AppFinding finding, Evidence evidence, int id) {
        Spot at = evidence.at();
        json.writeStartObject();
        if (id >= 0) {
            json.writeNumberProperty("id", id);
        }
        json.writeObjectPropertyStart("physicalLocation");
        json.writeObjectPropertyStart("artifactLocation");
        json.writeStringProperty("uri", uri(at.file()));
        json.writeEndObject();
        if (at.offset() >= 0) {
            json.writeObjectPropertyStart("region");
            json.writeNumberProperty("byteOffset", at.offset());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayPropertyStart("logicalLocations");
        if (!at.in().isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("name", at.in().substring(at.in().lastIndexOf('.') + 1));
            json.writeStringProperty("fullyQualifiedName", at.in());
            json.writeStringProperty("kind", "member");
            json.writeEndObject();
        }
        writeLogical(finding.sdk(), "sdk");
        writeLogical(finding.vendor(), "vendor");
        json.writeEndArray();
        writeText("message", masking.written(evidence.what()));
        json.writeEndObject();
    }

    private void writeLogical(String name, String kind) {
        if (!name.isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("name", name);
            json.writeStringProperty("kind", kind);
            json.writeEndObject();
        }
    }

    private void writeText(String name, String text) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    /// A path as a relative reference (RFC 3986, section 4.2): what may not stand there as it is, percent-encoded.
    static String uri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xFF);
            boolean plain = (letter >= '0' && letter <= '9')
                    || (letter >= 'A' && letter <= 'Z')
                    || (letter >= 'a' && letter <= 'z')
                    || "/!-._~$&'()*+,;=@".indexOf(letter) >= 0;
            if (plain) {
                uri.append(letter);
            } else {
                uri.append(String.format(java.util.Locale.ROOT, "%%%02X", each & 0xFF));
            }
        }
        return uri.toString();
    }
}
