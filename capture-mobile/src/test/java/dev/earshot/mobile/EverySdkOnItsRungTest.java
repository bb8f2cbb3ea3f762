package dev.earshot.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.clinic.app.ApkSet;
import dev.earshot.mobile.fixture.FixtureApps;
import dev.earshot.mobile.fixture.FixtureApps.Names;
import dev.earshot.mobile.fixture.FixtureSdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The vendors' own SDKs in a pretend clinic's app: each is found on its rung, whatever the build did to its names, and
/// nothing else is.
final class EverySdkOnItsRungTest {
    /// Of each SDK's calls in the clinic's code, those that say something about the patient, with what is written there.
    private static final Map<FixtureSdk, Set<String>> HAND_OVERS = Map.ofEntries(
            Map.entry(FixtureSdk.ADJUST, Set.of("<init> f0ob4r", "addCallbackParameter department, oncology")),
            Map.entry(
                    FixtureSdk.BRANCH,
                    Set.of("setIdentity ", "<init> appointment booked", "addCustomDataProperty department, oncology")),
            Map.entry(FixtureSdk.MIXPANEL, Set.of("identify ", "track appointment booked")),
            Map.entry(FixtureSdk.AMPLITUDE, Set.of("setUserId ", "logEvent appointment booked")),
            Map.entry(FixtureSdk.SEGMENT, Set.of("identify ", "track appointment booked")),
            Map.entry(FixtureSdk.APPSFLYER, Set.of("setCustomerUserId ", "logEvent , appointment booked, ")),
            Map.entry(FixtureSdk.FACEBOOK_CORE, Set.of("setUserID ", "logEvent appointment booked")),
            Map.entry(FixtureSdk.AUDIENCE_NETWORK, Set.of()),
            Map.entry(FixtureSdk.APP_CENTER, Set.of("setUserId ", "trackEvent appointment booked")),
            Map.entry(FixtureSdk.BRAZE, Set.of("changeUser ", "logCustomEvent appointment booked")),
            Map.entry(
                    FixtureSdk.SENTRY,
                    Set.of("setEmail ", "setUser ", "addBreadcrumb app started", "captureMessage appointment booked")),
            Map.entry(FixtureSdk.BUGSNAG, Set.of("setUser , , ", "leaveBreadcrumb appointment booked")),
            Map.entry(FixtureSdk.SNOWPLOW, Set.of("setUserId ", "track ")),
            Map.entry(FixtureSdk.POSTHOG, Set.of("identify , , ", "capture appointment booked, , , , , , ")));

    @Test
    void in_a_plain_app_every_sdk_that_is_called_is_set_to_send() {
        App app = scan(FixtureApps.apk("known", FixtureSdk.KNOWN, Names.PLAIN));

        assertThat(rungs(app, Rung.DEFINED)).isEqualTo(all(FixtureSdk.KNOWN, Rung.CONFIGURED));
        assertThat(app.sdks()).noneMatch(HeldSdk::renamed);
    }

    @Test
    void what_the_clinics_code_hands_over_is_named_with_what_is_written_there() {
        App app = scan(FixtureApps.apk("known", FixtureSdk.KNOWN, Names.PLAIN));

        FixtureSdk.KNOWN.forEach(
                sdk -> assertThat(handOvers(app, sdk)).as(sdk.id()).isEqualTo(HAND_OVERS.get(sdk)));
    }

    @ParameterizedTest
    @EnumSource(names = {"RENAMED", "REPACKAGED", "NOTHING_KEPT"})
    void renaming_hides_no_sdk_and_lowers_no_rung(Names names) {
        App app = scan(FixtureApps.apk("known", FixtureSdk.KNOWN, names));

        assertThat(rungs(app, Rung.DEFINED)).isEqualTo(all(FixtureSdk.KNOWN, Rung.CONFIGURED));
    }

    @ParameterizedTest
    @EnumSource(names = {"RENAMED", "REPACKAGED", "NOTHING_KEPT"})
    void an_sdk_that_asks_to_keep_no_name_is_said_to_be_renamed(Names names) {
        App app = scan(FixtureApps.apk("known", FixtureSdk.KNOWN, names));

        for (FixtureSdk sdk : List.of(
                FixtureSdk.AMPLITUDE,
                FixtureSdk.BRANCH,
                FixtureSdk.MIXPANEL,
                FixtureSdk.SEGMENT,
                FixtureSdk.SNOWPLOW)) {
            assertThat(held(app, sdk).renamed()).as(sdk.id()).isTrue();
        }
        assertThat(held(app, FixtureSdk.SENTRY).renamed()).isFalse();
    }

    @Test
    void the_owners_bundle_gives_every_name_and_version_back() {
        App app = scan(FixtureApps.bundle("known", FixtureSdk.KNOWN));

        assertThat(rungs(app, Rung.DEFINED)).isEqualTo(all(FixtureSdk.KNOWN, Rung.CONFIGURED));
        assertThat(app.sdks()).noneMatch(HeldSdk::renamed);
        FixtureSdk.KNOWN.forEach(
                sdk -> assertThat(handOvers(app, sdk)).as(sdk.id()).isEqualTo(HAND_OVERS.get(sdk)));
        assertThat(app.sdks())
                .filteredOn(sdk -> sdk.rung().atLeast(Rung.CALLED))
                .allMatch(sdk -> sdk.traces().stream()
                        .anyMatch(trace -> trace.rung() == Rung.CALLED
                                && trace.kind().equals("call")
                                && trace.what().startsWith(FixtureApps.PACKAGE)));
        assertThat(held(app, FixtureSdk.MIXPANEL).version()).contains("7.3.1");
        assertThat(held(app, FixtureSdk.FACEBOOK_CORE).version()).contains("17.0.0");
    }

    @Test
    void code_that_nobody_calls_is_there_and_no_more() {
        App app = scan(FixtureApps.uncalled("known", FixtureSdk.KNOWN, false));

        assertThat(rungs(app, Rung.DEFINED)).isEqualTo(all(FixtureSdk.KNOWN, Rung.DEFINED));
    }

    @Test
    void an_sdk_that_its_manifest_starts_needs_no_call() {
        App app = scan(FixtureApps.uncalled("known", FixtureSdk.KNOWN, true));
        Map<String, Rung> expected = all(FixtureSdk.KNOWN, Rung.DEFINED);
        expected.put("facebook-core", Rung.CALLED);
        expected.put("facebook-ads", Rung.CONFIGURED);
        expected.put("sentry", Rung.CONFIGURED);

        assertThat(rungs(app, Rung.DEFINED)).isEqualTo(expected);
    }

    @Test
    void classes_of_facebook_login_in_metas_core_are_no_facebook_login() {
        App app = scan(FixtureApps.apk("known", FixtureSdk.KNOWN, Names.PLAIN));

        assertThat(app.sdk("facebook-login").map(HeldSdk::rung)).isNotPresent();
    }

    @Test
    void a_split_is_a_part_of_its_app_however_they_are_packed(@TempDir Path folder) throws IOException {
        List<FixtureSdk> sdks = List.of(FixtureSdk.ADJUST, FixtureSdk.MIXPANEL);
        Map<String, byte[]> splits = FixtureApps.splits(sdks);
        Path base = Files.write(folder.resolve("base.apk"), splits.getOrDefault("base", new byte[0]));
        Path rest = Files.write(folder.resolve("split_sdks.apk"), splits.getOrDefault("sdks", new byte[0]));
        Path xapk = Files.write(folder.resolve("clinic.xapk"), ApkSet.xapk(FixtureApps.PACKAGE, splits));
        Path apks = Files.write(folder.resolve("clinic.apks"), ApkSet.apks(splits));

        for (List<Path> files : List.of(List.of(base, rest), List.of(xapk), List.of(apks))) {
            List<App> apps = AppScan.read(files, Optional.empty());
            assertThat(apps).hasSize(1);
            assertThat(rungs(apps.getFirst(), Rung.DEFINED)).isEqualTo(all(sdks, Rung.CONFIGURED));
        }
        assertThat(rungs(scan(base), Rung.DEFINED)).isEmpty();
    }

    private static App scan(Path file) {
        return AppScan.read(List.of(file), Optional.empty()).getFirst();
    }

    private static Map<String, Rung> rungs(App app, Rung least) {
        return app.sdks().stream()
                .filter(sdk -> sdk.rung().atLeast(least))
                .collect(Collectors.toMap(HeldSdk::id, HeldSdk::rung, (a, b) -> a, TreeMap::new));
    }

    private static Map<String, Rung> all(List<FixtureSdk> sdks, Rung rung) {
        return sdks.stream().collect(Collectors.toMap(FixtureSdk::id, sdk -> rung, (a, b) -> a, TreeMap::new));
    }

    private static HeldSdk held(App app, FixtureSdk sdk) {
        return app.sdk(sdk.id()).orElseThrow();
    }

    private static Set<String> handOvers(App app, FixtureSdk sdk) {
        return held(app, sdk).handOvers().stream()
                .map(EverySdkOnItsRungTest::told)
                .collect(Collectors.toSet());
    }

    private static String told(HandOver handOver) {
        String method = handOver.call().substring(handOver.call().lastIndexOf('.') + 1);
        return method + " " + String.join(", ", handOver.literals());
    }
}
