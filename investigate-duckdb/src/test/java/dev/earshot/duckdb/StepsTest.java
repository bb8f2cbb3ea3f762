package dev.earshot.duckdb;

import static dev.earshot.investigate.table.Table.CARRIED;
import static dev.earshot.investigate.table.Table.GAPS;
import static dev.earshot.investigate.table.Table.LINES;
import static dev.earshot.investigate.table.Table.MEMBERS;
import static dev.earshot.investigate.table.Table.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each output holds, at its boundaries.
class StepsTest {
    private static final String EXPOSURES =
            "SELECT person, window_id, certain_hits, possible_hits, first_ts, last_ts, first_hit, last_hit, certainty, doubts"
                    + " FROM exposures50 ORDER BY person, window_id, element";
    private static final String STATUS = "SELECT person, status, reasons FROM individuals50 ORDER BY person";

    private static DuckDbEngine engine;

    @TempDir
    Path folder;

    private Given given;

    @BeforeAll
    static void open(@TempDir Path spill) {
        engine = DuckDbEngine.open(new DuckDbEngine.Settings(2, 512L << 20, spill));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void start() {
        given = new Given(engine, folder);
    }

    @Test
    void the_period_includes_its_first_instant_and_excludes_its_last() {
        given.params(100, 200, 10)
                .line(1, 99, 0, 0, 7)
                .line(2, 100, 0, 0, 7)
                .line(3, 199, 0, 0, 7)
                .line(4, 200, 0, 0, 7);

        assertThat(given.then("SELECT hit FROM hits10 ORDER BY hit")).containsExactly("2", "3");
    }

    @Test
    void the_session_is_the_visitor_where_there_is_one_else_the_client() {
        given.line(1, 0, 5, 6, 7).line(2, 0, 5, 0, 7);

        assertThat(given.then("SELECT hit, visitor, by_session FROM hits10 ORDER BY hit"))
                .containsExactly("1 6 1", "2 7 0");
    }

    @Test
    void exactly_the_gap_does_not_cut_a_visit_and_a_microsecond_more_does() {
        given.line(1, 1000, 0, 0, 7)
                .line(2, 1100, 0, 0, 7)
                .line(3, 1200, 0, 0, 7)
                .line(4, 1301, 0, 0, 7);

        assertThat(given.then("SELECT hit, visit FROM hits20 ORDER BY hit"))
                .containsExactly("1 1000", "2 1000", "3 1000", "4 1301");
    }

    @Test
    void a_visit_is_cut_within_what_would_be_two_cells_of_time_and_not_by_their_border() {
        given.params(50, 10_000, 100)
                .line(1, 150, 0, 0, 7)
                .line(2, 249, 0, 0, 7)
                .line(3, 250, 0, 0, 7)
                .line(4, 351, 0, 0, 7)
                .line(5, 449, 0, 0, 7)
                .line(6, 550, 0, 0, 7);

        assertThat(given.then("SELECT hit, visit FROM hits20 ORDER BY hit"))
                .containsExactly("1 150", "2 150", "3 150", "4 351", "5 351", "6 550");
    }

    @Test
    void hits_of_one_instant_are_one_visit_even_where_the_gap_is_nothing() {
        given.params(0, 1000, 0).line(1, 10, 0, 0, 7).line(2, 10, 0, 0, 7).line(3, 11, 0, 0, 7);

        assertThat(given.then("SELECT hit, visit FROM hits20 ORDER BY hit")).containsExactly("1 10", "2 10", "3 11");
    }

    @Test
    void visitors_are_cut_by_themselves_and_sessions_never() {
        given.line(1, 0, 0, 0, 7)
                .line(2, 50, 0, 0, 8)
                .line(3, 101, 0, 0, 7)
                .line(4, 0, 0, 7, 7)
                .line(5, 9000, 0, 7, 7);

        assertThat(given.then("SELECT hit, visitor, by_session, visit FROM hits20 ORDER BY hit"))
                .containsExactly("1 7 0 0", "2 8 0 50", "3 7 0 101", "4 7 1 0", "5 7 1 0");
    }

    @Test
    void hits_of_nobody_known_at_all_are_not_one_visit() {
        given.window("w", 0, 1000, "certain")
                .line(1, 10, 5, 0, 0)
                .line(2, 10, 0, 0, 0)
                .link("user", 5, 0, 100, 70, "certain");

        assertThat(given.then("SELECT hit, visit FROM hits20 ORDER BY hit")).containsExactly("1 1", "2 2");
        assertThat(given.read(EXPOSURES)).containsExactly("70 w 1 0 10 10 1 1 certain ");
    }

    @Test
    void a_window_includes_its_first_instant_and_excludes_its_last() {
        given.window("w", 100, 200, "certain")
                .line(1, 99, 0, 6, 7)
                .line(2, 100, 0, 6, 7)
                .line(3, 199, 0, 6, 7)
                .line(4, 200, 0, 6, 7);

        assertThat(given.then("SELECT hit, window_id, fired FROM exposures30 ORDER BY hit"))
                .containsExactly("2 w 2", "3 w 2");
    }

    @Test
    void a_rule_is_asked_of_each_page_and_its_doubt_is_kept() {
        given.add(PAGES, 2, "GET", "www.clinic.example", "/two", "q=1")
                .add(PAGES, 2, "GET", "www.clinic.example", "/two", "q=1")
                .add(PAGES, 3, "GET", "www.clinic.example", "/never-asked-for", "")
                .window("all", 0, 100, "certain", "(all)")
                .window("click", 0, 100, "certain", "(all (starts_with \"path\" \"/two\") (unknown \"click\"))")
                .window("one", 0, 100, "certain", "(equals \"path\" \"/one\")")
                .add(LINES, 1, 10, 1, 0, 6, 0, 7)
                .add(LINES, 2, 10, 2, 0, 6, 0, 7);

        assertThat(given.then("SELECT page, window_id, fired FROM live30 ORDER BY page, window_id"))
                .containsExactly("1 all 2", "1 one 2", "2 all 2", "2 click 1");
        assertThat(given.read("SELECT page FROM pages30 ORDER BY page")).containsExactly("1", "2");
        assertThat(given.read("SELECT hit, window_id, fired FROM exposures30 ORDER BY hit, window_id"))
                .containsExactly("1 all 2", "1 one 2", "2 all 2", "2 click 1");
    }

    @Test
    void the_record_of_a_person_that_counts_is_the_last_by_all_its_columns() {
        given.add(MEMBERS, 1, "b", 0, 5, 6, "CA", "US", "2024")
                .add(MEMBERS, 1, "a", 0, 9, 9, "OR", "US", "2025")
                .add(MEMBERS, 2, "a", 0, 1, 9, "WA", "US", "")
                .add(MEMBERS, 2, "a", 0, 2, 9, "OR", "US", "")
                .add(MEMBERS, 3, "same", 0, 1, 9, "CA", "US", "")
                .add(MEMBERS, 3, "same", 0, 1, 9, "CA", "US", "");

        assertThat(given.then("SELECT person, member_id, since_ts, state FROM persons40 ORDER BY person"))
                .containsExactly("1 a 9 OR", "2 a 2 OR", "3 same 1 CA");
    }

    @Test
    void merged_records_are_followed_eight_times_at_most() {
        for (int person = 1; person <= 10; person++) {
            given.member(person, person == 10 ? 0 : person + 1, "");
        }

        assertThat(given.then("SELECT person, canonical FROM persons40 ORDER BY person"))
                .containsExactly("1 9", "2 10", "3 10", "4 10", "5 10", "6 10", "7 10", "8 10", "9 10", "10 10");
        assertThat(given.read("SELECT person FROM individuals50 ORDER BY person"))
                .containsExactly("9", "10");
    }

    @Test
    void records_merged_in_a_ring_or_into_nobody_known_end_somewhere() {
        given.member(1, 2, "")
                .member(2, 1, "")
                .member(3, 4, "")
                .member(4, 5, "")
                .member(5, 3, "")
                .member(6, 99, "")
                .member(7, 7, "");

        assertThat(given.then("SELECT person, canonical FROM persons40 ORDER BY person"))
                .containsExactly("1 1", "2 2", "3 5", "4 3", "5 4", "6 6", "7 7");
        assertThat(given.read("SELECT person FROM individuals50 ORDER BY person"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void an_older_record_that_was_merged_does_not_count() {
        given.member(1, 2, "2023").member(1, 0, "2024").member(2, 0, "");

        assertThat(given.then("SELECT person, canonical FROM persons40 ORDER BY person"))
                .containsExactly("1 1", "2 2");
    }

    @Test
    void a_link_names_from_its_first_instant_until_before_its_last() {
        given.line(1, 99, 0, 6, 7)
                .line(2, 100, 0, 6, 7)
                .line(3, 199, 0, 6, 7)
                .line(4, 200, 0, 6, 7)
                .link("session", 6, 100, 200, 70, "certain");

        assertThat(given.then("SELECT hit, person, identity FROM named40 ORDER BY hit"))
                .containsExactly("2 70 2", "3 70 2");
        assertThat(given.read(
                        "SELECT by_session, visitor, visit, person, identity, first_ts, last_ts, hits FROM seen40"))
                .containsExactly("1 6 0 70 2 100 199 2");
    }

    @Test
    void only_the_key_of_its_own_kind_names_and_none_never_does() {
        given.add(LINES, 1, 10, 1, 11, 12, 13, 14)
                .add(LINES, 2, 10, 1, 0, 0, 0, 0)
                .link("user", 12, 0, 100, 71, "certain")
                .link("session", 13, 0, 100, 72, "certain")
                .link("trace", 14, 0, 100, 73, "certain")
                .link("client", 11, 0, 100, 74, "certain")
                .link("user", 0, 0, 100, 75, "certain")
                .link("session", 0, 0, 100, 75, "certain")
                .link("trace", 0, 0, 100, 75, "certain")
                .link("client", 0, 0, 100, 75, "certain")
                .link("user", 11, 0, 100, 81, "certain")
                .link("session", 12, 0, 100, 82, "probable")
                .link("trace", 13, 0, 100, 83, "certain")
                .link("client", 14, 0, 100, 84, "certain");

        assertThat(given.then("SELECT hit, person, identity FROM named40 ORDER BY person"))
                .containsExactly("1 81 2", "1 82 1", "1 83 2", "1 84 1");
    }

    @Test
    void a_hit_that_several_links_name_counts_once_for_a_person_with_the_best() {
        given.window("w", 0, 1000, "certain")
                .line(1, 10, 5, 6, 7)
                .member(70, 71, "")
                .member(71, 0, "")
                .link("user", 5, 0, 100, 70, "probable")
                .link("session", 6, 0, 100, 71, "certain")
                .link("session", 6, 5, 50, 71, "certain")
                .link("client", 7, 0, 100, 71, "certain");

        assertThat(given.then("SELECT hit, person, identity FROM named40")).containsExactly("1 71 2");
        assertThat(given.read("SELECT person, hits FROM seen40")).containsExactly("71 1");
        assertThat(given.read(EXPOSURES)).containsExactly("71 w 1 0 10 10 1 1 certain ");
    }

    @Test
    void the_rest_of_a_visit_in_which_somebody_was_named_is_probably_theirs() {
        given.window("w", 0, 1000, "certain")
                .line(1, 10, 0, 6, 7)
                .line(2, 20, 0, 6, 7)
                .line(3, 10, 0, 8, 7)
                .link("session", 6, 15, 100, 70, "certain");

        assertThat(given.then("SELECT hit, window_id, person, identity FROM resolved40 ORDER BY hit"))
                .containsExactly("1 w 70 1", "2 w 70 2");
        assertThat(given.read(EXPOSURES)).containsExactly("70 w 1 1 20 20 2 2 certain ");
        assertThat(given.read(
                        "SELECT by_session, visitor, visit, window_id, first_ts, last_ts, hits FROM unidentified40"))
                .containsExactly("1 8 0 w 10 10 1");
    }

    @Test
    void everybody_who_is_named_in_a_visit_shares_its_hits() {
        given.window("w", 0, 1000, "certain")
                .line(1, 10, 0, 6, 7)
                .line(2, 20, 0, 6, 7)
                .link("session", 6, 10, 20, 70, "certain")
                .link("session", 6, 20, 30, 71, "certain");

        assertThat(given.then("SELECT hit, person, identity FROM resolved40 ORDER BY hit, person"))
                .containsExactly("1 70 2", "1 71 1", "2 70 1", "2 71 2");
        assertThat(given.read(EXPOSURES)).containsExactly("70 w 1 1 10 10 1 1 certain ", "71 w 1 1 20 20 2 2 certain ");
    }

    @Test
    void first_and_last_hit_of_equal_times_are_the_smallest_and_the_greatest_number() {
        given.window("w", 0, 1000, "assumed")
                .line(5, 10, 0, 6, 7)
                .line(3, 10, 0, 6, 7)
                .line(9, 20, 0, 8, 7)
                .line(8, 20, 0, 8, 7)
                .line(4, 10, 0, 8, 7)
                .line(2, 15, 0, 8, 7)
                .line(11, 15, 0, 8, 7)
                .link("session", 6, 0, 100, 70, "certain")
                .link("session", 8, 0, 100, 70, "certain");

        assertThat(given.then(EXPOSURES)).containsExactly("70 w 0 7 10 20 3 9 possible window");
    }

    @Test
    void the_same_holds_of_certain_hits_alone() {
        given.window("w", 0, 1000, "certain")
                .line(1, 9, 0, 6, 7)
                .line(5, 10, 0, 6, 7)
                .line(3, 10, 0, 6, 7)
                .line(9, 20, 0, 6, 7)
                .line(8, 20, 0, 6, 7)
                .line(12, 21, 0, 6, 7)
                .link("session", 6, 10, 21, 70, "certain");

        assertThat(given.then(EXPOSURES)).containsExactly("70 w 4 2 10 20 3 9 certain ");
    }

    @Test
    void doubts_name_all_that_stands_in_the_way_of_at_least_one_hit() {
        given.add(PAGES, 2, "GET", "www.clinic.example", "/two", "")
                .window("a", 0, 1000, "certain", "(any (equals \"path\" \"/one\") (unknown \"click\"))")
                .window("b", 0, 1000, "assumed", "(any (equals \"path\" \"/one\") (unknown \"click\"))")
                .window("c", 0, 1000, "certain", "(unknown \"click\")")
                .add(CARRIED, "a", "page-address", "")
                .add(CARRIED, "b", "page-address", "")
                .add(CARRIED, "c", "page-address", "")
                .add(LINES, 1, 10, 1, 0, 6, 0, 7)
                .add(LINES, 2, 20, 2, 0, 6, 0, 7)
                .link("session", 6, 15, 100, 70, "certain");

        assertThat(given.then(EXPOSURES))
                .containsExactly(
                        "70 a 0 2 10 20 1 2 possible identity,trigger",
                        "70 b 0 2 10 20 1 2 possible identity,trigger,window",
                        "70 c 0 2 10 20 1 2 possible identity,trigger");
        assertThat(given.read(STATUS))
                .containsExactly(
                        "70 cannot-tell possible-exposure:identity,possible-exposure:trigger,possible-exposure:window");
    }

    @Test
    void an_element_counts_once_for_a_window_and_a_window_of_none_for_nothing() {
        given.window("w", 0, 1000, "certain")
                .add(CARRIED, "w", "page-address", "inferred")
                .add(CARRIED, "w", "search-term", "")
                .add(CARRIED, "other", "search-term", "")
                .window("empty", 0, 1000, "certain", "(all)")
                .line(1, 10, 0, 6, 7)
                .link("session", 6, 0, 100, 70, "certain");

        assertThat(given.then("SELECT window_id, element, certain_hits FROM exposures50 ORDER BY element"))
                .containsExactly("w page-address 1", "w search-term 1");
        assertThat(given.read("SELECT vendors, elements, visits FROM individuals50"))
                .containsExactly("1 2 1");
    }

    @Test
    void every_member_and_everybody_seen_has_one_status_with_its_reasons() {
        given.window("certain", 100, 200, "certain")
                .window("assumed", 300, 400, "assumed")
                .add(GAPS, 150, 160)
                .add(MEMBERS, 1, "m1", 0, 0, 1000, "CA", "US", "")
                .add(MEMBERS, 2, "m2", 0, 0, 150, "CA", "US", "")
                .add(MEMBERS, 3, "m3", 0, 0, 151, "CA", "US", "")
                .add(MEMBERS, 4, "m4", 0, 160, 1000, "OR", "US", "")
                .add(MEMBERS, 5, "m5", 0, 159, 1000, "OR", "US", "")
                .add(MEMBERS, 6, "m6", 0, 0, 10, "", "", "")
                .add(MEMBERS, 7, "m7", 0, 160, 1000, "WA", "US", "")
                .line(1, 100, 0, 61, 0)
                .line(2, 350, 0, 61, 0)
                .line(3, 350, 0, 64, 0)
                .line(4, 250, 0, 65, 0)
                .line(5, 250, 0, 66, 0)
                .line(6, 350, 0, 68, 0)
                .link("session", 61, 0, 1000, 1, "certain")
                .link("session", 64, 0, 1000, 4, "certain")
                .link("session", 65, 0, 1000, 5, "certain")
                .link("session", 66, 0, 1000, 6, "certain")
                .link("session", 68, 0, 1000, 80, "probable");

        assertThat(given.then(STATUS))
                .containsExactly(
                        "1 exposed certain-exposure",
                        "2 not-exposed no-visit",
                        "3 cannot-tell logs-missing",
                        "4 cannot-tell possible-exposure:window",
                        "5 cannot-tell logs-missing",
                        "6 not-exposed visited-nothing-told",
                        "7 not-exposed no-visit",
                        "80 cannot-tell possible-exposure:identity,possible-exposure:window,logs-missing");
        assertThat(given.read(
                        "SELECT person, member_id, state, country, listed, first_ts, last_ts, vendors, elements, visits"
                                + " FROM individuals50 WHERE person IN (1, 4, 6, 80) ORDER BY person"))
                .containsExactly(
                        "1 m1 CA US 1 100 100 1 1 1",
                        "4 m4 OR US 1 350 350 1 1 1",
                        "6 m6   1 0 0 0 0 1",
                        "80    0 350 350 1 1 1");
        assertThat(given.read("SELECT * FROM totals50 WHERE dimension IN ('all', 'state', 'country')"
                        + " ORDER BY dimension, status, value"))
                .containsExactly(
                        "cannot-tell all  4",
                        "exposed all  1",
                        "not-exposed all  3",
                        "cannot-tell country  1",
                        "cannot-tell country US 3",
                        "exposed country US 1",
                        "not-exposed country  1",
                        "not-exposed country US 2",
                        "cannot-tell state  1",
                        "cannot-tell state CA 1",
                        "cannot-tell state OR 2",
                        "exposed state CA 1",
                        "not-exposed state  1",
                        "not-exposed state CA 1",
                        "not-exposed state WA 1");
        assertThat(given.read("SELECT * FROM totals50 WHERE dimension NOT IN ('all', 'state', 'country')"
                        + " ORDER BY dimension, status"))
                .containsExactly(
                        "cannot-tell element page-address 2",
                        "exposed element page-address 1",
                        "cannot-tell vendor Vendor, Inc. 2",
                        "exposed vendor Vendor, Inc. 1",
                        "cannot-tell vendor-element Vendor, Inc. | page-address 2",
                        "exposed vendor-element Vendor, Inc. | page-address 1");
    }

    @Test
    void a_possible_exposure_and_missing_logs_are_both_told() {
        given.window("w", 0, 100, "assumed")
                .add(GAPS, 50, 60)
                .member(70, "CA")
                .line(1, 10, 0, 6, 7)
                .link("session", 6, 0, 100, 70, "certain");

        assertThat(given.then(STATUS)).containsExactly("70 cannot-tell possible-exposure:window,logs-missing");
    }

    @Test
    void who_is_not_listed_may_have_been_a_member_while_logs_are_missing() {
        given.window("w", 0, 100, "certain")
                .add(GAPS, 50, 60)
                .line(1, 200, 0, 6, 7)
                .link("session", 6, 0, 1000, 70, "certain");

        assertThat(given.then(STATUS)).containsExactly("70 cannot-tell logs-missing");
    }

    @Test
    void a_gap_that_no_window_overlaps_is_no_doubt() {
        given.window("w", 0, 50, "certain").add(GAPS, 50, 60).member(70, "CA");

        assertThat(given.then(STATUS)).containsExactly("70 not-exposed no-visit");
    }

    @Test
    void nothing_at_all_is_an_answer_too() {
        assertThat(given.then("SELECT * FROM individuals50")).isEmpty();
        assertThat(given.read("SELECT * FROM totals50")).isEmpty();
    }

    @Test
    void every_output_holds_numbers_and_texts_alone_and_never_null() {
        given.window("w", 0, 1000, "certain")
                .line(1, 10, 0, 6, 7)
                .line(2, 10, 0, 0, 9)
                .member(70, "CA")
                .member(71, "OR")
                .link("session", 6, 0, 100, 70, "certain")
                .then("SELECT 1");

        List<String> wrong = given.read("SELECT table_name, column_name, data_type FROM information_schema.columns"
                + " WHERE regexp_matches(table_name, '[0-9]{2}$') AND data_type NOT IN ('BIGINT', 'VARCHAR')");
        assertThat(wrong).isEmpty();
        for (String output : given.read("SELECT DISTINCT table_name FROM information_schema.columns"
                + " WHERE regexp_matches(table_name, '[0-9]{2}$')")) {
            assertThat(given.read("SELECT * FROM " + output)).as(output).noneMatch(row -> row.contains("null"));
        }
    }
}
