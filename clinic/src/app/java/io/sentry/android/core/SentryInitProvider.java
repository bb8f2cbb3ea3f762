package io.sentry.android.core;

/** Stands in for Sentry, which is larger than the app. Its name and its methods are the vendor's; what is in them is ours. */
public final class SentryInitProvider extends android.content.ContentProvider {
    @Override
    public boolean onCreate() {
        io.sentry.Sentry.captureMessage("started");
        return true;
    }
}
