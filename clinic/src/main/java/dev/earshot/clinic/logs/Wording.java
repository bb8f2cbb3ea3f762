package dev.earshot.clinic.logs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How each server writes a line.
///
/// Sources, read 2026-11-22: nginx.org `ngx_http_log_module` (combined); learn.microsoft.com "Select W3C fields to log"
/// (IIS); docs.aws.amazon.com "Access logs for your Application Load Balancer" and CloudFront "Standard logging (legacy)
/// reference".
final class Wording {
    /// What the public site logs since it is behind another company's network.
    static final String WWW_FORMAT = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
            + " \"$http_referer\" \"$http_user_agent\" \"$http_x_forwarded_for\" \"$cookie_hospital_session\"";

    private static final DateTimeFormatter NGINX =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ROOT).withZone(Calendar.ZONE);
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(Calendar.ZONE);
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
            .withZone(Calendar.ZONE);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter UTC_MICROS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String CLOUDFRONT_FIELDS = "date time x-edge-location sc-bytes c-ip cs-method cs(Host)"
            + " cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type"
            + " x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher"
            + " x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port"
            + " time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start"
            + " sc-range-end";

    private Wording() {}

    static String line(Entry entry) {
        return entry.verbatim().orElseGet(() -> switch (entry.site()) {
            case WWW -> nginx(entry);
            case PORTAL -> json(entry);
            case DOCTORS -> iis(entry);
            case HEALTH -> cloudFront(entry);
            case APPOINTMENTS -> loadBalancer(entry);
        });
    }

    private static String nginx(Entry entry) {
        boolean network = !entry.at().isBefore(Calendar.BEHIND_NETWORK);
        StringBuilder line = new StringBuilder();
        line.append(
                        network
                                ? "198.51.100." + (1 + Math.floorMod(mark(entry), 14))
                                : entry.client().address())
                .append(" - - [")
                .append(NGINX.format(entry.at()))
                .append("] \"")
                .append(entry.method())
                .append(' ')
                .append(entry.target())
                .append(" HTTP/1.1\" ")
                .append(entry.status())
                .append(' ')
                .append(length(entry))
                .append(" \"-\" \"")
                .append(entry.client().agent())
                .append('"');
        if (network) {
            String forged = entry.client().forged();
            line.append(" \"")
                    .append(forged.isEmpty() ? "" : forged + ", ")
                    .append(entry.client().address())
                    .append("\" \"")
                    .append(orDash(entry.session()))
                    .append('"');
        }
        return line.toString();
    }

    private static String json(Entry entry) {
        boolean offset = !entry.at().isBefore(Calendar.OFFSETS_IN_PORTAL_LOG);
        StringBuilder line = new StringBuilder("{\"level\":\"info\",\"time\":\"")
                .append((offset ? WITH_OFFSET : LOCAL).format(entry.at()))
                .append("\",\"client\":\"")
                .append(entry.client().address())
                .append("\",\"http\":{\"host\":\"")
                .append(entry.host())
                .append("\",\"method\":\"")
                .append(entry.method())
                .append("\",\"target\":\"")
                .append(entry.target())
                .append("\",\"status\":")
                .append(entry.status())
                .append(",\"agent\":\"")
                .append(entry.client().agent())
                .append("\"}");
        if (!entry.user().isEmpty()) {
            line.append(",\"user\":\"").append(entry.user()).append('"');
        }
        if (!entry.session().isEmpty()) {
            line.append(",\"session\":\"").append(entry.session()).append('"');
        }
        return line.append('}').toString();
    }

    private static String iis(Entry entry) {
        StringBuilder line = new StringBuilder(UTC.format(entry.at()))
                .append(" 10.20.0.5 ")
                .append(entry.method())
                .append(' ')
                .append(entry.path())
                .append(' ')
                .append(orDash(entry.query()))
                .append(" 443 ")
                .append(orDash(entry.user()))
                .append(' ')
                .append(entry.client().address())
                .append(' ')
                .append(entry.client().agent().replace(' ', '+'));
        if (cookiesInDoctorsLog(entry.at())) {
            line.append(' ').append(entry.session().isEmpty() ? "-" : "lang=en;+hospital_session=" + entry.session());
        }
        return line.append(' ')
                .append(entry.status())
                .append(" 0 0 ")
                .append(15 + length(entry) % 200)
                .toString();
    }

    static boolean cookiesInDoctorsLog(Instant at) {
        return !at.isBefore(Calendar.COOKIES_IN_DOCTORS_LOG);
    }

    /// What IIS writes when it starts a file, or takes up other fields.
    static String[] iisHeader(Instant at) {
        return new String[] {
            "#Software: Microsoft Internet Information Services 10.0",
            "#Version: 1.0",
            "#Date: " + UTC.format(at),
            "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
                    + (cookiesInDoctorsLog(at) ? "cs(Cookie) " : "")
                    + "sc-status sc-substatus sc-win32-status time-taken"
        };
    }

    static String[] cloudFrontHeader() {
        return new String[] {"#Version: 1.0", "#Fields: " + CLOUDFRONT_FIELDS};
    }

    private static String cloudFront(Entry entry) {
        String cookie = entry.session().isEmpty() ? "-" : "lang=en;%20hospital_session=" + entry.session();
        String id = Long.toHexString(0x1000_0000_0000_0000L + mark(entry));
        return String.join(
                "\t",
                UTC.format(entry.at()).replace(' ', '\t'),
                "LAX50-P1",
                String.valueOf(length(entry)),
                entry.client().address(),
                entry.method(),
                "d111111abcdef8.cloudfront.net",
                entry.path(),
                String.valueOf(entry.status()),
                "-",
                entry.client().agent().replace(" ", "%20"),
                orDash(entry.query()),
                cookie,
                "Miss",
                id + "==",
                entry.host(),
                "https",
                "412",
                "0.012",
                "-",
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                "Miss",
                "HTTP/2.0",
                "-",
                "-",
                "50112",
                "0.012",
                "Miss",
                "text/html",
                String.valueOf(length(entry)),
                "-",
                "-");
    }

    private static String loadBalancer(Entry entry) {
        String at = UTC_MICROS.format(entry.at());
        return "h2 " + at + " app/booking/50dc6c495c0c9188 "
                + withPort(entry.client().address())
                + " 10.20.1.7:8080 0.000 0.000 0.000 " + entry.status() + ' ' + entry.status() + " 512 "
                + length(entry) + " \"" + entry.method() + " https://" + entry.host() + ":443" + entry.target()
                + " HTTP/2.0\" \"" + entry.client().agent()
                + "\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"
                + " arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/booking/73e2d6bc24d8a067 \""
                + (entry.trace().isEmpty() ? "-" : "Root=" + entry.trace()) + "\" \"" + entry.host()
                + "\" \"arn:aws:acm:us-west-2:123456789012:certificate/12345678-1234-1234-1234-123456789012\" 1 "
                + at + " \"forward\" \"-\" \"-\" \"10.20.1.7:8080\" \"" + entry.status() + "\" \"-\" \"-\"";
    }

    private static String withPort(String address) {
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":48114";
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static long mark(Entry entry) {
        return entry.at().toEpochMilli() * 31 + Math.abs((long) entry.target().hashCode());
    }

    private static int length(Entry entry) {
        return 900 + Math.floorMod(entry.target().hashCode(), 40_000);
    }
}
