package dev.earshot.investigate.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.log.LineReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each format makes of lines that are not as one would wish.
class AwkwardLinesTest {
    private static List<String> read(String id, Map<String, String> fields, String... lines) {
        LineReader reader = Samples.format(id, fields).reader();
        List<String> read = new ArrayList<>();
        for (String line : lines) {
            read.add(Samples.read(reader, line));
        }
        return read;
    }

    private static String iis(String fields, String line) {
        return read("iis", Map.of(), "#Fields: " + fields, line).getLast();
    }

    private static String cloudfront(String stem, String agent) {
        return read(
                        "cloudfront",
                        Map.of(),
                        "#Fields: date time x-host-header cs-method cs-uri-stem cs(User-Agent)",
                        "2026-11-22\t10:00:01\twww.clinic.example\tGET\t" + stem + "\t" + agent)
                .getLast();
    }

    private static String alb(String request, String agent) {
        return read(
                        "alb",
                        Map.of(),
                        "https 2026-11-22T10:00:01.1Z app/lb/1 198.51.100.7:2817 - -1 -1 -1 503 - 34 366 \"" + request
                                + "\" \"" + agent + "\" - - arn:aws:x \"-\" \"-\" \"-\" 0 2026-11-22T10:00:01.0Z \"-\"")
                .getLast();
    }

    private static String cloudflare(String members) {
        return read("cloudflare", Map.of(), "{\"ClientRequestMethod\":\"GET\"," + members + "}")
                .getLast();
    }

    // --- IIS ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22 10:00:01 GET",
                "2026-11-22 10:00:01 GET / 200 more",
                "2026-11-22 10:00:01  GET / 200",
                "2026-11-22 25:00:01 GET / 200",
                "2026-11-22 10:00:01 - / 200",
                "2026-11-22 10:00:01 GET - 200",
                "2026-11-22 10:00:01 G(T / 200",
                "2026-11-22 10:00:01 GET relative 200",
                "- 10:00:01 GET / 200",
                "\u0000\u0000\u0000\u0000",
            })
    void an_iis_line_that_does_not_fit_its_columns_is_unreadable(String line) {
        assertThat(iis("date time cs-method cs-uri-stem sc-status", line)).isEqualTo("UNREADABLE");
    }

    @Test
    void before_the_first_list_of_columns_nothing_can_be_read() {
        assertThat(read("iis", Map.of(), "2026-11-22 10:00:01 GET / 200")).containsExactly("UNREADABLE");
    }

    @Test
    void a_plan_names_the_columns_of_an_iis_file_that_lost_its_head() {
        Map<String, String> columns = Map.of("columns", "date time cs-method cs-uri-stem sc-status");
        assertThat(read("iis", columns, "2026-11-22 10:00:01 GET / 200", "#Fields: date time", "2026-11-22 10:00:01"))
                .containsExactly("2026-11-22T10:00:01Z | 200 | GET | path=/", "DIRECTIVE", "UNREADABLE");
    }

    @Test
    void where_iis_logs_no_date_that_of_the_head_holds() {
        assertThat(read(
                        "iis",
                        Map.of(),
                        "#Date: 2026-11-21 23:00:00",
                        "#Fields: time cs-method cs-uri-stem",
                        "23:59:59 GET /",
                        "#Date: 2026-11-22 00:00:00",
                        "00:00:00 GET /"))
                .containsExactly(
                        "DIRECTIVE",
                        "DIRECTIVE",
                        "2026-11-21T23:59:59Z | GET | path=/",
                        "DIRECTIVE",
                        "2026-11-22T00:00:00Z | GET | path=/");
    }

    @Test
    void columns_between_tabs_are_read_too_and_names_in_any_case() {
        assertThat(iis("Date\tTime\tCS-Method\tCS-URI-Stem\tCS(User-Agent)", "2026-11-22\t10:00:01\tGET\t/\ta b"))
                .isEqualTo("2026-11-22T10:00:01Z | GET | path=/ | agent=a b");
    }

    @Test
    void a_tab_in_a_header_of_an_iis_line_does_not_shift_its_columns() {
        assertThat(iis("date time cs-method cs-uri-stem cs(User-Agent)", "2026-11-22 10:00:01 GET / a\tb"))
                .isEqualTo("2026-11-22T10:00:01Z | GET | path=/ | agent=a\tb");
    }

    @Test
    void a_plan_says_which_custom_field_of_iis_is_the_user() {
        assertThat(read(
                        "iis",
                        Map.of("user", "X-Member", "host", "=www.clinic.example"),
                        "#Fields: date time cs-method cs-uri-stem cs-username x-member",
                        "2026-11-22 10:00:01 GET / svc 17",
                        "2026-11-22 10:00:01 GET / svc -"))
                .containsExactly(
                        "DIRECTIVE",
                        "2026-11-22T10:00:01Z | GET | host=www.clinic.example | path=/ | user=17",
                        "2026-11-22T10:00:01Z | GET | host=www.clinic.example | path=/");
    }

    // --- CloudFront ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a%2520b     | /a%20b
            /a%20b       | /a%20b
            /100%25      | /100%25
            /100%2525    | /100%25
            /a%252       | /a%252
            /caf%25C3%25A9 | /caf%C3%A9
            /%7Eann      | /%7Eann
            """)
    void an_address_of_cloudfront_is_as_it_was_asked_for(String logged, String path) {
        assertThat(cloudfront(logged, "-"))
                .isEqualTo("2026-11-22T10:00:01Z | GET | host=www.clinic.example | path=" + path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Moz/5.0%20(X11)        | Moz/5.0 (X11)
            Moz/5.0%2520(X11)      | Moz/5.0 (X11)
            a%20b%2520c            | a b%20c
            a+b                    | a+b
            100%                   | 100%
            %zz%2                  | %zz%2
            %C3%A9                 | é
            """)
    void a_user_agent_of_cloudfront_is_decoded(String logged, String agent) {
        assertThat(cloudfront("/", logged)).endsWith("| path=/ | agent=" + agent);
    }

    @Test
    void plain_text_of_cloudfront_is_read_under_the_columns_of_the_plan() {
        Map<String, String> columns =
                Map.of("columns", "timestamp(ms), x-host-header, cs-method, cs-uri-stem, cs-uri-query");
        for (String separator : List.of("\t", " ", ",", "|", ";")) {
            assertThat(read(
                            "cloudfront",
                            columns,
                            String.join(separator, "1795341601123", "www.clinic.example", "GET", "/a", "q=1")))
                    .containsExactly("2026-11-22T10:00:01.123Z | GET | host=www.clinic.example | path=/a | query=q=1");
        }
    }

    // --- ALB ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            GET https://www.clinic.example:443/a?b=c HTTP/1.1 ~ host=www.clinic.example | path=/a?b=c
            GET https://www.clinic.example:443 HTTP/1.1 ~ host=www.clinic.example | path=/
            GET https://www.clinic.example:443?b=c HTTP/1.1 ~ host=www.clinic.example | path=/ | query=b=c
            GET https://www.clinic.example/a b c HTTP/1.1 ~ host=www.clinic.example | path=/a b c
            GET https://[2001:db8::1]:443/ HTTP/1.1 ~ host=[2001:db8::1] | path=/
            GET HTTPS://www.clinic.example:443/A HTTP/2.0 ~ host=www.clinic.example | path=/A
            GET https://ann@www.clinic.example:443/a HTTP/1.1 ~ host=www.clinic.example | path=/a
            GET wss://www.clinic.example:443/live HTTP/1.1 ~ host=www.clinic.example | path=/live
            """)
    void a_request_line_of_a_load_balancer_gives_host_path_and_query(String request, String expected) {
        assertThat(alb(request, "-"))
                .isEqualTo("2026-11-22T10:00:01Z | 503 | GET | " + expected + " | address=198.51.100.7:2817");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- http://lb.example:80- -", "-", "GET", "", "https://www.clinic.example/ HTTP/1.1"})
    void a_connection_without_a_request_is_unreadable(String request) {
        assertThat(alb(request, "-")).isEqualTo("UNREADABLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a "b" c       | UNREADABLE
            a"b"c         | a"b"c
            a \\"b\\" c   | a "b" c
            a \\x22b\\x22 | a "b"
            a \\q         | a \\q
            """)
    void quotes_in_a_user_agent_do_not_end_it(String logged, String agent) {
        assertThat(alb("GET https://www.clinic.example:443/ HTTP/1.1", logged)).endsWith(agent);
    }

    // --- Cloudflare ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            "EdgeStartTimestamp":1795341601,"ClientRequestURI":"/a" ~ 2026-11-22T10:00:01Z | GET | path=/a
            "EdgeStartTimestamp":"1795341601","ClientRequestURI":"/a" ~ 2026-11-22T10:00:01Z | GET | path=/a
            "EdgeEndTimestamp":1795341601,"ClientRequestPath":"/a" ~ 2026-11-22T10:00:01Z | GET | path=/a
            "EdgeStartTimestamp":1795341601,"ClientRequestURI":"a" ~ UNREADABLE
            "EdgeStartTimestamp":1795341601,"ClientRequestURI":null ~ UNREADABLE
            "EdgeStartTimestamp":1795341601,"ClientRequestURI":{"a":"/"} ~ UNREADABLE
            "EdgeStartTimestamp":0,"ClientRequestURI":"/a" ~ UNREADABLE
            "EdgeStartTimestamp":true,"ClientRequestURI":"/a" ~ UNREADABLE
            "ClientRequestURI":"/a" ~ UNREADABLE
            """)
    void timestamps_and_targets_of_logpush(String members, String expected) {
        assertThat(cloudflare(members)).isEqualTo(expected);
    }

    @Test
    void a_cookie_of_logpush_can_be_named_as_the_session() {
        assertThat(read(
                        "cloudflare",
                        Map.of("session", "Cookies[\"clinic.sid\"]"),
                        "{\"ClientRequestMethod\":\"GET\",\"ClientRequestURI\":\"/\",\"EdgeStartTimestamp\":1795341601,"
                                + "\"Cookies\":{\"clinic.sid\":\"a\\u0062c\",\"n\":1}}"))
                .containsExactly("2026-11-22T10:00:01Z | GET | path=/ | session=abc | cookies=clinic.sid=abc; n=1");
    }

    // --- Others -------------------------------------------------------------------------------------------------

    @Test
    void a_front_door_record_of_the_classic_tier_without_a_socket_has_its_client_as_address() {
        assertThat(read(
                        "azure-front-door",
                        Map.of(),
                        "{\"category\":\"FrontdoorAccessLog\",\"time\":\"2026-11-22T10:00:01Z\",\"properties\":{"
                                + "\"httpMethod\":\"GET\",\"requestUri\":\"https://www.clinic.example:443/\","
                                + "\"clientIp\":\"198.51.100.7\"}}"))
                .containsExactly(
                        "2026-11-22T10:00:01Z | GET | host=www.clinic.example | path=/ | address=198.51.100.7");
    }

    @Test
    void structured_datastream_is_read_between_tabs_as_between_blanks() {
        Map<String, String> columns = Map.of("columns", "reqTimeSec,reqMethod,reqPath,UA");
        assertThat(read("datastream", columns, "1795341601\tGET\t/\ta%20b", "1795341601 GET / a%20b"))
                .containsOnly("2026-11-22T10:00:01Z | GET | path=/ | agent=a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "time,method", "time;path;host", "2026-11-22T10:00:01Z,GET,/", "{\"time\":1}"})
    void a_table_whose_head_does_not_name_time_method_and_path_is_unreadable_from_its_first_line(String head) {
        assertThat(read("csv", Map.of(), head, "2026-11-22T10:00:01Z,GET,/")).containsOnly("UNREADABLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            2026-11-22T10:00:01Z,GET,/,x        ~ x
            2026-11-22T10:00:01Z,GET,/,"x,""y""\" ~ x,"y"
            2026-11-22T10:00:01Z,GET,/,"",      ~ UNREADABLE
            2026-11-22T10:00:01Z,GET,/,x"y      ~ x"y
            2026-11-22T10:00:01Z,GET,/,"x"y     ~ UNREADABLE
            2026-11-22T10:00:01Z,GET,/,"x       ~ UNREADABLE
            2026-11-22T10:00:01Z,GET,/          ~ UNREADABLE
            2026-11-22T10:00:01Z,GET,/,x,y      ~ UNREADABLE
            """)
    void quotes_and_columns_of_csv(String line, String end) {
        assertThat(read("csv", Map.of(), "time,method,path,agent", line).getLast())
                .endsWith(end);
    }

    @Test
    void a_plan_names_columns_of_csv_and_what_all_lines_have_in_common() {
        Map<String, String> fields =
                Map.of("columns", "seen,page,who", "time", "seen", "url", "page", "user", "who", "method", "=GET");
        assertThat(read("csv", fields, "seen\tpage\twho", "2026-11-22 10:00:01\thttps://www.clinic.example/\tada"))
                .containsExactly(
                        "DIRECTIVE",
                        "2026-11-22T10:00:01Z local | GET | host=www.clinic.example | path=/" + " | user=ada");
    }

    @Test
    void day_and_time_of_csv_may_stand_in_two_columns() {
        assertThat(read("csv", Map.of(), "date;time;method;path", "2026-11-22;10:00:01;GET;/"))
                .containsExactly("DIRECTIVE", "2026-11-22T10:00:01Z | GET | path=/");
    }

    @Test
    void a_plan_names_more_events_of_an_analytics_export_that_are_page_views() {
        String event = "{\"event_timestamp\":1795341601123456,\"event_name\":\"virtual_view\",\"event_params\":"
                + "[{\"key\":\"page_location\",\"value\":{\"string_value\":\"https://www.clinic.example/a\"}}]}";
        assertThat(read("ga4-bigquery", Map.of(), event)).containsExactly("DIRECTIVE");
        assertThat(read("ga4-bigquery", Map.of("pageEvents", "virtual_view, other"), event))
                .containsExactly("2026-11-22T10:00:01.123456Z | GET | host=www.clinic.example | path=/a");
    }

    @Test
    void a_session_of_an_analytics_export_needs_a_visitor() {
        assertThat(
                        read(
                                "ga4-bigquery",
                                Map.of(),
                                "{\"event_timestamp\":1795341601123456,\"event_name\":\"page_view\",\"event_params\":["
                                        + "{\"key\":\"ga_session_id\",\"value\":{\"int_value\":\"7\"}},"
                                        + "{\"key\":\"page_location\",\"value\":{\"string_value\":\"https://www.clinic.example/\"}}]}"))
                .containsExactly("2026-11-22T10:00:01.123456Z | GET | host=www.clinic.example | path=/");
    }

    @Test
    void an_adobe_feed_is_read_under_the_columns_of_the_plan_and_its_user_from_an_evar() {
        Map<String, String> fields =
                Map.of("columns", "hit_time_gmt\tpage_url\tpost_evar7\tcust_visid", "user", "post_evar7");
        assertThat(read("adobe-data-feed", fields, "1795341601\thttps://www.clinic.example/\tmember-17\tother"))
                .containsExactly("2026-11-22T10:00:01Z | GET | host=www.clinic.example | path=/ | user=member-17");
    }

    @Test
    void a_hit_that_adobe_leaves_out_of_its_reports_was_told_all_the_same() {
        assertThat(read(
                        "adobe-data-feed",
                        Map.of(),
                        "hit_time_gmt\tpage_url\texclude_hit",
                        "1795341601\thttps://www.clinic.example/\t1"))
                .containsExactly("DIRECTIVE", "2026-11-22T10:00:01Z | GET | host=www.clinic.example | path=/");
    }
}
