package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.clinic.app.AndroidManifest;
import dev.earshot.clinic.app.ApkWriter;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Apps on the command line: their files alone, beside traffic, side by side, and broken.
class AppCommandLineTest {
    private static final ClassDesc LOGGER = ClassDesc.of("com.facebook.appevents.AppEventsLogger");
    private static final MethodTypeDesc OF_TEXT = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

    private static byte[] withMeta;
    private static byte[] plain;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build() {
        withMeta = app(true).apk();
        plain = app(false).apk();
    }

    private static ApkWriter app(boolean meta) {
        ApkWriter app = new ApkWriter()
                .manifest(AndroidManifest.of("""
                        <manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.clinic.example"
                            android:versionName="%s" android:versionCode="%s">
                          <uses-permission android:name="android.permission.INTERNET"/>
                          <application android:label="Clinic">
                            <activity android:name="org.clinic.example.Main" android:exported="true">
                              <intent-filter>
                                <action android:name="android.intent.action.MAIN"/>
                                <category android:name="android.intent.category.LAUNCHER"/>
                              </intent-filter>
                            </activity>
                            %s
                          </application>
                        </manifest>""".formatted(meta ? "2.0" : "1.0", meta ? "2" : "1", meta ? """
                            <provider android:name="com.facebook.internal.FacebookInitProvider"
                                android:authorities="org.clinic.example.FacebookInitProvider" android:exported="false"/>
                            <meta-data android:name="com.facebook.sdk.ApplicationId" android:value="fb0000000000001"/>
                            <meta-data android:name="com.facebook.sdk.ClientToken" android:value="00000000000000001"/>
                            """ : "")))
                .classes(Map.of("org/clinic/example/Main.class", main(meta)));
        return meta
                ? app.classes(Map.of(
                        "com/facebook/appevents/AppEventsLogger.class",
                        type(
                                LOGGER,
                                ConstantDescs.CD_Object,
                                type -> type.withMethodBody(
                                        "logEvent",
                                        OF_TEXT,
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.return_())),
                        "com/facebook/internal/FacebookInitProvider.class",
                        type(
                                ClassDesc.of("com.facebook.internal.FacebookInitProvider"),
                                ClassDesc.of("android.content.ContentProvider"),
                                type -> {})))
                : app;
    }

    private static byte[] main(boolean meta) {
        return type(
                ClassDesc.of("org.clinic.example.Main"),
                ClassDesc.of("android.app.Activity"),
                type -> type.withMethodBody(
                        "onStart", MethodTypeDesc.of(ConstantDescs.CD_void), ClassFile.ACC_PUBLIC, code -> {
                            if (meta) {
                                code.loadConstant("oncology appointment booked")
                                        .invokestatic(LOGGER, "logEvent", OF_TEXT);
                            }
                            code.return_();
                        }));
    }

    /// Of Java 8, which is the latest that becomes Android's code as it is.
    private static byte[] type(ClassDesc name, ClassDesc parent, Consumer<ClassBuilder> members) {
        return ClassFile.of().build(name, type -> {
            type.withVersion(ClassFile.JAVA_8_VERSION, 0)
                    .withFlags(ClassFile.ACC_PUBLIC)
                    .withSuperclass(parent);
            members.accept(type);
        });
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Ran earshot(String command, Object... arguments) {
        Object[] all = Arrays.copyOf(
                new Object[] {command, "--out", folder.resolve("out"), "--key", Ran.key(folder)}, 5 + arguments.length);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return Ran.earshot(all);
    }

    private JsonNode report() {
        return JsonMapper.shared().readTree(folder.resolve("out/report.json"));
    }

    private JsonNode sdk(String id) {
        for (JsonNode app : report().path("apps")) {
            for (JsonNode sdk : app.path("sdks")) {
                if (sdk.path("id").asString("").equals(id)) {
                    return sdk;
                }
            }
        }
        throw new AssertionError("no " + id + " in the report");
    }

    @Test
    void the_gate_fails_a_release_that_is_set_to_tell_an_advertiser_and_passes_one_that_is_not() throws IOException {
        Ran bad = earshot("check", file("bad.apk", withMeta));

        assertThat(bad.exitCode()).as(bad.err()).isEqualTo(1);
        assertThat(bad.out())
                .contains("VIOLATION", "Meta Platforms, Inc.", "logEvent(\"oncology appointment booked\")");
        assertThat(sdk("facebook-core").path("rung").asString("")).isEqualTo("configured");
        assertThat(Ran.earshot(
                                "check",
                                file("good.apk", plain),
                                "--out",
                                folder.resolve("good"),
                                "--key",
                                Ran.key(folder))
                        .exitCode())
                .isZero();
        assertThat(Ran.earshot("verify", folder.resolve("out")).exitCode()).isZero();
    }

    @Test
    void what_a_baseline_knows_does_not_fail_the_gate_again() throws IOException {
        earshot("scan", file("bad.apk", withMeta));

        Ran again = Ran.earshot(
                "check",
                folder.resolve("bad.apk"),
                "--baseline",
                folder.resolve("out/report.json"),
                "--out",
                folder.resolve("again"),
                "--key",
                Ran.key(folder));

        assertThat(again.exitCode()).as(again.out()).isZero();
    }

    @Test
    void files_alone_state_no_absence() throws IOException {
        Ran ran = earshot("scan", file("good.apk", plain));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("not watched");
        assertThat(report().path("answers"))
                .isNotEmpty()
                .allSatisfy(answer ->
                        assertThat(answer.path("verdict").asString("")).isEqualTo("cannot-tell"));
        assertThat(Ran.earshot("attest", folder.resolve("out")).exitCode()).isEqualTo(1);
    }

    @Test
    void traffic_raises_an_sdk_that_was_seen_sending() throws IOException {
        Path traffic = Files.writeString(folder.resolve("traffic.har"), """
                {"log":{"version":"1.2","creator":{"name":"recorder","version":"1"},"entries":[
                {"startedDateTime":"2026-03-01T12:00:00Z","time":1,
                 "request":{"method":"POST","url":"https://graph.facebook.com/v17.0/1/activities","headers":[],
                  "postData":{"mimeType":"application/x-www-form-urlencoded",
                   "text":"event=CUSTOM_APP_EVENTS&custom_events=%5B%7B%22_eventName%22%3A%22oncology%20appointment%20booked%22%7D%5D&advertiser_id=38400000-8cf0-11bd-b23e-10b96e40000d"}},
                 "response":{"status":200,"headers":[],"content":{"mimeType":"application/json"}}}]}}""");

        Ran ran = earshot("scan", file("bad.apk", withMeta), "--traffic", traffic);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(sdk("facebook-core").path("rung").asString("")).isEqualTo("decoded");
        assertThat(report().path("findings")).isNotEmpty();
        assertThat(Files.exists(folder.resolve("out/capture.har"))).isTrue();
    }

    @Test
    void traffic_without_an_app_is_told_how_to_be_scanned() throws IOException {
        Ran ran = earshot("scan", "--traffic", file("traffic.har", "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void two_releases_are_compared_by_what_came() throws IOException {
        Ran ran = Ran.earshot("compare", file("old.apk", plain), file("new.apk", withMeta));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("1.0 (1)", "2.0 (2)", "NEW", "Meta Platforms, Inc.", "oncology appointment booked");
        assertThat(Ran.earshot("compare", folder.resolve("old.apk"), folder).exitCode())
                .as("an app and no app")
                .isEqualTo(2);
    }

    @Test
    void a_file_that_is_no_app_is_refused_by_name() throws IOException {
        Ran ran = earshot("scan", file("notes.apk", "just notes".getBytes(StandardCharsets.UTF_8)));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("None of the files is an app");
    }

    @Test
    void an_app_that_is_cut_off_is_scanned_as_far_as_it_goes_and_is_not_called_clean() throws IOException {
        for (int length : List.of(withMeta.length - 10, withMeta.length - 200)) {
            Path cut = file("cut-" + length + ".apk", Arrays.copyOf(withMeta, length));

            Ran ran = Ran.earshot("check", cut, "--out", folder.resolve("cut" + length), "--key", Ran.key(folder));

            assertThat(ran.exitCode()).as(ran.out()).isIn(1, 3);
            assertThat(ran.out()).contains("Meta Platforms, Inc.").contains("Not covered");
            assertThat(ran.err()).contains("incomplete, so what was not found may still be there");
        }
    }

    @Test
    void an_app_without_a_manifest_is_scanned_all_the_same_and_is_incomplete() throws IOException {
        byte[] dex = new ApkWriter()
                .classes(Map.of("org/clinic/example/Main.class", main(false)))
                .apk();

        Ran ran = earshot("scan", file("no-manifest.apk", dex));

        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(3);
        assertThat(ran.err()).contains("manifest");
    }
}
