package dev.earshot.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.mobile.fixture.FixtureApps;
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

/// Apps that look as if an SDK were in them.
final class NearMissesTest {
    private static final String BOOKING = "org/clinic/example/app/BookingScreen.java";

    @TempDir
    Path folder;

    @Test
    void a_class_that_only_a_signature_mentions_is_a_mention() throws IOException {
        App app = scan(FixtureApps.small(
                "",
                Map.of(
                        BOOKING,
                        booking("", "void send(com.amplitude.api.AmplitudeClient client) {}"),
                        "com/amplitude/api/AmplitudeClient.java",
                        "package com.amplitude.api; public class AmplitudeClient {}"),
                List.of("com/amplitude/api/AmplitudeClient.java")));

        assertThat(rungs(app)).isEqualTo(Map.of("amplitude", Rung.REFERENCED));
    }

    @Test
    void calls_to_a_class_that_is_not_there_are_a_mention() throws IOException {
        App app = scan(FixtureApps.small(
                "",
                Map.of(
                        BOOKING,
                        booking("com.amplitude.api.Amplitude.logEvent(\"appointment booked\");", ""),
                        "com/amplitude/api/Amplitude.java",
                        "package com.amplitude.api; public class Amplitude { public static void logEvent(String s) {} }"),
                List.of("com/amplitude/api/Amplitude.java")));

        assertThat(rungs(app)).isEqualTo(Map.of("amplitude", Rung.REFERENCED));
    }

    @Test
    void reading_the_advertising_id_is_no_advertising_sdk() throws IOException {
        App app = scan(FixtureApps.small(
                "",
                Map.of(
                        BOOKING,
                        booking("com.google.android.gms.ads.identifier.AdvertisingIdClient.getId();", ""),
                        "com/google/android/gms/ads/identifier/AdvertisingIdClient.java",
                        """
                        package com.google.android.gms.ads.identifier;
                        public class AdvertisingIdClient { public static String getId() { return null; } }"""),
                List.of()));

        assertThat(rungs(app)).containsOnlyKeys("advertising-id-client");
    }

    @Test
    void a_stub_that_does_nothing_is_no_sdk() throws IOException {
        App app = scan(FixtureApps.small(
                "",
                Map.of(
                        BOOKING,
                        booking("com.facebook.flipper.android.AndroidFlipperClient.start();", ""),
                        "com/facebook/flipper/android/AndroidFlipperClient.java",
                        """
                        package com.facebook.flipper.android;
                        public class AndroidFlipperClient { public static void start() {} }"""),
                List.of()));

        assertThat(rungs(app)).isEmpty();
    }

    @Test
    void a_bundle_of_everything_that_nobody_calls_is_there_and_no_more() throws IOException {
        App app = scan(FixtureApps.small(
                "",
                Map.of(
                        "com/google/android/gms/ads/AdView.java",
                        "package com.google.android.gms.ads; public class AdView {}",
                        "com/google/firebase/analytics/FirebaseAnalytics.java",
                        """
                        package com.google.firebase.analytics;
                        public class FirebaseAnalytics { com.google.android.gms.ads.AdView view; }""",
                        "com/google/android/gms/tagmanager/TagManager.java",
                        "package com.google.android.gms.tagmanager; public class TagManager {}"),
                List.of()));

        assertThat(rungs(app))
                .isEqualTo(Map.of(
                        "firebase-analytics", Rung.DEFINED,
                        "google-mobile-ads", Rung.DEFINED,
                        "google-tag-manager", Rung.DEFINED));
    }

    @Test
    void a_policy_that_names_a_vendors_host_is_no_sdk() throws IOException {
        String policy = "We use Mixpanel; see https://api.mixpanel.com and https://mixpanel.com/legal for its terms.";
        App app = scan(FixtureApps.small(
                "<meta-data android:name=\"org.clinic.policy\" android:value=\"" + policy + "\"/>",
                Map.of(BOOKING, booking("show(\"" + policy + "\");", "void show(String text) {}")),
                List.of()));

        assertThat(rungs(app).values()).doesNotContain(Rung.DEFINED, Rung.CALLED, Rung.CONFIGURED);
    }

    @Test
    void an_app_that_calls_a_vendors_interface_itself_holds_no_sdk() throws IOException {
        App app = scan(FixtureApps.small(
                "",
                Map.of(BOOKING, booking("send(\"https://api.mixpanel.com/track\");", "void send(String address) {}")),
                List.of()));

        assertThat(rungs(app).values()).doesNotContain(Rung.DEFINED, Rung.CALLED, Rung.CONFIGURED);
    }

    @Test
    void classes_named_nearly_like_an_sdks_are_the_apps_own() throws IOException {
        App app = scan(FixtureApps.small(
                "",
                Map.of(
                        BOOKING,
                        booking("""
                                org.clinic.example.app.Mixpanel.track();
                                org.clinic.com.adjust.sdk.Adjust.track();
                                com.adjust.sdkx.Adjust.track();
                                """, ""),
                        "org/clinic/example/app/Mixpanel.java",
                        "package org.clinic.example.app; public class Mixpanel { public static void track() {} }",
                        "org/clinic/com/adjust/sdk/Adjust.java",
                        "package org.clinic.com.adjust.sdk; public class Adjust { public static void track() {} }",
                        "com/adjust/sdkx/Adjust.java",
                        "package com.adjust.sdkx; public class Adjust { public static void track() {} }"),
                List.of()));

        assertThat(rungs(app)).isEmpty();
    }

    @Test
    void a_component_that_is_switched_off_starts_nothing() throws IOException {
        String provider = """
                <provider android:name="com.facebook.internal.FacebookInitProvider" android:enabled="%s"
                    android:authorities="org.clinic.example.init"/>
                <meta-data android:name="com.facebook.sdk.ApplicationId" android:value="1122334455667788"/>""";
        Map<String, String> sources = Map.of("com/facebook/internal/FacebookInitProvider.java", """
                package com.facebook.internal;
                public class FacebookInitProvider extends android.content.ContentProvider {
                    @Override public boolean onCreate() { return true; }
                }""");

        assertThat(rungs(scan(FixtureApps.small(provider.formatted("false"), sources, List.of()))))
                .isEqualTo(Map.of("facebook-core", Rung.DEFINED));
        assertThat(rungs(scan(FixtureApps.small(provider.formatted("true"), sources, List.of()))))
                .isEqualTo(Map.of("facebook-core", Rung.CONFIGURED));
    }

    private static String booking(String statements, String members) {
        return """
                package org.clinic.example.app;
                public class BookingScreen extends android.app.Activity {
                    @Override protected void onCreate(android.os.Bundle saved) {
                        %s
                    }
                    %s
                }""".formatted(statements, members);
    }

    private App scan(byte[] apk) throws IOException {
        Path file = Files.write(folder.resolve("clinic.apk"), apk);
        return AppScan.read(List.of(file), Optional.empty()).getFirst();
    }

    private static Map<String, Rung> rungs(App app) {
        return app.sdks().stream().collect(Collectors.toMap(HeldSdk::id, HeldSdk::rung, (a, b) -> a, TreeMap::new));
    }
}
