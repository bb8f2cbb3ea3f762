package dev.earshot.decode;

import static dev.earshot.decode.Sample.percent;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Written from Adobe's list of query parameters, dynamic variables and products variable.
class AdobeAnalyticsFormatTest {
    private static final String HIT = "https://metrics.clinic.example/b/ss/suite1/1/JS-2.22.0/s9012345?AQB=1&ndh=1&";

    private static AsVendor hit(String query) {
        return AsVendor.decoded("adobe-analytics", Sample.get(HIT + query + "&AQE=1"));
    }

    private static AsVendor hit(Sample sample) {
        return AsVendor.decoded("adobe-analytics", sample);
    }

    private static String address() {
        return "https://www.clinic.example/search?src=" + "a".repeat(210) + "&q=breast%20cancer&lang=en";
    }

    @Test
    void an_address_that_goes_on_in_a_second_parameter_is_one_address() {
        for (int cut : new int[] {240, 253, 254, 255, 258, 264, 265}) {
            String address = address();
            AsVendor hit = hit("pageName=search&g=" + percent(address.substring(0, cut)) + "&-g="
                    + percent(address.substring(cut)) + "&cc=USD");
            assertThat(hit.values("g")).containsExactly(address);
            assertThat(hit.values("g?q")).containsExactly("breast cancer");
            assertThat(hit.values("g?lang")).containsExactly("en");
            assertThat(hit.paths()).noneMatch(path -> path.startsWith("-g"));
            assertThat(hit.roles("g")).containsExactly("page.url");
            assertThat(hit.chain("g")).isEqualTo("url › query › g › percent › continued in -g");
        }
    }

    @Test
    void an_address_that_goes_on_in_a_body_is_one_address() {
        AsVendor hit = hit(Sample.post(
                "https://metrics.clinic.example/b/ss/suite1/10/JS-2.22.0/s9012345",
                "application/x-www-form-urlencoded",
                "AQB=1&g=" + percent("https://www.clinic.example/find?q=bre") + "&-g=" + percent("ast%20cancer")
                        + "&v5=D%3Dg&AQE=1"));
        assertThat(hit.values("g?q")).containsExactly("breast cancer");
        assertThat(hit.values("v5?q")).containsExactly("breast cancer");
        assertThat(hit.unread()).isEmpty();
    }

    @Test
    void an_address_without_a_second_half_stays_as_it_was_sent() {
        AsVendor hit = hit("g=" + percent("https://www.clinic.example/?q=lump") + "&-gt=errorPage");
        assertThat(hit.values("g?q")).containsExactly("lump");
        assertThat(hit.chain("g")).isEqualTo("url › query › g › percent");
        assertThat(hit.values("-gt")).containsExactly("errorPage");
    }

    @Test
    void a_dynamic_variable_stands_for_what_it_copies() {
        AsVendor hit = hit("g=" + percent("https://www.clinic.example/?q=lump") + "&c1=oncology&v1=D%3Dg&v2=D%3Dc1&c2="
                + percent("D=c1+\":\"+c1+':intro'"));
        assertThat(hit.values("v1")).containsExactly("D=g", "https://www.clinic.example/?q=lump");
        assertThat(hit.values("v1?q")).containsExactly("lump");
        assertThat(hit.values("v2")).containsExactly("D=c1", "oncology");
        assertThat(hit.values("c2")).contains("oncology:oncology:intro");
        assertThat(hit.leaves("v2").getLast().chain()).isEqualTo("url › query › v2 › percent › dynamic variable");
        assertThat(hit.roles("v2")).containsExactly("custom", "custom");
    }

    @Test
    void a_dynamic_variable_may_copy_a_header_and_context() {
        AsVendor hit =
                hit(Sample.get(HIT + "v9=D%3DUser-Agent&c.&page.&kind=referral&.page&.c&v8=D%3Dc.page.kind&AQE=1")
                        .with("user-agent", "Example/1.0"));
        assertThat(hit.values("v9")).contains("Example/1.0");
        assertThat(hit.values("v8")).contains("referral");
    }

    @Test
    void a_dynamic_variable_has_the_prefix_that_the_hit_names() {
        AsVendor hit = hit("D=..&c1=oncology&v1=..c1&v2=D%3Dc1");
        assertThat(hit.values("v1")).contains("oncology");
        assertThat(hit.values("v2")).doesNotContain("oncology");
    }

    @Test
    void what_refers_to_nothing_stands_for_nothing() {
        AsVendor hit = hit("c1=oncology&v1=D%3Dv99&v2=D%3D&v3=C%3Dc1&v4=" + percent("D=\"c1\"") + "&v5=d%3Dc1"
                + "&v6=D%3Dv6&v7=D%3Dv2");
        assertThat(hit.values("v1")).containsExactly("D=v99");
        for (String variable : new String[] {"v2", "v3", "v4", "v5", "v6", "v7"}) {
            assertThat(hit.values(variable))
                    .as(variable)
                    .doesNotContain("oncology")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void a_cookie_is_no_header_to_copy() {
        AsVendor hit = hit(Sample.get(HIT + "v1=D%3DCookie&AQE=1").with("Cookie", "s_vi=abcdef"));
        assertThat(hit.values("v1")).containsExactly("D=Cookie");
    }

    @Test
    void products_are_told_field_by_field() {
        AsVendor hit = hit("events=prodView,event7&products="
                + percent("Care;Mammogram;1;120.00;event1=4.99|event2=5;eVar1=oncology|eVar2=dr. smith,;MRI")
                + "&v1=x");
        assertThat(hit.values("products[0].category")).containsExactly("Care");
        assertThat(hit.values("products[0].name")).containsExactly("Mammogram");
        assertThat(hit.values("products[0].quantity")).containsExactly("1");
        assertThat(hit.values("products[0].price")).containsExactly("120.00");
        assertThat(hit.values("products[0].events.event2")).containsExactly("5");
        assertThat(hit.values("products[0].evars.eVar2")).containsExactly("dr. smith");
        assertThat(hit.values("products[1].name")).containsExactly("MRI");
        assertThat(hit.roles("products[0].evars.eVar1")).containsExactly("custom");
        assertThat(hit.roles("products[1].name")).containsExactly("product");
    }

    @Test
    void what_a_product_says_in_place_of_a_variable_never_names_a_path() {
        AsVendor hit = hit("products=" + percent(";a;;;;pat@clinic.example=1|eVar1234567=2"));
        assertThat(hit.paths()).noneMatch(path -> path.contains("clinic") || path.contains("1234567"));
        assertThat(hit.values("products[0].evars")).containsExactly("pat@clinic.example=1", "eVar1234567=2");
    }

    @Test
    void a_hit_without_its_end_is_reported() {
        AsVendor cut = hit(Sample.get(HIT + "pageName=search&g=https%3A%2F%2Fwww.cli"));
        assertThat(cut.unread()).containsExactly("the hit was cut off on its way, its end AQE=1 is missing");
        assertThat(cut.decoded().undecoded().getFirst().chain()).isEqualTo("url");
        assertThat(hit("pageName=search").unread()).isEmpty();
    }

    @Test
    void a_hit_that_names_no_beginning_misses_no_end() {
        assertThat(hit(Sample.get("https://metrics.clinic.example/b/ss/suite1/5/?pageName=app"))
                        .unread())
                .isEmpty();
        assertThat(hit(Sample.get("https://x.sc.omtrdc.net/id?AQB=1")).unread()).isEmpty();
    }

    @Test
    void the_report_suite_is_the_third_segment_and_no_other_is_an_account() {
        AsVendor hit = hit("pageName=search");
        assertThat(hit.values("/2")).containsExactly("suite1");
        assertThat(hit.roles("/2")).containsExactly("account");
        assertThat(hit.roles("/0")).containsExactly("protocol");
        assertThat(hit.roles("/5")).containsExactly("protocol");
    }

    @Test
    void customer_ids_are_ids_and_their_state_is_none() {
        AsVendor hit = hit("cid.&memberId.&id=M-771&as=1&.memberId&.cid");
        assertThat(hit.values("cid.memberId.id")).containsExactly("M-771");
        assertThat(hit.roles("cid.memberId.id")).containsExactly("id.user");
        assertThat(hit.roles("cid.memberId.as")).containsExactly("user.signed-in");
        assertThat(hit("cid.&memberId.&id=M-771&as=0&.memberId&.cid").roles("cid.memberId.as"))
                .containsExactly("protocol");
    }

    @Test
    void many_copies_of_a_long_value_cost_a_bounded_amount() {
        StringBuilder query = new StringBuilder("c1=").append("x".repeat(20_000));
        for (int variable = 1; variable <= 250; variable++) {
            query.append("&v").append(variable).append("=D%3Dc1");
        }
        AsVendor hit = hit(query.toString());
        long copied = hit.decoded().leaves().stream()
                .filter(leaf -> leaf.path().startsWith("v") && leaf.value().length() == 20_000)
                .count();
        assertThat(copied).isBetween(5L, 20L);
    }
}
