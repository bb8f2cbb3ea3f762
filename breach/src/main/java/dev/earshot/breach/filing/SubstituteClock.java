package dev.earshot.breach.filing;

import java.time.LocalDate;

/// How long a substitute notice stays on the home page, and its toll-free number is answered.
///
/// 45 CFR § 164.404(d)(2)(ii): for a period of 90 days (posting), and at least 90 days (number). The day of posting is not
/// counted, so that 90 full days pass whatever the hour of posting.
public record SubstituteClock(LocalDate posted) {
    /// The last day.
    public LocalDate through() {
        return posted.plusDays(90);
    }

    public boolean runsOn(LocalDate day) {
        return !day.isBefore(posted) && !day.isAfter(through());
    }
}
