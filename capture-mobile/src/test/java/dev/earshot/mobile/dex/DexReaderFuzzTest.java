package dev.earshot.mobile.dex;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;

/// Any bytes are read as far as they are DEX, and any text as far as it is a mapping.
class DexReaderFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void code(byte[] bytes) {
        DexHostileTest.readAndAsk(bytes);
    }

    @FuzzTest(maxDuration = "1m")
    void mapping(byte[] text) {
        ProguardMapping.read(new ByteArrayInputStream(text)).className("a");
    }
}
