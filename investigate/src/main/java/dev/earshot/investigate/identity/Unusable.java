package dev.earshot.investigate.identity;

/// Why a row of a source was not used. Each row is either used or counted under exactly one of these.
public enum Unusable {
    MALFORMED("it could not be read as a row"),
    COLUMNS("it has more or fewer columns than the header"),
    NO_MEMBER("it names no member"),
    UNKNOWN_USER("its user is in no list of users"),
    NO_KEY("it has neither user, session, trace nor address with user agent"),
    NO_TIME("it has no time"),
    BAD_TIME("its time could not be read"),
    ENDS_BEFORE_START("it ends before it starts"),
    FAILED("a login that failed"),
    OTHER_EVENT("an event that neither begins nor ends a session"),
    NO_IDENTIFIER("it has no identifier of the system that the plan names"),
    OTHER_RESOURCE("it is not a Patient");

    private final String reason;

    Unusable(String reason) {
        this.reason = reason;
    }

    /// The reason in a few words, to follow "not used:".
    public String reason() {
        return reason;
    }
}
