package dev.earshot.report;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.app.App;
import dev.earshot.detect.Basis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What of a `report.json` a later command needs.
///
/// @param incomplete what should have been seen and was not, as sentences
/// @param cannotTell why, by element
/// @param unread how many requests to a vendor had a part that could not be read
/// @param signedIn whether anything was seen while signed in
/// @param exchanges how many there were, first-party ones included
/// @param appFingerprints of the findings about apps
record StoredReport(
        String file,
        String version,
        String startedAt,
        List<String> target,
        int exchanges,
        boolean persona,
        boolean signedIn,
        List<String> incomplete,
        List<StoredPage> pages,
        List<String> consents,
        List<StoredFinding> findings,
        List<StoredDisclosure> disclosures,
        Map<String, String> cannotTell,
        Map<String, Integer> unread,
        List<String> appFingerprints,
        List<App> apps) {

    record StoredPage(String run, String address, boolean seen) {}

    record StoredFinding(String fingerprint, String rule, String level, String vendor, String element, String zone) {}

    /// @param consent of the run it was seen in
    record StoredDisclosure(
            String vendor, String element, String zone, Basis basis, String page, String consent, boolean signedIn) {}

    static StoredReport read(Path file) {
        return of(file.toString(), tree(file));
    }

    /// A report's JSON, once it is sure that it is one of this version.
    static JsonNode tree(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new EarshotException(Code.USAGE, file + ": no such file. Name the report.json of an earlier scan.");
        }
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(file);
        } catch (JacksonException notJson) {
            throw new EarshotException(
                    Code.USAGE,
                    file + ": not a JSON file"
                            + Optional.ofNullable(notJson.getLocation())
                                    .map(at -> " (line " + at.getLineNr() + ")")
                                    .orElse("")
                            + ". Name the report.json of an earlier scan.");
        }
        String schema = root.path("schema").asString("");
        if (!schema.equals(JsonReport.SCHEMA)) {
            throw new EarshotException(
                    Code.USAGE,
                    file + ": "
                            + (schema.isEmpty() ? "not a report of Earshot" : "a report of another version, " + schema)
                            + "; this Earshot reads " + JsonReport.SCHEMA
                            + ". Scan again, or judge the capture again.");
        }
        return root;
    }

    private static StoredReport of(String file, JsonNode root) {
        JsonNode scan = root.path("scan");
        Map<String, String> consentOfRun = new HashMap<>();
        scan.path("runs").forEach(run -> consentOfRun.put(text(run, "id"), text(run, "consent")));
        Map<String, JsonNode> transmissions = new HashMap<>();
        Map<String, Integer> unread = new HashMap<>();
        root.path("transmissions").forEach(sent -> {
            transmissions.put(text(sent, "exchange"), sent);
            if (sent.path("undecoded").size() > 0 || sent.has("decoderFailure")) {
                unread.merge(text(sent, "vendor"), 1, Integer::sum);
            }
        });
        Map<String, String> cannotTell = new HashMap<>();
        root.path("answers").forEach(answer -> {
            if (text(answer, "verdict").equals("cannot-tell")) {
                cannotTell.put(text(answer, "element"), text(answer, "because"));
            }
        });
        List<StoredDisclosure> disclosures = new ArrayList<>();
        root.path("disclosures").forEach(node -> {
            JsonNode sent = transmissions.getOrDefault(text(node, "exchange"), node);
            if (!text(sent, "delivery").equals("attempted")) {
                disclosures.add(disclosure(node, sent, consentOfRun));
            }
        });
        return new StoredReport(
                file,
                text(root, "version"),
                text(scan, "startedAt"),
                list(scan.path("target"), JsonNode::asString),
                scan.path("exchanges").asInt(0),
                scan.has("persona"),
                scan.path("signedIn").asBoolean(false),
                list(root.path("blindSpots"), Function.identity()).stream()
                        .filter(spot -> spot.path("incomplete").asBoolean(false))
                        .map(spot -> text(spot, "what"))
                        .toList(),
                list(scan.path("pages"), StoredReport::page),
                list(scan.path("runs"), run -> text(run, "consent")),
                list(root.path("findings"), StoredReport::finding),
                List.copyOf(disclosures),
                cannotTell,
                unread,
                root.path("apps")
                        .valueStream()
                        .flatMap(app -> app.path("findings").valueStream())
                        .map(found -> text(found, "fingerprint"))
                        .toList(),
                list(root.path("apps"), StoredApp::of));
    }

    private static StoredDisclosure disclosure(JsonNode node, JsonNode sent, Map<String, String> consentOfRun) {
        return new StoredDisclosure(
                text(node, "vendor"),
                text(node, "element"),
                text(node, "zone"),
                basis(text(node, "basis")),
                place(text(sent, "pageUrl")),
                consentOfRun.getOrDefault(text(sent, "run"), "unknown"),
                text(sent, "signedIn").equals("yes"));
    }

    private static StoredPage page(JsonNode page) {
        return new StoredPage(
                text(page, "run"),
                place(text(page, "url")),
                !text(page, "outcome").equals("failed"));
    }

    private static StoredFinding finding(JsonNode finding) {
        return new StoredFinding(
                text(finding, "fingerprint"),
                text(finding, "rule"),
                text(finding, "level"),
                text(finding, "vendor"),
                text(finding, "element"),
                text(finding, "zone"));
    }

    /// A basis of a later version counts as the weakest.
    private static Basis basis(String word) {
        for (Basis basis : Basis.values()) {
            if (basis.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return basis;
            }
        }
        return Basis.INHERENT;
    }

    /// The host and path: what two visits to one page have in common.
    private static String place(String url) {
        Address address = Address.of(url);
        return address.host() + (address.path().isEmpty() && !address.host().isEmpty() ? "/" : address.path());
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        array.forEach(node -> values.add(read.apply(node)));
        return List.copyOf(values);
    }
}
