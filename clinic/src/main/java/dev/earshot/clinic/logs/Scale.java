package dev.earshot.clinic.logs;

/// How large a past is, and which one.
///
/// @param members in the directory, without records that were merged into others
/// @param visits by anybody, crawlers and health checks included; each makes nearly nine lines
/// @param files that the logs are split into, by the start of a visit
public record Scale(long seed, int members, long visits, int files) {
    /// Lines of an average visit, measured.
    private static final double LINES = 8.77;

    public Scale {
        if (members < 1 || visits < 1 || files < 1 || files > visits) {
            throw new IllegalArgumentException(
                    "At least one member, one visit and one file, and no file without visits");
        }
    }

    /// With about so many lines of logs, within a few in a hundred.
    ///
    /// @param linesAFile about as many in each file
    public static Scale ofLines(long seed, int members, long lines, long linesAFile) {
        long visits = Math.max(1, Math.round(lines / LINES));
        long files = Math.min(visits, Math.max(1, Math.round(lines / (double) linesAFile)));
        return new Scale(seed, members, visits, Math.toIntExact(files));
    }
}
