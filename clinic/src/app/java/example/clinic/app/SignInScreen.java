package example.clinic.app;

import android.os.Bundle;
import com.amplitude.api.Amplitude;
import com.appsflyer.AppsFlyerLib;
import com.facebook.appevents.AppEventsLogger;
import com.google.firebase.analytics.FirebaseAnalytics;
import com.microsoft.clarity.Clarity;
import com.mixpanel.android.mpmetrics.MixpanelAPI;
import io.sentry.Sentry;
import io.sentry.protocol.User;

/** Where a patient signs in; it tells seven vendors who that is. */
public final class SignInScreen extends android.app.Activity {
    static final String PORTAL = "https://portal.clinic.example/api/v1/sign-in";

    @Override
    protected void onCreate(Bundle state) {
        System.out.print(PORTAL);
    }

    void signedIn(String record, String email) {
        FirebaseAnalytics.getInstance(this).setUserId(record);
        FirebaseAnalytics.getInstance(this).setUserProperty("member_type", "patient");
        MixpanelAPI.getInstance(this, ClinicApp.MIXPANEL, true).identify(record);
        Amplitude.getInstance().setUserId(record);
        AppsFlyerLib.getInstance().setCustomerUserId(record);
        Clarity.setCustomUserId(record);
        AppEventsLogger.setUserData(email, null, null, null, null, null, null, null, null, null);
        User user = new User();
        user.setEmail(email);
        Sentry.setUser(user);
    }
}
