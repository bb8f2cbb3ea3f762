package com.mixpanel.android.mpmetrics;

/** What the app calls of the vendor's class, which is in the app unmodified; this is in none. */
public class MixpanelAPI {
    public static MixpanelAPI getInstance(android.content.Context context, String token, boolean automatic) {
        return null;
    }

    public void identify(String person) {}

    public void track(String event, org.json.JSONObject properties) {}
}
