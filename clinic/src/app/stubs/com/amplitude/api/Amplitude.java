package com.amplitude.api;

/** What the app calls of the vendor's class, which is in the app unmodified; this is in none. */
public class Amplitude {
    public static AmplitudeClient getInstance() {
        return null;
    }
}
