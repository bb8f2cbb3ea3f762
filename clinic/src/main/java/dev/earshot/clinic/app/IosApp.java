package dev.earshot.clinic.app;

import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The clinic's iOS app. Meta's and Adjust's SDKs are frameworks, Google's and Sentry's are linked in.
final class IosApp {
    static final String BUNDLE = "example.clinic.app";

    private static final MachOWriter.Processor PHONE = MachOWriter.Processor.ARM64;

    static final AppTruth TRUTH = new AppTruth(
            Platform.IOS,
            BUNDLE,
            List.of(
                    Carried.of("firebase-analytics", Rung.CONFIGURED),
                    Carried.of("facebook-core", Rung.CONFIGURED),
                    Carried.of("adjust", Rung.CONFIGURED),
                    Carried.of("sentry", Rung.CONFIGURED),
                    Carried.of("clarity", Rung.DEFINED),
                    Carried.of("skadnetwork", Rung.REFERENCED)),
            Set.of(
                    "NSHealthShareUsageDescription",
                    "NSLocationWhenInUseUsageDescription",
                    "NSUserTrackingUsageDescription"),
            Set.of(
                    "TRACKING false",
                    "COLLECTED NSPrivacyCollectedDataTypeCrashData",
                    "SKADNETWORK v9wttpbfk9.skadnetwork",
                    "SKADNETWORK n38lu8286q.skadnetwork"),
            Set.of("facebook-core", "adjust", "firebase-analytics", "sentry"),
            Set.of("clinicapp://*"),
            Set.of(),
            Set.of());

    private IosApp() {}

    static byte[] ipa(ClinicApps.Keys keys) {
        byte[] program = new MachOWriter(PHONE)
                .loads("/System/Library/Frameworks/Foundation.framework/Foundation")
                .loads("/System/Library/Frameworks/AppTrackingTransparency.framework/AppTrackingTransparency")
                .loads("@rpath/FBSDKCoreKit.framework/FBSDKCoreKit")
                .loads("@rpath/Adjust.framework/Adjust")
                .uses("ATTrackingManager")
                .uses("FBSDKAppEvents")
                .uses("ADJConfig")
                .defines("ClinicAppDelegate")
                .defines("FIRAnalytics")
                .defines("APMMeasurement")
                .defines("SentrySDK")
                .defines("ClaritySDK")
                .selects("logEventWithName:parameters:")
                .selects("setUserID:")
                .selects("startWithConfigureOptions:")
                .selects("requestTrackingAuthorizationWithCompletionHandler:")
                .text("https://app-measurement.com/a")
                .text("https://portal.clinic.example/api/v1/sign-in")
                .text("search")
                .bytes();
        return new IpaWriter("Clinic", BUNDLE, program)
                .info("NSHealthShareUsageDescription", "Shows your heart rate to your doctor.")
                .info("NSLocationWhenInUseUsageDescription", "Finds a doctor near you.")
                .info("NSUserTrackingUsageDescription", "Helps us to show you what suits you.")
                .info("FacebookAppID", keys.metaApp())
                .info("FacebookClientToken", keys.metaToken())
                .info(
                        "SKAdNetworkItems",
                        List.of(
                                Map.of("SKAdNetworkIdentifier", "v9wttpbfk9.skadnetwork"),
                                Map.of("SKAdNetworkIdentifier", "n38lu8286q.skadnetwork")))
                .info("CFBundleURLTypes", List.of(Map.of("CFBundleURLSchemes", List.of("clinicapp"))))
                .binaryList("GoogleService-Info.plist", Map.of("GOOGLE_APP_ID", keys.firebaseApp("ios")))
                .xmlList(
                        "PrivacyInfo.xcprivacy",
                        Map.of(
                                "NSPrivacyTracking",
                                false,
                                "NSPrivacyCollectedDataTypes",
                                List.of(Map.of(
                                        "NSPrivacyCollectedDataType",
                                        "NSPrivacyCollectedDataTypeCrashData",
                                        "NSPrivacyCollectedDataTypeLinked",
                                        false,
                                        "NSPrivacyCollectedDataTypeTracking",
                                        false,
                                        "NSPrivacyCollectedDataTypePurposes",
                                        List.of("NSPrivacyCollectedDataTypePurposeAppFunctionality")))))
                .framework("FBSDKCoreKit", library("FBSDKCoreKit", "FBSDKAppEvents", "FBSDKSettings"))
                .framework("Adjust", library("Adjust", "ADJConfig", "ADJActivityHandler"))
                .bytes();
    }

    private static byte[] library(String name, String... classes) {
        MachOWriter library = new MachOWriter(PHONE).library("@rpath/" + name + ".framework/" + name);
        List.of(classes).forEach(library::defines);
        return library.bytes();
    }
}
