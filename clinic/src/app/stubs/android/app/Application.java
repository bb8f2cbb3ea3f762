package android.app;

/** Stands in for the system's class where the app is compiled; no app holds it. */
public class Application extends android.content.Context {
    public void onCreate() {}
}
