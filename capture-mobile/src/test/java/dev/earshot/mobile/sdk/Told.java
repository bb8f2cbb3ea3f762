package dev.earshot.mobile.sdk;

import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import dev.earshot.app.Trace;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Sign;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An app as a test tells it, sign by sign.
final class Told {
    static final String DEX = "clinic.apk!classes.dex";
    static final String MANIFEST = "clinic.apk!AndroidManifest.xml";
    static final String BINARY = "clinic.ipa!Payload/Clinic.app/Clinic";

    private final Ladder ladder;

    private Told(Ladder ladder) {
        this.ladder = ladder;
    }

    static Told app(String... sdks) {
        return new Told(
                new Ladder(SdkCatalogue.of(Arrays.stream(sdks).map(Told::sdk).toArray(Sdk[]::new))));
    }

    /// An SDK of the members that matter, the others filled in.
    static Sdk sdk(String members) {
        List<String> problems = new ArrayList<>();
        String id = members.substring(0, members.indexOf(' '));
        String json = """
                {"id": "%s", "name": "%s SDK", "vendor": "Vendor of %s", "purpose": "Counts.", %s %s
                 "sources": [{"what": "its files", "readOn": "2026-11-22"}]}
                """.formatted(
                        id,
                        id,
                        id,
                        members.contains("\"category\"") ? "" : "\"category\": \"analytics\",",
                        members.substring(id.length() + 1) + ",");
        return SdkFile.read(id, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), problems)
                .orElseThrow(() -> new AssertionError(problems));
    }

    Told android() {
        ladder.identity(Platform.ANDROID, "org.clinic.portal", "1.0", "1", "Clinic");
        return this;
    }

    Told ios() {
        ladder.identity(Platform.IOS, "org.clinic.portal", "1.0", "1", "Clinic");
        return this;
    }

    Told found(Sign sign, String file, String name, String value) {
        ladder.found(sign, file, name, value, 16);
        return this;
    }

    Told defined(String... classes) {
        for (String name : classes) {
            found(Sign.CLASS_DEFINED, DEX, name, "java.lang.Object");
        }
        return this;
    }

    Told mentioned(String... classes) {
        for (String name : classes) {
            found(Sign.CLASS_REFERENCED, DEX, name, "");
        }
        return this;
    }

    Told texts(String... texts) {
        for (String text : texts) {
            found(Sign.CODE_TEXT, DEX, text, "");
        }
        return this;
    }

    Told component(String name, String kind) {
        return found(Sign.COMPONENT, MANIFEST, name, kind);
    }

    Told metaData(String key, String value) {
        return found(Sign.META_DATA, MANIFEST, key, value);
    }

    Told blind(BlindSpot spot) {
        ladder.blind(spot);
        return this;
    }

    Told form(String file) {
        ladder.form(file);
        return this;
    }

    Told code(ToldCode code) {
        ladder.code(code);
        return this;
    }

    App read() {
        return ladder.app(List.of(new AppFile("clinic.apk", "APK", 1, "0".repeat(64))));
    }

    HeldSdk sdkOf(String id) {
        return read().sdk(id).orElseThrow(() -> new AssertionError("no sign of " + id));
    }

    static List<String> traces(HeldSdk sdk, Rung rung) {
        return sdk.traces().stream()
                .filter(trace -> trace.rung() == rung)
                .map(Trace::what)
                .toList();
    }
}
