package dev.earshot.mobile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.app.App;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import dev.earshot.clinic.app.ApkWriter;
import dev.earshot.clinic.app.IpaWriter;
import dev.earshot.clinic.app.MachOWriter;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.fixture.FixtureApps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppScanTest {
    private static final String SOUNDS = """
            package com.adjust.sdk;
            public class AdjustEvent {
                public AdjustEvent(String token) {}
                public void addCallbackParameter(String key, String value) {}
            }
            """;

    @TempDir
    private Path folder;

    private App scan(String name, byte[] content) throws IOException {
        return AppScan.read(List.of(Files.write(folder.resolve(name), content)), Optional.empty())
                .getFirst();
    }

    private static Map<String, String> sources(String... pathsAndTexts) {
        Map<String, String> sources = new HashMap<>();
        for (int at = 0; at < pathsAndTexts.length; at += 2) {
            sources.put(pathsAndTexts[at], pathsAndTexts[at + 1]);
        }
        return sources;
    }

    private static String screen(String body) {
        return "package org.clinic.example.app;\npublic class BookingScreen extends android.app.Activity {\n" + body
                + "\n}\n";
    }

    @Test
    void an_apk_that_calls_an_sdk_is_told_with_class_method_and_offset() throws IOException {
        App app = scan(
                "clinic.apk",
                FixtureApps.small(
                        "",
                        sources(
                                "com/adjust/sdk/AdjustEvent.java",
                                SOUNDS,
                                "org/clinic/example/app/BookingScreen.java",
                                screen("void book() { new com.adjust.sdk.AdjustEvent(\"abc123\")"
                                        + ".addCallbackParameter(\"department\", \"oncology\"); }")),
                        List.of()));

        HeldSdk adjust = app.sdk("adjust").orElseThrow();
        assertThat(app.platform()).isEqualTo(Platform.ANDROID);
        assertThat(app.id()).isEqualTo(FixtureApps.PACKAGE);
        assertThat(app.files())
                .singleElement()
                .satisfies(file -> assertThat(file.kind()).isEqualTo("APK"));
        assertThat(adjust.rung().atLeast(Rung.CALLED)).isTrue();
        assertThat(adjust.traces())
                .filteredOn(trace -> trace.rung() == Rung.CALLED && trace.kind().equals("call"))
                .allSatisfy(trace -> {
                    assertThat(trace.at().file()).isEqualTo("clinic.apk!classes.dex");
                    assertThat(trace.at().in()).isEqualTo("org.clinic.example.app.BookingScreen.book");
                    assertThat(trace.at().offset()).isPositive();
                })
                .isNotEmpty();
        assertThat(adjust.handOvers()).anySatisfy(handOver -> {
            assertThat(handOver.element()).isEqualTo(DataElement.PAGE_USE);
            assertThat(handOver.literals()).containsExactly("department", "oncology");
        });
    }

    @Test
    void an_apk_that_only_mentions_a_class_says_mentioned_and_no_more() throws IOException {
        App app = scan(
                "clinic.apk",
                FixtureApps.small(
                        "",
                        sources(
                                "com/adjust/sdk/AdjustEvent.java",
                                SOUNDS,
                                "org/clinic/example/app/BookingScreen.java",
                                screen(
                                        "void book(com.adjust.sdk.AdjustEvent event) { event.addCallbackParameter(\"a\", \"b\"); }")),
                        List.of("com/adjust/sdk/AdjustEvent.java")));

        assertThat(app.sdks()).singleElement().satisfies(sdk -> {
            assertThat(sdk.id()).isEqualTo("adjust");
            assertThat(sdk.rung()).isEqualTo(Rung.REFERENCED);
            assertThat(sdk.handOvers()).isEmpty();
        });
    }

    @Test
    void an_apk_whose_sdk_nobody_calls_says_that_it_is_there() throws IOException {
        App app = scan(
                "clinic.apk", FixtureApps.small("", sources("com/adjust/sdk/AdjustEvent.java", SOUNDS), List.of()));

        assertThat(app.sdk("adjust").orElseThrow().rung()).isEqualTo(Rung.DEFINED);
    }

    @Test
    void the_advertising_id_client_alone_is_no_advertising_sdk() throws IOException {
        App app = scan(
                "clinic.apk",
                FixtureApps.small(
                        "",
                        sources(
                                "com/google/android/gms/ads/identifier/AdvertisingIdClient.java",
                                "package com.google.android.gms.ads.identifier; public class AdvertisingIdClient {}",
                                "org/clinic/example/app/BookingScreen.java",
                                screen("Object id = new com.google.android.gms.ads.identifier.AdvertisingIdClient();")),
                        List.of()));

        assertThat(app.sdks()).extracting(HeldSdk::id).doesNotContain("admob");
    }

    @Test
    void an_app_of_its_own_code_alone_holds_no_sdk() throws IOException {
        App app = scan("clinic.apk", FixtureApps.small("", Map.of(), List.of()));

        assertThat(app.sdks()).isEmpty();
        assertThat(app.mismatches()).isEmpty();
        assertThat(app.blindSpots()).noneMatch(BlindSpot::incomplete);
        assertThat(app.blindSpots()).anyMatch(blind -> blind.kind() == BlindSpot.Kind.NOT_WATCHED);
    }

    @Test
    void a_folder_of_an_app_bundle_and_an_apk_give_one_app_each() throws IOException {
        Path one = Files.write(folder.resolve("one.apk"), FixtureApps.small("", Map.of(), List.of()));
        Path other = Files.write(folder.resolve("clinic.ipa"), ipa(new MachOWriter(MachOWriter.Processor.ARM64)));

        assertThat(AppScan.read(List.of(one, other), Optional.empty()))
                .extracting(App::platform)
                .containsExactly(Platform.ANDROID, Platform.IOS);
    }

    @Test
    void an_apk_without_a_manifest_is_scanned_and_said_to_be_incomplete() throws IOException {
        App app = scan(
                "clinic.apk",
                new ApkWriter().file("classes.dex", "not a DEX file").apk());

        assertThat(app.label()).isEqualTo("clinic.apk");
        assertThat(app.blindSpots()).anyMatch(BlindSpot::incomplete);
    }

    @Test
    void an_apk_that_is_cut_off_is_an_app_with_a_blind_spot() throws IOException {
        byte[] apk = FixtureApps.small("", Map.of(), List.of());

        App app = scan("clinic.apk", Arrays.copyOf(apk, apk.length / 2));

        assertThat(app.label()).isNotEmpty();
        assertThat(app.blindSpots()).anyMatch(BlindSpot::incomplete);
    }

    @Test
    void a_file_that_is_no_app_is_a_mistake_of_the_user() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.doc"), "Dear patient");

        assertThatThrownBy(() -> AppScan.read(List.of(letter), Optional.empty()))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("APK")
                .extracting(thrown -> ((EarshotException) thrown).code())
                .isEqualTo(EarshotException.Code.USAGE);
    }

    @Test
    void a_file_that_is_no_app_beside_one_is_not_lost() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.doc"), "Dear patient");
        Path apk = Files.write(folder.resolve("clinic.apk"), FixtureApps.small("", Map.of(), List.of()));

        assertThat(AppScan.read(List.of(letter, apk), Optional.empty()))
                .hasSize(2)
                .first()
                .satisfies(app -> assertThat(app.blindSpots()).anyMatch(BlindSpot::incomplete));
    }

    @Test
    void who_waits_hears_what_is_read() throws IOException {
        Path apk = Files.write(folder.resolve("clinic.apk"), FixtureApps.small("", Map.of(), List.of()));
        List<String> heard = new ArrayList<>();

        AppScan.read(List.of(apk), Optional.empty(), (file, bytes) -> heard.add(file));

        assertThat(heard).contains("clinic.apk!classes.dex");
    }

    private static byte[] ipa(MachOWriter executable) {
        return new IpaWriter("Clinic", "example.clinic.www", executable.bytes()).bytes();
    }

    @Test
    void an_ipa_whose_executable_takes_an_sdks_class_from_its_framework_calls_it() throws IOException {
        byte[] ipa = new IpaWriter(
                        "Clinic",
                        "example.clinic.www",
                        new MachOWriter(MachOWriter.Processor.ARM64)
                                .loads("@rpath/Adjust.framework/Adjust")
                                .uses("ADJConfig")
                                .bytes())
                .framework(
                        "Adjust",
                        new MachOWriter(MachOWriter.Processor.ARM64)
                                .library("@rpath/Adjust.framework/Adjust")
                                .defines("ADJConfig")
                                .bytes())
                .bytes();

        HeldSdk adjust = scan("clinic.ipa", ipa).sdk("adjust").orElseThrow();

        assertThat(adjust.rung().atLeast(Rung.CALLED)).isTrue();
    }

    @Test
    void an_ipa_that_brings_a_framework_and_takes_nothing_from_it_holds_it() throws IOException {
        byte[] ipa = new IpaWriter(
                        "Clinic",
                        "example.clinic.www",
                        new MachOWriter(MachOWriter.Processor.ARM64)
                                .defines("CLNScreen")
                                .bytes())
                .framework(
                        "Adjust",
                        new MachOWriter(MachOWriter.Processor.ARM64)
                                .library("@rpath/Adjust.framework/Adjust")
                                .defines("ADJConfig")
                                .bytes())
                .bytes();

        assertThat(scan("clinic.ipa", ipa).sdk("adjust").orElseThrow().rung()).isEqualTo(Rung.DEFINED);
    }

    @Test
    void an_advertising_sdk_beside_a_declaration_of_no_tracking_is_a_mismatch() throws IOException {
        byte[] ipa = new IpaWriter(
                        "Clinic",
                        "example.clinic.www",
                        new MachOWriter(MachOWriter.Processor.ARM64)
                                .loads("@rpath/Adjust.framework/Adjust")
                                .uses("ADJConfig")
                                .bytes())
                .framework(
                        "Adjust",
                        new MachOWriter(MachOWriter.Processor.ARM64)
                                .library("@rpath/Adjust.framework/Adjust")
                                .defines("ADJConfig")
                                .bytes())
                .xmlList("PrivacyInfo.xcprivacy", Map.of("NSPrivacyTracking", false))
                .bytes();

        assertThat(scan("clinic.ipa", ipa).mismatches())
                .anyMatch(mismatch ->
                        mismatch.sdk().equals("adjust") && mismatch.what().contains("does not track"));
    }

    @Test
    void an_ipa_of_the_apps_own_code_alone_holds_no_sdk() throws IOException {
        App app = scan("clinic.ipa", ipa(new MachOWriter(MachOWriter.Processor.ARM64).defines("CLNScreen")));

        assertThat(app.id()).isEqualTo("example.clinic.www");
        assertThat(app.sdks()).isEmpty();
        assertThat(app.mismatches()).isEmpty();
    }
}
