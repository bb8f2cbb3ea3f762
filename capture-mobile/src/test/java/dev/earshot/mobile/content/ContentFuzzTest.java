package dev.earshot.mobile.content;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ContentFuzzTest {
    @FuzzTest
    void any_bytes_are_read_as_hermes(byte[] bytes) {
        Told.by(new HermesReader(), "main.jsbundle", bytes);
    }

    @FuzzTest
    void any_bytes_are_read_as_script_page_and_plugin_list(byte[] bytes) {
        for (String name : new String[] {"app.js", "index.html", "cordova_plugins.js", "capacitor.config.json"}) {
            Told.by(new ScriptReader(), name, bytes);
        }
    }

    @FuzzTest
    void any_bytes_are_read_as_native_library_and_frameworks_bundle(byte[] bytes) {
        Told.by(new NativeTextReader(), "lib/x86/libapp.so", bytes);
        Told.by(new FlutterBundleReader(), "flutter_assets/NOTICES.Z", bytes);
        Told.by(new UnityReader(), "Data/Managed/Metadata/global-metadata.dat", bytes);
    }
}
