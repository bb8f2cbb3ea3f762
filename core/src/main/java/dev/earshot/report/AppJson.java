package dev.earshot.report;

import static dev.earshot.report.JsonReport.word;

import dev.earshot.AppResult;
import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.app.Declaration;
import dev.earshot.app.DeepLink;
import dev.earshot.app.Endpoint;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Mismatch;
import dev.earshot.app.Permission;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.app.Trace;
import dev.earshot.app.WebView;
import dev.earshot.element.DataElement;
import dev.earshot.policy.AppFinding;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// Writes the part of `report.json` that is about apps. [StoredApp] reads it.
final class AppJson {
    private final JsonGenerator json;
    private final Masking masking;
    private final ReportOptions options;

    AppJson(JsonGenerator json, Masking masking, ReportOptions options) {
        this.json = json;
        this.masking = masking;
        this.options = options;
    }

    void write(List<AppResult> apps) {
        array("apps", apps, this::write);
    }

    private void write(AppResult result) {
        App app = result.app();
        json.writeStringProperty("platform", word(app.platform()));
        json.writeStringProperty("id", app.id());
        json.writeStringProperty("version", app.version());
        json.writeStringProperty("build", app.build());
        json.writeStringProperty("name", app.name());
        array("files", app.files(), this::write);
        JsonReport.writeStrings(json, "frameworks", app.frameworks());
        array("sdks", app.sdks(), this::write);
        array("permissions", app.permissions(), this::write);
        array("endpoints", app.endpoints(), this::write);
        array("webViews", app.webViews(), this::write);
        array("deepLinks", app.deepLinks(), this::write);
        array("declarations", app.declarations(), this::write);
        array("mismatches", app.mismatches(), this::write);
        array("findings", result.findings(), this::write);
        json.writeArrayPropertyStart("blindSpots");
        app.blindSpots().forEach(spot -> JsonReport.writeBlindSpot(json, masking, spot));
        json.writeEndArray();
    }

    private void write(AppFile file) {
        json.writeStringProperty("name", file.name());
        json.writeStringProperty("kind", file.kind());
        json.writeNumberProperty("bytes", file.bytes());
        json.writeStringProperty("sha256", file.sha256());
    }

    private void write(HeldSdk sdk) {
        json.writeStringProperty("id", sdk.id());
        json.writeStringProperty("name", sdk.name());
        json.writeStringProperty("vendor", sdk.vendor());
        json.writeStringProperty("purpose", sdk.purpose());
        JsonReport.writeStrings(json, "trackers", sdk.trackers());
        json.writeBooleanProperty("infrastructure", sdk.infrastructure());
        json.writeStringProperty("rung", sdk.rung().id());
        json.writeBooleanProperty("renamed", sdk.renamed());
        optional("version", sdk.version());
        json.writeStringProperty("setting", word(sdk.setting()));
        JsonReport.writeStrings(
                json,
                "collects",
                sdk.collects().stream().sorted().map(DataElement::id).toList());
        array("traces", sdk.traces(), this::write);
        array("handOvers", sdk.handOvers(), this::write);
        json.writeStringProperty("onward", sdk.onward());
        JsonReport.writeStrings(json, "remarks", sdk.remarks());
    }

    private void write(Trace trace) {
        json.writeStringProperty("rung", trace.rung().id());
        json.writeStringProperty("kind", trace.kind());
        json.writeBooleanProperty("survivesRenaming", trace.survivesRenaming());
        json.writeStringProperty("what", masking.written(trace.what()));
        at(trace.at());
    }

    private void write(HandOver call) {
        json.writeStringProperty("element", call.element().id());
        json.writeStringProperty("call", call.call());
        JsonReport.writeStrings(
                json, "literals", call.literals().stream().map(masking::written).toList());
        at(call.at());
    }

    private void write(Permission permission) {
        json.writeStringProperty("name", permission.name());
        json.writeStringProperty("meaning", permission.meaning());
        optional("element", permission.element().map(DataElement::id));
        json.writeStringProperty("stated", masking.written(permission.stated()));
        at(permission.at());
    }

    private void write(Endpoint endpoint) {
        json.writeStringProperty("host", endpoint.host());
        optional("vendor", endpoint.vendor());
        optional("tracker", endpoint.tracker());
        at(endpoint.at());
    }

    private void write(WebView view) {
        JsonReport.writeStrings(
                json,
                "addresses",
                view.addresses().stream().map(masking::written).toList());
        JsonReport.writeStrings(json, "bridges", view.bridges());
        JsonReport.writeStrings(json, "trackers", view.trackers());
        at(view.at());
    }

    private void write(DeepLink link) {
        json.writeStringProperty("address", masking.written(link.address()));
        json.writeStringProperty("opens", link.opens());
        at(link.at());
    }

    private void write(Declaration declared) {
        json.writeStringProperty("by", declared.by());
        json.writeStringProperty("kind", word(declared.kind()));
        json.writeStringProperty("name", masking.written(declared.name()));
        optional("element", declared.element().map(DataElement::id));
        json.writeStringProperty("terms", masking.written(declared.terms()));
        at(declared.at());
    }

    private void write(Mismatch mismatch) {
        json.writeStringProperty("what", masking.saidOfFiles(mismatch.what()));
        json.writeStringProperty("sdk", mismatch.sdk());
        array("at", mismatch.at(), this::write);
    }

    private void write(AppFinding finding) {
        json.writeStringProperty("fingerprint", finding.fingerprint());
        json.writeStringProperty("rule", finding.rule());
        json.writeStringProperty("level", word(finding.level()));
        json.writeStringProperty("about", finding.about().id());
        json.writeStringProperty("subject", masking.saidOfFiles(finding.subject()));
        json.writeStringProperty("vendor", finding.vendor());
        json.writeStringProperty("sdk", finding.sdk());
        optional("rung", finding.rung().map(Rung::id));
        optional("element", finding.element().map(DataElement::id));
        json.writeStringProperty("sentence", masking.saidOfFiles(finding.sentence()));
        array("evidence", finding.evidence(), evidence -> {
            json.writeStringProperty("what", masking.written(evidence.what()));
            at(evidence.at());
        });
        finding.health().ifPresent(health -> JsonReport.writeHealth(json, masking, health));
        finding.waiver().ifPresent(waiver -> JsonReport.writeWaiver(json, waiver));
        options.baseline().ifPresent(baseline -> json.writeBooleanProperty("inBaseline", baseline.has(finding)));
    }

    private void at(Spot spot) {
        json.writeObjectPropertyStart("at");
        write(spot);
        json.writeEndObject();
    }

    private void write(Spot spot) {
        json.writeStringProperty("file", spot.file());
        json.writeStringProperty("in", spot.in());
        if (spot.offset() >= 0) {
            json.writeNumberProperty("offset", spot.offset());
        }
    }

    private <T> void array(String name, Collection<T> items, Consumer<T> members) {
        json.writeArrayPropertyStart(name);
        for (T item : items) {
            json.writeStartObject();
            members.accept(item);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void optional(String name, Optional<String> value) {
        value.ifPresent(present -> json.writeStringProperty(name, present));
    }
}
