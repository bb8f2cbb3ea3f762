package dev.earshot.guard.gateway;

import dev.earshot.guard.csp.ZoneHeaders;
import dev.earshot.guard.html.HtmlRules;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.script.GuardScript;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the gateway does to pages of one zone, made ready. Immutable.
///
/// @param headers as they are set, in order
/// @param guard the script put into pages; empty where there is none
/// @param framers a policy that lets own hosts alone show an answer in a frame: another party's frame could reach into a
///     window that no other policy binds; empty where nothing is enforced
record Zone(
        ZoneProtection protection,
        HtmlRules rules,
        List<ZoneHeaders.Template> headers,
        Optional<GuardScript> guard,
        Optional<String> framers) {
    private static final String POLICY = "Content-Security-Policy";

    static Zone of(ZoneProtection zone, GatewaySettings settings) {
        Protection protection = settings.protection();
        ZoneHeaders headers = ZoneHeaders.forGateway(protection, zone, settings.reportPath());
        return switch (settings.enforcement()) {
            case ENFORCE ->
                new Zone(
                        zone,
                        HtmlRules.of(protection, zone),
                        headers.headers(),
                        settings.guard()
                                .map(fault -> GuardScript.of(protection, zone, settings.reportPath(), fault))
                                .filter(script -> !script.text().isEmpty()),
                        Optional.of(protection.own().stream()
                                .sorted()
                                .collect(Collectors.joining(" ", "frame-ancestors 'self' ", ""))));
            case REPORT_ONLY -> {
                ZoneProtection lax = new ZoneProtection(
                        zone.zone(), zone.pages(), zone.whenSignedIn(), Otherwise.REPORT, zone.allowed(), List.of());
                // The pages must have the nonces, or browsers would report each script.
                yield new Zone(
                        zone,
                        HtmlRules.of(protection, lax),
                        told(headers.headers()),
                        Optional.empty(),
                        Optional.empty());
            }
        };
    }

    private static List<ZoneHeaders.Template> told(List<ZoneHeaders.Template> headers) {
        return headers.stream()
                .filter(header ->
                        header.name().equalsIgnoreCase(POLICY) || header.name().equalsIgnoreCase("Reporting-Endpoints"))
                .map(header -> header.name().equalsIgnoreCase(POLICY)
                        ? new ZoneHeaders.Template(POLICY + "-Report-Only", header.parts())
                        : header)
                .toList();
    }

    boolean forbids(String host, String path) {
        return protection.forbidden().stream().anyMatch(each -> each.to().covers(host, path));
    }

    /// Sets the zone's headers on an answer. The upstream's own policies stay beside ours, of which browsers obey all;
    /// its `Referrer-Policy` goes, since browsers obey the last one.
    void setHeaders(Fields fields, String nonce) {
        for (ZoneHeaders.Template header : headers) {
            if (header.name().toLowerCase(Locale.ROOT).equals(Name.REFERRER_POLICY.text())) {
                fields.remove(Name.REFERRER_POLICY);
            }
        }
        for (ZoneHeaders.Template header : headers) {
            fields.add(header.name(), header.value(nonce));
        }
    }

    /// Takes away whatever would change the policies that a browser keeps with a page.
    static void removeHeaders(Fields fields) {
        fields.remove(Name.CONTENT_SECURITY_POLICY);
        fields.remove(Name.CONTENT_SECURITY_POLICY_REPORT_ONLY);
        fields.remove(Name.PERMISSIONS_POLICY);
        fields.remove(Name.REFERRER_POLICY);
        fields.remove(Name.REPORTING_ENDPOINTS);
    }
}
