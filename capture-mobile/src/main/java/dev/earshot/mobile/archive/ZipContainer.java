package dev.earshot.mobile.archive;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A ZIP archive. Stored entries are views of the mapped file; packed ones are unpacked each time they are opened.
///
/// Where a name comes twice, all of them are there: the last one under its name, the ones before it as `(1)/name`,
/// `(2)/name`, since which one a device would take depends on the device.
final class ZipContainer implements Container {
    private static final String GET_ANEW = " Get the file anew from the store or the build.";
    private static final int DEX = 0x0a786564;

    private final String file;
    private final Bytes bytes;
    private final Budget budget;
    private final Map<String, ZipEntryHeader> entries = new LinkedHashMap<>();
    private List<String> names = List.of();

    private ZipContainer(String file, Bytes bytes, Budget budget) {
        this.file = file;
        this.bytes = bytes;
        this.budget = budget;
    }

    static ZipContainer open(String file, Bytes bytes, Budget budget) {
        var container = new ZipContainer(file, bytes, budget);
        container.take(ZipDirectory.read(file, bytes, budget));
        return container;
    }

    private void take(List<ZipEntryHeader> headers) {
        for (ZipEntryHeader header : headers) {
            String name = header.name();
            if (name.endsWith("/") && header.unpacked() <= 0) {
                continue;
            }
            if (leadsOutside(name)) {
                budget.refuse(
                        within(name),
                        "The name of this entry leads out of the archive. It was read, and nothing was written, but a"
                                + " device may refuse the file or put it elsewhere." + GET_ANEW);
            }
            ZipEntryHeader before = entries.put(name, header);
            if (before != null) {
                budget.refuse(
                        within(name),
                        "The archive has this entry more than once, and which one is used depends on the device: all of"
                                + " them were read." + GET_ANEW);
                int number = 1;
                while (entries.containsKey("(" + number + ")/" + name)) {
                    number++;
                }
                entries.put("(" + number + ")/" + name, before);
            }
        }
        lookForOverlaps(headers);
        lookBefore(headers);
        names = List.copyOf(entries.keySet());
    }

    private void lookForOverlaps(List<ZipEntryHeader> headers) {
        long end = -1;
        for (ZipEntryHeader header : headers.stream()
                .filter(one -> one.start() >= 0)
                .sorted(Comparator.comparingLong(ZipEntryHeader::local))
                .toList()) {
            if (header.local() < end) {
                budget.refuse(
                        within(header.name()),
                        "This entry lies inside another one, as in archives made to unpack without end; each was read"
                                + " within the limits." + GET_ANEW);
            }
            end = Math.max(end, header.start() + Math.max(0, header.packed()));
        }
    }

    /// Code that stands before the first entry: old Android versions run it (CVE-2017-13156, "Janus").
    private void lookBefore(List<ZipEntryHeader> headers) {
        if (!bytes.has(0, 4) || (int) bytes.u32(0) != DEX) {
            return;
        }
        long first = headers.stream()
                .mapToLong(ZipEntryHeader::local)
                .filter(at -> at > 0)
                .min()
                .orElse(bytes.size());
        long length = Math.min(first, bytes.size());
        String name = "(before the archive)/classes.dex";
        entries.put(name, new ZipEntryHeader(name, 0, ZipEntryHeader.STORED, -1, length, length, 0, 0));
        budget.refuse(
                within(name),
                "Code stands before the archive, where Android up to 8.0 may run it in place of the app's own; it was"
                        + " read." + GET_ANEW);
    }

    private static boolean leadsOutside(String name) {
        return name.startsWith("/")
                || name.contains("\\")
                || (name.length() > 1 && name.charAt(1) == ':')
                || name.equals("..")
                || name.startsWith("../")
                || name.endsWith("/..")
                || name.contains("/../");
    }

    private String within(String name) {
        return file + "!" + name;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Optional<Part> open(String name) {
        ZipEntryHeader entry = entries.get(name);
        return entry == null
                ? Optional.empty()
                : Optional.ofNullable(content(entry, within(name)))
                        .map(content -> new Part(within(name), name, content));
    }

    private @Nullable ByteBuffer content(ZipEntryHeader entry, String where) {
        if (!bytes.has(entry.start(), 0)) {
            return refuse(where, "The archive has no content for this entry where its directory says." + GET_ANEW);
        }
        long there = bytes.size() - entry.start();
        if (entry.packed() < 0 || entry.packed() > there) {
            budget.refuse(
                    where,
                    "This entry is said to be larger than what is left of the file: it was cut off, or its size lies."
                            + GET_ANEW);
        }
        long packed = entry.packed() < 0 ? there : Math.min(entry.packed(), there);
        ByteBuffer content = switch (entry.method()) {
            case ZipEntryHeader.STORED -> stored(entry, packed, where);
            case ZipEntryHeader.DEFLATED -> inflated(entry, packed, where);
            default -> ofUnknownMethod(entry, packed, where);
        };
        if (content == null) {
            return null;
        }
        boolean whole = entry.crc() < 0 || entry.crc() == crc(content);
        if (entry.saysEncrypted()) {
            if (!whole) {
                return refuse(
                        where,
                        "This entry is encrypted. Scan the app as it comes from the build, without the encryption.");
            }
            budget.refuse(
                    where,
                    "This entry is marked as encrypted and is not, as is done to hinder scans; it was read."
                            + GET_ANEW);
        } else if (!whole) {
            budget.refuse(where, "The checksum of this entry is wrong; it was read as it is." + GET_ANEW);
        }
        return content;
    }

    /// As Android does, the directory's unpacked size counts where it fits.
    private @Nullable ByteBuffer stored(ZipEntryHeader entry, long packed, String where) {
        boolean fits = entry.unpacked() >= 0 && bytes.has(entry.start(), entry.unpacked());
        long length = fits ? entry.unpacked() : packed;
        if (entry.unpacked() >= 0 && entry.unpacked() != entry.packed()) {
            budget.refuse(where, "The two sizes of this stored entry differ." + GET_ANEW);
        }
        if (length > Integer.MAX_VALUE) {
            return refuse(where, "This entry is larger than 2 GB, which is more than can be read.");
        }
        return bytes.slice(entry.start(), length);
    }

    private @Nullable ByteBuffer inflated(ZipEntryHeader entry, long packed, String where) {
        if (packed > Integer.MAX_VALUE) {
            return refuse(where, "This entry is larger than 2 GB, which is more than can be read.");
        }
        long mostByRatio = Math.max(Limits.RATIO_FREE, packed * Limits.RATIO);
        long most = Math.min(Math.min(Limits.ENTRY, mostByRatio), budget.left());
        Inflater inflater = budget.inflater();
        try {
            inflater.setInput(bytes.slice(entry.start(), packed));
            long likely = entry.unpacked() < 0 ? packed * 4 : Math.min(entry.unpacked(), packed * 1032);
            // The one byte more lets the inflater come to its end without another round.
            ByteBuffer out = space(Math.min(likely, most) + 1);
            while (!inflater.finished()) {
                if (!out.hasRemaining()) {
                    if (out.position() > most) {
                        budget.spend(out.position());
                        return refuse(
                                where,
                                "This entry unpacks to more than the limit of " + most
                                        + " bytes, as in archives made to"
                                        + " exhaust whoever unpacks them; it was not read." + GET_ANEW);
                    }
                    out = space(Math.min(out.capacity() * 2L, most) + 1).put(out.flip());
                }
                if (inflater.inflate(out) == 0
                        && !inflater.finished()
                        && (inflater.needsInput() || inflater.needsDictionary())) {
                    budget.spend(out.position());
                    return refuse(where, entry.saysEncrypted() ? ENCRYPTED : BROKEN);
                }
            }
            budget.spend(out.position());
            if (entry.unpacked() >= 0 && out.position() != entry.unpacked()) {
                budget.refuse(where, "This entry unpacks to another size than it says; it was read whole." + GET_ANEW);
            }
            return out.flip().slice();
        } catch (DataFormatException broken) {
            return refuse(where, entry.saysEncrypted() ? ENCRYPTED : BROKEN);
        } catch (OutOfMemoryError large) {
            return refuse(where, "There is not enough memory to unpack this entry. Give Earshot more with -Xmx.");
        }
    }

    private static final String BROKEN = "This entry can't be unpacked: it is broken or cut off." + GET_ANEW;
    private static final String ENCRYPTED =
            "This entry is encrypted. Scan the app as it comes from the build, without the encryption.";

    /// Android's resource loader takes every method but deflate as stored, its package checker every method but stored
    /// as deflated (Zimperium, "Over 3,000 Android malware samples using multiple techniques to bypass detection",
    /// 2023; Android Stack Exchange 253042, read 2026-11-22). The checksum tells which one it is.
    private @Nullable ByteBuffer ofUnknownMethod(ZipEntryHeader entry, long packed, String where) {
        String method = "This entry's compression method " + entry.method();
        long length = bytes.has(entry.start(), Math.max(0, entry.unpacked())) ? Math.max(0, entry.unpacked()) : packed;
        if (length <= Integer.MAX_VALUE) {
            ByteBuffer asStored = bytes.slice(entry.start(), length);
            if (entry.crc() == crc(asStored)) {
                budget.refuse(where, method + " is unknown, as is done to hinder scans; it is stored, and was read.");
                return asStored;
            }
        }
        @Nullable ByteBuffer asDeflated = inflated(entry, packed, where);
        if (asDeflated != null) {
            budget.refuse(where, method + " is unknown, as is done to hinder scans; it is deflated, and was read.");
            return asDeflated;
        }
        return refuse(where, method + " is not known. Scan the app as it comes from the build or the store.");
    }

    private static ByteBuffer space(long size) {
        return size <= Limits.ON_HEAP
                ? ByteBuffer.allocate((int) size)
                : Arena.ofAuto().allocate(size).asByteBuffer();
    }

    private static long crc(ByteBuffer content) {
        var crc = new CRC32();
        crc.update(content.duplicate());
        return crc.getValue();
    }

    private @Nullable ByteBuffer refuse(String where, String what) {
        budget.refuse(where, what);
        return null;
    }

    /// Nothing to close: the file stays mapped as long as one of its parts is in use.
    @Override
    public void close() {}
}
