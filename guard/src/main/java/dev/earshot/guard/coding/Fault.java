package dev.earshot.guard.coding;

/// Why a coded body can't be decoded, or not to its end.
public enum Fault {
    /// It is not of its coding, or damaged.
    CORRUPT,
    /// What came out is not what its checksum or its length tells.
    CHECKSUM,
    /// It ended too early.
    TRUNCATED,
    /// Decoding it would take more memory than any content coding needs.
    WINDOW
}
