package android.app;

/** Stands in for the system's class where the app is compiled; no app holds it. */
public class Activity extends android.content.Context {
    protected void onCreate(android.os.Bundle state) {}

    public Application getApplication() {
        return null;
    }
}
