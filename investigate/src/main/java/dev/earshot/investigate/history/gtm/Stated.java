package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.ContainerVersion.Moment;
import dev.earshot.investigate.history.ContainerVersion.When;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HistoryFile;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the settings of a source say of when versions were live.
final class Stated {
    private static final Pattern LINE =
            Pattern.compile("^[\\s{,-]*\"?([A-Za-z0-9_.-]+?)\"?\\s*[:=,;\\s]\\s*\"?(\\d{4}-[^\\s\",}]+)\"?[\\s,}]*$");
    private static final Map<String, When> SETTINGS =
            Map.of("published", When.PUBLISHED, "live", When.SEEN, "ended", When.ENDED);

    private Stated() {}

    static List<ContainerVersion> versions(HistoryFile file, String container, List<String> faults) {
        String only = file.settings().getOrDefault("container", container);
        if (!only.equals(container)) {
            return List.of();
        }
        List<ContainerVersion> versions = new ArrayList<>();
        SETTINGS.forEach((setting, when) -> file.settings()
                .getOrDefault(setting, "")
                .lines()
                .forEach(line -> {
                    if (line.isBlank()) {
                        return;
                    }
                    Matcher parts = LINE.matcher(line);
                    Optional<Instant> at = parts.matches() ? instant(parts.group(2)) : Optional.empty();
                    if (at.isEmpty()) {
                        faults.add("The setting " + setting
                                + " of the tag history has a line that is not a version and an instant"
                                + " with an offset, such as 36 2021-03-05T13:48:06Z: " + Conditions.shortened(line));
                        return;
                    }
                    versions.add(version(
                            container,
                            parts.group(1),
                            when,
                            at.get(),
                            new Provenance(
                                    "statement in the plan",
                                    "plan",
                                    "",
                                    setting + ", version " + parts.group(1),
                                    says(when, parts.group(1), at.get()))));
                }));
        versions.sort(Comparator.comparing(ContainerVersion::toString));
        return List.copyOf(versions);
    }

    static ContainerVersion version(String container, String version, When when, Instant at, Provenance because) {
        return new ContainerVersion(container, version, List.of(new Moment(when, at, because)), List.of(), false);
    }

    static String says(When when, String version, Instant at) {
        return switch (when) {
            case PUBLISHED -> "Version " + version + " was published at " + at + ".";
            case SEEN -> "Version " + version + " was live at " + at + ".";
            case ENDED -> "Version " + version + " was taken down at " + at + ".";
            case CREATED -> "Version " + version + " was stored at " + at + ".";
        };
    }

    /// An instant with an offset; empty where there is none.
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant());
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }
}
