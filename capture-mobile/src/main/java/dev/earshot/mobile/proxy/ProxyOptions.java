package dev.earshot.mobile.proxy;

import dev.earshot.persona.Persona;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a capture proxy is run.
///
/// @param listen where devices connect; port 0 takes one that is free
/// @param hosts where to go instead of a host's own address, by lower-case name
/// @param insecureUpstream whether servers are believed without a certificate that this machine trusts
/// @param upstreamAuthorities whose servers are trusted beside those that this machine trusts
/// @param label what is captured, in words, such as the app's name
/// @param persona whose values the person at the device types
public record ProxyOptions(
        InetSocketAddress listen,
        CertificateAuthority authority,
        Map<String, InetSocketAddress> hosts,
        boolean insecureUpstream,
        List<Certificate> upstreamAuthorities,
        String label,
        Optional<Persona> persona) {
    /// The longest request body that is kept whole, in bytes.
    static final int LONGEST_BODY = 64 << 20;

    public ProxyOptions {
        hosts = Map.copyOf(hosts);
        upstreamAuthorities = List.copyOf(upstreamAuthorities);
    }

    /// On a free port of this machine alone.
    public static ProxyOptions of(CertificateAuthority authority) {
        return new ProxyOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                authority,
                Map.of(),
                false,
                List.of(),
                "an app behind the capture proxy",
                Optional.empty());
    }

    public ProxyOptions listen(InetSocketAddress address) {
        return new ProxyOptions(address, authority, hosts, insecureUpstream, upstreamAuthorities, label, persona);
    }

    public ProxyOptions hosts(Map<String, InetSocketAddress> byName) {
        return new ProxyOptions(listen, authority, byName, insecureUpstream, upstreamAuthorities, label, persona);
    }

    public ProxyOptions insecureUpstream(boolean insecure) {
        return new ProxyOptions(listen, authority, hosts, insecure, upstreamAuthorities, label, persona);
    }

    public ProxyOptions upstreamAuthorities(List<Certificate> trusted) {
        return new ProxyOptions(listen, authority, hosts, insecureUpstream, trusted, label, persona);
    }

    public ProxyOptions label(String words) {
        return new ProxyOptions(listen, authority, hosts, insecureUpstream, upstreamAuthorities, words, persona);
    }

    public ProxyOptions persona(Optional<Persona> typed) {
        return new ProxyOptions(listen, authority, hosts, insecureUpstream, upstreamAuthorities, label, typed);
    }

    Optional<InetSocketAddress> placeOf(String host) {
        return Optional.ofNullable(hosts.get(host.toLowerCase(Locale.ROOT)));
    }
}
