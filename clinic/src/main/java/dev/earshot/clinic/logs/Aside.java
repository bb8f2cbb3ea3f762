package dev.earshot.clinic.logs;

import java.util.Locale;

/// Why an investigation sets a line aside. The first that applies, in this order.
enum Aside {
    DUPLICATE_FILE(0),
    DIRECTIVE(1),
    UNREADABLE(2),
    OUTSIDE_PERIOD(3),
    OTHER_HOST(4),
    HEALTH_CHECK(5),
    BOT(6),
    INTERNAL(7),
    METHOD(8),
    STATUS(9),
    NOT_A_PAGE(10),
    STATED(11);

    private final int place;

    Aside(int place) {
        this.place = place;
    }

    /// From 0 on, for arrays of counts.
    int place() {
        return place;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
