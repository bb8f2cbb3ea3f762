package dev.earshot.persona;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A persona that can't be read is refused in words.
class PersonaFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_persona(byte[] file) throws IOException {
        Path yaml = Files.createTempFile("persona", ".yaml");
        try {
            Files.write(yaml, file);
            PersonaFile.read(yaml);
        } catch (EarshotException refused) {
            // The answer to what is no persona.
        } finally {
            Files.delete(yaml);
        }
    }
}
