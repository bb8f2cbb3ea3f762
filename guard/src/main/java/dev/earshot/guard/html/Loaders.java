package dev.earshot.guard.html;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Finds inline scripts that load a forbidden address.
///
/// An inline script is a loader where
/// 1. a literal of it begins with a forbidden address, its slashes plain or escaped (by a backslash, or as code unit 2F in hexadecimal),
///    or has one after `=` or `(`, as in markup that is written into the page, or is a forbidden host that is joined to
///    what stands before it by `+`; and
/// 2. that literal is no part of a comment; and
/// 3. the script does anything that loads: makes an element, sets a source, fetches, imports, writes.
///
/// So a script that only has an address among its settings stays, and so does one that puts a host together out of
/// parts: the Content-Security-Policy and the browser guard hold where this is too coarse. A forbidden path counts
/// only where the literal has it whole.
///
/// One pass over a script looks for all hosts at once: Wu and Manber, A fast algorithm for multi-pattern searching, 1994.
final class Loaders {
    private static final List<String> ACTS = List.of(
            "createElement",
            ".src",
            "\"src\"",
            "'src'",
            "Image(",
            "Image;",
            "fetch(",
            "sendBeacon",
            "XMLHttpRequest",
            "import",
            ".write",
            "setAttribute",
            "append",
            "insertBefore",
            "insertAdjacent",
            "innerHTML",
            "outerHTML",
            "srcdoc",
            "WebSocket",
            "EventSource",
            "Worker",
            "getScript",
            "ajax",
            "axios",
            ".get(",
            ".post(",
            ".load(",
            ".open(",
            ".href",
            "location",
            ".action");
    private static final int BLOCKS = 4096;

    private final HtmlRules rules;
    private final byte[][] hosts;
    private final int window;
    private final byte[] shift = new byte[BLOCKS];
    /// By the block that a window ends with: which hosts can begin there.
    private final byte[][][] ending = new byte[BLOCKS][][];

    /// @param names hosts and domains, bare
    Loaders(HtmlRules rules, Set<String> names) {
        this.rules = rules;
        List<byte[]> all = new ArrayList<>();
        for (String name : names.stream().sorted().toList()) {
            all.add(name.getBytes(StandardCharsets.UTF_8));
            String shown = java.net.IDN.toUnicode(name);
            if (!shown.equals(name)) {
                all.add(shown.getBytes(StandardCharsets.UTF_8));
            }
        }
        hosts = all.toArray(byte[][]::new);
        window = Math.max(
                2,
                Math.min(
                        64,
                        Arrays.stream(hosts).mapToInt(host -> host.length).min().orElse(2)));
        Arrays.fill(shift, (byte) (window - 1));
        for (byte[] host : hosts) {
            if (host.length < 2) {
                continue;
            }
            for (int at = 1; at < window; at++) {
                int block = block(host[at - 1], host[at]);
                shift[block] = (byte) Math.min(shift[block], window - 1 - at);
                if (at == window - 1) {
                    byte[][] before = ending[block] == null ? new byte[0][] : ending[block];
                    ending[block] = Arrays.copyOf(before, before.length + 1);
                    ending[block][before.length] = host;
                }
            }
        }
    }

    /// Whether the script in these bytes loads what is forbidden.
    boolean isIn(byte[] text, int from, int to) {
        return isNamedIn(text, from, to) && acts(text, from, to);
    }

    /// Whether a literal of the script in these bytes is a forbidden address.
    boolean isNamedIn(byte[] text, int from, int to) {
        if (hosts.length == 0) {
            return false;
        }
        int at = from + window - 1;
        while (at < to) {
            int block = block(text[at - 1], text[at]);
            int far = shift[block];
            if (far > 0) {
                at += far;
                continue;
            }
            int start = at - window + 1;
            for (byte[] host : ending[block]) {
                if (starts(text, start, to, host) && isLiteral(text, from, to, start)) {
                    return true;
                }
            }
            at++;
        }
        return false;
    }

    private static int block(int first, int second) {
        return fold(first) << 6 | fold(second);
    }

    /// Letters of either case, digits, dots and hyphens apart, in six bits.
    private static int fold(int letter) {
        return (letter & 0x1F) | (letter & 0x40) >> 1;
    }

    private static boolean starts(byte[] text, int from, int to, byte[] lower) {
        if (to - from < lower.length) {
            return false;
        }
        for (int at = 0; at < lower.length; at++) {
            int letter = text[from + at];
            if ((letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter) != lower[at]) {
                return false;
            }
        }
        return true;
    }

    private boolean isLiteral(byte[] text, int from, int to, int inHost) {
        int host = inHost;
        while (host > from && isHostLetter(text[host - 1])) {
            host--;
        }
        int end = inHost;
        while (end < to && isHostLetter(text[end])) {
            end++;
        }
        // The host's letters may follow an escape's, which end with letters too.
        for (int at = Math.max(from, host - 1); at < inHost; at++) {
            if (text[at] == '\\' && isEscape(text, at, inHost, "\\u002f")) {
                host = at + 6;
            } else if (text[at] == '\\' && isEscape(text, at, inHost, "\\x2f")) {
                host = at + 4;
            }
        }
        boolean bare = false;
        int before = slashBefore(text, from, host);
        int second = before < 0 ? -1 : slashBefore(text, from, before);
        if (second >= 0) {
            before = schemeBefore(text, from, second);
        } else if (before < 0) {
            before = host;
            bare = true;
        } else {
            return false;
        }
        if (before <= from) {
            return false;
        }
        int opener = text[before - 1];
        boolean quote = opener == '"' || opener == '\'' || opener == '`';
        if (bare ? !(quote && isJoined(text, from, before - 1)) : !(quote || opener == '=' || opener == '(')) {
            return false;
        }
        String name = new String(text, host, end - host, StandardCharsets.UTF_8);
        boolean covered = Address.of("https://" + name + path(text, end, to), Address.UNKNOWN)
                .filter(rules::forbids)
                .isPresent();
        return covered && JavaScript.isLiteral(text, from, to, inHost);
    }

    private static boolean isJoined(byte[] text, int from, int quote) {
        int at = quote - 1;
        while (at >= from && text[at] <= ' ' && text[at] >= 0) {
            at--;
        }
        return at >= from && text[at] == '+';
    }

    /// Where a slash in any spelling begins that ends at `end`; -1 where none does.
    private static int slashBefore(byte[] text, int from, int end) {
        if (end > from && text[end - 1] == '/') {
            return end - 1 > from && text[end - 2] == '\\' ? end - 2 : end - 1;
        }
        if (end - 6 >= from && isEscape(text, end - 6, "\\u002f")) {
            return end - 6;
        }
        return end - 4 >= from && isEscape(text, end - 4, "\\x2f") ? end - 4 : -1;
    }

    private static int schemeBefore(byte[] text, int from, int end) {
        for (String scheme : new String[] {"https:", "http:", "wss:", "ws:"}) {
            int start = end - scheme.length();
            if (start >= from && starts(text, start, end, scheme.getBytes(StandardCharsets.ISO_8859_1))) {
                return start;
            }
        }
        return end;
    }

    private static String path(byte[] text, int from, int to) {
        StringBuilder path = new StringBuilder();
        int at = from;
        while (at < to && path.length() < 512) {
            int letter = text[at];
            if (letter == '\\' && at + 1 < to && text[at + 1] == '/') {
                path.append('/');
                at += 2;
            } else if (isEscape(text, at, to, "\\u002f")) {
                path.append('/');
                at += 6;
            } else if (isEscape(text, at, to, "\\x2f")) {
                path.append('/');
                at += 4;
            } else if (letter <= ' ' || "\"'`\\<>$)".indexOf(letter) >= 0) {
                break;
            } else {
                path.append((char) letter);
                at++;
            }
        }
        return path.toString();
    }

    private static boolean isEscape(byte[] text, int at, int to, String lower) {
        return at + lower.length() <= to && isEscape(text, at, lower);
    }

    private static boolean isEscape(byte[] text, int at, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            int letter = text[at + i];
            if ((letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHostLetter(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '-'
                || letter == '_'
                || letter == '.'
                || letter < 0;
    }

    private static boolean acts(byte[] text, int from, int to) {
        String script = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        return ACTS.stream().anyMatch(script::contains);
    }
}
