package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.exchange.WebSocketMessage.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Whatever a request holds, decoding it ends, throws nothing, stays within its budgets and points into its origin.
class DecodingFuzzTest {
    private static final String[] CODINGS = {"gzip", "deflate", "br", "zstd"};
    private static final String TRACKER = "https://collect.tracker.example/";

    @FuzzTest(maxDuration = "2m")
    void a_body(byte[] body) {
        holds(Sample.body(body));
    }

    /// The first byte chooses the Content-Encoding.
    @FuzzTest(maxDuration = "2m")
    void a_body_with_a_coding(byte[] body) {
        if (body.length > 1) {
            holds(Sample.body(Arrays.copyOfRange(body, 1, body.length)).with("Content-Encoding", CODINGS[body[0] & 3]));
        }
    }

    @FuzzTest(maxDuration = "2m")
    void an_address(byte[] query) {
        String text = new String(query, StandardCharsets.UTF_8);
        holds(Sample.get(TRACKER + "c;" + text));
        holds(Sample.get(TRACKER + "?k=" + text).with("Cookie", text).with("Authorization", "Bearer " + text));
    }

    @FuzzTest(maxDuration = "2m")
    void a_message(byte[] payload) {
        holds(Sample.get(TRACKER).sending(Direction.SENT, 2, payload).sending(Direction.SENT, 1, payload));
    }

    private static void holds(Sample sample) {
        Decoded decoded = sample.decoded();
        assertThat(decoded.leaves()).hasSizeLessThanOrEqualTo(5 * (Opening.LEAVES + 1));
        for (Leaf leaf : decoded.leaves()) {
            assertThat(leaf.value()).isNotEmpty();
            if (leaf.origin() == Origin.BODY) {
                assertThat(leaf.start()).isBetween(0, sample.body().length);
                assertThat(leaf.length()).isBetween(0, sample.body().length - leaf.start());
            }
        }
    }
}
