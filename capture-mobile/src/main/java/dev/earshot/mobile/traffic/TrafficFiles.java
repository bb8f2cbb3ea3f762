package dev.earshot.mobile.traffic;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Recordings of a device's traffic that are no HAR, and the way to make one of them.
public final class TrafficFiles {
    private static final int HEAD = 512;

    private TrafficFiles() {}

    /// Whether a file is a flow file of mitmproxy or a recording of packets, by its first bytes.
    public static boolean isOne(Path file) {
        byte[] head = head(file);
        return isPackets(head) || FlowFile.begins(head);
    }

    /// Turns a recording into a HAR of what it holds, with what could not be read as blind spots.
    ///
    /// @param har is replaced if it is there
    /// @throws EarshotException USAGE when it is none of these, can't be read, or needs a program that is not there;
    ///     INCOMPLETE when the HAR can't be written
    public static void convert(Path from, Path har, TrafficOptions options) {
        byte[] head = head(from);
        if (isPackets(head)) {
            PacketFile.convert(from, har, options);
        } else if (FlowFile.begins(head)) {
            FlowFile.convert(from, har, options);
        } else {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    from + " is neither a flow file of mitmproxy (mitmdump -w) nor a recording of packets (pcap,"
                            + " pcapng).");
        }
    }

    /// The byte orders and resolutions of pcap, and pcapng's section header.
    ///
    /// Source: draft-ietf-opsawg-pcap-05 section 4, draft-ietf-opsawg-pcapng-03 section 4.1.
    private static boolean isPackets(byte[] head) {
        if (head.length < 4) {
            return false;
        }
        int magic = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | (head[3] & 0xff);
        return switch (magic) {
            case 0x0a0d0d0a, 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1 -> true;
            default -> false;
        };
    }

    private static byte[] head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.USAGE, file + " can't be read: " + e.getMessage(), e);
        }
    }
}
