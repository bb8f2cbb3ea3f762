package dev.earshot.guard.coding;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// A coded body on its way to being plain. Not thread-safe. Takes no more memory than its coding's window, and gives no
/// more at once than it is asked for, however small what comes in is.
///
/// ```
/// Decoder.Progress progress;
/// do {
///     progress = decoder.decode(in, out, 64 * 1024);
///     // pass on what is in out, and wait with the next round while nobody takes it
/// } while (progress == Decoder.Progress.MORE);
/// ```
public interface Decoder extends AutoCloseable {
    /// How far a call came.
    enum Progress {
        /// All of what came is taken, and all that it stands for is given.
        TAKEN,
        /// There is more to give: to be called again, with the same buffer, even where nothing is left in it.
        MORE,
        /// What came can't be decoded; [Decoder#fault] says why. What was given before is right.
        BROKEN
    }

    /// @param in read as far as is needed; not released
    /// @param out what comes out is written to; grows as needed
    /// @param atMost bytes to be given now; more than 0
    Progress decode(ByteBuf in, ByteBuf out, int atMost);

    /// To be asked once all has come and been taken: why the body isn't whole; empty where it is. A body of no bytes at
    /// all is whole.
    Optional<Fault> end();

    /// Why a call was [Progress#BROKEN]; empty where none was.
    Optional<Fault> fault();

    /// Gives its memory back. May be called more than once.
    @Override
    void close();
}
