package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.ClinicApp;
import dev.earshot.app.DeepLink;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.HeldSdk.Setting;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.app.Trace;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Run;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppTrafficTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String META_EVENTS = "https://graph.facebook.com/v19.0/1000000000000002/activities";
    private static final String TOLD = "event=CUSTOM_APP_EVENTS&advertiser_id=0f0e0d0c-0000-4000-8000-0000000000ab";

    @Test
    void an_sdk_whose_traffic_holds_patient_data_is_decoded() {
        HeldSdk meta =
                sdk(examine(List.of(ClinicApp.app()), post("m1", META_EVENTS, TOLD, Delivery.SENT)), "facebook-core");
        assertThat(meta.rung()).isEqualTo(Rung.DECODED);
        Trace trace = meta.traces().getLast();
        assertThat(trace.kind()).isEqualTo("exchange");
        assertThat(trace.rung()).isEqualTo(Rung.DECODED);
        assertThat(trace.at().file()).isEqualTo("capture.har");
        assertThat(trace.at().in()).isEqualTo("m1");
        assertThat(trace.what()).contains("graph.facebook.com").contains("advertising or click identifier");
    }

    @Test
    void an_sdk_whose_traffic_tells_only_what_any_request_tells_is_seen_sending() {
        HeldSdk adjust = sdk(
                examine(List.of(ClinicApp.app()), post("a1", "https://app.adjust.com/session", "", Delivery.SENT)),
                "adjust");
        assertThat(adjust.rung()).isEqualTo(Rung.SEEN_SENDING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Delivery.class,
            names = {"ATTEMPTED", "UNKNOWN"})
    void what_is_not_known_to_have_left_raises_nothing(Delivery delivery) {
        ScanResult result = examine(List.of(ClinicApp.app()), post("m1", META_EVENTS, TOLD, delivery));
        assertThat(result.apps().getFirst().app()).isEqualTo(ClinicApp.app());
    }

    @Test
    void a_host_that_vouches_for_the_app_is_no_third_party() {
        String request = "https://api.portal.clinic.example/sign-in";
        ScanResult vouched = examine(
                List.of(linked("https://portal.clinic.example/*", "org.clinic.app.Main autoVerify")),
                post("p1", request, "user=a", Delivery.SENT));
        assertThat(vouched.transmissions()).isEmpty();

        for (App stranger : List.of(
                linked("https://portal.clinic.example/*", "org.clinic.app.Main"),
                linked("clinic://portal.clinic.example/*", "org.clinic.app.Main autoVerify"),
                linked("https://clinic.app.link/*", "org.clinic.app.Main autoVerify"))) {
            ScanResult result = examine(List.of(stranger), post("p1", request, "user=a", Delivery.SENT));
            assertThat(result.transmissions())
                    .as(stranger.deepLinks().toString())
                    .hasSize(1);
            assertThat(result.blindSpots())
                    .anySatisfy(spot -> assertThat(spot.what()).contains("under sites"));
        }
    }

    private static App linked(String address, String opens) {
        App app = ClinicApp.app();
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
                List.of(new DeepLink(address, opens, Spot.of("AndroidManifest.xml"))),
                app.declarations(),
                app.mismatches(),
                app.blindSpots());
    }

    @Test
    void traffic_to_another_vendor_raises_nothing() {
        ScanResult result = examine(
                List.of(ClinicApp.app()),
                post("x1", "https://www.google-analytics.com/g/collect?v=2", "", Delivery.SENT));
        assertThat(result.apps().getFirst().app()).isEqualTo(ClinicApp.app());
    }

    @Test
    void an_sdk_that_is_switched_off_and_was_seen_sending_is_not_off() {
        ScanResult result =
                examine(List.of(ClinicApp.app()), post("a1", "https://app.adjust.com/session", "", Delivery.SENT));
        assertThat(result.appFindings())
                .filteredOn(finding -> finding.sdk().equals("adjust") && finding.about() == AppFinding.About.SDK)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.VIOLATION);
                    assertThat(finding.sentence())
                            .startsWith("Adjust SDK of Adjust GmbH was seen sending.")
                            .doesNotContain("switch");
                });
    }

    @Test
    void of_two_sdks_with_the_same_traffic_the_one_that_is_called_made_it() {
        HeldSdk called = ClinicApp.meta();
        HeldSdk idle = ClinicApp.sdk("facebook-login", "Facebook Login", "Meta Platforms, Inc.", "sign-in")
                .trackers("meta-app-events")
                .at(Rung.DEFINED)
                .build();
        ScanResult result =
                examine(List.of(ClinicApp.with(List.of(called, idle))), post("m1", META_EVENTS, TOLD, Delivery.SENT));
        assertThat(sdk(result, "facebook-core").rung()).isEqualTo(Rung.DECODED);
        assertThat(sdk(result, "facebook-login").rung()).isEqualTo(Rung.DEFINED);
    }

    @Test
    void where_two_called_sdks_make_the_same_traffic_the_trace_says_so() {
        HeldSdk other = ClinicApp.sdk("facebook-share", "Facebook Share", "Meta Platforms, Inc.", "social")
                .trackers("meta-app-events")
                .at(Rung.CALLED)
                .build();
        ScanResult result = examine(
                List.of(ClinicApp.with(List.of(ClinicApp.meta(), other))),
                post("m1", META_EVENTS, TOLD, Delivery.SENT));
        assertThat(sdk(result, "facebook-share").traces().getFirst().what())
                .contains("which may as well be of Facebook SDK");
    }

    @Test
    void traffic_shows_an_sdk_that_the_files_only_mention() {
        HeldSdk hidden = ClinicApp.sdk("amplitude", "Amplitude", "Amplitude, Inc.", "analytics")
                .trackers("amplitude")
                .at(Rung.REFERENCED)
                .setting(Setting.NOT_SHOWN)
                .build();
        ScanResult result = examine(
                List.of(ClinicApp.with(List.of(hidden))),
                post("p1", "https://api2.amplitude.com/2/httpapi", "", Delivery.SENT));
        assertThat(sdk(result, "amplitude").rung()).isEqualTo(Rung.SEEN_SENDING);
    }

    @Test
    void a_host_among_its_traces_shows_an_sdk_that_no_tracker_stands_for() {
        HeldSdk own = ClinicApp.sdk("own", "Own SDK", "Tracker Ltd.", "analytics")
                .at(Rung.DEFINED)
                .trace(Rung.DEFINED, "text", true, "https://collect.tracker.example/v1", "clinic.apk!classes.dex", 5)
                .build();
        HeldSdk other = ClinicApp.sdk("other", "Other SDK", "Tracker Ltd.", "analytics")
                .at(Rung.DEFINED)
                .trace(Rung.DEFINED, "text", true, "https://tracker.example/v1", "clinic.apk!classes.dex", 9)
                .build();
        ScanResult result = examine(
                List.of(ClinicApp.with(List.of(own, other))),
                post("t1", "https://collect.tracker.example/v1/events", "", Delivery.SENT));
        assertThat(sdk(result, "own").rung()).isEqualTo(Rung.SEEN_SENDING);
        assertThat(sdk(result, "other").rung()).isEqualTo(Rung.DEFINED);
    }

    @Test
    void traffic_that_two_apps_could_have_made_is_given_to_neither_and_that_is_said() {
        App one = ClinicApp.with(List.of(ClinicApp.meta()));
        ScanResult result = examine(List.of(one, one), post("m1", META_EVENTS, TOLD, Delivery.SENT));
        assertThat(result.apps()).allSatisfy(app -> assertThat(app.app()).isEqualTo(one));
        assertThat(result.blindSpots())
                .extracting(BlindSpot::what)
                .anyMatch(what -> what.contains("several of the apps hold Facebook SDK"));
    }

    @Test
    void an_app_that_was_watched_is_not_said_to_have_been_left_unwatched() {
        App unwatched = new App(
                ClinicApp.app().platform(),
                "org.clinic.app",
                "",
                "",
                "",
                ClinicApp.app().files(),
                List.of(),
                List.of(ClinicApp.meta()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(BlindSpot.notWatched()));
        assertThat(examine(List.of(unwatched), post("m1", META_EVENTS, TOLD, Delivery.SENT))
                        .blindSpots())
                .doesNotContain(BlindSpot.notWatched());
        assertThat(examiner()
                        .examine(Capture.none(List.of("clinic.apk"), "Earshot test", NOON), List.of(unwatched))
                        .blindSpots())
                .containsOnlyOnce(BlindSpot.notWatched());
    }

    @Test
    void an_empty_recording_is_not_the_same_as_none() {
        ScanResult recorded = examine(List.of(ClinicApp.app()));
        assertThat(recorded.filesOnly()).isFalse();
        assertThat(examiner()
                        .examine(Capture.none(List.of("clinic.apk"), "Earshot test", NOON), List.of(ClinicApp.app()))
                        .filesOnly())
                .isTrue();
    }

    private static HeldSdk sdk(ScanResult result, String id) {
        return result.apps().getFirst().app().sdk(id).orElseThrow();
    }

    private static Examiner examiner() {
        return new Examiner(Policy.byDefault(), LocalDate.of(2026, 3, 1));
    }

    private static Exchange post(String id, String url, String form, Delivery delivery) {
        String type = "application/x-www-form-urlencoded";
        return new Exchange(
                id,
                NOON,
                new Request(
                        "POST",
                        url,
                        "h2",
                        List.of(new Header("Content-Type", type)),
                        form.isEmpty() ? Body.NONE : Body.whole(Bytes.utf8(form), type)),
                Optional.empty(),
                List.of(),
                Context.unknown("device"),
                delivery);
    }

    private static ScanResult examine(List<App> apps, Exchange... exchanges) {
        Capture.Summary summary = new Capture.Summary(
                List.of("clinic.apk", "device.har"),
                "Earshot test",
                "",
                NOON,
                NOON,
                List.of(new Run("device", Run.ConsentMode.UNKNOWN, "")),
                List.of(),
                List.of(),
                0,
                Optional.empty());
        List<Exchange> recorded = List.of(exchanges);
        Capture capture = new Capture() {
            @Override
            public Summary summary() {
                return summary;
            }

            @Override
            public void forEach(Consumer<? super Exchange> reader) {
                recorded.forEach(reader);
            }
        };
        return examiner().examine(capture, apps);
    }
}
