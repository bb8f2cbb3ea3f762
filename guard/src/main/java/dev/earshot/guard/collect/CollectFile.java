package dev.earshot.guard.collect;

import dev.earshot.guard.alert.AlertSettings;
import dev.earshot.guard.alert.AlertsFile;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `collect.yaml`.
///
/// @param protection the file whose zones pages are told by
/// @param forwarded the header that names the client
public record CollectFile(
        Set<String> hosts,
        Optional<Path> protection,
        Path folder,
        int keepDays,
        int networks,
        String listen,
        int port,
        Optional<String> forwarded,
        CollectorSettings.Intake intake,
        AlertSettings alerts) {
    public static final int USUAL_PORT = 8918;

    /// @throws dev.earshot.EarshotException of code USAGE that names every mistake
    public static CollectFile read(Path file) {
        Problems problems = new Problems(file);
        YamlMapping yaml = YamlMapping.read(file, problems);
        yaml.only(Set.of(
                "hosts",
                "protection",
                "folder",
                "keepDays",
                "networks",
                "listen",
                "port",
                "forwarded",
                "perSecond",
                "burst",
                "alerts"));
        Path parent = file.toAbsolutePath().getParent();
        Path base = parent == null ? Path.of("") : parent;
        List<String> hosts = yaml.texts("hosts");
        if (hosts.isEmpty()) {
            yaml.problem("hosts", "\"hosts\" is missing: the site's own, such as [www.clinic.example].");
        }
        hosts.stream()
                .filter(host -> !host.matches("(\\*\\.)?[A-Za-z0-9._-]+"))
                .forEach(host ->
                        yaml.problem("hosts", "\"" + host + "\" is no host; it looks like www.clinic.example."));
        CollectorSettings.Intake usual = CollectorSettings.Intake.USUAL;
        CollectFile read = new CollectFile(
                hosts.stream().collect(Collectors.toUnmodifiableSet()),
                yaml.text("protection").map(base::resolve),
                base.resolve(yaml.text("folder").orElse("reports")),
                number(yaml, "keepDays", 90, 1, 3650),
                number(yaml, "networks", 3, 1, 30),
                yaml.text("listen").orElse("127.0.0.1"),
                number(yaml, "port", USUAL_PORT, 0, 65_535),
                yaml.text("forwarded"),
                new CollectorSettings.Intake(
                        usual.mostBytes(),
                        usual.mostReports(),
                        number(yaml, "perSecond", 20, 1, 100_000),
                        number(yaml, "burst", usual.burst(), 1, 1_000_000),
                        usual.mostSources()),
                AlertsFile.of(yaml.mapping("alerts"), base));
        problems.throwIfAny();
        return read;
    }

    private static int number(YamlMapping yaml, String name, int otherwise, int least, int most) {
        Optional<String> given = yaml.text(name);
        if (given.isEmpty()) {
            return otherwise;
        }
        if (given.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(given.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        yaml.problem(name, "\"" + name + "\" takes a number from " + least + " to " + most + ".");
        return otherwise;
    }
}
