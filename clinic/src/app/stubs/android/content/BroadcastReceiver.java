package android.content;

/** Stands in for the system's class where the app is compiled; no app holds it. */
public abstract class BroadcastReceiver {}
