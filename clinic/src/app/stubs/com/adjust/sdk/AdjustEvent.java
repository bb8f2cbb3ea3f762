package com.adjust.sdk;

/** What the app calls of the vendor's class, which is in the app unmodified; this is in none. */
public class AdjustEvent {
    public AdjustEvent(String token) {}

    public void addCallbackParameter(String key, String value) {}
}
