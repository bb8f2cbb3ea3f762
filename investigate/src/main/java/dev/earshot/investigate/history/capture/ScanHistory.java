package dev.earshot.investigate.history.capture;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReader;
import dev.earshot.investigate.history.HistoryReading;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tags of a site as scans of Earshot's saw them: the `report.json` of each, or the folder that it lies in. All scans of a
/// site are put together by [#finish].
public final class ScanHistory implements HistoryReader {
    private static final String SCHEMA = "earshot-report/";

    private final Captures captures = new Captures();

    @Override
    public String kind() {
        return "scan";
    }

    @Override
    public boolean takes(String location) {
        return location.endsWith("report.json");
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        try {
            JsonNode report = JsonMapper.shared().readTree(file.content().utf8());
            if (!report.path("schema").asString("").startsWith(SCHEMA)) {
                return HistoryReading.unreadable("It is no report of a scan of Earshot's.");
            }
            return read(file, report);
        } catch (JacksonException | DateTimeException notAReport) {
            return HistoryReading.unreadable("It can't be read as the report of a scan: "
                    + notAReport.getClass().getSimpleName() + ".");
        }
    }

    @Override
    public HistoryReading finish() {
        return new HistoryReading(captures.versions(), List.of(), List.of());
    }

    private HistoryReading read(HistoryFile file, JsonNode report) {
        JsonNode scan = report.path("scan");
        Instant at = Instant.parse(scan.path("startedAt").asString(""));
        Sightings sightings = new Sightings();
        scan.path("pages").forEach(page -> {
            if (page.path("outcome").asString("").equals("loaded")) {
                sightings.visited(page.path("url").asString(""));
            }
        });
        Map<String, JsonNode> transmissions = new HashMap<>();
        report.path("transmissions")
                .forEach(sent -> transmissions.put(sent.path("exchange").asString(""), sent));
        report.path("disclosures").forEach(told -> {
            JsonNode sent = transmissions.getOrDefault(told.path("exchange").asString(""), told);
            Optional<DataElement> element = element(told.path("element").asString(""));
            if (element.isPresent() && !sent.path("delivery").asString("").equals("attempted")) {
                sightings.told(
                        told.path("vendor").asString(""),
                        product(told.path("tracker").asString("")),
                        element.get(),
                        Basis.valueOf(told.path("basis")
                                .asString("")
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_')),
                        sent.path("pageUrl").asString(""),
                        !sent.path("consent").asString("").equals("accepted"));
            }
        });
        List<String> notices = new ArrayList<>();
        report.path("blindSpots").forEach(spot -> {
            if (spot.path("incomplete").asBoolean(false)) {
                notices.add(
                        "The scan did not see everything: " + spot.path("what").asString(""));
            }
        });
        Provenance provenance = new Provenance(
                "scan",
                file.name(),
                file.sha256(),
                "started " + at,
                "a browser was seen telling it, on the pages that the scan visited.");
        captures.add(container(scan), at, provenance, sightings);
        return new HistoryReading(List.of(), List.of(), notices);
    }

    private static String container(JsonNode scan) {
        TreeSet<String> targets = new TreeSet<>();
        scan.path("target")
                .forEach(target -> targets.add(
                        target.asString("").replaceFirst("^https?://", "").replaceFirst("[/?#:].*", "")));
        return "site " + String.join(", ", targets);
    }

    static Optional<DataElement> element(String id) {
        return Arrays.stream(DataElement.values())
                .filter(element -> element.id().equals(id))
                .findFirst();
    }

    private static String product(String tracker) {
        return Catalogue.bundled().trackers().stream()
                .filter(known -> known.id().equals(tracker))
                .findFirst()
                .map(known -> known.product())
                .orElse(tracker);
    }
}
