package dev.earshot.breach.portal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a FHIR service does with Communications and Patients, on loopback. It is not a FHIR implementation: it holds what
/// it is sent against the rules of R4's Communication (required and known elements, codes of `status`, cardinality).
final class MadeUpPortal implements AutoCloseable {
    private static final Set<String> ELEMENTS = Set.of(
            "resourceType",
            "id",
            "meta",
            "implicitRules",
            "language",
            "text",
            "contained",
            "extension",
            "identifier",
            "instantiatesCanonical",
            "instantiatesUri",
            "basedOn",
            "partOf",
            "inResponseTo",
            "status",
            "statusReason",
            "category",
            "priority",
            "medium",
            "subject",
            "topic",
            "about",
            "encounter",
            "sent",
            "received",
            "recipient",
            "sender",
            "reasonCode",
            "reasonReference",
            "payload",
            "note");
    private static final Set<String> STATUSES = Set.of(
            "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown");

    /// What happens to the next creations: one each.
    record Fault(int status, boolean created, boolean silent, Map<String, String> headers, String body) {
        static Fault of(int status) {
            return new Fault(status, false, false, Map.of(), "");
        }
    }

    final ConcurrentLinkedDeque<Fault> faults = new ConcurrentLinkedDeque<>();
    final List<JsonNode> created = new CopyOnWriteArrayList<>();
    final List<String> wrong = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> patients = new TreeMap<>();
    volatile boolean conditional = true;
    volatile int searchStatus = 200;
    private final HttpServer server;

    MadeUpPortal() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/r4/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/r4");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (path.equals("/r4/metadata")) {
                reply(exchange, 200, """
                        {"resourceType":"CapabilityStatement","rest":[{"resource":[{"type":"Communication","conditionalCreate":%s}]}]}""".formatted(conditional), Map.of());
            } else if (path.equals("/r4/Patient/_search")) {
                String member = after(URLDecoder.decode(body, StandardCharsets.UTF_8), "|");
                bundle(exchange, "Patient", patients.getOrDefault(member, List.of()));
            } else if (exchange.getRequestMethod().equals("GET")) {
                String key =
                        after(URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8), "|");
                if (searchStatus != 200) {
                    reply(exchange, searchStatus, "", Map.of());
                    return;
                }
                bundle(
                        exchange,
                        "Communication",
                        with(key).map(_ -> "1").stream().toList());
            } else {
                create(exchange, body);
            }
        }
    }

    private static String after(String text, String mark) {
        String rest = text.substring(text.indexOf(mark) + 1);
        return rest.contains("&") ? rest.substring(0, rest.indexOf('&')) : rest;
    }

    private Optional<JsonNode> with(String key) {
        return created.stream()
                .filter(json -> json.path("identifier")
                        .path(0)
                        .path("value")
                        .asString("")
                        .equals(key))
                .findFirst();
    }

    private synchronized void create(HttpExchange exchange, String body) throws IOException {
        JsonNode json = JsonMapper.shared().readTree(body);
        check(json, exchange);
        Fault fault = faults.poll();
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Exist"));
        boolean there = conditional && with(key.substring(key.indexOf('|') + 1)).isPresent();
        if ((fault == null || fault.created()) && !there) {
            created.add(json);
        }
        if (fault == null) {
            reply(exchange, there ? 200 : 201, "", Map.of());
        } else if (!fault.silent()) {
            reply(exchange, fault.status(), fault.body(), fault.headers());
        }
    }

    private void check(JsonNode json, HttpExchange exchange) {
        List<String> faults = new ArrayList<>();
        json.propertyNames().stream().filter(name -> !ELEMENTS.contains(name)).forEach(faults::add);
        if (!json.path("resourceType").asString("").equals("Communication")) {
            faults.add("resourceType");
        }
        if (!STATUSES.contains(json.path("status").asString(""))) {
            faults.add("status");
        }
        for (String list : List.of("identifier", "category", "recipient", "payload")) {
            if (json.has(list) && (!json.path(list).isArray() || json.path(list).isEmpty())) {
                faults.add(list);
            }
        }
        if (!json.path("subject").isObject() || !json.path("topic").path("text").isString()) {
            faults.add("subject or topic");
        }
        if (json.path("payload").path(0).path("contentString").asString("").isBlank()) {
            faults.add("payload");
        }
        OffsetDateTime.parse(json.path("sent").asString(""));
        if (!"application/fhir+json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            faults.add("Content-Type");
        }
        wrong.addAll(faults);
    }

    private static void bundle(HttpExchange exchange, String type, List<String> ids) throws IOException {
        StringBuilder entries = new StringBuilder();
        for (String id : ids) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{\"resource\":{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"}}");
        }
        reply(
                exchange,
                200,
                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + entries + "]}",
                Map.of());
    }

    private static void reply(HttpExchange exchange, int status, String body, Map<String, String> headers)
            throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
