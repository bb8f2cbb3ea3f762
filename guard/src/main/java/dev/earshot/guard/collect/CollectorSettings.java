package dev.earshot.guard.collect;

import dev.earshot.domain.HostName;
import dev.earshot.guard.protection.Protection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a collector takes, keeps and forgets.
///
/// @param hosts the site's own, lower case; `*.clinic.example` for every host below
/// @param protection tells pages' zones; without one, the shape of a page's path is kept
/// @param folder for what is kept; empty: nothing is written, all is forgotten at the end
/// @param keepDays after which a day is deleted
/// @param networks from how many networks an unknown domain must be reported before anybody is told
public record CollectorSettings(
        Set<String> hosts,
        Optional<Protection> protection,
        Optional<Path> folder,
        int keepDays,
        int networks,
        Intake intake,
        Bounds bounds,
        Duration writeEvery) {
    public CollectorSettings {
        hosts = hosts.stream()
                .map(host -> host.startsWith("*.") ? "*." + HostName.of(host.substring(2)) : HostName.of(host))
                .collect(Collectors.toUnmodifiableSet());
        if (keepDays < 1 || networks < 1) {
            throw new IllegalArgumentException("days and networks are one or more");
        }
    }

    /// With usual limits.
    public static CollectorSettings of(Set<String> hosts, Path folder) {
        return new CollectorSettings(
                hosts,
                Optional.empty(),
                Optional.of(folder),
                90,
                3,
                Intake.USUAL,
                Bounds.USUAL,
                Duration.ofSeconds(10));
    }

    /// With usual limits, for what the gateway protects.
    public static CollectorSettings of(Protection protection, Path folder) {
        return of(protection.own(), folder).with(protection);
    }

    public CollectorSettings with(Protection known) {
        return new CollectorSettings(hosts, Optional.of(known), folder, keepDays, networks, intake, bounds, writeEvery);
    }

    public CollectorSettings with(Intake other) {
        return new CollectorSettings(hosts, protection, folder, keepDays, networks, other, bounds, writeEvery);
    }

    public CollectorSettings with(Bounds other) {
        return new CollectorSettings(hosts, protection, folder, keepDays, networks, intake, other, writeEvery);
    }

    public CollectorSettings withWriteEvery(Duration time) {
        return new CollectorSettings(hosts, protection, folder, keepDays, networks, intake, bounds, time);
    }

    /// What is taken in.
    ///
    /// @param mostBytes of a delivery
    /// @param mostReports of a delivery that are read
    /// @param perSecond reports of one source, in the long run
    /// @param burst reports of one source at once
    /// @param mostSources that are told apart at a time
    public record Intake(int mostBytes, int mostReports, double perSecond, int burst, int mostSources) {
        public static final Intake USUAL = new Intake(256 * 1024, 200, 20, 500, 65_536);
    }

    /// How much is held of a day.
    ///
    /// @param unknownDomains that nobody is known to own; those that are known are always held
    /// @param introduced unknown domains that one network may be the first to report in a day
    /// @param lines of detail, over all domains
    /// @param linesPerDomain of one domain; a domain has four in any case
    /// @param bytesPerDay of its file
    public record Bounds(int unknownDomains, int introduced, int lines, int linesPerDomain, long bytesPerDay) {
        public static final Bounds USUAL = new Bounds(10_000, 20, 50_000, 64, 64L * 1024 * 1024);
    }
}
