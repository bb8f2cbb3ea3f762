package dev.earshot.guard.csp;

import dev.earshot.guard.csp.HeaderSet.Snippet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Headers by zone for IIS, by outbound rules of URL Rewrite 2.1.
///
/// Source: URL Rewrite Module 2.0 Configuration Reference, "Modifying response headers":
/// <https://learn.microsoft.com/iis/extensions/url-rewrite-module/url-rewrite-module-20-configuration-reference>. A
/// response header's variable is `RESPONSE_` and its name with underscores.
final class IisSnippet {
    private static final String INPUT = "{HTTP_HOST}{PATH_INFO} | {HTTP_COOKIE}";

    private IisSnippet() {}

    static Snippet of(HeaderSet set) {
        StringBuilder text = new StringBuilder("""
                <?xml version="1.0" encoding="utf-8"?>
                <!-- Earshot: headers by zone. Needs the URL Rewrite module. A header that the application sets itself is
                     replaced: put the frame-ancestors of your own policy into the values here. -->
                <configuration>
                  <system.webServer>
                    <rewrite>
                      <outboundRules>
                """);
        List<String> before = new ArrayList<>();
        for (HeaderSet.Zone zone : set.zones()) {
            String pattern = pattern(zone, set.setting().signedInCookie());
            boolean last = zone.equals(set.zones().getLast());
            for (ZoneHeaders.Template header : zone.headers().headers()) {
                text.append("        <rule name=\"")
                        .append(xml("Earshot " + zone.zone().zone() + " " + header.name()))
                        .append("\">\n          <match serverVariable=\"RESPONSE_")
                        .append(header.name().replace('-', '_'))
                        .append("\" pattern=\".*\" />\n");
                if (!last || !before.isEmpty()) {
                    text.append("          <conditions logicalGrouping=\"MatchAll\">\n");
                    before.forEach(earlier -> condition(text, earlier, true));
                    if (!last) {
                        condition(text, pattern, false);
                    }
                    text.append("          </conditions>\n");
                }
                text.append("          <action type=\"Rewrite\" value=\"")
                        .append(xml(header.value("")))
                        .append("\" />\n        </rule>\n");
            }
            if (!pattern.equals("(?!)")) {
                before.add(pattern);
            }
        }
        return new Snippet(
                "IIS",
                "web.config",
                text.append("      </outboundRules>\n    </rewrite>\n  </system.webServer>\n</configuration>\n")
                        .toString());
    }

    private static String pattern(HeaderSet.Zone zone, String cookie) {
        List<String> ways = new ArrayList<>();
        String addresses = ZonePattern.of(zone.zone()).stream()
                .map(pattern -> pattern.hostAndPath("[^|]*").replace("[^\\/]*", "[^|/]*"))
                .collect(Collectors.joining("|"));
        if (!addresses.isEmpty()) {
            ways.add("(?:" + addresses + ") \\| .*");
        }
        if (zone.zone().whenSignedIn() && !cookie.isEmpty()) {
            ways.add("[^|]* \\| (?:.*;\\s*)?" + ZonePattern.regex(cookie, ".*") + "=.*");
        }
        return ways.isEmpty() ? "(?!)" : "^(?:" + String.join("|", ways) + ")$";
    }

    private static void condition(StringBuilder text, String pattern, boolean negate) {
        text.append("            <add input=\"")
                .append(INPUT)
                .append("\" pattern=\"")
                .append(xml(pattern))
                .append(negate ? "\" negate=\"true\" />\n" : "\" />\n");
    }

    private static String xml(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
