package dev.earshot.browser.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.browser.drive.Timeline.Stay;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.exchange.Context.Target;
import dev.earshot.exchange.Context.Witness;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final String HOME = "https://www.clinic.example/";
    private static final String VISITS = "https://www.clinic.example/visits";

    private final Timeline timeline = new Timeline("ignore");

    private static Instant at(long milliseconds) {
        return START.plusMillis(milliseconds);
    }

    private static Exchange sent(long milliseconds, String url, String pageUrl, String type, boolean seenInItsPage) {
        Context context = new Context(
                "",
                Optional.empty(),
                pageUrl,
                pageUrl,
                Target.UNKNOWN,
                type,
                seenInItsPage ? List.of(new Initiator(Initiator.Kind.SCRIPT, Optional.empty(), 1, 1, "")) : List.of(),
                Consent.UNKNOWN,
                SignedIn.UNKNOWN,
                seenInItsPage ? Set.of(Witness.NET_LOG, Witness.CDP) : Set.of(Witness.NET_LOG),
                Optional.empty());
        return new Exchange(
                "e",
                at(milliseconds),
                new Request("POST", url, "", List.of(), Body.NONE),
                Optional.empty(),
                List.of(),
                context,
                Delivery.SENT);
    }

    private void two_pages() {
        Stay home = timeline.arrived("home", HOME, at(0));
        home.left(at(3000));
        timeline.arrived("visits", VISITS, at(3000));
        timeline.signedIn(at(0), SignedIn.NO);
        timeline.signedIn(at(3000), SignedIn.YES);
        timeline.consent(at(0), Consent.BEFORE_CHOICE);
        timeline.step(at(0), Optional.of("1 navigate"));
        timeline.step(at(2500), Optional.of("2 click"));
    }

    private String page(Exchange exchange) {
        return timeline.place(exchange).context().pageId().orElse("none");
    }

    @Test
    void an_unload_beacon_belongs_to_the_page_that_was_left_and_to_its_state() {
        two_pages();
        Context placed = timeline.place(sent(3060, "https://pixel.tracker.example/bye", VISITS, "", false))
                .context();
        assertThat(placed.pageId()).contains("home");
        assertThat(placed.pageUrl()).isEqualTo(HOME);
        assertThat(placed.signedIn()).isEqualTo(SignedIn.NO);
        assertThat(placed.step()).contains("2 click");
    }

    @Test
    void a_referrer_that_is_cut_down_to_the_origin_does_not_name_the_home_page() {
        timeline.arrived("home", HOME, at(0)).unloaded(at(3000));
        timeline.arrived("visits", VISITS, at(3001)).unloaded(at(9000));
        assertThat(page(sent(8500, "https://pixel.tracker.example/bye", HOME, "ping", false)))
                .isEqualTo("visits");
    }

    @Test
    void a_beacon_that_the_new_page_was_seen_to_send_is_the_new_pages() {
        two_pages();
        Exchange beacon = sent(3060, "https://pixel.tracker.example/hello", VISITS, "ping", true);
        assertThat(page(beacon)).isEqualTo("visits");
        assertThat(timeline.place(beacon).context().signedIn()).isEqualTo(SignedIn.YES);
    }

    @Test
    void a_beacon_of_the_old_page_that_leaves_late_is_still_the_old_pages() {
        two_pages();
        Exchange late = sent(4500, "https://pixel.tracker.example/late", HOME, "fetch", true);
        assertThat(page(late)).isEqualTo("home");
        assertThat(timeline.place(late).context().signedIn()).isEqualTo(SignedIn.NO);
    }

    @Test
    void what_only_the_net_log_saw_long_after_a_page_began_is_that_pages() {
        two_pages();
        assertThat(page(sent(5000, "https://www.clinic.example/sw.js", VISITS, "", false)))
                .isEqualTo("visits");
    }

    @Test
    void a_page_that_was_left_for_an_empty_one_has_nothing_more_to_send() {
        timeline.arrived("home", HOME, at(0)).unloaded(at(3000));
        timeline.arrived("visits", VISITS, at(3001)).unloaded(at(3500));
        assertThat(page(sent(3100, "https://pixel.tracker.example/x", VISITS, "", false)))
                .isEqualTo("visits");
    }

    @Test
    void a_document_belongs_to_the_page_it_opens() {
        two_pages();
        assertThat(page(sent(2800, VISITS, HOME, "document", true))).isEqualTo("visits");
        assertThat(page(sent(2800, "https://www.clinic.example/other", HOME, "document", true)))
                .isEqualTo("home");
    }

    @Test
    void a_page_that_is_visited_twice_is_two_pages() {
        timeline.arrived("first", HOME, at(0)).left(at(1000));
        timeline.arrived("visits", VISITS, at(1000)).left(at(2000));
        timeline.arrived("second", HOME, at(2000));
        assertThat(page(sent(500, "https://pixel.tracker.example/1", HOME, "image", true)))
                .isEqualTo("first");
        assertThat(page(sent(2500, "https://pixel.tracker.example/2", HOME, "image", true)))
                .isEqualTo("second");
    }

    @Test
    void nothing_is_known_before_the_first_page() {
        Context placed =
                timeline.place(sent(0, "https://x.example/", "", "", false)).context();
        assertThat(placed.pageId()).isEmpty();
        assertThat(placed.consent()).isEqualTo(Consent.UNKNOWN);
        assertThat(placed.run()).isEqualTo("ignore");
    }
}
