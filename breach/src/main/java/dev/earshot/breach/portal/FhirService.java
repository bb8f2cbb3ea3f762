package dev.earshot.breach.portal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A FHIR service, asked over HTTP. No redirection is followed, no answer is read beyond [#MOST] bytes or the timeout.
final class FhirService implements AutoCloseable {
    private static final int MOST = 1 << 20;
    private static final String TYPE = "application/fhir+json";
    private static final Pattern CODE = Pattern.compile("[a-z-]{1,40}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private final PortalSettings settings;
    private final String base;
    private final HttpClient client;

    FhirService(PortalSettings settings) {
        this.settings = settings;
        this.base = settings.base().toString().replaceFirst("/+$", "");
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// What came of a request.
    sealed interface Answer {
        /// @param outcome codes of an OperationOutcome, such as `error/invalid`; never its texts, which may tell of a patient
        record Given(int status, JsonNode body, String outcome, Optional<String> retryAfter) implements Answer {}

        /// It never left: no connection came about.
        record Unreachable(String why) implements Answer {}

        /// It may have left, but no whole answer came.
        record Lost(String why) implements Answer {}
    }

    Answer capabilities() {
        return ask(request("/metadata").GET().build());
    }

    /// Creates a Communication unless there is one with this key.
    Answer create(String key, byte[] json) {
        return ask(request("/Communication")
                .header("Content-Type", TYPE)
                .header("If-None-Exist", "identifier=" + settings.keys() + "|" + key)
                .header("Prefer", "return=minimal")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build());
    }

    /// How many Communications have this key. A cached answer would be of another time.
    Answer find(String key) {
        return ask(
                request("/Communication?identifier=" + encoded(settings.keys() + "|" + key) + "&_elements=id&_count=2")
                        .header("Cache-Control", "no-cache")
                        .GET()
                        .build());
    }

    /// The patient of a member id, asked by POST: what stands in an address is logged.
    Answer patient(String memberId) {
        return ask(request("/Patient/_search")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "identifier=" + encoded(settings.members() + "|" + memberId) + "&_elements=id&_count=2"))
                .build());
    }

    /// Ids of the resources of a type in a Bundle.
    static List<String> ids(JsonNode bundle, String type) {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            String id = resource.path("id").asString("");
            if (resource.path("resourceType").asString("").equals(type)
                    && ID.matcher(id).matches()) {
                ids.add(id);
            }
        }
        return ids;
    }

    /// Whether a CapabilityStatement says that a Communication can be created on condition.
    static boolean conditional(JsonNode capabilities) {
        for (JsonNode rest : capabilities.path("rest")) {
            for (JsonNode resource : rest.path("resource")) {
                if (resource.path("type").asString("").equals("Communication")
                        && resource.path("conditionalCreate").asBoolean(false)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// RFC 9110, section 10.2.3: seconds, or a date. At least a second and at most a day from now.
    static Instant again(Optional<String> retryAfter, Instant now, Duration otherwise) {
        Duration wait = otherwise;
        if (retryAfter.isPresent()) {
            String written = retryAfter.get().strip();
            try {
                wait = written.matches("[0-9]{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(written))
                        : Duration.between(
                                now,
                                ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME)
                                        .toInstant());
            } catch (DateTimeException e) {
                wait = otherwise;
            }
        }
        Duration least = Duration.ofSeconds(1);
        Duration most = Duration.ofDays(1);
        return now.plus(wait.compareTo(least) < 0 ? least : wait.compareTo(most) > 0 ? most : wait);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(settings.timeout())
                .header("Accept", TYPE);
        settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer ask(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST));
        try {
            HttpResponse<byte[]> response = answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            JsonNode body = json(response.body());
            return new Answer.Given(
                    response.statusCode(),
                    body,
                    outcome(body),
                    response.headers().firstValue("Retry-After"));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean never = cause instanceof ConnectException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof java.net.http.HttpConnectTimeoutException
                    || cause instanceof javax.net.ssl.SSLHandshakeException;
            String why = cause instanceof HttpTimeoutException
                    ? "no answer in time"
                    : cause.getClass().getSimpleName();
            return never || !(cause instanceof IOException) ? new Answer.Unreachable(why) : new Answer.Lost(why);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Answer.Lost("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return new Answer.Lost("interrupted");
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static String outcome(JsonNode body) {
        List<String> codes = new ArrayList<>();
        if (body.path("resourceType").asString("").equals("OperationOutcome")) {
            for (JsonNode issue : body.path("issue")) {
                String severity = issue.path("severity").asString("");
                String code = issue.path("code").asString("");
                if (CODE.matcher(severity).matches() && CODE.matcher(code).matches() && codes.size() < 5) {
                    codes.add(severity + "/" + code);
                }
            }
        }
        return String.join(", ", codes);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
