package dev.earshot.guard.monitor;

import dev.earshot.guard.alert.AlertSettings;
import dev.earshot.guard.alert.AlertsFile;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `monitor.yaml` says.
///
/// @param name in alerts
/// @param scan the arguments of `earshot scan`, without `--out`
/// @param history the folder that it keeps its runs in
/// @param runs how many are kept
/// @param days how long one is kept
public record MonitorSettings(
        String name,
        List<String> scan,
        Schedule schedule,
        Duration jitter,
        Path history,
        int runs,
        int days,
        AlertSettings alerts) {
    private static final Pattern TIME = Pattern.compile("(\\d{1,4})(s|m|h)");

    public MonitorSettings {
        scan = List.copyOf(scan);
    }

    /// @throws dev.earshot.EarshotException USAGE with every mistake in the file
    public static MonitorSettings read(Path file) {
        Problems problems = new Problems(file);
        YamlMapping top = YamlMapping.read(file, problems)
                .only(Set.of("name", "scan", "schedule", "timeZone", "jitter", "history", "keep", "alerts"));
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        String name = top.required("name");
        List<String> scan = top.texts("scan");
        if (scan.isEmpty()) {
            top.problem(
                    "scan",
                    "\"scan\" is missing: the arguments of earshot scan, such as"
                            + " [https://www.clinic.example/, --max-pages, 50].");
        }
        scan.stream()
                .filter(argument -> Set.of("--out", "--format", "--reveal").contains(argument.replaceFirst("=.*", "")))
                .forEach(argument -> top.problem("scan", argument + " is the monitor's own to say; leave it out."));
        ZoneId zone = zone(top);
        String when = top.required("schedule");
        Optional<Schedule> schedule = Schedule.of(when, zone);
        if (schedule.isEmpty() && !when.isEmpty()) {
            top.problem(
                    "schedule",
                    "\"" + when + "\" is no schedule. Write every 6h, or the five fields of cron: 30 3 * * *");
        }
        YamlMapping keep = top.mapping("keep").only(Set.of("runs", "days"));
        Path history = folder.resolve(top.text("history").orElse("earshot-monitor"));
        MonitorSettings settings = new MonitorSettings(
                name,
                scan,
                schedule.orElse(new Schedule.Every(Duration.ofDays(1))),
                jitter(top),
                history,
                number(keep, "runs", 90),
                number(keep, "days", 730),
                AlertsFile.of(top.mapping("alerts"), folder));
        problems.throwIfAny();
        return settings;
    }

    private static ZoneId zone(YamlMapping top) {
        String zone = top.text("timeZone").orElse("UTC");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            top.problem("timeZone", "\"" + zone + "\" is no time zone; one looks like America/Chicago.");
            return ZoneId.of("UTC");
        }
    }

    private static Duration jitter(YamlMapping top) {
        Optional<String> given = top.text("jitter");
        Matcher time = TIME.matcher(given.orElse("0s"));
        if (!time.matches()) {
            top.problem("jitter", "\"" + given.orElse("") + "\" is no time; write 10m.");
            return Duration.ZERO;
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static int number(YamlMapping yaml, String name, int otherwise) {
        Optional<String> given = yaml.text(name);
        if (given.isPresent() && !given.get().matches("[1-9]\\d{0,4}")) {
            yaml.problem(name, "\"" + given.get() + "\" is no number from 1 to 99999.");
            return otherwise;
        }
        return given.map(Integer::parseInt).orElse(otherwise);
    }
}
