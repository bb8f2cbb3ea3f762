package dev.earshot.decode;

/// The part of an exchange that a leaf comes from. Offsets count bytes in that part as it left, encoded as UTF-8.
public enum Origin {
    /// The request's URL as sent, whole; host, path, matrix parameters and query are steps.
    URL("url"),
    /// The value of one request header.
    HEADER("header"),
    /// The value of one cookie in the Cookie header; offsets count in the header's value.
    COOKIE("cookie"),
    BODY("body"),
    /// The payload of one WebSocket message.
    MESSAGE("message");

    private final String label;

    Origin(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
