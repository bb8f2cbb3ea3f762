package android.webkit;

/** Stands in for the system's class where the app is compiled; no app holds it. */
public class WebView {
    public WebView(android.content.Context context) {}

    public WebSettings getSettings() {
        return null;
    }

    public void addJavascriptInterface(Object bridge, String name) {}

    public void loadUrl(String url) {}
}
