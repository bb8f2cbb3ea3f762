package dev.earshot.investigate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {
    @ParameterizedTest
    @CsvSource({
        "CA, '', CA, US",
        "ca, US, CA, US",
        "California, USA, CA, US",
        "new york, United States, NY, US",
        "N.Y., U.S.A., NY, US",
        "District of Columbia, US, DC, US",
        "'Washington, D.C.', US, DC, US",
        "B.C., Canada, BC, CA",
        "Calif, US, '', US",
        "PR, US, PR, US",
        "Puerto Rico, '', PR, US",
        "'', PR, PR, US",
        "'', Guam, GU, US",
        "AE, US, AE, US",
        "Armed Forces Pacific, '', AP, US",
        "FM, '', FM, FM",
        "ON, '', ON, CA",
        "Québec, Canada, QC, CA",
        "Nouvelle-Écosse, CAN, NS, CA",
        "ON, US, '', US",
        "CA, Canada, '', CA",
        "'', CA, '', CA",
        "BY, DE, BY, DE",
        "Bayern, Germany, '', DE",
        "'', '', '', ''",
        "Atlantis, '', '', ''",
        "CA, Atlantis, '', ''"
    })
    void a_state_is_its_code_or_name_in_its_country(String state, String country, String code, String land) {
        Region region = Region.of(state, country);
        assertThat(region.state()).isEqualTo(code);
        assertThat(region.country()).isEqualTo(land);
    }

    @ParameterizedTest
    @CsvSource({"Atlantis, US, true", "Atlantis, '', true", "'', US, false", "Bayern, DE, false", "CA, US, false"})
    void what_is_written_and_no_state_is_told_from_what_is_missing(String state, String country, boolean unknown) {
        assertThat(Region.of(state, country).unknown()).isEqualTo(unknown);
    }
}
