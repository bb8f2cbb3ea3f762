package dev.earshot.guard.coding;

import io.netty.buffer.ByteBuf;

/// A plain body on its way to being coded. Not thread-safe.
public interface Encoder extends AutoCloseable {
    /// What comes may stay inside until there is enough of it, or it is flushed.
    ///
    /// @param in read to its end, not released
    void encode(ByteBuf in, ByteBuf out);

    /// Gives all that has come, so that whoever decodes it has it now: for when there is nothing more for the moment.
    void flush(ByteBuf out);

    /// Gives what is left and ends the body; nothing may come after.
    void finish(ByteBuf out);

    /// Gives its memory back. May be called more than once.
    @Override
    void close();
}
