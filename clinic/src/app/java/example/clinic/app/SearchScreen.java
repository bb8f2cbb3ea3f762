package example.clinic.app;

import android.os.Bundle;
import com.facebook.appevents.AppEventsLogger;
import com.google.firebase.analytics.FirebaseAnalytics;
import com.mixpanel.android.mpmetrics.MixpanelAPI;
import java.util.Collections;
import org.json.JSONObject;

/** The encyclopedia's and the doctors' search. */
public final class SearchScreen extends android.app.Activity {
    void searched(String term) {
        Bundle parameters = new Bundle();
        parameters.putString("search_term", term);
        FirebaseAnalytics.getInstance(this).logEvent("search", parameters);
        AppEventsLogger.newLogger(this).logEvent("fb_mobile_search", parameters);
    }

    void lookedForDoctor(String specialty, String zip) {
        MixpanelAPI.getInstance(this, ClinicApp.MIXPANEL, true)
                .track("Doctor Search", new JSONObject(Collections.singletonMap("zip", zip)));
    }
}
