package dev.earshot.breach.portal;

import dev.earshot.breach.document.PlainText;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.store.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Notices as resources of the type Communication.
///
/// Source: FHIR R4 (4.0.1). `status` must be there, and `completed` is one of its codes: hl7.org/fhir/uv/xver-r5.r4/0.1.0,
/// StructureDefinition-profile-Communication, read 2026-11-22. The other elements, the category's code and the 1 MB that a
/// `string` may have: general knowledge of hl7.org/fhir/R4/communication.html, not read.
final class Communications {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /// The limit of a `string`, in characters.
    static final int LONGEST = 1_048_576;

    private Communications() {}

    /// @param patient the reference, without what surrounds it
    /// @return JSON in UTF-8; empty where the text is longer than a message may be
    static Optional<byte[]> json(
            PortalSettings settings, Outbox.Claim claim, Letter letter, ObjectNode patient, Instant sent) {
        String text = PlainText.of(letter.document());
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        ObjectNode json = JSON.objectNode();
        json.put("resourceType", "Communication");
        json.put("language", letter.variant().document().language().toLanguageTag());
        json.putArray("identifier").addObject().put("system", settings.keys()).put("value", claim.key());
        json.put("status", "completed");
        ObjectNode category = json.putArray("category").addObject();
        category.putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/communication-category")
                .put("code", "notification");
        json.set("subject", patient.deepCopy());
        json.putObject("topic").put("text", letter.variant().subject());
        json.put("sent", sent.toString());
        json.putArray("recipient").add(patient);
        settings.sender().ifPresent(sender -> json.putObject("sender").put("reference", sender));
        json.putArray("payload").addObject().put("contentString", text);
        return Optional.of(MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode byReference(String id) {
        return JSON.objectNode().put("reference", "Patient/" + id).put("type", "Patient");
    }

    static ObjectNode byIdentifier(String system, String value) {
        ObjectNode reference = JSON.objectNode().put("type", "Patient");
        reference.set(
                "identifier",
                JSON.objectNode().setAll(Map.of("system", JSON.stringNode(system), "value", JSON.stringNode(value))));
        return reference;
    }
}
