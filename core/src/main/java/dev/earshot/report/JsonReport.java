package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.catalogue.Identification;
import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Undecoded;
import dev.earshot.detect.Detection;
import dev.earshot.differential.Claim;
import dev.earshot.differential.Differential;
import dev.earshot.differential.Statement;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Attestation;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.StoredItem;
import dev.earshot.health.HealthClass;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthMention;
import dev.earshot.health.ProtectedKind;
import dev.earshot.persona.Persona;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Waiver;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes `report.json`, schema `earshot-report/1`. A field is never renamed or removed within a version; new ones may
/// come. Written as it goes: memory does not grow with the number of disclosures.
final class JsonReport {
    static final String SCHEMA = "earshot-report/1";

    private final ScanResult result;
    private final ReportOptions options;
    private final Masking masking;
    private final Account account;
    private final Sentences sentences;
    private final boolean signedIn;
    private final JsonGenerator json;

    private JsonReport(ScanResult result, ReportOptions options, Telling telling, JsonGenerator json) {
        this.result = result;
        this.options = options;
        this.masking = telling.masking();
        this.account = telling.account();
        this.sentences = telling.sentences();
        this.signedIn = telling.reading().signedIn();
        this.json = json;
    }

    static void write(ScanResult result, ReportOptions options, Telling telling, Writer to) {
        try (JsonGenerator json = Json.generator(to)) {
            new JsonReport(result, options, telling, json).writeAll(telling.verdict());
        }
    }

    private void writeAll(Verdict verdict) {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeStringProperty("version", options.version());
        json.writeStringProperty("command", masking.said(options.command()));
        json.writeStringProperty("judgedAt", options.judgedAt().toString());
        json.writeBooleanProperty("revealed", options.reveal());
        writeVerdict(verdict);
        writeScan();
        json.writeArrayPropertyStart("answers");
        result.answers().forEach(this::writeAnswer);
        json.writeEndArray();
        writeAttestation(result.attestation());
        json.writeArrayPropertyStart("vendors");
        account.vendors().forEach(this::writeVendor);
        json.writeEndArray();
        json.writeArrayPropertyStart("onward");
        account.onward().forEach(this::writeOnward);
        json.writeEndArray();
        json.writeArrayPropertyStart("findings");
        result.findings().forEach(this::writeFinding);
        json.writeEndArray();
        json.writeArrayPropertyStart("blindSpots");
        result.blindSpots().forEach(this::writeBlindSpot);
        json.writeEndArray();
        writeStrings("lookalikes", result.lookalikes());
        result.differential().ifPresent(this::writeDifferential);
        if (!result.apps().isEmpty()) {
            new AppJson(json, masking, options).write(result.apps());
        }
        json.writeArrayPropertyStart("transmissions");
        result.transmissions().forEach(this::writeTransmission);
        json.writeEndArray();
        json.writeArrayPropertyStart("disclosures");
        result.disclosures().forEach(this::writeDisclosure);
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void writeDifferential(Differential differential) {
        json.writeObjectPropertyStart("differential");
        json.writeArrayPropertyStart("runs");
        for (Differential.Labelled run : differential.runs()) {
            json.writeStartObject();
            json.writeStringProperty("id", run.id());
            json.writeStringProperty("person", run.person());
            json.writeStringProperty("search", run.search());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("places", differential.slots());
        json.writeNumberProperty("tested", differential.tested());
        json.writeNumberProperty("level", Differential.LEVEL);
        writeStrings("limits", differential.limits());
        json.writeArrayPropertyStart("claims");
        differential.claims().forEach(this::writeClaim);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeClaim(Claim claim) {
        json.writeStartObject();
        json.writeStringProperty("standing", word(claim.standing()));
        json.writeStringProperty("follows", word(claim.factor()));
        json.writeStringProperty("element", claim.element().id());
        json.writeStringProperty("vendor", claim.vendor());
        json.writeStringProperty("recipient", masking.said(claim.tracker()));
        json.writeStringProperty("place", masking.quoted(claim.chain()));
        json.writeArrayPropertyStart("values");
        claim.values().forEach((run, value) -> {
            json.writeStartObject();
            json.writeStringProperty("run", run);
            json.writeStringProperty("value", masking.value(value));
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("groups");
        claim.groups().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeNumberProperty("divisions", claim.divisions());
        json.writeNumberProperty("fitting", claim.fitting());
        json.writeNumberProperty("corrected", claim.corrected());
        json.writeStringProperty("statement", Statement.of(claim));
        writeOptional("because", claim.because());
        writeStrings("disclosures", claim.disclosureIds());
        json.writeEndObject();
    }

    private void writeVerdict(Verdict verdict) {
        json.writeObjectPropertyStart("verdict");
        json.writeStringProperty("outcome", verdict.outcome().id());
        json.writeStringProperty("sentence", verdict.sentence());
        json.writeStringProperty("meaning", verdict.meaning());
        json.writeNumberProperty("violations", verdict.violations());
        json.writeNumberProperty("violationsInBaseline", verdict.known());
        json.writeNumberProperty("waived", verdict.waived());
        json.writeNumberProperty("notes", verdict.notes());
        json.writeNumberProperty("notSeen", verdict.unseen());
        json.writeEndObject();
    }

    private void writeScan() {
        Capture.Summary capture = result.capture();
        json.writeObjectPropertyStart("scan");
        writeStrings("target", capture.target().stream().map(masking::address).toList());
        json.writeStringProperty("recordedBy", capture.recordedBy());
        json.writeStringProperty("browser", capture.browser());
        json.writeStringProperty("startedAt", capture.startedAt().toString());
        json.writeStringProperty("endedAt", capture.endedAt().toString());
        json.writeNumberProperty("exchanges", result.exchanges());
        json.writeNumberProperty("ownTraffic", capture.ownTraffic());
        json.writeBooleanProperty("signedIn", signedIn);
        writeOptional("persona", capture.persona().map(Persona::id));
        json.writeArrayPropertyStart("runs");
        capture.runs().forEach(this::writeRun);
        json.writeEndArray();
        json.writeArrayPropertyStart("pages");
        capture.pages().forEach(this::writePage);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeRun(Run run) {
        json.writeStartObject();
        json.writeStringProperty("id", run.id());
        json.writeStringProperty("consent", word(run.consent()));
        json.writeStringProperty("consentOutcome", masking.said(run.consentOutcome()));
        json.writeEndObject();
    }

    private void writePage(Page page) {
        json.writeStartObject();
        json.writeStringProperty("id", page.id());
        json.writeStringProperty("run", page.run());
        json.writeStringProperty("url", masking.address(page.url()));
        json.writeStringProperty("title", masking.quoted(page.title()));
        json.writeStringProperty("startedAt", page.startedAt().toString());
        json.writeStringProperty("outcome", word(page.outcome()));
        json.writeStringProperty("remark", masking.said(page.remark()));
        writeOptional("screenshot", page.screenshot());
        json.writeArrayPropertyStart("stored");
        page.stored().forEach(this::writeStored);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeStored(StoredItem item) {
        json.writeStartObject();
        json.writeStringProperty("kind", word(item.kind()));
        json.writeStringProperty("name", masking.quoted(item.name()));
        json.writeStringProperty("value", masking.value(item.value()));
        json.writeStringProperty("site", item.site());
        writeOptional("expires", item.expires().map(Object::toString));
        writeOptional("setBy", item.setBy().map(masking::address));
        json.writeEndObject();
    }

    private void writeAttestation(Attestation attestation) {
        Attestation.Seen seen = attestation.seen();
        json.writeObjectPropertyStart("attestation");
        json.writeNumberProperty("exchanges", seen.exchanges());
        json.writeNumberProperty("requests", seen.requests());
        json.writeNumberProperty("bytesRead", seen.bytesRead());
        json.writeNumberProperty("bytesOpaque", seen.bytesOpaque());
        json.writeNumberProperty("partsOpaque", seen.partsOpaque());
        json.writeNumberProperty("pages", seen.pages());
        writeStrings(
                "pagesNotSeen",
                seen.pagesNotSeen().stream().map(masking::address).toList());
        writeStrings("gaps", seen.channelsBlind().stream().map(masking::said).toList());
        json.writeBooleanProperty("persona", seen.persona());
        json.writeBooleanProperty("signedIn", seen.signedIn());
        json.writeObjectPropertyStart("given");
        for (DataElement element : DataElement.values()) {
            if (seen.given().containsKey(element)) {
                json.writeNumberProperty(element.id(), seen.given().getOrDefault(element, 0));
            }
        }
        json.writeEndObject();
        json.writeArrayPropertyStart("vendors");
        attestation.vendors().forEach(this::writeAttested);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeAttested(Attestation.OfVendor vendor) {
        json.writeStartObject();
        json.writeStringProperty("vendor", vendor.vendor());
        json.writeNumberProperty("requests", vendor.requests());
        json.writeNumberProperty("bytesRead", vendor.bytesRead());
        json.writeNumberProperty("bytesOpaque", vendor.bytesOpaque());
        json.writeNumberProperty("partsOpaque", vendor.partsOpaque());
        json.writeNumberProperty("bodiesNotSeen", vendor.bodiesNotSeen());
        json.writeArrayPropertyStart("answers");
        for (DataElement element : DataElement.values()) {
            Answer answer = vendor.answers().get(element);
            if (answer != null) {
                json.writeStartObject();
                json.writeStringProperty("element", element.id());
                json.writeStringProperty("verdict", word(answer.verdict()));
                json.writeStringProperty("because", masking.said(answer.because()));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeAnswer(Answer answer) {
        json.writeStartObject();
        json.writeStringProperty("element", answer.element().id());
        json.writeStringProperty("label", answer.element().label());
        writeOptional("hipaaIdentifier", answer.element().hipaaIdentifier());
        json.writeStringProperty("verdict", word(answer.verdict()));
        json.writeStringProperty("because", masking.said(answer.because()));
        writeStrings("disclosures", answer.disclosureIds());
        json.writeEndObject();
    }

    private void writeVendor(Account.ToVendor to) {
        json.writeStartObject();
        json.writeStringProperty("vendor", to.vendor());
        json.writeStringProperty("purpose", to.purpose());
        json.writeBooleanProperty("known", to.known());
        json.writeStringProperty("sentence", sentences.told(to));
        writeOptional("basis", to.strongest().map(JsonReport::word));
        writeStrings("tags", to.tags());
        writeStrings("hosts", to.hosts());
        json.writeNumberProperty("transmissions", to.transmissions().size());
        json.writeNumberProperty("events", to.fanOut().occasions());
        json.writeNumberProperty("beforeConsentChoice", to.withConsent(Context.Consent.BEFORE_CHOICE));
        json.writeNumberProperty("inSpiteOfRefusal", to.withConsent(Context.Consent.REFUSED));
        json.writeArrayPropertyStart("elements");
        for (Account.OfElement of : to.elements()) {
            json.writeStartObject();
            json.writeStringProperty("element", of.element().id());
            json.writeStringProperty("basis", word(of.basis()));
            json.writeNumberProperty("disclosures", of.disclosures().size());
            json.writeNumberProperty("pages", of.pages().size());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeOnward(Account.Onward onward) {
        json.writeStartObject();
        json.writeStringProperty("from", onward.from());
        json.writeStringProperty("to", onward.to());
        json.writeNumberProperty("transmissions", onward.transmissions());
        writeStrings("hosts", onward.hosts());
        json.writeEndObject();
    }

    private void writeFinding(Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("fingerprint", finding.fingerprint());
        json.writeStringProperty("rule", finding.rule());
        json.writeStringProperty("level", word(finding.level()));
        json.writeStringProperty("vendor", finding.vendor());
        json.writeStringProperty("tracker", finding.tracker());
        json.writeStringProperty("element", finding.element().id());
        json.writeStringProperty("zone", finding.zone());
        json.writeStringProperty("basis", word(finding.basis()));
        json.writeStringProperty("sentence", masking.said(finding.sentence()));
        writeStrings("disclosures", finding.disclosureIds());
        finding.health().ifPresent(health -> writeHealth(json, masking, health));
        finding.waiver().ifPresent(waiver -> writeWaiver(json, waiver));
        options.baseline().ifPresent(baseline -> json.writeBooleanProperty("inBaseline", baseline.has(finding)));
        json.writeEndObject();
    }

    static void writeWaiver(JsonGenerator json, Waiver waiver) {
        json.writeObjectPropertyStart("waiver");
        json.writeStringProperty("reason", waiver.reason());
        json.writeStringProperty("until", waiver.until().toString());
        json.writeEndObject();
    }

    private void writeBlindSpot(BlindSpot spot) {
        writeBlindSpot(json, masking, spot);
    }

    static void writeBlindSpot(JsonGenerator json, Masking masking, BlindSpot spot) {
        json.writeStartObject();
        json.writeStringProperty("kind", word(spot.kind()));
        json.writeStringProperty("where", masking.address(spot.where()));
        json.writeStringProperty("what", masking.said(spot.what()));
        json.writeBooleanProperty("incomplete", spot.incomplete());
        json.writeEndObject();
    }

    private void writeTransmission(Transmission transmission) {
        Context context = transmission.context();
        json.writeStartObject();
        json.writeStringProperty("exchange", transmission.exchangeId());
        json.writeStringProperty("at", transmission.at().toString());
        json.writeStringProperty("method", transmission.method());
        json.writeStringProperty("url", masking.address(transmission.url()));
        json.writeStringProperty("host", transmission.recipient().host());
        json.writeStringProperty("domain", transmission.recipient().domain());
        json.writeStringProperty("vendor", transmission.recipient().vendor());
        json.writeStringProperty("purpose", transmission.recipient().purpose());
        json.writeBooleanProperty("known", transmission.recipient().known());
        json.writeStringProperty("behind", word(transmission.recipient().behind()));
        transmission.tracker().ifPresent(this::writeTracker);
        writeStrings(
                "events", transmission.events().stream().map(masking::quoted).toList());
        json.writeStringProperty("occasion", occasion(transmission));
        writeOptional("sharedFrom", transmission.sharedFrom());
        json.writeStringProperty("delivery", word(transmission.delivery()));
        json.writeNumberProperty("bodyBytes", transmission.bodyBytes());
        json.writeStringProperty("run", context.run());
        writeOptional("page", context.pageId());
        json.writeStringProperty("pageUrl", masking.address(context.pageUrl()));
        json.writeStringProperty("frameUrl", masking.address(context.frameUrl()));
        json.writeStringProperty("target", word(context.target()));
        json.writeStringProperty("resourceType", context.resourceType());
        json.writeStringProperty("consent", word(context.consent()));
        json.writeStringProperty("signedIn", word(context.signedIn()));
        writeStrings(
                "witnesses",
                context.witnesses().stream().sorted().map(JsonReport::word).toList());
        writeOptional("step", context.step().map(masking::quoted));
        json.writeArrayPropertyStart("initiators");
        context.initiators().forEach(this::writeInitiator);
        json.writeEndArray();
        json.writeArrayPropertyStart("undecoded");
        transmission.undecoded().forEach(this::writeUndecoded);
        json.writeEndArray();
        writeOptional("decoderFailure", transmission.decoderFailure().map(masking::said));
        json.writeEndObject();
    }

    /// Equal for the same event, and without the identifier that a vendor may have put in it.
    private static String occasion(Transmission transmission) {
        if (transmission.occasion().equals(transmission.exchangeId())) {
            return transmission.exchangeId();
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(transmission.occasion().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private void writeTracker(Identification found) {
        Tracker tracker = found.tracker();
        json.writeObjectPropertyStart("tracker");
        json.writeStringProperty("id", tracker.id());
        json.writeStringProperty("product", tracker.product());
        json.writeStringProperty("how", word(found.how()));
        json.writeStringProperty("does", word(found.does()));
        json.writeEndObject();
    }

    private void writeInitiator(Initiator initiator) {
        json.writeStartObject();
        json.writeStringProperty("kind", word(initiator.kind()));
        writeOptional("url", initiator.url().map(masking::address));
        json.writeNumberProperty("line", initiator.line());
        json.writeNumberProperty("column", initiator.column());
        json.writeStringProperty("function", masking.quoted(initiator.function()));
        json.writeEndObject();
    }

    private void writeUndecoded(Undecoded part) {
        json.writeStartObject();
        json.writeStringProperty("chain", masking.quoted(part.chain()));
        json.writeNumberProperty("bytes", part.bytes());
        json.writeNumberProperty("entropy", part.entropy());
        json.writeStringProperty("why", part.why());
        json.writeEndObject();
    }

    private void writeDisclosure(Disclosure disclosure) {
        Transmission transmission = disclosure.transmission();
        Detection detection = disclosure.detection();
        json.writeStartObject();
        json.writeStringProperty("id", disclosure.id());
        json.writeStringProperty("exchange", transmission.exchangeId());
        json.writeStringProperty("vendor", transmission.recipient().vendor());
        json.writeStringProperty("tracker", trackerId(transmission));
        json.writeStringProperty("element", detection.element().id());
        json.writeStringProperty("zone", disclosure.zone());
        json.writeStringProperty("basis", word(detection.basis()));
        json.writeStringProperty("how", masking.said(detection.how()));
        json.writeStringProperty("value", masking.value(detection));
        detection.health().ifPresent(health -> writeHealth(json, masking, health));
        detection.leaf().ifPresent(this::writePlace);
        detection.parameter().ifPresent(this::writeParameter);
        json.writeEndObject();
    }

    static void writeHealth(JsonGenerator json, Masking masking, HealthContext health) {
        json.writeObjectPropertyStart("health");
        writeStrings(
                json, "classes", health.classes().stream().map(HealthClass::id).toList());
        writeStrings(
                json,
                "protected",
                health.kinds().stream().map(ProtectedKind::id).toList());
        json.writeArrayPropertyStart("mentions");
        for (HealthMention mention : health.mentions()) {
            json.writeStartObject();
            json.writeStringProperty("words", masking.words(mention));
            writeStrings(
                    json,
                    "classes",
                    mention.classes().stream().map(HealthClass::id).toList());
            writeStrings(
                    json,
                    "protected",
                    mention.kinds().stream().map(ProtectedKind::id).toList());
            writeStrings(json, "vocabularies", mention.vocabularies());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static String trackerId(Transmission transmission) {
        return transmission
                .tracker()
                .map(found -> found.tracker().id())
                .orElse(transmission.recipient().host());
    }

    private void writePlace(Leaf leaf) {
        json.writeObjectPropertyStart("place");
        json.writeStringProperty("origin", leaf.origin().label());
        json.writeStringProperty("source", masking.quoted(leaf.source()));
        json.writeStringProperty("chain", masking.quoted(leaf.chain()));
        json.writeStringProperty("path", masking.quoted(leaf.path()));
        json.writeNumberProperty("event", leaf.event());
        json.writeNumberProperty("start", leaf.start());
        json.writeNumberProperty("length", leaf.length());
        json.writeEndObject();
    }

    private void writeParameter(Parameter parameter) {
        json.writeObjectPropertyStart("parameter");
        json.writeStringProperty("name", parameter.name());
        json.writeStringProperty("meaning", parameter.meaning());
        json.writeStringProperty("role", parameter.role());
        json.writeBooleanProperty("verified", parameter.verified());
        json.writeEndObject();
    }

    private void writeStrings(String name, List<String> values) {
        writeStrings(json, name, values);
    }

    static void writeStrings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    private void writeOptional(String name, Optional<String> value) {
        value.ifPresent(present -> json.writeStringProperty(name, present));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
