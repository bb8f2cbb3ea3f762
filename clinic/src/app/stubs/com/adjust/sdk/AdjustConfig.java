package com.adjust.sdk;

/** What the app calls of the vendor's class, which is in the app unmodified; this is in none. */
public class AdjustConfig {
    public AdjustConfig(android.content.Context context, String token, String environment) {}
}
