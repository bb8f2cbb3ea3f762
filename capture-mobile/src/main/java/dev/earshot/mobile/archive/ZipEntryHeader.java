package dev.earshot.mobile.archive;

/// What an archive's directory says of one entry. Every number may lie.
///
/// @param name as [ZipDirectory] made it fit to be shown
/// @param flags the general purpose bits; bit 0 says encrypted, bit 3 that sizes follow the content
/// @param crc -1 where it is not known
/// @param packed bytes in the archive
/// @param unpacked bytes after unpacking; -1 where it is not known
/// @param local where its local header is, in the archive
/// @param start where its content begins; -1 where its local header can't be read
record ZipEntryHeader(
        String name, int flags, int method, long crc, long packed, long unpacked, long local, long start) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    boolean saysEncrypted() {
        return (flags & 1) != 0;
    }
}
