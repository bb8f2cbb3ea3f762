package com.google.firebase.crashlytics;

/**
 * Stands in for Firebase Crashlytics, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class FirebaseCrashlytics {
    private static final FirebaseCrashlytics INSTANCE = new FirebaseCrashlytics();

    private FirebaseCrashlytics() {}

    public static FirebaseCrashlytics getInstance() {
        return INSTANCE;
    }

    public void log(String message) {
        System.out.print(message);
    }
}
