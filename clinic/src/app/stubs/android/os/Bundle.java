package android.os;

/** Stands in for the system's class where the app is compiled; no app holds it. */
public final class Bundle {
    public void putString(String key, String value) {}
}
