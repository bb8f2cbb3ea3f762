package dev.earshot.mobile.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.HeldSdk.Setting;
import dev.earshot.app.Mismatch;
import dev.earshot.app.Rung;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Sign;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LadderTest {
    private static final String SOUNDER = """
            sounder "android": {
              "classes": ["net.sounder.sdk.", "net.sounder.Sounder"], "notClasses": ["net.sounder.sdk.stub."],
              "components": ["net.sounder.sdk.InitProvider", "net.sounder.sdk.Screen"],
              "starts": ["net.sounder.sdk.InitProvider"],
              "metaData": ["net.sounder.key", "net.sounder.collect"],
              "texts": ["sounder_session_started", "host:events.sounder.net", "host:config.sounder.net"],
              "libraries": ["sounder-core"], "files": ["META-INF/net.sounder_*.version"],
              "dependencies": ["net.sounder:sdk"],
              "methods": ["net.sounder.Sounder.start"]},
            "scripts": {"packages": ["npm:@sounder/native"], "texts": ["sounder_session_started"]},
            "hosts": ["*.sounder.net"],
            "calls": [{"method": "net.sounder.Sounder.setUser", "element": "email", "hands": "an address"}],
            "collects": ["client-id"]""";

    private static final String KEYED = """
            keyed "android": {"classes": ["net.keyed."], "metaData": ["net.keyed.*"]},
            "keys": [{"in": "metaData", "name": "net.keyed.KEY", "meaning": "whose account", "required": true}],
            "switches": [
              {"in": "metaData", "name": "net.keyed.COLLECT", "off": "false", "means": "nothing is collected", "overridable": "a call"},
              {"in": "metaData", "name": "net.keyed.ADID", "off": "false", "means": "no advertising id", "elements": ["advertising-id"]}],
            "turnsOn": ["net.keyed.Keyed.enable"]""";

    private static final String OTHER = """
            other "android": {"classes": ["net.other."]}""";

    private static final String MAIN = "org.clinic.portal.Main";

    private static ToldCode dex() {
        return new ToldCode(Told.DEX);
    }

    private static Told clinic(String... sdks) {
        return Told.app(sdks).android().component(MAIN, "launcher").defined(MAIN);
    }

    // Referenced

    @Test
    void a_class_that_is_only_mentioned_is_not_defined() {
        HeldSdk sdk = clinic(SOUNDER)
                .mentioned("net.sounder.sdk.Event")
                .code(dex().type(MAIN, "net.sounder.sdk.Event"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.REFERENCED);
        assertThat(Told.traces(sdk, Rung.REFERENCED)).containsExactly("net.sounder.sdk.Event");
        assertThat(sdk.setting()).isEqualTo(Setting.NOT_SHOWN);
    }

    @Test
    void one_host_in_the_texts_is_a_mention_for_it_may_be_the_apps_own_code() {
        App app = clinic(SOUNDER)
                .texts("https://events.sounder.net/v1")
                .code(dex().type(MAIN, "a.b").text("https://events.sounder.net/v1", "a.b"))
                .read();

        assertThat(app.sdk("sounder").orElseThrow().rung()).isEqualTo(Rung.REFERENCED);
        assertThat(app.endpoints())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.host()).isEqualTo("events.sounder.net"));
    }

    @Test
    void two_texts_in_the_apps_own_named_code_are_a_mention() {
        HeldSdk sdk = clinic(SOUNDER)
                .texts("https://events.sounder.net/v1", "sounder_session_started")
                .code(dex().type(MAIN, "org.clinic.api.Client")
                        .text("https://events.sounder.net/v1", "org.clinic.api.Client")
                        .text("sounder_session_started", "org.clinic.api.Client"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.REFERENCED);
    }

    @Test
    void two_texts_in_the_code_of_another_known_sdk_are_a_mention() {
        HeldSdk sdk = clinic(SOUNDER, OTHER)
                .defined("net.other.Kit")
                .texts("https://events.sounder.net/v1", "sounder_session_started")
                .code(dex().type(MAIN, "net.other.Kit")
                        .text("https://events.sounder.net/v1", "net.other.Kit")
                        .text("sounder_session_started", "net.other.Kit"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.REFERENCED);
    }

    @Test
    void a_dependency_list_and_a_build_leftover_without_any_code_are_a_mention() {
        HeldSdk sdk = clinic(SOUNDER)
                .found(Sign.DEPENDENCY, "clinic.apk!META-INF/x.version", "net.sounder:sdk", "3.1.4")
                .found(Sign.FILE, "clinic.apk", "META-INF/net.sounder_sdk.version", "")
                .code(dex().type(MAIN))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.REFERENCED);
        assertThat(sdk.version()).contains("3.1.4");
        assertThat(sdk.remarks()).anyMatch(remark -> remark.contains("none of its code was recognised"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "net.sounder.sdk.stub.NoOp",
                "net.sounder.Sounders",
                "net.sounder.SounderKt",
                "com.net.sounder.sdk.Event",
                "net.sounder.sdkx.Event",
                "net.sounder.sdk",
                "net.sounder.other.Event"
            })
    void a_class_of_another_name_is_no_sign(String name) {
        App app = clinic(SOUNDER)
                .defined(name)
                .code(dex().type(MAIN, name).type(name))
                .read();

        assertThat(app.sdks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "See https://events.sounder.net/docs for more",
                "https://events.sounder.net.evil.example/",
                "https://notsounder.net/",
                "sounder_session_started_again",
                "events.sounder.net.Handler",
                "ftp.example"
            })
    void a_text_that_only_looks_alike_is_no_sign(String text) {
        assertThat(clinic(SOUNDER).texts(text).code(dex().type(MAIN)).read().sdks())
                .isEmpty();
    }

    // Defined

    @ParameterizedTest
    @ValueSource(
            strings = {
                "net.sounder.sdk.Event",
                "net.sounder.sdk.a.b$c",
                "net.sounder.Sounder",
                "net.sounder.Sounder$Companion"
            })
    void a_class_of_its_own_that_nobody_calls_is_defined(String name) {
        HeldSdk sdk =
                clinic(SOUNDER).defined(name).code(dex().type(MAIN).type(name)).sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.DEFINED);
        assertThat(sdk.renamed()).isFalse();
        assertThat(Told.traces(sdk, Rung.REFERENCED)).isNotEmpty();
        assertThat(Told.traces(sdk, Rung.DEFINED)).containsExactly(name);
        assertThat(sdk.remarks()).anyMatch(remark -> remark.contains("reflection"));
    }

    @Test
    void the_longest_prefix_says_whose_a_class_is() {
        App app = clinic(SOUNDER, "inner \"android\": {\"classes\": [\"net.sounder.sdk.ads.\"]}")
                .defined("net.sounder.sdk.ads.Banner")
                .code(dex().type(MAIN).type("net.sounder.sdk.ads.Banner"))
                .read();

        assertThat(app.sdks()).extracting(HeldSdk::id).containsExactly("inner");
    }

    @Test
    void a_monolith_is_not_called_by_other_sdks_that_nobody_calls() {
        HeldSdk sdk = clinic(SOUNDER, OTHER)
                .defined("net.sounder.Sounder", "net.other.Kit")
                .code(dex().type(MAIN).call("net.other.Kit.run", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_call_from_code_that_nothing_reaches_does_not_count() {
        HeldSdk sdk = clinic(SOUNDER)
                .defined("net.sounder.Sounder", "com.library.Dead")
                .code(dex().type(MAIN).call("com.library.Dead.run", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.DEFINED);
        assertThat(sdk.handOvers()).isEmpty();
    }

    @Test
    void renamed_code_with_two_of_its_texts_is_defined() {
        HeldSdk sdk = clinic(SOUNDER)
                .texts("https://events.sounder.net/v1", "sounder_session_started")
                .code(dex().type(MAIN)
                        .text("https://events.sounder.net/v1", "a.b")
                        .text("sounder_session_started", "a.c"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.DEFINED);
        assertThat(sdk.renamed()).isTrue();
        assertThat(sdk.traces())
                .filteredOn(trace -> trace.rung() == Rung.DEFINED)
                .allMatch(trace -> trace.survivesRenaming());
    }

    @Test
    void two_texts_with_the_same_host_are_one_sign() {
        HeldSdk sdk = clinic(SOUNDER)
                .texts("https://events.sounder.net/v1", "https://events.sounder.net/v2")
                .code(dex().type(MAIN)
                        .text("https://events.sounder.net/v1", "a.b")
                        .text("https://events.sounder.net/v2", "a.b"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.REFERENCED);
    }

    @Test
    void a_text_and_a_dependency_together_are_defined() {
        HeldSdk sdk = clinic(SOUNDER)
                .texts("sounder_session_started")
                .found(Sign.DEPENDENCY, "clinic.aab!dependencies.pb", "net.sounder:sdk", "3.1.4")
                .code(dex().type(MAIN).text("sounder_session_started", "a.b"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.DEFINED);
        assertThat(sdk.renamed()).isTrue();
    }

    @Test
    void a_native_library_of_its_own_is_defined() {
        assertThat(clinic(SOUNDER)
                        .found(Sign.LIBRARY, "clinic.apk!lib/arm64-v8a/libsounder-core.so", "sounder-core", "")
                        .code(dex().type(MAIN))
                        .sdkOf("sounder")
                        .rung())
                .isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_script_package_is_defined_on_either_platform() {
        Told android = clinic(SOUNDER).found(Sign.SCRIPT_PACKAGE, "clinic.apk!assets/x", "npm:@sounder/native", "2.0");
        Told ios = Told.app(SOUNDER).ios().found(Sign.SCRIPT_PACKAGE, "clinic.ipa!x", "npm:@sounder/native", "2.0");

        assertThat(android.code(dex().type(MAIN)).sdkOf("sounder").rung()).isEqualTo(Rung.DEFINED);
        assertThat(ios.sdkOf("sounder").rung()).isEqualTo(Rung.DEFINED);
    }

    // Called

    @Test
    void a_call_from_the_apps_own_component_is_called() {
        HeldSdk sdk = clinic(SOUNDER)
                .defined("net.sounder.Sounder")
                .code(dex().call(MAIN + ".onCreate", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(sdk.traces()).anySatisfy(trace -> {
            assertThat(trace.rung()).isEqualTo(Rung.CALLED);
            assertThat(trace.kind()).isEqualTo("call");
            assertThat(trace.what()).isEqualTo(MAIN + ".onCreate → net.sounder.Sounder.start");
            assertThat(trace.at().file()).isEqualTo(Told.DEX);
            assertThat(trace.at().in()).isEqualTo(MAIN + ".onCreate");
            assertThat(trace.at().offset()).isEqualTo(0x100);
        });
    }

    @Test
    void a_call_over_other_classes_shows_its_path() {
        HeldSdk sdk = clinic(SOUNDER)
                .defined("net.sounder.Sounder")
                .code(dex().type(MAIN, "a.a").type("a.a", "a.b").call("a.b.c", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(Told.traces(sdk, Rung.CALLED))
                .containsExactlyInAnyOrder("a.b.c → net.sounder.Sounder.start", MAIN + " → a.a → a.b");
    }

    @Test
    void classes_of_several_dex_files_are_one_graph() {
        HeldSdk sdk = clinic(SOUNDER)
                .defined("net.sounder.Sounder")
                .code(dex().type(MAIN, "a.a"))
                .code(new ToldCode("clinic.apk!classes2.dex").call("a.a.b", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
    }

    @Test
    void a_call_from_another_sdk_counts_once_that_one_is_reached() {
        HeldSdk sdk = clinic(SOUNDER, OTHER)
                .defined("net.sounder.Sounder", "net.other.Kit")
                .code(dex().call(MAIN + ".onCreate", "net.other.Kit.run")
                        .call("net.other.Kit.run", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(Told.traces(sdk, Rung.CALLED)).contains("net.other.Kit.run → net.sounder.Sounder.start");
    }

    @Test
    void a_provider_that_starts_it_needs_no_call() {
        HeldSdk sdk = clinic(SOUNDER)
                .component("net.sounder.sdk.InitProvider", "provider")
                .defined("net.sounder.sdk.InitProvider")
                .code(dex().type(MAIN).type("net.sounder.sdk.InitProvider"))
                .sdkOf("sounder");

        assertThat(Told.traces(sdk, Rung.CALLED)).containsExactly("net.sounder.sdk.InitProvider");
        assertThat(sdk.traces()).anyMatch(trace -> trace.kind().equals("component") && trace.rung() == Rung.CALLED);
    }

    @Test
    void a_provider_that_is_disabled_starts_nothing() {
        assertThat(clinic(SOUNDER)
                        .component("net.sounder.sdk.InitProvider", "provider disabled")
                        .defined("net.sounder.sdk.InitProvider")
                        .code(dex().type(MAIN).type("net.sounder.sdk.InitProvider"))
                        .sdkOf("sounder")
                        .rung())
                .isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_provider_whose_code_is_not_there_starts_nothing() {
        assertThat(clinic(SOUNDER)
                        .component("net.sounder.sdk.InitProvider", "provider")
                        .code(dex().type(MAIN))
                        .sdkOf("sounder")
                        .rung())
                .isEqualTo(Rung.REFERENCED);
    }

    @Test
    void a_component_of_its_own_that_does_not_start_it_is_no_way_in() {
        assertThat(clinic(SOUNDER)
                        .component("net.sounder.sdk.Screen", "activity")
                        .defined("net.sounder.sdk.Screen")
                        .code(dex().type(MAIN).type("net.sounder.sdk.Screen"))
                        .sdkOf("sounder")
                        .rung())
                .isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_component_of_the_app_that_extends_it_calls_it() {
        HeldSdk sdk = clinic(SOUNDER)
                .component("org.clinic.Messages", "service")
                .found(Sign.CLASS_DEFINED, Told.DEX, "org.clinic.Messages", "net.sounder.sdk.Service")
                .defined("net.sounder.sdk.Service")
                .code(dex().type(MAIN)
                        .type("org.clinic.Messages", "net.sounder.sdk.Service")
                        .type("net.sounder.sdk.Service"))
                .sdkOf("sounder");

        assertThat(Told.traces(sdk, Rung.CALLED))
                .containsExactly("org.clinic.Messages extends net.sounder.sdk.Service");
    }

    @Test
    void a_mention_in_reached_code_is_no_call() {
        assertThat(clinic(SOUNDER)
                        .defined("net.sounder.Sounder")
                        .code(dex().type(MAIN, "net.sounder.Sounder").type("net.sounder.Sounder"))
                        .sdkOf("sounder")
                        .rung())
                .isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_plugin_that_a_registry_creates_by_name_is_a_way_in() {
        HeldSdk sdk = clinic(SOUNDER)
                .found(Sign.CLASS_DEFINED, Told.DEX, "com.plugin.SounderPlugin", "org.apache.cordova.CordovaPlugin")
                .defined("net.sounder.Sounder")
                .code(dex().type(MAIN).call("com.plugin.SounderPlugin.execute", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
    }

    @Test
    void an_initializer_that_the_manifest_names_is_a_way_in() {
        HeldSdk sdk = clinic(SOUNDER)
                .metaData("org.clinic.Init", "androidx.startup")
                .defined("net.sounder.Sounder")
                .code(dex().type(MAIN).call("org.clinic.Init.create", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
    }

    @Test
    void renamed_code_that_the_app_reaches_is_called() {
        HeldSdk sdk = clinic(SOUNDER)
                .texts("https://events.sounder.net/v1", "sounder_session_started")
                .code(dex().type(MAIN, "a.b")
                        .text("https://events.sounder.net/v1", "a.b")
                        .text("sounder_session_started", "a.c"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(sdk.renamed()).isTrue();
        assertThat(Told.traces(sdk, Rung.CALLED)).singleElement().asString().startsWith(MAIN + " → a.b, which uses");
    }

    @Test
    void without_a_manifest_every_class_of_no_sdk_counts_as_reached_and_that_is_said() {
        HeldSdk sdk = Told.app(SOUNDER)
                .defined("net.sounder.Sounder", "a.b")
                .code(dex().call("a.b.c", "net.sounder.Sounder.start"))
                .sdkOf("sounder");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(sdk.remarks()).anyMatch(remark -> remark.contains("No manifest"));
    }

    // Configured

    private static Told keyed() {
        return clinic(KEYED).defined("net.keyed.Keyed");
    }

    private static ToldCode callsKeyed() {
        return dex().call(MAIN + ".onCreate", "net.keyed.Keyed.init");
    }

    @Test
    void a_key_that_is_there_makes_it_configured() {
        HeldSdk sdk =
                keyed().metaData("net.keyed.KEY", "ab12").code(callsKeyed()).sdkOf("keyed");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(sdk.setting()).isEqualTo(Setting.ON);
        assertThat(Told.traces(sdk, Rung.CONFIGURED)).containsExactly("net.keyed.KEY = ab12");
    }

    @Test
    void a_key_that_is_missing_leaves_it_called_and_is_told() {
        HeldSdk sdk = keyed().code(callsKeyed()).sdkOf("keyed");

        assertThat(sdk.rung()).isEqualTo(Rung.CALLED);
        assertThat(sdk.setting()).isEqualTo(Setting.NOT_SHOWN);
        assertThat(sdk.remarks()).anyMatch(remark -> remark.contains("net.keyed.KEY"));
    }

    @Test
    void a_key_without_the_code_is_not_configured() {
        assertThat(clinic(KEYED)
                        .metaData("net.keyed.KEY", "ab12")
                        .code(dex().type(MAIN))
                        .sdkOf("keyed")
                        .rung())
                .isEqualTo(Rung.REFERENCED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "0"})
    void a_switch_that_is_off_leaves_it_called(String value) {
        HeldSdk sdk = keyed().metaData("net.keyed.KEY", "ab12")
                .metaData("net.keyed.COLLECT", value)
                .code(callsKeyed())
                .sdkOf("keyed");

        assertThat(sdk.rung()).isEqualTo(Rung.CALLED);
        assertThat(sdk.setting()).isEqualTo(Setting.OFF);
        assertThat(sdk.traces()).anyMatch(trace -> trace.kind().equals("switch"));
        assertThat(sdk.remarks()).anyMatch(remark -> remark.contains("overruled by: a call"));
    }

    @Test
    void a_switch_that_is_on_changes_nothing() {
        assertThat(keyed().metaData("net.keyed.KEY", "ab12")
                        .metaData("net.keyed.COLLECT", "true")
                        .code(callsKeyed())
                        .sdkOf("keyed")
                        .setting())
                .isEqualTo(Setting.ON);
    }

    @Test
    void a_switch_for_one_element_does_not_turn_the_whole_off() {
        HeldSdk sdk = keyed().metaData("net.keyed.KEY", "ab12")
                .metaData("net.keyed.ADID", "false")
                .code(callsKeyed())
                .sdkOf("keyed");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(sdk.remarks()).anyMatch(remark -> remark.contains("no advertising id"));
    }

    @Test
    void a_call_that_turns_it_on_again_is_told() {
        assertThat(keyed().metaData("net.keyed.COLLECT", "false")
                        .code(dex().call(MAIN + ".agreed", "net.keyed.Keyed.enable", "true"))
                        .sdkOf("keyed")
                        .setting())
                .isEqualTo(Setting.OFF_UNTIL_CALLED);
    }

    @Test
    void a_call_that_is_given_false_turns_nothing_on() {
        assertThat(keyed().metaData("net.keyed.COLLECT", "false")
                        .code(dex().call(MAIN + ".agreed", "net.keyed.Keyed.enable", "0"))
                        .sdkOf("keyed")
                        .setting())
                .isEqualTo(Setting.OFF);
    }

    // Hand-overs

    @Test
    void a_call_that_hands_over_an_address_is_told_with_its_literals() {
        HeldSdk sdk = clinic(SOUNDER)
                .defined("net.sounder.Sounder")
                .code(dex().call(MAIN + ".signedIn", "net.sounder.Sounder.setUser", "", "patient"))
                .sdkOf("sounder");

        assertThat(sdk.handOvers()).singleElement().satisfies(handOver -> {
            assertThat(handOver.element()).isEqualTo(DataElement.EMAIL);
            assertThat(handOver.call()).isEqualTo("net.sounder.Sounder.setUser");
            assertThat(handOver.literals()).containsExactly("", "patient");
            assertThat(handOver.at().in()).isEqualTo(MAIN + ".signedIn");
        });
    }

    @Test
    void another_method_of_the_same_class_hands_nothing_over() {
        assertThat(clinic(SOUNDER)
                        .defined("net.sounder.Sounder")
                        .code(dex().call(MAIN + ".signedIn", "net.sounder.Sounder.setUserAgent", "x"))
                        .sdkOf("sounder")
                        .handOvers())
                .isEmpty();
    }

    // Web views

    @Test
    void a_web_view_is_told_with_its_addresses_and_bridges() {
        App app = clinic(SOUNDER)
                .code(dex().call(MAIN + ".show", "android.webkit.WebView.loadUrl", "https://portal.clinic.example/")
                        .call(MAIN + ".show", "android.webkit.WebView.addJavascriptInterface", "", "Native"))
                .read();

        assertThat(app.webViews()).singleElement().satisfies(view -> {
            assertThat(view.addresses()).containsExactly("https://portal.clinic.example/");
            assertThat(view.bridges()).containsExactly("Native");
            assertThat(view.at().in()).isEqualTo(MAIN + ".show");
        });
    }

    @Test
    void a_page_of_the_apps_own_that_loads_a_tracker_is_told() {
        App app = clinic(SOUNDER)
                .found(
                        Sign.PAGE_LOADS,
                        "clinic.apk!assets/www/index.html",
                        "https://connect.facebook.net/en_US/fbevents.js",
                        "")
                .found(Sign.PAGE_LOADS, "clinic.apk!assets/www/plain.html", "https://www.clinic.example/app.js", "")
                .code(dex().type(MAIN))
                .read();

        assertThat(app.webViews()).singleElement().satisfies(view -> {
            assertThat(view.at().file()).isEqualTo("clinic.apk!assets/www/index.html");
            assertThat(view.trackers()).containsExactly("meta-pixel");
        });
    }

    // Blind spots

    @Test
    void every_scan_of_files_says_that_nobody_watched() {
        assertThat(clinic(SOUNDER).code(dex().type(MAIN)).read().blindSpots())
                .anyMatch(blind -> blind.kind() == BlindSpot.Kind.NOT_WATCHED && !blind.incomplete());
    }

    @Test
    void an_activity_whose_code_is_nowhere_makes_the_scan_incomplete() {
        App app = Told.app(SOUNDER)
                .android()
                .component(MAIN, "launcher")
                .code(dex().type("a.b"))
                .read();

        assertThat(app.blindSpots())
                .anyMatch(blind -> blind.kind() == BlindSpot.Kind.CODE_HIDDEN && blind.incomplete());
    }

    @Test
    void packed_code_makes_the_scan_incomplete() {
        App app = clinic(SOUNDER)
                .found(Sign.PACKED, "clinic.apk!lib/arm64-v8a/libjiagu.so", "Jiagu", "")
                .code(dex().type(MAIN))
                .read();

        assertThat(app.blindSpots())
                .anyMatch(blind -> blind.kind() == BlindSpot.Kind.CODE_HIDDEN && blind.incomplete());
    }

    @Test
    void a_broken_part_is_kept_beside_what_was_found() {
        BlindSpot broken =
                new BlindSpot(BlindSpot.Kind.FILE_NOT_READ, "clinic.apk!classes2.dex", "It is broken.", true);
        App app = clinic(SOUNDER)
                .defined("net.sounder.Sounder")
                .code(dex().type(MAIN).type("net.sounder.Sounder"))
                .blind(broken)
                .read();

        assertThat(app.blindSpots()).contains(broken);
        assertThat(app.sdk("sounder")).isPresent();
    }

    // iOS

    private static final String APPLE = """
            pear "ios": {"classes": ["PEARTracker", "PEA*"], "frameworks": ["PearKit"], "symbols": ["_pear_start"],
              "plist": ["PearKey", "PearCollect"], "texts": ["host:events.pear.net"],
              "methods": ["PEARTracker.startWithPearKey:"]},
            "hosts": ["events.pear.net"],
            "switches": [{"in": "plist", "name": "PearCollect", "off": "false", "means": "nothing is collected"}]""";

    private static final String PEAR_KIT = "clinic.ipa!Payload/Clinic.app/Frameworks/PearKit.framework/PearKit";

    private static Told apple() {
        return Told.app(APPLE, "plum \"ios\": {\"classes\": [\"PLUM*\"], \"frameworks\": [\"PlumKit\"]}")
                .ios();
    }

    @Test
    void a_class_in_its_own_framework_that_nobody_takes_is_defined() {
        assertThat(apple().found(Sign.OBJC_CLASS, PEAR_KIT, "PEARTracker", "")
                        .sdkOf("pear")
                        .rung())
                .isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_class_that_the_executable_takes_from_a_framework_is_called() {
        HeldSdk sdk = apple().found(Sign.OBJC_CLASS, PEAR_KIT, "PEARTracker", "")
                .found(Sign.SYMBOL, Told.BINARY, "_OBJC_CLASS_$_PEARTracker", "imported")
                .sdkOf("pear");

        assertThat(sdk.rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(Told.traces(sdk, Rung.CALLED)).singleElement().asString().startsWith("PEARTracker taken");
    }

    @Test
    void a_class_that_only_its_own_framework_takes_is_not_called() {
        assertThat(apple().found(Sign.OBJC_CLASS, PEAR_KIT, "PEARTracker", "")
                        .found(Sign.SYMBOL, PEAR_KIT, "_OBJC_CLASS_$_PEARTracker", "imported")
                        .sdkOf("pear")
                        .rung())
                .isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_class_that_another_unused_sdk_takes_is_not_called() {
        assertThat(apple().found(Sign.OBJC_CLASS, PEAR_KIT, "PEARTracker", "")
                        .found(Sign.OBJC_CLASS, PEAR_KIT.replace("Pear", "Plum"), "PLUM", "")
                        .found(Sign.SYMBOL, PEAR_KIT.replace("Pear", "Plum"), "_OBJC_CLASS_$_PEARTracker", "imported")
                        .sdkOf("pear")
                        .rung())
                .isEqualTo(Rung.DEFINED);
    }

    @Test
    void a_class_that_is_taken_and_is_nowhere_is_a_mention() {
        assertThat(apple().found(Sign.SYMBOL, Told.BINARY, "_OBJC_CLASS_$_PEARTracker", "imported")
                        .sdkOf("pear")
                        .rung())
                .isEqualTo(Rung.REFERENCED);
    }

    @Test
    void a_static_link_is_called_by_its_start_selector_and_says_so() {
        Told linked = apple().found(Sign.OBJC_CLASS, Told.BINARY, "PEARTracker", "");
        Told started = apple().found(Sign.OBJC_CLASS, Told.BINARY, "PEARTracker", "")
                .found(Sign.OBJC_SELECTOR, Told.BINARY, "startWithPearKey:", "");

        assertThat(linked.sdkOf("pear").rung()).isEqualTo(Rung.DEFINED);
        assertThat(started.sdkOf("pear").rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(started.sdkOf("pear").remarks()).anyMatch(remark -> remark.contains("linked into the executable"));
    }

    @Test
    void a_start_selector_alone_is_no_sign() {
        assertThat(apple().found(Sign.OBJC_SELECTOR, Told.BINARY, "startWithPearKey:", "")
                        .read()
                        .sdks())
                .isEmpty();
    }

    @Test
    void a_switch_in_the_info_plist_turns_it_off() {
        HeldSdk sdk = apple().found(Sign.OBJC_CLASS, PEAR_KIT, "PEARTracker", "")
                .found(Sign.SYMBOL, Told.BINARY, "_OBJC_CLASS_$_PEARTracker", "imported")
                .found(Sign.PLIST, "clinic.ipa!Payload/Clinic.app/Info.plist", "PearCollect", "false")
                .sdkOf("pear");

        assertThat(sdk.rung()).isEqualTo(Rung.CALLED);
        assertThat(sdk.setting()).isEqualTo(Setting.OFF);
    }

    @Test
    void what_an_android_app_holds_of_an_ios_sdk_is_no_sign() {
        assertThat(clinic(APPLE)
                        .found(Sign.NATIVE_TEXT, "clinic.apk!lib/arm64-v8a/libx.so", "PearKey", "")
                        .code(dex().type(MAIN))
                        .read()
                        .sdks())
                .isEmpty();
    }

    @Test
    void a_selector_that_hands_something_over_counts_where_the_class_is_taken_too() {
        String sdk = APPLE + """
                ,
                "calls": [{"method": "PEARTracker.setUserEmail:", "element": "email", "hands": "the address"}]""";
        Told taken = Told.app(sdk)
                .ios()
                .found(Sign.OBJC_CLASS, PEAR_KIT, "PEARTracker", "")
                .found(Sign.SYMBOL, Told.BINARY, "_OBJC_CLASS_$_PEARTracker", "imported");

        assertThat(taken.found(Sign.OBJC_SELECTOR, PEAR_KIT, "setUserEmail:", "")
                        .sdkOf("pear")
                        .handOvers())
                .isEmpty();
        assertThat(taken.found(Sign.OBJC_SELECTOR, Told.BINARY, "setUserEmail:", "")
                        .sdkOf("pear")
                        .handOvers())
                .extracting(HandOver::element)
                .containsExactly(DataElement.EMAIL);
    }

    // Declared and held

    private static final String ADS = """
            ads "category": "advertising", "android": {"classes": ["net.ads."]}, "collects": ["advertising-id"],
            "switches": [{"in": "metaData", "name": "net.ads.ADID", "off": "false", "means": "no id", "elements": ["advertising-id"]}]""";

    private static Told advertised() {
        return clinic(ADS).defined("net.ads.Ads").code(dex().call(MAIN + ".onCreate", "net.ads.Ads.start"));
    }

    private static List<String> mismatches(Told told) {
        return told.read().mismatches().stream().map(Mismatch::what).toList();
    }

    @Test
    void an_advertising_id_that_the_app_does_not_ask_for_is_a_mismatch() {
        assertThat(mismatches(advertised())).singleElement().asString().contains("AD_ID");
        assertThat(mismatches(advertised()
                        .found(Sign.PERMISSION, Told.MANIFEST, "com.google.android.gms.permission.AD_ID", "")))
                .isEmpty();
    }

    @Test
    void an_advertising_id_that_a_switch_holds_back_is_no_mismatch() {
        Told held = advertised().metaData("net.ads.ADID", "false");

        assertThat(held.sdkOf("ads").rung()).isEqualTo(Rung.CONFIGURED);
        assertThat(held.sdkOf("ads").collects()).isEmpty();
        assertThat(mismatches(held)).isEmpty();
    }

    @Test
    void what_a_store_form_does_not_list_is_a_mismatch() {
        Told listsNothing = clinic(SOUNDER)
                .form("safety.csv")
                .defined("net.sounder.Sounder")
                .code(dex().call(MAIN + ".signedIn", "net.sounder.Sounder.setUser", ""));
        Told listsAll = clinic(SOUNDER)
                .form("safety.csv")
                .found(Sign.DECLARED_SHARED, "safety.csv", "Email address", "Google Play\t")
                .found(Sign.DECLARED_COLLECTED, "safety.csv", "Device or other IDs", "Google Play\t")
                .defined("net.sounder.Sounder")
                .code(dex().call(MAIN + ".signedIn", "net.sounder.Sounder.setUser", ""));

        assertThat(mismatches(listsNothing))
                .singleElement()
                .asString()
                .contains("the e-mail address")
                .contains("does not list");
        assertThat(mismatches(listsAll)).isEmpty();
    }

    @Test
    void without_a_form_nothing_is_said_of_what_it_lists() {
        assertThat(mismatches(clinic(SOUNDER)
                        .defined("net.sounder.Sounder")
                        .code(dex().call(MAIN + ".signedIn", "net.sounder.Sounder.setUser", ""))))
                .isEmpty();
    }

    // Facts that nobody verified

    @Test
    void what_rests_on_general_knowledge_alone_says_so() {
        HeldSdk sdk = clinic("guess \"android\": {\"classes\": [{\"is\": \"net.guess.\", \"verified\": false}]}")
                .defined("net.guess.A")
                .code(dex().type(MAIN).type("net.guess.A"))
                .sdkOf("guess");

        assertThat(sdk.remarks()).anyMatch(remark -> remark.contains("not verified"));
    }
}
