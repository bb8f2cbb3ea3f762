package dev.earshot.breach.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class BouncesFuzzTest {
    private final Bounces bounces = new Bounces(Mails.settings(1, 1).sender());

    @FuzzTest(maxDuration = "2m")
    void any_bytes_are_read_or_not_understood(byte[] bytes) {
        String message = "To: bounces+" + Mails.key(7) + "@clinic.example\nContent-Type: message/delivery-status\n\n"
                + new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(bounces.read(message)).isNotNull();
    }
}
