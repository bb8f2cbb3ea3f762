package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Written from the grammar that Google's own reader of the token has. The people are invented.
class GoogleTagFormatTest {
    private static final String GA4 = "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123&en=purchase";

    private static String hash(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final String PERSON = "tv.1~em." + hash("pat@mail.example") + "~pn." + hash("+12025550123") + "~fn0."
            + hash("pat") + "~ln0." + hash("example") + "~sa0." + hash("1 main st")
            + "~ct0.springfield~rg0.il~pc0.62701"
            + "~co0.us~fn1." + hash("sam");

    @ParameterizedTest
    @ValueSource(strings = {"ga4", "google-ads", "floodlight"})
    void each_field_of_a_persons_token_is_a_member_and_has_its_own_meaning(String tracker) {
        AsVendor hit = AsVendor.decoded(tracker, Sample.get(GA4 + "&em=" + PERSON));
        assertThat(hit.values("em.em")).containsExactly(hash("pat@mail.example"));
        assertThat(hit.values("em.pn")).containsExactly(hash("+12025550123"));
        assertThat(hit.values("em.fn1")).containsExactly(hash("sam"));
        assertThat(hit.values("em.ct0")).containsExactly("springfield");
        assertThat(hit.roles("em.em")).containsExactly("hash.email");
        assertThat(hit.roles("em.pn")).containsExactly("hash.phone");
        assertThat(hit.roles("em.fn0")).containsExactly("hash.name");
        assertThat(hit.roles("em.ln0")).containsExactly("hash.name");
        assertThat(hit.roles("em.sa0")).containsExactly("hash.address");
        assertThat(hit.roles("em.pc0")).containsExactly("plain.address");
        assertThat(hit.roles("em.ct0")).containsExactly("plain.address");
        assertThat(hit.roles("em.co0")).containsExactly("geo");
        assertThat(hit.roles("em.rg0")).containsExactly("geo");
        assertThat(hit.roles("em")).containsExactly("protocol");
        assertThat(hit.chain("em.fn0")).isEqualTo("url › query › em › user data › fn0");
    }

    @Test
    void a_token_in_a_line_of_a_body_belongs_to_the_event_of_that_line() {
        AsVendor hit = AsVendor.decoded(
                "ga4",
                Sample.post(
                        "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123",
                        "text/plain;charset=UTF-8",
                        "en=page_view\r\nen=sign_up&em=tv.1~em." + hash("pat@mail.example")));
        assertThat(hit.leaves("em.em").stream().map(Leaf::event)).containsExactly(1);
    }

    @Test
    void a_token_among_matrix_parameters_is_read_too() {
        AsVendor hit = AsVendor.decoded(
                "floodlight",
                Sample.get("https://ad.doubleclick.net/activity;src=4242;type=visit;cat=appt0;em=tv.1~em."
                        + hash("pat@mail.example") + ";ord=1?"));
        assertThat(hit.values("em.em")).containsExactly(hash("pat@mail.example"));
        assertThat(hit.roles("em.em")).containsExactly("hash.email");
    }

    @Test
    void a_percent_encoded_token_is_the_same() {
        AsVendor hit = AsVendor.decoded("ga4", Sample.get(GA4 + "&em=" + Sample.percent(PERSON)));
        assertThat(hit.values("em.em")).containsExactly(hash("pat@mail.example"));
        assertThat(hit.values("em.pc0")).containsExactly("62701");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tv.1",
                "tv.1~",
                "tv.1~em.",
                "tv.1~em.e1",
                "tv.1~em.e1~pn.e12345~ec.e7",
                "tv.1~em",
                "tv.1~.abc",
                "tv.1~0em.abc",
                "tv.1~pat@mail.example",
                "tv.2~em.abcdefgh",
                "em.abcdefgh",
                "1",
            })
    void what_holds_no_field_tells_nothing(String token) {
        AsVendor hit = AsVendor.decoded("ga4", Sample.get(GA4 + "&em=" + token));
        assertThat(hit.paths()).noneMatch(path -> path.startsWith("em."));
        assertThat(hit.values("em")).containsExactly(token);
    }

    @Test
    void an_error_code_beside_a_hash_is_left_out() {
        AsVendor hit = AsVendor.decoded("ga4", Sample.get(GA4 + "&em=tv.1~em.e3~pn." + hash("+12025550123")));
        assertThat(hit.paths()).contains("em.pn").doesNotContain("em.em");
    }

    @Test
    void a_hash_that_begins_like_an_error_code_is_a_hash() {
        String hash = "e123456" + "a".repeat(36);
        AsVendor hit = AsVendor.decoded("ga4", Sample.get(GA4 + "&em=tv.1~em." + hash));
        assertThat(hit.values("em.em")).containsExactly(hash);
    }

    @Test
    void a_bare_hash_in_place_of_the_token_is_still_a_hash_of_the_person() {
        AsVendor hit = AsVendor.decoded("google-ads", Sample.get(GA4 + "&em=" + hash("pat@mail.example")));
        assertThat(hit.roles("em")).containsExactly("hash.user");
    }

    @Test
    void a_product_is_told_field_by_field() {
        AsVendor hit = AsVendor.decoded(
                "ga4",
                Sample.get(
                        GA4 + "&pr1=" + Sample.percent("idMRI-1~nmMammogram~~3D~brClinic~k0specialty~v0oncology~pr120")
                                + "&pr200=nmMRI~qt2"));
        assertThat(hit.values("pr1.nm")).containsExactly("Mammogram~3D");
        assertThat(hit.values("pr1.specialty")).containsExactly("oncology");
        assertThat(hit.values("pr1.pr")).containsExactly("120");
        assertThat(hit.values("pr200.nm")).containsExactly("MRI");
        assertThat(hit.roles("pr1.specialty")).containsExactly("product");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pr1=plain", "prx=nmMRI~qt2", "pr12345=nmMRI~qt2", "xpr1=nmMRI~qt2", "pr=nmMRI~qt2"})
    void what_is_no_product_has_no_fields(String parameter) {
        AsVendor hit = AsVendor.decoded("ga4", Sample.get(GA4 + "&" + parameter));
        assertThat(hit.paths()).noneMatch(path -> path.contains(".nm"));
    }

    @Test
    void a_products_own_field_with_a_value_for_a_name_keeps_its_number() {
        AsVendor hit = AsVendor.decoded("ga4", Sample.get(GA4 + "&pr1=nmMRI~k0pat@mail.example~v0yes"));
        assertThat(hit.values("pr1.k0")).containsExactly("pat@mail.example");
        assertThat(hit.values("pr1.v0")).containsExactly("yes");
    }
}
