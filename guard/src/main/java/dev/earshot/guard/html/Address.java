package dev.earshot.guard.html;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a browser sends a request to, read out of what a page has for it.
///
/// Source: WHATWG URL § 4.4 (basic URL parser), § 3.5 (host parser), read 2026-11-22.
///
/// @param scheme lower case; empty where it is unknown, as that of a page nobody named
/// @param host lower case, ASCII, without a dot at its end; empty for the page's own where that is unknown
/// @param path with the query; starts with a slash
record Address(String scheme, String host, String path) {
    /// A page of which nothing is known.
    static final Address UNKNOWN = new Address("", "", "/");

    private static final Set<String> SPECIAL = Set.of("http", "https", "ws", "wss");

    /// Empty where no host is asked: `data:`, `javascript:`, and what is no address.
    static Optional<Address> of(String written, Address base) {
        String text = cleaned(written);
        int colon = schemeEnd(text);
        if (colon < 0) {
            return relative(text, base.scheme().isEmpty() ? "https" : base.scheme(), base);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SPECIAL.contains(scheme)) {
            return Optional.empty();
        }
        String rest = text.substring(colon + 1);
        return scheme.equals(base.scheme()) && !rest.startsWith("//")
                ? relative(rest, scheme, base)
                : absolute(rest, scheme);
    }

    /// A host as a browser asks for it, or empty where it is none.
    static Optional<String> host(String written) {
        String host = percentDecoded(written);
        if (host.startsWith("[")) {
            return Optional.of(host.toLowerCase(Locale.ROOT));
        }
        String ascii = withoutDot(ascii(host));
        if (ascii.isEmpty()) {
            return Optional.empty();
        }
        for (int at = 0; at < ascii.length(); at++) {
            if (isForbiddenInHosts(ascii.charAt(at))) {
                return Optional.empty();
            }
        }
        String last = ascii.substring(ascii.lastIndexOf('.') + 1);
        return isNumber(last) ? ipv4(ascii) : Optional.of(ascii);
    }

    /// The path with its percent escapes of ASCII undone, as most servers read it.
    String plainPath() {
        return path.indexOf('%') < 0 ? path : percentDecoded(path);
    }

    private static Optional<Address> relative(String rest, String scheme, Address base) {
        if (rest.isEmpty() || rest.startsWith("#")) {
            return Optional.of(new Address(scheme, base.host(), base.path()));
        }
        if (isSlash(rest, 0)) {
            return isSlash(rest, 1)
                    ? absolute(rest, scheme)
                    : Optional.of(new Address(scheme, base.host(), normalized(rest)));
        }
        String path = withoutQuery(base.path());
        return Optional.of(new Address(
                scheme,
                base.host(),
                rest.startsWith("?")
                        ? normalized(path + rest)
                        : normalized(path.substring(0, path.lastIndexOf('/') + 1) + rest)));
    }

    private static Optional<Address> absolute(String rest, String scheme) {
        int from = 0;
        while (isSlash(rest, from)) {
            from++;
        }
        int end = from;
        while (end < rest.length() && "/\\?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority =
                rest.substring(rest.lastIndexOf('@', end - 1) >= from ? rest.lastIndexOf('@', end - 1) + 1 : from, end);
        int port = authority.startsWith("[")
                ? authority.indexOf(':', Math.max(0, authority.indexOf(']')))
                : authority.indexOf(':');
        int pathFrom = end;
        return host(port < 0 ? authority : authority.substring(0, port))
                .map(host -> new Address(scheme, host, normalized(rest.substring(pathFrom))));
    }

    /// Without what browsers ignore: spaces and controls around it, tabs and line ends anywhere.
    private static String cleaned(String written) {
        int from = 0;
        int to = written.length();
        while (from < to && written.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && written.charAt(to - 1) <= ' ') {
            to--;
        }
        StringBuilder text = new StringBuilder(to - from);
        for (int at = from; at < to; at++) {
            char letter = written.charAt(at);
            if (letter != '\t' && letter != '\n' && letter != '\r') {
                text.append(letter);
            }
        }
        return text.toString();
    }

    private static int schemeEnd(String text) {
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            boolean alpha = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
            if (letter == ':' && at > 0) {
                return at;
            }
            if (!alpha && (at == 0 || !((letter >= '0' && letter <= '9') || "+-.".indexOf(letter) >= 0))) {
                return -1;
            }
        }
        return -1;
    }

    private static String normalized(String written) {
        int hash = written.indexOf('#');
        String text = hash < 0 ? written : written.substring(0, hash);
        int question = text.indexOf('?');
        String path = (question < 0 ? text : text.substring(0, question)).replace('\\', '/');
        String query = question < 0 ? "" : text.substring(question);
        if (path.isEmpty()) {
            return "/" + query;
        }
        if (!path.contains("/.") && !path.contains("%2") && path.startsWith("/")) {
            return path + query;
        }
        Deque<String> segments = new ArrayDeque<>();
        String[] all = path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
        for (int at = 0; at < all.length; at++) {
            String plain = all[at].toLowerCase(Locale.ROOT).replace("%2e", ".");
            boolean dots = plain.equals(".") || plain.equals("..");
            if (plain.equals("..")) {
                segments.pollLast();
            }
            if (!dots) {
                segments.addLast(all[at]);
            } else if (at == all.length - 1) {
                segments.addLast("");
            }
        }
        return segments.stream().collect(Collectors.joining("/", "/", query));
    }

    private static String withoutQuery(String path) {
        int question = path.indexOf('?');
        return question < 0 ? path : path.substring(0, question);
    }

    private static boolean isSlash(String text, int at) {
        return at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '\\');
    }

    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int to = 0;
        for (int at = 0; at < bytes.length; at++, to++) {
            int high = at + 2 < bytes.length ? Character.digit((char) (bytes[at + 1] & 0xFF), 16) : -1;
            int low = at + 2 < bytes.length ? Character.digit((char) (bytes[at + 2] & 0xFF), 16) : -1;
            if (bytes[at] == '%' && high >= 0 && low >= 0) {
                bytes[to] = (byte) (high << 4 | low);
                at += 2;
            } else {
                bytes[to] = bytes[at];
            }
        }
        return new String(bytes, 0, to, StandardCharsets.UTF_8);
    }

    /// UTS #46 to the extent that a host's letters can be written otherwise: compatibility forms, case, full stops of
    /// other scripts, and what is ignored.
    private static String ascii(String host) {
        if (isAscii(host)) {
            return host.toLowerCase(Locale.ROOT);
        }
        StringBuilder kept = new StringBuilder(host.length());
        host.codePoints().filter(c -> !isIgnored(c)).forEach(kept::appendCodePoint);
        String folded = Normalizer.normalize(kept, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder mapped = new StringBuilder(folded.length());
        Normalizer.normalize(folded, Normalizer.Form.NFKC)
                .replace('\u3002', '.')
                .codePoints()
                .filter(c -> !isIgnored(c))
                .forEach(mapped::appendCodePoint);
        try {
            return IDN.toASCII(mapped.toString(), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return mapped.toString();
        }
    }

    private static boolean isIgnored(int c) {
        return c == 0xAD
                || c == 0x34F
                || (c >= 0x180B && c <= 0x180F)
                || (c >= 0x200B && c <= 0x200D)
                || (c >= 0x2060 && c <= 0x2064)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private static boolean isForbiddenInHosts(int c) {
        return c <= ' ' || c == 0x7F || "#/:<>?@[\\]^|%".indexOf(c) >= 0;
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isNumber(String label) {
        boolean hex = label.startsWith("0x");
        for (int at = hex ? 2 : 0; at < label.length(); at++) {
            char letter = label.charAt(at);
            if (!((letter >= '0' && letter <= '9') || (hex && letter >= 'a' && letter <= 'f'))) {
                return false;
            }
        }
        return !label.isEmpty();
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> ipv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int at = 0; at < parts.length; at++) {
            Optional<Long> part = number(parts[at]);
            boolean last = at == parts.length - 1;
            if (part.isEmpty() || part.get() >= (last ? 1L << (8 * (5 - parts.length)) : 256)) {
                return Optional.empty();
            }
            address += last ? part.get() : part.get() << (8 * (3 - at));
        }
        return Optional.of(
                (address >> 24) + "." + ((address >> 16) & 255) + "." + ((address >> 8) & 255) + "." + (address & 255));
    }

    private static Optional<Long> number(String part) {
        try {
            return Optional.of(
                    part.startsWith("0x")
                            ? (part.length() == 2 ? 0L : Long.parseLong(part.substring(2), 16))
                            : part.length() > 1 && part.startsWith("0")
                                    ? Long.parseLong(part, 8)
                                    : Long.parseLong(part));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
