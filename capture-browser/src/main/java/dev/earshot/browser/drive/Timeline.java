package dev.earshot.browser.drive;

import dev.earshot.exchange.Context;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Context.Witness;
import dev.earshot.exchange.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// When a browser was on which page, in which step, with which consent, signed in or not; and from that,
/// where an exchange belongs.
///
/// A request that a page sends while it is being left belongs to that page, with the state of its last
/// moment: unload beacons go out after the next page has begun. Not thread-safe.
public final class Timeline {
    /// Two clocks are compared, the browser's and ours; and we hear of a new page a little after it is
    /// there.
    private static final Duration SLACK = Duration.ofMillis(300);

    /// How long after a page was left its unload beacons may still be on their way out.
    private static final Duration UNLOADING = Duration.ofSeconds(1);

    /// How long before a page is there its document may have been asked for.
    private static final Duration LOADING = Duration.ofSeconds(90);

    private final String run;
    private final List<Stay> stays = new ArrayList<>();
    private final NavigableMap<Instant, Optional<String>> steps = new TreeMap<>();
    private final NavigableMap<Instant, Consent> consent = new TreeMap<>();
    private final NavigableMap<Instant, SignedIn> signedIn = new TreeMap<>();

    public Timeline(String run) {
        this.run = run;
    }

    /// A stay on a page: from the moment it is asked for (or, where a click led there, is there) until
    /// the next one.
    public static final class Stay {
        private final String pageId;
        private final Instant start;
        private final List<String> urls = new ArrayList<>();
        private Instant end = Instant.MAX;
        private boolean unloaded;

        private Stay(String pageId, String url, Instant start) {
            this.pageId = pageId;
            this.start = start;
            urls.add(withoutFragment(url));
        }

        public String pageId() {
            return pageId;
        }

        public Instant start() {
            return start;
        }

        public Instant end() {
            return end;
        }

        /// The page's own address changed, by redirect or by script.
        public void movedTo(String url) {
            String plain = withoutFragment(url);
            if (!urls.contains(plain)) {
                urls.add(plain);
            }
        }

        public void left(Instant at) {
            if (at.isBefore(end)) {
                end = at;
            }
        }

        /// The page was left for an empty one, and had the time to send what it sends on unloading.
        public void unloaded(Instant at) {
            left(at);
            unloaded = true;
        }

        private boolean had(String url) {
            return !url.isEmpty() && urls.contains(withoutFragment(url));
        }

        private boolean sharesOriginWith(String url) {
            String origin = origin(url);
            return !origin.isEmpty()
                    && urls.stream().anyMatch(own -> origin(own).equals(origin));
        }

        private boolean covers(Instant at) {
            return !at.isBefore(start) && at.isBefore(end);
        }

        private Instant clamp(Instant at) {
            if (at.isBefore(start)) {
                return start;
            }
            return at.isBefore(end) ? at : end.minusNanos(1);
        }
    }

    public Stay arrived(String pageId, String url, Instant at) {
        Stay stay = new Stay(pageId, url, at);
        stays.add(stay);
        return stay;
    }

    /// @param label of the step that begins; empty when none does
    public void step(Instant from, Optional<String> label) {
        steps.put(from, label);
    }

    public void consent(Instant from, Consent state) {
        consent.put(from, state);
    }

    public void signedIn(Instant from, SignedIn state) {
        signedIn.put(from, state);
    }

    /// `exchange` with its run, page, step, consent and signed-in state.
    public Exchange place(Exchange exchange) {
        Context seen = exchange.context();
        Optional<Stay> stay = stayOf(exchange);
        Instant at = stay.map(on -> on.clamp(exchange.startedAt())).orElse(exchange.startedAt());
        String pageUrl = stay.filter(_ -> isUnloadSend(exchange))
                .map(on -> on.had(seen.pageUrl()) ? seen.pageUrl() : on.urls.getLast())
                .orElse(seen.pageUrl());
        Context placed = new Context(
                run,
                stay.map(Stay::pageId),
                pageUrl,
                seen.frameUrl().equals(seen.pageUrl()) ? pageUrl : seen.frameUrl(),
                seen.target(),
                seen.resourceType(),
                seen.initiators(),
                at(consent, at, Consent.UNKNOWN),
                at(signedIn, at, SignedIn.UNKNOWN),
                seen.witnesses(),
                at(steps, at, Optional.empty()));
        return new Exchange(
                exchange.id(),
                exchange.startedAt(),
                exchange.request(),
                exchange.response(),
                exchange.messages(),
                placed,
                exchange.delivery());
    }

    private Optional<Stay> stayOf(Exchange exchange) {
        Instant at = exchange.startedAt();
        Context context = exchange.context();
        if (context.resourceType().equals("document") && context.target() != Target.IFRAME) {
            Optional<Stay> opened = stays.stream()
                    .filter(stay -> stay.had(exchange.request().url()))
                    .filter(stay -> !stay.start.isAfter(at.plus(LOADING)) && stay.end.isAfter(at))
                    .min(Comparator.comparing(
                            stay -> Duration.between(stay.start, at).abs()));
            if (opened.isPresent()) {
                return opened;
            }
        }
        if (isUnloadSend(exchange)) {
            return latest(stay -> stay.had(tellingReferrer(exchange)), at)
                    .or(() -> current(context, at).map(stay -> left(stay, at)));
        }
        return latest(stay -> stay.had(context.pageUrl()), at)
                .or(() -> latest(stay -> context.pageUrl().isEmpty() && stay.had(context.frameUrl()), at))
                .or(() -> current(context, at));
    }

    /// The latest page that was there at that moment, one of the origin that asked if there is one.
    private Optional<Stay> current(Context context, Instant at) {
        return stays.stream()
                .filter(stay -> stay.covers(at) && stay.sharesOriginWith(context.pageUrl()))
                .reduce((_, later) -> later)
                .or(() -> stays.stream().filter(stay -> stay.covers(at)).reduce((_, later) -> later));
    }

    /// The Referer, unless it may be cut down to an origin, as the default policy does for another site:
    /// then it would name the home page.
    private static String tellingReferrer(Exchange exchange) {
        String referrer = exchange.request().header("referer").orElse("");
        String origin = origin(referrer);
        boolean whole = origin.equals(origin(exchange.request().url()));
        return whole || referrer.length() > origin.length() + 1 ? referrer : "";
    }

    /// What CDP did not see in its page, though attached to every target, is what a page sends while it
    /// goes away. The address that the watch gives it is a guess by origin, which does not tell that
    /// page from the next one.
    private static boolean isUnloadSend(Exchange exchange) {
        Context context = exchange.context();
        return context.initiators().isEmpty()
                && !context.resourceType().equals("document")
                && !context.resourceType().equals("preflight")
                && (context.resourceType().equals("ping") || context.witnesses().equals(Set.of(Witness.NET_LOG)));
    }

    /// The page that had just been left when `stay` began, if that was about when the request left.
    private Stay left(Stay stay, Instant at) {
        boolean atItsStart = at.isBefore(stay.start.plus(UNLOADING))
                && Duration.between(stay.start, at).compareTo(Duration.between(at, stay.end)) < 0;
        if (!atItsStart) {
            return stay;
        }
        return stays.stream()
                .filter(before -> before != stay && !before.unloaded)
                .filter(before -> !before.end.isAfter(stay.start.plus(SLACK)))
                .max(Comparator.comparing(before -> before.end))
                .filter(before -> Duration.between(before.end, stay.start).compareTo(UNLOADING) < 0)
                .filter(before -> stay.urls.stream().anyMatch(before::sharesOriginWith))
                .orElse(stay);
    }

    private Optional<Stay> latest(Predicate<Stay> filter, Instant at) {
        List<Stay> matching = stays.stream().filter(filter).toList();
        return matching.stream()
                .filter(stay -> !stay.start.isAfter(at.plus(SLACK)))
                .max(Comparator.comparing(stay -> stay.start))
                .or(() -> matching.stream().min(Comparator.comparing(stay -> stay.start)));
    }

    private static <T> T at(NavigableMap<Instant, T> states, Instant at, T unknown) {
        var entry = states.floorEntry(at);
        return entry == null ? unknown : entry.getValue();
    }

    private static String origin(String url) {
        int authority = url.indexOf("://");
        if (authority < 0) {
            return "";
        }
        int path = url.indexOf('/', authority + 3);
        return path < 0 ? url : url.substring(0, path);
    }

    private static String withoutFragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }
}
