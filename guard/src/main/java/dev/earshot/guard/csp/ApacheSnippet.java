package dev.earshot.guard.csp;

import dev.earshot.guard.csp.HeaderSet.Snippet;
import java.util.List;

/// Headers by zone for Apache httpd 2.4.
///
/// By SetEnvIfExpr and not by LocationMatch: of several zones that hold a page the first decides, a cookie tells who is
/// signed in, and a pattern may name the host. Source: mod_setenvif and mod_headers,
/// <https://httpd.apache.org/docs/2.4/mod/>.
final class ApacheSnippet {
    private ApacheSnippet() {}

    static Snippet of(HeaderSet set) {
        StringBuilder text = new StringBuilder("""
                # Earshot: headers by zone. Needs mod_setenvif and mod_headers (2.4.10 or newer). Include it in the server
                # or virtual host. Of the lines that hold, the last one counts: the policy's order is turned round.
                """);
        text.append("SetEnvIfExpr \"true\" earshot_zone=")
                .append(set.zones().getLast().zone().zone())
                .append('\n');
        String cookie = set.setting().signedInCookie();
        for (HeaderSet.Zone zone : set.zones().reversed()) {
            String name = zone.zone().zone();
            for (ZonePattern pattern : ZonePattern.of(zone.zone())) {
                text.append("SetEnvIfExpr \"'%{REQUEST_SCHEME}://%{HTTP_HOST}%{REQUEST_URI}' =~ m#^")
                        .append(config(pattern.address()))
                        .append("$#i\" earshot_zone=")
                        .append(name)
                        .append('\n');
            }
            if (zone.zone().whenSignedIn() && !cookie.isEmpty()) {
                text.append("SetEnvIfExpr \"%{HTTP_COOKIE} =~ m#(?:^|;\\s*)")
                        .append(config(ZonePattern.regex(cookie, ".*")))
                        .append("=#\" earshot_zone=")
                        .append(name)
                        .append('\n');
            }
        }
        for (HeaderSet.Zone zone : set.zones()) {
            for (ZoneHeaders.Template header : zone.headers().headers()) {
                boolean beside = header.name().startsWith("Content-Security-Policy");
                text.append("Header always ")
                        .append(beside ? "add" : "set")
                        .append(' ')
                        .append(header.name())
                        .append(" \"")
                        .append(header.value("").replace("%", "%%").replace("\"", "\\\""))
                        .append("\" \"expr=reqenv('earshot_zone') == '")
                        .append(zone.zone().zone())
                        .append("'\"\n");
            }
        }
        List<String> refused = set.refused().stream()
                .map(endpoint -> NginxSnippet.refused(endpoint.host(), endpoint.path()))
                .toList();
        if (!refused.isEmpty()) {
            text.append("# Own addresses that policy forbids in every zone.\n");
            for (String each : refused) {
                text.append("<If \"'%{HTTP_HOST}%{REQUEST_URI}' =~ m#^")
                        .append(config(each))
                        .append("#i\">\n    Require all denied\n</If>\n");
            }
        }
        return new Snippet("Apache", "earshot-apache.conf", text.toString());
    }

    /// What stands in a quoted word of the configuration.
    private static String config(String regex) {
        return regex.replace("\\/", "/").replace("\\\\", "\\\\\\\\").replace("\"", "\\\"");
    }
}
