package dev.earshot.detect;

import dev.earshot.catalogue.Identification;
import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.decode.Step;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.WebSocketMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Hand-made exchanges, leaves and trackers for tests.
final class Traffic {
    private String url = "https://pixel.tracker.example/collect";
    private String pageUrl = "https://www.clinic.example/welcome";
    private Context.SignedIn signedIn = Context.SignedIn.UNKNOWN;
    private Exchange.Delivery delivery = Exchange.Delivery.SENT;
    private Body body = Body.NONE;
    private final List<Header> headers = new ArrayList<>();
    private final List<WebSocketMessage> messages = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    static Traffic request() {
        return new Traffic();
    }

    Traffic to(String address) {
        url = address;
        return this;
    }

    Traffic from(String page) {
        pageUrl = page;
        return this;
    }

    Traffic signedIn(Context.SignedIn state) {
        signedIn = state;
        return this;
    }

    Traffic delivered(Exchange.Delivery how) {
        delivery = how;
        return this;
    }

    Traffic body(String text) {
        body = Body.whole(Bytes.utf8(text), "text/plain");
        return this;
    }

    Traffic body(byte[] bytes) {
        body = Body.whole(Bytes.copyOf(bytes), "application/octet-stream");
        return this;
    }

    Traffic header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    Traffic message(WebSocketMessage.Direction direction, String text) {
        messages.add(new WebSocketMessage(direction, Instant.EPOCH, 1, Bytes.utf8(text)));
        return this;
    }

    /// A leaf of the body; the path's members are the steps. A member that begins with `?` is a parameter of an
    /// address.
    Traffic leaf(String value, String... path) {
        return leaf(Origin.BODY, "", value, path);
    }

    Traffic leaf(Origin origin, String source, String value, String... path) {
        List<Step> steps = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        String key = source;
        for (String member : path) {
            boolean parameter = member.startsWith("?");
            joined.append(joined.isEmpty() || parameter ? "" : ".").append(member);
            key = parameter ? member.substring(1) : member;
            steps.add(new Step.Member(key));
        }
        leaves.add(new Leaf(origin, source, steps, joined.toString(), key, -1, value, 0, value.length()));
        return this;
    }

    Traffic documented(String name, String role, DataElement element) {
        parameters.put(name, new Parameter(name, "what it means", role, Optional.of(element), true));
        return this;
    }

    Traffic rumoured(String name, String role, DataElement element) {
        parameters.put(name, new Parameter(name, "what it means", role, Optional.of(element), false));
        return this;
    }

    Traffic overhead(String name, String role) {
        parameters.put(name, new Parameter(name, "what it means", role, Optional.empty(), true));
        return this;
    }

    Exchange exchange() {
        Context context = new Context(
                "run",
                Optional.empty(),
                pageUrl,
                "",
                Context.Target.PAGE,
                "",
                List.of(),
                Context.Consent.UNKNOWN,
                signedIn,
                Set.of(),
                Optional.empty());
        Request request = new Request("POST", url, "HTTP/1.1", headers, body);
        return new Exchange("x1", Instant.EPOCH, request, Optional.empty(), messages, context, delivery);
    }

    Optional<Identification> identification() {
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        Tracker tracker =
                new Tracker("tester", "Tracker, Inc.", "Tester", "analytics", parameters, List.of(), List.of());
        return Optional.of(new Identification(tracker, Identification.How.HOST, Identification.Does.COLLECT));
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /// What is found, but for what the connection tells.
    List<Detection> foundBy(Detectors detectors) {
        return detectors.detect(exchange(), identification(), leaves).stream()
                .filter(detection -> detection.basis() != Basis.INHERENT)
                .toList();
    }

    List<Detection> inherent() {
        return Detectors.forPersona(Optional.empty()).detect(exchange(), identification(), leaves).stream()
                .filter(detection -> detection.basis() == Basis.INHERENT)
                .toList();
    }

    /// What is found without a persona, as `EMAIL INFERRED`.
    List<String> read() {
        return foundBy(Detectors.forPersona(Optional.empty())).stream()
                .map(detection -> detection.element() + " " + detection.basis())
                .toList();
    }
}
