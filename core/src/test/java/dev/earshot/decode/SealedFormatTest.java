package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a vendor's library encrypts is told as not read, never as nothing.
class SealedFormatTest {
    private static final String CLEVERTAP = "https://us1.clevertap-prod.com/a1";

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(20261122).nextBytes(noise);
        return noise;
    }

    private static String cipher() {
        return Base64.getEncoder().encodeToString(noise(240));
    }

    private static AsVendor clevertap(String json) {
        return AsVendor.decoded("clevertap", Sample.post(CLEVERTAP, "application/json", json));
    }

    @Test
    void an_encrypted_member_is_reported_with_its_place() {
        AsVendor sealed = clevertap("{\"itp\": \"" + cipher() + "\", \"itk\": \"a2V5\", \"itv\": \"aXY=\"}");
        assertThat(sealed.unread()).containsExactly("encrypted by the vendor's library");
        assertThat(sealed.decoded().undecoded().getFirst().chain()).isEqualTo("body › json › itp");
    }

    @Test
    void the_same_of_another_vendor_has_another_name() {
        AsVendor sealed = AsVendor.decoded(
                "moengage",
                Sample.post(
                        "https://sdk-01.moengage.com/v2/sdk/report/0A1B2C3D",
                        "application/json",
                        "{\"data\": \"" + cipher() + "\"}"));
        assertThat(sealed.unread()).containsExactly("encrypted by the vendor's library");
    }

    @Test
    void an_encrypted_parameter_of_an_address_is_reported() {
        AsVendor sealed = AsVendor.decoded(
                "google-mobile-ads",
                Sample.get("https://googleads.g.doubleclick.net/mads/gma?an=org.clinic.app&ms="
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(noise(240))));
        assertThat(sealed.unread()).containsExactly("encrypted by the vendor's library");
    }

    @Test
    void an_encrypted_body_is_reported() {
        AsVendor sealed = AsVendor.decoded(
                "appsflyer",
                Sample.post(
                        "https://inapps.appsflyersdk.com/api/v6.17/androidevent?app_id=org.clinic.app",
                        "application/octet-stream",
                        noise(400)));
        assertThat(sealed.unread()).containsExactly("unknown encoding");
    }

    @Test
    void what_opens_is_not_encrypted() {
        String json = Base64.getEncoder().encodeToString(Sample.bytes("{\"evtName\": \"booked_visit\"}"));
        assertThat(clevertap("{\"itp\": \"" + json + "\"}").unread()).isEmpty();
    }

    @Test
    void a_short_value_is_not_encrypted() {
        assertThat(clevertap("{\"itp\": \"none\"}").unread()).isEmpty();
    }
}
