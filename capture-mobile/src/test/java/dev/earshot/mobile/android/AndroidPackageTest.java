package dev.earshot.mobile.android;

import static dev.earshot.mobile.android.Compiled.node;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.archive.Containers;
import dev.earshot.mobile.reading.NotedSigns;
import dev.earshot.mobile.reading.Sign;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void references_in_meta_data_are_followed_and_every_value_that_a_device_may_have_is_told() throws IOException {
        var table = new Compiled.Table()
                .put("", "string", "facebook_app_id", "1234567890123")
                .put("", "bool", "collect", "false")
                .put("-v26", "bool", "collect", "true");
        table.put("", "string", "indirect", table.to("string/facebook_app_id"));
        tell(Map.of(
                "resources.arsc", table.bytes(),
                "AndroidManifest.xml",
                        Compiled.xml(node(
                                "manifest",
                                "package=org.clinic.portal",
                                node(
                                        "application",
                                        metaData("com.facebook.sdk.ApplicationId", table.to("string/indirect")),
                                        metaData("firebase_analytics_collection_enabled", table.to("bool/collect")),
                                        metaData("lost", "@7f990001"),
                                        metaData("plain", "false"),
                                        metaData("number", "42"),
                                        node("service", "android:name=.S", metaData("of.a.service", "yes")))))));

        assertThat(signs.of(Sign.META_DATA))
                .containsExactly(
                        "com.facebook.sdk.ApplicationId = 1234567890123",
                        "firebase_analytics_collection_enabled = false",
                        "firebase_analytics_collection_enabled = true",
                        "lost = @0x7f990001",
                        "plain = false",
                        "number = 42",
                        "of.a.service = yes");
        assertThat(signs.of(Sign.RESOURCE))
                .contains(
                        "string/facebook_app_id = 1234567890123",
                        "string/indirect = 1234567890123",
                        "bool/collect = false");
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void a_component_that_some_devices_enable_is_not_disabled() throws IOException {
        var table = new Compiled.Table()
                .put("", "bool", "on_some", "false")
                .put("-v26", "bool", "on_some", "true")
                .put("", "bool", "off", "false");
        tell(Map.of(
                "resources.arsc", table.bytes(),
                "AndroidManifest.xml",
                        Compiled.xml(node(
                                "manifest",
                                "package=org.clinic.portal",
                                node(
                                        "application",
                                        node(
                                                "provider",
                                                "android:name=a.Some",
                                                "android:enabled=" + table.to("bool/on_some")),
                                        node(
                                                "provider",
                                                "android:name=a.Off",
                                                "android:enabled=" + table.to("bool/off")))))));

        assertThat(signs.of(Sign.COMPONENT)).containsExactly("a.Some = provider", "a.Off = provider disabled");
    }

    @Test
    void an_application_that_is_disabled_disables_all_in_it() throws IOException {
        tellManifest(node("application", "android:enabled=false", node("provider", "android:name=a.Provider")));

        assertThat(signs.of(Sign.COMPONENT)).containsExactly("a.Provider = provider disabled");
    }

    @Test
    void a_loop_of_references_ends() throws IOException {
        var table = new Compiled.Table().put("", "string", "a", "x").put("", "string", "b", "x");
        table.put("", "string", "a", table.to("string/b")).put("", "string", "b", table.to("string/a"));
        tell(Map.of(
                "resources.arsc", table.bytes(),
                "AndroidManifest.xml",
                        Compiled.xml(node("manifest", node("application", metaData("key", table.to("string/a")))))));

        assertThat(signs.of(Sign.META_DATA)).hasSize(1);
    }

    @Test
    void permissions_are_told_with_the_system_that_they_end_at() throws IOException {
        tellManifest(
                node("uses-permission", "android:name=com.google.android.gms.permission.AD_ID"),
                node("uses-permission", "android:name=android.permission.BLUETOOTH", "android:maxSdkVersion=30"),
                node("uses-permission-sdk-23", "android:name=android.permission.READ_CONTACTS"),
                node("permission", "android:name=org.clinic.portal.OWN"));

        assertThat(signs.of(Sign.PERMISSION))
                .containsExactly(
                        "com.google.android.gms.permission.AD_ID = ",
                        "android.permission.BLUETOOTH = up to Android API level 30",
                        "android.permission.READ_CONTACTS = ");
    }

    @Test
    void addresses_that_open_the_app_are_told_in_every_combination() throws IOException {
        tellManifest(node(
                "application",
                node(
                        "activity",
                        "android:name=.Link",
                        node(
                                "intent-filter",
                                "android:autoVerify=true",
                                node("action", "android:name=android.intent.action.VIEW"),
                                node("data", "android:scheme=https", "android:host=portal.clinic.example"),
                                node("data", "android:pathPrefix=/appointments/"),
                                node("data", "android:pathPattern=/results/.*")),
                        node(
                                "intent-filter",
                                node("action", "android:name=android.intent.action.VIEW"),
                                node("data", "android:scheme=clinic")),
                        node(
                                "intent-filter",
                                node("action", "android:name=android.intent.action.SEND"),
                                node("data", "android:scheme=unseen")))));

        assertThat(signs.of(Sign.DEEP_LINK))
                .containsExactly(
                        "https://portal.clinic.example/appointments/* = org.clinic.portal.Link autoVerify",
                        "https://portal.clinic.example/results/* = org.clinic.portal.Link autoVerify",
                        "clinic://* = org.clinic.portal.Link");
    }

    @Test
    void a_security_configuration_tells_pins_and_exceptions() throws IOException {
        tellWithConfig(
                "false",
                node("base-config", "cleartextTrafficPermitted=false"),
                node(
                        "domain-config",
                        "cleartextTrafficPermitted=true",
                        node("domain", "includeSubdomains=true", "legacy.clinic.example"),
                        node("trust-anchors", node("certificates", "src=user"))),
                node(
                        "domain-config",
                        node("domain", "api.clinic.example"),
                        node("pin-set", "expiration=2027-01-01", node("pin", "digest=SHA-256", "AAAA"))),
                node("debug-overrides", node("trust-anchors", node("certificates", "src=user"))));

        assertThat(signs.of(Sign.PINNED)).containsExactly("api.clinic.example = until 2027-01-01");
        assertThat(signs.of(Sign.TRANSPORT_EXCEPTION))
                .containsExactly(
                        "*.legacy.clinic.example = cleartext permitted",
                        "*.legacy.clinic.example = certificates that the user installed are trusted");
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void exceptions_for_debugging_count_in_an_app_that_can_be_debugged() throws IOException {
        tellWithConfig("true", node("debug-overrides", node("trust-anchors", node("certificates", "src=user"))));

        assertThat(signs.of(Sign.TRANSPORT_EXCEPTION))
                .containsExactly("* = certificates that the user installed are trusted");
    }

    @Test
    void cleartext_is_told_where_the_manifest_permits_it() throws IOException {
        tellManifest(node("application", "android:usesCleartextTraffic=true"));

        assertThat(signs.of(Sign.TRANSPORT_EXCEPTION)).containsExactly("* = cleartext permitted");
    }

    @ParameterizedTest
    @CsvSource({"27, 1", "28, 0", "35, 0"})
    void cleartext_is_permitted_by_default_up_to_android_8(int target, int exceptions) throws IOException {
        tellManifest(node("uses-sdk", "android:targetSdkVersion=" + target), node("application"));

        assertThat(signs.of(Sign.TRANSPORT_EXCEPTION)).hasSize(exceptions);
    }

    @Test
    void build_leftovers_tell_libraries_with_their_versions() throws IOException {
        tell(Map.of(
                "META-INF/androidx.lifecycle_lifecycle-runtime.version", bytes("2.6.1\n"),
                "META-INF/kotlinx_coroutines_core.version", bytes("1.7.3"),
                "META-INF/broken.group_artifact.version", bytes("task ':x' property 'version'"),
                "META-INF/maven/com.squareup/okhttp/pom.properties",
                        bytes("version=4.9\ngroupId=com.squareup\nartifactId=okhttp\n"),
                "firebase-analytics.properties", bytes("version=21.2.0\nclient=firebase-analytics\n"),
                "play-services-measurement.properties", bytes("version=21.2.0\n"),
                "settings.properties", bytes("version=1\n"),
                "lib/arm64-v8a/libapp.so", bytes("ELF")));

        assertThat(signs.of(Sign.DEPENDENCY))
                .containsExactlyInAnyOrder(
                        "androidx.lifecycle:lifecycle-runtime = 2.6.1",
                        "broken.group:artifact = ",
                        "com.squareup:okhttp = 4.9",
                        "com.google.firebase:firebase-analytics = 21.2.0",
                        "com.google.android.gms:play-services-measurement = 21.2.0");
        assertThat(signs.of(Sign.LIBRARY)).containsExactly("app = ");
        assertThat(signs.of(Sign.FILE)).hasSize(8);
    }

    @Test
    void a_manifest_whose_type_and_attribute_names_lie_is_read_as_android_reads_it() throws IOException {
        byte[] manifest = Compiled.xml(
                node("manifest", "package=org.clinic.portal", node("application", "android:label=Clinic")));
        manifest[0] = 0;
        tell(Map.of("AndroidManifest.xml", manifest));

        assertThat(signs.identities).containsExactly("Android | org.clinic.portal |  |  | Clinic");
    }

    @Test
    void a_manifest_that_was_cut_off_is_told_and_read_as_far_as_it_goes() throws IOException {
        byte[] manifest = Compiled.xml(node(
                "manifest",
                "package=org.clinic.portal",
                node("uses-permission", "android:name=android.permission.CAMERA"),
                node("application", node("service", "android:name=.Late"))));
        tell(Map.of("AndroidManifest.xml", Arrays.copyOf(manifest, manifest.length - 150)));

        assertThat(signs.of(Sign.PERMISSION)).containsExactly("android.permission.CAMERA = ");
        assertThat(signs.blind).singleElement().matches(BlindSpot::incomplete);
    }

    @Test
    void a_manifest_of_noise_is_told() throws IOException {
        tell(Map.of("AndroidManifest.xml", new byte[300]));

        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!AndroidManifest.xml");
    }

    @Test
    void a_table_that_is_none_is_told_and_the_manifest_is_read() throws IOException {
        tell(Map.of(
                "resources.arsc", bytes("no table at all"),
                "AndroidManifest.xml", Compiled.xml(node("manifest", "package=org.clinic.portal"))));

        assertThat(signs.identities).hasSize(1);
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!resources.arsc");
    }

    /// Every byte of manifest and table in turn says something else: nothing is thrown, and it ends.
    @Test
    void no_byte_that_lies_breaks_the_readers() {
        byte[] table = new Compiled.Table()
                .put("", "string", "a", "text")
                .put("-de", "string", "a", "Text")
                .put("", "bool", "b", "true")
                .bytes();
        byte[] manifest =
                Compiled.xml(node("manifest", "package=p.q", node("application", metaData("k", "@7f010000"))));
        for (byte lie : new byte[] {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF}) {
            for (int i = 0; i < table.length; i++) {
                byte[] bad = table.clone();
                bad[i] = lie;
                ResourceTable read = ResourceTable.of(ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN));
                read.tell(300, (name, text, offset) -> {});
                assertThat(read.texts(0x7f010000).size()).isLessThan(20);
            }
            for (int i = 0; i < manifest.length; i++) {
                byte[] bad = manifest.clone();
                bad[i] = lie;
                XmlFile read = BinaryXml.read(ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN));
                read.root()
                        .ifPresent(root -> new ManifestReading(
                                        "m", root, Resources.NONE, path -> Optional.empty(), new NotedSigns())
                                .tell());
            }
        }
    }

    private void tellWithConfig(String debuggable, Object... config) throws IOException {
        var table = new Compiled.Table().put("", "xml", "network", "res/xml/network.xml");
        tell(Map.of(
                "resources.arsc", table.bytes(),
                "res/xml/network.xml", Compiled.xml(node("network-security-config", config)),
                "AndroidManifest.xml",
                        Compiled.xml(node(
                                "manifest",
                                "package=org.clinic.portal",
                                node(
                                        "application",
                                        "android:debuggable=" + debuggable,
                                        "android:usesCleartextTraffic=true",
                                        "android:networkSecurityConfig=" + table.to("xml/network"))))));
    }

    private static Compiled.Node metaData(String name, String value) {
        return node("meta-data", "android:name=" + name, "android:value=" + value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
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
