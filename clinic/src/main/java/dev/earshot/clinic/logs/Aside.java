package dev.earshot.clinic.logs;

import java.util.Locale;

/// Why an investigation sets a line aside. The first that applies, in this order.
enum Aside {
    DUPLICATE_FILE,
    DIRECTIVE,
    UNREADABLE,
    OUTSIDE_PERIOD,
    OTHER_HOST,
    HEALTH_CHECK,
    BOT,
    INTERNAL,
    METHOD,
    STATUS,
    NOT_A_PAGE,
    STATED;

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
