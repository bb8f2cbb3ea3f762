package dev.earshot.investigate.log;

import java.util.List;

/// A format of access logs.
public interface LogFormat {
    /// As a plan names it, such as `combined`, `iis`, `cloudfront`.
    String id();

    /// What a user calls it.
    String label();

    /// How sure it is that these first lines of a file are of this format: 0 not at all, 100 certainly. The share of
    /// lines that it reads, with specifics (a header line, a field that no other format has) above guesses.
    int recognises(List<byte[]> firstLines);

    /// A reader for one file.
    LineReader reader();
}
