package dev.earshot.breach.duty;

/// Whether a condition of the law holds.
enum Answer {
    YES,
    /// It hangs on something that nobody has recorded or decided.
    OPEN,
    NO;

    Answer and(Answer other) {
        return this == NO || other == NO ? NO : this == OPEN || other == OPEN ? OPEN : YES;
    }

    Answer or(Answer other) {
        return this == YES || other == YES ? YES : this == OPEN || other == OPEN ? OPEN : NO;
    }

    static Answer of(boolean holds) {
        return holds ? YES : NO;
    }
}
