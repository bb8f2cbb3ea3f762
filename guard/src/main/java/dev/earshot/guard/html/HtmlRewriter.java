package dev.earshot.guard.html;

import io.netty.buffer.ByteBuf;

/// One page on its way: bytes in, bytes out, with a memory that does not grow with the page. Not thread-safe.
public final class HtmlRewriter {
    /// @param nonce given to scripts and styles that stay; empty where the policy has none
    /// @param head put in as the first thing in the head, such as the browser guard's script tag; ASCII
    public HtmlRewriter(HtmlRules rules, String nonce, String head) {}

    /// Takes what has come and gives what can leave. Bytes that nothing is changed in are passed on as they are.
    ///
    /// @param in read to its end, not released
    public void feed(ByteBuf in, ByteBuf out) {
        out.writeBytes(in);
    }

    /// Gives what is left at the end of the page.
    public void end(ByteBuf out) {}
}
