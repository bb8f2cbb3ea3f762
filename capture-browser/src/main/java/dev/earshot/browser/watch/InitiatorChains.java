package dev.earshot.browser.watch;

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
import tools.jackson.databind.JsonNode;

/// From a request up to the tag in the page: the stack that sent it, then what loaded the script at the bottom of that
/// stack, and so on until the document of the page.
///
/// Source: Chrome DevTools Protocol, `Network.Initiator` and `Runtime.StackTrace`; lines and columns there begin at 0.
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
        JsonNode cause = request.initiator();
        String type = cause.path("type").asString("");
        return switch (type) {
            case "script" -> script(request, cause, chain);
            case "parser" -> place(Kind.PARSER, request, cause, chain);
            case "preload" -> place(Kind.PRELOAD, request, cause, chain);
            case "preflight" -> {
                SeenRequest asked = byIdAndHop.get(cause.path("requestId").asString("") + " 0");
                chain.add(
                        new Initiator(Kind.PREFLIGHT, Optional.ofNullable(asked).map(SeenRequest::url), 0, 0, ""));
                yield asked;
            }
            default -> {
                Optional<String> url = text(cause, "url");
                if (url.isPresent() || (chain.isEmpty() && !type.isEmpty())) {
                    chain.add(new Initiator(Kind.OTHER, url, 0, 0, ""));
                }
                yield url.map(address -> loader(address, request)).orElse(null);
            }
        };
    }

    private @Nullable SeenRequest script(SeenRequest request, JsonNode cause, List<Initiator> chain) {
        String outermost = "";
        JsonNode stack = cause.path("stack");
        while (stack.isObject() && chain.size() < LONGEST) {
            for (JsonNode frame : stack.path("callFrames")) {
                Optional<String> url = text(frame, "url");
                outermost = url.orElse(outermost);
                chain.add(new Initiator(
                        Kind.SCRIPT,
                        url,
                        oneBased(frame, "lineNumber"),
                        oneBased(frame, "columnNumber"),
                        frame.path("functionName").asString("")));
            }
            stack = stack.path("parent");
        }
        return outermost.isEmpty() ? place(Kind.SCRIPT, request, cause, chain) : loader(outermost, request);
    }

    private @Nullable SeenRequest place(Kind kind, SeenRequest request, JsonNode cause, List<Initiator> chain) {
        Optional<String> url = text(cause, "url");
        chain.add(new Initiator(kind, url, oneBased(cause, "lineNumber"), oneBased(cause, "columnNumber"), ""));
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

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asString("")).filter(text -> !text.isEmpty());
    }

    private static int oneBased(JsonNode node, String field) {
        return node.has(field) ? Math.max(0, node.path(field).asInt(-1) + 1) : 0;
    }
}
