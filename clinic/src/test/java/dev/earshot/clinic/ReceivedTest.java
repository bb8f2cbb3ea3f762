package dev.earshot.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedTest {
    @Test
    void an_address_falls_into_host_path_and_query() {
        Received received = received("https://ad.doubleclick.net/activity;src=1;u1=a%2Fb?x=1?y");

        assertThat(received.host()).isEqualTo("ad.doubleclick.net");
        assertThat(received.path()).isEqualTo("/activity;src=1;u1=a%2Fb");
        assertThat(received.query()).isEqualTo("x=1?y");
    }

    @Test
    void a_port_is_not_part_of_the_host_and_a_bare_host_has_the_root_path() {
        assertThat(received("wss://127.0.0.1:4433").host()).isEqualTo("127.0.0.1");
        assertThat(received("wss://127.0.0.1:4433").path()).isEqualTo("/");
        assertThat(received("wss://127.0.0.1:4433").query()).isEmpty();
    }

    @Test
    void it_prints_without_a_patients_values() {
        assertThat(received("https://t.co/1/i/adsct?q=secret").toString()).doesNotContain("secret", "cookie");
    }

    private static Received received(String url) {
        return new Received(
                1,
                Instant.EPOCH,
                "GET",
                url,
                "HTTP/1.1",
                List.of(new Header("cookie", "secret")),
                Bytes.utf8("secret"),
                true,
                List.of());
    }
}
