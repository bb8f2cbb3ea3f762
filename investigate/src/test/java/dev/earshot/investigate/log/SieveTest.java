package dev.earshot.investigate.log;

import static dev.earshot.investigate.log.LogFixture.combined;
import static dev.earshot.investigate.log.LogFixture.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which lines are used, and why others are set aside.
class SieveTest {
    private static final String TIME = "10/Mar/2025:13:55:36 +0000";
    private static final String BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36";

    @TempDir
    private Path folder;

    private LogFixture logs;

    @BeforeEach
    void logs() {
        logs = new LogFixture(folder);
    }

    @Test
    void the_period_holds_its_first_microsecond_and_not_that_of_its_end() {
        logs.format = Optional.of("[$time_iso8601] \"$request\" $status");
        logs.from = Instant.parse("2025-03-10T00:00:00Z");
        logs.to = Instant.parse("2025-03-11T00:00:00Z");
        logs.write(
                "access.log",
                "[2025-03-09T23:59:59.999999+00:00] \"GET /1 HTTP/1.1\" 200",
                "[2025-03-10T00:00:00+00:00] \"GET /2 HTTP/1.1\" 200",
                "[2025-03-10T23:59:59.999+00:00] \"GET /3 HTTP/1.1\" 200",
                "[2025-03-11T00:00:00.000+00:00] \"GET /4 HTTP/1.1\" 200",
                "[2025-03-11T00:30:00+01:00] \"GET /5 HTTP/1.1\" 200");
        assertThat(logs.only().setAside()).isEqualTo(Map.of(SetAside.OUTSIDE_PERIOD, 2L));
        assertThat(paths()).containsExactly("/2", "/3", "/5");
    }

    @Test
    void crawlers_are_known_by_their_own_names() {
        for (String bot : List.of(
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 (compatible; bingbot/2.0)",
                "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
                "Mozilla/5.0 (compatible; Baiduspider/2.0)",
                "Mozilla/5.0 (compatible; Yahoo! Slurp)",
                "facebookexternalhit/1.1",
                "SomeCrawler",
                "AdsBot-Google (+http://www.google.com/adsbot.html)")) {
            assertThat(reason(bot)).as(bot).contains(SetAside.BOT);
        }
    }

    @Test
    void people_are_not_taken_for_crawlers() {
        for (String person : List.of(
                BROWSER,
                "Mozilla/5.0 (Linux; Android 12; CUBOT_X50) Chrome/120.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 9; CUBOT POWER) Chrome/120.0 Mobile Safari/537.36",
                "Mozilla/5.0 (iPhone) [FBAN/FBIOS;FBAV/400.0]",
                "Mozilla/5.0 (Linux; Android 10) DuckDuckGo/5",
                "Mozilla/5.0 Robotics/1",
                "Mozilla/5.0 Spiderman/2",
                "okhttp/4.9",
                "curl/8.0",
                "WhatsApp/2.23",
                "-",
                "")) {
            assertThat(reason(person)).as(person).isEmpty();
        }
    }

    @Test
    void health_checks_are_known_by_their_own_names_or_by_a_path_of_the_plan() {
        for (String check : List.of(
                "kube-probe/1.29",
                "ELB-HealthChecker/2.0",
                "GoogleHC/1.0",
                "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
                "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)")) {
            assertThat(reason(check)).as(check).contains(SetAside.HEALTH_CHECK);
        }
        assertThat(reason("Mozilla/5.0 (about kube-probe/1.29)")).isEmpty();
        logs.rules = rules(logs.rules, "/healthz", "10.0.0.0/8");
        logs.write("access.log", visit(TIME, "/healthz"), visit(TIME, "/healthz?x"), visit(TIME, "/healthz/more"));
        assertThat(logs.only().setAside()).isEqualTo(Map.of(SetAside.HEALTH_CHECK, 2L));
    }

    @Test
    void words_of_the_plan_mark_crawlers_too() {
        logs.rules = new Plan.Rules(
                Duration.ofMinutes(30),
                Set.of(),
                List.of("ClinicMonitor"),
                List.of(),
                List.of(),
                List.of("200"),
                List.of(),
                List.of(),
                0.01,
                false);
        assertThat(reason("the clinicmonitor 2")).contains(SetAside.BOT);
        assertThat(reason("the clinic monitor")).isEmpty();
    }

    @Test
    void addresses_of_the_provider_are_internal_whatever_stands_in_forwarded_for() {
        logs.rules = rules(logs.rules, "/x", "192.0.2.0/25");
        logs.format = Optional.of("$remote_addr $http_x_forwarded_for [$time_local] \"$request\" $status");
        logs.write(
                "access.log",
                "192.0.2.127 - [" + TIME + "] \"GET /1 HTTP/1.1\" 200",
                "192.0.2.128 - [" + TIME + "] \"GET /2 HTTP/1.1\" 200",
                "203.0.113.1 192.0.2.1 [" + TIME + "] \"GET /3 HTTP/1.1\" 200",
                "::ffff:192.0.2.1 - [" + TIME + "] \"GET /4 HTTP/1.1\" 200");
        assertThat(logs.only().setAside()).isEqualTo(Map.of(SetAside.INTERNAL, 2L));
        assertThat(paths()).containsExactly("/2", "/3");
    }

    @Test
    void a_rule_that_is_off_sets_nothing_aside() {
        String[] lines = {
            combined("192.0.2.7", TIME, "GET /a.css HTTP/1.1", 200, BROWSER),
            combined("192.0.2.7", TIME, "GET /b HTTP/1.1", 500, BROWSER),
            combined("192.0.2.7", TIME, "PURGE /c HTTP/1.1", 200, BROWSER),
            combined("192.0.2.7", TIME, "GET https://other.example/d HTTP/1.1", 200, BROWSER),
            combined("192.0.2.7", TIME, "GET /e HTTP/1.1", 200, "Googlebot/2.1"),
            combined("192.0.2.7", TIME, "GET /f HTTP/1.1", 200, "kube-probe/1.0")
        };
        logs.write("access.log", lines);
        assertThat(logs.only().used()).isZero();
        logs.rules = new Plan.Rules(
                Duration.ofMinutes(30),
                Set.of(
                        SetAside.NOT_A_PAGE,
                        SetAside.STATUS,
                        SetAside.METHOD,
                        SetAside.OTHER_HOST,
                        SetAside.BOT,
                        SetAside.HEALTH_CHECK),
                List.of(),
                List.of(),
                List.of(),
                List.of("200"),
                List.of(".css"),
                List.of(),
                0.01,
                false);
        assertThat(logs.only().used()).isEqualTo(lines.length);
        assertThat(logs.pages())
                .contains("PURGE www.clinic.example/c", "GET other.example/d", "GET www.clinic.example/a.css");
    }

    @Test
    void the_first_rule_that_applies_is_the_one_that_counts() {
        logs.rules = rules(logs.rules, "/a.css", "192.0.2.0/24");
        logs.write("access.log", combined("192.0.2.7", TIME, "GET /a.css HTTP/1.1", 404, "Googlebot/2.1"));
        assertThat(logs.only().setAside()).isEqualTo(Map.of(SetAside.HEALTH_CHECK, 1L));
    }

    @Test
    void paths_of_the_plan_are_set_aside_by_glob() {
        logs.rules = new Plan.Rules(
                Duration.ofMinutes(30),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("200"),
                List.of(),
                List.of("/api/**", "/x/*.json"),
                0.01,
                false);
        logs.write(
                "access.log",
                visit(TIME, "/api/a/b"),
                visit(TIME, "/x/a.json"),
                visit(TIME, "/x/y/a.json"),
                visit(TIME, "/apis"),
                visit(TIME, "/x/aXjson"));
        assertThat(logs.only().setAside()).isEqualTo(Map.of(SetAside.STATED, 2L));
        assertThat(paths()).containsExactlyInAnyOrder("/x/y/a.json", "/apis", "/x/aXjson");
    }

    @Test
    void statuses_outside_the_ranges_are_no_answer_with_a_page() {
        logs.write(
                "access.log",
                List.of(199, 200, 206, 299, 300, 301, 303, 304, 305, 404, 500, 999).stream()
                        .map(status -> combined("192.0.2.7", TIME, "GET /" + status + " HTTP/1.1", status, BROWSER))
                        .toArray(String[]::new));
        assertThat(logs.only().setAside()).isEqualTo(Map.of(SetAside.STATUS, 8L));
        assertThat(paths()).containsExactly("/200", "/206", "/299", "/304");
    }

    @Test
    void hosts_that_are_not_investigated_are_set_aside() {
        logs.hosts = List.of("www.clinic.example", "*.portal.example");
        logs.format = Optional.of("$http_host [$time_local] \"$request\" $status");
        logs.write(
                "access.log",
                "www.clinic.example [" + TIME + "] \"GET /1 HTTP/1.1\" 200",
                "clinic.example [" + TIME + "] \"GET /2 HTTP/1.1\" 200",
                "a.portal.example:8443 [" + TIME + "] \"GET /3 HTTP/1.1\" 200",
                "- [" + TIME + "] \"GET /4 HTTP/1.1\" 200",
                "- [" + TIME + "] \"GET HTTPS://user@WWW.clinic.example:443?5 HTTP/1.1\" 200",
                "www.clinic.example [" + TIME + "] \"GET http://proxy.example/6 HTTP/1.1\" 200");
        FileAccount account = logs.only();
        assertThat(account.setAside()).isEqualTo(Map.of(SetAside.OTHER_HOST, 2L, SetAside.UNREADABLE, 1L));
        assertThat(account.faults()).contains("line 4 without a host, and the plan states none for this source");
        assertThat(logs.pages())
                .containsExactly("GET a.portal.example/3", "GET www.clinic.example/", "GET www.clinic.example/1");
    }

    @Test
    void the_host_of_a_source_is_that_of_its_lines_without_one() {
        logs.hosts = List.of("www.clinic.example", "portal.clinic.example");
        logs.host = Optional.of("Portal.clinic.example");
        logs.write("access.log", visit(TIME, "/a"));
        assertThat(logs.only().used()).isEqualTo(1);
        assertThat(logs.pages()).containsExactly("GET portal.clinic.example/a");
    }

    @Test
    void forwarded_for_is_believed_from_the_right_as_far_as_proxies_are_trusted() {
        logs.trustedProxies = List.of("198.51.100.0/24", "2001:db8:cd::/48");
        logs.format = Optional.of("\"$remote_addr\" \"$http_x_forwarded_for\" [$time_local] \"$request\" $status");
        Map<String, String> clients = Map.of(
                "198.51.100.1|203.0.113.9", "203.0.113.9",
                "198.51.100.1:443|10.0.0.1, 203.0.113.9:1234, 198.51.100.2", "203.0.113.9",
                "198.51.100.1|198.51.100.8, 198.51.100.9", "198.51.100.8",
                "203.0.113.5|192.0.2.1", "203.0.113.5",
                "2001:db8:cd::1|2001:db8::9", "2001:db8::9",
                "198.51.100.1|203.0.113.9, unknown", "198.51.100.1",
                "198.51.100.1|-", "198.51.100.1",
                "-|203.0.113.9, 203.0.113.10", "203.0.113.10");
        clients.forEach((line, client) -> {
            String[] parts = line.split("\\|");
            logs.write("access.log", "\"" + parts[0] + "\" \"" + parts[1] + "\" [" + TIME + "] \"GET / HTTP/1.1\" 200");
            logs.only();
            assertThat(logs.numbers(Table.LINES, 6)).as(line).containsExactly(ClientKey.of(client, ""));
        });
    }

    @Test
    void a_session_comes_from_its_cookie_or_else_from_the_path() {
        logs.sessionCookie = Optional.of("portal");
        logs.format = Optional.of("\"$http_cookie\" [$time_local] \"$request\" $status");
        Map<String, String> sessions = Map.of(
                "portal=A1; x=2|/", "A1",
                "x=2; portal=\\x22A1\\x22|/", "A1",
                "xportal=0;portal=A=1|/;jsessionid=P", "A=1",
                "x=portal=1|/a;jsessionid=P/b", "P",
                "-|/", "",
                "portal=|/", "",
                "Portal=1|/", "");
        sessions.forEach((line, session) -> {
            String[] parts = line.split("\\|");
            logs.write("access.log", "\"" + parts[0] + "\" [" + TIME + "] \"GET " + parts[1] + " HTTP/1.1\" 200");
            logs.only();
            assertThat(logs.numbers(Table.LINES, 4)).as(line).containsExactly(Key.of(Key.Kind.SESSION, session));
        });
    }

    @Test
    void lines_that_nothing_tells_apart_are_used_and_said() {
        logs.format = Optional.of("[$time_local] \"$request\" $status");
        logs.write("access.log", "[" + TIME + "] \"GET / HTTP/1.1\" 200");
        assertThat(logs.only().faults())
                .containsExactly("line 1 used though neither a session nor an address tells whose they are");
        assertThat(logs.numbers(Table.LINES, 6)).containsExactly(Key.NONE);
    }

    @Test
    void times_without_an_offset_are_of_the_zone_of_the_source() {
        logs.format = Optional.of("%{%F %T}t \"%r\" %s");
        logs.zone = ZoneId.of("America/New_York");
        logs.write(
                "access.log",
                "2025-03-09 01:59:59 \"GET /winter HTTP/1.1\" 200",
                "2025-03-09 02:30:00 \"GET /never HTTP/1.1\" 200",
                "2025-03-09 03:00:00 \"GET /summer HTTP/1.1\" 200",
                "2025-11-02 00:59:59 \"GET /summer HTTP/1.1\" 200",
                "2025-11-02 01:30:00 \"GET /twice HTTP/1.1\" 200",
                "2025-11-02 02:00:00 \"GET /winter HTTP/1.1\" 200");
        FileAccount account = logs.only();
        assertThat(times())
                .containsExactly(
                        "2025-03-09T06:59:59Z",
                        "2025-03-09T07:30:00Z",
                        "2025-03-09T07:00:00Z",
                        "2025-11-02T04:59:59Z",
                        "2025-11-02T05:30:00Z",
                        "2025-11-02T07:00:00Z");
        assertThat(account.faults())
                .contains("2 times are of an hour in which clocks were changed in America/New_York; one that came twice"
                        + " was taken for the first");
    }

    @Test
    void a_clock_that_was_wrong_is_corrected() {
        logs.correction = Duration.ofMinutes(-90);
        logs.write("access.log", visit("10/Mar/2025:00:30:00 +0000", "/"));
        logs.only();
        assertThat(times()).containsExactly("2025-03-09T23:00:00Z");
    }

    @Test
    void a_plan_with_rules_that_cannot_be_read_is_refused() {
        logs.write("access.log", visit(TIME, "/"));
        logs.rules = rules(logs.rules, "/x", "the intranet");
        assertThatThrownBy(logs::run).isInstanceOf(EarshotException.class).hasMessageContaining("\"the intranet\"");
    }

    private static Plan.Rules rules(Plan.Rules rules, String healthCheck, String internal) {
        return new Plan.Rules(
                rules.visitGap(),
                rules.off(),
                rules.bots(),
                List.of(healthCheck),
                List.of(internal),
                rules.statuses(),
                rules.notPages(),
                rules.ignoredPaths(),
                rules.unreadableShare(),
                rules.countAssumed());
    }

    private Optional<SetAside> reason(String agent) {
        byte[] bytes = agent.getBytes(StandardCharsets.UTF_8);
        Agents.Agent known = new Agents(new Sieve(logs.plan()).agents).of(bytes, 0, bytes.length);
        return known.healthCheck
                ? Optional.of(SetAside.HEALTH_CHECK)
                : known.bot ? Optional.of(SetAside.BOT) : Optional.empty();
    }

    private List<String> times() {
        return logs.numbers(Table.LINES, 1).stream()
                .map(micros -> Instant.ofEpochSecond(micros / 1_000_000).toString())
                .toList();
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        logs.rows(Table.PAGES).forEach(row -> paths.add((String) row.get(3)));
        return paths;
    }
}
