package dev.earshot.investigate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Directory;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersTest {
    private static final String MRN = "https://clinic.example/mrn";

    private final MemoryStorage storage = new MemoryStorage();
    private final List<Plan.MemberSource> sources = new ArrayList<>();
    private final MemoryRows members = new MemoryRows(Table.MEMBERS.columns());
    private final MemoryRows directory = new MemoryRows(Directory.COLUMNS);

    @TempDir
    Path folder;

    @Test
    void a_record_has_its_state_in_the_table_of_the_steps_and_the_rest_in_the_directory() throws IOException {
        csv("""
                member,given-name,family-name,address,city,state,postal-code,country,email,phone,language,birth-date,deceased,guardian,channel,since,until,updated
                M1,Ann,Doe,1 Main St,Springfield,calif,90001,USA,ann@clinic.example,555-0100,es,1/31/1980,,,letter,2020-01-01,2026-05-31,2026-02-03 04:05:06
                M2,Bob,Doe,"2 Main St
                Apt 3",Gotham,New York,10001,,bob@clinic.example,,,2015-02-03,2026-01-02,Ann Doe,,,,
                """);
        MembersAccount account = read();
        assertThat(members.rows)
                .containsExactly(
                        List.of(
                                key("M1"),
                                "M1",
                                "0",
                                micros("2020-01-01T08:00:00Z"),
                                micros("2026-06-01T07:00:00Z"),
                                "",
                                "US",
                                "2026-02-03T12:05:06.000000Z"),
                        List.of(
                                key("M2"),
                                "M2",
                                "0",
                                Long.toString(Long.MIN_VALUE),
                                Long.toString(Long.MAX_VALUE),
                                "NY",
                                "US",
                                ""));
        assertThat(directory.rows.getFirst())
                .containsExactly(
                        key("M1"),
                        "M1",
                        "0",
                        "2026-02-03T12:05:06.000000Z",
                        "Ann Doe",
                        "1 Main St",
                        "Springfield",
                        "90001",
                        "",
                        "US",
                        "ann@clinic.example",
                        "555-0100",
                        "es",
                        "1980-01-31",
                        "",
                        "",
                        "letter");
        assertThat(directory.rows.getLast()).contains("2 Main St\nApt 3", "NY", "2015-02-03", "2026-01-02", "Ann Doe");
        assertThat(account.withoutState()).isEqualTo(1);
        assertThat(account.unknownStates()).isEqualTo(1);
    }

    @Test
    void a_record_without_member_is_counted_with_its_line() throws IOException {
        csv("member,state\n,CA\nM1,CA\n");
        MembersAccount account = read();
        assertThat(account.sources().getFirst().unused()).containsExactly(Map.entry(Unusable.NO_MEMBER, 1L));
        assertThat(account.sources().getFirst().lines()).containsEntry(Unusable.NO_MEMBER, List.of(2L));
        assertThat(account.records()).isEqualTo(1);
    }

    @Test
    void records_of_one_member_are_all_kept_and_counted_as_duplicates() throws IOException {
        csv("member,state,updated\nM1,CA,2026-01-01\nM1,NV,2026-02-01\nM2,CA,\n");
        MembersAccount account = read();
        assertThat(members.rows).hasSize(3);
        assertThat(account.persons()).isEqualTo(2);
        assertThat(account.duplicates()).isEqualTo(1);
    }

    @Test
    void merging_in_a_circle_is_counted_and_a_chain_is_not_one() throws IOException {
        csv("member,merged-into\nA,B\nB,A\nC,A\nD,E\nE,\nF,F\n");
        MembersAccount account = read();
        assertThat(account.merged()).isEqualTo(4);
        assertThat(account.circles()).isEqualTo(3);
        assertThat(account.longChains()).isZero();
        assertThat(members.rows.getLast().get(2)).isEqualTo("0");
    }

    @Test
    void a_chain_of_more_than_eight_mergers_is_counted() throws IOException {
        StringBuilder csv = new StringBuilder("member,merged-into\n");
        for (int i = 0; i < 9; i++) {
            csv.append("P").append(i).append(",P").append(i + 1).append('\n');
        }
        csv(csv.append("P9,\n").toString());
        assertThat(read().longChains()).isEqualTo(1);
    }

    @Test
    void a_membership_that_ends_before_it_starts_counts_as_not_known() throws IOException {
        csv("member,since,until\nM1,2026-02-01,2026-01-01\nM2,soon,\nM3,2026-01-01,2026-01-01\n");
        assertThat(read().badTimes()).isEqualTo(2);
        assertThat(members.rows.getFirst()).contains(Long.toString(Long.MIN_VALUE), Long.toString(Long.MAX_VALUE));
    }

    @Test
    void columns_by_number_mean_that_there_is_no_header() throws IOException {
        storage.with("members.csv", "M1|CA\nM2|NV\n");
        sources.add(source("members.csv", "csv", Map.of("member", "1", "state", "2"), Map.of()));
        assertThat(read().records()).isEqualTo(2);
        assertThat(members.rows).extracting(row -> row.get(5)).containsExactly("CA", "NV");
    }

    @Test
    void the_records_of_a_file_in_utf16_or_latin_1_are_read() throws IOException {
        storage.with("members.csv", "\uFEFFmember;name\r\nM1;Zoë\r\n".getBytes(StandardCharsets.UTF_16LE));
        storage.with("old.csv", "member;name\r\nM2;José\r\n".getBytes(StandardCharsets.ISO_8859_1));
        sources.add(source("members.csv", "csv", Map.of(), Map.of()));
        sources.add(source("old.csv", "csv", Map.of(), Map.of("encoding", "ISO-8859-1")));
        read();
        assertThat(directory.rows).extracting(row -> row.get(4)).containsExactly("Zoë", "José");
    }

    @Test
    void a_patient_of_fhir_has_its_official_identifier_its_home_and_its_guardian() throws IOException {
        fhir("""
                {"resourceType":"Patient","id":"p1","meta":{"lastUpdated":"2026-01-02T03:04:05.6Z"},"active":true,\
                "identifier":[{"system":"urn:other","value":"X"},{"use":"old","system":"%1$s","value":"M0"},\
                {"use":"official","system":"%1$s","value":"M1"}],\
                "name":[{"use":"maiden","text":"Ann Roe"},{"use":"official","family":"Doe","given":["Ann","B."]}],\
                "telecom":[{"system":"phone","value":"555-0100","rank":1},{"system":"email","use":"old","value":"old@clinic.example"},\
                {"system":"email","value":"ann@clinic.example","rank":2}],\
                "birthDate":"2015-06-07","deceasedBoolean":false,\
                "address":[{"use":"home","line":["9 Old St"],"city":"Reno","state":"NV","country":"US","period":{"end":"2021-01-01"}},\
                {"use":"work","city":"Yuma","state":"AZ"},{"use":"home","line":["1 Main St","Apt 2"],"city":"LA","state":"CA","postalCode":"90001","country":"US"}],\
                "communication":[{"language":{"coding":[{"code":"en"}]}},{"language":{"coding":[{"code":"es"}]},"preferred":true}],\
                "contact":[{"relationship":[{"coding":[{"code":"MTH"}]}],"name":{"text":"Eve Doe"}},\
                {"relationship":[{"coding":[{"code":"GUARD"}]}],"name":{"family":"Roe","given":["Sam"]}}]}
                {"resourceType":"Observation","id":"o1"}
                {"resourceType":"Patient","id":"p2","identifier":[{"system":"urn:other","value":"X"}]}
                """.formatted(MRN), MRN);
        MembersAccount account = read();
        assertThat(directory.rows.getFirst())
                .containsExactly(
                        key("M1"),
                        "M1",
                        "0",
                        "2026-01-02T03:04:05.600000Z",
                        "Ann B. Doe",
                        "1 Main St\nApt 2",
                        "LA",
                        "90001",
                        "CA",
                        "US",
                        "ann@clinic.example",
                        "555-0100",
                        "es",
                        "2015-06-07",
                        "",
                        "Sam Roe",
                        "phone");
        assertThat(members.rows).hasSize(2);
        assertThat(members.rows.getLast()).startsWith(key("M0"), "M0", key("M1"));
        assertThat(account.sources().getFirst().unused())
                .containsOnly(Map.entry(Unusable.OTHER_RESOURCE, 1L), Map.entry(Unusable.NO_IDENTIFIER, 1L));
    }

    @Test
    void a_patient_that_was_replaced_is_merged_whichever_of_the_two_says_so() throws IOException {
        fhir("""
                {"resourceType":"Patient","id":"a","link":[{"other":{"reference":"Patient/b"},"type":"replaced-by"}]}
                {"resourceType":"Patient","id":"b"}
                {"resourceType":"Patient","id":"c","link":[{"other":{"reference":"https://fhir.clinic.example/r4/Patient/d/_history/2"},"type":"replaces"}]}
                {"resourceType":"Patient","id":"d"}
                {"resourceType":"Patient","id":"e","link":[{"other":{"reference":"RelatedPerson/b"},"type":"seealso"}]}
                """, "");
        read();
        assertThat(members.rows)
                .extracting(row -> row.get(1) + ">" + row.get(2))
                .containsExactlyInAnyOrder("a>" + key("b"), "b>0", "c>0", "d>" + key("c"), "e>0");
    }

    @Test
    void a_reference_finds_a_patient_whose_member_id_is_another() throws IOException {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[{\"system\":\"" + MRN
                + "\",\"value\":\"%s\"}]%s}\n";
        fhir(
                patient.formatted("b", "M2", "")
                        + patient.formatted(
                                "a",
                                "M1",
                                ",\"link\":[{\"other\":{\"reference\":\"Patient/b\"},\"type\":\"replaced-by\"}]"),
                MRN);
        read();
        assertThat(members.rows)
                .extracting(row -> row.get(1) + ">" + row.get(2))
                .containsExactlyInAnyOrder("M2>0", "Patient/b>" + key("M2"), "M1>" + key("Patient/b"));
    }

    @Test
    void members_of_a_parquet_file_are_read() throws IOException {
        try (ParquetTable table = new ParquetTable(Table.MEMBERS, storage, "members.parquet")) {
            table.set(1, "M1").set(5, "ca").endRow();
            table.set(1, "M2").set(5, "Qu\u00e9bec").endRow();
            table.finish();
        }
        sources.add(source("members.parquet", "parquet", Map.of("member", "member_id"), Map.of()));
        assertThat(read().sources().getFirst().faults()).isEmpty();
        assertThat(members.rows)
                .extracting(row -> row.get(1) + " " + row.get(5) + " " + row.get(6))
                .containsExactly("M1 CA US", "M2 QC CA");
    }

    @Test
    void what_is_no_parquet_file_is_a_fault() throws IOException {
        storage.with("members.parquet", "member\nM1\n");
        sources.add(source("members.parquet", "parquet", Map.of("member", "member_id"), Map.of()));
        assertThat(read().sources().getFirst().faults()).containsExactly("it can't be read as Parquet");
    }

    @Test
    void members_of_a_database_are_fetched() throws IOException, SQLException {
        String url = "jdbc:duckdb:" + folder.resolve("members.duckdb");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table m as select 'M' || i as id, 'TX' as st, null as mail from range(25000) r(i)");
        }
        sources.add(new Plan.MemberSource(
                List.of(url),
                Optional.of("jdbc"),
                Map.of("member", "id", "state", "st", "email", "mail"),
                Map.of("query", "select * from m order by id"),
                1));
        MembersAccount account = read();
        assertThat(account.records()).isEqualTo(25_000);
        assertThat(account.sources().getFirst().location()).startsWith("jdbc:duckdb:");
        assertThat(members.rows.getFirst()).contains("M0", "TX", "US");
    }

    @Test
    void a_database_that_does_not_answer_says_where_and_no_more() {
        sources.add(new Plan.MemberSource(
                List.of("jdbc:nosuch://user:secret@db.clinic.example/m?password=secret"),
                Optional.of("jdbc"),
                Map.of(),
                Map.of("query", "select 1"),
                1));
        assertThatThrownBy(this::read)
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("jdbc:nosuch://db.clinic.example/m can't be opened")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_password_that_is_not_set_is_told_by_its_variable() {
        sources.add(new Plan.MemberSource(
                List.of("jdbc:duckdb:"),
                Optional.of("jdbc"),
                Map.of(),
                Map.of("password-from", "MEMBERS_PASSWORD"),
                1));
        assertThatThrownBy(this::read).hasMessageContaining("MEMBERS_PASSWORD");
    }

    @Test
    void a_truncated_gzip_file_gives_what_it_holds_and_a_fault() throws IOException {
        StringBuilder csv = new StringBuilder("member,state\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append('M').append(i * 7919L % 100_003).append(",CA\n");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(csv.toString().getBytes(StandardCharsets.UTF_8));
        }
        storage.with("members.csv.gz", Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        sources.add(source("members.csv.gz", "csv", Map.of(), Map.of()));
        MembersAccount account = read();
        assertThat(account.records()).isBetween(1_000L, 19_000L);
        assertThat(account.sources().getFirst().faults()).hasSize(1);
    }

    private void csv(String content) {
        storage.with("members.csv", content);
        sources.add(source("members.csv", "csv", Map.of(), Map.of()));
    }

    private void fhir(String content, String system) {
        storage.with("Patient.ndjson", content);
        sources.add(
                source("Patient.ndjson", "fhir", Map.of(), system.isEmpty() ? Map.of() : Map.of("identifier", system)));
    }

    private static Plan.MemberSource source(
            String location, String format, Map<String, String> fields, Map<String, String> settings) {
        return new Plan.MemberSource(List.of(location), Optional.of(format), fields, settings, 1);
    }

    private MembersAccount read() throws IOException {
        Plan plan = new Plan(
                "Clinic 2026",
                "The Clinic",
                Path.of("plan.yaml"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"),
                ZoneId.of("America/Los_Angeles"),
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
                List.of(),
                sources,
                List.of());
        return new Members(storage, name -> Optional.empty()).read(plan, members, directory);
    }

    private static String key(String member) {
        return Long.toString(Key.of(Key.Kind.PERSON, member));
    }

    private static String micros(String instant) {
        return Long.toString(Instant.parse(instant).getEpochSecond() * 1_000_000);
    }
}
