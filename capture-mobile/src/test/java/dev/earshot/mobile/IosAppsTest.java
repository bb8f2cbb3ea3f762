package dev.earshot.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.clinic.app.IpaWriter;
import dev.earshot.clinic.app.MachOWriter;
import dev.earshot.clinic.app.MachOWriter.Processor;
import dev.earshot.exchange.BlindSpot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// iOS apps as Xcode builds them around an SDK, and apps that look as if one were in them.
final class IosAppsTest {
    private static final String ADJUST_PATH = "@rpath/Adjust.framework/Adjust";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_sdk_in_a_framework_that_the_app_uses_is_set_to_send(boolean stripped) throws IOException {
        App app = scan(new IpaWriter(
                        "Clinic",
                        "example.clinic.www",
                        bytes(program().loads(ADJUST_PATH).uses("ADJConfig"), stripped))
                .framework("Adjust", bytes(adjust(), stripped)));

        assertThat(rungs(app)).isEqualTo(Map.of("adjust", Rung.CONFIGURED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_sdk_that_is_linked_in_and_started_is_set_to_send(boolean stripped) throws IOException {
        MachOWriter program = program()
                .defines("ADJConfig")
                .defines("ADJActivityHandler")
                .selects("initSdk:")
                .text("https://app.adjust.com");

        assertThat(rungs(scan(app(bytes(program, stripped))))).isEqualTo(Map.of("adjust", Rung.CONFIGURED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_sdk_that_is_linked_in_and_not_started_is_there_and_no_more(boolean stripped) throws IOException {
        MachOWriter program = program().defines("ADJConfig").defines("ADJActivityHandler");

        assertThat(rungs(scan(app(bytes(program, stripped))))).isEqualTo(Map.of("adjust", Rung.DEFINED));
    }

    @Test
    void a_framework_that_is_loaded_and_of_which_nothing_is_used_is_there_and_no_more() throws IOException {
        App app = scan(app(program().loads(ADJUST_PATH).bytes()).framework("Adjust", adjust().bytes()));

        assertThat(rungs(app)).isEqualTo(Map.of("adjust", Rung.DEFINED));
    }

    @Test
    void a_program_for_several_processors_is_one_app() throws IOException {
        byte[] arm = program().loads(ADJUST_PATH).uses("ADJConfig").bytes();
        byte[] intel = new MachOWriter(Processor.X86_64)
                .loads(ADJUST_PATH)
                .uses("ADJConfig")
                .bytes();
        Map<Processor, byte[]> images = new TreeMap<>(Map.of(Processor.ARM64, arm, Processor.X86_64, intel));

        App app = scan(app(MachOWriter.fat(images)).framework("Adjust", adjust().bytes()));

        assertThat(rungs(app)).isEqualTo(Map.of("adjust", Rung.CONFIGURED));
    }

    @Test
    void of_an_encrypted_program_it_is_said_that_nothing_can_be_told() throws IOException {
        App app = scan(app(program()
                .defines("ADJConfig")
                .selects("initSdk:")
                .text("https://app.adjust.com")
                .encrypted()
                .bytes()));

        assertThat(app.blindSpots())
                .anyMatch(blind -> blind.kind() == BlindSpot.Kind.CODE_HIDDEN && blind.incomplete());
    }

    @Test
    void an_encrypted_program_does_not_hide_the_frameworks_beside_it() throws IOException {
        App app = scan(app(program().loads(ADJUST_PATH).encrypted().bytes()).framework("Adjust", adjust().bytes()));

        assertThat(app.sdk("adjust").map(HeldSdk::rung).filter(rung -> rung.atLeast(Rung.DEFINED)))
                .isPresent();
        assertThat(app.blindSpots()).anyMatch(BlindSpot::incomplete);
    }

    @Test
    void classes_and_frameworks_named_nearly_like_an_sdks_are_the_apps_own() throws IOException {
        App app = scan(app(program()
                        .defines("ADJConfiguration")
                        .defines("ClinicADJConfig")
                        .selects("initSdk:")
                        .text("ADJConfig")
                        .bytes())
                .framework(
                        "AdjustMeals",
                        new MachOWriter(Processor.ARM64)
                                .library("@rpath/AdjustMeals.framework/AdjustMeals")
                                .bytes()));

        assertThat(rungs(app).values()).doesNotContain(Rung.DEFINED, Rung.CALLED, Rung.CONFIGURED);
    }

    @Test
    void an_sdk_without_its_key_is_called_and_not_set_to_send() throws IOException {
        byte[] program = program()
                .loads("@rpath/FBSDKCoreKit.framework/FBSDKCoreKit")
                .uses("FBSDKAppEvents")
                .bytes();
        byte[] library = new MachOWriter(Processor.ARM64)
                .library("@rpath/FBSDKCoreKit.framework/FBSDKCoreKit")
                .defines("FBSDKAppEvents")
                .bytes();

        assertThat(rungs(scan(app(program).framework("FBSDKCoreKit", library))))
                .isEqualTo(Map.of("facebook-core", Rung.CALLED));
        assertThat(rungs(scan(
                        app(program).info("FacebookAppID", "1122334455667788").framework("FBSDKCoreKit", library))))
                .isEqualTo(Map.of("facebook-core", Rung.CONFIGURED));
    }

    @Test
    void a_switch_in_the_apps_list_turns_collection_off() throws IOException {
        IpaWriter off = app(program()
                        .defines("FIRAnalytics")
                        .defines("APMAnalytics")
                        .selects("logEventWithName:parameters:")
                        .bytes())
                .info("FIREBASE_ANALYTICS_COLLECTION_ENABLED", false);
        HeldSdk analytics = scan(off).sdk("firebase-analytics").orElseThrow();

        assertThat(analytics.rung()).isEqualTo(Rung.CALLED);
        assertThat(analytics.setting()).isEqualTo(HeldSdk.Setting.OFF);
    }

    @Test
    void a_declaration_of_no_tracking_is_held_against_what_the_app_holds() throws IOException {
        IpaWriter ipa = app(program().loads(ADJUST_PATH).uses("ADJConfig").bytes())
                .framework("Adjust", adjust().bytes())
                .xmlList(
                        "PrivacyInfo.xcprivacy",
                        Map.of(
                                "NSPrivacyTracking", false,
                                "NSPrivacyTrackingDomains", List.of(),
                                "NSPrivacyCollectedDataTypes", List.of(),
                                "NSPrivacyAccessedAPITypes", List.of()));

        assertThat(scan(ipa).mismatches()).anyMatch(mismatch -> mismatch.sdk().equals("adjust"));
    }

    @Test
    void a_declaration_of_no_tracking_agrees_with_an_app_that_holds_no_sdk() throws IOException {
        IpaWriter ipa = app(program().bytes()).xmlList("PrivacyInfo.xcprivacy", Map.of("NSPrivacyTracking", false));

        assertThat(scan(ipa).mismatches()).isEmpty();
    }

    private static MachOWriter program() {
        return new MachOWriter(Processor.ARM64).defines("ClinicAppDelegate").text("https://portal.clinic.example");
    }

    private static MachOWriter adjust() {
        return new MachOWriter(Processor.ARM64)
                .library(ADJUST_PATH)
                .defines("ADJConfig")
                .defines("ADJActivityHandler")
                .text("https://app.adjust.com");
    }

    private static byte[] bytes(MachOWriter writer, boolean stripped) {
        return (stripped ? writer.stripped() : writer).bytes();
    }

    private static IpaWriter app(byte[] program) {
        return new IpaWriter("Clinic", "example.clinic.www", program);
    }

    private App scan(IpaWriter ipa) throws IOException {
        Path file = Files.write(folder.resolve("Clinic.ipa"), ipa.bytes());
        return AppScan.read(List.of(file), Optional.empty()).getFirst();
    }

    private static Map<String, Rung> rungs(App app) {
        return app.sdks().stream().collect(Collectors.toMap(HeldSdk::id, HeldSdk::rung, (a, b) -> a, TreeMap::new));
    }
}
