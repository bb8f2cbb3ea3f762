package dev.earshot.mobile.ios;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever a property list, a privacy manifest or a provisioning profile holds, it is told or reported.
class PlistFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_list(byte[] file) {
        Told.by(new PlistReader(), "Payload/Clinic.app/Info.plist", file);
        Told.by(new PlistReader(), "Payload/Clinic.app/PrivacyInfo.xcprivacy", file);
        Told.by(new PlistReader(), "Clinic.entitlements", file);
    }

    @FuzzTest(maxDuration = "2m")
    void a_profile(byte[] file) {
        Told.by(new PlistReader(), "Payload/Clinic.app/embedded.mobileprovision", file);
    }

    @FuzzTest(maxDuration = "2m")
    void entitlements_in_a_signature(byte[] file) {
        Once once = new Once("Clinic", new Told());
        try {
            Entitlements.ofDer(file, once, 0);
        } catch (Unreadable refused) {
            // The answer to what is no such list.
        }
    }
}
