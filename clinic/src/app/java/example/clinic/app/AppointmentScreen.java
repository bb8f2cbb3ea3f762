package example.clinic.app;

import com.adjust.sdk.Adjust;
import com.adjust.sdk.AdjustEvent;
import com.amplitude.api.Amplitude;
import com.google.firebase.analytics.FirebaseAnalytics;
import java.util.Collections;
import org.json.JSONObject;

/** Where an appointment is asked for. */
public final class AppointmentScreen extends android.app.Activity {
    void booked(String department, String day) {
        android.os.Bundle parameters = new android.os.Bundle();
        parameters.putString("department", department);
        FirebaseAnalytics.getInstance(this).logEvent("appointment_booked", parameters);
        Amplitude.getInstance()
                .logEvent("Appointment Booked", new JSONObject(Collections.singletonMap("appointment_date", day)));
        AdjustEvent event = new AdjustEvent("f0ob4r");
        event.addCallbackParameter("department", department);
        Adjust.trackEvent(event);
    }
}
