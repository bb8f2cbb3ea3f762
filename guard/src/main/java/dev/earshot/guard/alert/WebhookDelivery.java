package dev.earshot.guard.alert;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// POSTs an alert as JSON. `Earshot-Signature` is `sha256=` and the HMAC-SHA-256 (RFC 2104), in hex, of the value of
/// `Earshot-Timestamp` (seconds since 1970), a full stop, and the body.
final class WebhookDelivery implements Courier.Delivery {
    private final AlertSettings.Webhook webhook;
    private final AlertSettings.Pace pace;
    private final InstantSource clock;
    private final HttpClient client;

    WebhookDelivery(AlertSettings.Webhook webhook, AlertSettings.Pace pace, InstantSource clock) {
        this.webhook = webhook;
        this.pace = pace;
        this.clock = clock;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(pace.timeout());
        webhook.ca().ifPresent(file -> builder.sslContext(Trust.in(file)));
        this.client = builder.build();
    }

    @Override
    public void deliver(Alert alert) throws IOException, InterruptedException {
        byte[] body = json(alert);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.to())
                .timeout(pace.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "Earshot")
                .header("Earshot-Timestamp", timestamp)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        webhook.secret()
                .ifPresent(secret -> request.header("Earshot-Signature", signature(secret.value(), timestamp, body)));
        int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status / 100 == 2) {
            return;
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new Courier.Unanswered("it answers " + status);
        }
        throw new Courier.Refused("it answers " + status);
    }

    private static byte[] json(Alert alert) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("format", "earshot-alert/1");
        json.put("at", alert.at().toString());
        json.put("level", alert.level().id());
        json.put("kind", alert.kind());
        json.put("key", alert.key());
        json.put("title", alert.title());
        ArrayNode facts = json.putArray("facts");
        alert.facts().forEach(fact -> facts.addObject().put("name", fact.name()).put("value", fact.value()));
        json.put("text", alert.text());
        return JsonMapper.shared().writeValueAsBytes(json);
    }

    static String signature(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", missing);
        }
    }
}
