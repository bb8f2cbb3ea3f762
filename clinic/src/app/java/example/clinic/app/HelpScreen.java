package example.clinic.app;

import android.os.Bundle;
import android.webkit.JavascriptInterface;
import android.webkit.WebView;

/** Help, as web pages: one that the app brings along, with a tag in it, that can call into the app. */
public final class HelpScreen extends android.app.Activity {
    @Override
    protected void onCreate(Bundle state) {
        WebView view = new WebView(this);
        view.getSettings().setJavaScriptEnabled(true);
        view.addJavascriptInterface(new Bridge(), "ClinicBridge");
        view.loadUrl("file:///android_asset/help.html");
    }

    static final class Bridge {
        @JavascriptInterface
        public String patient() {
            return "";
        }
    }
}
