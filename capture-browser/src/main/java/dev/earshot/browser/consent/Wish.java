package dev.earshot.browser.consent;

import java.util.Locale;

/// What to tell a consent banner.
public enum Wish {
    ACCEPT,
    REJECT;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String done() {
        return switch (this) {
            case ACCEPT -> "accepted";
            case REJECT -> "refused";
        };
    }
}
