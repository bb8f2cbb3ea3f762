package dev.earshot.browser.watch.cdp;

import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Initiator.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What the protocol names as the cause of a request.
///
/// Source: Chrome DevTools Protocol, `Network.Initiator` and `Runtime.StackTrace`; lines and columns begin at 0 there
/// and at 1 here.
///
/// @param type `parser`, `script`, `preload`, `preflight`, `other`, …; empty when nothing was said
/// @param url empty when not said
/// @param line 0 when not said
/// @param column 0 when not said
/// @param requestId the request that a preflight is for; empty otherwise
/// @param stack from the innermost call on, those that scheduled it after those that ran; at most 64 calls
public record Cause(String type, String url, int line, int column, String requestId, List<Initiator> stack) {
    private static final int MOST_CALLS = 64;

    static final Cause UNKNOWN = new Cause("", "", 0, 0, "", List.of());

    public Cause {
        stack = List.copyOf(stack);
    }

    /// Reads causes, and keeps each address once: a page's requests share their scripts.
    static final class Reader {
        private final Map<String, String> kept = new HashMap<>();

        Cause read(JsonNode initiator) {
            List<Initiator> calls = new ArrayList<>();
            JsonNode stack = initiator.path("stack");
            while (stack.isObject() && calls.size() < MOST_CALLS) {
                for (JsonNode frame : stack.path("callFrames")) {
                    if (calls.size() < MOST_CALLS) {
                        calls.add(new Initiator(
                                Kind.SCRIPT,
                                Optional.of(text(frame, "url")).filter(url -> !url.isEmpty()),
                                oneBased(frame, "lineNumber"),
                                oneBased(frame, "columnNumber"),
                                text(frame, "functionName")));
                    }
                }
                stack = stack.path("parent");
            }
            return new Cause(
                    text(initiator, "type"),
                    text(initiator, "url"),
                    oneBased(initiator, "lineNumber"),
                    oneBased(initiator, "columnNumber"),
                    initiator.path("requestId").asString(""),
                    calls);
        }

        private String text(JsonNode node, String field) {
            String text = node.path(field).asString("");
            return kept.computeIfAbsent(text, same -> same);
        }

        private static int oneBased(JsonNode node, String field) {
            return node.has(field) ? Math.max(0, node.path(field).asInt(-1) + 1) : 0;
        }
    }
}
