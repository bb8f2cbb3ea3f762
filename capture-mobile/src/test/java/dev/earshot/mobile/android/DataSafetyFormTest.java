package dev.earshot.mobile.android;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.NotedSigns;
import dev.earshot.mobile.reading.Sign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSafetyFormTest {
    private static final String HEAD =
            "Question ID (machine readable),Response ID (machine readable),Response value,Answer requirement,"
                    + "Human-friendly question label\n";
    private static final String HEALTH = "PSL_DATA_USAGE_RESPONSES:PSL_HEALTH:";

    private final NotedSigns signs = new NotedSigns();

    @Test
    void what_is_collected_and_what_is_shared_is_told_with_its_purposes() {
        read(HEAD
                + HEALTH
                + "PSL_DATA_USAGE_COLLECTION_AND_SHARING,PSL_DATA_USAGE_ONLY_COLLECTED,TRUE,MULTIPLE_CHOICE,x\n"
                + HEALTH + "PSL_DATA_USAGE_COLLECTION_AND_SHARING,PSL_DATA_USAGE_ONLY_SHARED,true,MULTIPLE_CHOICE,x\n"
                + HEALTH + "PSL_DATA_USAGE_EPHEMERAL,,FALSE,MAYBE_REQUIRED,x\n"
                + HEALTH + "DATA_USAGE_USER_CONTROL,PSL_DATA_USAGE_USER_CONTROL_OPTIONAL,TRUE,SINGLE_CHOICE,x\n"
                + HEALTH + "DATA_USAGE_COLLECTION_PURPOSE,PSL_APP_FUNCTIONALITY,TRUE,MULTIPLE_CHOICE,x\n"
                + HEALTH + "DATA_USAGE_COLLECTION_PURPOSE,PSL_ANALYTICS,,MULTIPLE_CHOICE,x\n"
                + HEALTH + "DATA_USAGE_SHARING_PURPOSE,PSL_ANALYTICS,TRUE,MULTIPLE_CHOICE,x\n");

        assertThat(signs.of(Sign.DECLARED_COLLECTED))
                .containsExactly("Health info = Google Play data safety form\tfor app functionality; optional");
        assertThat(signs.of(Sign.DECLARED_SHARED))
                .containsExactly("Health info = Google Play data safety form\tfor analytics; optional");
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void a_kind_that_is_only_offered_is_not_declared() {
        read(HEAD
                + "PSL_DATA_COLLECTION_COLLECTS_PERSONAL_DATA,,FALSE,REQUIRED,x\n"
                + "PSL_DATA_TYPES_HEALTH_AND_FITNESS,PSL_HEALTH,,MULTIPLE_CHOICE,x\n"
                + HEALTH
                + "PSL_DATA_USAGE_COLLECTION_AND_SHARING,PSL_DATA_USAGE_ONLY_COLLECTED,FALSE,MULTIPLE_CHOICE,x\n");

        assertThat(signs.found).isEmpty();
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void a_kind_that_is_ticked_without_its_use_is_declared_all_the_same() {
        read(HEAD + "PSL_DATA_TYPES_PERSONAL,PSL_EMAIL,TRUE,MULTIPLE_CHOICE,x\n");

        assertThat(signs.of(Sign.DECLARED_COLLECTED)).singleElement().asString().startsWith("Email address = ");
    }

    @Test
    void a_kind_that_is_not_known_keeps_its_id() {
        read(HEAD
                + "PSL_DATA_USAGE_RESPONSES:PSL_GENOME:PSL_DATA_USAGE_COLLECTION_AND_SHARING,"
                + "PSL_DATA_USAGE_ONLY_COLLECTED,TRUE,MULTIPLE_CHOICE,x\n");

        assertThat(signs.of(Sign.DECLARED_COLLECTED)).containsExactly("PSL_GENOME = Google Play data safety form");
        assertThat(DataSafetyForm.elementOf("PSL_GENOME")).isEmpty();
    }

    @Test
    void quotes_line_breaks_and_a_byte_order_mark_are_read_as_spreadsheets_write_them() {
        read("\uFEFF\"Question ID (machine readable)\",\"Response ID (machine readable)\",\"Response value\",a,b\r\n"
                + "\"" + HEALTH + "PSL_DATA_USAGE_COLLECTION_AND_SHARING\",\"PSL_DATA_USAGE_ONLY_SHARED\",\"true\",x,"
                + "\"Health\r\n\"\"info\"\", shared\"\r\n");

        assertThat(signs.of(Sign.DECLARED_SHARED)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b,c\n1,2,3\n", "Question ID (machine readable)\n", "\"Question ID"})
    void a_file_that_is_no_such_form_is_told(String csv) {
        read(csv);

        assertThat(signs.found).isEmpty();
        assertThat(signs.blind).singleElement().matches(BlindSpot::incomplete);
    }

    @Test
    void a_form_without_an_answer_is_told() {
        read(HEAD + "PSL_DATA_COLLECTION_COLLECTS_PERSONAL_DATA,,,REQUIRED,x\n");

        assertThat(signs.blind).singleElement().matches(BlindSpot::incomplete);
    }

    @Test
    void kinds_of_data_are_elements_where_they_fit() {
        assertThat(DataSafetyForm.elementOf("Health info")).contains(DataElement.HEALTH_CONTEXT);
        assertThat(DataSafetyForm.elementOf("Crash logs")).isEmpty();
    }

    private void read(String csv) {
        DataSafetyForm.read("data_safety_export.csv", csv, signs);
    }
}
