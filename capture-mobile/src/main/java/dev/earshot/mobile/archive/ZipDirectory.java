package dev.earshot.mobile.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The entries of a ZIP archive, in the order of its central directory, or of the archive where that is lost.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3. What Android makes of the odd cases: AOSP
/// `libziparchive/zip_archive.cc`, from general knowledge, not verified against a version.
final class ZipDirectory {
    static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final long MANY = 0xFFFF_FFFFL;
    private static final String GET_ANEW = " Get the file anew from the store or the build.";

    /// Searches for a lost entry's end in vain before the recovery gives up: each can go through the whole file.
    private static final int LOST_ENDS = 16;

    private final String file;
    private final Bytes bytes;
    private final Budget budget;
    private final List<ZipEntryHeader> entries = new ArrayList<>();

    private ZipDirectory(String file, Bytes bytes, Budget budget) {
        this.file = file;
        this.bytes = bytes;
        this.budget = budget;
    }

    /// Reads as much of it as there is. No entry at all is an empty list, and told.
    static List<ZipEntryHeader> read(String file, Bytes bytes, Budget budget) {
        var directory = new ZipDirectory(file, bytes, budget);
        directory.read();
        return directory.entries;
    }

    /// Whether a file that begins as something else ends as an archive.
    static boolean isBehindSomething(Bytes bytes) {
        long end = end(bytes, true);
        return end >= 0 && (is(bytes, CENTRAL, bytes.u32(end + 16)) || is(bytes, CENTRAL, end - bytes.u32(end + 12)));
    }

    private void read() {
        long end = end(bytes, true);
        if (end < 0) {
            end = end(bytes, false);
            if (end >= 0) {
                budget.refuse(
                        file, "The archive's end is not the file's end: there is more behind it, or less." + GET_ANEW);
            }
        }
        if (end < 0) {
            budget.refuse(
                    file,
                    "The archive has no end: it was cut off, or is none. Its entries were looked for one by one."
                            + GET_ANEW);
            recover();
            return;
        }
        long count = bytes.u16(end + 10);
        long size = bytes.u32(end + 12);
        long start = bytes.u32(end + 16);
        long limit = end;
        if ((count == 0xFFFF || size == MANY || start == MANY)
                && bytes.has(end - 20, 20)
                && bytes.u32(end - 20) == END_64_LOCATOR) {
            long end64 = bytes.u64(end - 20 + 8);
            if (!bytes.has(end64, 56) || bytes.u32(end64) != END_64) {
                budget.refuse(file, "The archive's ZIP64 end points nowhere. Its entries were looked for." + GET_ANEW);
                recover();
                return;
            }
            count = bytes.u64(end64 + 32);
            size = bytes.u64(end64 + 40);
            start = bytes.u64(end64 + 48);
            limit = end64;
        }
        if (count == 0 && size == 0) {
            return;
        }
        long shift = 0;
        if (!isAt(CENTRAL, start)) {
            // An archive behind something else, such as a self-extracting program: all its places are too small.
            long real = limit - size;
            if (!isAt(CENTRAL, real)) {
                budget.refuse(
                        file,
                        "The archive's directory is not where its end says. Its entries were looked for." + GET_ANEW);
                recover();
                return;
            }
            shift = real - start;
            budget.refuse(
                    file,
                    "The archive stands behind " + shift + " other bytes, and its places don't count them: programs"
                            + " read it differently." + GET_ANEW);
            start = real;
        }
        list(start, limit, count, shift);
    }

    /// Where the record is that ends the archive; -1 where there is none.
    ///
    /// @param exactly whether its comment has to end where the file does
    private static long end(Bytes bytes, boolean exactly) {
        for (long at = bytes.size() - 22; at >= Math.max(0, bytes.size() - 22 - 0xFFFF); at--) {
            if (bytes.u32(at) == END && (!exactly || at + 22 + bytes.u16(at + 20) == bytes.size())) {
                return at;
            }
        }
        return -1;
    }

    private void list(long start, long limit, long count, long shift) {
        long at = start;
        while (bytes.has(at, 46) && at + 46 <= limit && bytes.u32(at) == CENTRAL) {
            if (entries.size() == Limits.ENTRIES) {
                budget.refuse(
                        file,
                        "The archive has more than " + Limits.ENTRIES + " entries; the others were not read. No store"
                                + " takes such an app: get the file anew.");
                return;
            }
            int name = bytes.u16(at + 28);
            int extra = bytes.u16(at + 30);
            long next = at + 46 + name + extra + bytes.u16(at + 32);
            if (next > limit) {
                break;
            }
            entries.add(central(at, name, extra, shift));
            at = next;
        }
        if (entries.size() != count) {
            budget.refuse(
                    file,
                    "The archive's end counts " + Long.toUnsignedString(count) + " entries and its directory lists "
                            + entries.size() + "; a device may use others than were read." + GET_ANEW);
        }
    }

    private ZipEntryHeader central(long at, int nameLength, int extraLength, long shift) {
        byte[] rawName = bytes.copy(at + 46, nameLength);
        long packed = bytes.u32(at + 20);
        long unpacked = bytes.u32(at + 24);
        long local = bytes.u32(at + 42);
        if (packed == MANY || unpacked == MANY || local == MANY) {
            long[] big = big(at + 46 + nameLength, extraLength, unpacked == MANY, packed == MANY, local == MANY);
            unpacked = big[0] == -1 ? unpacked : big[0];
            packed = big[1] == -1 ? packed : big[1];
            local = big[2] == -1 ? local : big[2];
        }
        local += shift;
        int flags = bytes.u16(at + 8);
        int method = bytes.u16(at + 10);
        long crc = bytes.u32(at + 16);
        String name = name(rawName);
        String where = file + "!" + name;
        long content = -1;
        if (isAt(LOCAL, local) && bytes.has(local, 30)) {
            content = local + 30 + bytes.u16(local + 26) + bytes.u16(local + 28);
            if (!agrees(local, rawName, flags, method, crc, packed, unpacked)) {
                budget.refuse(
                        where,
                        "The two headers of this entry disagree, so that programs read it differently; it was read as"
                                + " the directory says." + GET_ANEW);
            }
        }
        return new ZipEntryHeader(name, flags, method, crc, packed, unpacked, local, content);
    }

    /// Whether the local header says the same, as far as it says anything: with bit 3, sizes follow the content.
    private boolean agrees(long local, byte[] name, int flags, int method, long crc, long packed, long unpacked) {
        int localFlags = bytes.u16(local + 6);
        boolean sameName = bytes.u16(local + 26) == name.length
                && bytes.has(local + 30, name.length)
                && Arrays.equals(name, bytes.copy(local + 30, name.length));
        boolean later = (localFlags & 8) != 0 || (flags & 8) != 0;
        long localPacked = bytes.u32(local + 18);
        long localUnpacked = bytes.u32(local + 22);
        boolean sameSizes = later
                || (bytes.u32(local + 14) == crc
                        && (localPacked == packed || localPacked == MANY)
                        && (localUnpacked == unpacked || localUnpacked == MANY));
        return sameName && sameSizes && bytes.u16(local + 8) == method;
    }

    /// Unpacked size, packed size and place from the ZIP64 extra field (section 4.5.3); -1 for what is not there.
    private long[] big(long at, int length, boolean unpacked, boolean packed, boolean local) {
        long[] found = {-1, -1, -1};
        long field = at;
        while (field + 4 <= at + length) {
            int size = bytes.u16(field + 2);
            if (bytes.u16(field) == 1) {
                long value = field + 4;
                long end = Math.min(value + size, at + length);
                boolean[] wanted = {unpacked, packed, local};
                for (int i = 0; i < wanted.length; i++) {
                    if (wanted[i] && value + 8 <= end) {
                        found[i] = bytes.u64(value);
                        value += 8;
                    }
                }
                return found;
            }
            field += 4 + size;
        }
        return found;
    }

    /// Lists what local headers tell, for an archive whose directory is lost.
    private void recover() {
        entries.clear();
        int lost = 0;
        long at = bytes.find(LOCAL, 0, bytes.size());
        while (at >= 0 && entries.size() < Limits.ENTRIES && lost < LOST_ENDS) {
            long next = at + 4;
            if (bytes.has(at, 30) && bytes.has(at + 30, bytes.u16(at + 26) + (long) bytes.u16(at + 28))) {
                int nameLength = bytes.u16(at + 26);
                int flags = bytes.u16(at + 6);
                long start = at + 30 + nameLength + bytes.u16(at + 28);
                long crc = bytes.u32(at + 14);
                long packed = bytes.u32(at + 18);
                long unpacked = bytes.u32(at + 22);
                if (packed == MANY || unpacked == MANY) {
                    long[] big = big(at + 30 + nameLength, bytes.u16(at + 28), unpacked == MANY, packed == MANY, false);
                    unpacked = big[0] == -1 ? unpacked : big[0];
                    packed = big[1] == -1 ? packed : big[1];
                }
                if ((flags & 8) != 0 && packed == 0) {
                    long descriptor = descriptor(start);
                    if (descriptor < 0) {
                        lost++;
                        packed = bytes.size() - start;
                        crc = -1;
                        unpacked = -1;
                    } else {
                        packed = descriptor - start;
                        crc = bytes.u32(descriptor + 4);
                        unpacked = bytes.u32(descriptor + 12);
                    }
                }
                entries.add(new ZipEntryHeader(
                        name(bytes.copy(at + 30, nameLength)),
                        flags,
                        bytes.u16(at + 8),
                        crc,
                        packed,
                        unpacked,
                        at,
                        start));
                next = bytes.has(start, packed) && packed < bytes.size() - start ? start + packed : start;
            }
            at = bytes.find(LOCAL, next, bytes.size());
        }
    }

    /// Where the sizes stand that follow the content, which says how long it was; -1 where they are lost.
    private long descriptor(long start) {
        long at = bytes.find(DESCRIPTOR, start, bytes.size());
        while (at >= 0) {
            if (bytes.has(at, 16) && bytes.u32(at + 8) == at - start) {
                return at;
            }
            at = bytes.find(DESCRIPTOR, at + 4, bytes.size());
        }
        return -1;
    }

    private boolean isAt(int signature, long at) {
        return is(bytes, signature, at);
    }

    private static boolean is(Bytes bytes, int signature, long at) {
        return bytes.has(at, 4) && (int) bytes.u32(at) == signature;
    }

    /// Names are shown to people: what would move a terminal's cursor is replaced. Broken UTF-8 is as well.
    private static String name(byte[] raw) {
        String name = new String(raw, UTF_8);
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return name.codePoints()
                        .map(c -> Character.isISOControl(c) ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return name;
    }
}
