package dev.earshot.mobile.ios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.clinic.app.MachOWriter;
import dev.earshot.clinic.app.MachOWriter.Processor;
import dev.earshot.mobile.reading.Sign;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an executable carries is told, whatever processor it is for.
class MachOReaderTest {
    private static MachOWriter app(Processor processor) {
        return new MachOWriter(processor)
                .loads("/usr/lib/libobjc.A.dylib")
                .loads("@rpath/Adjust.framework/Adjust")
                .uses("ADJConfig")
                .imports("_$s9Amplitude0A0C10identifyyyF")
                .exports("_main")
                .defines("ClinicAppDelegate")
                .defines("_TtC9ClinicApp10ChartStore")
                .definesSwiftStruct("ClinicApp", "Appointment")
                .selects("setUserEmail:")
                .text("https://portal.clinic.example/api")
                .wideText("Bitte bestätigen")
                .entitlements("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <plist version="1.0"><dict>
                        <key>com.apple.developer.healthkit</key><true/>
                        <key>com.apple.developer.associated-domains</key>
                        <array><string>applinks:portal.clinic.example</string></array>
                        </dict></plist>
                        """);
    }

    @ParameterizedTest
    @EnumSource
    void everything_in_an_executable_is_told_for_each_processor(Processor processor) {
        Told told = Told.by(
                new MachOReader(), "Payload/Clinic.app/Clinic", app(processor).bytes());

        assertThat(told.blind).isEmpty();
        assertThat(told.names(Sign.LIBRARY)).containsExactly("objc.A", "Adjust");
        assertThat(told.names(Sign.OBJC_CLASS))
                .containsExactlyInAnyOrder("ClinicAppDelegate", "ClinicApp.ChartStore", "ClinicApp.Appointment");
        assertThat(told.names(Sign.CLASS_REFERENCED)).contains("ADJConfig", "Amplitude.Amplitude", "NSObject");
        assertThat(told.names(Sign.OBJC_SELECTOR)).containsExactly("setUserEmail:");
        assertThat(told.names(Sign.NATIVE_TEXT)).contains("https://portal.clinic.example/api", "Bitte bestätigen");
        assertThat(told.values(Sign.SYMBOL, "_main")).containsExactly("exported");
        assertThat(told.values(Sign.SYMBOL, "_OBJC_CLASS_$_ADJConfig")).containsExactly("imported");
        assertThat(told.names(Sign.PERMISSION)).contains("com.apple.developer.healthkit");
        assertThat(told.names(Sign.DEEP_LINK)).containsExactly("https://portal.clinic.example/*");
    }
}
