package dev.earshot.decode;

import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.WebSocketMessage.Direction;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Recorders whose form nobody described: what opens is read, and what does not is said.
class OpaqueRecordingTest {
    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(20261122).nextBytes(noise);
        return noise;
    }

    @Test
    void a_body_that_nothing_opens_is_reported_with_size_and_entropy_and_gives_no_leaves() {
        for (String url : new String[] {
            "https://r.lr-ingest.io/i?a=clinic%2Fportal&r=5-0",
            "https://o2.mouseflow.com/data",
            "https://mc.yandex.ru/webvisor/1?wv-part=1"
        }) {
            Decoded decoded =
                    Sample.post(url, "application/octet-stream", noise(4096)).decoded();
            assertThat(decoded.leaves()).noneMatch(leaf -> leaf.origin() == Origin.BODY);
            assertThat(decoded.undecoded()).singleElement().satisfies(part -> {
                assertThat(part.bytes()).isEqualTo(4096);
                assertThat(part.entropy()).isGreaterThan(7.5);
            });
        }
    }

    @Test
    void a_message_that_nothing_opens_is_reported_too() {
        Decoded decoded = Sample.get("wss://ws.hotjar.com/api/v2/client/ws?v=7&site_id=1")
                .sending(Direction.SENT, 2, noise(2048))
                .decoded();
        assertThat(decoded.undecoded())
                .singleElement()
                .satisfies(part -> assertThat(part.chain()).startsWith("message"));
    }

    @Test
    void quantum_metrics_body_is_zlib() {
        AsSent read = AsSent.to(
                "",
                Sample.post(
                        "https://ingest.quantummetric.com/horizon/clinic?T=B&u=https%3A%2F%2Fwww.clinic.example%2Fcare%3Fq%3Dlump&z=1",
                        "text/plain", zlib(bytes("{\"p\":[{\"v\":\"night sweats since May\"}]}"))));
        assertThat(read.values("p[0].v")).containsExactly("night sweats since May");
        assertThat(read.values("u?q")).containsExactly("lump");
    }
}
