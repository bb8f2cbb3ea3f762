package dev.earshot.mobile.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Sign;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// Native libraries, Flutter and Unity.
class FrameworkReadersTest {
    private static byte[] elf(String... texts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        for (String text : texts) {
            file.write(0);
            file.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        file.write(0);
        return file.toByteArray();
    }

    @Test
    void a_native_library_tells_its_name_and_its_texts() {
        Told told = Told.by(
                new NativeTextReader(), "lib/arm64-v8a/libclinic.so", elf("https://app.adjust.com/session", "abc"));

        assertThat(told.names(Sign.LIBRARY)).containsExactly("clinic");
        assertThat(told.names(Sign.NATIVE_TEXT)).containsExactly("https://app.adjust.com/session");
        assertThat(told.names(Sign.FRAMEWORK)).isEmpty();
    }

    @Test
    void a_text_is_found_wherever_it_lies_in_a_large_library_and_in_a_text_without_end() {
        String address = "https://app.adjust.com/session";
        for (int before : new int[] {65_500, 65_519, 65_520, 131_050, 1_990, 3_700}) {
            String filler = "x".repeat(before);
            Told apart = Told.by(new NativeTextReader(), "lib/x86/libclinic.so", elf(filler, address));
            Told within = Told.by(new NativeTextReader(), "lib/x86/libclinic.so", elf(filler + address + filler));
            ByteArrayOutputStream assembly = new ByteArrayOutputStream();
            assembly.writeBytes("MZ".getBytes(StandardCharsets.UTF_8));
            assembly.writeBytes((filler + address + filler).getBytes(StandardCharsets.UTF_16LE));
            Told wide = Told.by(new UnityReader(), "assets/bin/Data/Managed/Clinic.dll", assembly.toByteArray());

            assertThat(apart.names(Sign.NATIVE_TEXT)).as("%s", before).contains(address);
            assertThat(within.names(Sign.NATIVE_TEXT)).as("%s", before).anyMatch(text -> text.contains(address));
            assertThat(wide.names(Sign.SCRIPT_TEXT)).as("%s", before).anyMatch(text -> text.contains(address));
        }
    }

    @Test
    void a_file_that_only_is_called_a_library_is_none() {
        assertThat(Told.by(new NativeTextReader(), "lib/x86/libclinic.so", new byte[100])
                        .names(Sign.LIBRARY))
                .isEmpty();
    }

    @Test
    void flutters_compiled_code_names_its_packages_and_its_engine_is_a_blind_spot_for_proxies() {
        Told code = Told.by(
                new NativeTextReader(),
                "lib/arm64-v8a/libapp.so",
                elf("package:firebase_analytics/src/firebase_analytics.dart", "logEvent", "package:clinic/"));
        Told engine = Told.by(new NativeTextReader(), "lib/arm64-v8a/libflutter.so", elf("Dart_Initialize"));

        assertThat(code.names(Sign.SCRIPT_PACKAGE)).containsExactly("pub:firebase_analytics", "pub:clinic");
        assertThat(code.names(Sign.SCRIPT_TEXT)).contains("logEvent");
        assertThat(engine.names(Sign.FRAMEWORK)).containsExactly("Flutter");
        assertThat(engine.blindSpots())
                .singleElement()
                .satisfies(spot -> assertThat(spot.kind()).isEqualTo(BlindSpot.Kind.CONNECTION_NOT_OPENED))
                .satisfies(spot -> assertThat(spot.incomplete()).isFalse());
    }

    @Test
    void flutters_notices_name_every_package_once() throws IOException {
        String notices = """
                firebase_analytics
                firebase_core

                Copyright 2017 The invented authors.
                not_a_package
                %s
                mixpanel_flutter

                MIT
                %s
                firebase_core

                MIT
                """.formatted("-".repeat(80), "-".repeat(80));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zipping = new GZIPOutputStream(zipped)) {
            zipping.write(notices.getBytes(StandardCharsets.UTF_8));
        }

        Told told = Told.by(new FlutterBundleReader(), "assets/flutter_assets/NOTICES.Z", zipped.toByteArray());

        assertThat(told.names(Sign.SCRIPT_PACKAGE))
                .containsExactly("pub:firebase_analytics", "pub:firebase_core", "pub:mixpanel_flutter");
    }

    @Test
    void notices_that_cannot_be_unpacked_leave_the_scan_incomplete() {
        Told told = Told.by(new FlutterBundleReader(), "assets/flutter_assets/NOTICES.Z", "no gzip");

        assertThat(told.blindSpots())
                .singleElement()
                .satisfies(spot -> assertThat(spot.incomplete()).isTrue());
    }

    @Test
    void unitys_metadata_parts_its_literals_by_their_table() {
        byte[] texts = "https://cdp.cloud.unity3d.example/v1appointment booked".getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(32 + 16 + texts.length + 20).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xFAB11BAF).putInt(29).putInt(32).putInt(16).putInt(48).putInt(texts.length);
        file.putInt(48 + texts.length).putInt(20);
        file.putInt(36).putInt(0).putInt(18).putInt(36).put(texts);
        file.put("\0Firebase.Analytics\0".getBytes(StandardCharsets.UTF_8));

        Told told = Told.by(new UnityReader(), "assets/bin/Data/Managed/Metadata/global-metadata.dat", file.array());

        assertThat(told.names(Sign.SCRIPT_TEXT))
                .contains("https://cdp.cloud.unity3d.example/v1", "appointment booked", "Firebase.Analytics");
        assertThat(told.names(Sign.FRAMEWORK)).containsExactly("Unity (IL2CPP)");
    }

    @Test
    void monos_assemblies_tell_names_and_the_wide_texts_of_their_code() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("MZ\0\0FacebookSdk\0".getBytes(StandardCharsets.UTF_8));
        file.write(2 * "logAppEvent".length() + 1);
        file.writeBytes("logAppEvent".getBytes(StandardCharsets.UTF_16LE));
        file.writeBytes(new byte[] {1, 2});

        Told told = Told.by(new UnityReader(), "assets/bin/Data/Managed/Clinic.dll", file.toByteArray());

        assertThat(told.names(Sign.SCRIPT_TEXT)).contains("FacebookSdk", "logAppEvent");
        assertThat(told.names(Sign.FRAMEWORK)).containsExactly("Unity");
    }

    @Test
    void a_table_that_points_outside_the_file_is_not_followed() {
        ByteBuffer file = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xFAB11BAF).putInt(29).putInt(-8).putInt(16).putInt(40).putInt(1 << 30);

        assertThat(Told.by(new UnityReader(), "assets/bin/Data/Managed/Metadata/global-metadata.dat", file.array())
                        .names(Sign.SCRIPT_TEXT))
                .isEmpty();
    }
}
