package dev.earshot.breach.law;

/// What following the HIPAA breach rule does to a state's duty.
public enum HipaaEffect {
    /// Deemed compliant altogether.
    FULL_DEEMED("full-deemed"),
    /// Deemed compliant with the required content alone.
    CONTENT_ONLY("content-only"),
    /// No second notice to individuals; the regulator is still told.
    INDIVIDUAL_ONLY_REGULATOR_STILL_DUE("individual-only-regulator-still-due"),
    /// A copy of the HIPAA notice goes to the regulator.
    EXTRA_REGULATOR_COPY("extra-regulator-copy"),
    NONE("none");

    private final String id;

    HipaaEffect(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
