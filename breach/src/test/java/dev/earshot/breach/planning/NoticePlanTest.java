package dev.earshot.breach.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.planning.MadeUpInvestigation.Planned;
import dev.earshot.duckdb.DuckDbEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// One plan of many people: each test looks at those who are its own. As of 2026-04-12, who was born on 2008-04-12 is an
/// adult of that day.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticePlanTest {
    private static final String LONG = "x".repeat(300);

    private Path folder = Path.of("");
    private Planned plan = new Planned(none(), Map.of(), Path.of(""));

    private static PlanAccount none() {
        return new PlanAccount(
                PlanAccount.Fates.NONE, new TreeMap<>(), 0, new TreeMap<>(), new TreeMap<>(), 0, List.of());
    }

    @BeforeAll
    void plan(@TempDir Path temporary) throws IOException {
        folder = temporary;
        MadeUpInvestigation made = new MadeUpInvestigation(folder)
                .exposed("plain")
                .exposed("not told", "language", "es")
                .individual("clear", "not-exposed", "", "")
                .record("clear");
        // Roles
        made.exposed("minor", "birth_date", "2008-04-13", "guardian", "Bo Doe")
                .exposed("adult today", "birth_date", "2008-04-12", "guardian", "Bo Doe")
                .exposed("leap day", "birth_date", "2008-02-29")
                .exposed("minor alone", "birth_date", "2015-01-01")
                .exposed("infant", "birth_date", "2026-04-12", "guardian", "Bo Doe")
                .exposed("teen of 12", "birth_date", "2014-04-12", "guardian", "Cy Roe")
                .exposed("child of 11", "birth_date", "2014-04-13", "guardian", "Cy Poe")
                .exposed("ward", "birth_date", "1950-01-01", "guardian", "Di Doe")
                .exposed("young in alabama", "birth_date", "2008-01-01", "state", "AL", "guardian", "Ed Doe")
                .exposed("born in a year", "birth_date", "2020", "guardian", "Flo Doe")
                .exposed("born in a year that may do", "birth_date", "2008", "guardian", "Flo Doe")
                .exposed("born tomorrow", "birth_date", "2026-04-13", "guardian", "Gus Doe")
                .exposed("born in words", "birth_date", "spring of '61", "guardian", "Gus Doe")
                .exposed("born on 30 February", "birth_date", "2015-02-30", "guardian", "Gus Doe")
                .exposed("born in 1850", "birth_date", "1850-01-01")
                .exposed(
                        "dead with kin",
                        "deceased",
                        "2025-05-05",
                        "guardian",
                        "Hal Doe",
                        "channel",
                        "email",
                        "email",
                        "a@patient.example")
                .exposed("dead alone", "deceased", "yes")
                .exposed("dead minor", "deceased", "2025-05-05", "birth_date", "2015-01-01", "guardian", "Ida Doe")
                .exposed("dies tomorrow", "deceased", "2026-04-13")
                .exposed("dead before birth", "deceased", "1960-01-01")
                .exposed("dead in words", "deceased", "unknown")
                .exposed("dead on a bad date", "deceased", "13/45/2025")
                .exposed("dead without address", "deceased", "yes", "street", "");
        // Languages
        made.exposed("es", "language", "es")
                .exposed("Spanish", "language", "Spanish; Castilian")
                .exposed("spa", "language", "SPA")
                .exposed("zh-TW", "language", "zh-TW")
                .exposed("chi", "language", "chi")
                .exposed("Klingon", "language", "Klingon")
                .exposed("Finnish", "language", "fi")
                .exposed("no language", "language", "");
        // Channels
        made.exposed("agreed", "channel", "E-Mail", "email", "agreed@patient.example")
                .exposed("did not agree", "email", "other@patient.example")
                .exposed("agreed without address", "channel", "email")
                .exposed("agreed with a broken address", "channel", "email", "email", "a@b@patient.example")
                .exposed("agreed, no post", "channel", "email", "email", "b@patient.example", "street", "")
                .exposed("not agreed, no post", "email", "c@patient.example", "street", "")
                .exposed("portal", "channel", "Patient Portal")
                .exposed("phone", "channel", "phone")
                .exposed(
                        "minor agreed",
                        "birth_date",
                        "2012-01-01",
                        "guardian",
                        "Jo Doe",
                        "channel",
                        "email",
                        "email",
                        "teen@patient.example");
        // Addresses
        made.exposed("no street", "street", " ")
                .exposed("homeless", "street", "Homeless")
                .exposed("no city, but a ZIP code", "city", "")
                .exposed("no city, no ZIP code", "city", "", "postal_code", "")
                .exposed("no ZIP code", "postal_code", "")
                .exposed("boston", "postal_code", "2139", "state", "MA")
                .exposed("short ZIP code in California", "postal_code", "9001")
                .exposed("toronto", "state", "ON", "country", "CA", "postal_code", "M5V 2T6")
                .exposed("quebec", "state", "QC", "country", "CA", "postal_code", "G1A 1A1")
                .exposed("paris", "state", "", "country", "FR", "postal_code", "75001")
                .exposed("tokyo", "state", "", "country", "JP", "postal_code", "100-0001")
                .exposed("no state", "state", "")
                .exposed("army", "state", "AE")
                .exposed("no country", "state", "", "country", "")
                .unlisted("nobody knows");
        // Names
        made.exposed("nameless", "name", "")
                .exposed("nameless minor", "name", "", "birth_date", "2015-01-01", "guardian", "Kit Doe")
                .exposed("long", "name", LONG)
                .exposed("too long", "name", LONG + "y")
                .exposed("control", "name", "Ana\u0007\nDoe", "street", "1 Main St\u202e\r\n\nApt 2")
                .exposed("two lines", "street", "1 Main St\nApt 2")
                .exposed("markup", "name", "<b>Ana</b> O'Doe \"x\" {{secret}}")
                .exposed("arabic", "name", "آنا دو");
        // Records
        made.exposed("several", "updated", "2024-02-01", "street", "", "name", "Newest Name")
                .record(
                        "several",
                        "updated",
                        "2024-01-01",
                        "street",
                        "2 Older St",
                        "city",
                        "Oldtown",
                        "name",
                        "Older Name")
                .record("several", "updated", "2023-01-01", "street", "3 Oldest St", "deceased", "")
                .exposed("survivor", "street", "", "email", "")
                .record("merged", "merged_into", "survivor", "street", "4 Merged St", "name", "Merged Name");
        // Exposures
        made.individual("unsure", "cannot-tell", "2024-03-05T12:00:00Z", "2024-03-05T12:00:00Z")
                .exposure("unsure", "Google LLC", "ip-address", "possible")
                .record("unsure")
                .individual("nothing known", "cannot-tell", "", "")
                .record("nothing known")
                .exposed("also possible")
                .exposure("also possible", "Google LLC", "ip-address", "possible")
                .individual("midnight", "exposed", "2024-03-10T07:59:59Z", "2024-03-11T07:00:00Z")
                .exposure("midnight", "Meta Platforms, Inc.", "page-visited", "certain")
                .exposure("midnight", "Meta Platforms, Inc.", "email", "certain")
                .exposure("midnight", "Google LLC", "page-visited", "certain")
                .record("midnight");
        // Suppressed
        Path list = folder.resolve("suppressed.csv");
        Files.writeString(
                list,
                "\uFEFF# by order\nordered,\"order of a court\"\n\nold id of ordered\nstranger,who is not here\n");
        made.exposed("ordered").exposed("also ordered").record("old id of ordered", "merged_into", "also ordered");
        PlanningSettings usual = MadeUpInvestigation.settings();
        plan = made.plan(new PlanningSettings(
                usual.statuses(),
                usual.asOf(),
                usual.zone(),
                usual.from(),
                usual.to(),
                usual.channels(),
                usual.electronic(),
                false,
                List.of("en", "es", "zh-Hans"),
                "en",
                new TreeMap<>(Map.of("us-al", 19)),
                usual.estate(),
                true,
                12,
                Optional.of(list)));
    }

    private String of(String member, String column) {
        return String.valueOf(plan.of(member).get(column));
    }

    // Who is told

    @Test
    void an_adult_is_written_to_by_name_and_by_letter() {
        assertThat(plan.of("plain"))
                .containsEntry("role", "self")
                .containsEntry("addressee", "Ana Doe plain")
                .containsEntry("patient", "Ana Doe plain")
                .containsEntry("channels", "print")
                .containsEntry("language", "en")
                .containsEntry("jurisdiction", "us-ca")
                .containsEntry("status", "exposed");
    }

    @Test
    void who_is_not_exposed_is_not_told() {
        assertThat(plan.notices()).doesNotContainKey("clear");
    }

    @Test
    void ids_go_from_one_without_gaps_in_the_order_of_letters() {
        List<Map<String, Object>> rows = List.copyOf(plan.notices().values());
        assertThat(rows.stream().map(row -> row.get("id")))
                .isEqualTo(IntStream.rangeClosed(1, rows.size())
                        .mapToObj(id -> (Object) (long) id)
                        .toList());
        assertThat(rows.stream()
                        .map(row -> row.get("country") + "\t" + row.get("state") + "\t" + row.get("postal_code")))
                .isSorted();
    }

    @Test
    void everybody_is_accounted_for() {
        PlanAccount account = plan.account();
        assertThat(account.notices().all()).isEqualTo(plan.notices().size());
        assertThat(account.individuals())
                .isEqualTo(account.notices().delivered()
                        + account.notices().carried()
                        + account.notices().noWay()
                        + account.allSuppressed());
    }

    // Roles

    @Test
    void a_minor_is_told_through_the_guardian() {
        assertThat(plan.of("minor")).containsEntry("role", "guardian").containsEntry("addressee", "Bo Doe");
        assertThat(of("minor", "patient")).isEqualTo("Ana Doe minor");
    }

    @Test
    void who_comes_of_age_on_the_day_is_told_alone() {
        assertThat(plan.of("adult today"))
                .containsEntry("role", "self")
                .containsEntry("addressee", "Ana Doe adult today");
    }

    @Test
    void who_was_born_on_a_leap_day_is_an_adult_in_april() {
        assertThat(of("leap day", "role")).isEqualTo("self");
    }

    @Test
    void an_infant_born_on_the_day_is_a_minor() {
        assertThat(of("infant", "role")).isEqualTo("guardian");
    }

    @Test
    void a_minor_for_whom_nobody_is_named_is_told_through_the_parent_or_guardian_and_flagged() {
        assertThat(of("minor alone", "addressee")).isEqualTo("Parent or Guardian of Ana Doe minor alone");
        assertThat(faults("minor alone")).contains("minor-without-guardian");
    }

    @Test
    void a_minor_of_twelve_may_have_a_say_which_is_remarked() {
        assertThat(faults("teen of 12")).contains("minor-may-decide");
        assertThat(faults("child of 11")).doesNotContain("minor-may-decide");
    }

    @Test
    void the_age_of_majority_is_the_states_own() {
        assertThat(of("young in alabama", "role")).isEqualTo("guardian");
    }

    @Test
    void an_adult_is_never_told_through_a_guardian() {
        assertThat(plan.of("ward")).containsEntry("role", "self").containsEntry("addressee", "Ana Doe ward");
        assertThat(faults("ward")).contains("adult-with-guardian");
    }

    @Test
    void a_year_of_birth_makes_a_minor_only_where_every_day_of_it_does() {
        assertThat(of("born in a year", "role")).isEqualTo("guardian");
        assertThat(of("born in a year that may do", "role")).isEqualTo("self");
    }

    @Test
    void a_birth_that_can_not_be_believed_makes_no_minor() {
        for (String member : List.of("born tomorrow", "born in words", "born on 30 February", "born in 1850")) {
            assertThat(of(member, "role")).as(member).isEqualTo("self");
        }
        assertThat(faults("born tomorrow")).contains("birth-in-future");
        assertThat(faults("born in words")).contains("birth-unreadable");
        assertThat(faults("born on 30 February")).contains("birth-unreadable");
        assertThat(faults("born in 1850")).contains("birth-before-1900");
    }

    @Test
    void the_next_of_kin_of_a_deceased_person_is_written_to_by_letter_alone() {
        assertThat(plan.of("dead with kin"))
                .containsEntry("role", "next-of-kin")
                .containsEntry("addressee", "Hal Doe")
                .containsEntry("channels", "print");
    }

    @Test
    void the_family_of_a_deceased_person_is_written_to_where_nobody_is_named() {
        assertThat(plan.of("dead alone"))
                .containsEntry("role", "next-of-kin")
                .containsEntry("addressee", "The Family of Ana Doe dead alone");
        assertThat(faults("dead alone")).contains("deceased-without-kin");
    }

    @Test
    void the_guardian_of_a_deceased_minor_is_next_of_kin() {
        assertThat(plan.of("dead minor")).containsEntry("role", "next-of-kin").containsEntry("addressee", "Ida Doe");
    }

    @Test
    void a_death_to_come_is_not_believed() {
        assertThat(of("dies tomorrow", "role")).isEqualTo("self");
        assertThat(faults("dies tomorrow")).contains("death-in-future");
    }

    @Test
    void a_death_before_birth_is_flagged_and_believed() {
        assertThat(of("dead before birth", "role")).isEqualTo("next-of-kin");
        assertThat(faults("dead before birth")).contains("death-before-birth");
    }

    @Test
    void an_unreadable_death_is_believed_only_where_it_has_a_digit() {
        assertThat(of("dead in words", "role")).isEqualTo("self");
        assertThat(of("dead on a bad date", "role")).isEqualTo("next-of-kin");
        assertThat(plan.faults(Fault.DEATH_UNREADABLE)).isEqualTo(2);
    }

    @Test
    void no_substitute_notice_is_due_for_the_family_of_a_deceased_person() {
        assertThat(of("dead without address", "channels")).isEmpty();
        long noWay = plan.notices().values().stream()
                .filter(row -> "".equals(row.get("channels")))
                .count();
        assertThat(plan.account().notices().noWay()).isEqualTo(noWay);
        assertThat(plan.account().substitute()).isEqualTo(noWay - 1);
    }

    // Languages

    @Test
    void a_language_is_found_by_tag_code_or_name() {
        for (String member : List.of("es", "Spanish", "spa")) {
            assertThat(of(member, "language")).as(member).isEqualTo("es");
        }
        assertThat(of("chi", "language")).isEqualTo("zh-Hans");
    }

    @Test
    void another_script_of_the_same_language_is_better_than_english_and_flagged() {
        assertThat(of("zh-TW", "language")).isEqualTo("zh-Hans");
        assertThat(faults("zh-TW")).contains("language-near");
        assertThat(faults("chi")).isEmpty();
    }

    @Test
    void a_language_that_is_not_known_or_not_offered_becomes_the_default_and_is_counted() {
        assertThat(of("Klingon", "language")).isEqualTo("en");
        assertThat(faults("Klingon")).contains("language-unknown");
        assertThat(of("Finnish", "language")).isEqualTo("en");
        assertThat(faults("Finnish")).contains("language-not-offered");
    }

    @Test
    void no_language_is_no_fault() {
        assertThat(of("no language", "language")).isEqualTo("en");
        assertThat(faults("no language")).isEmpty();
    }

    // Channels

    @Test
    void who_agreed_to_e_mail_gets_it_and_a_letter_where_it_fails() {
        assertThat(of("agreed", "channels")).isEqualTo("email\nprint");
    }

    @Test
    void nobody_gets_e_mail_who_did_not_agree_to_it() {
        assertThat(of("did not agree", "channels")).isEqualTo("print");
    }

    @Test
    void e_mail_without_an_address_that_works_becomes_a_letter() {
        assertThat(of("agreed without address", "channels")).isEqualTo("print");
        assertThat(faults("agreed without address")).contains("email-missing");
        assertThat(plan.of("agreed with a broken address"))
                .containsEntry("channels", "print")
                .containsEntry("email", "");
        assertThat(faults("agreed with a broken address")).contains("email-broken");
    }

    @Test
    void e_mail_alone_is_a_way_for_who_agreed_and_none_for_who_did_not() {
        assertThat(of("agreed, no post", "channels")).isEqualTo("email");
        assertThat(of("not agreed, no post", "channels")).isEmpty();
        assertThat(faults("not agreed, no post")).contains("email-unused");
    }

    @Test
    void the_portal_is_for_who_prefers_it() {
        assertThat(of("portal", "channels")).isEqualTo("portal\nprint");
    }

    @Test
    void a_phone_call_is_no_written_notice() {
        assertThat(of("phone", "channels")).isEqualTo("print");
        assertThat(faults("phone")).contains("channel-unknown");
    }

    @Test
    void a_minors_address_is_not_taken_for_the_guardians() {
        assertThat(of("minor agreed", "channels")).isEqualTo("print");
    }

    // Addresses

    @Test
    void without_a_street_there_is_no_letter() {
        assertThat(of("no street", "channels")).isEmpty();
        assertThat(faults("no street")).contains("address-missing");
        assertThat(of("homeless", "channels")).isEmpty();
        assertThat(faults("homeless")).contains("address-placeholder");
    }

    @Test
    void a_city_and_state_or_a_zip_code_will_do() {
        assertThat(of("no city, but a ZIP code", "channels")).isEqualTo("print");
        assertThat(of("no ZIP code", "channels")).isEqualTo("print");
        assertThat(of("no city, no ZIP code", "channels")).isEmpty();
        assertThat(faults("no city, no ZIP code")).contains("address-incomplete");
    }

    @Test
    void a_lost_zero_is_put_back_only_where_zip_codes_have_one() {
        assertThat(of("boston", "postal_code")).isEqualTo("02139");
        assertThat(faults("boston")).containsExactly("postal-code-zero");
        assertThat(of("short ZIP code in California", "postal_code")).isEqualTo("9001");
        assertThat(faults("short ZIP code in California")).containsExactly("postal-code-malformed");
    }

    @Test
    void postal_codes_abroad_are_left_alone() {
        assertThat(of("toronto", "postal_code")).isEqualTo("M5V 2T6");
        assertThat(faults("toronto")).isEmpty();
        assertThat(faults("tokyo")).isEmpty();
    }

    @Test
    void the_jurisdiction_is_that_of_where_somebody_lives() {
        assertThat(of("toronto", "jurisdiction")).isEqualTo("ca");
        assertThat(of("quebec", "jurisdiction")).isEqualTo("ca-qc");
        assertThat(of("paris", "jurisdiction")).isEqualTo("eu");
        assertThat(of("tokyo", "jurisdiction")).isEqualTo("jp");
    }

    @Test
    void without_a_state_the_jurisdiction_is_empty_and_counted() {
        for (String member : List.of("no state", "army", "no country")) {
            assertThat(of(member, "jurisdiction")).as(member).isEmpty();
            assertThat(faults(member)).as(member).contains("state-unknown");
        }
        assertThat(faults("no country")).contains("country-unknown");
        assertThat(of("no state", "channels")).isEqualTo("print");
    }

    @Test
    void who_is_not_in_the_directory_has_a_notice_without_a_way() {
        Map<String, Object> unlisted = plan.notices().values().stream()
                .filter(row -> Objects.equals(row.get("person"), MadeUpInvestigation.person("nobody knows")))
                .findFirst()
                .orElseThrow();
        assertThat(unlisted)
                .containsEntry("channels", "")
                .containsEntry("patient", "")
                .containsEntry("jurisdiction", "")
                .containsEntry("role", "self");
        assertThat(plan.faults(Fault.NOT_LISTED)).isEqualTo(1);
    }

    // Names

    @Test
    void no_letter_goes_to_a_nameless_addressee() {
        assertThat(of("nameless", "channels")).isEmpty();
        assertThat(of("nameless minor", "channels")).isEqualTo("print");
        assertThat(plan.faults(Fault.NAME_MISSING)).isEqualTo(2);
    }

    @Test
    void a_name_of_three_hundred_characters_is_whole() {
        assertThat(of("long", "patient")).isEqualTo(LONG);
        assertThat(faults("long")).isEmpty();
        assertThat(of("too long", "patient")).isEqualTo(LONG);
        assertThat(faults("too long")).containsExactly("name-long");
    }

    @Test
    void control_and_direction_characters_go() {
        assertThat(of("control", "patient")).isEqualTo("Ana Doe");
        assertThat(of("control", "street")).isEqualTo("1 Main St\nApt 2");
        assertThat(faults("control")).containsExactly("control-characters");
    }

    @Test
    void lines_of_a_street_and_text_in_any_script_stay() {
        assertThat(of("two lines", "street")).isEqualTo("1 Main St\nApt 2");
        assertThat(of("markup", "patient")).isEqualTo("<b>Ana</b> O'Doe \"x\" {{secret}}");
        assertThat(of("arabic", "patient")).isEqualTo("آنا دو");
        assertThat(faults("two lines")).isEmpty();
        assertThat(faults("arabic")).isEmpty();
    }

    // Records

    @Test
    void several_records_give_one_notice_with_the_last_known_address() {
        assertThat(plan.of("several"))
                .containsEntry("patient", "Newest Name")
                .containsEntry("street", "2 Older St")
                .containsEntry("city", "Oldtown");
        assertThat(faults("several")).containsExactly("several-records");
    }

    @Test
    void a_record_that_was_merged_fills_what_the_survivors_lacks() {
        assertThat(plan.of("survivor"))
                .containsEntry("patient", "Ana Doe survivor")
                .containsEntry("street", "4 Merged St");
        assertThat(plan.notices()).doesNotContainKey("merged");
    }

    // Exposures

    @Test
    void a_notice_tells_who_was_told_what_in_sorted_lists() {
        assertThat(plan.of("midnight"))
                .containsEntry("vendors", "Google LLC\nMeta Platforms, Inc.")
                .containsEntry("elements", "email\npage-visited");
    }

    @Test
    void days_are_those_of_the_zone_on_both_sides_of_a_change_of_clocks() {
        assertThat(plan.of("midnight"))
                .containsEntry("first_day", "2024-03-09")
                .containsEntry("last_day", "2024-03-11");
    }

    @Test
    void who_was_exposed_for_certain_is_not_told_of_what_is_only_possible() {
        assertThat(of("also possible", "vendors")).isEqualTo("Meta Platforms, Inc.");
        assertThat(of("unsure", "vendors")).isEqualTo("Google LLC");
    }

    @Test
    void of_whom_nothing_is_known_the_notice_tells_of_the_whole_incident() {
        assertThat(plan.of("nothing known"))
                .containsEntry("vendors", "Google LLC\nMeta Platforms, Inc.")
                .containsEntry("elements", "email\nip-address\npage-visited")
                .containsEntry("first_day", "2024-01-01")
                .containsEntry("last_day", "2024-06-30")
                .containsEntry("status", "cannot-tell");
        assertThat(faults("nothing known")).containsExactly("no-exposure-known");
    }

    // Suppressed

    @Test
    void who_is_suppressed_has_no_notice_but_a_place_in_the_account_and_the_population() {
        assertThat(plan.notices()).doesNotContainKeys("ordered", "also ordered");
        assertThat(plan.account().suppressed()).isEqualTo(Map.of("order of a court", 1L, "", 1L));
        assertThat(plan.account().suppressionsOfNobody()).isEqualTo(1);
        long here = plan.notices().values().stream()
                .filter(row -> "us-ca".equals(row.get("jurisdiction")))
                .count();
        assertThat(plan.account().population().byRegion()).containsEntry("us-ca", here + 2);
        assertThat(MadeUpInvestigation.rows(plan.folder().resolve("suppressed")))
                .hasSize(2);
    }

    @Test
    void individuals_are_counted_without_a_plan_as_with_one() {
        MadeUpInvestigation made = new MadeUpInvestigation(folder);
        try (DuckDbEngine engine = made.engine(1)) {
            Population counted = Counts.of(engine, folder, MadeUpInvestigation.settings(), folder.resolve("counting"));
            assertThat(counted).isEqualTo(plan.account().population());
        }
        assertThat(folder.resolve("counting")).doesNotExist();
    }

    @Test
    void the_account_is_written_and_names_nobody() throws IOException {
        for (String file : List.of("account.json", "account.txt")) {
            assertThat(Files.readString(plan.folder().resolve(file)))
                    .contains("minor-may-decide")
                    .doesNotContain("Doe")
                    .doesNotContain("patient.example")
                    .doesNotContain("Main St");
        }
        assertThat(plan.folder().resolve(".work")).doesNotExist();
    }

    @Test
    void a_folder_without_an_investigation_is_a_mistake_that_says_where_to_look() {
        MadeUpInvestigation made = new MadeUpInvestigation(folder.resolve("other"));
        made.write();
        assertThat(folder.resolve("other/individuals.parquet/part-0.parquet")
                        .toFile()
                        .delete())
                .isTrue();
        assertThatThrownBy(() -> made.planOnly(MadeUpInvestigation.settings(), folder.resolve("none"), 1))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("individuals.parquet is not there");
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        PlanningSettings usual = MadeUpInvestigation.settings();
        assertThat(usual.statuses()).isEqualTo(Set.of("exposed", "cannot-tell"));
        assertThat(usual.channels()).containsExactly(Channel.EMAIL, Channel.PORTAL, Channel.PRINT);
        assertThatThrownBy(() -> new PlanningSettings(
                        Set.of("everybody"),
                        usual.asOf(),
                        usual.zone(),
                        usual.from(),
                        usual.to(),
                        usual.channels(),
                        usual.electronic(),
                        false,
                        usual.languages(),
                        "en",
                        new TreeMap<>(),
                        usual.estate(),
                        true,
                        12,
                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> faults(String member) {
        Object id = plan.of(member).get("id");
        return MadeUpInvestigation.rows(plan.folder().resolve("faults")).stream()
                .filter(row -> Objects.equals(row.get("id"), id))
                .flatMap(row -> String.valueOf(row.get("faults")).lines())
                .toList();
    }
}
