package dev.earshot.decode;

import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Written from Matomo's description of its tracking API.
class MatomoFormatTest {
    private static final String URL = "https://stats.tracker.example/matomo.php";
    private static final String PAGE = "https://www.clinic.example/find?q=breast%20cancer";

    private static AsVendor bulk(String... requests) {
        return AsVendor.decoded(
                "matomo",
                Sample.post(
                        URL,
                        "application/x-www-form-urlencoded",
                        "{\"requests\":[\"" + String.join("\",\"", requests) + "\"]}"));
    }

    @Test
    void each_query_of_a_bulk_body_is_a_request_of_its_own() {
        AsVendor bulk = bulk(
                "?idsite=1&rec=1&action_name=Oncology&search=breast%20cancer", "?idsite=1&rec=1&url=" + percent(PAGE));
        assertThat(bulk.values("requests[0]?search")).containsExactly("breast cancer");
        assertThat(bulk.roles("requests[0]?search")).containsExactly("search.term");
        assertThat(bulk.values("requests[1]?url")).containsExactly(PAGE);
        assertThat(bulk.roles("requests[1]?url")).containsExactly("page.url");
        assertThat(bulk.values("requests[1]?url?q")).containsExactly("breast cancer");
        assertThat(bulk.leaves("requests[1]?url").getFirst().event()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matomo", "piwik-pro"})
    void a_custom_variable_has_the_name_that_the_site_gave_it(String tracker) {
        AsVendor hit = AsVendor.decoded(
                tracker,
                Sample.get(URL + "?idsite=1&rec=1&_cvar="
                        + percent("{\"1\":[\"specialty\",\"oncology\"],\"2\":[\"member_id\",\"M-771\"]}")));
        assertThat(hit.values("_cvar.1[1].specialty")).containsExactly("oncology");
        assertThat(hit.leaves("_cvar.2[1].member_id").getFirst().key()).isEqualTo("member_id");
        assertThat(hit.roles("_cvar.2[1].member_id")).containsExactly("custom");
    }

    @Test
    void a_custom_variable_in_a_bulk_body_has_its_name_too() {
        AsVendor bulk = bulk("?idsite=1&cvar=" + percent("{\"1\":[\"specialty\",\"oncology\"]}"));
        assertThat(bulk.values("requests[0]?cvar.1[1].specialty")).containsExactly("oncology");
    }

    @Test
    void a_name_that_is_a_value_names_nothing() {
        AsVendor hit = AsVendor.decoded(
                "matomo",
                Sample.get(URL + "?idsite=1&rec=1&_cvar=" + percent("{\"1\":[\"pat@mail.example\",\"yes\"]}")));
        assertThat(hit.values("_cvar.1[0]")).containsExactly("pat@mail.example");
        assertThat(hit.paths()).noneMatch(path -> path.contains("mail.example"));
    }

    @Test
    void a_list_that_is_no_custom_variable_is_left_alone() {
        AsVendor hit = AsVendor.decoded(
                "matomo",
                Sample.get(URL + "?idsite=1&rec=1&ec_items=" + percent("[[\"sku1\",\"Mammogram\",\"care\",12,1]]")));
        assertThat(hit.values("ec_items[0][1]")).containsExactly("Mammogram");
        assertThat(hit.paths()).doesNotContain("ec_items[0][1].sku1");
    }

    @Test
    void an_address_in_a_request_of_its_own_keeps_its_query() {
        AsVendor hit = AsVendor.decoded("matomo", Sample.get(URL + "?idsite=1&rec=1&url=" + percent(PAGE)));
        assertThat(hit.values("url?q")).containsExactly("breast cancer");
        assertThat(hit.roles("url")).containsExactly("page.url");
    }
}
