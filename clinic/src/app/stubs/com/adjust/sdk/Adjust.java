package com.adjust.sdk;

/** What the app calls of the vendor's class, which is in the app unmodified; this is in none. */
public class Adjust {
    public static void initSdk(AdjustConfig config) {}

    public static void trackEvent(AdjustEvent event) {}
}
