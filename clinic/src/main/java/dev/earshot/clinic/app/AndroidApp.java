package dev.earshot.clinic.app;

import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// The clinic's Android app. Its code is in `clinic/src/app/java`.
final class AndroidApp {
    static final String PACKAGE = "example.clinic.app";

    private static final List<String> SDKS = List.of("mixpanel-android", "amplitude-android", "adjust-android");

    private static final String MANIFEST = """
            <manifest xmlns:android="http://schemas.android.com/apk/res/android" package="example.clinic.app"
                android:versionCode="41" android:versionName="4.1.0">
              <uses-sdk android:minSdkVersion="28" android:targetSdkVersion="35"/>
              <uses-permission android:name="android.permission.INTERNET"/>
              <uses-permission android:name="android.permission.ACCESS_FINE_LOCATION"/>
              <uses-permission android:name="android.permission.health.READ_HEART_RATE"/>
              <application android:label="@string/app_name" android:name="example.clinic.app.ClinicApp"
                  android:networkSecurityConfig="@xml/network_security_config">
                <activity android:name="example.clinic.app.SignInScreen" android:exported="true">
                  <intent-filter>
                    <action android:name="android.intent.action.MAIN"/>
                    <category android:name="android.intent.category.LAUNCHER"/>
                  </intent-filter>
                </activity>
                <activity android:name="example.clinic.app.SearchScreen"/>
                <activity android:name="example.clinic.app.AppointmentScreen" android:exported="true">
                  <intent-filter android:autoVerify="true">
                    <action android:name="android.intent.action.VIEW"/>
                    <category android:name="android.intent.category.DEFAULT"/>
                    <category android:name="android.intent.category.BROWSABLE"/>
                    <data android:scheme="https" android:host="portal.clinic.example"
                        android:pathPrefix="/appointments/"/>
                  </intent-filter>
                </activity>
                <activity android:name="example.clinic.app.HelpScreen"/>
                <receiver android:name="com.google.android.gms.measurement.AppMeasurementReceiver"
                    android:exported="false"/>
                <provider android:name="com.facebook.internal.FacebookInitProvider"
                    android:authorities="example.clinic.app.FacebookInitProvider" android:exported="false"/>
                <provider android:name="io.sentry.android.core.SentryInitProvider"
                    android:authorities="example.clinic.app.SentryInitProvider" android:exported="false"/>
                <meta-data android:name="com.facebook.sdk.ApplicationId" android:value="@string/facebook_app_id"/>
                <meta-data android:name="com.facebook.sdk.ClientToken" android:value="@string/facebook_client_token"/>
                <meta-data android:name="io.sentry.dsn" android:value="@string/sentry_dsn"/>
                <meta-data android:name="firebase_crashlytics_collection_enabled" android:value="false"/>
              </application>
            </manifest>""";

    private static final String TRUST = """
            <network-security-config>
              <domain-config cleartextTrafficPermitted="false">
                <domain includeSubdomains="false">pinned.clinic.example</domain>
                <pin-set>
                  <pin digest="SHA-256">AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</pin>
                </pin-set>
              </domain-config>
            </network-security-config>""";

    private static final String HELP = """
            <!doctype html>
            <html lang="en">
            <head>
            <title>Help</title>
            <script async src="https://www.googletagmanager.com/gtag/js?id=G-CLINICAPP1"></script>
            <script>
            window.dataLayer = window.dataLayer || [];
            function gtag() { dataLayer.push(arguments); }
            gtag('config', 'G-CLINICAPP1', { user_id: ClinicBridge.patient() });
            </script>
            </head>
            <body><h1>Help</h1></body>
            </html>
            """;

    static final AppTruth TRUTH = new AppTruth(
            Platform.ANDROID,
            PACKAGE,
            List.of(
                    Carried.of(
                            "firebase-analytics",
                            Rung.CONFIGURED,
                            "other-identifier FirebaseAnalytics.setUserId",
                            "page-use FirebaseAnalytics.setUserProperty \"member_type\" \"patient\"",
                            "page-use FirebaseAnalytics.logEvent \"search\"",
                            "page-use FirebaseAnalytics.logEvent \"appointment_booked\""),
                    Carried.of(
                            "facebook-core",
                            Rung.CONFIGURED,
                            "email AppEventsLogger.setUserData",
                            "page-use AppEventsLogger.logEvent \"fb_mobile_search\""),
                    Carried.of(
                            "mixpanel",
                            Rung.CONFIGURED,
                            "other-identifier MixpanelAPI.identify",
                            "page-use MixpanelAPI.track \"Doctor Search\""),
                    Carried.of(
                            "amplitude",
                            Rung.CONFIGURED,
                            "other-identifier AmplitudeClient.setUserId",
                            "page-use AmplitudeClient.logEvent \"Appointment Booked\""),
                    Carried.of(
                            "adjust",
                            Rung.CONFIGURED,
                            "page-use AdjustEvent.<init> \"f0ob4r\"",
                            "page-use AdjustEvent.addCallbackParameter \"department\""),
                    Carried.of("sentry", Rung.CONFIGURED, "other-identifier Sentry.setUser", "email User.setEmail"),
                    Carried.of("appsflyer", Rung.CONFIGURED, "other-identifier AppsFlyerLib.setCustomerUserId"),
                    Carried.of("clarity", Rung.CONFIGURED, "other-identifier Clarity.setCustomUserId"),
                    // Switched off.
                    Carried.of("firebase-crashlytics", Rung.CALLED, "page-use FirebaseCrashlytics.log \"started\""),
                    Carried.renamed("branch", Rung.CONFIGURED),
                    // Nobody calls these two; the second alone is no advertising SDK.
                    Carried.of("kochava", Rung.DEFINED),
                    Carried.of("advertising-id-client", Rung.DEFINED),
                    // The code mentions the first, whose classes are not there. The page that the app brings along
                    // loads a script from the second's host.
                    Carried.of("braze", Rung.REFERENCED),
                    Carried.of("google-tag-manager", Rung.REFERENCED)),
            Set.of(
                    "android.permission.ACCESS_FINE_LOCATION",
                    "android.permission.health.READ_HEART_RATE",
                    "com.google.android.gms.permission.AD_ID"),
            Set.of(),
            Set.of(),
            Set.of("https://portal.clinic.example/appointments/*"),
            Set.of("ClinicBridge"),
            Set.of("gtm"));

    private AndroidApp() {}

    static byte[] apk(ClinicApps.Keys keys) {
        AndroidManifest manifest = AndroidManifest.of(MANIFEST);
        ApkWriter app = new ApkWriter()
                .string("app_name", "Clinic")
                .string("google_app_id", keys.firebaseApp("android"))
                .string("sentry_dsn", keys.sentryAddress())
                .string("facebook_app_id", keys.metaApp())
                .string("facebook_client_token", keys.metaToken())
                .xml("res/xml/network_security_config.xml", TRUST)
                .file("assets/help.html", HELP)
                .classes(Dex.classesOf(built("own.jar")));
        for (String sdk : SDKS) {
            Map<String, byte[]> archive = unzip(built(sdk + ".aar"));
            manifest = manifest.with(new String(
                    Objects.requireNonNull(archive.get("AndroidManifest.xml"), sdk), StandardCharsets.UTF_8));
            app.classes(Dex.classesOf(Objects.requireNonNull(archive.get("classes.jar"), sdk)));
        }
        return app.manifest(manifest).apk();
    }

    /// A file that the build put beside this class.
    private static byte[] built(String name) {
        try (InputStream in = AndroidApp.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the clinic was built without " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> unzip(byte[] archive) {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
