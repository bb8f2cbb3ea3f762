package dev.earshot.domain;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/// A host as Earshot compares it: lower case, ASCII (international names in punycode), no port, no trailing dot.
///
/// Foreign input: what is not a host name comes back in lower case, never as an exception.
public final class HostName {
    /// RFC 1035 § 2.3.4: 255 octets on the wire, 253 characters in writing.
    private static final int LONGEST = 253;

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private HostName() {}

    /// The comparable form of a host, with or without a port. An IPv6 address keeps its brackets, as URLs write it.
    public static String of(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        String bare = withoutTrailingDots(withoutPort(lower));
        return bare.length() > LONGEST ? bare : ascii(bare);
    }

    /// Whether this is a numeric address rather than a name.
    ///
    /// @param host as [#of(String)] returns it
    static boolean isAddress(String host) {
        return host.startsWith("[")
                || host.indexOf(':') >= 0
                || IPV4.matcher(host).matches();
    }

    /// Whether this is longer than a host name can be.
    static boolean isTooLong(String host) {
        return host.length() > LONGEST;
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(0, end + 1);
        }
        int colon = host.indexOf(':');
        boolean single = colon >= 0 && colon == host.lastIndexOf(':');
        return single ? host.substring(0, colon) : host;
    }

    private static String withoutTrailingDots(String host) {
        int end = host.length();
        while (end > 0 && host.charAt(end - 1) == '.') {
            end--;
        }
        return host.substring(0, end);
    }

    private static String ascii(String host) {
        if (host.chars().allMatch(c -> c < 128)) {
            return host;
        }
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return host;
        }
    }
}
