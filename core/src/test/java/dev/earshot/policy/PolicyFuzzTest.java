package dev.earshot.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A policy that can't be read is refused in words.
class PolicyFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_policy(byte[] file) throws IOException {
        Path yaml = Files.createTempFile("policy", ".yaml");
        try {
            Files.write(yaml, file);
            PolicyFile.read(yaml, Set.of("Example Advertising, Inc."));
        } catch (EarshotException refused) {
            // The answer to what is no policy.
        } finally {
            Files.delete(yaml);
        }
    }
}
