package dev.earshot.clinic.logs;

/// How much of a past is made.
///
/// @param members people in the member directory, without records that repeat somebody; at least 100, so that every
///     way of visiting occurs
/// @param strangersADay visits of people whom nothing names, each day on each site
public record Size(int members, int strangersADay) {
    /// What a demonstration shows: some 100,000 lines.
    public static final Size DEMO = new Size(480, 6);
    /// As little as has everything in it.
    public static final Size SMALL = new Size(100, 1);

    public Size {
        if (members < 100 || strangersADay < 1) {
            throw new IllegalArgumentException("A past needs 100 members and one stranger a day");
        }
    }
}
