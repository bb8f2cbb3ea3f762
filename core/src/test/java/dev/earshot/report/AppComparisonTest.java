package dev.earshot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.earshot.app.App;
import dev.earshot.app.ClinicApp;
import dev.earshot.app.DeepLink;
import dev.earshot.app.Endpoint;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.HeldSdk.Setting;
import dev.earshot.app.Permission;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.report.AppComparison.Became;
import dev.earshot.report.AppComparison.Change;
import dev.earshot.report.AppComparison.Part;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AppComparisonTest {
    @TempDir
    private Path folder;

    @Test
    void an_app_is_equal_to_itself() {
        AppComparison same = AppComparison.of(ClinicApp.app(), ClinicApp.app());
        assertThat(same.changes()).isEmpty();
        assertThat(same.hasNew()).isFalse();
        assertThat(same.sentence()).isEqualTo("Nothing that Earshot looks at changed from one release to the other.");
    }

    @Test
    void an_sdk_that_came_is_new_and_its_hand_overs_are_too() {
        assertThat(compare(List.of(), List.of(ClinicApp.clarity())))
                .extracting(Change::part, Change::became)
                .containsExactly(tuple(Part.SDK, Became.CAME), tuple(Part.HAND_OVER, Became.CAME));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DEFINED      | ON               | CALLED       | ON               | ROSE
            CALLED       | ON               | DEFINED      | ON               | FELL
            CALLED       | OFF              | CALLED       | ON               | ROSE
            CALLED       | OFF              | CALLED       | OFF_UNTIL_CALLED | ROSE
            CALLED       | ON               | CALLED       | OFF              | FELL
            CALLED       | ON               | CALLED       | NOT_SHOWN        |
            CONFIGURED   | ON               | SEEN_SENDING | ON               | ROSE
            SEEN_SENDING | ON               | CONFIGURED   | ON               | NOT_SEEN
            DECODED      | ON               | SEEN_SENDING | ON               | NOT_SEEN
            """)
    void an_sdk_in_both_rises_or_falls_by_what_its_files_show(
            Rung rung, Setting setting, Rung later, Setting laterSetting, Became expected) {
        List<Change> changes = compare(List.of(sdk(rung, setting)), List.of(sdk(later, laterSetting)));
        assertThat(changes).extracting(Change::became).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void another_version_is_a_change_and_nothing_worse() {
        HeldSdk before = ClinicApp.sdk("sdk", "SDK", "Tracker Ltd.", "analytics")
                .version("1.0")
                .build();
        HeldSdk after = ClinicApp.sdk("sdk", "SDK", "Tracker Ltd.", "analytics")
                .version("1.1")
                .build();
        assertThat(compare(List.of(before), List.of(after)))
                .containsExactly(new Change(
                        Part.SDK,
                        Became.CHANGED,
                        "SDK → Tracker Ltd. (analytics)",
                        "1.0: is in the app",
                        "1.1: is in the app"));
    }

    @Test
    void an_event_that_came_is_new_though_its_call_was_there_before() {
        AppComparison comparison = AppComparison.of(
                release(List.of(tracks("screen_view"))), release(List.of(tracks("screen_view", "hiv_test"))));
        assertThat(comparison.hasNew()).isTrue();
        assertThat(comparison.changes())
                .extracting(Change::part, Change::became, Change::name)
                .containsExactly(tuple(Part.HAND_OVER, Became.CAME, "com.tracker.Tracker.track(\"hiv_test\")"));
    }

    @Test
    void what_a_release_may_hide_is_not_gone() {
        App hidden = with(
                release(List.of()),
                List.of(new BlindSpot(BlindSpot.Kind.CODE_HIDDEN, "clinic.apk", "Its texts are encrypted.", false)));
        assertThat(AppComparison.of(release(List.of(tracks("login"))), hidden).changes())
                .extracting(Change::became)
                .containsOnly(Became.NOT_SEEN);
        assertThat(AppComparison.of(with(release(List.of(tracks("login"))), hidden.blindSpots()), hidden)
                        .changes())
                .as("hidden in the earlier as well, and found there in spite of it")
                .extracting(Change::became)
                .containsOnly(Became.WENT);
        assertThat(AppComparison.of(release(List.of(tracks("login"))), release(List.of()))
                        .changes())
                .extracting(Change::became)
                .containsOnly(Became.WENT);
    }

    @Test
    void permissions_hosts_and_deep_links_come_and_go() {
        App before = release(List.of());
        App after = new App(
                before.platform(),
                before.id(),
                "4.3.0",
                "430",
                before.name(),
                before.files(),
                before.frameworks(),
                before.sdks(),
                List.of(new Permission(
                        "android.permission.READ_CONTACTS",
                        "reads the address book",
                        Optional.empty(),
                        "",
                        Spot.of("clinic.apk"))),
                List.of(new Endpoint("new.tracker.example", Optional.empty(), Optional.empty(), Spot.of("clinic.apk"))),
                List.of(),
                List.of(new DeepLink("clinic://pay", "org.clinic.app.Pay", Spot.of("clinic.apk"))),
                List.of(),
                List.of(),
                List.of());
        List<Change> changes = AppComparison.of(before, after).changes();
        assertThat(changes)
                .extracting(Change::part, Change::became, Change::name)
                .contains(
                        tuple(Part.PERMISSION, Became.CAME, "android.permission.READ_CONTACTS"),
                        tuple(Part.PERMISSION, Became.WENT, "com.google.android.gms.permission.AD_ID"),
                        tuple(Part.HOST, Became.CAME, "new.tracker.example"),
                        tuple(Part.HOST, Became.WENT, "api.mixpanel.com"),
                        tuple(Part.DEEP_LINK, Became.CAME, "clinic://pay"),
                        tuple(Part.WEB_PAGE, Became.WENT, "meta-pixel"),
                        tuple(Part.DECLARATION, Became.WENT, "the app: collected Health info"));
    }

    @Test
    void a_test_person_in_the_code_is_masked() {
        assertThat(compare(List.of(), List.of(ClinicApp.clarity())).toString()).doesNotContain("quentin");
    }

    @Test
    void a_stored_app_is_the_app_but_for_what_was_masked() throws IOException {
        Path report = stored("before", ClinicApp.with(List.of(ClinicApp.meta(), ClinicApp.mixpanel())));
        App read = StoredReport.read(report).apps().getFirst();
        assertThat(read).isEqualTo(ClinicApp.with(List.of(ClinicApp.meta(), ClinicApp.mixpanel())));
    }

    @Test
    void two_reports_are_compared_as_the_apps_themselves_are() throws IOException {
        Comparison stored = Comparison.of(stored("before", earlier()), stored("after", later()));
        assertThat(stored.apps().getFirst().changes())
                .isEqualTo(AppComparison.of(earlier(), later()).changes());
        assertThat(stored.hasNew()).isTrue();
    }

    @Test
    void an_app_that_only_one_scan_looked_at_is_said_and_not_called_gone() throws IOException {
        Comparison comparison = Comparison.of(stored("before", ClinicApp.app()), emptyReport());
        assertThat(comparison.apps()).isEmpty();
        assertThat(comparison.notPaired()).singleElement().asString().startsWith("The later scan did not look at");
        assertThat(comparison.tone()).isEqualTo("incomplete");
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"TEXT", "JSON", "MARKDOWN"})
    void a_release_that_let_a_tracker_in(ReportFormat format) throws IOException {
        ReportGoldenTest.compare(
                "an-app-that-let-a-tracker-in." + (format == ReportFormat.TEXT ? "txt" : format.id()),
                printed(Comparison.of(earlier(), later()), format));
    }

    @Test
    void the_page_shows_every_change() {
        Comparison comparison = Comparison.of(earlier(), later());
        String page = printed(comparison, ReportFormat.HTML);
        comparison
                .apps()
                .getFirst()
                .changes()
                .forEach(change -> assertThat(page).contains(change.part().label()));
        assertThat(page)
                .contains("Microsoft Clarity")
                .contains("Reaching further")
                .contains("Gone");
    }

    private static App earlier() {
        return release(List.of(ClinicApp.mixpanel(), ClinicApp.adjust(), ClinicApp.braze()));
    }

    private static App later() {
        HeldSdk on = ClinicApp.sdk("adjust", "Adjust SDK", "Adjust GmbH", "advertising")
                .at(Rung.CONFIGURED)
                .build();
        return release(List.of(ClinicApp.mixpanel(), on, ClinicApp.clarity()));
    }

    private static App release(List<HeldSdk> sdks) {
        return with(ClinicApp.with(sdks), List.of());
    }

    private static App with(App app, List<BlindSpot> blindSpots) {
        return new App(
                app.platform(),
                app.id(),
                app.version(),
                app.build(),
                app.name(),
                app.files(),
                app.frameworks(),
                app.sdks(),
                app.permissions(),
                app.endpoints(),
                app.webViews(),
                app.deepLinks(),
                app.declarations(),
                app.mismatches(),
                blindSpots);
    }

    private static HeldSdk sdk(Rung rung, Setting setting) {
        ClinicApp.Builder sdk = ClinicApp.sdk("sdk", "SDK", "Tracker Ltd.", "analytics")
                .at(rung)
                .setting(setting);
        return (rung.atLeast(Rung.SEEN_SENDING)
                        ? sdk.trace(Rung.CONFIGURED, "key", true, "key", "clinic.apk", -1)
                        : sdk)
                .build();
    }

    private static HeldSdk tracks(String... events) {
        ClinicApp.Builder sdk =
                ClinicApp.sdk("sdk", "SDK", "Tracker Ltd.", "analytics").at(Rung.CALLED);
        for (String event : events) {
            sdk.hands(
                    dev.earshot.element.DataElement.PAGE_USE,
                    "com.tracker.Tracker.track",
                    "org.clinic.app.Main.run",
                    16,
                    event);
        }
        return sdk.build();
    }

    private static List<Change> compare(List<HeldSdk> before, List<HeldSdk> after) {
        return AppComparison.of(release(before), release(after)).changes();
    }

    private Path stored(String name, App app) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".json"),
                AppReportTest.written(
                        ReportFormat.JSON,
                        AppScans.examiner().examine(AppScans.NOT_WATCHED, List.of(app)),
                        AppScans.MASKED));
    }

    private Path emptyReport() throws IOException {
        return Files.writeString(
                folder.resolve("empty.json"),
                AppReportTest.written(
                        ReportFormat.JSON,
                        AppScans.examiner().examine(AppScans.NOT_WATCHED, List.of()),
                        AppScans.MASKED));
    }

    private static String printed(Comparison comparison, ReportFormat format) {
        StringWriter out = new StringWriter();
        comparison.print(format, out);
        return out.toString();
    }
}
