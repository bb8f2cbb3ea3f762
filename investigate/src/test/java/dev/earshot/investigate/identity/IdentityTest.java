package dev.earshot.investigate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");

    private final MemoryStorage storage = new MemoryStorage();
    private final List<Plan.IdentitySource> sources = new ArrayList<>();
    private final Map<Long, String> names = new HashMap<>();

    @Test
    void a_user_of_the_log_is_the_member_of_the_list_of_users() throws IOException {
        users("user,member\nalice,M1\nbob,M2\n");
        assertThat(links()).containsExactlyInAnyOrder("user alice M1 always certain", "user bob M2 always certain");
    }

    @Test
    void a_user_name_that_two_members_had_at_the_same_time_names_neither_for_certain() throws IOException {
        users("user,member\nalice,M1\nalice,M2\n");
        assertThat(links()).containsExactlyInAnyOrder("user alice M1 always probable", "user alice M2 always probable");
        assertThat(account.sharedKeys()).isEqualTo(1);
    }

    @Test
    void a_user_name_given_to_another_member_names_each_in_their_own_time() throws IOException {
        users("user,member,time,until\nalice,M1,,2026-02-28\nalice,M2,2026-03-01,\n");
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "user alice M1 -..2026-03-01T00:00:00Z certain",
                        "user alice M2 2026-03-01T00:00:00Z..- certain");
    }

    @Test
    void a_session_stands_for_its_member_from_login_to_logout() throws IOException {
        logins("""
                session,member,time,event
                s1,M1,2026-01-01T10:00:00Z,login
                s1,,2026-01-01T10:20:00Z,logout
                """);
        assertThat(links()).containsExactly("session s1 M1 2026-01-01T10:00:00Z..2026-01-01T10:20:00Z certain");
    }

    @Test
    void a_session_without_logout_ends_with_the_next_login_or_after_the_stated_length() throws IOException {
        logins("""
                session,member,time
                s1,M1,2026-01-01T10:00:00Z
                s1,M2,2026-01-01T11:00:00Z
                """, Map.of("length", "PT2H"));
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "session s1 M1 2026-01-01T10:00:00Z..2026-01-01T11:00:00Z certain",
                        "session s1 M2 2026-01-01T11:00:00Z..2026-01-01T13:00:00Z certain");
        assertThat(account.sharedKeys()).isZero();
    }

    @Test
    void the_same_member_signing_in_again_goes_on() throws IOException {
        logins("""
                session,member,time
                s1,M1,2026-01-01T10:00:00Z
                s1,M1,2026-01-01T11:00:00Z
                """, Map.of("length", "PT2H"));
        assertThat(links()).containsExactly("session s1 M1 2026-01-01T10:00:00Z..2026-01-01T13:00:00Z certain");
    }

    @Test
    void logins_into_one_session_in_one_instant_name_neither_for_certain() throws IOException {
        logins("""
                session,member,time
                s1,M1,2026-01-01T10:00:00Z
                s1,M2,2026-01-01T10:00:00Z
                """, Map.of("length", "PT1H"));
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "session s1 M1 2026-01-01T10:00:00Z..2026-01-01T11:00:00Z probable",
                        "session s1 M2 2026-01-01T10:00:00Z..2026-01-01T11:00:00Z probable");
    }

    @Test
    void where_stated_times_of_two_members_overlap_only_the_overlap_is_in_doubt() throws IOException {
        logins("""
                session,member,time,until
                s1,M1,2026-01-01T10:00:00Z,2026-01-01T12:00:00Z
                s1,M2,2026-01-01T11:00:00Z,2026-01-01T13:00:00Z
                """);
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "session s1 M1 2026-01-01T10:00:00Z..2026-01-01T11:00:00Z certain",
                        "session s1 M1 2026-01-01T11:00:00Z..2026-01-01T12:00:00Z probable",
                        "session s1 M2 2026-01-01T11:00:00Z..2026-01-01T12:00:00Z probable",
                        "session s1 M2 2026-01-01T12:00:00Z..2026-01-01T13:00:00Z certain");
        assertThat(account.sharedKeys()).isEqualTo(1);
    }

    @Test
    void stated_times_that_touch_do_not_overlap() throws IOException {
        logins("""
                session,member,time,until
                s1,M1,2026-01-01T10:00:00Z,2026-01-01T11:00:00.001Z
                s1,M2,2026-01-01T11:00:00.001Z,2026-01-01T12:00:00Z
                """);
        assertThat(links()).allMatch(link -> link.endsWith(" certain")).hasSize(2);
        assertThat(account.sharedKeys()).isZero();
    }

    @Test
    void a_session_that_ends_in_the_instant_in_which_the_next_begins_is_none_of_the_next() throws IOException {
        logins("""
                session,member,time,event
                s1,M2,2026-01-01T11:00:00Z,login
                s1,M1,2026-01-01T10:00:00Z,login
                s1,M1,2026-01-01T11:00:00Z,logout
                """, Map.of("length", "PT1H"));
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "session s1 M1 2026-01-01T10:00:00Z..2026-01-01T11:00:00Z certain",
                        "session s1 M2 2026-01-01T11:00:00Z..2026-01-01T12:00:00Z certain");
    }

    @Test
    void a_session_that_began_and_ended_in_one_instant_is_only_probable() throws IOException {
        logins("""
                session,member,time,event
                s1,M1,2026-01-01T10:00:00Z,logout
                s1,M1,2026-01-01T10:00:00Z,login
                """, Map.of("length", "PT1H"));
        assertThat(links()).containsExactly("session s1 M1 2026-01-01T10:00:00Z..2026-01-01T11:00:00Z probable");
        assertThat(account.momentary()).isEqualTo(1);
    }

    @Test
    void a_login_that_failed_names_nobody_and_is_counted() throws IOException {
        logins("""
                session,member,time,event
                s1,M1,2026-01-01T10:00:00Z,LOGIN_FAILED
                s2,M2,2026-01-01T10:00:00Z,Login denied
                s3,M3,2026-01-01T10:00:00Z,Successful Login
                """);
        assertThat(links()).hasSize(1).allMatch(link -> link.startsWith("session s3 M3"));
        assertThat(source().unused()).containsExactly(Map.entry(Unusable.FAILED, 2L));
        assertThat(source().lines()).containsEntry(Unusable.FAILED, List.of(2L, 3L));
    }

    @Test
    void only_the_events_that_the_plan_names_are_logins() throws IOException {
        logins("""
                session,member,time,event
                s1,M1,2026-01-01T10:00:00Z,A7
                s1,M1,2026-01-01T10:05:00Z,B2
                s1,M1,2026-01-01T10:10:00Z,Z9
                """, Map.of("login-events", "a7", "logout-events", "z9"));
        assertThat(links()).containsExactly("session s1 M1 2026-01-01T10:00:00Z..2026-01-01T10:10:00Z certain");
        assertThat(source().unused()).containsExactly(Map.entry(Unusable.OTHER_EVENT, 1L));
    }

    @Test
    void a_login_that_names_a_user_is_of_the_member_who_had_that_name_then() throws IOException {
        users("user,member,time\nalice,M1,2025-01-01\nalice,M2,2026-03-01\n");
        logins("""
                session,user,time
                s1,alice,2026-02-01T10:00:00Z
                s2,alice,2026-04-01T10:00:00Z
                s3,carol,2026-04-01T10:00:00Z
                s4,,2026-04-01T10:00:00Z
                """, Map.of("length", "PT1H"));
        assertThat(links())
                .contains(
                        "session s1 M1 2026-02-01T10:00:00Z..2026-02-01T11:00:00Z certain",
                        "session s2 M2 2026-04-01T10:00:00Z..2026-04-01T11:00:00Z certain")
                .noneMatch(link -> link.contains(" s3 ") || link.contains(" s4 "));
        assertThat(source().unused())
                .containsOnly(Map.entry(Unusable.UNKNOWN_USER, 1L), Map.entry(Unusable.NO_MEMBER, 1L));
    }

    @Test
    void times_without_offset_are_of_the_zone_of_the_source() throws IOException {
        add(
                "logins",
                "session,member,time,until\ns1,M1,2026-01-01 10:00:00,2026-01-01 10:30:00.5\n",
                "csv",
                Map.of(),
                LOS_ANGELES,
                Map.of());
        assertThat(links()).containsExactly("session s1 M1 2026-01-01T18:00:00Z..2026-01-01T18:30:00.500Z certain");
    }

    @Test
    void a_time_that_clocks_showed_twice_names_nobody_for_certain() throws IOException {
        add(
                "logins",
                "session,member,time\ns1,M1,2026-11-01 01:30:00\n",
                "csv",
                Map.of(),
                LOS_ANGELES,
                Map.of("length", "PT3H"));
        assertThat(links()).containsExactly("session s1 M1 2026-11-01T08:30:00Z..2026-11-01T11:30:00Z probable");
    }

    @Test
    void proxy_access_names_the_account_holder_throughout_and_the_patient_while_they_are_viewed() throws IOException {
        audit("""
                session,time,member,patient,event
                s1,2026-01-01T10:00:00Z,MOTHER,,login
                s1,2026-01-01T10:05:00Z,MOTHER,CHILD,view
                s1,2026-01-01T10:10:00Z,MOTHER,CHILD,view
                s1,2026-01-01T10:15:00Z,MOTHER,MOTHER,view
                s1,2026-01-01T10:30:00Z,MOTHER,,logout
                """);
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "session s1 MOTHER 2026-01-01T10:00:00Z..2026-01-01T10:30:00Z certain",
                        "session s1 CHILD 2026-01-01T10:05:00Z..2026-01-01T10:15:00Z certain",
                        "session s1 MOTHER 2026-01-01T10:15:00Z..2026-01-01T10:30:00Z certain");
        assertThat(account.sharedKeys()).isZero();
    }

    @Test
    void a_patient_stays_in_view_no_longer_than_stated() throws IOException {
        audit("session,time,member,patient\ns1,2026-01-01T10:05:00Z,MOTHER,CHILD\n", Map.of("views", "PT10M"));
        assertThat(links())
                .contains("session s1 CHILD 2026-01-01T10:05:00Z..2026-01-01T10:15:00Z certain")
                .hasSize(2);
    }

    @Test
    void two_patients_named_in_one_instant_are_both_in_view_until_the_next() throws IOException {
        audit("""
                session,time,member,patient
                s1,2026-01-01T10:00:00Z,MOTHER,TWIN1
                s1,2026-01-01T10:00:00Z,MOTHER,TWIN2
                s1,2026-01-01T10:01:00Z,MOTHER,TWIN2
                """, Map.of("views", "PT10M"));
        assertThat(links())
                .contains(
                        "session s1 TWIN1 2026-01-01T10:00:00Z..2026-01-01T10:01:00Z certain",
                        "session s1 TWIN2 2026-01-01T10:00:00Z..2026-01-01T10:11:00Z certain");
    }

    @Test
    void columns_of_an_audit_trail_have_the_names_that_the_plan_gives() throws IOException {
        add(
                "audit",
                "UserAccessSessionNumber,EVENT_UTC_DTTM,MYPT_ID,PAT_ID\n77,2026-01-01 10:00:00,A1,P1\n",
                "csv",
                Map.of(
                        "session",
                        "UserAccessSessionNumber",
                        "time",
                        "EVENT_UTC_DTTM",
                        "member",
                        "MYPT_ID",
                        "patient",
                        "PAT_ID"),
                ZoneOffset.UTC,
                Map.of());
        assertThat(links())
                .contains("session 77 P1 2026-01-01T10:00:00Z..2026-01-01T10:30:00Z certain")
                .hasSize(2);
    }

    @Test
    void a_column_that_the_plan_names_and_the_file_lacks_is_a_fault() throws IOException {
        add(
                "logins",
                "sid,member,time\n1,M1,2026-01-01\n",
                "csv",
                Map.of("session", "Sitzung"),
                ZoneOffset.UTC,
                Map.of());
        assertThat(links()).isEmpty();
        assertThat(source().faults()).containsExactly("there is no column Sitzung");
    }

    @Test
    void address_and_agent_of_a_login_are_never_more_than_probable() throws IOException {
        logins("""
                session,member,time,event,address,agent
                s1,M1,2026-01-01T10:00:00Z,login,192.0.2.7,"Browser 1, mobile"
                s1,M1,2026-01-01T10:20:00Z,logout,,
                """);
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "session s1 M1 2026-01-01T10:00:00Z..2026-01-01T10:20:00Z certain",
                        "client 192.0.2.7 Browser 1, mobile M1 2026-01-01T10:00:00Z..2026-01-01T10:20:00Z probable");
    }

    @Test
    void two_people_behind_one_address_do_not_end_each_other() throws IOException {
        logins("""
                member,time,event,address,agent
                M1,2026-01-01T10:00:00Z,login,192.0.2.7,Browser 1
                M2,2026-01-01T10:05:00Z,login,192.0.2.7,Browser 1
                M1,2026-01-01T10:10:00Z,logout,192.0.2.7,Browser 1
                """);
        assertThat(links())
                .containsExactlyInAnyOrder(
                        "client 192.0.2.7 Browser 1 M1 2026-01-01T10:00:00Z..2026-01-01T10:10:00Z probable",
                        "client 192.0.2.7 Browser 1 M2 2026-01-01T10:05:00Z..2026-01-01T10:35:00Z probable");
    }

    @Test
    void a_login_without_session_and_address_names_nobody() throws IOException {
        logins("member,time,agent\nM1,2026-01-01T10:00:00Z,Browser 1\n");
        assertThat(links()).isEmpty();
        assertThat(source().unused()).containsExactly(Map.entry(Unusable.NO_KEY, 1L));
    }

    @Test
    void a_trace_stands_for_the_user_of_the_application_log() throws IOException {
        users("user,member\nalice,M1\n");
        add(
                "traces",
                "{\"trace\":\"1-67\",\"ctx\":{\"login\":\"alice\"}}\n{\"trace\":\"1-68\",\"ctx\":{}}\n",
                "json",
                Map.of("user", "ctx.login"),
                ZoneOffset.UTC,
                Map.of());
        assertThat(links()).contains("trace 1-67 M1 always certain").hasSize(2);
        assertThat(source().unused()).containsExactly(Map.entry(Unusable.NO_MEMBER, 1L));
    }

    @Test
    void a_trace_of_proxy_access_names_the_account_holder_and_the_patient() throws IOException {
        add("traces", "trace,member,patient\n1-67,MOTHER,CHILD\n", "csv", Map.of(), ZoneOffset.UTC, Map.of());
        assertThat(links())
                .containsExactlyInAnyOrder("trace 1-67 MOTHER always certain", "trace 1-67 CHILD always certain");
    }

    @Test
    void rows_without_a_readable_time_are_counted_with_their_lines() throws IOException {
        logins("""
                session,member,time,until
                s1,M1,,
                s2,M2,yesterday,
                s3,M3,2026-02-30T10:00:00Z,
                s4,M4,2026-01-02T10:00:00Z,2026-01-01T10:00:00Z
                s5,M5,2026-01-02T10:00:00Z
                """);
        assertThat(links()).isEmpty();
        assertThat(source().unused())
                .containsOnly(
                        Map.entry(Unusable.NO_TIME, 1L),
                        Map.entry(Unusable.BAD_TIME, 2L),
                        Map.entry(Unusable.ENDS_BEFORE_START, 1L),
                        Map.entry(Unusable.COLUMNS, 1L));
        assertThat(source().lines()).containsEntry(Unusable.COLUMNS, List.of(6L));
    }

    @Test
    void logins_of_okta_name_the_user_and_its_other_events_nobody() throws IOException {
        users("user,member\nalice@clinic.example,M1\n");
        String event = """
                {"published":"2026-01-01T%s:00.000Z","eventType":"%s","outcome":{"result":"%s"},\
                "actor":{"id":"00u1","type":"User","alternateId":"alice@clinic.example"},\
                "client":{"ipAddress":"192.0.2.7","userAgent":{"rawUserAgent":"Browser 1"}},\
                "authenticationContext":{"externalSessionId":"102x"},"target":[{"id":"t1"}]}
                """;
        add(
                "sso",
                "["
                        + String.join(
                                ",",
                                event.formatted("10:00", "user.session.start", "SUCCESS"),
                                event.formatted("10:01", "user.session.start", "FAILURE"),
                                event.formatted("10:02", "user.authentication.sso", "SUCCESS"),
                                event.formatted("10:20", "user.session.end", "SUCCESS"))
                        + "]",
                "json",
                Map.of(),
                ZoneOffset.UTC,
                Map.of());
        assertThat(links())
                .contains(
                        "session 102x M1 2026-01-01T10:00:00Z..2026-01-01T10:20:00Z certain",
                        "client 192.0.2.7 Browser 1 M1 2026-01-01T10:00:00Z..2026-01-01T10:20:00Z probable")
                .hasSize(3);
        assertThat(source().unused()).containsOnly(Map.entry(Unusable.FAILED, 1L), Map.entry(Unusable.OTHER_EVENT, 1L));
    }

    @Test
    void logins_of_forgerock_and_pingone_name_the_user() throws IOException {
        users("user,member\nalice,M1\nbob,M2\n");
        add("sso", """
                {"payload":{"timestamp":"2026-01-01T10:00:00.000Z","eventName":"AM-LOGIN-COMPLETED","result":"SUCCESSFUL",\
                "principal":["alice"],"trackingIds":["t-1"],"entries":[{"info":{"ipAddress":"192.0.2.7"}}]}}
                {"timestamp":"2026-01-01T10:00:00.000Z","eventName":"AM-LOGIN-COMPLETED","result":"FAILED","principal":["alice"]}
                {"recordedAt":"2026-01-01T11:00:00.000Z","action":{"type":"USER.ACCESS_ALLOWED"},\
                "actors":{"user":{"id":"u2","name":"bob"}},"result":{"status":"SUCCESS"},"session":"x1"}
                """, "json", Map.of("agent", "ua", "session", "session"), ZoneOffset.UTC, Map.of("length", "PT1H"));
        assertThat(links())
                .contains("session x1 M2 2026-01-01T11:00:00Z..2026-01-01T12:00:00Z certain")
                .contains("client 192.0.2.7  M1 2026-01-01T10:00:00Z..2026-01-01T10:30:00Z probable");
        assertThat(source().unused()).containsOnly(Map.entry(Unusable.FAILED, 1L));
    }

    @Test
    void a_file_that_stands_there_twice_is_read_once_and_said() throws IOException {
        storage.with("b.csv", "user,member\nalice,M1\n");
        users("user,member\nalice,M1\n", "*");
        assertThat(links()).containsExactly("user alice M1 always certain");
        assertThat(account.sources()).extracting(SourceAccount::rows).containsExactlyInAnyOrder(1L, 0L);
        assertThat(account.sources()).flatExtracting(SourceAccount::notes).hasSize(1);
    }

    @Test
    void the_number_of_a_link_is_its_file_and_line() throws IOException {
        users("user,member\nalice,M1\n\n\"bob\n\",M2\ncarol,M3\n");
        links();
        assertThat(rows.rows)
                .extracting(row -> Long.parseLong(row.getFirst()) - (1L << 40))
                .containsExactlyInAnyOrder(2L, 4L, 6L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void sorting_outside_of_memory_changes_nothing(int inMemory) throws IOException {
        List<Claim> sorted = new ArrayList<>();
        List<Claim> all = new ArrayList<>();
        try (Claims claims = new Claims(inMemory)) {
            for (int i = 0; i < 40; i++) {
                Claim claim = new Claim(
                        List.of(Claim.Subject.values()).get(i % 4),
                        i * 7 % 5,
                        i * 11 % 13,
                        List.of(Claim.What.values()).get(i % 3),
                        i % 2,
                        Long.MAX_VALUE - i,
                        i % 5 == 0,
                        i % 7 == 0,
                        i,
                        -i,
                        i);
                all.add(claim);
                claims.add(claim);
            }
            claims.inOrder(sorted::add);
        }
        all.sort(Claim.ORDER);
        assertThat(sorted).isEqualTo(all);
    }

    private IdentityAccount account = new IdentityAccount(List.of(), Map.of(), 0, 0);
    private MemoryRows rows = new MemoryRows(Table.LINKS.columns());

    private SourceAccount source() {
        return account.sources().getLast();
    }

    private void users(String csv) {
        users(csv, "users.csv");
    }

    private void users(String csv, String pattern) {
        storage.with("users.csv", csv);
        sources.add(new Plan.IdentitySource(
                "users", List.of(pattern), Optional.of("csv"), Map.of(), ZoneOffset.UTC, Map.of(), 1));
        remember(csv);
    }

    private void logins(String csv) {
        logins(csv, Map.of());
    }

    private void logins(String csv, Map<String, String> settings) {
        add("logins", csv, "csv", Map.of(), ZoneOffset.UTC, settings);
    }

    private void audit(String csv) {
        audit(csv, Map.of());
    }

    private void audit(String csv, Map<String, String> settings) {
        add("audit", csv, "csv", Map.of(), ZoneOffset.UTC, settings);
    }

    private void add(
            String kind,
            String content,
            String format,
            Map<String, String> fields,
            ZoneId zone,
            Map<String, String> settings) {
        storage.with(kind, content);
        sources.add(new Plan.IdentitySource(kind, List.of(kind), Optional.of(format), fields, zone, settings, 1));
        remember(content);
    }

    /// What the keys of the links stand for.
    private void remember(String content) {
        for (String word : content.split("[^A-Za-z0-9@.-]+")) {
            for (Key.Kind kind : List.of(Key.Kind.USER, Key.Kind.SESSION, Key.Kind.TRACE, Key.Kind.PERSON)) {
                names.put(Key.of(kind, word), word);
            }
        }
        for (String agent : List.of("", "Browser 1", "Browser 1, mobile")) {
            Row row = new Row(2);
            row.set(0, "192.0.2.7");
            row.set(1, agent);
            names.put(Clients.key(row, 0, 1), "192.0.2.7 " + agent);
        }
    }

    /// Each link as `session s1 M1 FROM..TO certain`.
    private List<String> links() throws IOException {
        Plan plan = new Plan(
                "Clinic 2026",
                "The Clinic",
                Path.of("plan.yaml"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"),
                ZoneOffset.UTC,
                List.of("www.clinic.example"),
                List.of(),
                new Plan.Rules(
                        Duration.ofMinutes(30),
                        Set.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        0.01,
                        false),
                List.of(),
                sources,
                List.of(),
                List.of());
        account = new Identity(storage).links(plan, rows);
        assertThat(account.links().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(rows.rows.size());
        return rows.rows.stream()
                .map(row -> {
                    long from = Long.parseLong(row.get(3));
                    long to = Long.parseLong(row.get(4));
                    boolean always = from == Long.MIN_VALUE && to == Long.MAX_VALUE;
                    return String.join(
                            " ",
                            row.get(1),
                            names.get(Long.parseLong(row.get(2))),
                            names.get(Long.parseLong(row.get(5))),
                            always ? "always" : instant(from) + ".." + instant(to),
                            row.get(6));
                })
                .toList();
    }

    private static String instant(long micros) {
        return micros == Long.MIN_VALUE || micros == Long.MAX_VALUE
                ? "-"
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
