package com.facebook.internal;

/**
 * Stands in for Meta's SDK with App Events, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class FacebookInitProvider extends android.content.ContentProvider {
    @Override
    public boolean onCreate() {
        com.facebook.FacebookSdk.sdkInitialize(null);
        return true;
    }
}
