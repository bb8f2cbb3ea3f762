package dev.earshot.report;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Attestation;
import dev.earshot.element.DataElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The attestation that a `report.json` holds.
public final class StoredAttestation {
    private StoredAttestation() {}

    /// @throws EarshotException where the file is no report of this version
    public static Attestation read(Path file) {
        JsonNode root = StoredReport.tree(file);
        JsonNode stored = root.path("attestation");
        if (!stored.isObject()) {
            throw new EarshotException(
                    Code.USAGE,
                    file + ": this report holds no attestation. Judge its capture again with `earshot scan`.");
        }
        List<Attestation.OfVendor> vendors = new ArrayList<>();
        stored.path("vendors")
                .forEach(vendor -> vendors.add(new Attestation.OfVendor(
                        vendor.path("vendor").asString(""),
                        vendor.path("requests").asInt(0),
                        vendor.path("bytesRead").asLong(0),
                        vendor.path("bytesOpaque").asLong(0),
                        vendor.path("partsOpaque").asInt(0),
                        vendor.path("bodiesNotSeen").asInt(0),
                        answers(vendor.path("answers")))));
        return new Attestation(seen(stored), answers(root.path("answers")), vendors);
    }

    private static Attestation.Seen seen(JsonNode stored) {
        Map<DataElement, Integer> given = new EnumMap<>(DataElement.class);
        for (DataElement element : DataElement.values()) {
            if (stored.path("given").has(element.id())) {
                given.put(element, stored.path("given").path(element.id()).asInt(0));
            }
        }
        return new Attestation.Seen(
                stored.path("exchanges").asInt(0),
                stored.path("requests").asInt(0),
                stored.path("bytesRead").asLong(0),
                stored.path("bytesOpaque").asLong(0),
                stored.path("partsOpaque").asInt(0),
                stored.path("pages").asInt(0),
                texts(stored.path("pagesNotSeen")),
                texts(stored.path("gaps")),
                stored.path("persona").asBoolean(false),
                stored.path("signedIn").asBoolean(false),
                given);
    }

    private static Map<DataElement, Answer> answers(JsonNode stored) {
        Map<DataElement, Answer> answers = new EnumMap<>(DataElement.class);
        stored.forEach(answer -> DataElement.byId(answer.path("element").asString(""))
                .ifPresent(element -> answers.put(
                        element,
                        new Answer(
                                element,
                                verdict(answer.path("verdict").asString("")),
                                answer.path("because").asString(""),
                                List.of()))));
        return answers;
    }

    /// A word that is none of ours never makes a statement of absence.
    private static Answer.Verdict verdict(String word) {
        return Optional.of(word.replace('-', '_').toUpperCase(Locale.ROOT)).stream()
                .flatMap(name -> List.of(Answer.Verdict.values()).stream()
                        .filter(verdict -> verdict.name().equals(name)))
                .findFirst()
                .orElse(Answer.Verdict.CANNOT_TELL);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString("")));
        return texts;
    }
}
