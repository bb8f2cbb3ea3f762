package dev.earshot.investigate.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatternLanguageTest {
    private static final String COMBINED = "$remote_addr - $remote_user [$time_local] \"$request\" $status"
            + " $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    @Test
    void combined_gives_address_user_time_request_status_and_agent() {
        assertThat(read(
                        COMBINED,
                        "198.51.100.7 - pat [10/Oct/2000:13:55:36 -0700] \"GET /a?b=c HTTP/1.0\" 200 2326"
                                + " \"http://www.clinic.example/\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\""))
                .isEqualTo("2000-10-10T20:55:36Z GET /a?b=c 200 address=198.51.100.7 user=pat"
                        + " agent=Mozilla/4.08 [en] (Win98; I ;Nav)");
    }

    @Test
    void what_nginx_escapes_is_unescaped_where_it_is_needed() {
        assertThat(read(
                        COMBINED,
                        "2001:db8::1 - d\\xC3\\xB6 [10/Oct/2000:13:55:36 +0000] \"GET /\\xC3\\xA9\\x22 HTTP/1.1\" 200 1"
                                + " \"\\x22\" \"a\\x22b\\x5C\""))
                .isEqualTo("2000-10-10T13:55:36Z GET /é\" 200 address=2001:db8::1 user=dö agent=a\"b\\");
    }

    @Test
    void what_apache_escapes_is_unescaped_too() {
        assertThat(
                        read(
                                "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"",
                                "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"GET /a\\\"b HTTP/1.1\" 304 - \"\\\\\" \"x\\\" \\\"y\\\\\""))
                .isEqualTo("2000-10-10T13:55:36Z GET /a\"b 304 address=192.0.2.1 agent=x\" \"y\\");
    }

    @Test
    void an_escape_that_is_none_stays_as_it_is() {
        assertThat(
                        read(
                                COMBINED,
                                "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"a\\xZZ\\q\\u00e9\""))
                .endsWith(" agent=a\\xZZ\\qé");
    }

    @Test
    void json_written_by_nginx_is_a_pattern_like_any_other() {
        assertThat(read(
                        "log_format main escape=json '{\"time\":\"$time_iso8601\",\"m\":\"$request_method\",'\n"
                                + "  '\"u\":\"$request_uri\",\"s\":$status,\"h\":\"$host\",\"ua\":\"$http_user_agent\"}';",
                        "{\"time\":\"2025-03-10T13:55:36+01:00\",\"m\":\"GET\",\"u\":\"/a\\\"b\",\"s\":200,"
                                + "\"h\":\"www.clinic.example\",\"ua\":\"x\\\\y\"}"))
                .isEqualTo("2025-03-10T12:55:36Z GET /a\"b 200 host=www.clinic.example agent=x\\y");
    }

    @Test
    void variables_of_nginx_have_their_meanings() {
        assertThat(
                        read(
                                "$msec|$http_x_forwarded_for|$request_method $scheme://$host$request_uri|$status|$cookie_JSESSIONID"
                                        + "|$request_id|$http_cookie",
                                "1741614936.123|203.0.113.9, 192.0.2.1|POST https://portal.clinic.example/a?b|200|ABC|f00|x=1; y=2"))
                .isEqualTo("2025-03-10T13:55:36.123Z POST /a?b 200 host=portal.clinic.example"
                        + " forwardedFor=203.0.113.9, 192.0.2.1 session=ABC trace=f00 cookies=x=1; y=2");
    }

    @Test
    void a_path_that_the_server_unescaped_is_escaped_again() {
        assertThat(read(
                        "[$time_local] $request_method \"$uri$is_args$args\" $status",
                        "[10/Oct/2000:13:55:36 +0000] GET" + " \"/a b%c\\xC3\\xA9?q=%41\" 200"))
                .isEqualTo("2000-10-10T13:55:36Z GET /a%20b%25c%C3%A9?q=%41 200");
        assertThat(read("%t %m %U%q %s", "[10/Oct/2000:13:55:36 +0000] GET /a?q=1 200"))
                .isEqualTo("2000-10-10T13:55:36Z GET /a?q=1 200");
        assertThat(read("%t %m %U %q %s", "[10/Oct/2000:13:55:36 +0000] GET /a ?q=1 200"))
                .isEqualTo("2000-10-10T13:55:36Z GET /a 200 query=?q=1");
    }

    @Test
    void directives_of_apache_have_their_meanings() {
        assertThat(read(
                        "LogFormat \"%v:%p %{c}a %u %t \\\"%r\\\" %>s %{X-Forwarded-For}i %{Host}i %{JSESSIONID}C"
                                + " %{UNIQUE_ID}e %400,501{User-agent}i\" odd",
                        "server:443 192.0.2.8 \"\" [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/2.0\" 200 203.0.113.9"
                                + " WWW.clinic.example s1 u1 Mozilla"))
                .isEqualTo("2000-10-10T13:55:36Z GET / 200 host=WWW.clinic.example address=192.0.2.8"
                        + " forwardedFor=203.0.113.9 session=s1 trace=u1 agent=Mozilla");
    }

    @Test
    void a_host_that_is_missing_is_taken_from_the_next_best() {
        String format = "%v %{Host}i %t \"%r\" %s";
        assertThat(read(format, "a.example - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200"))
                .contains("host=a.example");
        assertThat(read(format, "a.example b.example [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200"))
                .contains("host=b.example");
    }

    @Test
    void the_address_after_mod_remoteip_goes_before_that_of_the_connection() {
        assertThat(read(
                        "%{c}a %a %t \"%r\" %s",
                        "192.0.2.1 203.0.113.9 [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200"))
                .contains("address=203.0.113.9");
    }

    @Test
    void times_are_written_in_many_ways() {
        String rest = " \"%r\" %s";
        String request = " \"GET / HTTP/1.1\" 200";
        Map.of(
                        "[%{%d/%b/%Y:%H:%M:%S %z}t]", "[10/Mar/2025:13:55:36 +0100] 2025-03-10T12:55:36Z",
                        "%{%Y-%m-%dT%T}t.%{msec_frac}t%{%z}t", "2025-03-10T13:55:36.007-0700 2025-03-10T20:55:36.007Z",
                        "%{%F %T}t.%{usec_frac}t", "2025-03-10 13:55:36.000007 2025-03-10T13:55:36.000007Z local",
                        "%{sec}t%{usec_frac}t", "1741614936000123 2025-03-10T13:55:36.000123Z",
                        "%{sec}t", "1741614936 2025-03-10T13:55:36Z",
                        "%{begin:msec}t", "1741614936123 2025-03-10T13:55:36.123Z",
                        "%{usec}t", "1741614936123456 2025-03-10T13:55:36.123456Z",
                        "%{%D %I:%M:%S %p}t", "03/10/25 12:05:06 AM 2025-03-10T00:05:06Z local",
                        "%{%a %e %h %Y %R}t", "Mon  3 Mar 2025 13:55 2025-03-03T13:55:00Z local")
                .forEach((format, example) -> {
                    int answer = example.replace(" local", "").lastIndexOf(' ');
                    String line = example.substring(0, answer) + request;
                    String expected = example.substring(answer + 1);
                    assertThat(read(format + rest, line)).as(format).isEqualTo(expected + " GET / 200");
                });
    }

    @Test
    void a_time_that_never_was_is_not_read() {
        for (String time : List.of(
                "30/Feb/2025:00:00:00 +0000",
                "29/Feb/2025:00:00:00 +0000",
                "31/Apr/2025:00:00:00 +0000",
                "01/Foo/2025:00:00:00 +0000",
                "01/Jan/2025:24:00:00 +0000",
                "01/Jan/2025:00:60:00 +0000",
                "00/Jan/2025:00:00:00 +0000",
                "01/Jan/1969:00:00:00 +0000",
                "01/Jan/2025:00:00:00 +1960",
                "01/Jan/2025 00:00:00 +0000",
                "1/Jan/2025:00:00:00 +00000")) {
            assertThat(read("[$time_local] \"$request\" $status", "[" + time + "] \"GET / HTTP/1.1\" 200"))
                    .as(time)
                    .isEqualTo("UNREADABLE");
        }
        assertThat(read("[$time_local] \"$request\" $status", "[29/Feb/2024:23:59:60 +0000] \"GET / HTTP/1.1\" 200"))
                .isEqualTo("2024-02-29T23:59:59Z GET / 200");
    }

    @Test
    void times_agree_with_the_calendar_of_java() {
        Timestamp timestamp = new Timestamp();
        for (Instant time = Instant.parse("1970-01-01T00:00:00Z");
                time.isBefore(Instant.parse("2110-01-01T00:00:00Z"));
                time = time.plusSeconds(86_400 * 13 + 4567)) {
            byte[] text = time.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat(timestamp.iso(text, 0, text.length)).isTrue();
            assertThat(timestamp.micros).as("%s", time).isEqualTo(time.getEpochSecond() * 1_000_000);
        }
    }

    @Test
    void a_request_that_the_server_refused_is_read_as_no_get_or_post() {
        String format = "[$time_local] \"$request\" $status";
        String time = "[10/Oct/2000:13:55:36 +0000] ";
        assertThat(read(format, time + "\"\\x16\\x03\\x01\" 400"))
                .startsWith("2000-10-10T13:55:36Z \u0016\u0003\u0001 ");
        assertThat(read(format, time + "\"-\" 408")).isEqualTo("2000-10-10T13:55:36Z   408");
        assertThat(read(format, time + "\"\" 400")).isEqualTo("2000-10-10T13:55:36Z   400");
        assertThat(read(format, time + "\"-\" 200")).isEqualTo("UNREADABLE");
        assertThat(read(format, time + "\"GET\" 200")).isEqualTo("UNREADABLE");
        assertThat(read(format, time + "\"GET  HTTP/1.1\" 200")).isEqualTo("UNREADABLE");
        assertThat(read(format, time + "\"GET /a\" 200")).isEqualTo("2000-10-10T13:55:36Z GET /a 200");
        assertThat(read(format, time + "\"GET /a b c HTTP/1.1\" 200")).isEqualTo("2000-10-10T13:55:36Z GET /a b c 200");
    }

    @Test
    void a_line_that_ends_too_early_or_too_late_is_not_read() {
        String line = "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"Mozilla\"";
        assertThat(read(COMBINED, line)).isNotEqualTo("UNREADABLE");
        for (int length = 1; length < line.length(); length++) {
            assertThat(read(COMBINED, line.substring(0, length)))
                    .as("%s bytes", length)
                    .isEqualTo("UNREADABLE");
        }
        assertThat(read(COMBINED, line + " \"more\"")).isEqualTo("UNREADABLE");
        assertThat(read(COMBINED, "")).isEqualTo("DIRECTIVE");
    }

    @Test
    void a_field_may_be_stated_to_be_the_user_or_the_session() {
        PatternLanguage language = new PatternLanguage(Map.of(Role.USER, "$http_x_user"), "portal");
        assertThat(read(
                        language,
                        "$remote_user $http_x_user $cookie_portal $cookie_JSESSIONID [$time_local] \"$request\" $status",
                        "remote pat s1 s2 [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200"))
                .isEqualTo("2000-10-10T13:55:36Z GET / 200 user=pat session=s1");
    }

    @Test
    void a_format_without_time_or_request_is_a_mistake() {
        assertThatThrownBy(() -> language().read("$remote_addr \"$request\""))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("has no time");
        assertThatThrownBy(() -> language().read("%h %t %>s"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("has no request");
        assertThatThrownBy(() -> language().read("%t %r %{x"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("%{x");
    }

    @Test
    void two_fields_without_anything_between_are_a_mistake() {
        assertThatThrownBy(() -> language().read("$status$remote_addr [$time_local] \"$request\""))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("$status and $remote_addr");
    }

    @Test
    void the_formats_of_the_servers_own_configurations_are_told_apart() {
        String start = "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 1";
        Map.of(
                        start,
                        "common",
                        start + " \"-\" \"Mozilla\"",
                        "combined",
                        start + " \"-\" \"Mozilla\" \"-\"",
                        "combined-forwarded",
                        start + " \"-\" \"Mozilla\" \"203.0.113.9, 192.0.2.1\"",
                        "combined-forwarded",
                        start + " \"-\" \"Mozilla\" \"sid=5\"",
                        "combined",
                        start + " \"-\" \"Mozilla\" 0.005 upstream",
                        "combined",
                        "www.clinic.example:443 " + start + " \"-\" \"Mozilla\"",
                        "combined-host")
                .forEach((line, id) -> assertThat(
                                LogFormats.detected(List.of(line.getBytes(StandardCharsets.UTF_8)), LogFormats.all())
                                        .map(LogFormat::id))
                        .as(line)
                        .contains(id));
        assertThat(LogFormats.detected(
                        List.of("nothing of the kind".getBytes(StandardCharsets.UTF_8)), LogFormats.all()))
                .isEqualTo(Optional.empty());
        assertThat(LogFormats.detected(List.of(), LogFormats.all())).isEmpty();
    }

    private static PatternLanguage language() {
        return new PatternLanguage(Map.of(), "");
    }

    private static String read(String format, String line) {
        return read(language(), format, line);
    }

    private static String read(PatternLanguage language, String format, String text) {
        LogLine line = new LogLine();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        LineReader.Reading reading = new PatternReader(language.read(format)).read(bytes, 0, bytes.length, line);
        return reading == LineReader.Reading.REQUEST ? describe(line) : reading.name();
    }

    static String describe(LogLine line) {
        StringBuilder text = new StringBuilder();
        text.append(Instant.ofEpochSecond(
                Math.floorDiv(line.time, 1_000_000L), Math.floorMod(line.time, 1_000_000L) * 1000));
        text.append(line.local ? " local " : " ")
                .append(text(line.method))
                .append(' ')
                .append(text(line.path))
                .append(' ')
                .append(line.status);
        append(text, "query", line.query);
        append(text, "host", line.host);
        append(text, "address", line.address);
        append(text, "forwardedFor", line.forwardedFor);
        append(text, "user", line.user);
        append(text, "session", line.session);
        append(text, "trace", line.trace);
        append(text, "agent", line.agent);
        append(text, "cookies", line.cookies);
        return text.toString();
    }

    private static void append(StringBuilder text, String name, LogLine.Field field) {
        if (!field.isEmpty()) {
            text.append(' ').append(name).append('=').append(text(field));
        }
    }

    private static String text(LogLine.Field field) {
        return new String(field.bytes, field.from, field.length(), StandardCharsets.UTF_8);
    }
}
