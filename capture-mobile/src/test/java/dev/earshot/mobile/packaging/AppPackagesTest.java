package dev.earshot.mobile.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.app.AppFile;
import dev.earshot.app.Platform;
import dev.earshot.clinic.app.AndroidManifest;
import dev.earshot.clinic.app.ApkSet;
import dev.earshot.clinic.app.ApkWriter;
import dev.earshot.clinic.app.Zip;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.android.AppBundle;
import dev.earshot.mobile.archive.Containers;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.NotedSigns;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppPackagesTest {
    @TempDir
    Path folder;

    private final NotedSigns signs = new NotedSigns();

    @Test
    void an_apk_is_an_app() throws IOException {
        AppPackage app = one(file("clinic.apk", base(1)));

        assertThat(app.kind()).isEqualTo("APK");
        assertThat(app.platform()).isEqualTo(Platform.ANDROID);
        assertThat(app.files()).extracting(AppFile::name, AppFile::kind).containsExactly(tuple("clinic.apk", "APK"));
        assertThat(app.files().getFirst().sha256()).matches("[0-9a-f]{64}");
        assertThat(signs.identities).containsExactly("Android | org.clinic.portal | 1.0 | 1 | Clinic");
        assertThat(signs.of(Sign.FILE)).contains("AndroidManifest.xml = ", "META-INF/androidx.core_core.version = ");
        assertThat(signs.of(Sign.DEPENDENCY)).containsExactly("androidx.core:core = 1.9.0");
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void a_base_and_its_splits_are_one_app_whatever_their_order() throws IOException {
        List<AppPackage> apps = AppPackages.of(List.of(
                file("config.de.apk", split("config.de", 1)),
                file("base.apk", base(1)),
                file("map.apk", split("map", 1))));

        assertThat(apps).hasSize(1);
        assertThat(apps.getFirst().kind()).isEqualTo("split APK");
        assertThat(apps.getFirst().containers().getFirst().file()).isEqualTo("base.apk");
        apps.getFirst().tell(signs);
        assertThat(signs.identities.getFirst()).isEqualTo("Android | org.clinic.portal | 1.0 | 1 | Clinic");
        assertThat(signs.of(Sign.COMPONENT)).contains("org.clinic.portal.InSplit = service");
    }

    @Test
    void two_releases_of_an_app_are_two_apps() throws IOException {
        assertThat(AppPackages.of(List.of(file("old.apk", base(1)), file("new.apk", base(2)))))
                .hasSize(2);
    }

    @Test
    void an_xapk_is_one_app_with_each_of_its_bytes_in_one_container() throws IOException {
        AppPackage app = one(file("clinic.xapk", ApkSet.xapk("org.clinic.portal", splits())));

        assertThat(app.kind()).isEqualTo("XAPK");
        assertThat(app.containers())
                .extracting(Container::file)
                .containsExactly("clinic.xapk", "clinic.xapk!org.clinic.portal.apk", "clinic.xapk!map.apk");
        assertThat(app.containers().getFirst().names()).containsExactly("manifest.json");
        assertThat(app.files()).extracting(AppFile::kind).containsExactlyInAnyOrder("XAPK", "APK", "split APK");
        assertThat(signs.of(Sign.COMPONENT)).contains("org.clinic.portal.InSplit = service");
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void an_apks_file_of_bundletool_is_one_app() throws IOException {
        AppPackage app = one(file("clinic.apks", ApkSet.apks(splits())));

        assertThat(app.kind()).isEqualTo("APKS");
        assertThat(app.containers()).hasSize(3);
        assertThat(signs.identities.getFirst()).isEqualTo("Android | org.clinic.portal | 1.0 | 1 | Clinic");
    }

    @Test
    void an_unpacked_set_of_apks_is_one_app() throws IOException {
        Path set = Files.createDirectories(folder.resolve("clinic-apks"));
        Files.write(set.resolve("base.apk"), base(1));
        Files.write(set.resolve("split_map.apk"), split("map", 1));
        AppPackage app = one(set);

        assertThat(app.kind()).isEqualTo("APKS");
        assertThat(app.containers()).hasSize(3);
        assertThat(signs.of(Sign.COMPONENT)).contains("org.clinic.portal.InSplit = service");
    }

    @Test
    void a_bundle_tells_its_libraries_its_modules_and_its_mapping() throws IOException {
        byte[] bundle = writer("org.clinic.portal", 1)
                .bundle(Map.of(
                        ApkWriter.DEPENDENCIES,
                        ApkWriter.dependencies(List.of("com.adjust.sdk:adjust-android:5.0.1", "a.b:c:1")),
                        ApkWriter.MAPPING,
                        "org.clinic.Main -> a.a:\n".getBytes(UTF_8)));
        AppPackage app = one(file("clinic.aab", bundle));

        assertThat(app.kind()).isEqualTo("AAB");
        assertThat(signs.identities).containsExactly("Android | org.clinic.portal | 1.0 | 1 | Clinic");
        assertThat(signs.of(Sign.DEPENDENCY)).contains("com.adjust.sdk:adjust-android = 5.0.1", "a.b:c = 1");
        assertThat(signs.of(Sign.META_DATA)).containsExactly("com.facebook.sdk.ApplicationId = 1234567890123");
        assertThat(signs.of(Sign.RESOURCE)).contains("string/facebook_app_id = 1234567890123");
        assertThat(app.mapping())
                .map(Part::name)
                .hasValueSatisfying(name -> assertThat(name).endsWith("proguard.map"));
        assertThat(signs.blind).isEmpty();
    }

    /// Every byte of a bundle's files in turn says something else: nothing is thrown, and it ends.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "base/manifest/AndroidManifest.xml",
                "base/resources.pb",
                "BUNDLE-METADATA/com.android.tools.build.libraries/dependencies.pb"
            })
    void no_byte_that_lies_breaks_a_bundle(String name) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Container whole = Containers.open(
                        file(
                                "clinic.aab",
                                writer("org.clinic.portal", 1)
                                        .bundle(Map.of(
                                                ApkWriter.DEPENDENCIES, ApkWriter.dependencies(List.of("a.b:c:1"))))),
                        signs)
                .orElseThrow();
        for (String one : whole.names()) {
            files.put(one, bytes(whole.open(one).orElseThrow()));
        }
        byte[] good = Objects.requireNonNull(files.get(name));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] = (byte) (i % 2 == 0 ? 0xFF : 0x7F);
            files.put(name, bad);
            new AppBundle(new InMemory(files)).tell(new NotedSigns());
        }
    }

    private record InMemory(Map<String, byte[]> files) implements Container {
        @Override
        public String file() {
            return "clinic.aab";
        }

        @Override
        public List<String> names() {
            return List.copyOf(files.keySet());
        }

        @Override
        public Optional<Part> open(String name) {
            return Optional.ofNullable(files.get(name)).map(bytes -> new Part(name, name, ByteBuffer.wrap(bytes)));
        }

        @Override
        public void close() {}
    }

    private static byte[] bytes(Part part) {
        byte[] copy = new byte[part.bytes().limit()];
        part.bytes().get(0, copy);
        return copy;
    }

    @Test
    void an_ipa_is_left_to_its_readers() throws IOException {
        AppPackage app =
                one(file("clinic.ipa", Zip.of(Map.of("Payload/Clinic.app/Info.plist", "<plist/>".getBytes(UTF_8)))));

        assertThat(app.kind()).isEqualTo("IPA");
        assertThat(app.platform()).isEqualTo(Platform.IOS);
        assertThat(app.containers().getFirst().names()).containsExactly("Payload/Clinic.app/Info.plist");
        assertThat(signs.found).isEmpty();
    }

    @Test
    void an_app_folder_is_an_ios_app() throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("Clinic.app"));
        Files.writeString(bundle.resolve("Info.plist"), "<plist/>");

        assertThat(one(bundle).kind()).isEqualTo(".app");
    }

    @Test
    void an_apk_without_a_manifest_is_told_and_the_rest_is_scanned() throws IOException {
        AppPackage app = one(file("clinic.apk", Zip.of(Map.of("classes.dex", "dex\n035\0".getBytes(UTF_8)))));

        assertThat(app.kind()).isEqualTo("APK");
        assertThat(signs.of(Sign.FILE)).containsExactly("classes.dex = ");
        assertThat(signs.blind)
                .singleElement()
                .matches(BlindSpot::incomplete)
                .extracting(BlindSpot::what)
                .asString()
                .contains("no manifest");
    }

    @Test
    void a_dex_file_by_itself_is_an_app() throws IOException {
        AppPackage app = one(file("classes.dex", "dex\n035\0....".getBytes(UTF_8)));

        assertThat(app.kind()).isEqualTo("DEX");
        assertThat(app.containers().getFirst().names()).containsExactly("classes.dex");
    }

    @Test
    void a_file_that_is_no_app_is_not_lost() throws IOException {
        AppPackage app = one(file("notes.txt", "remember the milk".getBytes(UTF_8)));

        assertThat(app.kind()).isEqualTo("unknown");
        assertThat(signs.blind).singleElement().matches(BlindSpot::incomplete);
    }

    @Test
    void a_file_that_is_not_there_is_the_users_error() {
        assertThatThrownBy(() -> AppPackages.of(List.of(folder.resolve("gone.apk"))))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("gone.apk");
    }

    private AppPackage one(Path file) {
        List<AppPackage> apps = AppPackages.of(List.of(file));
        assertThat(apps).hasSize(1);
        apps.getFirst().tell(signs);
        return apps.getFirst();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    private static Map<String, byte[]> splits() {
        Map<String, byte[]> apks = new LinkedHashMap<>();
        apks.put("map", split("map", 1));
        apks.put("base", base(1));
        return apks;
    }

    private static byte[] base(int version) {
        return writer("org.clinic.portal", version).apk();
    }

    private static ApkWriter writer(String packageName, int version) {
        return new ApkWriter()
                .manifest(AndroidManifest.of("""
                        <manifest xmlns:android="http://schemas.android.com/apk/res/android" package="%s"
                            android:versionCode="%d" android:versionName="1.0">
                          <uses-permission android:name="android.permission.ACCESS_FINE_LOCATION"/>
                          <application android:label="Clinic">
                            <meta-data android:name="com.facebook.sdk.ApplicationId"
                                android:value="@string/facebook_app_id"/>
                          </application>
                        </manifest>
                        """.formatted(packageName, version)))
                .string("facebook_app_id", "1234567890123")
                .file("META-INF/androidx.core_core.version", "1.9.0\n");
    }

    private static byte[] split(String name, int version) {
        return new ApkWriter()
                .manifest(AndroidManifest.of("""
                        <manifest xmlns:android="http://schemas.android.com/apk/res/android" split="%s"
                            package="org.clinic.portal" android:versionCode="%d">
                          <application><service android:name=".InSplit"/></application>
                        </manifest>
                        """.formatted(name, version)))
                .apk();
    }
}
