package dev.earshot.guard.csp;

import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The headers that make a zone's protection hold in browsers.
///
/// @param headers in the order in which they are set
public record ZoneHeaders(List<Template> headers) {
    /// Stands for the nonce while a policy is made; can't occur in a header.
    private static final String NONCE = "\0";

    public ZoneHeaders {
        headers = List.copyOf(headers);
    }

    /// One header, of whose value a page's nonce may be a part.
    ///
    /// @param parts of the value; the nonce stands between each two; one alone where there is none
    public record Template(String name, List<String> parts) {
        public Template {
            parts = List.copyOf(parts);
        }

        public String value(String nonce) {
            return String.join(nonce, parts);
        }
    }

    /// What the gateway sets: the enforced policy with a nonce for scripts, reporting to `reportPath`.
    ///
    /// Event handlers in attributes (`onclick=`) can't carry a nonce, so `script-src-attr` admits them; what they send
    /// is ruled on by the other directives. `'strict-dynamic'` is never set: under it, whatever a trusted script loads
    /// is trusted, and a tag manager loads anything. A second policy in the same header names hosts alone, since a nonce
    /// would admit what a script imports from anywhere.
    ///
    /// Where the policy is enforced no stricter one is tried out: browsers would report what the first stopped a second
    /// time, as if it had been let through.
    ///
    /// @param reportPath on the page's own host, such as `/.well-known/earshot/report`
    public static ZoneHeaders forGateway(Protection protection, ZoneProtection zone, String reportPath) {
        ZonePolicy policy = ZonePolicy.of(protection, zone, new ZonePolicy.Setting(NONCE, true, reportPath, false));
        ZoneHeaders all = of(policy, reportPath);
        return policy.enforced().isEmpty() ? all : all.without("Content-Security-Policy-Report-Only");
    }

    private ZoneHeaders without(String name) {
        return new ZoneHeaders(
                headers.stream().filter(header -> !header.name().equals(name)).toList());
    }

    /// @param reportUri where violations are reported; empty for nowhere
    static ZoneHeaders of(ZonePolicy policy, String reportUri) {
        List<Template> headers = new ArrayList<>();
        if (!reportUri.isEmpty()) {
            headers.add(plain("Reporting-Endpoints", ZonePolicy.ENDPOINT + "=\"" + reportUri + "\""));
        }
        policy.enforced()
                .map(first -> policy.besideNonces()
                        .map(second -> first + ", " + second)
                        .orElseGet(first::toString))
                .ifPresent(enforced -> headers.add(template("Content-Security-Policy", enforced)));
        headers.add(
                template("Content-Security-Policy-Report-Only", policy.tryOut().toString()));
        ZoneProtection zone = policy.zone();
        headers.add(plain("Permissions-Policy", PermissionsPolicy.of(PermissionsPolicy.frames(zone))));
        headers.add(plain(
                "Referrer-Policy", zone.forbidden().isEmpty() ? "strict-origin-when-cross-origin" : "same-origin"));
        headers.add(plain("X-DNS-Prefetch-Control", "off"));
        return new ZoneHeaders(headers);
    }

    /// The value of a header without a nonce in it.
    Optional<String> value(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(header -> header.value(""))
                .findFirst();
    }

    /// All of them in bytes, as they are sent by HTTP/1.1.
    int size() {
        return headers.stream()
                .mapToInt(header -> (header.name() + ": " + header.value("0123456789abcdef012345") + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)
                        .length)
                .sum();
    }

    private static Template template(String name, String value) {
        return new Template(name, Arrays.asList(value.split(NONCE, -1)));
    }

    private static Template plain(String name, String value) {
        return new Template(name, List.of(value));
    }
}
