package dev.earshot.browser.watch;

import dev.earshot.browser.watch.cdp.Cause;
import dev.earshot.browser.watch.cdp.SeenRequest;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Initiator.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From a request up to the tag in the page: the stack that sent it, then what loaded the script at the bottom of
/// that stack, and so on until the document of the page.
final class InitiatorChains {
    private static final int LONGEST = 64;

    private final Map<String, List<SeenRequest>> byUrl = new HashMap<>();
    private final Map<String, SeenRequest> byIdAndHop = new HashMap<>();

    InitiatorChains(List<SeenRequest> requests) {
        for (SeenRequest request : requests) {
            byUrl.computeIfAbsent(request.url(), _ -> new ArrayList<>()).add(request);
            byIdAndHop.putIfAbsent(request.requestId() + " " + request.hop(), request);
        }
    }

    /// The chain of `request`, from its immediate cause on; at most 64 links.
    List<Initiator> of(SeenRequest request) {
        List<Initiator> chain = new ArrayList<>();
        Set<SeenRequest> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        SeenRequest at = request;
        while (at != null && chain.size() < LONGEST && visited.add(at)) {
            at = climb(at, chain);
        }
        return chain.size() <= LONGEST ? chain : chain.subList(0, LONGEST);
    }

    /// Adds the links that `request` itself knows; returns the request whose cause comes next.
    private @Nullable SeenRequest climb(SeenRequest request, List<Initiator> chain) {
        if (request.hop() > 0) {
            SeenRequest before = byIdAndHop.get(request.requestId() + " " + (request.hop() - 1));
            if (before != null) {
                chain.add(new Initiator(Kind.REDIRECT, Optional.of(before.url()), 0, 0, ""));
                return before;
            }
        }
        Cause cause = request.cause();
        return switch (cause.type()) {
            case "script" -> script(request, cause, chain);
            case "parser" -> place(Kind.PARSER, request, cause, chain);
            case "preload" -> place(Kind.PRELOAD, request, cause, chain);
            case "preflight" -> {
                SeenRequest asked = byIdAndHop.get(cause.requestId() + " 0");
                chain.add(
                        new Initiator(Kind.PREFLIGHT, Optional.ofNullable(asked).map(SeenRequest::url), 0, 0, ""));
                yield asked;
            }
            case "" -> null;
            default -> cause.url().isEmpty() && !chain.isEmpty() ? null : place(Kind.OTHER, request, cause, chain);
        };
    }

    private @Nullable SeenRequest script(SeenRequest request, Cause cause, List<Initiator> chain) {
        chain.addAll(cause.stack());
        Optional<String> outermost = cause.stack().reversed().stream()
                .flatMap(call -> call.url().stream())
                .findFirst();
        return outermost.isEmpty() ? place(Kind.SCRIPT, request, cause, chain) : loader(outermost.get(), request);
    }

    private @Nullable SeenRequest place(Kind kind, SeenRequest request, Cause cause, List<Initiator> chain) {
        Optional<String> url = Optional.of(cause.url()).filter(address -> !address.isEmpty());
        chain.add(new Initiator(kind, url, cause.line(), cause.column(), ""));
        return url.map(address -> loader(address, request)).orElse(null);
    }

    /// The request that loaded `url` for the page of `request`; null when it is the page's own document, where the
    /// chain ends, or unknown.
    private @Nullable SeenRequest loader(String url, SeenRequest request) {
        String address = url.indexOf('#') < 0 ? url : url.substring(0, url.indexOf('#'));
        SeenRequest latest = null;
        for (SeenRequest candidate : byUrl.getOrDefault(address, List.of())) {
            boolean samePage = candidate.page().equals(request.page())
                    || candidate.page().isEmpty()
                    || request.page().isEmpty();
            boolean loads =
                    candidate.method().equals("GET") || candidate.resourceType().equals("document");
            if (samePage && loads && candidate.wall() <= request.wall() && !candidate.equals(request)) {
                latest = candidate;
            }
        }
        boolean topDocument =
                latest != null && latest.resourceType().equals("document") && latest.target() == Target.PAGE;
        return topDocument ? null : latest;
    }
}
