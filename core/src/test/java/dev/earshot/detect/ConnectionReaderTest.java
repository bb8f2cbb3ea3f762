package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Origin;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionReaderTest {
    @Test
    void a_request_that_left_tells_the_address_it_comes_from_without_a_leaf() {
        assertThat(Traffic.request().inherent()).singleElement().satisfies(found -> {
            assertThat(found.element().id()).isEqualTo("ip-address");
            assertThat(found.leaf()).isEmpty();
        });
    }

    @Test
    void a_request_that_never_left_tells_nothing() {
        assertThat(Traffic.request()
                        .delivered(Exchange.Delivery.ATTEMPTED)
                        .header("User-Agent", "Mozilla/5.0")
                        .header("Referer", "https://www.clinic.example/a")
                        .inherent())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "User-Agent, Mozilla/5.0 (X11), DEVICE",
        "Referer, https://www.clinic.example/, REFERRER",
        "Referer, https://www.clinic.example/a, PAGE_VISITED REFERRER",
        "Referer, https://www.clinic.example/?q=x, PAGE_VISITED REFERRER",
        "referer, https://portal.clinic.example/a, PAGE_VISITED REFERRER",
        "Referer, https://www.clinic.example/style.css, REFERRER",
        "Referer, https://elsewhere.example/a, REFERRER",
        "Referer, https://pixel.tracker.example/frame, ''",
        "Referer, about:blank, ''",
        "Accept-Language, en, ''",
        "Cookie, lang=en; theme=dark; consent=granted, ''",
        "Cookie, uid=8f14e45fceea167a; lang=en, CLIENT_ID",
        "Cookie, a=12345678; b=abcdefg9; c=1234567, CLIENT_ID CLIENT_ID",
    })
    void headers_tell_what_they_carry(String name, String value, String elements) {
        String told = Traffic.request().header(name, value).inherent().stream()
                .skip(1)
                .map(found -> found.element().name())
                .reduce((a, b) -> a + " " + b)
                .orElse("");
        assertThat(told).isEqualTo(elements);
    }

    @Test
    void a_referer_is_read_for_what_its_page_says() {
        assertThat(Traffic.request()
                        .header("Referer", "https://www.clinic.example/appointments?q=asthma")
                        .read())
                .containsExactly("SEARCH_TERMS INFERRED", "HEALTH_CONTEXT INFERRED", "APPOINTMENT INFERRED");
    }

    @Test
    void leaves_that_the_decoders_made_of_a_header_are_used() {
        Traffic request = Traffic.request()
                .header("Referer", "https://www.clinic.example/a?q=asthma")
                .header("Cookie", "uid=8f14e45fceea167a")
                .leaf(Origin.HEADER, "Referer", "https://www.clinic.example/a?q=asthma")
                .leaf(Origin.HEADER, "Referer", "asthma", "?q")
                .leaf(Origin.COOKIE, "uid", "8f14e45fceea167a");
        assertThat(request.inherent())
                .extracting(found -> found.element() + " "
                        + found.leaf().map(leaf -> leaf.chain()).orElse("-"))
                .containsExactly(
                        "IP_ADDRESS -",
                        "PAGE_VISITED header Referer",
                        "REFERRER header Referer",
                        "CLIENT_ID cookie uid");
        assertThat(request.read()).containsExactly("SEARCH_TERMS INFERRED", "HEALTH_CONTEXT INFERRED");
    }

    @Test
    void a_referer_stays_what_any_request_carries_when_a_tracker_documents_it() {
        Traffic request = Traffic.request()
                .documented("header:Referer", "page.referrer", DataElement.REFERRER)
                .header("Referer", "https://www.clinic.example/")
                .leaf(Origin.HEADER, "referer", "https://www.clinic.example/");
        assertThat(request.read()).isEmpty();
        assertThat(request.inherent()).hasSize(2);
    }

    @Test
    void a_cookie_is_placed_by_its_bytes_in_the_header() {
        String header = "lang=en; uid=8f14e45fceea167a";
        assertThat(Traffic.request()
                        .header("Cookie", header)
                        .inherent()
                        .getLast()
                        .leaf())
                .hasValueSatisfying(leaf -> assertThat(header.substring(leaf.start(), leaf.start() + leaf.length()))
                        .isEqualTo("8f14e45fceea167a"));
    }
}
