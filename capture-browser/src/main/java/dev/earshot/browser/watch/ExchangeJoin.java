package dev.earshot.browser.watch;

import dev.earshot.browser.watch.cdp.PageAddress;
import dev.earshot.browser.watch.cdp.SeenRequest;
import dev.earshot.browser.watch.netlog.LoggedRequest;
import dev.earshot.browser.watch.netlog.LoggedRequest.LoggedMessage;
import dev.earshot.browser.watch.netlog.LoggedRequest.LoggedResponse;
import dev.earshot.browser.watch.netlog.NetLog;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Context.Witness;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Initiator.Kind;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.WebSocketMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The two witnesses made one: what the net log sent is what left, and the DevTools protocol says where it came from.
///
/// They are matched on method and address, and among equal ones on the nearest time and the body. What only the
/// protocol saw was attempted and not sent; what only the net log saw was sent, and belongs to the last page of the
/// origin that asked for it.
final class ExchangeJoin {
    private static final long EARLIEST = -2_000;
    private static final long LATEST = 120_000;
    private static final long OTHER_BODY = 10_000;
    private static final int MOST_PAIRS = 250_000;

    private record Pair(LoggedRequest logged, SeenRequest seen, long cost) {}

    private record Draft(
            Instant at,
            Request request,
            Optional<Response> response,
            List<WebSocketMessage> messages,
            Context context,
            Delivery delivery,
            Optional<BlindSpot> shortBody) {}

    private final String run;
    private final String series;
    private final NetLog log;
    private final List<SeenRequest> seen;
    private final List<String> faults;
    private final PageAddresses addresses;
    private final InitiatorChains chains;
    private final IdentityHashMap<LoggedRequest, SeenRequest> matches = new IdentityHashMap<>();
    private final Map<String, LoggedRequest> bySourceAndHop = new HashMap<>();

    ExchangeJoin(
            String run,
            String series,
            NetLog log,
            List<SeenRequest> seen,
            List<PageAddress> addresses,
            List<String> faults) {
        this.run = run;
        this.series = series;
        this.log = log;
        this.seen = seen;
        this.faults = faults;
        Set<String> opened = log.requests().stream()
                .filter(request -> request.requestType().equals("main frame"))
                .map(LoggedRequest::url)
                .collect(Collectors.toSet());
        this.addresses = new PageAddresses(addresses, opened);
        this.chains = new InitiatorChains(seen);
    }

    WatchRecord record() {
        match();
        List<Draft> drafts = new ArrayList<>();
        int own = 0;
        for (LoggedRequest logged : log.requests()) {
            bySourceAndHop.putIfAbsent(logged.source() + " " + logged.hop(), logged);
        }
        for (LoggedRequest logged : log.requests()) {
            SeenRequest match = matches.get(logged);
            if (browsersOwn(logged, match)) {
                own++;
            } else if (logged.sent()) {
                drafts.add(sent(logged, match));
            } else if (match == null ? !logged.cached() : !match.fromCache()) {
                drafts.add(neverSent(logged, match));
            }
        }
        Set<SeenRequest> matched = identitySet();
        matched.addAll(matches.values());
        for (SeenRequest request : seen) {
            if (!matched.contains(request) && !request.fromCache()) {
                drafts.add(attempted(request));
            }
        }
        drafts.sort(Comparator.comparing(Draft::at));
        return numbered(drafts, own);
    }

    private void match() {
        Map<String, List<LoggedRequest>> loggedByKey = new HashMap<>();
        for (LoggedRequest request : log.requests()) {
            loggedByKey
                    .computeIfAbsent(request.method() + " " + request.url(), _ -> new ArrayList<>())
                    .add(request);
        }
        Map<String, List<SeenRequest>> seenByKey = new HashMap<>();
        for (SeenRequest request : seen) {
            seenByKey
                    .computeIfAbsent(request.method() + " " + request.url(), _ -> new ArrayList<>())
                    .add(request);
        }
        seenByKey.forEach((key, requests) -> match(loggedByKey.getOrDefault(key, List.of()), requests));
    }

    private void match(List<LoggedRequest> logged, List<SeenRequest> requests) {
        if ((long) logged.size() * requests.size() > MOST_PAIRS) {
            for (int i = 0; i < Math.min(logged.size(), requests.size()); i++) {
                matches.put(logged.get(i), requests.get(i));
            }
            return;
        }
        List<Pair> pairs = new ArrayList<>();
        for (LoggedRequest one : logged) {
            for (SeenRequest other : requests) {
                long later = one.startTick() - tick(other);
                if (later >= EARLIEST && later <= LATEST) {
                    pairs.add(new Pair(one, other, Math.abs(later) + (sameBody(one, other) ? 0 : OTHER_BODY)));
                }
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::cost));
        Set<SeenRequest> taken = identitySet();
        for (Pair pair : pairs) {
            if (!matches.containsKey(pair.logged()) && taken.add(pair.seen())) {
                matches.put(pair.logged(), pair.seen());
            }
        }
    }

    private static Set<SeenRequest> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static boolean sameBody(LoggedRequest logged, SeenRequest request) {
        boolean comparable =
                logged.body().state() == Body.State.WHOLE && request.body().isPresent();
        return !comparable || logged.body().bytes().equals(request.body().get());
    }

    private long tick(SeenRequest request) {
        return request.tick().orElse(request.wall() - log.tickOffset());
    }

    /// What the browser asks for itself: nobody's origin asked, it is no navigation, and no page, frame or worker
    /// told of it. Reports that a browser makes for a site, such as attribution reports, go to `/.well-known/` and
    /// stay in.
    private static boolean browsersOwn(LoggedRequest logged, @Nullable SeenRequest match) {
        String path = logged.url().substring(PageAddresses.origin(logged.url()).length());
        return match == null
                && logged.initiator().isEmpty()
                && logged.requestType().equals("other")
                && !path.startsWith("/.well-known/");
    }

    private Draft sent(LoggedRequest logged, @Nullable SeenRequest match) {
        Body body = body(logged, match);
        Optional<BlindSpot> shortBody = Optional.empty();
        if (body.state() == Body.State.SHORT || body.state() == Body.State.UNSEEN) {
            String declared = logged.header("Content-Length").orElse("an unknown number of");
            shortBody = Optional.of(new BlindSpot(
                    BlindSpot.Kind.BODY_NOT_WHOLE,
                    "",
                    (logged.failed() ? "An upload that was broken off: " : "A body that was not seen whole: ")
                            + body.bytes().length() + " of " + declared + " bytes.",
                    !logged.failed()));
        }
        return new Draft(
                at(logged.startTick()),
                new Request(logged.method(), logged.url(), logged.httpVersion(), logged.headers(), body),
                logged.response().map(ExchangeJoin::response),
                messages(logged, match),
                context(logged, match),
                Delivery.SENT,
                shortBody);
    }

    private Draft neverSent(LoggedRequest logged, @Nullable SeenRequest match) {
        Request request = match == null
                ? new Request(logged.method(), logged.url(), "", logged.headers(), Body.NONE)
                : request(match);
        return new Draft(
                at(logged.startTick()),
                request,
                Optional.empty(),
                List.of(),
                context(logged, match),
                Delivery.ATTEMPTED,
                Optional.empty());
    }

    private Draft attempted(SeenRequest request) {
        Context context = new Context(
                run,
                Optional.empty(),
                request.pageUrl(),
                request.frameUrl(),
                request.target(),
                request.resourceType(),
                chains.of(request),
                Consent.UNKNOWN,
                SignedIn.UNKNOWN,
                Set.of(Witness.CDP),
                Optional.empty());
        return new Draft(
                log.tickOffset() > 0 ? at(tick(request)) : Instant.ofEpochMilli(request.wall()),
                request(request),
                Optional.empty(),
                List.of(),
                context,
                Delivery.ATTEMPTED,
                Optional.empty());
    }

    private static Request request(SeenRequest request) {
        String mimeType = request.headers().stream()
                .filter(header -> header.is("Content-Type"))
                .map(header -> header.value())
                .findFirst()
                .orElse("");
        Body unseen = request.bodyExpected() ? new Body(Bytes.EMPTY, mimeType, Body.State.UNSEEN) : Body.NONE;
        Body body = request.body()
                .filter(bytes -> !bytes.isEmpty())
                .map(bytes -> Body.whole(bytes, mimeType))
                .orElse(unseen);
        return new Request(request.method(), request.url(), "", request.headers(), body);
    }

    /// The net log's body, or the protocol's where that one is whole and the net log's is not.
    private static Body body(LoggedRequest logged, @Nullable SeenRequest match) {
        Body body = logged.body();
        boolean whole = body.state() == Body.State.WHOLE || body.state() == Body.State.NONE;
        if (whole || match == null || match.body().isEmpty()) {
            return body;
        }
        Bytes told = match.body().get();
        String declared = logged.header("Content-Length").orElse("");
        boolean fits = declared.equals(Integer.toString(told.length()))
                || (declared.isEmpty() && told.length() > body.bytes().length());
        return fits && !told.isEmpty() ? Body.whole(told, body.mimeType()) : body;
    }

    private static Response response(LoggedResponse logged) {
        String type = logged.header("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        boolean redirects = logged.status() >= 300 && logged.status() < 400;
        return new Response(
                logged.status(),
                logged.statusText(),
                logged.headers(),
                redirects ? logged.header("Location") : Optional.empty(),
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT),
                logged.bodySize());
    }

    private List<WebSocketMessage> messages(LoggedRequest logged, @Nullable SeenRequest match) {
        // WebSocket frames over HTTP/2 are in the protocol only.
        if (match != null && match.messages().size() > logged.messages().size()) {
            return match.messages();
        }
        return logged.messages().stream().map(this::message).toList();
    }

    private WebSocketMessage message(LoggedMessage logged) {
        return new WebSocketMessage(logged.direction(), at(logged.tick()), logged.opcode(), logged.payload());
    }

    private Context context(LoggedRequest logged, @Nullable SeenRequest match) {
        if (logged.preflightFor().isPresent()) {
            LoggedRequest asked = bySourceAndHop.get(logged.preflightFor().getAsLong() + " 0");
            SeenRequest askedSeen = asked == null ? null : matches.get(asked);
            if (asked != null && askedSeen != null) {
                return preflight(context(asked, askedSeen), logged, match);
            }
        }
        String resourceType = resourceType(logged, match);
        String pageUrl = pageUrl(logged, match, resourceType);
        String frameUrl =
                match == null || match.intercepted() || match.frameUrl().isEmpty()
                        ? frameUrl(logged, pageUrl)
                        : match.frameUrl();
        Target target = match == null ? Target.UNKNOWN : match.target();
        if (match == null && logged.requestType().equals("main frame")) {
            target = Target.PAGE;
        } else if (match == null && logged.header("Service-Worker").isPresent()) {
            // The browser looks for a new version of a worker's script by itself.
            target = Target.SERVICE_WORKER;
        }
        return new Context(
                run,
                Optional.empty(),
                pageUrl,
                frameUrl,
                target,
                resourceType,
                initiators(logged, match),
                Consent.UNKNOWN,
                SignedIn.UNKNOWN,
                match == null ? Set.of(Witness.NET_LOG) : Set.of(Witness.NET_LOG, Witness.CDP),
                Optional.empty());
    }

    /// A preflight comes from wherever the request comes from that it asks leave for.
    private Context preflight(Context asked, LoggedRequest logged, @Nullable SeenRequest match) {
        return new Context(
                run,
                Optional.empty(),
                asked.pageUrl(),
                asked.frameUrl(),
                asked.target(),
                "preflight",
                initiators(logged, match),
                Consent.UNKNOWN,
                SignedIn.UNKNOWN,
                match == null ? Set.of(Witness.NET_LOG) : Set.of(Witness.NET_LOG, Witness.CDP),
                Optional.empty());
    }

    private String pageUrl(LoggedRequest logged, @Nullable SeenRequest match, String resourceType) {
        boolean topNavigation = logged.requestType().equals("main frame");
        if (topNavigation && (logged.initiator().isEmpty() || resourceType.isEmpty())) {
            // Nobody's page asked for it: an address was typed. It belongs to the page that it opens.
            LoggedRequest first = bySourceAndHop.getOrDefault(logged.source() + " 0", logged);
            return first.url();
        }
        if (match != null && !match.intercepted() && match.pageUrl().startsWith("http")) {
            return match.pageUrl();
        }
        String origin = logged.initiator();
        if (origin.isEmpty() && match != null) {
            origin = PageAddresses.origin(match.frameUrl());
        }
        String found =
                addresses.of(origin, logged.topSite(), logged.header("Referer").orElse(""), wall(logged.startTick()));
        if (found.isEmpty() && match != null) {
            return match.pageUrl();
        }
        return found;
    }

    private static String frameUrl(LoggedRequest logged, String pageUrl) {
        return PageAddresses.origin(pageUrl).equals(logged.initiator())
                ? pageUrl
                : logged.header("Referer")
                        .filter(referer -> PageAddresses.origin(referer).equals(logged.initiator()))
                        .orElse("");
    }

    private static String resourceType(LoggedRequest logged, @Nullable SeenRequest match) {
        if (logged.preflightFor().isPresent()) {
            return "preflight";
        }
        if (match != null) {
            return match.resourceType();
        }
        if (logged.url().startsWith("ws")) {
            return "websocket";
        }
        return switch (logged.header("Sec-Fetch-Dest").orElse("")) {
            case "document", "iframe", "frame" -> "document";
            case "script", "worker", "sharedworker", "serviceworker" -> "script";
            case "style" -> "stylesheet";
            case "image" -> "image";
            case "font" -> "font";
            case "audio", "video", "track" -> "media";
            case "manifest" -> "manifest";
            case "report" -> "cspviolationreport";
            default -> "";
        };
    }

    private List<Initiator> initiators(LoggedRequest logged, @Nullable SeenRequest match) {
        if (match != null && !match.intercepted()) {
            return chains.of(match);
        }
        List<Initiator> chain = new ArrayList<>();
        LoggedRequest at = logged;
        while (at.hop() > 0 && chain.size() < 32) {
            LoggedRequest before = bySourceAndHop.get(at.source() + " " + (at.hop() - 1));
            if (before == null) {
                return chain;
            }
            chain.add(new Initiator(Kind.REDIRECT, Optional.of(before.url()), 0, 0, ""));
            at = before;
        }
        if (at.preflightFor().isPresent()) {
            LoggedRequest asked = bySourceAndHop.get(at.preflightFor().getAsLong() + " 0");
            chain.add(new Initiator(Kind.PREFLIGHT, Optional.ofNullable(asked).map(LoggedRequest::url), 0, 0, ""));
            at = asked == null ? at : asked;
        }
        SeenRequest cause = matches.get(at);
        if (cause != null && !chain.isEmpty()) {
            chain.addAll(chains.of(cause));
        }
        return chain;
    }

    private WatchRecord numbered(List<Draft> drafts, int own) {
        List<Exchange> exchanges = new ArrayList<>();
        List<BlindSpot> blindSpots = new ArrayList<>();
        faults.forEach(fault -> blindSpots.add(new BlindSpot(BlindSpot.Kind.WITNESS_FAILED, "", fault, true)));
        log.faults().forEach(fault -> blindSpots.add(new BlindSpot(BlindSpot.Kind.WITNESS_FAILED, "", fault, true)));
        Set<String> ids = new HashSet<>();
        for (Draft draft : drafts) {
            int number = exchanges.size();
            String id = id(number);
            for (int again = 1; !ids.add(id); again++) {
                id = id(number + again * 1_000_003);
            }
            exchanges.add(new Exchange(
                    id,
                    draft.at(),
                    draft.request(),
                    draft.response(),
                    draft.messages(),
                    draft.context(),
                    draft.delivery()));
            String where = id;
            draft.shortBody()
                    .ifPresent(
                            spot -> blindSpots.add(new BlindSpot(spot.kind(), where, spot.what(), spot.incomplete())));
        }
        return new WatchRecord(exchanges, blindSpots, own);
    }

    /// Ten hexadecimal digits that differ between the browsers of a capture as their `series` do.
    private String id(int number) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((series + "/" + number).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private long wall(long tick) {
        return tick + log.tickOffset();
    }

    private Instant at(long tick) {
        return Instant.ofEpochMilli(wall(tick));
    }
}
