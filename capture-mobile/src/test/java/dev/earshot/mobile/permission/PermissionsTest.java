package dev.earshot.mobile.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.element.DataElement;
import dev.earshot.mobile.permission.Permissions.Meaning;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
    @ParameterizedTest
    @CsvSource({
        "com.google.android.gms.permission.AD_ID, advertising-id",
        "android.permission.ACCESS_FINE_LOCATION, location",
        "android.permission.ACCESS_BACKGROUND_LOCATION, location",
        "android.permission.health.READ_HEART_RATE, health-context",
        "android.permission.health.READ_MEDICAL_DATA_CONDITIONS, health-context",
        "android.permission.READ_CALENDAR, appointment",
        "android.permission.READ_PHONE_NUMBERS, phone"
    })
    void a_permission_tells_which_element_it_gives_access_to(String name, String element) {
        assertThat(Permissions.meaningOf(name).flatMap(Meaning::element).map(DataElement::id))
                .contains(element);
    }

    @Test
    void the_longest_beginning_counts() {
        assertThat(Permissions.meaningOf("android.permission.health.READ_MEDICAL_DATA_VISITS")
                        .map(Meaning::clause))
                .contains("medical records in Health Connect");
        assertThat(Permissions.meaningOf("android.permission.health.READ_STEPS").map(Meaning::clause))
                .contains("health measurements in Health Connect");
    }

    @Test
    void a_permission_can_matter_and_be_none_of_the_elements() {
        assertThat(Permissions.meaningOf("android.permission.CAMERA"))
                .contains(new Meaning("the camera", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "android.permission.INTERNET",
                "android.permission.VIBRATE",
                "android.permission.healthy.READ_STEPS",
                "android.permission.CAMERA2",
                "org.clinic.permission.CAMERA"
            })
    void a_permission_that_gives_no_patient_data_has_no_meaning_here(String name) {
        assertThat(Permissions.meaningOf(name)).isEmpty();
    }
}
