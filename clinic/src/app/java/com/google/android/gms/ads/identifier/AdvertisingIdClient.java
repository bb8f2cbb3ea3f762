package com.google.android.gms.ads.identifier;

/**
 * Stands in for Google's client of the advertising id, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class AdvertisingIdClient {
    private AdvertisingIdClient() {}

    public static String getAdvertisingIdInfo(android.content.Context context) {
        return String.valueOf(context);
    }
}
