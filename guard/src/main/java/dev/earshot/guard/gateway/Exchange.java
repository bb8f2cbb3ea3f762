package dev.earshot.guard.gateway;

import io.netty.buffer.ByteBuf;

/// One request and its answer, whatever the client's version of HTTP. A [Front] makes it with the request's head
/// ([Exchanges#open]) and tells it what comes of the rest. Used on its event loop alone.
interface Exchange {
    /// Takes bytes of the request's body.
    ///
    /// @param bytes released by the exchange
    void body(ByteBuf bytes);

    /// Takes the end of the request's body; not called where the request has none.
    ///
    /// @param trailers valid during the call
    void end(Fields trailers);

    /// Whatever is written and not flushed yet may go: no more is read at present.
    void flush();

    /// The client takes more again, or does not at present.
    void writable();

    /// The client is gone, or its request turned out to be none; nothing can be answered any more.
    void abandon();
}
