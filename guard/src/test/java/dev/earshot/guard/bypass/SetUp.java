package dev.earshot.guard.bypass;

/// What stands between a page and the sink.
enum SetUp {
    /// Nothing: what does not get through here proves nothing.
    NOTHING("nothing"),
    /// The browser guard as the first script.
    GUARD("guard"),
    /// The headers, each script and style of the page with its nonce.
    CSP("CSP"),
    /// The headers and the guard.
    BOTH("both"),
    /// The site behind a gateway, which rewrites pages too: nothing is done to them here.
    GATEWAY("gateway");

    private final String title;

    SetUp(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    int column() {
        return switch (this) {
            case NOTHING -> 0;
            case GUARD -> 1;
            case CSP -> 2;
            case BOTH -> 3;
            case GATEWAY -> 4;
        };
    }

    boolean guard() {
        return this == GUARD || this == BOTH;
    }

    boolean headers() {
        return this == CSP || this == BOTH;
    }
}
