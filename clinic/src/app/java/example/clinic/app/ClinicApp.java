package example.clinic.app;

import com.adjust.sdk.Adjust;
import com.adjust.sdk.AdjustConfig;
import com.amplitude.api.Amplitude;
import com.appsflyer.AppsFlyerLib;
import com.google.firebase.crashlytics.FirebaseCrashlytics;
import com.microsoft.clarity.Clarity;
import com.microsoft.clarity.ClarityConfig;
import com.mixpanel.android.mpmetrics.MixpanelAPI;

/** The pretend clinic's app: what it starts when it starts. */
public final class ClinicApp extends android.app.Application {
    static final String MIXPANEL = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";

    @Override
    public void onCreate() {
        MixpanelAPI.getInstance(this, MIXPANEL, true);
        Amplitude.getInstance().initialize(this, "0a1b2c3d4e5f60718293a4b5c6d7e8f9");
        Adjust.initSdk(new AdjustConfig(this, "2fm9gkqubvpc", "production"));
        AppsFlyerLib.getInstance().init("afClinicKey00000001", null, this).start(this);
        Clarity.initialize(this, new ClarityConfig("clinicapp1"));
        FirebaseCrashlytics.getInstance().log("started");
        a.a.b.a("start");
    }
}
