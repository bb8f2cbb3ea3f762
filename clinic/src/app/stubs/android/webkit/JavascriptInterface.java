package android.webkit;

/** Stands in for the system's class where the app is compiled; no app holds it. */
@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
public @interface JavascriptInterface {}
