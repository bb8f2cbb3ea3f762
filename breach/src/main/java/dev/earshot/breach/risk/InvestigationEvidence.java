package dev.earshot.breach.risk;

import dev.earshot.EarshotException;
import dev.earshot.evidence.EvidenceBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an investigation's `report.json` (schema `earshot-investigation/1`) says on the first three factors: what was
/// told to whom and when, of how many individuals, and that no log shows whether it arrived.
public final class InvestigationEvidence {
    private static final String SCHEMA = "earshot-investigation/1";
    private static final long MOST_BYTES = 256L << 20;

    private InvestigationEvidence() {}

    /// @throws EarshotException of code USAGE where it is no such report
    public static Evidence read(Path report) {
        try {
            if (Files.size(report) > MOST_BYTES) {
                throw refused(report, "it is larger than 256 MiB", null);
            }
            JsonNode top = JsonMapper.shared().readTree(Files.readAllBytes(report));
            if (!top.path("schema").asString("").equals(SCHEMA)) {
                throw refused(report, "its schema is not " + SCHEMA, null);
            }
            return evidence(top, report);
        } catch (IOException | JacksonException | DateTimeException broken) {
            throw refused(report, "it can't be read", broken);
        }
    }

    private static Evidence evidence(JsonNode top, Path report) throws IOException {
        String source = "investigation \"" + top.path("investigation").asString("") + "\"";
        ZoneId zone = ZoneId.of(top.path("zone").asString(""));
        List<Evidence.Sent> sent = new ArrayList<>();
        for (JsonNode window : top.path("windows")) {
            sent.add(sent(window, zone, source));
        }
        List<String> limits = new ArrayList<>();
        limits.add(
                "Access logs show who asked for which page, and tag history what that page told whom; whether a vendor"
                        + " answered is in neither. Captures of the same tags show that (" + source + ").");
        top.path("incomplete").forEach(why -> limits.add("Not complete: " + why.asString("") + " (" + source + ")."));
        TreeMap<String, String> inputs = new TreeMap<>();
        inputs.put(String.valueOf(report.getFileName()), EvidenceBundle.sha256(report));
        JsonNode individuals = top.path("individuals");
        return new Evidence(
                sent, List.of(), count(individuals, "exposed"), count(individuals, "cannot-tell"), limits, inputs);
    }

    private static Evidence.Sent sent(JsonNode window, ZoneId zone, String source) {
        Set<String> elements = new TreeSet<>(window.path("elements").propertyNames());
        String tracker = window.path("tracker").asString("");
        Instant to = Instant.parse(window.path("to").asString(""));
        return new Evidence.Sent(
                window.path("vendor").asString(""),
                tracker.isEmpty() ? "a tag that is not named" : tracker,
                elements,
                LocalDate.ofInstant(Instant.parse(window.path("from").asString("")), zone),
                LocalDate.ofInstant(to.minusNanos(1), zone),
                window.path("certainty").asString(""),
                count(window, "exposed"),
                OptionalLong.empty(),
                OptionalLong.empty(),
                source + ", window " + window.path("id").asString(""));
    }

    private static OptionalLong count(JsonNode node, String name) {
        return node.path(name).isIntegralNumber()
                ? OptionalLong.of(node.path(name).asLong())
                : OptionalLong.empty();
    }

    private static EarshotException refused(Path report, String why, @Nullable Exception cause) {
        String message = report + " is not an investigation's report: " + why
                + ". Name the report.json that earshot investigate wrote.";
        return cause == null
                ? new EarshotException(EarshotException.Code.USAGE, message)
                : new EarshotException(EarshotException.Code.USAGE, message, cause);
    }
}
