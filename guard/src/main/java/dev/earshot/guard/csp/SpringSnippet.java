package dev.earshot.guard.csp;

import dev.earshot.guard.csp.HeaderSet.Snippet;
import java.util.stream.Collectors;

/// Headers by zone for Spring Security 6 and 7, as a HeaderWriter.
///
/// Source: Spring Security reference, "Security HTTP Response Headers, Custom Headers",
/// <https://docs.spring.io/spring-security/reference/servlet/exploits/headers.html>.
final class SpringSnippet {
    private SpringSnippet() {}

    static Snippet of(HeaderSet set) {
        String zones = set.zones().stream().map(SpringSnippet::zone).collect(Collectors.joining(",\n"));
        String text = """
                import jakarta.servlet.http.Cookie;
                import jakarta.servlet.http.HttpServletRequest;
                import jakarta.servlet.http.HttpServletResponse;
                import java.util.List;
                import java.util.Map;
                import java.util.regex.Pattern;
                import org.springframework.security.web.header.HeaderWriter;

                /**
                 * Earshot: headers by zone. In the SecurityFilterChain:
                 * {@code http.headers(headers -> headers.addHeaderWriter(new EarshotHeaders()))}.
                 */
                public final class EarshotHeaders implements HeaderWriter {
                    private static final String COOKIE = %s;

                    private record Zone(String name, boolean signedIn, List<Pattern> pages, Map<String, String> headers) {}

                    private static final List<Zone> ZONES = List.of(
                %s);

                    @Override
                    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
                        zoneOf(request).headers().forEach((name, value) -> {
                            if (name.startsWith("Content-Security-Policy")) {
                                response.addHeader(name, value);
                            } else {
                                response.setHeader(name, value);
                            }
                        });
                    }

                    private static Zone zoneOf(HttpServletRequest request) {
                        String page = request.getRequestURL().toString();
                        boolean signedIn = isSignedIn(request);
                        for (Zone zone : ZONES) {
                            if (zone.signedIn() && signedIn
                                    || zone.pages().stream().anyMatch(pattern -> pattern.matcher(page).matches())) {
                                return zone;
                            }
                        }
                        return ZONES.get(ZONES.size() - 1);
                    }

                    private static boolean isSignedIn(HttpServletRequest request) {
                        Cookie[] cookies = request.getCookies();
                        if (cookies != null && !COOKIE.isEmpty()) {
                            for (Cookie cookie : cookies) {
                                if (cookie.getName().equals(COOKIE)) {
                                    return true;
                                }
                            }
                        }
                        return false;
                    }
                }
                """;
        return new Snippet(
                "Spring Security",
                "EarshotHeaders.java",
                text.replaceFirst(
                                "%s",
                                java.util.regex.Matcher.quoteReplacement(
                                        literal(set.setting().signedInCookie())))
                        .replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(zones)));
    }

    private static String zone(HeaderSet.Zone zone) {
        String pages = ZonePattern.of(zone.zone()).stream()
                .map(pattern -> "Pattern.compile(" + literal(pattern.address()) + ", Pattern.CASE_INSENSITIVE)")
                .collect(Collectors.joining(", "));
        String headers = zone.headers().headers().stream()
                .map(header -> "                            " + literal(header.name()) + ",\n"
                        + "                            " + literal(header.value("")))
                .collect(Collectors.joining(",\n"));
        return "            new Zone(\n                    "
                + literal(zone.zone().zone()) + ",\n                    "
                + zone.zone().whenSignedIn() + ",\n                    List.of(" + pages
                + "),\n                    Map.of(\n" + headers + "))";
    }

    private static String literal(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
