package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.browser.watch.cdp.PageAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageAddressesTest {
    private static final String CLINIC = "https://www.clinic.example";
    private final PageAddresses addresses = new PageAddresses(
            List.of(
                    new PageAddress("one", 1_000, CLINIC + "/a"),
                    new PageAddress("one", 11_000, CLINIC + "/a/step2"),
                    new PageAddress("one", 20_000, CLINIC + "/b"),
                    new PageAddress("two", 25_000, "https://other.example/"),
                    new PageAddress("one", 30_000, "about:blank")),
            Set.of(CLINIC + "/a", CLINIC + "/b", "https://other.example/"));

    @Test
    void what_is_sent_as_a_page_is_left_belongs_to_it_whether_the_next_one_is_known_yet_or_not() {
        assertThat(page(19_900)).isEqualTo(CLINIC + "/a/step2");
        assertThat(page(20_060)).isEqualTo(CLINIC + "/a/step2");
        assertThat(page(29_990)).isEqualTo(CLINIC + "/b");
        assertThat(page(30_500)).isEqualTo(CLINIC + "/b");
    }

    @Test
    void what_is_sent_later_belongs_to_the_next_page() {
        assertThat(page(22_000)).isEqualTo(CLINIC + "/b");
    }

    @Test
    void an_address_that_a_script_sets_leaves_no_page() {
        assertThat(page(11_100)).isEqualTo(CLINIC + "/a/step2");
        assertThat(page(10_900)).isEqualTo(CLINIC + "/a");
    }

    @Test
    void a_referer_that_names_a_page_decides() {
        assertThat(addresses.of(CLINIC, "https://clinic.example", CLINIC + "/b", 20_060))
                .isEqualTo(CLINIC + "/b");
        assertThat(addresses.of(CLINIC, "https://clinic.example", CLINIC + "/", 22_000))
                .isEqualTo(CLINIC + "/b");
    }

    @Test
    void a_frame_of_another_origin_belongs_to_the_page_of_its_top_site() {
        assertThat(addresses.of("https://frame.tracker.example", "https://clinic.example", "", 26_000))
                .isEqualTo(CLINIC + "/b");
    }

    @Test
    void what_no_page_can_have_sent_has_none() {
        assertThat(page(500)).isEmpty();
        assertThat(addresses.of("https://clinic.example.evil.example", "https://evil.example", "", 22_000))
                .isEmpty();
        assertThat(addresses.of("", "", "", 22_000)).isEmpty();
    }

    private String page(long wall) {
        return addresses.of(CLINIC, "https://clinic.example", CLINIC + "/", wall);
    }
}
