package dev.earshot.guard.collect;

import dev.earshot.domain.RegistrableDomain;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns a report into what is counted, and leaves out what is not to be kept.
final class Understanding {
    static final String NOT_LISTED = "(a page of a host that is not listed)";
    private static final String NOT_SAID = "(not said)";
    private static final int STEPS_OF_PAGE = 1;
    private static final int STEPS_OF_BLOCKED = 3;

    /// CSP level 3, section 6, and what browsers reported before it.
    private static final Set<String> DIRECTIVES = Set.of(
            "default-src",
            "script-src",
            "script-src-elem",
            "script-src-attr",
            "style-src",
            "style-src-elem",
            "style-src-attr",
            "img-src",
            "connect-src",
            "font-src",
            "media-src",
            "frame-src",
            "fenced-frame-src",
            "child-src",
            "worker-src",
            "manifest-src",
            "object-src",
            "prefetch-src",
            "form-action",
            "frame-ancestors",
            "base-uri",
            "navigate-to",
            "sandbox",
            "plugin-types",
            "webrtc",
            "require-trusted-types-for",
            "trusted-types",
            "upgrade-insecure-requests",
            "block-all-mixed-content",
            "require-sri-for");

    private static final Set<String> CONTENT_SCHEMES =
            Set.of("data", "blob", "filesystem", "mediastream", "about", "javascript");

    private final Set<String> hosts;
    private final Set<String> domains;
    private final Optional<Protection> protection;
    private final Set<String> zones;

    /// What a report is counted as.
    record Counted(String contact, Contact.Kind kind, What what) {}

    Understanding(CollectorSettings settings) {
        hosts = settings.hosts();
        domains = hosts.stream()
                .map(host -> RegistrableDomain.of(host.startsWith("*.") ? host.substring(2) : host))
                .collect(Collectors.toUnmodifiableSet());
        protection = settings.protection();
        zones = protection.stream()
                .flatMap(known -> known.zones().stream())
                .map(ZoneProtection::zone)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// @param userAgent as the delivery's header has it; the report's own goes before
    Event read(RawReport report, String userAgent) {
        return report.kind() == RawReport.Kind.GUARD ? ofGuard(report, userAgent) : violation(report, userAgent);
    }

    private Event violation(RawReport report, String userAgent) {
        String address = report.document.isEmpty() ? report.url : report.document;
        Place document = Place.of(address);
        Place source = Place.of(report.sourceFile);
        boolean ofPage = source.kind() == Place.Kind.NOTHING || source.name().equals(document.name());
        boolean atStart = report.line.equals("1") && (report.column.equals("1") || report.column.equals("0"));
        boolean own = isOwn(document);
        return new Event(
                document,
                own,
                page(document, own, address),
                Place.of(report.blocked),
                directive(report),
                Verdict.ofDisposition(report.disposition),
                source,
                atStart && ofPage,
                "",
                Browser.of(report.userAgent.isEmpty() ? userAgent : report.userAgent),
                age(report.age));
    }

    private Event ofGuard(RawReport report, String userAgent) {
        Place blocked = Place.of(report.host);
        String path = report.path.isEmpty() ? "" : report.path;
        return new Event(
                Place.NOTHING,
                true,
                zone(report),
                new Place(blocked.kind(), blocked.scheme(), blocked.name(), blocked.port(), path),
                Use.byId(report.use).map(Use::id).orElse("other"),
                Verdict.ofGuard(report.verdict),
                Place.NOTHING,
                false,
                isName(report.rule) ? report.rule : "",
                Browser.of(userAgent),
                0);
    }

    private boolean isOwn(Place place) {
        if (hosts.isEmpty()) {
            return true;
        }
        boolean located = place.kind() == Place.Kind.HOST || place.kind() == Place.Kind.LOCAL;
        return !located || isOwn(place.name());
    }

    private boolean isOwn(String host) {
        if (hosts.contains(host)) {
            return true;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            if (hosts.contains("*" + host.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    private String page(Place document, boolean own, String address) {
        boolean located = document.kind() == Place.Kind.HOST || document.kind() == Place.Kind.LOCAL;
        if (!located) {
            return NOT_SAID;
        }
        if (!own) {
            return NOT_LISTED;
        }
        return protection
                .map(known -> known.of(address, false).zone())
                .orElseGet(() -> document.name() + PathShape.of(document.path(), STEPS_OF_PAGE));
    }

    private String zone(RawReport report) {
        if (protection.isPresent()) {
            return zones.contains(report.zone) ? report.zone : NOT_SAID;
        }
        if (isName(report.zone)) {
            return report.zone;
        }
        return report.page.startsWith("/") ? PathShape.of(report.page, STEPS_OF_PAGE) : NOT_SAID;
    }

    /// Whether it is a name that somebody gave in a file, and no value.
    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 48
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-' || (c >= 'A' && c <= 'Z'));
    }

    /// Browsers before CSP level 3 tell the directive with its values, as it stands in the policy.
    private static String directive(RawReport report) {
        String told = report.effectiveDirective.isEmpty() ? report.violatedDirective : report.effectiveDirective;
        String name = told.strip();
        int space = name.indexOf(' ');
        String first = (space < 0 ? name : name.substring(0, space)).toLowerCase(Locale.ROOT);
        return DIRECTIVES.contains(first) ? first : first.isEmpty() ? "not said" : "other";
    }

    private static long age(String text) {
        return text.length() <= 15 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(text)
                : 0;
    }

    /// Empty where the blocked address is none.
    Optional<Counted> counted(Event event) {
        Place blocked = event.blocked();
        return switch (blocked.kind()) {
            case UNREADABLE -> Optional.empty();
            case HOST, LOCAL -> Optional.of(host(event, blocked));
            case KEYWORD -> Optional.of(content(event, blocked.name()));
            case SCHEME ->
                Optional.of(content(
                        event, CONTENT_SCHEMES.contains(blocked.scheme()) ? blocked.scheme() : "another scheme"));
            case NOTHING -> Optional.of(content(event, isCode(event.use()) ? "inline" : "not said"));
        };
    }

    private static boolean isCode(String use) {
        return use.startsWith("script-src") || use.startsWith("style-src");
    }

    private Counted host(Event event, Place blocked) {
        String host = blocked.name();
        String domain = RegistrableDomain.of(host);
        boolean own = !hosts.isEmpty() && isOwn(host);
        // A host of the site's domain that is not the site's may be a vendor's under another name.
        String contact = !own && domains.contains(domain) ? host : domain;
        String path = blocked.path().isEmpty() ? "" : PathShape.of(blocked.path(), STEPS_OF_BLOCKED);
        return new Counted(
                contact,
                own ? Contact.Kind.OWN : Contact.Kind.THIRD_PARTY,
                new What(
                        event.page(),
                        event.use(),
                        host + blocked.port(),
                        path,
                        event.verdict(),
                        source(event),
                        event.rule()));
    }

    private Counted content(Event event, String name) {
        return new Counted(
                name,
                Contact.Kind.CONTENT,
                new What(event.page(), event.use(), name, "", event.verdict(), source(event), event.rule()));
    }

    private static String source(Event event) {
        return switch (event.source().kind()) {
            case HOST, LOCAL -> event.source().name();
            case SCHEME -> event.source().scheme();
            case KEYWORD, NOTHING, UNREADABLE -> "";
        };
    }
}
