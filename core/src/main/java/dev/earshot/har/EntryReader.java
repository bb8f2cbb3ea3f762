package dev.earshot.har;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.WebSocketMessage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns the entries of a HAR file into exchanges. What it can't read becomes a blind spot.
final class EntryReader {
    private final HarPages pages;
    private final Consumer<BlindSpot> blindSpots;
    private Optional<Instant> earliest = Optional.empty();
    private Optional<Instant> latest = Optional.empty();

    EntryReader(HarPages pages, Consumer<BlindSpot> blindSpots) {
        this.pages = pages;
        this.blindSpots = blindSpots;
    }

    Optional<Instant> earliest() {
        return earliest;
    }

    Optional<Instant> latest() {
        return latest;
    }

    /// The value at the parser's token, without response bodies, which can be huge and are not judged.
    static JsonNode withoutBodies(JsonParser parser, String path) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                String inner = path + "/" + name;
                if (inner.equals("/response/content/text")) {
                    parser.skipChildren();
                } else {
                    object.set(name, withoutBodies(parser, inner));
                }
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                array.add(withoutBodies(parser, path + "[]"));
            }
            return array;
        }
        return parser.readValueAsTree();
    }

    /// The entry's own `_id`, or its position in the file, such as `e000017`, where it has none or one that another
    /// entry has.
    static String id(JsonNode entry, int position, Set<String> taken) {
        String own = entry.path("_id").asString("");
        if (!own.isEmpty() && taken.add(own)) {
            return own;
        }
        String byPosition = String.format(Locale.ROOT, "e%06d", position);
        taken.add(byPosition);
        return byPosition;
    }

    Optional<Exchange> read(JsonNode entry, int position, Set<String> ids) {
        String id = id(entry, position, ids);
        String url = entry.path("request").path("url").asString("");
        if (url.isEmpty()) {
            blindSpots.accept(
                    new BlindSpot(BlindSpot.Kind.ENTRY_NOT_READ, id, "The entry has no request address.", true));
            return Optional.empty();
        }
        if (!url.regionMatches(true, 0, "http", 0, 4) && !url.regionMatches(true, 0, "ws", 0, 2)) {
            // data:, blob:, chrome-extension: and the like never leave the machine.
            return Optional.empty();
        }
        Instant startedAt = instant(entry.path("startedDateTime").asString(""))
                .or(() -> {
                    blindSpots.accept(new BlindSpot(
                            BlindSpot.Kind.ENTRY_NOT_READ,
                            id,
                            "The entry's time can't be read; the entry before it lends it its own.",
                            false));
                    return latest;
                })
                .orElse(Instant.EPOCH);
        earliest = earliest.isEmpty() || startedAt.isBefore(earliest.get()) ? Optional.of(startedAt) : earliest;
        latest = latest.isEmpty() || startedAt.isAfter(latest.get()) ? Optional.of(startedAt) : latest;
        Request request = request(id, entry.path("request"), url);
        Optional<Response> response = response(entry.path("response"));
        List<WebSocketMessage> messages = messages(id, entry.path("_webSocketMessages"), startedAt);
        return Optional.of(
                new Exchange(id, startedAt, request, response, messages, context(entry), delivery(entry, response)));
    }

    private Request request(String id, JsonNode json, String url) {
        int fragment = url.indexOf('#');
        String sent = fragment < 0 ? url : url.substring(0, fragment);
        return new Request(
                json.path("method").asString("GET").toUpperCase(Locale.ROOT),
                sent,
                json.path("httpVersion").asString(""),
                headers(json.path("headers")),
                body(id, json));
    }

    private Body body(String id, JsonNode request) {
        JsonNode post = request.path("postData");
        long declared = request.path("bodySize").asLong(-1);
        if (!post.isObject()) {
            if (declared > 0) {
                blindSpots.accept(new BlindSpot(
                        BlindSpot.Kind.BODY_NOT_WHOLE,
                        id,
                        "The recording says that " + declared + " bytes were sent, and does not hold them.",
                        true));
                return new Body(Bytes.EMPTY, "", Body.State.UNSEEN);
            }
            return Body.NONE;
        }
        String mimeType = post.path("mimeType").asString("");
        Body.State state = constant(Body.State.class, post.path("_state").asString("whole"), Body.State.WHOLE);
        String text = post.path("text").asString("");
        String encoding = post.path("_encoding").asString(post.path("encoding").asString(""));
        if (encoding.equalsIgnoreCase("base64")) {
            try {
                return new Body(Bytes.copyOf(Base64.getMimeDecoder().decode(text)), mimeType, state);
            } catch (IllegalArgumentException badBase64) {
                blindSpots.accept(new BlindSpot(
                        BlindSpot.Kind.BODY_NOT_WHOLE, id, "The request body is not the base64 it claims.", true));
                return new Body(Bytes.utf8(text), mimeType, Body.State.UNSEEN);
            }
        }
        if (text.isEmpty() && !post.path("params").isEmpty()) {
            return new Body(Bytes.utf8(form(post.path("params"))), "application/x-www-form-urlencoded", state);
        }
        if (text.isEmpty() && declared > 0) {
            blindSpots.accept(new BlindSpot(
                    BlindSpot.Kind.BODY_NOT_WHOLE,
                    id,
                    "The recording says that " + declared + " bytes were sent, and does not hold them.",
                    true));
            return new Body(Bytes.EMPTY, mimeType, Body.State.UNSEEN);
        }
        return new Body(Bytes.utf8(text), mimeType, state);
    }

    /// HAR may give a form as its fields instead of its text.
    private static String form(JsonNode params) {
        StringBuilder form = new StringBuilder();
        for (JsonNode param : params) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(param.path("name").asString(""), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(param.path("value").asString(""), StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    private static List<Header> headers(JsonNode json) {
        List<Header> headers = new ArrayList<>();
        for (JsonNode header : json) {
            headers.add(new Header(
                    header.path("name").asString(""), header.path("value").asString("")));
        }
        return headers;
    }

    private static Optional<Response> response(JsonNode json) {
        int status = json.path("status").asInt(0);
        if (!json.isObject() || status <= 0) {
            return Optional.empty();
        }
        String redirect = json.path("redirectURL").asString("");
        return Optional.of(new Response(
                status,
                json.path("statusText").asString(""),
                headers(json.path("headers")),
                redirect.isEmpty() ? Optional.empty() : Optional.of(redirect),
                json.path("content").path("mimeType").asString(""),
                Math.max(-1, json.path("bodySize").asLong(-1))));
    }

    private List<WebSocketMessage> messages(String id, JsonNode json, Instant startedAt) {
        List<WebSocketMessage> messages = new ArrayList<>();
        for (JsonNode message : json) {
            int opcode = message.path("opcode").asInt(1);
            String text = message.path("data").asString("");
            boolean encoded =
                    opcode == 2 || message.path("_encoding").asString("").equals("base64");
            Bytes payload;
            try {
                payload = encoded ? Bytes.copyOf(Base64.getMimeDecoder().decode(text)) : Bytes.utf8(text);
            } catch (IllegalArgumentException badBase64) {
                blindSpots.accept(new BlindSpot(
                        BlindSpot.Kind.BODY_NOT_WHOLE, id, "A WebSocket message is not the base64 it claims.", true));
                continue;
            }
            double seconds = message.path("time").asDouble(0);
            Instant at = seconds > 0 ? Instant.ofEpochMilli((long) (seconds * 1000)) : startedAt;
            messages.add(new WebSocketMessage(
                    message.path("type").asString("send").equals("receive")
                            ? WebSocketMessage.Direction.RECEIVED
                            : WebSocketMessage.Direction.SENT,
                    at,
                    opcode,
                    payload));
        }
        return messages;
    }

    private Context context(JsonNode entry) {
        JsonNode own = entry.path("_context");
        String pageref = entry.path("pageref").asString("");
        Optional<String> pageId = pageref.isEmpty() ? Optional.empty() : Optional.of(pageref);
        if (own.isObject()) {
            Set<Context.Witness> witnesses = new LinkedHashSet<>();
            for (JsonNode witness : own.path("witnesses")) {
                witnesses.add(constant(Context.Witness.class, witness.asString(""), Context.Witness.HAR));
            }
            String step = own.path("step").asString("");
            return new Context(
                    own.path("run").asString(HarPages.RECORDED),
                    pageId,
                    own.path("pageUrl").asString(""),
                    own.path("frameUrl").asString(""),
                    constant(Context.Target.class, own.path("target").asString(""), Context.Target.UNKNOWN),
                    entry.path("_resourceType").asString(""),
                    initiators(own.path("initiators")),
                    constant(Context.Consent.class, own.path("consent").asString(""), Context.Consent.UNKNOWN),
                    constant(Context.SignedIn.class, own.path("signedIn").asString(""), Context.SignedIn.UNKNOWN),
                    witnesses,
                    step.isEmpty() ? Optional.empty() : Optional.of(step));
        }
        return new Context(
                HarPages.RECORDED,
                pageId,
                pages.urlOf(pageref),
                "",
                Context.Target.UNKNOWN,
                entry.path("_resourceType").asString("").toLowerCase(Locale.ROOT),
                foreignInitiators(entry),
                Context.Consent.UNKNOWN,
                Context.SignedIn.UNKNOWN,
                Set.of(Context.Witness.HAR),
                Optional.empty());
    }

    private static List<Initiator> initiators(JsonNode json) {
        List<Initiator> initiators = new ArrayList<>();
        for (JsonNode initiator : json) {
            initiators.add(new Initiator(
                    constant(Initiator.Kind.class, initiator.path("kind").asString(""), Initiator.Kind.OTHER),
                    present(initiator.path("url").asString("")),
                    initiator.path("line").asInt(0),
                    initiator.path("column").asInt(0),
                    initiator.path("function").asString("")));
        }
        return initiators;
    }

    /// Chrome DevTools writes `_initiator` as an object; chrome-har writes its address there, and the same object as a
    /// string in `_initiator_detail`.
    private static List<Initiator> foreignInitiators(JsonNode entry) {
        JsonNode json = entry.path("_initiator");
        if (!json.isObject() && entry.path("_initiator_detail").isString()) {
            try {
                json = JsonMapper.shared()
                        .readTree(entry.path("_initiator_detail").asString());
            } catch (JacksonException notJson) {
                return List.of();
            }
        }
        if (!json.isObject()) {
            return List.of();
        }
        Initiator.Kind kind = constant(Initiator.Kind.class, json.path("type").asString("other"), Initiator.Kind.OTHER);
        List<Initiator> initiators = new ArrayList<>();
        String last = "";
        for (JsonNode stack = json.path("stack"); stack.isObject(); stack = stack.path("parent")) {
            for (JsonNode frame : stack.path("callFrames")) {
                String url = frame.path("url").asString("");
                if (!url.isEmpty() && !url.equals(last)) {
                    initiators.add(new Initiator(
                            kind,
                            Optional.of(url),
                            frame.path("lineNumber").asInt(-1) + 1,
                            frame.path("columnNumber").asInt(-1) + 1,
                            frame.path("functionName").asString("")));
                    last = url;
                }
            }
        }
        if (initiators.isEmpty()) {
            initiators.add(new Initiator(
                    kind,
                    present(json.path("url").asString("")),
                    json.path("lineNumber").asInt(-1) + 1,
                    json.path("columnNumber").asInt(-1) + 1,
                    ""));
        }
        return initiators;
    }

    private static Exchange.Delivery delivery(JsonNode entry, Optional<Response> response) {
        String own = entry.path("_delivery").asString("");
        if (!own.isEmpty()) {
            return constant(Exchange.Delivery.class, own, Exchange.Delivery.UNKNOWN);
        }
        return response.isPresent() ? Exchange.Delivery.SENT : Exchange.Delivery.UNKNOWN;
    }

    static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String text, E otherwise) {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        return otherwise;
    }
}
