package dev.earshot.mobile.sdk;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.catalogue.Catalogue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What has to hold among the data files of SDKs, so that one SDK's facts never make another one appear.
class SdkFactsTest {
    private static final Path PAGE = Path.of("../docs/sdks.md");
    private static final String BEGIN = "<!-- table: written by SdkFactsTest with -Dgolden=write -->\n";
    private static final String END = "<!-- end of table -->\n";

    private static final List<Sdk> SDKS = SdkFiles.bundled();

    @Test
    void no_text_is_a_sign_of_two_sdks() {
        assertThat(shared(sdk -> sdk.android().texts())).isEmpty();
        assertThat(shared(sdk -> sdk.ios().texts())).isEmpty();
        assertThat(shared(sdk -> sdk.scripts().texts())).isEmpty();
    }

    @Test
    void no_component_key_framework_class_or_package_belongs_to_two_sdks() {
        assertThat(shared(sdk -> sdk.android().classes())).isEmpty();
        assertThat(shared(sdk -> sdk.android().components())).isEmpty();
        assertThat(shared(sdk -> sdk.android().metaData())).isEmpty();
        assertThat(shared(sdk -> sdk.android().libraries())).isEmpty();
        assertThat(shared(sdk -> sdk.android().dependencies())).isEmpty();
        assertThat(shared(sdk -> sdk.ios().classes())).isEmpty();
        assertThat(shared(sdk -> sdk.ios().frameworks())).isEmpty();
        assertThat(shared(sdk -> sdk.scripts().packages())).isEmpty();
    }

    @Test
    void a_prefix_within_another_sdks_is_left_out_by_that_one() {
        for (Sdk sdk : SDKS) {
            for (Sdk other : SDKS) {
                assertThat(words(sdk.android().classes())
                                .filter(inner -> !sdk.is(other)
                                        && words(other.android().classes())
                                                .anyMatch(outer -> outer.endsWith(".") && inner.startsWith(outer))
                                        && words(other.android().notClasses()).noneMatch(inner::startsWith)))
                        .as("%s within %s", sdk.id(), other.id())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "com.google.android.gms.ads.AdView, google-mobile-ads",
        "com.google.android.gms.ads.identifier.AdvertisingIdClient, advertising-id-client",
        "com.google.firebase.analytics.FirebaseAnalytics, firebase-analytics",
        "com.google.firebase.analytics.connector.AnalyticsConnector,",
        "com.google.android.gms.measurement.AppMeasurement, firebase-analytics",
        "com.google.android.gms.measurement.api.AppMeasurementSdk,",
        "com.google.firebase.FirebaseApp,",
        "com.google.firebase.auth.FirebaseAuth,",
        "com.facebook.appevents.AppEventsLogger, facebook-core",
        "com.facebook.FacebookSdk, facebook-core",
        "com.facebook.FacebookSdk$InitializeCallback, facebook-core",
        "com.facebook.ads.AdView, facebook-ads",
        "com.facebook.login.LoginManager, facebook-login",
        "com.facebook.login.LoginTargetApp,",
        "com.facebook.login.DefaultAudience,",
        "com.facebook.react.ReactActivity,",
        "com.facebook.soloader.SoLoader,",
        "com.facebook.imagepipeline.core.ImagePipeline,",
        "com.amplitude.api.AmplitudeClient, amplitude",
        "com.amplitude.analytics.connector.AnalyticsEvent,",
        "com.adjust.sdk.Adjust, adjust",
        "com.adjust.sdkforge.Adjust,",
        "com.smartlook.sdk.smartlook.Smartlook, smartlook",
        "com.smartlook.sdk.common.logger.Logger,",
        "com.outbrain.OBSDK.Outbrain, outbrain",
        "com.outbrain.ob1k.Service,",
        "com.placer.client.MainActivity,",
        "bo.app.a,",
    })
    void a_class_is_its_own_sdks_and_no_neighbours(String name, String sdk) {
        assertThat(owner(name)).isEqualTo(Optional.ofNullable(sdk));
    }

    @Test
    void what_starts_an_sdk_is_a_component_of_it() {
        for (Sdk sdk : SDKS) {
            assertThat(words(sdk.android().components()))
                    .as(sdk.id())
                    .containsAll(words(sdk.android().starts()).toList());
        }
    }

    @Test
    void a_vendor_is_written_as_the_catalogue_of_trackers_writes_it() {
        for (Sdk sdk : SDKS) {
            assertThat(sdk.trackers())
                    .as(sdk.id())
                    .allMatch(id ->
                            Catalogue.bundled().byId(id).orElseThrow().vendor().equals(sdk.vendor()));
        }
    }

    @Test
    void what_routes_data_says_that_it_goes_on() {
        assertThat(SDKS)
                .filteredOn(sdk -> Set.of("CDP", "tag manager").contains(sdk.category()))
                .allMatch(sdk -> !sdk.onward().isEmpty());
    }

    @Test
    void what_rests_on_general_knowledge_names_it_among_its_sources() {
        for (Sdk sdk : SDKS) {
            assertThat(sdk.sources().stream().anyMatch(source -> source.contains("general knowledge")))
                    .as(sdk.id())
                    .isEqualTo(facts(sdk).anyMatch(fact -> !fact.verified())
                            || sdk.calls().stream().anyMatch(call -> !call.verified())
                            || sdk.keys().stream().anyMatch(key -> !key.verified())
                            || sdk.switches().stream().anyMatch(each -> !each.verified()));
        }
    }

    /// Where fewer than two stay after renaming, an app's own use of the vendor's host can't be told from the SDK.
    @Test
    void two_independent_texts_stay_after_renaming_but_for_these() {
        assertThat(SDKS.stream()
                        .filter(sdk -> isForAndroid(sdk) && units(sdk).size() < 2)
                        .map(Sdk::id))
                .containsExactly(
                        "advertising-id-client",
                        "bing-uet-webview",
                        "foursquare",
                        "glassbox",
                        "instabug",
                        "klaviyo",
                        "marketo",
                        "pendo",
                        "pinterest",
                        "qualtrics",
                        "twilio-video",
                        "twitter-kit",
                        "uxcam",
                        "webengage",
                        "zoom");
    }

    @Test
    void the_page_lists_every_sdk_as_its_file_says() throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end), StandardCharsets.UTF_8);
        } else {
            assertThat(page.substring(begin, end)).isEqualTo(table());
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder(
                        "| SDK | vendor | what for | signs | renamed | iOS | turns off | calls | read |\n")
                .append("|---|---|---|---|---|---|---|---|---|\n");
        for (Sdk sdk : SDKS) {
            Sdk.Android android = sdk.android();
            List<Fact> all = facts(sdk).toList();
            long read = all.stream().filter(Fact::verified).count();
            table.append("| `%s` %s | %s | %s%s | %d | %d | %d | %d | %d | %d of %d |\n"
                    .formatted(
                            sdk.id(),
                            sdk.name(),
                            sdk.vendor(),
                            sdk.category(),
                            sdk.infrastructure() ? ", serves the app" : "",
                            all.size(),
                            units(sdk).size()
                                    + android.components().size()
                                    + android.metaData().size(),
                            sdk.ios().classes().size() + sdk.ios().frameworks().size(),
                            sdk.switches().size(),
                            sdk.calls().size(),
                            read,
                            all.size()));
        }
        return table.toString();
    }

    /// What a reader meets in an app, of all kinds.
    private static Stream<Fact> facts(Sdk sdk) {
        Sdk.Android android = sdk.android();
        Sdk.Ios ios = sdk.ios();
        return Stream.of(
                        android.classes(),
                        android.notClasses(),
                        android.components(),
                        android.starts(),
                        android.metaData(),
                        android.texts(),
                        android.libraries(),
                        android.files(),
                        android.dependencies(),
                        android.methods(),
                        ios.classes(),
                        ios.frameworks(),
                        ios.symbols(),
                        ios.plist(),
                        ios.texts(),
                        ios.files(),
                        ios.methods(),
                        sdk.scripts().packages(),
                        sdk.scripts().texts(),
                        sdk.hosts(),
                        sdk.turnsOn())
                .flatMap(Collection::stream);
    }

    private static boolean isForAndroid(Sdk sdk) {
        return !sdk.android().classes().isEmpty() || !sdk.android().texts().isEmpty();
    }

    /// Texts by the host that they name, or as they are where they name none.
    private static Set<String> units(Sdk sdk) {
        return words(sdk.android().texts()).map(SdkFactsTest::unit).collect(toCollection(TreeSet::new));
    }

    private static String unit(String text) {
        if (text.startsWith("host:")) {
            return text.substring("host:".length());
        }
        if (text.startsWith("https://") && !text.contains("%")) {
            return Optional.ofNullable(URI.create(text).getHost()).orElse(text);
        }
        return text;
    }

    private static Optional<String> owner(String name) {
        return SDKS.stream()
                .filter(sdk -> words(sdk.android().notClasses()).noneMatch(prefix -> fits(prefix, name)))
                .flatMap(sdk -> words(sdk.android().classes())
                        .filter(prefix -> fits(prefix, name))
                        .map(prefix -> Map.entry(prefix.length(), sdk.id())))
                .max(Comparator.comparingInt(Map.Entry::getKey))
                .map(Map.Entry::getValue);
    }

    private static boolean fits(String prefix, String name) {
        return prefix.endsWith(".") ? name.startsWith(prefix) : name.equals(prefix) || name.startsWith(prefix + "$");
    }

    private static Stream<String> words(List<Fact> facts) {
        return facts.stream().map(Fact::is);
    }

    /// What several SDKs have, with their ids.
    private static Map<String, List<String>> shared(Function<Sdk, List<Fact>> of) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        SDKS.forEach(sdk -> words(of.apply(sdk)).forEach(word -> all.add(Map.entry(word, sdk.id()))));
        Map<String, List<String>> owners = all.stream()
                .collect(groupingBy(
                        Map.Entry::getKey, TreeMap::new, mapping(Map.Entry::getValue, toCollection(ArrayList::new))));
        owners.values().removeIf(ids -> ids.size() < 2);
        return owners;
    }
}
