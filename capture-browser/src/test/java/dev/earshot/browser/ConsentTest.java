package dev.earshot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Exchange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentTest {
    /// A clinic's own banner: no consent platform, plain words on the buttons. Each button sends a pixel
    /// at once.
    private static final String PLAIN = """
            <title>Clinic</title><img src="//pixel.tracker.example/pixel?before">
            <div id="note" style="position:fixed;bottom:0;background:#fff">
              We use cookies and similar technologies to understand how our site is used.
              <button id="yes">Accept all</button> <button id="no">Reject all</button>
            </div>
            <script>
              const told = () => document.cookie.match(/choice=(\\w+)/)?.[1];
              const pixel = (name) => { new Image().src = '//pixel.tracker.example/pixel?' + name; };
              const choose = (choice) => () => {
                document.cookie = 'choice=' + choice; document.getElementById('note').remove(); pixel(choice);
                setTimeout(() => pixel(choice + '-later'), 700);
              };
              document.getElementById('yes').onclick = choose('yes');
              document.getElementById('no').onclick = choose('no');
              if (told()) { document.getElementById('note').remove(); pixel('knows-' + told()); }
            </script><a href="/next">next</a>""";

    @TempDir
    Path out;

    private InventedSite site;

    @BeforeEach
    void open() throws Exception {
        site = InventedSite.start();
        site.page("/", PLAIN).page("/next", PLAIN);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private ScanRequest.Builder request(ConsentChoice consent) {
        return Captured.quickly(out, site)
                .targets(List.of(site.url("/")))
                .dwell(java.time.Duration.ofMillis(1200))
                .consent(consent);
    }

    private static Consent consentOf(Captured captured, String pixel) {
        List<Exchange> sent = captured.exchanges().stream()
                .filter(exchange -> exchange.request().url().endsWith("/pixel?" + pixel))
                .toList();
        assertThat(sent).as(pixel).isNotEmpty();
        return sent.getFirst().context().consent();
    }

    @Test
    void all_is_three_runs_each_with_its_own_answer() {
        Captured captured = Captured.of(request(ConsentChoice.ALL));
        assertThat(captured.recording().runs())
                .extracting(run -> run.id() + ": " + run.consentOutcome())
                .containsExactly(
                        "ignore: not looked for",
                        "accept: accepted through its button's words",
                        "reject: refused through autoconsent (HEURISTIC-REJECT)");
        assertThat(captured.blindSpots(BlindSpot.Kind.CONSENT_NOT_GIVEN)).isEmpty();
        assertThat(consentOf(captured, "before")).isEqualTo(Consent.BEFORE_CHOICE);
        // The pixel that the click itself sends.
        assertThat(consentOf(captured, "yes")).isEqualTo(Consent.ACCEPTED);
        assertThat(consentOf(captured, "knows-yes")).isEqualTo(Consent.ACCEPTED);
        // What leaves together with the refusal was not sent in spite of it.
        assertThat(consentOf(captured, "no")).isEqualTo(Consent.UNKNOWN);
        assertThat(consentOf(captured, "knows-no")).isEqualTo(Consent.REFUSED);
        assertThat(captured.to("/pixel?knows-no").context().run()).isEqualTo("reject");
    }

    @Test
    void the_users_own_selectors_go_first() {
        Captured accepted =
                Captured.of(request(ConsentChoice.ACCEPT).maxPages(1).acceptSelector("#yes"));
        assertThat(accepted.recording().runs().getFirst().consentOutcome()).isEqualTo("accepted through your selector");
        assertThat(consentOf(accepted, "yes")).isEqualTo(Consent.ACCEPTED);
        Captured refused = Captured.of(request(ConsentChoice.REJECT).maxPages(1).rejectSelector("#no"));
        assertThat(refused.recording().runs().getFirst().consentOutcome()).isEqualTo("refused through your selector");
        assertThat(consentOf(refused, "no-later")).isEqualTo(Consent.REFUSED);
    }

    @Test
    void a_site_without_a_banner_is_said_to_have_none_and_is_still_complete() {
        site.page("/", "<p>welcome</p>");
        Captured captured = Captured.of(request(ConsentChoice.REJECT));
        assertThat(captured.recording().runs().getFirst().consentOutcome()).isEqualTo("no banner found");
        assertThat(captured.blindSpots(BlindSpot.Kind.CONSENT_NOT_GIVEN)).hasSize(1);
        assertThat(captured.recording().isComplete()).isTrue();
        assertThat(captured.exchanges()).allMatch(e -> e.context().consent() == Consent.BEFORE_CHOICE);
    }

    @Test
    void a_banner_that_cannot_be_refused_leaves_the_capture_incomplete_and_is_not_accepted_instead() {
        site.page("/", PLAIN.replaceAll("<button id=\"no\">Reject all</button>", "<i id=no></i>"));
        Captured captured = Captured.of(request(ConsentChoice.REJECT).maxPages(1));
        assertThat(captured.recording().runs().getFirst().consentOutcome()).contains("no banner was found that could");
        assertThat(captured.recording().isComplete()).isFalse();
        assertThat(site.paths()).doesNotContain("/pixel?yes");
    }

    @Test
    void a_consent_platform_is_answered_by_its_rules() {
        // The shape of OneTrust's banner, with its ids, as autoconsent's rule looks for it.
        site.page("/", """
                <script>window.OnetrustActiveGroups = ',C0001,'; window.OneTrust = {};</script>
                <div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" style="position:fixed;bottom:0">
                  We use cookies. <button id="onetrust-accept-btn-handler">Accept All Cookies</button>
                  <button id="onetrust-reject-all-handler">Reject All</button></div></div>
                <script>
                  const gone = (pixel) => () => { document.getElementById('onetrust-banner-sdk').remove();
                    document.cookie = 'OptanonConsent=1'; new Image().src = '//pixel.tracker.example/pixel?' + pixel; };
                  document.getElementById('onetrust-accept-btn-handler').onclick = gone('yes');
                  document.getElementById('onetrust-reject-all-handler').onclick = gone('no');
                </script>""");
        Captured captured = Captured.of(request(ConsentChoice.ACCEPT).maxPages(1));
        assertThat(captured.recording().runs().getFirst().consentOutcome())
                .isEqualTo("accepted through autoconsent (Onetrust)");
        assertThat(consentOf(captured, "yes")).isEqualTo(Consent.ACCEPTED);
    }
}
