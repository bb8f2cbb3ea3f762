package dev.earshot.domain;

import crawlercommons.domains.EffectiveTldFinder;
import dev.earshot.memo.Memo;

/// The domain under which somebody registered a host: one label more than its public suffix.
///
/// The public suffix list's private section counts: `clinic.github.io` is the clinic's, not GitHub's, and
/// `bucket.s3.amazonaws.com` belongs to whoever keeps that bucket.
/// Source: the Public Suffix List, <https://publicsuffix.org/list/>, in the copy that crawler-commons carries.
public final class RegistrableDomain {
    private static final Memo<String> KNOWN = new Memo<>(4096, RegistrableDomain::read);

    private RegistrableDomain() {}

    /// The registrable domain of a host, in the form of [HostName#of(String)]. An address, a single label, a public
    /// suffix itself and what is not a host name are their own domain. Never throws.
    ///
    /// Under a top-level domain that the list doesn't know, the last two labels, as its default rule `*` says.
    ///
    /// @param host with or without a port
    public static String of(String host) {
        return KNOWN.of(host);
    }

    private static String read(String host) {
        String name = HostName.of(host);
        if (name.indexOf('.') < 0 || HostName.isAddress(name) || HostName.isTooLong(name)) {
            return name;
        }
        if (EffectiveTldFinder.getEffectiveTLD(name, false) == null) {
            return lastTwoLabels(name);
        }
        String domain = EffectiveTldFinder.getAssignedDomain(name, false, false);
        return domain == null ? name : domain;
    }

    /// Whether anybody may register a name directly below this one, as below `co.uk` or `github.io`.
    public static boolean isPublicSuffix(String host) {
        String name = HostName.of(host);
        if (name.isEmpty() || HostName.isAddress(name) || HostName.isTooLong(name)) {
            return false;
        }
        var suffix = EffectiveTldFinder.getEffectiveTLD(name, false);
        return suffix != null && !suffix.isException() && suffix.getDomain().equals(name);
    }

    private static String lastTwoLabels(String name) {
        int last = name.lastIndexOf('.');
        int before = name.lastIndexOf('.', last - 1);
        return name.substring(before + 1);
    }
}
