package dev.earshot.browser.watch.cdp;

import static dev.earshot.browser.watch.cdp.CdpConnection.NODES;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the DevTools protocol tells of each request: its frame, its page, what caused it.
///
/// Attached flat and recursively to every page, frame and worker, each held until its recording is on. It never
/// enables Page or Runtime, which belong to whoever drives. Only pings are paused, since that is the one way in which
/// the protocol tells of beacons sent while a page unloads.
public final class CdpWitness implements CdpConnection.Listener {
    private static final int LONGEST_BODY = 16 << 20;
    private static final Set<String> WANTED = Set.of(
            "Target.attachedToTarget",
            "Target.detachedFromTarget",
            "Target.targetCreated",
            "Target.targetInfoChanged",
            "Network.requestWillBeSent",
            "Network.requestServedFromCache",
            "Network.responseReceived",
            "Network.webSocketCreated",
            "Network.webSocketWillSendHandshakeRequest",
            "Network.webSocketFrameSent",
            "Network.webSocketFrameReceived",
            "Fetch.requestPaused");

    private record Session(
            String id,
            String target,
            String type,
            String url,
            @Nullable Session parent) {}

    private final CdpConnection connection;
    private final InstantSource clock;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final List<PageAddress> history = new ArrayList<>();
    /// By session and request id: the hop that is under way.
    private final Map<String, RequestUnderWatch> underWay = new HashMap<>();
    /// By target, request id and hop.
    private final Map<String, RequestUnderWatch> requests = new LinkedHashMap<>();

    private final Cause.Reader causes = new Cause.Reader();
    /// The set-ups of targets that were there before us, until they are done.
    private @Nullable List<CompletableFuture<JsonNode>> early = new ArrayList<>();

    private CdpWitness(CdpConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /// Attaches to the browser, and returns when everything that starts from now on is watched.
    ///
    /// @throws ExecutionException when the browser refuses
    public static CdpWitness attach(CdpConnection connection, InstantSource clock)
            throws InterruptedException, ExecutionException, TimeoutException {
        CdpWitness witness = new CdpWitness(connection, clock);
        connection.listen(witness);
        ObjectNode discover = NODES.objectNode().put("discover", true);
        discover.putArray("filter").addObject().put("type", "page");
        connection.tell("", "Target.setDiscoverTargets", discover);
        ObjectNode attach = autoAttach();
        ArrayNode filter = attach.putArray("filter");
        for (String type : List.of("browser", "tab", "browser_ui")) {
            filter.addObject().put("type", type).put("exclude", true);
        }
        filter.addObject();
        connection.send("", "Target.setAutoAttach", attach).get(20, TimeUnit.SECONDS);
        witness.awaitEarly();
        return witness;
    }

    /// A target that was there before us is not held until its recording is on, so it is waited for here.
    private void awaitEarly() throws InterruptedException {
        List<CompletableFuture<JsonNode>> setUps;
        synchronized (this) {
            setUps = early == null ? List.of() : early;
            early = null;
        }
        try {
            CompletableFuture.allOf(setUps.toArray(CompletableFuture<?>[]::new)).get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // A target that went away, or that knows a part of it only.
        }
    }

    private static ObjectNode autoAttach() {
        return NODES.objectNode()
                .put("autoAttach", true)
                .put("waitForDebuggerOnStart", true)
                .put("flatten", true);
    }

    /// Waits for bodies that were asked for and have not come, up to `deadline` in all.
    public void awaitBodies(Duration deadline) throws InterruptedException {
        CompletableFuture<?>[] bodies;
        synchronized (this) {
            bodies = requests.values().stream().map(request -> request.body).toArray(CompletableFuture<?>[]::new);
        }
        try {
            CompletableFuture.allOf(bodies).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // A body that did not come is missing from its request, which is what counts.
        }
    }

    /// Every request told of so far.
    public synchronized List<SeenRequest> requests() {
        return requests.values().stream().map(RequestUnderWatch::seen).toList();
    }

    /// Every address that a page has had, in order.
    public synchronized List<PageAddress> addresses() {
        return List.copyOf(history);
    }

    @Override
    public boolean wants(String method) {
        return WANTED.contains(method);
    }

    @Override
    public synchronized void on(String session, String method, JsonNode params) {
        switch (method) {
            case "Target.attachedToTarget" -> attached(session, params);
            case "Target.detachedFromTarget" -> sessions.remove(text(params, "sessionId"));
            case "Target.targetCreated", "Target.targetInfoChanged" -> address(params.path("targetInfo"));
            case "Network.requestWillBeSent" -> willBeSent(session, params);
            case "Network.requestServedFromCache" -> servedFromCache(session, params, true);
            case "Network.responseReceived" -> servedFromCache(session, params, cached(params.path("response")));
            case "Network.webSocketCreated" -> webSocketCreated(session, params);
            case "Network.webSocketWillSendHandshakeRequest" -> handshake(session, params);
            case "Network.webSocketFrameSent" -> frame(session, params, Direction.SENT);
            case "Network.webSocketFrameReceived" -> frame(session, params, Direction.RECEIVED);
            case "Fetch.requestPaused" -> paused(session, params);
            default -> {}
        }
    }

    private void attached(String parent, JsonNode params) {
        JsonNode target = params.path("targetInfo");
        String id = text(params, "sessionId");
        String type = text(target, "type");
        sessions.put(id, new Session(id, text(target, "targetId"), type, text(target, "url"), sessions.get(parent)));
        address(target);
        setUp(id, "Network.enable", NODES.objectNode().put("maxPostDataSize", LONGEST_BODY));
        if (type.equals("page") || type.equals("iframe")) {
            ObjectNode pings = NODES.objectNode();
            pings.putArray("patterns").addObject().put("resourceType", "Ping");
            setUp(id, "Fetch.enable", pings);
        }
        // Only with these does a request that a script caused later, such as an image's, carry the stack that caused
        // it.
        setUp(id, "Debugger.enable", NODES.objectNode());
        setUp(id, "Debugger.setSkipAllPauses", NODES.objectNode().put("skip", true));
        setUp(id, "Debugger.setAsyncCallStackDepth", NODES.objectNode().put("maxDepth", 8));
        setUp(id, "Target.setAutoAttach", autoAttach());
        setUp(id, "Runtime.runIfWaitingForDebugger", NODES.objectNode());
    }

    private void setUp(String session, String method, ObjectNode params) {
        CompletableFuture<JsonNode> reply = connection.send(session, method, params);
        if (early != null) {
            early.add(reply.exceptionally(_ -> NODES.objectNode()));
        }
    }

    private void address(JsonNode target) {
        String page = text(target, "targetId");
        String url = withoutFragment(text(target, "url"));
        if (text(target, "type").equals("page") && !url.isEmpty() && !url.equals(addresses.put(page, url))) {
            history.add(new PageAddress(page, clock.millis(), url));
        }
    }

    private void willBeSent(String sessionId, JsonNode params) {
        JsonNode sent = params.path("request");
        String url = withoutFragment(text(sent, "url"));
        if (!leavesTheMachine(url)) {
            return;
        }
        String key = sessionId + " " + text(params, "requestId");
        RequestUnderWatch before = underWay.get(key);
        int hop = 0;
        if (before != null) {
            boolean redirected = params.has("redirectResponse");
            boolean same = !redirected && before.url.equals(url);
            if (same && !before.intercepted) {
                return;
            }
            before.fromCache |= cached(params.path("redirectResponse"));
            hop = same ? before.hop : before.hop + 1;
        }
        RequestUnderWatch request =
                new RequestUnderWatch(text(params, "requestId"), hop, clock.millis(), text(sent, "method"), url);
        request.tick = ticks(params);
        request.headers = headers(sent.path("headers"));
        request.resourceType = text(params, "type").toLowerCase(Locale.ROOT);
        request.cause = causes.read(params.path("initiator"));
        place(request, sessionId, text(params, "frameId"), text(params, "documentURL"));
        RequestUnderWatch known = watch(sessionId, key, request);
        if (known != request) {
            return;
        }
        request.bodyExpected = sent.path("hasPostData").asBoolean(false) || sent.has("postData");
        Optional<Bytes> inline = entries(sent.path("postDataEntries"));
        if (inline.isPresent()) {
            request.body = CompletableFuture.completedFuture(inline);
        } else if (request.bodyExpected) {
            request.body = ask(sessionId, request.requestId);
        }
    }

    /// Files the request; returns the one already filed when another session told of it first.
    private RequestUnderWatch watch(String sessionId, String key, RequestUnderWatch request) {
        Session session = sessions.get(sessionId);
        String target = session == null ? sessionId : session.target;
        String identity = target + " " + request.requestId + " " + request.hop;
        RequestUnderWatch known = requests.putIfAbsent(identity, request);
        underWay.put(key, known == null ? request : known);
        if (known == null) {
            return request;
        }
        if (known.page.isEmpty()) {
            known.page = request.page;
            known.pageUrl = request.pageUrl;
        }
        if (known.intercepted) {
            known.intercepted = false;
            known.tick = request.tick;
            known.target = request.target;
            known.pageUrl = request.pageUrl;
            known.cause = request.cause;
            known.frameUrl = request.frameUrl;
        }
        return known;
    }

    private CompletableFuture<Optional<Bytes>> ask(String session, String requestId) {
        return connection
                .send(session, "Network.getRequestPostData", NODES.objectNode().put("requestId", requestId))
                .thenApply(reply -> {
                    String text = text(reply, "postData");
                    return Optional.of(
                            reply.path("base64Encoded").asBoolean(false)
                                    ? Bytes.copyOf(base64(text))
                                    : Bytes.utf8(text));
                });
    }

    private void place(RequestUnderWatch request, String sessionId, String frameId, String documentUrl) {
        Session session = sessions.get(sessionId);
        request.frameId = frameId;
        // A preflight and a worker's script name themselves as their document.
        boolean itself = documentUrl.equals(request.url) && !request.resourceType.equals("document");
        request.frameUrl = itself ? "" : withoutFragment(documentUrl);
        if (session == null) {
            return;
        }
        Session root = session;
        while (root.parent() != null) {
            root = root.parent();
        }
        boolean topFrame = session.type.equals("page") && (frameId.isEmpty() || frameId.equals(session.target));
        request.target = switch (session.type) {
            case "page" -> topFrame ? Target.PAGE : Target.IFRAME;
            case "iframe" -> Target.IFRAME;
            case "worker" -> Target.WORKER;
            case "shared_worker" -> Target.SHARED_WORKER;
            case "service_worker" -> Target.SERVICE_WORKER;
            default -> Target.UNKNOWN;
        };
        if (request.frameUrl.isEmpty()) {
            request.frameUrl = session.type.equals("page")
                    ? addresses.getOrDefault(session.target, "")
                    : withoutFragment(session.url);
        }
        if (root.type.equals("page")) {
            request.page = root.target;
            boolean navigation = request.resourceType.equals("document");
            boolean framesOwn = topFrame && !navigation && !request.frameUrl.isEmpty();
            request.pageUrl = framesOwn ? request.frameUrl : addresses.getOrDefault(root.target, "");
        }
    }

    private void servedFromCache(String sessionId, JsonNode params, boolean cached) {
        RequestUnderWatch request = underWay.get(sessionId + " " + text(params, "requestId"));
        if (request != null) {
            request.fromCache |= cached;
        }
    }

    private static boolean cached(JsonNode response) {
        return response.path("fromDiskCache").asBoolean(false)
                || response.path("fromServiceWorker").asBoolean(false)
                || response.path("fromPrefetchCache").asBoolean(false);
    }

    private void webSocketCreated(String sessionId, JsonNode params) {
        RequestUnderWatch request = new RequestUnderWatch(
                text(params, "requestId"), 0, clock.millis(), "GET", withoutFragment(text(params, "url")));
        request.resourceType = "websocket";
        request.cause = causes.read(params.path("initiator"));
        place(request, sessionId, "", "");
        watch(sessionId, sessionId + " " + request.requestId, request);
    }

    private void handshake(String sessionId, JsonNode params) {
        RequestUnderWatch request = underWay.get(sessionId + " " + text(params, "requestId"));
        if (request != null) {
            request.tick = ticks(params);
            request.headers = headers(params.path("request").path("headers"));
        }
    }

    private void frame(String sessionId, JsonNode params, Direction direction) {
        RequestUnderWatch request = underWay.get(sessionId + " " + text(params, "requestId"));
        JsonNode frame = params.path("response");
        int opcode = frame.path("opcode").asInt(0);
        if (request == null || (opcode != 1 && opcode != 2)) {
            return;
        }
        String payload = text(frame, "payloadData");
        Bytes bytes = opcode == 1 ? Bytes.utf8(payload) : Bytes.copyOf(base64(payload));
        request.messages.add(new WebSocketMessage(direction, Instant.ofEpochMilli(clock.millis()), opcode, bytes));
    }

    private void paused(String sessionId, JsonNode params) {
        connection.tell(
                sessionId, "Fetch.continueRequest", NODES.objectNode().put("requestId", text(params, "requestId")));
        JsonNode sent = params.path("request");
        String networkId = text(params, "networkId");
        String requestId = networkId.isEmpty() ? text(params, "requestId") : networkId;
        String url = withoutFragment(text(sent, "url"));
        RequestUnderWatch known = underWay.get(sessionId + " " + requestId);
        if (!leavesTheMachine(url) || (known != null && known.url.equals(url))) {
            return;
        }
        int hop = known == null ? 0 : known.hop + 1;
        RequestUnderWatch request = new RequestUnderWatch(requestId, hop, clock.millis(), text(sent, "method"), url);
        request.intercepted = true;
        request.headers = headers(sent.path("headers"));
        request.resourceType = text(params, "resourceType").toLowerCase(Locale.ROOT);
        place(request, sessionId, text(params, "frameId"), "");
        request.bodyExpected = sent.path("hasPostData").asBoolean(false);
        request.body = CompletableFuture.completedFuture(entries(sent.path("postDataEntries")));
        watch(sessionId, sessionId + " " + requestId, request);
    }

    /// The body, when every part of it came with its bytes.
    private static Optional<Bytes> entries(JsonNode entries) {
        if (!entries.isArray() || entries.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (JsonNode entry : entries) {
            if (!entry.has("bytes")) {
                return Optional.empty();
            }
            body.writeBytes(base64(text(entry, "bytes")));
        }
        return Optional.of(Bytes.copyOf(body.toByteArray()));
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static List<Header> headers(JsonNode headers) {
        List<Header> list = new ArrayList<>();
        headers.properties()
                .forEach(field ->
                        list.add(new Header(field.getKey(), field.getValue().asString(""))));
        return list;
    }

    private static @Nullable Long ticks(JsonNode params) {
        JsonNode seconds = params.path("timestamp");
        return seconds.isNumber() ? (long) (seconds.asDouble(0) * 1000) : null;
    }

    private static boolean leavesTheMachine(String url) {
        return url.startsWith("http:") || url.startsWith("https:") || url.startsWith("ws:") || url.startsWith("wss:");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }
}
