package dev.earshot.investigate.log.format;

import static dev.earshot.investigate.log.format.Part.ADDRESS;
import static dev.earshot.investigate.log.format.Part.AGENT;
import static dev.earshot.investigate.log.format.Part.CLOCK;
import static dev.earshot.investigate.log.format.Part.COOKIES;
import static dev.earshot.investigate.log.format.Part.DATE;
import static dev.earshot.investigate.log.format.Part.FORWARDED_FOR;
import static dev.earshot.investigate.log.format.Part.HOST;
import static dev.earshot.investigate.log.format.Part.METHOD;
import static dev.earshot.investigate.log.format.Part.PATH;
import static dev.earshot.investigate.log.format.Part.QUERY;
import static dev.earshot.investigate.log.format.Part.STATUS;
import static dev.earshot.investigate.log.format.Part.TIME;
import static dev.earshot.investigate.log.format.Part.TRACE;
import static dev.earshot.investigate.log.format.Part.URL;

import dev.earshot.investigate.log.LineReader.Reading;
import dev.earshot.investigate.log.LogLine.Field;
import dev.earshot.investigate.log.format.JsonFormat.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The formats of one JSON object a line. Facts of each were read on 2026-11-22.
final class JsonFormats {
    private static final int BY_NAMES = 95;
    private static final int BY_MAP = 60;
    private static final byte[] TRUE = Bytes.of("true");
    private static final byte[] FALSE = Bytes.of("false");

    /// Cloudflare Logpush, dataset `http_requests`: the fields that were chosen, timestamps in RFC 3339, Unix seconds
    /// or nanoseconds.
    ///
    /// `Cookies`, `RequestHeaders`: objects of what custom fields name. `ClientRequestURI` has path and query,
    /// `ClientRequestPath` the path alone. What a Worker asked for itself (`WorkerSubrequest`) no visitor asked for.
    ///
    /// Source: developers.cloudflare.com/logs, pages "HTTP requests", "Custom fields", "Log output options".
    static final JsonFormat CLOUDFLARE = new JsonFormat(
            "cloudflare",
            "Cloudflare Logpush, HTTP requests",
            Map.of(
                    TIME, List.of("EdgeStartTimestamp", "EdgeEndTimestamp"),
                    STATUS, List.of("EdgeResponseStatus"),
                    METHOD, List.of("ClientRequestMethod"),
                    HOST, List.of("ClientRequestHost"),
                    PATH, List.of("ClientRequestURI", "ClientRequestPath"),
                    ADDRESS, List.of("ClientIP"),
                    FORWARDED_FOR, List.of("RequestHeaders.x-forwarded-for"),
                    TRACE, List.of("RayID"),
                    AGENT, List.of("ClientRequestUserAgent"),
                    COOKIES, List.of("Cookies", "RequestHeaders.cookie")),
            List.of(List.of("ClientRequestMethod"), List.of("EdgeStartTimestamp", "EdgeEndTimestamp")),
            List.of("WorkerSubrequest"),
            Map.of(),
            new Rule() {
                @Override
                public Reading judge(JsonScanner scanner, int[] extras) {
                    return scanner.is(extras[0], TRUE) ? Reading.DIRECTIVE : Reading.REQUEST;
                }
            },
            BY_NAMES);

    /// Akamai DataStream 2 as JSON. Fields that have nothing to say are left out; bytes outside 0x21 to 0x7E are
    /// written as percent escapes.
    ///  Without `reqPath` in the stream no line can be read: the root path is not told from a field that was not
    /// chosen.
    ///
    /// Source: techdocs.akamai.com/datastream2, pages "Log format", "Data set parameters"; property-mgr, "Log Request
    /// Details".
    static final JsonFormat DATASTREAM = new JsonFormat(
            "datastream-json",
            "Akamai DataStream 2, JSON",
            Map.ofEntries(
                    Map.entry(TIME, List.of("reqTimeSec")),
                    Map.entry(STATUS, List.of("statusCode")),
                    Map.entry(METHOD, List.of("reqMethod")),
                    Map.entry(HOST, List.of("reqHost")),
                    Map.entry(PATH, List.of("reqPath")),
                    Map.entry(QUERY, List.of("queryStr")),
                    Map.entry(ADDRESS, List.of("cliIP")),
                    Map.entry(FORWARDED_FOR, List.of("xForwardedFor")),
                    Map.entry(AGENT, List.of("UA")),
                    Map.entry(COOKIES, List.of("cookie")),
                    Map.entry(TRACE, List.of("reqId"))),
            List.of(List.of("reqTimeSec"), List.of("reqMethod", "reqHost", "reqPath", "cliIP")),
            List.of(),
            Map.of(),
            new Rule() {
                @Override
                public void finish(Parts parts) {
                    DataStream.finish(parts);
                }
            },
            BY_NAMES);

    /// CloudFront standard logging v2 as JSON: the names of the columns of the older log, as chosen.
    ///
    /// Source: docs.aws.amazon.com, CloudFront Developer Guide, "Standard logging reference".
    static final JsonFormat CLOUDFRONT = new JsonFormat(
            "cloudfront-json",
            "Amazon CloudFront standard log (v2), JSON",
            Map.ofEntries(
                    Map.entry(TIME, List.of("timestamp(ms)", "timestamp")),
                    Map.entry(DATE, List.of("date")),
                    Map.entry(CLOCK, List.of("time")),
                    Map.entry(STATUS, List.of("sc-status")),
                    Map.entry(METHOD, List.of("cs-method")),
                    Map.entry(HOST, List.of("x-host-header", "cs(Host)")),
                    Map.entry(PATH, List.of("cs-uri-stem")),
                    Map.entry(QUERY, List.of("cs-uri-query")),
                    Map.entry(ADDRESS, List.of("c-ip")),
                    Map.entry(FORWARDED_FOR, List.of("x-forwarded-for")),
                    Map.entry(AGENT, List.of("cs(User-Agent)")),
                    Map.entry(COOKIES, List.of("cs(Cookie)")),
                    Map.entry(TRACE, List.of("x-edge-request-id"))),
            List.of(
                    List.of("cs-uri-stem"),
                    List.of("cs-method"),
                    List.of("x-edge-location", "x-edge-request-id", "x-host-header", "cs(Host)", "x-edge-result-type")),
            List.of(),
            Map.of(),
            new Rule() {
                @Override
                public void finish(Parts parts) {
                    CloudFront.finish(parts);
                }
            },
            BY_NAMES);

    /// Azure Front Door access logs, of the Standard and Premium tiers and of the classic one, as Azure Monitor
    /// stores them. Records of its other categories are set aside; so are those between two of its own nodes
    /// (`isReceivedFromClient` false), since the same request is logged where it came in.
    ///
    /// `clientIp` is what the first proxy claims in X-Forwarded-For, `socketIp` who really connected. The tracking
    /// reference is the `X-Azure-Ref` header.
    ///
    /// Source: learn.microsoft.com, "Azure Front Door logs", "Monitor metrics and logs in Azure Front Door".
    static final JsonFormat FRONT_DOOR = new JsonFormat(
            "azure-front-door",
            "Azure Front Door access log",
            Map.of(
                    TIME, List.of("time"),
                    STATUS, List.of("properties.httpStatusCode"),
                    METHOD, List.of("properties.httpMethod"),
                    URL, List.of("properties.requestUri"),
                    ADDRESS, List.of("properties.socketIp", "properties.clientIp"),
                    FORWARDED_FOR, List.of("properties.clientIp"),
                    AGENT, List.of("properties.userAgent"),
                    TRACE, List.of("properties.trackingReference")),
            List.of(List.of("category"), List.of("properties.httpMethod"), List.of("properties.requestUri")),
            List.of("category", "properties.isReceivedFromClient"),
            Map.of(),
            new FrontDoorRule(),
            BY_NAMES);

    /// Google Cloud's application load balancers, as entries of Cloud Logging. Entries of other logs are set aside.
    /// The trace is the id alone, without its project.
    ///
    /// Source: docs.cloud.google.com/load-balancing, "Global external Application Load Balancer logging and
    /// monitoring"; Cloud Logging reference, `LogEntry`, `HttpRequest`.
    static final JsonFormat GOOGLE = new JsonFormat(
            "gcp-load-balancer",
            "Google Cloud load balancer, Cloud Logging",
            Map.of(
                    TIME, List.of("timestamp"),
                    STATUS, List.of("httpRequest.status"),
                    METHOD, List.of("httpRequest.requestMethod"),
                    URL, List.of("httpRequest.requestUrl"),
                    ADDRESS, List.of("httpRequest.remoteIp"),
                    AGENT, List.of("httpRequest.userAgent"),
                    TRACE, List.of("trace")),
            List.of(List.of("httpRequest.requestUrl"), List.of("logName", "insertId")),
            List.of("httpRequest", "logName", "insertId"),
            Map.of(),
            new GoogleRule(),
            BY_NAMES);

    private JsonFormats() {}

    /// JSON lines of any other make, by a plan's field map.
    static JsonFormat mapped(FieldMap fields) {
        return new JsonFormat(
                        "json",
                        "JSON lines by a field map",
                        Map.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Rule.NONE,
                        BY_MAP)
                .with(fields);
    }

    private static final class FrontDoorRule implements Rule {
        private static final byte[][] CATEGORIES = {
            Bytes.of("frontdooraccesslog"), Bytes.of("azurecdnaccesslog"),
        };

        @Override
        public Reading judge(JsonScanner scanner, int[] extras) {
            if (scanner.kind(extras[0]) != JsonScanner.Kind.STRING) {
                return Reading.UNREADABLE;
            }
            Field category = scanner.value(extras[0]);
            for (byte[] known : CATEGORIES) {
                if (category.length() == known.length
                        && Bytes.startsWithIgnoreCase(category.bytes, category.from, category.to, known)) {
                    return scanner.is(extras[1], FALSE) ? Reading.DIRECTIVE : Reading.REQUEST;
                }
            }
            return Reading.DIRECTIVE;
        }

        @Override
        public void finish(Parts parts) {
            Field forwardedFor = parts.of(FORWARDED_FOR);
            Field address = parts.of(ADDRESS);
            if (Arrays.equals(
                    forwardedFor.bytes, forwardedFor.from, forwardedFor.to, address.bytes, address.from, address.to)) {
                forwardedFor.clear();
            }
        }
    }

    private static final class GoogleRule implements Rule {
        @Override
        public Reading judge(JsonScanner scanner, int[] extras) {
            if (scanner.has(extras[0])) {
                return Reading.REQUEST;
            }
            return scanner.has(extras[1]) || scanner.has(extras[2]) ? Reading.DIRECTIVE : Reading.UNREADABLE;
        }

        @Override
        public void finish(Parts parts) {
            Field trace = parts.of(TRACE);
            trace.from = Math.max(trace.from, Bytes.lastIndexOf(trace.bytes, trace.from, trace.to, '/') + 1);
        }
    }
}
