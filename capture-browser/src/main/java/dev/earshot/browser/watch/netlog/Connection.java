package dev.earshot.browser.watch.netlog;

/// The plain bytes that one connection carried, cut into what belongs to each request.
sealed interface Connection permits Http1Connection, Http2Connection {
    /// Whether its plain bytes are those inside TLS.
    boolean secure();

    void sent(byte[] bytes, long tick);

    void received(byte[] bytes, long tick);

    /// Whether the bytes that came back are of use: only those of a WebSocket are.
    boolean wantsReceived();
}
