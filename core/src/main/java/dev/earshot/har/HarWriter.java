package dev.earshot.har;

import dev.earshot.EarshotException;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.StoredItem;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes a capture as a HAR 1.2 file, one exchange at a time, so that what was captured stays if the rest fails.
///
/// What HAR lacks is in `_`-prefixed fields, which other tools pass over: `_id`, `_context`, `_delivery`,
/// `_webSocketMessages` (as Chrome DevTools writes them) on an entry, `_outcome` and `_stored` on a page, and
/// `_earshot`
/// on the log. A body that is not UTF-8 is base64 with `_encoding`. Not thread-safe.
///
/// Source: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/, read 2026-11-22.
public final class HarWriter implements AutoCloseable {
    /// A file that was not finished must show it, so nothing closes what is still open.
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();

    private final Path file;
    private final JsonGenerator json;
    private boolean finished;

    private HarWriter(Path file, JsonGenerator json) {
        this.file = file;
        this.json = json;
    }

    /// Starts a file, replacing one that is there.
    ///
    /// @throws EarshotException when it cannot be written
    public static HarWriter create(Path file) {
        try {
            OutputStream out = Files.newOutputStream(file);
            JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8);
            HarWriter writer = new HarWriter(file, json);
            writer.writing(() -> {
                json.writeStartObject();
                json.writeObjectPropertyStart("log");
                json.writeStringProperty("version", "1.2");
                json.writeArrayPropertyStart("entries");
            });
            return writer;
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /// Adds one exchange and passes it on to the file system.
    public void add(Exchange exchange) {
        writing(() -> {
            entry(exchange);
            json.flush();
        });
    }

    /// Ends the file.
    public void finish(Capture.Summary summary) {
        writing(() -> {
            json.writeEndArray();
            json.writeObjectPropertyStart("creator");
            String[] recorder = summary.recordedBy().split(" ", 2);
            json.writeStringProperty("name", recorder[0]);
            json.writeStringProperty("version", recorder.length > 1 ? recorder[1] : "");
            json.writeEndObject();
            if (!summary.browser().isEmpty()) {
                String[] browser = summary.browser().split("[ /]", 2);
                json.writeObjectPropertyStart("browser");
                json.writeStringProperty("name", browser[0]);
                json.writeStringProperty("version", browser.length > 1 ? browser[1] : "");
                json.writeEndObject();
            }
            json.writeArrayPropertyStart("pages");
            summary.pages().forEach(this::page);
            json.writeEndArray();
            earshot(summary);
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        });
        finished = true;
        close();
    }

    /// Closes the file; one that was not finished is cut off after its last entry, and can be read so far.
    @Override
    public void close() {
        if (json.isClosed()) {
            return;
        }
        if (finished) {
            writing(json::close);
            return;
        }
        try {
            json.flush();
            json.close();
        } catch (JacksonException ignored) {
            // The failure that kept the file from being finished is the one to report.
        }
    }

    private void entry(Exchange exchange) {
        json.writeStartObject();
        json.writeStringProperty("_id", exchange.id());
        if (exchange.context().pageId().isPresent()) {
            json.writeStringProperty("pageref", exchange.context().pageId().get());
        }
        json.writeStringProperty("startedDateTime", exchange.startedAt().toString());
        json.writeNumberProperty("time", 0);
        request(exchange.request());
        response(exchange.response());
        json.writeObjectPropertyStart("cache");
        json.writeEndObject();
        json.writeObjectPropertyStart("timings");
        json.writeNumberProperty("send", 0);
        json.writeNumberProperty("wait", 0);
        json.writeNumberProperty("receive", 0);
        json.writeEndObject();
        if (!exchange.context().resourceType().isEmpty()) {
            json.writeStringProperty("_resourceType", exchange.context().resourceType());
        }
        json.writeStringProperty("_delivery", lower(exchange.delivery()));
        context(exchange);
        if (!exchange.messages().isEmpty()) {
            json.writeArrayPropertyStart("_webSocketMessages");
            exchange.messages().forEach(this::message);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void request(Request request) {
        json.writeObjectPropertyStart("request");
        json.writeStringProperty("method", request.method());
        json.writeStringProperty("url", request.url());
        json.writeStringProperty("httpVersion", request.httpVersion());
        json.writeArrayPropertyStart("cookies");
        json.writeEndArray();
        headers(request.headers());
        json.writeArrayPropertyStart("queryString");
        queryString(request.url());
        json.writeEndArray();
        json.writeNumberProperty("headersSize", -1);
        json.writeNumberProperty("bodySize", request.body().bytes().length());
        Body body = request.body();
        if (body.state() != Body.State.NONE) {
            json.writeObjectPropertyStart("postData");
            json.writeStringProperty("mimeType", body.mimeType());
            text("text", "_encoding", body.bytes());
            if (body.state() != Body.State.WHOLE) {
                json.writeStringProperty("_state", lower(body.state()));
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void queryString(String url) {
        int question = url.indexOf('?');
        if (question < 0) {
            return;
        }
        for (String pair : url.substring(question + 1).split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                json.writeStartObject();
                json.writeStringProperty("name", decoded(equals < 0 ? pair : pair.substring(0, equals)));
                json.writeStringProperty("value", equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                json.writeEndObject();
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notPercentEncoded) {
            return text;
        }
    }

    private void response(Optional<Response> present) {
        Response response = present.orElse(new Response(0, "", List.of(), Optional.empty(), "", -1));
        json.writeObjectPropertyStart("response");
        json.writeNumberProperty("status", response.status());
        json.writeStringProperty("statusText", response.statusText());
        json.writeStringProperty("httpVersion", "");
        json.writeArrayPropertyStart("cookies");
        json.writeEndArray();
        headers(response.headers());
        json.writeObjectPropertyStart("content");
        json.writeNumberProperty("size", Math.max(0, response.bodySize()));
        json.writeStringProperty("mimeType", response.mimeType());
        json.writeEndObject();
        json.writeStringProperty("redirectURL", response.redirectUrl().orElse(""));
        json.writeNumberProperty("headersSize", -1);
        json.writeNumberProperty("bodySize", response.bodySize());
        json.writeEndObject();
    }

    private void headers(List<Header> headers) {
        json.writeArrayPropertyStart("headers");
        for (Header header : headers) {
            json.writeStartObject();
            json.writeStringProperty("name", header.name());
            json.writeStringProperty("value", header.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void context(Exchange exchange) {
        var context = exchange.context();
        json.writeObjectPropertyStart("_context");
        json.writeStringProperty("run", context.run());
        json.writeStringProperty("pageUrl", context.pageUrl());
        json.writeStringProperty("frameUrl", context.frameUrl());
        json.writeStringProperty("target", lower(context.target()));
        json.writeStringProperty("consent", lower(context.consent()));
        json.writeStringProperty("signedIn", lower(context.signedIn()));
        json.writeArrayPropertyStart("witnesses");
        context.witnesses().stream().sorted().forEach(witness -> json.writeString(lower(witness)));
        json.writeEndArray();
        if (context.step().isPresent()) {
            json.writeStringProperty("step", context.step().get());
        }
        json.writeArrayPropertyStart("initiators");
        for (Initiator initiator : context.initiators()) {
            json.writeStartObject();
            json.writeStringProperty("kind", lower(initiator.kind()));
            if (initiator.url().isPresent()) {
                json.writeStringProperty("url", initiator.url().get());
            }
            json.writeNumberProperty("line", initiator.line());
            json.writeNumberProperty("column", initiator.column());
            json.writeStringProperty("function", initiator.function());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void message(WebSocketMessage message) {
        json.writeStartObject();
        json.writeStringProperty("type", message.direction() == WebSocketMessage.Direction.SENT ? "send" : "receive");
        json.writeNumberProperty("time", seconds(message.at()));
        json.writeNumberProperty("opcode", message.opcode());
        if (message.opcode() == 1) {
            text("data", "_encoding", message.payload());
        } else {
            json.writeStringProperty("data", base64(message.payload()));
        }
        json.writeEndObject();
    }

    private void page(Page page) {
        json.writeStartObject();
        json.writeStringProperty("id", page.id());
        json.writeStringProperty("startedDateTime", page.startedAt().toString());
        json.writeStringProperty("title", page.title());
        json.writeObjectPropertyStart("pageTimings");
        json.writeEndObject();
        json.writeStringProperty("_url", page.url());
        json.writeStringProperty("_run", page.run());
        json.writeStringProperty("_outcome", lower(page.outcome()));
        json.writeStringProperty("_remark", page.remark());
        if (page.screenshot().isPresent()) {
            json.writeStringProperty("_screenshot", page.screenshot().get());
        }
        json.writeArrayPropertyStart("_stored");
        for (StoredItem item : page.stored()) {
            json.writeStartObject();
            json.writeStringProperty("kind", lower(item.kind()));
            json.writeStringProperty("name", item.name());
            json.writeStringProperty("value", item.value().reveal());
            json.writeStringProperty("site", item.site());
            if (item.expires().isPresent()) {
                json.writeStringProperty("expires", item.expires().get().toString());
            }
            if (item.setBy().isPresent()) {
                json.writeStringProperty("setBy", item.setBy().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void earshot(Capture.Summary summary) {
        json.writeObjectPropertyStart("_earshot");
        json.writeStringProperty("startedAt", summary.startedAt().toString());
        json.writeStringProperty("endedAt", summary.endedAt().toString());
        json.writeArrayPropertyStart("target");
        summary.target().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("recordedBy", summary.recordedBy());
        json.writeStringProperty("browser", summary.browser());
        json.writeNumberProperty("ownTraffic", summary.ownTraffic());
        json.writeArrayPropertyStart("runs");
        summary.runs().forEach(run -> {
            json.writeStartObject();
            json.writeStringProperty("id", run.id());
            json.writeStringProperty("consent", lower(run.consent()));
            json.writeStringProperty("consentOutcome", run.consentOutcome());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("blindSpots");
        summary.blindSpots().forEach(blind -> {
            json.writeStartObject();
            json.writeStringProperty("kind", lower(blind.kind()));
            json.writeStringProperty("where", blind.where());
            json.writeStringProperty("what", blind.what());
            json.writeBooleanProperty("incomplete", blind.incomplete());
            json.writeEndObject();
        });
        json.writeEndArray();
        summary.persona().ifPresent(persona -> write(json, "persona", persona));
        json.writeEndObject();
    }

    /// The member of somebody else's log that names the synthetic patient who was there.
    static String personaMember(Persona persona) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            write(json, "_persona", persona);
            json.writeEndObject();
        }
        return text.getBuffer().substring(1, text.getBuffer().length() - 1);
    }

    private static void write(JsonGenerator json, String name, Persona persona) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("id", persona.id());
        json.writeObjectPropertyStart("values");
        for (Map.Entry<PersonaField, ? extends List<Sensitive>> entry :
                persona.values().entrySet()) {
            json.writeArrayPropertyStart(entry.getKey().key());
            entry.getValue().forEach(value -> json.writeString(value.reveal()));
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("extras");
        persona.extras().forEach((extra, value) -> json.writeStringProperty(extra, value.reveal()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void text(String property, String encodingProperty, Bytes bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
            json.writeStringProperty(property, text);
        } catch (CharacterCodingException notText) {
            json.writeStringProperty(property, base64(bytes));
            json.writeStringProperty(encodingProperty, "base64");
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1e9;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void writing(Runnable step) {
        try {
            step.run();
        } catch (JacksonException e) {
            throw cannotWrite(file, e);
        }
    }

    private static EarshotException cannotWrite(Path file, Exception e) {
        return new EarshotException(
                EarshotException.Code.INCOMPLETE,
                "The capture could not be written to " + file + " ("
                        + (e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage())
                        + "). What could be written is kept there. Free some space or name another --out, and scan again.",
                e);
    }
}
