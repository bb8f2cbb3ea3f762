package com.facebook.appevents;

/**
 * Stands in for Meta's SDK with App Events, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class AppEventsLogger {
    private AppEventsLogger() {}

    public static AppEventsLogger newLogger(android.content.Context context) {
        return new AppEventsLogger();
    }

    public static void setUserData(
            String email,
            String firstName,
            String lastName,
            String phone,
            String born,
            String sex,
            String city,
            String state,
            String zip,
            String country) {
        System.out.print(email);
    }

    public void logEvent(String name, android.os.Bundle parameters) {
        System.out.print(name + parameters);
    }
}
