package dev.earshot.mobile.ios;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever an executable holds, it is told or reported.
class MachOFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void an_executable(byte[] file) {
        Told.by(new MachOReader(), "Payload/Clinic.app/Clinic", file);
    }
}
