package dev.earshot.breach.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.print.AddressCheck.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressCheckTest {
    @ParameterizedTest
    @CsvSource({
        "1 Main Street, Springfield, IL, 62701, US",
        "1 Main Street, Springfield, IL, 62701-1234, USA",
        "1 Main Street, Springfield, il, 627011234, ''",
        "PO Box 12, Springfield, IL, 62701, US",
        "Calle Sol 1, San Juan, PR, 00901, US",
        "PSC 3 Box 1, APO, AE, 09012, US",
        "1 Main Street, New York, NY, 10001, US",
        "1 Main Street, Fishers Island, NY, 06390, US",
        "1 Main Street, Texarkana, AR, 75502, US",
        "1 Main Street, Austin, TX, 73301, United States",
    })
    void a_usual_address_has_no_fault(String street, String city, String state, String zip, String country) {
        assertThat(AddressCheck.faults(MadeUpLetters.notice(1, "Ana Diaz", List.of(street), city, state, zip, country)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', Springfield, IL, 62701, US, NO_STREET",
        "' ', Springfield, IL, 62701, US, NO_STREET",
        "1 Main Street, '', IL, 62701, US, NO_CITY",
        "1 Main Street, Springfield, ZZ, 62701, US, UNKNOWN_STATE",
        "1 Main Street, Springfield, '', 62701, US, UNKNOWN_STATE",
        "1 Main Street, Springfield, IL, 6270, US, NOT_A_ZIP",
        "1 Main Street, Springfield, IL, '', US, NOT_A_ZIP",
        "1 Main Street, Springfield, IL, 62701-12, US, NOT_A_ZIP",
        "1 Main Street, Springfield, CA, 62701, US, ZIP_OF_ANOTHER_STATE",
        "1 Main Street, Toronto, ON, M5V 2T6, Canada, FOREIGN",
        "<b>1 Main</b> Street, Springfield, IL, 62701, US, MARKUP",
        "1 Main &amp; 2nd Street, Springfield, IL, 62701, US, MARKUP",
    })
    void each_fault_is_told(String street, String city, String state, String zip, String country, Fault fault) {
        assertThat(AddressCheck.faults(MadeUpLetters.notice(1, "Ana Diaz", List.of(street), city, state, zip, country)))
                .containsExactly(fault);
    }

    @Test
    void an_ampersand_in_a_street_is_not_markup() {
        assertThat(AddressCheck.faults(MadeUpLetters.notice(
                        1, "Ana Diaz", List.of("1st & Main; Apt 2"), "Springfield", "IL", "62701", "US")))
                .isEmpty();
    }

    @Test
    void without_a_zip_code_and_a_known_state_there_is_no_place_to_send_to() {
        assertThat(AddressCheck.faults(
                        MadeUpLetters.notice(1, "Ana Diaz", List.of("1 Main Street"), "Springfield", "", "", "US")))
                .contains(Fault.NO_PLACE);
    }

    @Test
    void all_capitals_are_told_and_do_not_keep_a_letter_back() {
        assertThat(AddressCheck.faults(MadeUpLetters.notice(
                        1, "ANA DIAZ", List.of("1 MAIN STREET"), "SPRINGFIELD", "IL", "62701", "US")))
                .containsExactly(Fault.ALL_CAPITALS)
                .noneMatch(Fault::isUndeliverable);
    }

    @Test
    void a_chinese_name_is_not_all_capitals() {
        assertThat(AddressCheck.faults(
                        MadeUpLetters.notice(1, "陈美玲", List.of("1 Main Street"), "Springfield", "IL", "62701", "US")))
                .isEmpty();
    }

    @Test
    void the_lines_are_those_of_an_envelope() {
        assertThat(AddressCheck.lines(MadeUpLetters.notice(
                        1, " Ana Diaz ", List.of("1 Main Street", " ", "Apt 2"), "Springfield", "IL", "62701", "US")))
                .containsExactly("Ana Diaz", "1 Main Street", "Apt 2", "Springfield, IL 62701");
        assertThat(AddressCheck.lines(
                        MadeUpLetters.notice(1, "Ana\nDiaz", List.of("1 Rue A"), "Paris", "", "75001", "France")))
                .containsExactly("Ana Diaz", "1 Rue A", "Paris, 75001", "FRANCE");
    }
}
