package dev.earshot.guard.bypass;

/// The most that somebody received who must receive nothing.
enum Receipt {
    NOTHING("stopped"),
    /// The name was looked up.
    LOOKUP("lookup"),
    /// A connection was opened, with the name in it.
    CONNECTION("connection"),
    /// A datagram came.
    DATAGRAM("datagram"),
    /// A whole request came.
    REQUEST("request");

    private final String title;

    Receipt(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
