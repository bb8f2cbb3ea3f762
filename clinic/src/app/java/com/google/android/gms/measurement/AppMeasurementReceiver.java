package com.google.android.gms.measurement;

/**
 * Stands in for Google Analytics for Firebase, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class AppMeasurementReceiver extends android.content.BroadcastReceiver {}
