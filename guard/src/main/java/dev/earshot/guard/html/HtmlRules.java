package dev.earshot.guard.html;

import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What is taken out of a zone's pages, made ready for [HtmlRewriter]. Immutable; one for all pages of a zone.
///
/// Taken out is what would contact an address that the zone forbids. What nobody has ruled on stays, since the
/// Content-Security-Policy decides on it, but for connections that it doesn't cover: see [#mayConnect].
public final class HtmlRules {
    private final List<Endpoint> forbidden;
    private final Map<String, List<Endpoint>> byHost = new HashMap<>();
    private final Set<String> own;
    private final List<Endpoint> allowed;
    private final boolean block;
    private final boolean ownPaths;
    private final Loaders loaders;
    /// Hashes of forbidden hosts, read from their ends, so that one pass over a host answers for all its domains too.
    private final long[] hostHashes;

    private final int hostMask;

    private HtmlRules(Protection protection, ZoneProtection zone) {
        forbidden = zone.forbidden().stream().map(Forbidden::to).toList();
        own = protection.own();
        allowed = zone.allowed().stream().map(Allowed::to).toList();
        block = zone.otherwise() == Otherwise.BLOCK;
        ownPaths = forbidden.stream().anyMatch(each -> own.stream().anyMatch(each::coversHost));
        Set<Long> hashes = new HashSet<>();
        for (Endpoint each : forbidden) {
            String host = ascii(each.host());
            byHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(new Endpoint(host, each.path()));
            byte[] bytes = bare(host).getBytes(StandardCharsets.ISO_8859_1);
            long hash = 0;
            for (int at = bytes.length - 1; at >= 0; at--) {
                hash = hash(hash, bytes[at]);
            }
            hashes.add(hash);
        }
        int size = Integer.highestOneBit(Math.max(8, 4 * hashes.size())) * 2;
        hostHashes = new long[size];
        hostMask = size - 1;
        for (long hash : hashes) {
            int at = slot(hash);
            while (hostHashes[at] != 0) {
                at = (at + 1) & hostMask;
            }
            hostHashes[at] = hash;
        }
        loaders =
                new Loaders(this, byHost.keySet().stream().map(HtmlRules::bare).collect(Collectors.toSet()));
    }

    public static HtmlRules of(Protection protection, ZoneProtection zone) {
        return new HtmlRules(protection, zone);
    }

    Loaders loaders() {
        return loaders;
    }

    /// Whether anything is forbidden at all.
    boolean forbidSomething() {
        return !forbidden.isEmpty();
    }

    boolean forbids(Address address) {
        if (address.host().isEmpty()) {
            return ownPaths && own.stream().anyMatch(host -> forbids(host, address));
        }
        return forbids(address.host(), address);
    }

    /// Whether a page may open a connection before it needs one, or look up a name: to its own hosts, to those that
    /// it may contact for something, and to others while nothing is blocked but what is forbidden.
    boolean mayConnect(Address address, Address page) {
        if (isForbiddenHost(address.host())) {
            return false;
        }
        return !block || isKnown(address, page);
    }

    /// Whether addresses may be resolved against this one.
    boolean mayBeBase(Address address, Address page) {
        return !forbids(address) && (!block || isKnown(address, page));
    }

    /// Whether nothing but what is forbidden is blocked.
    boolean leaveTheUnknown() {
        return !block;
    }

    /// Whether a page may fetch another one before anybody goes there: its own, and others while nothing is blocked but
    /// what is forbidden.
    boolean mayPrefetch(Address address, Address page) {
        return !forbids(address) && (!block || address.host().isEmpty() || isOwn(address, page));
    }

    /// Whether the bytes are surely no address that is forbidden, found without making anything of them.
    ///
    /// @param plainBase whether relative addresses are the page's own
    boolean surelyHarmless(byte[] text, int from, int to, boolean plainBase) {
        int at = from;
        if (at == to) {
            return plainBase && !ownPaths;
        }
        int first = text[at];
        if (first == '#' || first == '?') {
            return plainBase && !ownPaths;
        }
        if (first == '/') {
            if (at + 1 == to) {
                return plainBase && !ownPaths;
            }
            int second = text[at + 1];
            if (second == '/') {
                return isHarmlessAuthority(text, at + 2, to);
            }
            return plainBase && !ownPaths && isPlain(second);
        }
        if (isPlain(first) || first == '.') {
            while (at < to && (isPlain(text[at]) || text[at] == '.')) {
                at++;
            }
            if (at == to || text[at] == '/' || text[at] == '?' || text[at] == '#') {
                return plainBase && !ownPaths;
            }
            if (text[at] != ':') {
                return false;
            }
            if (at - from == 4 && is(text, from, "data")) {
                return true;
            }
            boolean web = (at - from == 5 && is(text, from, "https")) || (at - from == 4 && is(text, from, "http"));
            return web
                    && at + 2 < to
                    && text[at + 1] == '/'
                    && text[at + 2] == '/'
                    && isHarmlessAuthority(text, at + 3, to);
        }
        return false;
    }

    private boolean isHarmlessAuthority(byte[] text, int from, int to) {
        int end = from;
        while (end < to && (isPlain(text[end]) || text[end] == '.')) {
            end++;
        }
        if (end == from
                || (end < to && text[end] != '/' && text[end] != '?' && text[end] != '#')
                || text[end - 1] == '.') {
            return false;
        }
        long hash = 0;
        for (int at = end - 1; at >= from; at--) {
            int letter = text[at];
            letter = letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
            if (letter == '.' && holds(hash)) {
                return false;
            }
            hash = hash(hash, letter);
        }
        return !holds(hash) && !isDigit(text[end - 1]);
    }

    private boolean holds(long hash) {
        int at = slot(hash);
        while (hostHashes[at] != 0) {
            if (hostHashes[at] == hash) {
                return true;
            }
            at = (at + 1) & hostMask;
        }
        return false;
    }

    private int slot(long hash) {
        return (int) ((hash * 0x9E3779B97F4A7C15L) >>> 40) & hostMask;
    }

    private static long hash(long hash, int letter) {
        return (hash + letter + 1) * 0x9E3779B97F4A7C15L ^ hash >>> 29;
    }

    private static boolean is(byte[] text, int from, String lower) {
        for (int at = 0; at < lower.length(); at++) {
            if ((text[from + at] | 0x20) != lower.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || isDigit(letter)
                || letter == '-'
                || letter == '_';
    }

    private static boolean isDigit(int letter) {
        return letter >= '0' && letter <= '9';
    }

    private boolean forbids(String host, Address address) {
        for (Endpoint each : endpoints(host)) {
            if (each.covers(host, address.path()) || each.covers(host, address.plainPath())) {
                return true;
            }
        }
        return false;
    }

    private boolean isForbiddenHost(String host) {
        for (Endpoint each : endpoints(host)) {
            if (each.path().equals("/") && each.coversHost(host)) {
                return true;
            }
        }
        return false;
    }

    private boolean isKnown(Address address, Address page) {
        return address.host().isEmpty()
                || isOwn(address, page)
                || allowed.stream().anyMatch(each -> each.coversHost(address.host()));
    }

    private boolean isOwn(Address address, Address page) {
        return own.contains(address.host()) || address.host().equals(page.host());
    }

    /// The forbidden addresses on a host and on what it is below.
    private List<Endpoint> endpoints(String host) {
        List<Endpoint> found = byHost.getOrDefault(host, List.of());
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            List<Endpoint> below = byHost.get("*" + host.substring(dot));
            if (below != null) {
                List<Endpoint> both = new ArrayList<>(found);
                both.addAll(below);
                found = both;
            }
        }
        return found;
    }

    private static String bare(String host) {
        return host.startsWith("*.") ? host.substring(2) : host;
    }

    private static String ascii(String host) {
        String prefix = host.startsWith("*.") ? "*." : "";
        return prefix + Address.host(bare(host)).orElse(bare(host));
    }
}
