package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads an IP address as logs write it: with or without a port, brackets or a zone. An IPv4 address within IPv6 is the
/// IPv4 address.
final class Address {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long MAPPED = 0xffff_0000_0000L;

    /// The upper 64 of its 128 bits.
    long high;
    /// The lower ones. IPv4 stands here as `::ffff:a.b.c.d`.
    long low;

    private final int[] groups = new int[8];

    /// False where it is no address; then the numbers mean nothing.
    boolean read(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && bytes[start] == ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        if (start < end && bytes[start] == '"' && bytes[end - 1] == '"' && end - start > 1) {
            start++;
            end--;
        }
        if (start < end && bytes[start] == '[') {
            int close = Scan.indexOf(bytes, start, end, (byte) ']');
            return close < end && v6(bytes, start + 1, close);
        }
        return v4(bytes, start, end, true) || v6(bytes, start, end);
    }

    /// The same number for the same address, however it is written.
    int canonical(byte[] into) {
        if (high == 0 && low >>> 32 == 0xffff) {
            for (int i = 0; i < 4; i++) {
                into[i] = (byte) (low >>> (24 - 8 * i));
            }
            return 4;
        }
        LONGS.set(into, 0, high);
        LONGS.set(into, 8, low);
        return 16;
    }

    private boolean v4(byte[] bytes, int from, int to, boolean port) {
        long address = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int start = at;
            while (at < to && at - start < 3 && Scan.isDigit(bytes[at])) {
                value = value * 10 + bytes[at++] - '0';
            }
            if (at == start || value > 255) {
                return false;
            }
            address = address << 8 | value;
            if (part < 3 && (at >= to || bytes[at++] != '.')) {
                return false;
            }
        }
        if (at < to && !(port && bytes[at] == ':' && Timestamp.digitsEnd(bytes, at + 1, to) == to)) {
            return false;
        }
        high = 0;
        low = MAPPED | address;
        return true;
    }

    private boolean v6(byte[] bytes, int from, int to) {
        int end = Scan.indexOf(bytes, from, to, (byte) '%');
        int count = 0;
        int gap = -1;
        int at = from;
        if (at + 1 < end && bytes[at] == ':' && bytes[at + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (at < end) {
            int value = 0;
            int start = at;
            while (at < end && at - start < 4 && Scan.hex(bytes[at]) >= 0) {
                value = value << 4 | Scan.hex(bytes[at++]);
            }
            if (at < end && bytes[at] == '.') {
                if (count > 6 || !v4(bytes, start, end, false)) {
                    return false;
                }
                groups[count++] = (int) (low >>> 16 & 0xffff);
                groups[count++] = (int) (low & 0xffff);
                at = end;
                break;
            }
            if (at == start || count == 8) {
                return false;
            }
            groups[count++] = value;
            if (at < end) {
                if (bytes[at++] != ':' || at == end) {
                    return false;
                }
                if (bytes[at] == ':') {
                    if (gap >= 0) {
                        return false;
                    }
                    gap = count;
                    at++;
                }
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return false;
        }
        high = 0;
        low = 0;
        for (int i = 0; i < 8; i++) {
            int place = gap < 0 || i < gap ? i : i - (8 - count);
            long group = place < 0 || (gap >= 0 && i >= gap && place < gap) ? 0 : groups[place];
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return true;
    }

    /// Ranges of addresses, as `192.0.2.0/24`, `2001:db8::/32`, or a single one.
    static final class Ranges {
        private final long[] high;
        private final long[] low;
        private final int[] bits;

        /// @throws EarshotException naming every range that can't be read
        Ranges(List<String> ranges) {
            high = new long[ranges.size()];
            low = new long[ranges.size()];
            bits = new int[ranges.size()];
            Address address = new Address();
            StringBuilder mistakes = new StringBuilder();
            for (int i = 0; i < bits.length; i++) {
                String range = ranges.get(i).strip();
                int slash = range.indexOf('/');
                byte[] bytes = (slash < 0 ? range : range.substring(0, slash)).getBytes(StandardCharsets.UTF_8);
                boolean read = address.read(bytes, 0, bytes.length);
                boolean v4 = range.indexOf(':') < 0;
                int most = v4 ? 32 : 128;
                int length = slash < 0 ? most : length(range.substring(slash + 1));
                if (!read || length < 0 || length > most) {
                    mistakes.append(" \"").append(range).append('"');
                }
                high[i] = address.high;
                low[i] = address.low;
                bits[i] = length + 128 - most;
            }
            if (!mistakes.isEmpty()) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "No ranges of addresses such as 192.0.2.0/24 or 2001:db8::/32:" + mistakes);
            }
        }

        private static int length(String digits) {
            return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
        }

        boolean isEmpty() {
            return bits.length == 0;
        }

        boolean contain(Address address) {
            for (int i = 0; i < bits.length; i++) {
                long highDiffers = (address.high ^ high[i]) & mask(bits[i]);
                long lowDiffers = (address.low ^ low[i]) & mask(bits[i] - 64);
                if (highDiffers == 0 && lowDiffers == 0) {
                    return true;
                }
            }
            return false;
        }

        private static long mask(int bits) {
            return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
        }
    }
}
