package com.facebook;

/**
 * Stands in for Meta's SDK with App Events, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class FacebookSdk {
    private FacebookSdk() {}

    public static void sdkInitialize(android.content.Context context) {
        System.out.print("https://graph.facebook.com/");
    }
}
