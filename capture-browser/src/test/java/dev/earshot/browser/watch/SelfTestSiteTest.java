package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

class SelfTestSiteTest {
    @BeforeAll
    static void a_browser_is_installed() {
        RealBrowser.assumeInstalled();
    }

    @RepeatedTest(3)
    void every_channel_is_seen_whole_and_what_left_is_exactly_what_came() throws Exception {
        try (SelfTestSite site = SelfTestSite.start();
                WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("self-test"))) {
            try (RealBrowser page = RealBrowser.page(browser)) {
                page.open(site.url());
                assertThat(site.ready()).isTrue();
                page.leave();
            }
            WatchRecord record = browser.finish();
            assertThat(site.unseen(record.exchanges())).isEmpty();
            assertThat(record.blindSpots()).isEmpty();
            assertThat(sentOverHttp(record.exchanges())).containsExactlyInAnyOrderElementsOf(site.log());
        }
    }

    private static List<String> sentOverHttp(List<Exchange> exchanges) {
        return exchanges.stream()
                .filter(exchange -> exchange.delivery() == Delivery.SENT)
                .map(Exchange::request)
                .filter(request -> request.url().startsWith("http"))
                .map(request -> request.method() + " "
                        + request.url()
                                .substring(PageAddresses.origin(request.url()).length()) + " "
                        + request.body().bytes().length())
                .toList();
    }
}
