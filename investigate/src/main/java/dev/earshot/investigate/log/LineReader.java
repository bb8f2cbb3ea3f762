package dev.earshot.investigate.log;

/// Reads the lines of one file in one format, in their order. It may remember what earlier lines said (a list of
/// fields), so each file has its own.
///
/// It never throws for what is in a line.
public interface LineReader {
    /// Reads `bytes[from..to)`, a line without its end, into `line`, which is clear.
    Reading read(byte[] bytes, int from, int to, LogLine line);

    enum Reading {
        /// A request was read.
        REQUEST,
        /// A line of the format itself: a header, a directive, an empty line.
        DIRECTIVE,
        /// It is not of this format, or lacks what every request has: time, method or path.
        UNREADABLE
    }
}
