package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;

/// The side of an exchange that faces the client: a connection's present request in HTTP/1.1, or a stream in HTTP/2. Used
/// on its event loop alone.
interface Front {
    /// Where the client is, such as `192.0.2.7`; never logged or kept.
    String clientAddress();

    /// Whether the client came by TLS.
    boolean secure();

    Loop loop();

    /// Gives an answer of 1xx before the answer itself. Not called for 101.
    void interim(Head answer);

    /// Gives the answer's head; its framing is for the front to choose. `fields` has no hop-by-hop field any more, and a
    /// `Content-Length` exactly where the length of the body is known.
    ///
    /// @param hasBody whether [#body] and [#end] follow; else the answer is complete
    void answer(Head answer, boolean hasBody);

    /// Gives bytes of the answer's body.
    ///
    /// @param bytes released by the front
    void body(ByteBuf bytes);

    /// Gives the end of the body.
    ///
    /// @param trailers may be empty
    void end(Fields trailers);

    /// Ends an answer that can't be completed so that the client sees that it is cut off.
    void cut();

    void flush();

    /// Whether the client takes more at present; when it does again the exchange is told by [Exchange#writable].
    boolean isWritable();

    /// Whether more of the request's body is wanted at present.
    void readMore(boolean wanted);
}
