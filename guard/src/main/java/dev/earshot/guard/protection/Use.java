package dev.earshot.guard.protection;

import java.util.Arrays;
import java.util.Optional;

/// What a page contacts an address for. The first ten have a directive of their own in a Content-Security-Policy.
public enum Use {
    SCRIPT("script"),
    STYLE("style"),
    IMAGE("image"),
    FONT("font"),
    MEDIA("media"),
    FRAME("frame"),
    /// `fetch`, XMLHttpRequest, `sendBeacon`, EventSource, WebSocket and `<a ping>`.
    CONNECT("connect"),
    /// Where a form is sent to.
    FORM("form"),
    WORKER("worker"),
    MANIFEST("manifest"),
    /// A link followed, a window opened, a redirect by script: it leaves the page.
    NAVIGATION("navigation");

    private final String id;

    Use(String id) {
        this.id = id;
    }

    /// The name used in files, lower case.
    public String id() {
        return id;
    }

    public static Optional<Use> byId(String id) {
        return Arrays.stream(values()).filter(use -> use.id.equals(id)).findFirst();
    }
}
