package dev.earshot.guard.gateway;

import java.util.Locale;
import java.util.Optional;

/// What a request tells of the page that it asks for or comes from.
final class Asked {
    private final Plan plan;
    private final String host;
    private final String target;
    private final String scheme;
    private final boolean signedIn;
    private final String destination;
    private final boolean page;
    private final Fields fields;

    /// @param host lower case, without a port
    Asked(Plan plan, Head request, String host, boolean secure) {
        this.plan = plan;
        this.host = host;
        this.target = request.target;
        this.scheme = secure ? "https://" : "http://";
        this.fields = request.fields;
        this.signedIn = plan.settings().signedInCookie().isPresent()
                && hasCookie(fields, plan.settings().signedInCookie().get());
        int asked = fields.find(Name.SEC_FETCH_DEST);
        this.destination = asked < 0 ? "" : fields.value(asked).toLowerCase(Locale.ROOT);
        int accept = fields.find(Name.ACCEPT);
        this.page = destination.isEmpty()
                ? accept >= 0 && fields.value(accept).contains("text/html")
                : isDocument(destination);
    }

    private static boolean isDocument(String destination) {
        return switch (destination) {
            case "document", "iframe", "frame", "embed", "object", "fencedframe" -> true;
            default -> false;
        };
    }

    private static boolean hasCookie(Fields fields, String name) {
        for (int i = fields.find(Name.COOKIE); i >= 0; i = fields.find(Name.COOKIE, i + 1)) {
            String cookies = fields.value(i);
            for (int at = cookies.indexOf(name); at >= 0; at = cookies.indexOf(name, at + 1)) {
                int end = at + name.length();
                boolean begins = at == 0 || cookies.charAt(at - 1) == ' ' || cookies.charAt(at - 1) == ';';
                if (begins && end < cookies.length() && cookies.charAt(end) == '=') {
                    return true;
                }
            }
        }
        return false;
    }

    /// Empty where it names no page of the site, or the site alone, as browsers do that are told to hide the page.
    private Optional<Zone> zoneOfReferer() {
        int referer = fields.find(Name.REFERER);
        if (referer < 0) {
            return Optional.empty();
        }
        String url = fields.value(referer);
        int authority = url.indexOf("://");
        if (authority < 0) {
            return Optional.empty();
        }
        int path = url.indexOf('/', authority + 3);
        if (path < 0 || path == url.length() - 1) {
            return Optional.empty();
        }
        String refererHost = withoutPort(url.substring(authority + 3, path).toLowerCase(Locale.ROOT));
        if (plan.upstream(refererHost).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                plan.zoneOf(url.substring(0, authority) + "://" + refererHost + url.substring(path), signedIn));
    }

    static String withoutPort(String host) {
        int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
        return colon < 0 ? host : host.substring(0, colon);
    }

    /// As the browser has it, except for a port.
    String url() {
        return scheme + host + target;
    }

    String host() {
        return host;
    }

    /// Whether a page is asked for, and not a part of one.
    boolean isPage() {
        return page;
    }

    /// Whether it is surely a document, since the browser says so.
    boolean isSurelyDocument() {
        return !destination.isEmpty() && page;
    }

    /// Whether a script asks for it, which may put it into a page.
    boolean isFetched() {
        return destination.equals("empty");
    }

    /// Whether it becomes a worker, which has a policy of its own (HTML § 10.2.4: from its script's headers).
    boolean isWorker() {
        return destination.equals("worker")
                || destination.equals("sharedworker")
                || destination.equals("serviceworker");
    }

    /// The zone that what is asked for lies in.
    Zone zone() {
        return plan.zoneOf(url(), signedIn);
    }

    /// That of the page that asks.
    Optional<Zone> from() {
        return zoneOfReferer();
    }

    boolean isForbidden() {
        return plan.forbidsOwn() && plan.forbids(zoneOfReferer(), host, target);
    }
}
