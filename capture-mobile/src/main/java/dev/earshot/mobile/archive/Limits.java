package dev.earshot.mobile.archive;

/// How much an archive may cost. No app in a store comes near; a bomb meets them early.
final class Limits {
    /// Bytes of one unpacked entry. Apple allows 500 MB of code in an executable (App Store Connect Help, "Maximum build
    /// file sizes"), the largest single file that has to be unpacked whole.
    static final long ENTRY = 640L << 20;

    /// Bytes unpacked out of one file, with all archives inside it. Apple's limit for a whole app is 4 GB unpacked.
    static final long TOTAL = 4L << 30;

    /// An entry that unpacks to more than [#RATIO_FREE] bytes may be at most so many times its packed size. Deflate
    /// reaches 1032; code and texts reach 10, empty databases and bitmaps 100.
    static final long RATIO = 200;

    static final long RATIO_FREE = 16L << 20;

    /// Entries of one archive. Large apps have 30,000.
    static final int ENTRIES = 200_000;

    /// Archives inside archives: XAPK, APK, an archive among its assets, one more.
    static final int DEPTH = 4;

    /// Unpacked entries up to this size are on the heap, larger ones beside it.
    static final int ON_HEAP = 8 << 20;

    /// Blind spots told of one file; a hostile one could have as many as it has entries.
    static final int TOLD = 100;

    private Limits() {}
}
