package dev.earshot.investigate.log;

/// Why a line of a log was not used. Each line is either used or set aside by exactly one of these: the first that
/// applies, in this order.
public enum SetAside {
    DUPLICATE_FILE("the file holds the same lines as another one"),
    DIRECTIVE("a line of the format itself, such as a header"),
    UNREADABLE("it could not be read as a request"),
    OUTSIDE_PERIOD("before or after the period that is investigated"),
    OTHER_HOST("a host that is not investigated"),
    HEALTH_CHECK("a health check of the provider's own"),
    BOT("a crawler, by its own name"),
    INTERNAL("an address of the provider's own, as the plan says"),
    METHOD("neither GET nor POST"),
    STATUS("it was not answered with a page"),
    NOT_A_PAGE("a picture, a script, a style sheet or the like"),
    STATED("a path that the plan sets aside");

    private final String reason;

    SetAside(String reason) {
        this.reason = reason;
    }

    /// The reason in a few words, to follow "set aside:".
    public String reason() {
        return reason;
    }
}
