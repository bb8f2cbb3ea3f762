package dev.earshot.mobile.ios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Swift's symbols are read up to the first type.
class SwiftNameTest {
    @ParameterizedTest
    @CsvSource({
        "_$s10Foundation4DateVMa, Foundation.Date, struct, true",
        "_$s9Amplitude0A0CMn, Amplitude.Amplitude, class, true",
        "_$s9Amplitude0A0C5track5eventySS_tF, Amplitude.Amplitude, class, false",
        "_$s15ClinicAnalytics0aB6ClientC, ClinicAnalytics.ClinicAnalyticsClient, class, false",
        "_$s6Clinic5ChartC4KindO, Clinic.Chart.Kind, enum, false",
        "_$s6Clinic5Chart33_0123456789ABCDEF0123456789ABCDEFLLVMa, Clinic.Chart, struct, true",
        "_$sSo8NSObjectCMn, , , ",
        "_$s6Clinic5shareyyF, , , ",
        "_$sSS, , , ",
        "_main, , , "
    })
    void a_symbol_names_its_type(String symbol, String name, String kind, Boolean describesIt) {
        if (name == null) {
            assertThat(SwiftName.ofSymbol(symbol)).isEmpty();
        } else {
            assertThat(SwiftName.ofSymbol(symbol)).contains(new SwiftName(name, kind, describesIt));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "_TtC6Clinic5Chart, Clinic.Chart",
        "_TtCC6Clinic5Chart4Cell, Clinic.Chart.Cell",
        "_TtCs12_SwiftObject, Swift._SwiftObject",
        "_TtC6ClinicP33_0123456789ABCDEF0123456789ABCDEF5Chart, Clinic.Chart",
        "_TtGC6Clinic5ChartSi_, _TtGC6Clinic5ChartSi_",
        "ADJConfig, ADJConfig"
    })
    void the_runtimes_names_get_dots(String name, String dotted) {
        assertThat(SwiftName.ofRuntime(name)).isEqualTo(dotted);
    }

    @Test
    void a_mangled_name_cut_off_anywhere_is_no_error() {
        String whole = "_$s15ClinicAnalytics0aB6ClientC5Chart33_0123456789ABCDEF0123456789ABCDEFLLV";
        for (int length = 0; length < whole.length(); length++) {
            SwiftName.ofSymbol(whole.substring(0, length));
            SwiftName.ofRuntime("_TtCC" + whole.substring(0, length));
        }
        assertThat(SwiftName.ofSymbol("_$s99999999999999999999a")).isEmpty();
    }
}
