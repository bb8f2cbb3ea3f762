package dev.earshot.har;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that is no HAR is refused in words; one that is damaged gives what it holds.
class HarFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_recording(byte[] file) throws IOException {
        Path har = Files.createTempFile("recording", ".har");
        Path copy = Files.createTempFile("copy", ".har");
        try {
            Files.write(har, file);
            HarFile read = HarFile.open(har);
            read.forEach(exchange -> {});
            read.copyWithIds(copy);
        } catch (EarshotException refused) {
            // The answer to what is no recording.
        } finally {
            Files.delete(har);
            Files.delete(copy);
        }
    }
}
