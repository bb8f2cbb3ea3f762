package dev.earshot.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Mismatch;
import dev.earshot.app.Permission;
import dev.earshot.clinic.app.AppTruth;
import dev.earshot.clinic.app.Carried;
import dev.earshot.clinic.app.ClinicApps;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clinic's own apps, held against what is known to be in them.
class ClinicAppsTest {
    @TempDir
    private static Path folder;

    private static App android;
    private static App ios;

    @BeforeAll
    static void scan() {
        List<Path> files = ClinicApps.write(folder, 20260101);
        android = AppScan.read(files.subList(0, 1), Optional.empty()).getFirst();
        ios = AppScan.read(files.subList(1, 2), Optional.empty()).getFirst();
    }

    @Test
    void the_android_app_is_found_to_be_what_it_is() {
        agrees(android, ClinicApps.android());
    }

    @Test
    void the_ios_app_is_found_to_be_what_it_is() {
        agrees(ios, ClinicApps.ios());
    }

    @Test
    void the_same_seed_gives_the_same_bytes_and_another_gives_others() {
        assertThat(ClinicApps.apk(7)).isEqualTo(ClinicApps.apk(7)).isNotEqualTo(ClinicApps.apk(8));
        assertThat(ClinicApps.ipa(7)).isEqualTo(ClinicApps.ipa(7)).isNotEqualTo(ClinicApps.ipa(8));
    }

    private static void agrees(App app, AppTruth truth) {
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(app.platform()).isEqualTo(truth.platform());
        softly.assertThat(app.id()).isEqualTo(truth.id());
        softly.assertThat(app.sdks().stream().map(ClinicAppsTest::carried))
                .as("SDKs")
                .containsExactlyInAnyOrderElementsOf(truth.sdks());
        softly.assertThat(app.permissions().stream().map(Permission::name).collect(Collectors.toSet()))
                .as("permissions")
                .isEqualTo(truth.permissions());
        softly.assertThat(app.declarations().stream()
                        .map(declared -> declared.kind() + " " + declared.name())
                        .collect(Collectors.toSet()))
                .as("declarations")
                .isEqualTo(truth.declarations());
        softly.assertThat(app.mismatches().stream().map(Mismatch::sdk).collect(Collectors.toSet()))
                .as("mismatches")
                .isEqualTo(truth.mismatched());
        softly.assertThat(app.deepLinks().stream().map(link -> link.address()).collect(Collectors.toSet()))
                .as("deep links")
                .isEqualTo(truth.deepLinks());
        softly.assertThat(app.webViews().stream()
                        .flatMap(view -> view.bridges().stream())
                        .collect(Collectors.toSet()))
                .as("bridges")
                .isEqualTo(truth.bridges());
        softly.assertThat(app.webViews().stream()
                        .flatMap(view -> view.trackers().stream())
                        .collect(Collectors.toSet()))
                .as("trackers in pages")
                .isEqualTo(truth.pageTrackers());
        softly.assertThat(app.blindSpots().stream().filter(blind -> blind.incomplete()))
                .isEmpty();
        softly.assertAll();
    }

    private static Carried carried(HeldSdk sdk) {
        return new Carried(
                sdk.id(),
                sdk.rung(),
                sdk.renamed(),
                sdk.handOvers().stream().map(ClinicAppsTest::inWords).toList());
    }

    /// `page-use MixpanelAPI.track "Doctor Search"`
    private static String inWords(HandOver handed) {
        String[] names = handed.call().split("\\.");
        return handed.element().id() + " " + names[names.length - 2] + "." + names[names.length - 1]
                + handed.literals().stream()
                        .filter(text -> !text.isEmpty())
                        .map(text -> " \"" + text + "\"")
                        .collect(Collectors.joining());
    }
}
