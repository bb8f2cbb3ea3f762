package dev.earshot.clinic.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.reandroid.apk.ApkModule;
import com.reandroid.archive.ByteInputSource;
import com.reandroid.archive.ZipEntryMap;
import com.reandroid.arsc.chunk.TableBlock;
import com.reandroid.arsc.chunk.xml.AndroidManifestBlock;
import com.reandroid.arsc.chunk.xml.ResXmlElement;
import com.reandroid.xml.XMLPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

final class ApkWriterTest {
    private static final AndroidManifest MANIFEST = AndroidManifest.of("""
            <manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.clinic.example"
                android:versionCode="12" android:versionName="2">
              <uses-sdk android:minSdkVersion="28" android:targetSdkVersion="35"/>
              <uses-permission android:name="android.permission.INTERNET"/>
              <application android:label="@string/app_name" android:name="org.clinic.example.App">
                <meta-data android:name="com.vendor.AutoInitEnabled" android:value="false"/>
                <meta-data android:name="com.vendor.Key" android:value="@string/vendor_key"/>
                <activity android:name="org.clinic.example.Main" android:exported="true">
                  <intent-filter>
                    <action android:name="android.intent.action.MAIN"/>
                    <category android:name="android.intent.category.LAUNCHER"/>
                  </intent-filter>
                </activity>
              </application>
            </manifest>""");

    private static final String LIBRARY = """
            <manifest xmlns:android="http://schemas.android.com/apk/res/android"
                xmlns:tools="http://schemas.android.com/tools" package="com.vendor">
              <uses-permission android:name="android.permission.INTERNET"/>
              <uses-permission android:name="com.google.android.gms.permission.AD_ID" tools:node="merge"/>
              <application>
                <provider android:name="com.vendor.Init" android:authorities="${applicationId}.init"
                    android:exported="false"/>
              </application>
            </manifest>""";

    @Test
    void a_manifest_is_read_back_as_it_was_written() throws IOException {
        AndroidManifestBlock manifest = manifest(new ApkWriter()
                .manifest(MANIFEST)
                .string("app_name", "Clinic")
                .string("vendor_key", "k-123")
                .apk());

        assertThat(manifest.getPackageName()).isEqualTo("org.clinic.example");
        assertThat(manifest.getVersionCode()).isEqualTo(12);
        assertThat(manifest.getVersionName()).isEqualTo("2");
        assertThat(manifest.getTargetSdkVersion()).isEqualTo(35);
        assertThat(manifest.getApplicationClassName()).isEqualTo("org.clinic.example.App");
        assertThat(manifest.getMainActivityClassName()).isEqualTo("org.clinic.example.Main");
        assertThat(manifest.getUsesPermissions().toArray()).containsExactly("android.permission.INTERNET");
    }

    @Test
    void a_reference_leads_to_its_text() throws IOException {
        byte[] apk = new ApkWriter()
                .manifest(MANIFEST)
                .string("app_name", "Clinic")
                .string("vendor_key", "k-123")
                .apk();
        TableBlock table = TableBlock.load(new ByteArrayInputStream(unzip(apk).get("resources.arsc")));
        ResXmlElement key =
                manifest(apk).getNamedElement(XMLPath.compile("/manifest/application/meta-data"), "com.vendor.Key");

        assertThat(table.getResource(key.searchAttributeByName("value").getData())
                        .get()
                        .getValueAsString())
                .isEqualTo("k-123");
        assertThat(table.getResource(manifest(apk).getApplicationLabelReference())
                        .get()
                        .getValueAsString())
                .isEqualTo("Clinic");
    }

    @Test
    void a_librarys_manifest_is_merged_in() throws IOException {
        AndroidManifestBlock manifest =
                manifest(new ApkWriter().manifest(MANIFEST.with(LIBRARY)).apk());

        assertThat(manifest.getUsesPermissions().toArray())
                .containsExactly("android.permission.INTERNET", "com.google.android.gms.permission.AD_ID");
        ResXmlElement provider =
                manifest.listApplicationElementsByTag("provider").getFirst();
        assertThat(AndroidManifestBlock.getAndroidNameValue(provider)).isEqualTo("com.vendor.Init");
        assertThat(provider.searchAttributeByName("authorities").getValueAsString())
                .isEqualTo("org.clinic.example.init");
    }

    @Test
    void classes_become_a_dex_file() throws IOException {
        byte[] apk = new ApkWriter()
                .manifest(MANIFEST)
                .classes(classFile(ApkWriterTest.class))
                .classes(classFile(ApkWriter.class))
                .apk();
        ZipEntryMap entries = new ZipEntryMap();
        unzip(apk).forEach((path, content) -> entries.add(new ByteInputSource(content, path)));

        assertThat(new ApkModule(entries).listDexFiles()).hasSize(1);
        assertThat(new String(unzip(apk).get("classes.dex"), StandardCharsets.ISO_8859_1))
                .startsWith("dex\n03")
                .contains("Ldev/earshot/clinic/app/ApkWriter;");
    }

    @Test
    void an_app_has_the_same_bytes_every_time() {
        assertThat(app().apk()).isEqualTo(app().apk());
        assertThat(app().bundle(Map.of())).isEqualTo(app().bundle(Map.of()));
    }

    @Test
    void a_bundle_holds_the_parts_of_an_apk_in_its_module() throws IOException {
        Map<String, byte[]> bundle = unzip(
                app().bundle(Map.of(ApkWriter.DEPENDENCIES, ApkWriter.dependencies(List.of("com.vendor:sdk:1.2.3")))));

        assertThat(bundle.keySet())
                .containsExactly(
                        "BundleConfig.pb",
                        "BUNDLE-METADATA/com.android.tools.build.libraries/dependencies.pb",
                        "base/manifest/AndroidManifest.xml",
                        "base/resources.pb",
                        "base/dex/classes.dex",
                        "base/root/META-INF/vendor.version",
                        "base/assets/index.html");
    }

    @Test
    void a_split_names_the_app_that_it_is_a_part_of() throws IOException {
        byte[] split = new ApkWriter()
                .manifest(AndroidManifest.of("""
                        <manifest xmlns:android="http://schemas.android.com/apk/res/android"
                            package="org.clinic.example" split="config.arm64_v8a"/>"""))
                .file("lib/arm64-v8a/libvendor.so", "")
                .apk();

        assertThat(manifest(split).getSplit()).isEqualTo("config.arm64_v8a");
        assertThat(manifest(split).getPackageName()).isEqualTo("org.clinic.example");
    }

    @Test
    void splits_are_packed_together_as_stores_and_bundletool_do() throws IOException {
        Map<String, byte[]> apks = Map.of("base", app().apk(), "config.arm64_v8a", new byte[0]);

        assertThat(unzip(ApkSet.xapk("org.clinic.example", apks)).keySet())
                .containsExactly("manifest.json", "config.arm64_v8a.apk", "org.clinic.example.apk");
        assertThat(unzip(ApkSet.apks(apks)).keySet())
                .containsExactly("splits/base-config.arm64_v8a.apk", "splits/base-master.apk", "toc.pb");
    }

    private static ApkWriter app() {
        return new ApkWriter()
                .manifest(MANIFEST)
                .string("app_name", "Clinic")
                .string("vendor_key", "k-123")
                .file("META-INF/vendor.version", "1.2.3")
                .file("assets/index.html", "<p>Clinic</p>")
                .classes(classFile(ApkWriter.class));
    }

    private static AndroidManifestBlock manifest(byte[] apk) throws IOException {
        return AndroidManifestBlock.load(new ByteArrayInputStream(unzip(apk).get("AndroidManifest.xml")));
    }

    private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static Map<String, byte[]> classFile(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (var in = type.getClassLoader().getResourceAsStream(path)) {
            return Map.of(path, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
