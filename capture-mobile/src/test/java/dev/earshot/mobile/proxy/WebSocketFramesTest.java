package dev.earshot.mobile.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.WebSocketMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest {
    private final List<String> heard = new ArrayList<>();

    @Test
    void masked_frames_are_unmasked_wherever_they_are_split() {
        byte[] frame = frame(0x81, "oncology".getBytes(StandardCharsets.UTF_8), true);
        for (int split = 0; split <= frame.length; split++) {
            heard.clear();
            WebSocketFrames frames = frames("");
            frames.accept(Arrays.copyOf(frame, split), Instant.EPOCH);
            frames.accept(Arrays.copyOfRange(frame, split, frame.length), Instant.EPOCH);
            assertThat(heard).as("split at %d", split).containsExactly("oncology");
        }
    }

    @Test
    void a_message_in_several_frames_is_joined_past_a_ping_between_them() {
        WebSocketFrames frames = frames("");
        frames.accept(frame(0x01, utf8("onco"), true), Instant.EPOCH);
        frames.accept(frame(0x89, utf8("ping"), true), Instant.EPOCH);
        frames.accept(frame(0x80, utf8("logy"), true), Instant.EPOCH);
        assertThat(heard).containsExactly("oncology");
    }

    @Test
    void long_messages_have_their_length_in_two_or_eight_bytes() {
        for (int length : List.of(125, 126, 65_535, 65_536, 200_000)) {
            heard.clear();
            frames("").accept(frame(0x81, new byte[length], true), Instant.EPOCH);
            assertThat(heard).singleElement().satisfies(text -> assertThat(text).hasSize(length));
        }
    }

    @Test
    void compressed_messages_share_what_came_before_them() {
        Deflater deflater = new Deflater(9, true);
        WebSocketFrames frames = frames("permessage-deflate");
        for (int i = 0; i < 3; i++) {
            frames.accept(frame(0xc1, deflated(deflater, "{\"event\":\"oncology\"}"), true), Instant.EPOCH);
        }
        assertThat(heard).hasSize(3).containsOnly("{\"event\":\"oncology\"}");
        assertThat(frames.lost()).isFalse();
    }

    @Test
    void compressed_messages_without_takeover_stand_alone() {
        WebSocketFrames frames = frames("permessage-deflate; client_no_context_takeover");
        for (int i = 0; i < 2; i++) {
            frames.accept(frame(0xc1, deflated(new Deflater(9, true), "oncology"), false), Instant.EPOCH);
        }
        assertThat(heard).containsExactly("oncology", "oncology");
    }

    @Test
    void a_length_that_lies_loses_the_socket_and_costs_no_memory() {
        WebSocketFrames frames = frames("");
        frames.accept(new byte[] {(byte) 0x82, 127, 0x7f, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3}, Instant.EPOCH);
        assertThat(frames.lost()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void what_does_not_inflate_is_lost_and_said() {
        WebSocketFrames frames = frames("permessage-deflate");
        frames.accept(frame(0xc1, new byte[] {(byte) 0xff, (byte) 0xff, 7, 7, 7}, true), Instant.EPOCH);
        assertThat(frames.lost()).isTrue();
    }

    private WebSocketFrames frames(String extensions) {
        return new WebSocketFrames(
                WebSocketMessage.Direction.SENT,
                extensions,
                message -> heard.add(message.payload().utf8()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflated(Deflater deflater, String text) {
        deflater.setInput(utf8(text));
        byte[] block = new byte[1000];
        int length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(block, length - 4);
    }

    private static byte[] frame(int first, byte[] payload, boolean masked) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(mask | 127);
            frame.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(payload.length >> shift);
            }
        }
        byte[] key = {7, 77, 17, 71};
        if (masked) {
            frame.writeBytes(key);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(masked ? payload[i] ^ key[i & 3] : payload[i]);
        }
        return frame.toByteArray();
    }
}
