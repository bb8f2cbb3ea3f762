package dev.earshot.guard.collect;

import java.util.ArrayList;
import java.util.List;

/// A family of browsers: all that is kept of a `User-Agent`.
enum Browser {
    CHROME("Chrome"),
    EDGE("Edge"),
    FIREFOX("Firefox"),
    SAFARI("Safari"),
    OPERA("Opera"),
    SAMSUNG("Samsung Internet"),
    /// The browser inside an app, which injects scripts of its own into the pages it shows.
    IN_APP("inside an app"),
    OTHER("another"),
    /// The report doesn't say; only those of the Reporting API do.
    UNKNOWN("not said");

    private static final Browser[] ALL = values();

    private final String words;

    Browser(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    int bit() {
        return 1 << List.of(ALL).indexOf(this);
    }

    /// In words, of a set of bits.
    static List<String> words(int bits) {
        List<String> words = new ArrayList<>();
        for (Browser browser : ALL) {
            if ((bits & browser.bit()) != 0) {
                words.add(browser.words);
            }
        }
        return words;
    }

    static Browser of(String userAgent) {
        if (userAgent.isEmpty()) {
            return UNKNOWN;
        }
        if (has(userAgent, "FBAN")
                || has(userAgent, "FBAV")
                || has(userAgent, "Instagram")
                || has(userAgent, "; wv)")) {
            return IN_APP;
        }
        if (has(userAgent, "Edg/") || has(userAgent, "EdgA/") || has(userAgent, "Edge/")) {
            return EDGE;
        }
        if (has(userAgent, "OPR/") || has(userAgent, "Opera")) {
            return OPERA;
        }
        if (has(userAgent, "SamsungBrowser/")) {
            return SAMSUNG;
        }
        if (has(userAgent, "Firefox/") || has(userAgent, "FxiOS/")) {
            return FIREFOX;
        }
        if (has(userAgent, "Chrome/") || has(userAgent, "CriOS/")) {
            return CHROME;
        }
        return has(userAgent, "Safari/") ? SAFARI : OTHER;
    }

    private static boolean has(String userAgent, String sign) {
        return userAgent.contains(sign);
    }
}
