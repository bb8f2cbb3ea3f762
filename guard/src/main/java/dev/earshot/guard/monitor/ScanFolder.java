package dev.earshot.guard.monitor;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.guard.monitor.MonitorRun.Told;
import dev.earshot.report.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The reports in the folder of a scan: one, or one in each of the folders in it.
final class ScanFolder {
    private static final String REPORT = "report.json";

    private final Path folder;
    private final Map<String, JsonNode> reports = new LinkedHashMap<>();

    private ScanFolder(Path folder) {
        this.folder = folder;
    }

    /// @throws EarshotException INCOMPLETE where there is none, or one can't be read
    static ScanFolder of(Path folder) {
        ScanFolder scan = new ScanFolder(folder);
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file :
                    files.filter(file -> file.endsWith(REPORT)).sorted().toList()) {
                scan.reports.put(
                        folder.relativize(file).toString(), JsonMapper.shared().readTree(file));
            }
        } catch (IOException | JacksonException e) {
            throw new EarshotException(Code.INCOMPLETE, "a report of the scan can't be read", e);
        }
        if (scan.reports.isEmpty()) {
            throw new EarshotException(Code.INCOMPLETE, "the scan left no report");
        }
        return scan;
    }

    /// What was told, in order. What was only tried is left out, as in a comparison.
    List<Told> told() {
        Set<Told> told = new TreeSet<>();
        for (JsonNode report : reports.values()) {
            Set<String> attempted = new TreeSet<>();
            report.path("transmissions").forEach(sent -> {
                if (text(sent, "delivery").equals("attempted")) {
                    attempted.add(text(sent, "exchange"));
                }
            });
            report.path("disclosures").forEach(each -> {
                if (!attempted.contains(text(each, "exchange"))) {
                    told.add(new Told(text(each, "vendor"), text(each, "element"), text(each, "zone")));
                }
            });
        }
        return List.copyOf(told);
    }

    /// Fingerprints, each with what it says.
    Map<String, String> violations() {
        Map<String, String> violations = new LinkedHashMap<>();
        for (JsonNode report : reports.values()) {
            Stream.concat(
                            report.path("findings").valueStream(),
                            report.path("apps")
                                    .valueStream()
                                    .flatMap(app -> app.path("findings").valueStream()))
                    .filter(finding -> text(finding, "level").equals("violation"))
                    .forEach(finding -> violations.put(
                            text(finding, "fingerprint"),
                            text(finding, "rule") + ": " + text(finding, "vendor")
                                    + (text(finding, "element").isEmpty() ? "" : ", " + text(finding, "element"))
                                    + (text(finding, "zone").isEmpty() ? "" : ", zone " + text(finding, "zone"))));
        }
        return violations;
    }

    /// How many things should have been seen and were not.
    int unseen() {
        return (int) reports.values().stream()
                .flatMap(report -> report.path("blindSpots").valueStream())
                .filter(spot -> spot.path("incomplete").asBoolean(false))
                .count();
    }

    /// What became of what was told, for the reports that both have. Reports that only
    /// one has are counted by [#missingOf].
    List<Comparison> comparedWith(ScanFolder earlier) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String name : reports.keySet()) {
            if (earlier.reports.containsKey(name)) {
                comparisons.add(Comparison.of(earlier.folder.resolve(name), folder.resolve(name)));
            }
        }
        return comparisons;
    }

    /// How many reports of the other are not in this one.
    int missingOf(ScanFolder earlier) {
        return (int) earlier.reports.keySet().stream()
                .filter(name -> !reports.containsKey(name))
                .count();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
