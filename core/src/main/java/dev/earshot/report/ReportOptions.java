package dev.earshot.report;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// How a report is written. Nothing in it changes what is judged.
///
/// @param reveal whether values that may identify a person are written as they are; otherwise they are masked
/// @param version Earshot's version
/// @param judgedAt when the judgement was made; a report reads no clock
/// @param command the command line that led here, as the user typed it
/// @param baseline what an earlier report had already found; empty when nothing is compared
public record ReportOptions(
        boolean reveal, String version, Instant judgedAt, String command, Optional<Baseline> baseline) {
    public ReportOptions {
        Objects.requireNonNull(version);
        Objects.requireNonNull(judgedAt);
        Objects.requireNonNull(command);
    }

    public ReportOptions(boolean reveal, String version, Instant judgedAt, String command) {
        this(reveal, version, judgedAt, command, Optional.empty());
    }

    /// The same, with only what is not in `earlier` counted as new.
    public ReportOptions since(Baseline earlier) {
        return new ReportOptions(reveal, version, judgedAt, command, Optional.of(earlier));
    }
}
