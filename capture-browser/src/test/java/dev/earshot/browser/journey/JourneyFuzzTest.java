package dev.earshot.browser.journey;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.EarshotException;
import java.nio.charset.StandardCharsets;

/// A recording that can't be followed is refused in words.
class JourneyFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_journey(byte[] json) {
        try {
            JourneyReader.read("visit", "visit.json", new String(json, StandardCharsets.UTF_8));
        } catch (EarshotException refused) {
            // The answer to what is no journey.
        }
    }
}
