package com.google.firebase.analytics;

/**
 * Stands in for Google Analytics for Firebase, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class FirebaseAnalytics {
    private static final String ADDRESS = "https://app-measurement.com/a";
    private static FirebaseAnalytics instance;

    private final StringBuilder batch = new StringBuilder(ADDRESS);

    private FirebaseAnalytics() {}

    public static FirebaseAnalytics getInstance(android.content.Context context) {
        if (instance == null) {
            instance = new FirebaseAnalytics();
        }
        return instance;
    }

    public void logEvent(String name, android.os.Bundle parameters) {
        batch.append(name).append(parameters);
    }

    public void setUserId(String id) {
        batch.append(id);
    }

    public void setUserProperty(String name, String value) {
        batch.append(name).append(value);
    }
}
