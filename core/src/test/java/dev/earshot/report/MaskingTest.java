package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthTerms;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://www.clinic.example/search?q=hiv&page=2   | https://www.clinic.example/search?q=*&page=*
                    https://www.clinic.example/search?q=&page        | https://www.clinic.example/search?q=&*
                    https://www.clinic.example/patients/88210473/new | https://www.clinic.example/patients/*/new
                    https://www.clinic.example/u/jo@mail.example     | https://www.clinic.example/u/*
                    https://www.clinic.example/u/jo%40mail.example   | https://www.clinic.example/u/*
                    https://www.clinic.example/s/2b7e151628aed2a6f00 | https://www.clinic.example/s/*
                    https://www.clinic.example/a;jsessionid=1a2b3c4d | https://www.clinic.example/*
                    https://www.clinic.example/#token                | https://www.clinic.example/#*
                    https://www.clinic.example/#/visit/2?who=jo      | https://www.clinic.example/#/visit/2?who=*
                    https://jo:secret@www.clinic.example/a           | https://www.clinic.example/a
                    """)
    void an_address_keeps_its_path_and_loses_what_may_be_someones(String address, String shown) {
        assertThat(Address.of(address).maskedBy(text -> "*")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.clinic.example/conditions/type-2-diabetes",
        "https://www.clinic.example/covid-19-vaccination-for-children",
        "https://www.clinic.example/news/2026/04/open-house",
        "https://www.clinic.example",
        "/find-a-doctor/oncology",
        "websocket",
        "capture.har"
    })
    void an_address_without_a_persons_value_stays_as_it_is(String address) {
        assertThat(Address.of(address).maskedBy(text -> "*")).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Hello Marisol Quennell!                     | Hello *!
                    hello MARISOL QUENNELL                      | hello *
                    q=Marisol+Quennell&x=1                      | q=*&x=1
                    q=Marisol%20Quennell                        | q=*
                    q=Marisol%2520Quennell                      | q=*
                    TWFyaXNvbCBRdWVubmVsbA==                    | *A==
                    from Kent, to Kent.                         | from *, to *.
                    x=%20Kent                                   | x=%20*
                    """)
    void a_value_is_found_in_each_form_it_is_sent_in(String text, String shown) {
        Needles needles = new Needles(List.of("Marisol Quennell", "Kent"));
        assertThat(needles.replace(text, found -> "*")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"Kentucky fried", "parliament", "Marisol Q.", "CA", "x"})
    void a_near_miss_is_left_alone(String text) {
        Needles needles = new Needles(List.of("Marisol Quennell", "Kent", "CA", ""));
        assertThat(needles.replace(text, found -> "*")).isEqualTo(text);
    }

    @Test
    void words_of_health_are_masked_where_somebody_typed_them_and_shown_where_the_page_says_them() {
        Masking masking = Masking.of(ClinicScans.everything().result(), false);
        HealthContext typed = HealthTerms.bundled().in("chest pain", true).orElseThrow();
        HealthContext ofThePage = HealthTerms.bundled().in("chest pain", false).orElseThrow();
        assertThat(masking.words(typed.mentions().getFirst())).isEqualTo("ch••••••••(10)");
        assertThat(masking.words(ofThePage.mentions().getFirst())).isEqualTo("chest pain");
        assertThat(masking.value(told(typed))).isEqualTo("ch••••••••(10)");
        assertThat(masking.value(told(ofThePage))).isEqualTo("chest pain");
    }

    private static Detection told(HealthContext health) {
        return new Detection(
                DataElement.HEALTH_CONTEXT,
                Basis.INFERRED,
                Optional.empty(),
                Sensitive.of("chest pain"),
                Optional.empty(),
                "a condition named in the search",
                Optional.of(health));
    }

    @Test
    void a_letter_whose_lower_case_is_longer_does_not_shift_what_is_masked() {
        assertThat(new Needles(List.of("Quennell")).replace("İİİ Quennell İ", found -> "*"))
                .isEqualTo("İİİ * İ");
    }

    @Test
    void the_longest_value_at_a_place_is_masked() {
        assertThat(new Needles(List.of("Marisol", "Marisol Quennell")).replace("Marisol Quennell", found -> "*"))
                .isEqualTo("*");
    }
}
