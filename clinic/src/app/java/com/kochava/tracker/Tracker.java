package com.kochava.tracker;

/**
 * Stands in for Kochava, whose licence lets nobody pass it on. Its name and its method are the vendor's; what is in it
 * is ours. The app holds it and never calls it.
 */
public final class Tracker {
    public void startWithAppGuid(android.content.Context context, String guid) {
        System.out.print(guid);
    }
}
