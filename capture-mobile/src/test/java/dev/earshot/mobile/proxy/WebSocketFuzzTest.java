package dev.earshot.mobile.proxy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.exchange.WebSocketMessage;
import java.time.Instant;

/// Bytes of a WebSocket, whatever they are, give messages or none.
class WebSocketFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void frames(byte[] bytes) {
        WebSocketFrames frames =
                new WebSocketFrames(WebSocketMessage.Direction.SENT, "permessage-deflate", message -> {});
        frames.accept(bytes, Instant.EPOCH);
        frames.close();
    }
}
