package dev.earshot.browser.crawl;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Whatever a site answers for robots.txt, it allows an address or does not.
class RobotsFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void rules(byte[] text) {
        Robots robots =
                Robots.answered("https://www.clinic.example/robots.txt", 200, new String(text, StandardCharsets.UTF_8));
        robots.allows("https://www.clinic.example/find-a-doctor/oncology?q=lump");
    }
}
