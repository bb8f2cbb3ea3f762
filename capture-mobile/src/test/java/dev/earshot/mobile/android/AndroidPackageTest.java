package dev.earshot.mobile.android;

import static dev.earshot.mobile.android.Compiled.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.mobile.archive.Containers;
import dev.earshot.mobile.reading.NotedSigns;
import dev.earshot.mobile.reading.Sign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AndroidPackageTest {
    @TempDir
    Path folder;

    private final NotedSigns signs = new NotedSigns();

    @Test
    void the_manifest_says_what_the_app_is_with_its_label_from_the_resources() throws IOException {
        var table = new Compiled.Table().put("", "string", "app_name", "Clinic Portal");
        tell(Map.of(
                "resources.arsc", table.bytes(),
                "AndroidManifest.xml",
                        Compiled.xml(node(
                                "manifest",
                                "package=org.clinic.portal",
                                "android:versionCode=42",
                                "android:versionName=1.4.2",
                                node("application", "android:label=" + table.to("string/app_name"))))));

        assertThat(signs.identities).containsExactly("Android | org.clinic.portal | 1.4.2 | 42 | Clinic Portal");
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void components_are_told_with_what_starts_them_and_whether_they_are_disabled() throws IOException {
        tellManifest(node(
                "application",
                "android:name=.PortalApp",
                node(
                        "activity",
                        "android:name=org.clinic.portal.Main",
                        node(
                                "intent-filter",
                                node("action", "android:name=android.intent.action.MAIN"),
                                node("category", "android:name=android.intent.category.LAUNCHER"))),
                node("activity", "android:name=.Settings"),
                node("service", "android:name=Sync"),
                node("receiver", "android:name=com.vendor.Referrer", "android:enabled=false"),
                node("provider", "android:name=com.facebook.internal.FacebookInitProvider")));

        assertThat(signs.of(Sign.COMPONENT))
                .containsExactly(
                        "org.clinic.portal.PortalApp = application",
                        "org.clinic.portal.Main = launcher",
                        "org.clinic.portal.Settings = activity",
                        "org.clinic.portal.Sync = service",
                        "com.vendor.Referrer = receiver disabled",
                        "com.facebook.internal.FacebookInitProvider = provider");
        assertThat(signs.found)
                .filteredOn(one -> one.sign() == Sign.COMPONENT)
                .allSatisfy(one -> assertThat(one.offset()).isPositive());
    }

    private void tellManifest(Object... inManifest) throws IOException {
        Object[] content = new Object[inManifest.length + 1];
        content[0] = "package=org.clinic.portal";
        System.arraycopy(inManifest, 0, content, 1, inManifest.length);
        tell(Map.of("AndroidManifest.xml", Compiled.xml(node("manifest", content))));
    }

    private void tell(Map<String, byte[]> files) throws IOException {
        Path apk = folder.resolve("clinic.apk");
        try (var zip = new ZipOutputStream(Files.newOutputStream(apk))) {
            for (Map.Entry<String, byte[]> file : new LinkedHashMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        new AndroidPackage(Containers.open(apk, signs).orElseThrow()).tell(signs);
    }
}
