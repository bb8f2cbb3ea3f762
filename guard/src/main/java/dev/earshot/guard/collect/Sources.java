package dev.earshot.guard.collect;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Sources told apart without being known: an address becomes a hash under a key that is made anew each day and never
/// written, so that nobody can say afterwards whose it was.
final class Sources {
    private final SipHash hash;

    /// @param one whom to count deliveries by: an IPv4 address, or the /64 of an IPv6 one, which is one household's
    /// @param network which of them count as different: the /24 of an IPv4 address, the /48 of an IPv6 one, since one
    ///     sender easily has several addresses of one network
    record Source(long one, long network) {}

    Sources(SipHash hash) {
        this.hash = hash;
    }

    Source of(String address) {
        byte[] bytes;
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            bytes = literal.getAddress();
            if (literal instanceof Inet4Address) {
                return new Source(hash.of(bytes), hash.of(Arrays.copyOf(bytes, 3)));
            }
            return new Source(hash.of(Arrays.copyOf(bytes, 8)), hash.of(Arrays.copyOf(bytes, 6)));
        } catch (IllegalArgumentException notAnAddress) {
            bytes = address.getBytes(StandardCharsets.UTF_8);
            long one = hash.of(bytes);
            return new Source(one, one);
        }
    }
}
