package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.ContainerVersion.When;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A CSV file of when versions of a container were published: `version,published`, and `container` unless the
/// source's settings name it.
final class VersionList {
    private VersionList() {}

    static boolean isOne(String text) {
        List<String> header = header(text);
        return header.contains("version") && header.contains("published");
    }

    private static List<String> header(String text) {
        return cells(text.lines().findFirst().orElse("").toLowerCase(Locale.ROOT));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(0, Math.min(line.length(), 10_000)).split("[,;\t]", -1))
                .map(cell -> cell.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }

    static HistoryReading read(HistoryFile file, String text) {
        List<String> header = header(text);
        List<ContainerVersion> versions = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        int number = 1;
        for (String line : text.lines().skip(1).toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            List<String> cells = cells(line);
            String version = cell(cells, header.indexOf("version"));
            String published = cell(cells, header.indexOf("published"));
            String container = header.contains("container")
                    ? cell(cells, header.indexOf("container"))
                    : file.settings().getOrDefault("container", "");
            Optional<Instant> at = Stated.instant(published);
            if (published.isEmpty() && !version.isEmpty()) {
                continue;
            }
            if (at.isEmpty() || version.isEmpty() || container.isEmpty()) {
                faults.add(file.name() + ", line " + number
                        + ": not a container, a version and an instant with an offset");
                continue;
            }
            versions.add(Stated.version(
                    container,
                    version,
                    When.PUBLISHED,
                    at.get(),
                    new Provenance(
                            "list of published versions",
                            file.name(),
                            file.sha256(),
                            "line " + number,
                            Stated.says(When.PUBLISHED, version, at.get()))));
        }
        return new HistoryReading(versions, faults, List.of());
    }

    private static String cell(List<String> cells, int at) {
        return at >= 0 && at < cells.size() ? cells.get(at) : "";
    }
}
