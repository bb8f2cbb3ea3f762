package io.sentry;

/** Stands in for Sentry, which is larger than the app. Its name and its methods are the vendor's; what is in them is ours. */
public final class Sentry {
    private Sentry() {}

    public static void setUser(io.sentry.protocol.User user) {
        System.out.print(user);
    }

    public static void captureMessage(String message) {
        System.out.print("Sentry sentry_version=7,sentry_client=" + message);
    }
}
