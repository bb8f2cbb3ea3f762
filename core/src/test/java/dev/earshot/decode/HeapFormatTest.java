package dev.earshot.decode;

import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Hits of Heap's classic script: one query, properties in turns of name and value.
class HeapFormatTest {
    private static AsSent hit(String properties) {
        return AsSent.to(
                "heap",
                Sample.get(
                        "https://heapanalytics.com/h?a=4200000001&u=1234567&v=7654321&s=1112223&b=web&tv=4.0&d=www.clinic.example"
                                + "&h=%2Fcare&t=Breast%20care&z=2" + properties + "&ts=1700000000000"));
    }

    @Test
    void a_property_has_the_name_that_stands_before_its_value() {
        AsSent hit = hit("&sp=plan&sp=gold%20dental&sp=Signed%20In&sp=true&pp=specialty&pp=oncology");
        assertThat(hit.values("sp.plan")).containsExactly("gold dental");
        assertThat(hit.values("sp.Signed In")).containsExactly("true");
        assertThat(hit.values("pp.specialty")).containsExactly("oncology");
        assertThat(hit.values("sp")).containsExactly("plan", "Signed In");
    }

    @Test
    void an_empty_value_does_not_shift_the_others() {
        AsSent hit = hit("&sp=utm_source&sp=&sp=email&sp=" + percent("pat@clinic.example"));
        assertThat(hit.values("sp.email")).containsExactly("pat@clinic.example");
        assertThat(hit.values("sp")).containsExactly("utm_source", "email");
    }

    @Test
    void the_parts_of_an_address_keep_their_marks() {
        AsSent hit = hit("&pp=landing&pp=" + percent("https://www.clinic.example/care?q=lump"));
        assertThat(hit.values("pp.landing")).containsExactly("https://www.clinic.example/care?q=lump");
        assertThat(hit.values("pp.landing?q")).containsExactly("lump");
    }

    @Test
    void a_name_that_is_a_value_itself_is_masked_in_the_path() {
        AsSent hit = hit("&sp=" + percent("pat@clinic.example") + "&sp=seen");
        assertThat(hit.decoded().leaves().stream().map(Leaf::path).toList().toString())
                .doesNotContain("pat@clinic.example");
        assertThat(hit.values("sp")).contains("pat@clinic.example");
    }

    @Test
    void other_parameters_and_a_lone_name_stay_as_they_are() {
        AsSent hit = hit("&sp=plan");
        assertThat(hit.values("sp")).containsExactly("plan");
        assertThat(hit.values("t")).containsExactly("Breast care");
        assertThat(AsSent.to("heap", Sample.get("https://heapanalytics.com/h"))
                        .decoded()
                        .leaves())
                .isNotEmpty();
    }
}
