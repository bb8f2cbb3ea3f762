package dev.earshot.investigate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.log.SetAside;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
    private static final String SHORTEST = """
            investigation: Clinic 2026
            entity: The Clinic
            period: { from: 2026-01-01, to: 2026-07-01, zone: America/Los_Angeles }
            hosts: [WWW.clinic.example]
            logs:
              - files: www.log
            """;
    private static final String STATEMENT = """
              - statement: Pixel on all pages
                vendor: Example Advertising, Inc.
                elements: [page-visited]
                pages: /**
                from: 2026-02-01
                to: 2026-03-01
                by: J. Doe
                because: ticket 1
            """;

    @TempDir
    Path folder;

    @Test
    void the_shortest_plan_has_every_default() throws IOException {
        Plan plan = read(SHORTEST);
        assertThat(plan.from()).isEqualTo(Instant.parse("2026-01-01T08:00:00Z"));
        assertThat(plan.to()).isEqualTo(Instant.parse("2026-07-01T07:00:00Z"));
        assertThat(plan.hosts()).containsExactly("www.clinic.example");
        Plan.Logs logs = plan.logs().getFirst();
        assertThat(logs.files()).containsExactly(folder.resolve("www.log").toString());
        assertThat(logs.zone()).isEqualTo(ZoneId.of("America/Los_Angeles"));
        assertThat(logs.format()).isEmpty();
        assertThat(logs.utcOffsetCorrection()).isZero();
        assertThat(logs.line()).isEqualTo(6);
        Plan.Rules rules = plan.rules();
        assertThat(rules.visitGap()).isEqualTo(Duration.ofMinutes(30));
        assertThat(rules.statuses()).containsExactly("200-299", "304");
        assertThat(rules.notPages()).contains(".css", ".pdf").doesNotContain(".html", ".aspx", ".php");
        assertThat(rules.unreadableShare()).isEqualTo(0.01);
        assertThat(rules.off()).isEmpty();
        assertThat(rules.countAssumed()).isFalse();
    }

    @Test
    void the_example_of_the_documentation_is_read_without_a_mistake() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "plan.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("\n```\n"));
        List<String> warnings = new ArrayList<>();
        Plan plan = PlanFile.read(file(example), new Everything(), Set.of(), warnings::add);
        assertThat(warnings).isEmpty();
        assertThat(plan.logs()).hasSize(3);
        assertThat(plan.logs().get(0).utcOffsetCorrection()).isEqualTo(Duration.ofMinutes(-7));
        assertThat(plan.logs().get(1).format().orElseThrow()).startsWith("$remote_addr - ");
        assertThat(plan.logs().get(2).fields()).containsEntry("path", "req.url");
        assertThat(plan.rules().off()).containsExactly(SetAside.BOT);
        assertThat(plan.tagHistory())
                .extracting(Plan.TagSource::kind)
                .containsExactly(
                        "scan", "gtm", "gtm-js", "tealium", "adobe", "har", "warc", "app", "statement", "statement");
        assertThat(plan.tagHistory().get(1).settings()).containsEntry("published", "36 2026-02-01T10:00:00Z");
        assertThat(plan.tagHistory().get(7).settings()).containsEntry("published", "4.2.1 2026-02-11T08:00:00Z");
        assertThat(plan.tagHistory().get(8).settings())
                .containsEntry("vendor", "Meta Platforms, Inc.")
                .containsEntry("elements", "ip-address\npage-visited")
                .containsEntry(
                        "rule", "(all (equals \"host\" \"www.clinic.example\") (glob \"path\" \"/find-a-doctor/**\"))")
                .containsEntry("from", "2026-01-10T00:00:00Z")
                .containsEntry("to", "2026-05-01T07:00:00Z")
                .containsEntry("certainty", "certain");
        assertThat(plan.tagHistory().get(9).settings()).containsEntry("to", "2026-07-01T07:00:00Z");
        assertThat(plan.identity())
                .extracting(Plan.IdentitySource::kind)
                .containsExactly("users", "logins", "audit", "sso", "traces");
        assertThat(plan.identity().get(1).settings()).containsEntry("logout-events", "logout\ntimeout");
        assertThat(plan.identity().get(2).zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(plan.members().get(2).format()).contains("jdbc");
        assertThat(plan.members().get(2).files()).containsExactly("jdbc:postgresql://db.clinic.example/members");
        assertThat(plan.settled().getFirst().as()).isEqualTo("complete");
    }

    @Test
    void a_plan_with_ten_mistakes_reports_all_ten_with_their_lines() throws IOException {
        Path plan = file("""
                investigation: Clinic 2026
                entity: The Clinic
                period: { from: 2026-07-01, to: 2026-01-01, zone: America/Los_Angles }
                hosts: [https://www.clinic.example]
                logs:
                  - files: missing.log
                    trusted-proxies: [10.0.0.0/33]
                rulse: {}
                tag-history:
                  - statement: Pixel
                    vendor: Example Advertising, Inc.
                    elements: [page-visitd]
                    pages: find-a-doctor
                    from: 2026-02-30
                    by: J. Doe
                members:
                  - file: members.csv
                """);
        assertThatThrownBy(() -> PlanFile.read(plan, new Nothing(), Set.of(), warning -> {}))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("has 11 mistakes")
                .hasMessageContaining(
                        "line 3: \"America/Los_Angles\" is no time zone. Did you mean \"America/Los_Angeles\"?")
                .hasMessageContaining("line 3: The period ends before it starts.")
                .hasMessageContaining("line 4: \"https://www.clinic.example\" is no host name")
                .hasMessageContaining("line 6: There is no file \"missing.log\".")
                .hasMessageContaining("line 7: \"10.0.0.0/33\" is no range of addresses")
                .hasMessageContaining("line 8: \"rulse\" is not known here. Did you mean \"rules\"?")
                .hasMessageContaining("line 10: \"because\" is missing.")
                .hasMessageContaining("line 12: \"page-visitd\" is no data element. Did you mean \"page-visited\"?")
                .hasMessageContaining("line 13: \"find-a-doctor\" does not start with a slash.")
                .hasMessageContaining("line 14: \"2026-02-30\" is no time")
                .hasMessageContaining("line 17: This names no source that is known. Did you mean \"files\"?");
    }

    @Test
    void a_vendor_that_the_catalogue_does_not_know_is_a_warning_only() throws IOException {
        List<String> warnings = new ArrayList<>();
        PlanFile.read(
                file(SHORTEST + "tag-history:\n" + STATEMENT),
                new Everything(),
                Set.of("Example Advertising Inc."),
                warnings::add);
        assertThat(warnings)
                .containsExactly("plan.yaml line 8: The catalogue does not know the vendor \"Example Advertising,"
                        + " Inc.\". Did you mean \"Example Advertising Inc.\"?");
    }

    @Test
    void the_same_statement_twice_is_a_mistake() throws IOException {
        assertThatThrownBy(() -> read(SHORTEST + "tag-history:\n" + STATEMENT + STATEMENT))
                .hasMessageContaining("line 16: Line 8 states the same.");
    }

    @Test
    void statements_that_overlap_are_a_warning_and_ones_that_touch_are_none() throws IOException {
        String touching = STATEMENT.replace("2026-02-01", "2026-03-01").replace("to: 2026-03-01", "to: 2026-04-01");
        assertThat(warnings(SHORTEST + "tag-history:\n" + STATEMENT + touching)).isEmpty();
        String overlapping = STATEMENT.replace("2026-02-01", "2026-02-28");
        assertThat(warnings(SHORTEST + "tag-history:\n" + STATEMENT + overlapping))
                .containsExactly("plan.yaml line 16: This statement overlaps the one in line 8.");
        String ofAnotherElement = overlapping.replace("page-visited", "email");
        assertThat(warnings(SHORTEST + "tag-history:\n" + STATEMENT + ofAnotherElement))
                .isEmpty();
    }

    @Test
    void a_statement_outside_the_period_is_a_warning() throws IOException {
        assertThat(warnings(SHORTEST + "tag-history:\n" + STATEMENT.replace("2026-0", "2025-0")))
                .containsExactly(
                        "plan.yaml line 8: This statement is about a time outside the period: it changes nothing.");
    }

    @Test
    void a_statement_that_ends_as_it_starts_is_a_mistake() throws IOException {
        assertThatThrownBy(() -> read(SHORTEST + "tag-history:\n" + STATEMENT.replace("2026-03-01", "2026-02-01")))
                .hasMessageContaining("line 13: This ends before it starts");
    }

    @Test
    void a_file_that_two_sources_name_is_a_mistake() throws IOException {
        assertThatThrownBy(() -> read(SHORTEST + "  - files: [other.log, ./www.log]\n"))
                .hasMessageContaining("line 7: \"./www.log\" names a file that line 6 names too.");
    }

    @Test
    void a_day_begins_in_the_zone_of_the_plan_also_when_clocks_skip_midnight() {
        assertThat(Notation.instant("2018-11-04", ZoneId.of("America/Sao_Paulo")))
                .isEqualTo(Instant.parse("2018-11-04T03:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-01T01:30", "2026-03-08T02:30"})
    void a_time_that_the_clocks_show_twice_or_never_needs_an_offset(String time) {
        assertThatThrownBy(() -> Notation.instant(time, ZoneId.of("America/Los_Angeles")))
                .hasMessageEndingWith("write it with an offset.");
    }

    @ParameterizedTest
    @CsvSource({"30m,PT30M", "-7m,PT-7M", "PT30M,PT30M", "-PT7M,PT-7M", "12h,PT12H", "250ms,PT0.25S", "7d,PT168H"})
    void durations_are_short_or_iso(String text, Duration duration) {
        assertThat(Notation.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "m", "30 minutes", "1e3s", "PT", "30M"})
    void what_is_no_duration_is_refused(String text) {
        assertThatThrownBy(() -> Notation.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1%,0.01", "0.01,0.01", "100%,1", "0,0", "2.5 %,0.025"})
    void shares_are_percents_or_parts_of_one(String text, double share) {
        assertThat(Notation.share(text)).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101%", "2", "-1%", "one", "1e-2", "%"})
    void what_is_no_share_is_refused(String text) {
        assertThatThrownBy(() -> Notation.share(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.0/24", "192.0.2.1", "2001:db8::/32", "::1", "0.0.0.0/0", "2001:db8::1/128"})
    void ranges_of_addresses_are_read(String text) {
        assertThat(Notation.range(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198.51.100.0/33",
                "198.51.100",
                "256.0.0.1",
                "www.clinic.example",
                "2001:db8::/129",
                "::g",
                "10/8",
                "fe80::1%eth0",
                "192.0.2.1/",
                "/8",
                ""
            })
    void what_is_no_range_of_addresses_is_refused(String text) {
        assertThatThrownBy(() -> Notation.range(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(all",
                "(not)",
                "(glob path)",
                "glob",
                "",
                "(nearly \"path\" \"/a\")",
                "(matches \"path\" \"[\")",
                "(equals \"pth\" \"/\")",
                "(equals \"path\" \"\\"
            })
    void what_is_no_page_rule_is_a_mistake(String rule) {
        String statement = STATEMENT.replace("pages: /**", "rule: '" + rule + "'");
        assertThatThrownBy(() -> read(SHORTEST + "tag-history:\n" + statement)).hasMessageContaining("line 11: ");
    }

    @Test
    void a_rule_that_deep_nesting_makes_unreadable_is_a_mistake() {
        String statement = STATEMENT.replace("pages: /**", "rule: '" + "(all ".repeat(100_000) + "'");
        assertThatThrownBy(() -> read(SHORTEST + "tag-history:\n" + statement)).hasMessageContaining("no page rule");
    }

    @Test
    void two_kinds_in_one_item_are_a_mistake() {
        assertThatThrownBy(() -> read(SHORTEST + "tag-history:\n  - gtm: a.json\n    scan: b\n"))
                .hasMessageContaining("\"gtm\" and \"scan\" are sources of their own");
    }

    private Plan read(String yaml) throws IOException {
        return PlanFile.read(file(yaml));
    }

    private List<String> warnings(String yaml) throws IOException {
        List<String> warnings = new ArrayList<>();
        PlanFile.read(file(yaml), new Everything(), Set.of(), warnings::add);
        return warnings;
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), yaml);
    }

    /// Has a file for each name.
    private static class Everything implements Storage {
        @Override
        public List<Stored> list(String pattern) {
            return List.of(new Stored(pattern, 1));
        }

        @Override
        public InputStream open(String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OutputStream create(String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void move(String from, String to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean exists(String location) {
            return true;
        }
    }

    private static final class Nothing extends Everything {
        @Override
        public List<Stored> list(String pattern) {
            return List.of();
        }
    }
}
