package dev.earshot.browser;

import com.microsoft.playwright.PlaywrightException;
import dev.earshot.browser.crawl.Frontier;
import dev.earshot.browser.crawl.Link;
import dev.earshot.browser.crawl.Robots;
import dev.earshot.browser.crawl.Scope;
import dev.earshot.exchange.BlindSpot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One worker's share of a crawl: page after page from the frontier, in one browser.
final class CrawlVisit {
    private static final String LINKS = """
            (anchors) => anchors.slice(0, 2000).map((anchor) => ({
              url: String(anchor.href && anchor.href.baseVal !== undefined ? anchor.href.baseVal : anchor.href),
              text: (anchor.innerText || anchor.getAttribute('aria-label') || '').slice(0, 100),
              download: anchor.hasAttribute('download') }))""";

    private final ScanRequest request;
    private final Frontier frontier;
    private final Scope scope;
    private final BrowserSession session;
    private final PageCount count;
    private final Map<String, Robots> robots = new HashMap<>();
    private final Set<String> forbidden = new LinkedHashSet<>();
    private Instant lastLoad = Instant.EPOCH;

    CrawlVisit(ScanRequest request, Frontier frontier, Scope scope, BrowserSession session, PageCount count) {
        this.request = request;
        this.frontier = frontier;
        this.scope = scope;
        this.session = session;
        this.count = count;
        request.signedInWhen()
                .ifPresentOrElse(
                        condition -> session.follow(page -> dev.earshot.browser.journey.JourneyPlayer.holds(
                                page, condition, PersonaText.of(request.persona()))),
                        session::neverSignsIn);
    }

    /// Visits pages until the frontier has no more.
    void run(Optional<Frontier.Stop> first) throws InterruptedException {
        for (Optional<Frontier.Stop> next = first; next.isPresent(); next = frontier.take()) {
            List<String> links = List.of();
            try {
                links = visit(next.get());
            } finally {
                frontier.visited(next.get(), links);
            }
            if (!session.isAlive()) {
                return;
            }
        }
        if (!forbidden.isEmpty()) {
            session.note(new BlindSpot(
                    BlindSpot.Kind.PAGE_NOT_LOADED,
                    "",
                    "links that robots.txt forbids were not followed: " + forbidden.size()
                            + "; --ignore-robots follows them",
                    false));
        }
    }

    private List<String> visit(Frontier.Stop stop) {
        Robots rules = rules(stop.url());
        waitPolitely(rules);
        count.visiting(stop.url(), frontier.known());
        lastLoad = Instant.now();
        session.visit(stop.url());
        List<Link> links = session.isCrashed(session.tab()) ? List.of() : links();
        session.leave();
        // Another host's robots.txt is read in the same tab, which must not be on the page any more.
        return links.stream().flatMap(link -> follow(link).stream()).toList();
    }

    private Robots rules(String url) {
        if (request.ignoreRobots()) {
            return Robots.all();
        }
        return robots.computeIfAbsent(Scope.origin(url), origin -> {
            String address = origin + "/robots.txt";
            Robots rules = session.read(address)
                    .map(answer -> Robots.answered(address, answer.getKey(), answer.getValue()))
                    .orElseGet(Robots::unreached);
            if (!rules.wereReached()) {
                session.note(new BlindSpot(
                        BlindSpot.Kind.PAGE_NOT_LOADED,
                        address,
                        "robots.txt could not be read, so no links were followed there; --ignore-robots follows them",
                        true));
            }
            return rules;
        });
    }

    private void waitPolitely(Robots rules) {
        Duration delay = rules.delay().compareTo(request.politeness()) > 0 ? rules.delay() : request.politeness();
        session.pause(delay.minus(Duration.between(lastLoad, Instant.now())));
    }

    private List<Link> links() {
        List<Link> links = new ArrayList<>();
        try {
            Object told = session.ask(
                    session.tab(),
                    () -> session.tab().locator("a[href], area[href]").evaluateAll(LINKS));
            if (told instanceof List<?> list) {
                for (Object one : list) {
                    if (one instanceof Map<?, ?> link) {
                        links.add(new Link(
                                String.valueOf(link.get("url")),
                                String.valueOf(link.get("text")),
                                Boolean.TRUE.equals(link.get("download"))));
                    }
                }
            }
        } catch (PlaywrightException _) {
            // The page is gone; that is in its record.
        }
        return links;
    }

    private Optional<String> follow(Link link) {
        Optional<String> url = scope.follow(link);
        if (url.isPresent() && !rules(url.get()).allows(url.get())) {
            forbidden.add(url.get());
            return Optional.empty();
        }
        return url;
    }
}
