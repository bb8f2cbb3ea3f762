package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Any text is an address or none.
class WebAddressFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void an_address(byte[] text) {
        assertThat(WebAddress.parse(new String(text, StandardCharsets.UTF_8))).isNotNull();
    }
}
