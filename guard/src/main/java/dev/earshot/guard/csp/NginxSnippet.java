package dev.earshot.guard.csp;

import dev.earshot.guard.csp.HeaderSet.Snippet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Headers by zone for nginx, by maps alone.
///
/// Source: ngx_http_map_module and ngx_http_headers_module, <https://nginx.org/en/docs/>. A word of the configuration
/// can't be longer than 4,096 bytes, so long values stand in several maps.
final class NginxSnippet {
    private static final int LONGEST = 1800;

    private NginxSnippet() {}

    static List<Snippet> of(HeaderSet set) {
        StringBuilder text = new StringBuilder("""
                # Earshot: headers by zone. Include this inside http { }. A server or location that has an add_header of its
                # own doesn't inherit these: repeat the add_header lines there.
                map $request_uri $earshot_path {
                    default $uri;
                    "~^(?<earshot_asked>[^?#]*)" $earshot_asked;
                }
                """);
        String cookie = set.setting().signedInCookie();
        if (cookie.isEmpty()) {
            text.append("map \"\" $earshot_signed_in {\n    default 0;\n}\n");
        } else {
            text.append("map $cookie_")
                    .append(cookie)
                    .append(" $earshot_signed_in {\n    default 1;\n    \"\" 0;\n}\n");
        }
        text.append("map \"$earshot_signed_in $scheme://$host$earshot_path\" $earshot_zone {\n    default ")
                .append(word(set.zones().getLast().zone().zone()))
                .append(";\n");
        for (HeaderSet.Zone zone : set.zones()) {
            for (ZonePattern pattern : ZonePattern.of(zone.zone())) {
                entry(text, "~*^[01] " + pattern.address() + "$", zone.zone().zone());
            }
            if (zone.zone().whenSignedIn()) {
                entry(text, "~^1 ", zone.zone().zone());
            }
        }
        text.append("}\n");
        int number = 0;
        for (String header : names(set)) {
            Map<String, String> values = new LinkedHashMap<>();
            set.zones()
                    .forEach(zone -> zone.headers()
                            .value(header)
                            .ifPresent(value -> values.put(zone.zone().zone(), value)));
            int parts = values.values().stream()
                    .mapToInt(value -> (value.length() + LONGEST - 1) / LONGEST)
                    .max()
                    .orElse(1);
            StringBuilder whole = new StringBuilder();
            for (int part = 0; part < parts; part++) {
                String variable = "$earshot_header_" + number + "_" + part;
                whole.append(variable);
                text.append("map $earshot_zone ").append(variable).append(" {\n    default \"\";\n");
                for (Map.Entry<String, String> value : values.entrySet()) {
                    int from = Math.min(part * LONGEST, value.getValue().length());
                    int to = Math.min(from + LONGEST, value.getValue().length());
                    if (to > from) {
                        text.append("    ")
                                .append(word(value.getKey()))
                                .append(' ')
                                .append(word(value.getValue().substring(from, to)))
                                .append(";\n");
                    }
                }
                text.append("}\n");
            }
            text.append("add_header ")
                    .append(header)
                    .append(" \"")
                    .append(whole)
                    .append("\" always;\n");
            number++;
        }
        List<Snippet> files = new ArrayList<>();
        if (!set.refused().isEmpty()) {
            text.append("map \"$host$earshot_path\" $earshot_refused {\n    default 0;\n");
            set.refused().forEach(endpoint -> entry(text, "~*^" + refused(endpoint.host(), endpoint.path()), "1"));
            text.append("}\n");
            files.add(new Snippet("nginx", "earshot-nginx-server.conf", """
                    # Earshot: own addresses that policy forbids in every zone. Include this inside server { }.
                    if ($earshot_refused) {
                        return 403;
                    }
                    """));
        }
        files.addFirst(new Snippet("nginx", "earshot-nginx.conf", text.toString()));
        return files;
    }

    /// An own address, and what is below it.
    static String refused(String host, String path) {
        String name = host.startsWith("*.")
                ? "[^\\/]*" + ZonePattern.regex(host.substring(1), ".*")
                : ZonePattern.regex(host, ".*");
        return name + ZonePattern.regex(path, ".*") + (path.endsWith("/") ? "" : "(?:\\/|$)");
    }

    static Set<String> names(HeaderSet set) {
        Set<String> names = new LinkedHashSet<>();
        set.zones().forEach(zone -> zone.headers().headers().forEach(header -> names.add(header.name())));
        return names;
    }

    private static void entry(StringBuilder text, String regex, String zone) {
        text.append("    \"").append(regex).append("\" ").append(word(zone)).append(";\n");
    }

    /// Backslashes are kept before anything but a quote.
    private static String word(String value) {
        return "\"" + value.replace("\"", "\\\"") + "\"";
    }
}
