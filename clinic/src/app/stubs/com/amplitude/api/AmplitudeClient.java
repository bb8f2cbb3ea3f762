package com.amplitude.api;

/** What the app calls of the vendor's class, which is in the app unmodified; this is in none. */
public class AmplitudeClient {
    public AmplitudeClient initialize(android.content.Context context, String key) {
        return this;
    }

    public AmplitudeClient setUserId(String person) {
        return this;
    }

    public void logEvent(String event, org.json.JSONObject properties) {}
}
