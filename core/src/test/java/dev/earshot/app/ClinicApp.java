package dev.earshot.app;

import dev.earshot.app.HeldSdk.Setting;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An app of an invented clinic, whose makers are real: an advertising SDK that is set to send, one that is switched
/// off, a product-analytics SDK that is told of health, a renamed one that nobody calls, one that is only mentioned,
/// and push delivery.
public final class ClinicApp {
    private static final String APK = "clinic.apk";
    private static final String DEX = APK + "!classes2.dex";
    private static final String MANIFEST = APK + "!AndroidManifest.xml";

    private ClinicApp() {}

    public static App app() {
        return with(List.of(meta(), mixpanel(), adjust(), clarity(), braze(), amplitude(), messaging()));
    }

    /// With other SDKs, and all the rest the same.
    public static App with(List<HeldSdk> sdks) {
        return new App(
                Platform.ANDROID,
                "org.clinic.app",
                "4.2.0",
                "420",
                "My Clinic",
                List.of(
                        new AppFile(APK, "APK", 18_204_113, "1f3a".repeat(16)),
                        new AppFile("split_config.arm64_v8a.apk", "split APK", 3_104_220, "77b0".repeat(16))),
                List.of("React Native (Hermes)"),
                sdks,
                List.of(
                        new Permission(
                                "com.google.android.gms.permission.AD_ID",
                                "reads the advertising identifier of the device",
                                Optional.of(DataElement.ADVERTISING_ID),
                                "",
                                new Spot(MANIFEST, "uses-permission", -1)),
                        new Permission(
                                "android.permission.ACCESS_FINE_LOCATION",
                                "reads where the device is, to a few metres",
                                Optional.of(DataElement.LOCATION),
                                "",
                                new Spot(MANIFEST, "uses-permission", -1))),
                List.of(
                        new Endpoint(
                                "api.mixpanel.com",
                                Optional.of("Mixpanel, Inc."),
                                Optional.of("mixpanel"),
                                new Spot(DEX, "", 0x3f210)),
                        new Endpoint(
                                "api.clinic.example", Optional.empty(), Optional.empty(), new Spot(DEX, "", 0x3f0aa)),
                        new Endpoint(
                                "app.adjust.com",
                                Optional.of("Adjust GmbH"),
                                Optional.of("adjust"),
                                new Spot(DEX, "", 0x3f300))),
                List.of(new WebView(
                        List.of("file:///android_asset/help/index.html"),
                        List.of("ClinicBridge"),
                        List.of("meta-pixel"),
                        new Spot(DEX, "org.clinic.app.HelpActivity.onCreate", 0x5010))),
                List.of(new DeepLink(
                        "https://portal.clinic.example/appointments/*",
                        "org.clinic.app.AppointmentActivity",
                        new Spot(MANIFEST, "activity", -1))),
                List.of(
                        new Declaration(
                                "the app",
                                Declaration.Kind.COLLECTED,
                                "Health info",
                                Optional.of(DataElement.HEALTH_CONTEXT),
                                "optional",
                                Spot.of("data-safety.csv")),
                        new Declaration(
                                "the app",
                                Declaration.Kind.TRANSPORT_EXCEPTION,
                                "cleartext traffic to legacy.clinic.example",
                                Optional.empty(),
                                "",
                                new Spot(APK + "!res/xml/network_security_config.xml", "domain-config", -1))),
                List.of(new Mismatch(
                        "The app declares that no data is shared with third parties, and holds Mixpanel.",
                        "mixpanel",
                        List.of(Spot.of("data-safety.csv"), new Spot(DEX, "com.mixpanel.android.mpmetrics", 0x1204)))),
                List.of(new BlindSpot(
                        BlindSpot.Kind.CODE_HIDDEN,
                        APK + "!assets/index.android.bundle",
                        "Hermes bytecode is read for its texts alone: which of them the code uses is not known.",
                        false)));
    }

    public static HeldSdk meta() {
        return sdk("facebook-core", "Facebook SDK", "Meta Platforms, Inc.", "advertising")
                .trackers("meta-app-events")
                .collects(DataElement.ADVERTISING_ID, DataElement.DEVICE)
                .at(Rung.CONFIGURED)
                .version("17.0.0")
                .trace(Rung.DEFINED, "class", false, "com.facebook.appevents.AppEventsLogger", DEX, 0x1a0)
                .trace(
                        Rung.CALLED,
                        "component",
                        true,
                        "com.facebook.internal.FacebookInitProvider starts it",
                        MANIFEST,
                        -1)
                .trace(Rung.CONFIGURED, "meta-data", true, "com.facebook.sdk.ApplicationId", MANIFEST, -1)
                .build();
    }

    public static HeldSdk mixpanel() {
        return sdk("mixpanel", "Mixpanel", "Mixpanel, Inc.", "analytics")
                .trackers("mixpanel")
                .at(Rung.CONFIGURED)
                .trace(Rung.DEFINED, "class", false, "com.mixpanel.android.mpmetrics.MixpanelAPI", DEX, 0x1204)
                .trace(
                        Rung.CALLED,
                        "call",
                        false,
                        "com.mixpanel.android.mpmetrics.MixpanelAPI.getInstance",
                        DEX,
                        0x4410)
                .trace(Rung.CONFIGURED, "text", true, "api.mixpanel.com", DEX, 0x3f210)
                .hands(
                        DataElement.OTHER_IDENTIFIER,
                        "com.mixpanel.android.mpmetrics.MixpanelAPI.identify",
                        "org.clinic.app.SignIn.onSignedIn",
                        0x4500)
                .hands(
                        DataElement.PAGE_USE,
                        "com.mixpanel.android.mpmetrics.MixpanelAPI.track",
                        "org.clinic.app.Booking.confirm",
                        0x4620,
                        "hiv_test_booked")
                .hands(
                        DataElement.PAGE_USE,
                        "com.mixpanel.android.mpmetrics.MixpanelAPI.track",
                        "org.clinic.app.Home.onResume",
                        0x4700,
                        "screen_view")
                .build();
    }

    public static HeldSdk adjust() {
        return sdk("adjust", "Adjust SDK", "Adjust GmbH", "advertising")
                .trackers("adjust")
                .collects(DataElement.ADVERTISING_ID)
                .at(Rung.CALLED)
                .setting(Setting.OFF)
                .trace(Rung.DEFINED, "class", false, "com.adjust.sdk.Adjust", DEX, 0x2100)
                .trace(Rung.CALLED, "call", false, "com.adjust.sdk.Adjust.onCreate", DEX, 0x4480)
                .build();
    }

    /// Renamed, and started by the app.
    public static HeldSdk clarity() {
        return sdk("clarity", "Microsoft Clarity", "Microsoft Corporation", "session replay")
                .trackers("clarity")
                .at(Rung.CALLED)
                .renamed()
                .setting(Setting.NOT_SHOWN)
                .trace(Rung.DEFINED, "text", true, "https://www.clarity.ms", DEX, 0x3f400)
                .trace(Rung.CALLED, "call", true, "a method that holds “Clarity is already initialized”", DEX, 0x4490)
                .hands(
                        DataElement.USER_NAME,
                        "com.microsoft.clarity.Clarity.setCustomUserId",
                        "org.clinic.app.Debug.tryOut",
                        0x4a10,
                        "quentin.tester@clinic.example")
                .build();
    }

    public static HeldSdk braze() {
        return sdk("braze", "Braze", "Braze, Inc.", "marketing automation")
                .trackers("braze")
                .at(Rung.DEFINED)
                .setting(Setting.NOT_SHOWN)
                .trace(Rung.DEFINED, "class", false, "com.braze.Braze", DEX, 0x2900)
                .build();
    }

    public static HeldSdk amplitude() {
        return sdk("amplitude", "Amplitude", "Amplitude, Inc.", "analytics")
                .trackers("amplitude")
                .at(Rung.REFERENCED)
                .setting(Setting.NOT_SHOWN)
                .trace(Rung.REFERENCED, "class", false, "com.amplitude.analytics.connector.AnalyticsEvent", DEX, 0x80)
                .build();
    }

    public static HeldSdk messaging() {
        return sdk("firebase-messaging", "Firebase Cloud Messaging", "Google LLC", "push delivery")
                .infrastructure()
                .at(Rung.CONFIGURED)
                .trace(Rung.DEFINED, "class", false, "com.google.firebase.messaging.FirebaseMessaging", DEX, 0x3000)
                .build();
    }

    public static Builder sdk(String id, String name, String vendor, String purpose) {
        return new Builder(id, name, vendor, purpose);
    }

    /// One SDK, part by part.
    public static final class Builder {
        private final String id;
        private final String name;
        private final String vendor;
        private final String purpose;
        private List<String> trackers = List.of();
        private boolean infrastructure;
        private Rung rung = Rung.DEFINED;
        private boolean renamed;
        private Optional<String> version = Optional.empty();
        private Setting setting = Setting.ON;
        private final Set<DataElement> collects = EnumSet.noneOf(DataElement.class);
        private final List<Trace> traces = new ArrayList<>();
        private final List<HandOver> handOvers = new ArrayList<>();

        private Builder(String id, String name, String vendor, String purpose) {
            this.id = id;
            this.name = name;
            this.vendor = vendor;
            this.purpose = purpose;
        }

        public Builder trackers(String... ids) {
            trackers = List.of(ids);
            return this;
        }

        public Builder infrastructure() {
            infrastructure = true;
            return this;
        }

        public Builder at(Rung reached) {
            rung = reached;
            return this;
        }

        public Builder renamed() {
            renamed = true;
            return this;
        }

        public Builder version(String known) {
            version = Optional.of(known);
            return this;
        }

        public Builder setting(Setting said) {
            setting = said;
            return this;
        }

        public Builder collects(DataElement... elements) {
            collects.addAll(List.of(elements));
            return this;
        }

        public Builder trace(Rung of, String kind, boolean survives, String what, String file, long offset) {
            traces.add(new Trace(of, kind, survives, what, new Spot(file, "", offset)));
            return this;
        }

        public Builder hands(DataElement element, String call, String from, long offset, String... literals) {
            handOvers.add(new HandOver(element, call, List.of(literals), new Spot(DEX, from, offset)));
            return this;
        }

        public HeldSdk build() {
            return new HeldSdk(
                    id,
                    name,
                    vendor,
                    purpose,
                    trackers,
                    infrastructure,
                    rung,
                    renamed,
                    version,
                    setting,
                    collects,
                    traces,
                    handOvers,
                    "",
                    List.of());
        }
    }
}
