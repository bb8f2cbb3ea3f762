package dev.earshot.investigate.plan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A plan that can't be read is refused in words.
class PlanFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_plan(byte[] file) throws IOException {
        Path yaml = Files.createTempFile("plan", ".yaml");
        try {
            Files.write(yaml, file);
            PlanFile.read(yaml);
        } catch (EarshotException refused) {
            // The answer to what is no plan.
        } finally {
            Files.delete(yaml);
        }
    }
}
