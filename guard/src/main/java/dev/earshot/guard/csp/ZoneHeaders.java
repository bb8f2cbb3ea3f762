package dev.earshot.guard.csp;

import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import java.util.List;

/// The headers that make a zone's protection hold in browsers.
///
/// @param headers in the order in which they are set
public record ZoneHeaders(List<Template> headers) {
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
    /// @param reportPath on the page's own host, such as `/.well-known/earshot/report`
    public static ZoneHeaders forGateway(Protection protection, ZoneProtection zone, String reportPath) {
        return new ZoneHeaders(List.of());
    }
}
