package dev.earshot.breach.filing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Population;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HhsPacketTest {
    private static final Form HHS = Forms.standard().byId("us-hhs").orElseThrow();

    @Test
    void every_field_has_an_allowed_answer_or_is_told_as_missing() {
        for (Answers answers : List.of(Answers.NONE, Cases.answers())) {
            FilledForm packet = packet(Cases.population(700, 20), answers);

            assertThat(packet.entries()).hasSameSizeAs(HHS.fields());
            for (FilledForm.Entry entry : packet.entries()) {
                if (!entry.field().choices().isEmpty()) {
                    assertThat(entry.field().choices()).containsAll(entry.values());
                }
                boolean silent = entry.values().isEmpty() && entry.problem().isEmpty();
                assertThat(silent
                                && entry.basis() != FilledForm.Basis.NOT_ASKED
                                && entry.field().required())
                        .as(entry.field().id())
                        .isFalse();
            }
        }
    }

    @Test
    void all_that_is_missing_is_told_at_once_with_what_to_choose_from() {
        assertThat(packet(Cases.population(700, 20), Answers.NONE).open())
                .anySatisfy(open -> assertThat(open)
                        .startsWith("Filing as: to be answered; one of: Covered Entity filing on behalf of its own"))
                .anySatisfy(open -> assertThat(open).startsWith("Safeguards in place prior to breach: "))
                .anySatisfy(open -> assertThat(open).startsWith("Actions taken in response to breach: "))
                .anySatisfy(open -> assertThat(open).contains("a date, as 2026-12-31", "us-hhs.notice-end"))
                .hasSizeGreaterThan(5);
    }

    @Test
    void a_packet_with_all_answers_is_ready() {
        assertThat(packet(Cases.population(700, 20), Cases.answers()).open()).isEmpty();
    }

    @Test
    void an_answer_that_is_not_allowed_is_told_and_not_filed() {
        FilledForm packet = packet(Cases.population(700, 20), and(Cases.answers(), "us-hhs", "location", "Cloud"));

        assertThat(packet.answer("location")).isEmpty();
        assertThat(packet.open())
                .contains("Location of breached information: \"Cloud\" is none of its answers; one or more of: Desktop"
                        + " Computer | Electronic Medical Record | Email | Laptop | Network Server | Other Portable Electronic"
                        + " Device | Paper/Films | Other (us-hhs.location)");
    }

    @Test
    void an_answer_in_other_letter_case_is_written_as_the_portal_has_it() {
        assertThat(packet(Cases.population(700, 20), Cases.answers())
                        .entry("actions-taken")
                        .orElseThrow()
                        .values())
                .containsExactly("Implemented new technical safeguards", "Took steps to mitigate harm");
    }

    @ParameterizedTest
    @CsvSource({
        "499, Fewer than 500 individuals",
        "500, 500 or more individuals",
        "501, 500 or more individuals",
        "0, Fewer than 500 individuals"
    })
    void five_hundred_in_total_are_five_hundred_or_more(long total, String answer) {
        assertThat(packet(Cases.population(total, 0), Cases.answers()).answer("affecting"))
                .hasValue(answer);
    }

    @Test
    void an_unknown_total_leaves_both_number_and_size_to_be_answered() {
        Population unknown = new Population(OptionalLong.empty(), new TreeMap<>(), OptionalLong.empty());

        assertThat(packet(unknown, Cases.answers()).open())
                .anySatisfy(open -> assertThat(open).startsWith("Breach affecting: to be answered"))
                .anySatisfy(open -> assertThat(open).startsWith("Approximate number of individuals"))
                .anySatisfy(open -> assertThat(open).startsWith("Was substitute notice required?"));
    }

    @ParameterizedTest
    @CsvSource({"0, No, ", "1, Yes, Fewer than 10", "9, Yes, Fewer than 10", "10, Yes, 10 or more"})
    void ten_insufficient_addresses_need_the_wider_substitute_notice(long count, String required, String size) {
        FilledForm packet = packet(
                new Population(OptionalLong.of(700), new TreeMap<>(Map.of("us-ca", 700L)), OptionalLong.of(count)),
                Cases.answers());

        assertThat(packet.answer("substitute-required")).hasValue(required);
        assertThat(packet.answer("substitute-size").orElse(null)).isEqualTo(size);
    }

    @Test
    void media_notice_is_answered_by_the_duties_and_open_while_one_of_them_is() {
        assertThat(media(Duty.Status.DUE, Duty.Status.CONTINGENT).answer("media-required"))
                .hasValue("Yes");
        assertThat(media(Duty.Status.DUE, Duty.Status.CONTINGENT).answer("media-states"))
                .hasValue("California");
        assertThat(media(Duty.Status.NOT_DUE, Duty.Status.NOT_DUE).answer("media-required"))
                .hasValue("No");
        assertThat(media(Duty.Status.NOT_DUE, Duty.Status.CONTINGENT).answer("media-required"))
                .isEmpty();
    }

    @Test
    void a_description_of_4000_characters_passes_and_one_more_is_told_and_kept() {
        assertThat(described("é".repeat(4000)).open()).isEmpty();
        assertThat(described("é".repeat(4001)).open())
                .singleElement()
                .asString()
                .contains("4,001", "shorten it by 1");
        assertThat(described("é".repeat(4001)).answer("description")).hasValue("é".repeat(4001));
    }

    @Test
    void a_character_of_two_code_units_counts_as_two_and_so_does_the_end_of_a_line() {
        assertThat(described("😀".repeat(2000)).open()).isEmpty();
        assertThat(described("😀".repeat(2000) + "x").open()).hasSize(1);
        assertThat(described("x".repeat(3998) + "\n").open()).isEmpty();
        assertThat(described("x".repeat(3999) + "\n").open()).hasSize(1);
    }

    @Test
    void the_description_that_is_composed_says_may_have_and_what_was_not_involved() {
        String description = packet(Cases.population(700, 20), Cases.answers())
                .answer("description")
                .orElseThrow();

        assertThat(description)
                .contains("may have sent personal information to Northwind Ads, Inc. and Quill Analytics LLC")
                .contains("Larkspur Valley Clinic discovered this on January 12, 2026.")
                .contains("Northwind Ads, Inc. (no business associate agreement, receipt is shown)")
                .contains("Quill Analytics LLC (business associate, receipt is not known)")
                .contains("Not involved: password, Social Security number")
                .doesNotContain("misuse");
    }

    @Test
    void an_addendum_carries_the_tracking_number_of_the_first_report() {
        Answers answers = and(
                and(
                        and(Cases.answers(), "us-hhs", "report-type", "Addendum to Previous Report"),
                        "us-hhs",
                        "has-tracking-number",
                        "Yes"),
                "us-hhs",
                "tracking-number",
                "ABC123");

        assertThat(packet(Cases.population(700, 20), answers).answer("tracking-number"))
                .hasValue("ABC123");
        assertThat(packet(Cases.population(700, 20), Cases.answers())
                        .entry("tracking-number")
                        .orElseThrow()
                        .basis())
                .isEqualTo(FilledForm.Basis.NOT_ASKED);
    }

    @Test
    void an_addendum_without_its_tracking_number_is_not_ready() {
        assertThat(packet(
                                Cases.population(700, 20),
                                and(Cases.answers(), "us-hhs", "report-type", "Addendum to Previous Report"))
                        .open())
                .hasSize(2)
                .anySatisfy(open -> assertThat(open).startsWith("Do you have the tracking number"))
                .anySatisfy(open -> assertThat(open).startsWith("Tracking number: to be answered if"));
    }

    @Test
    void the_kaiser_filing_of_april_2024_gives_the_row_of_the_public_list() {
        Entity kaiser = new Entity(
                "Kaiser Foundation Health Plan, Inc.",
                Set.of(Entity.Kind.HIPAA_COVERED_ENTITY),
                "Health Plan",
                List.of("1 Example Plaza"),
                "Oakland",
                "CA",
                "94612",
                Cases.clinic().contact());
        FilledForm packet = FilledForm.of(
                HHS,
                Cases.dossier(
                        Cases.incident(kaiser, "trackers"),
                        new Population(OptionalLong.of(13_400_000), new TreeMap<>(), OptionalLong.empty()),
                        List.of(),
                        Cases.answers()),
                "us");

        PublicListRow row = PublicListRow.of(packet, LocalDate.of(2024, 4, 12));

        assertThat(row.cells())
                .containsExactly(
                        "Kaiser Foundation Health Plan, Inc.",
                        "CA",
                        "Health Plan",
                        "13400000",
                        "4/12/2024",
                        "Unauthorized Access/Disclosure",
                        "Network Server",
                        "No",
                        "");
        assertThat(row.csv())
                .isEqualTo(
                        "Name of Covered Entity,State,Covered Entity Type,Individuals Affected,Breach Submission Date,Type of"
                                + " Breach,Location of Breached Information,Business Associate Present,Web Description\n"
                                + "\"Kaiser Foundation Health Plan, Inc.\",CA,Health Plan,13400000,4/12/2024,Unauthorized"
                                + " Access/Disclosure,Network Server,No,\n");
    }

    @Test
    void labels_from_memory_are_marked_as_such() {
        assertThat(HHS.fields())
                .filteredOn(field -> field.source().startsWith("memory"))
                .isNotEmpty()
                .allMatch(field -> field.confidence() == dev.earshot.breach.law.Confidence.UNVERIFIED);
        assertThat(HHS.fields()).noneMatch(field -> field.source().isBlank());
    }

    private static FilledForm described(String description) {
        return packet(Cases.population(700, 20), and(Cases.answers(), "us-hhs", "description", description));
    }

    private static FilledForm media(Duty.Status california, Duty.Status oregon) {
        return FilledForm.of(
                HHS,
                Cases.dossier(
                        Cases.incident(),
                        Cases.population(700, 20),
                        List.of(Cases.media("us-ca", california), Cases.media("us-or", oregon)),
                        Cases.answers()),
                "us");
    }

    private static FilledForm packet(Population population, Answers answers) {
        return FilledForm.of(
                HHS,
                Cases.dossier(
                        Cases.incident(),
                        population,
                        List.of(Cases.hhs(), Cases.media("us-ca", Duty.Status.DUE)),
                        answers),
                "us");
    }

    private static Answers and(Answers answers, String form, String field, String value) {
        return answers.with(form, field, value);
    }
}
