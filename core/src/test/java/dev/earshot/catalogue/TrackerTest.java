package dev.earshot.catalogue;

import static dev.earshot.catalogue.Asked.get;
import static dev.earshot.catalogue.Asked.leaf;
import static dev.earshot.catalogue.Asked.leaves;
import static dev.earshot.catalogue.Asked.post;
import static dev.earshot.catalogue.Asked.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the parameters of trackers mean. All ids are made up.
class TrackerTest {
    private static Tracker tracker(String id) {
        return Catalogue.bundled().byId(id).orElseThrow();
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        ga4             | dl                                        | page.url      | PAGE_VISITED
        ga4             | ep.search_term                            | search.term   | SEARCH_TERMS
        ga4             | ep.link_text                              | element.text  | PAGE_USE
        ga4             | cid                                       | id.client     | CLIENT_ID
        ga4             | uid                                       | id.user       | OTHER_IDENTIFIER
        ga4             | dr                                        | page.referrer | REFERRER
        ga4             | pr1                                       | product       | PAGE_USE
        ga4             | events[0].name                            | event.name    | PAGE_USE
        ga4             | events[12].params.page_location           | page.url      | PAGE_VISITED
        ua              | cd                                        | app.screen    | PAGE_VISITED
        google-ads      | url                                       | page.url      | PAGE_VISITED
        google-ads      | gclaw                                     | clickid       | ADVERTISING_ID
        floodlight      | ~oref                                     | page.url      | PAGE_VISITED
        bing-uet        | p                                         | page.url      | PAGE_VISITED
        bing-uet        | tl                                        | page.title    | PAGE_VISITED
        bing-uet        | pid.em                                    | hash.email    | EMAIL
        bing-uet        | pid.ph                                    | hash.phone    | PHONE
        clarity         | e[11]                                     | page.url      | PAGE_VISITED
        clarity         | e[5]                                      | id.client     | CLIENT_ID
        x-pixel         | tw_document_href                          | page.url      | PAGE_VISITED
        x-pixel         | event.search_string                       | search.term   | SEARCH_TERMS
        x-pixel         | event.email_address                       | hash.email    | EMAIL
        x-pixel         | events[0][0]                              | event.name    | PAGE_USE
        meta-pixel      | dl                                        | page.url      | PAGE_VISITED
        meta-pixel      | ud[em]                                    | hash.email    | EMAIL
        meta-pixel      | ud[db]                                    | hash.dob      | DATE_OF_BIRTH
        meta-pixel      | ud[zp]                                    | hash.address  | POSTAL_ADDRESS
        meta-pixel      | udff[fn]                                  | hash.name     | NAME
        meta-pixel      | udff[other]                               | hash.user     | OTHER_IDENTIFIER
        meta-pixel      | cd[search_string]                         | search.term   | SEARCH_TERMS
        meta-pixel      | cd[buttonText]                            | element.text  | PAGE_USE
        meta-pixel      | cd[buttonFeatures].innerText              | element.attr  | PAGE_USE
        meta-pixel      | fbc                                       | clickid       | ADVERTISING_ID
        tiktok-pixel    | context.page.url                          | page.url      | PAGE_VISITED
        tiktok-pixel    | context.user.email                        | hash.email    | EMAIL
        tiktok-pixel    | properties.query                          | search.term   | SEARCH_TERMS
        tiktok-pixel    | analytics_message.context.page.url        | page.url      | PAGE_VISITED
        linkedin-insight| url                                       | page.url      | PAGE_VISITED
        linkedin-insight| hem                                       | hash.email    | EMAIL
        linkedin-insight| pageTitle                                 | page.title    | PAGE_VISITED
        snap-pixel      | req[0].t.u_hem                            | hash.email    | EMAIL
        snap-pixel      | ctx.url                                   | page.url      | PAGE_VISITED
        snap-pixel      | u_hem                                     | hash.email    | EMAIL
        pinterest       | ed.search_query                           | search.term   | SEARCH_TERMS
        criteo          | p12.m                                     | hash.email    | EMAIL
        taboola         | data.u                                    | page.url      | PAGE_VISITED
        segment         | properties.url                            | page.url      | PAGE_VISITED
        segment         | batch[3].properties.url                   | page.url      | PAGE_VISITED
        segment         | batch[0].userId                           | id.user       | OTHER_IDENTIFIER
        segment         | traits.email                              | plain.email   | EMAIL
        segment         | context.page.referrer                     | page.referrer | REFERRER
        amplitude       | events[0].user_id                         | id.user       | OTHER_IDENTIFIER
        amplitude       | events[0].device_id                       | id.client     | CLIENT_ID
        amplitude       | events[4].event_properties.[Amplitude] Page Title | page.title | PAGE_VISITED
        amplitude       | e[0].event_type                           | event.name    | PAGE_USE
        mixpanel        | data[0].properties.$current_url           | page.url      | PAGE_VISITED
        mixpanel        | data.properties.$user_id                  | id.user       | OTHER_IDENTIFIER
        mixpanel        | [2].properties.$current_url               | page.url      | PAGE_VISITED
        mixpanel        | data[0].$set.$email                       | plain.email   | EMAIL
        posthog         | batch[0].properties.$current_url          | page.url      | PAGE_VISITED
        posthog         | [0].properties.$el_text                   | element.text  | PAGE_USE
        posthog         | properties.$set.email                     | plain.email   | EMAIL
        snowplow        | data[0].url                               | page.url      | PAGE_VISITED
        snowplow        | data[1].refr                              | page.referrer | REFERRER
        snowplow        | url                                       | page.url      | PAGE_VISITED
        snowplow        | data[0].duid                              | id.client     | CLIENT_ID
        datadog-rum     | view.url                                  | page.url      | PAGE_VISITED
        datadog-rum     | usr.email                                 | plain.email   | EMAIL
        datadog-rum     | action.target.name                        | element.text  | PAGE_USE
        adobe-edge      | events[0].xdm.web.webPageDetails.URL      | page.url      | PAGE_VISITED
        adobe-edge      | events[0].xdm.identityMap.ECID[0].id      | id.client     | CLIENT_ID
        adobe-edge      | events[0].xdm.identityMap.Email[0].id     | id.user       | OTHER_IDENTIFIER
        floodlight      | /3.~oref                                  | page.url      | PAGE_VISITED
        adobe-analytics | c.a.activitymap.link                      | element.text  | PAGE_USE
        adobe-analytics | v0                                        | campaign      |
        adobe-analytics | g                                         | page.url      | PAGE_VISITED
        adobe-ecid      | /0.dpuuid                                 | id.client     | CLIENT_ID
        sentry          | user.username                             | plain.username| USER_NAME
        matomo          | requests[0].action_name                   | page.title    | PAGE_VISITED
        heap            | x3                                        | element.text  | PAGE_USE
        hubspot         | i.email                                   | plain.email   | EMAIL
        ga4             | ep.plan                                   | custom        |
        ga4             | tid                                       | account       |
        floodlight      | u7                                        | custom        |
        floodlight      | ord                                       | id.page       |
        meta-pixel      | cd[plan]                                  | custom        |
        adobe-analytics | v17                                       | custom        |
        segment         | properties.plan                           | custom        |
        tealium         | any_key_of_the_site                       | custom        |
        """)
    void a_parameter_means_what_its_tracker_says(String tracker, String path, String role, String element) {
        assertThat(tracker(tracker).parameter(leaf(path, "x"))).hasValueSatisfying(parameter -> {
            assertThat(parameter.role()).isEqualTo(role);
            assertThat(parameter.element().map(DataElement::name)).isEqualTo(Optional.ofNullable(element));
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        ga4             | dlx
        ga4             | url
        ga4             | dl?q
        ga4             | dl/0
        ga4             | ep.page_location?q
        bing-uet        | dl
        bing-uet        | pid?em
        meta-pixel      | url
        meta-pixel      | ud
        meta-pixel      | em
        linkedin-insight| cd
        x-pixel         | tw_document_href?q
        clarity         | e[110].x?q
        floodlight      | ux
        snowplow        | data[0]
        heap            | x
        """)
    void what_its_tracker_does_not_name_is_nothing_known(String tracker, String path) {
        assertThat(tracker(tracker).parameter(leaf(path, "x"))).isEmpty();
    }

    @Test
    void the_same_letters_mean_what_each_tracker_says() {
        Map<String, String> roles = Map.of(
                "ua", "app.screen",
                "nextdoor-pixel", "custom",
                "vwo", "protocol",
                "snowplow", "screen");
        roles.forEach((tracker, role) -> assertThat(tracker(tracker).parameter(leaf("cd", "x")))
                .as(tracker)
                .hasValueSatisfying(parameter -> assertThat(parameter.role()).isEqualTo(role)));
        assertThat(tracker("linkedin-insight").parameter(leaf("cd", "x"))).isEmpty();
    }

    @Test
    void one_name_with_two_meanings_is_told_by_its_value() {
        assertThat(role("vwo", "u", "https://www.clinic.example/")).isEqualTo("page.url");
        assertThat(role("vwo", "u", "D1234567890ABCDEF")).isEqualTo("id.client");
    }

    @Test
    void a_sign_in_state_is_told_only_where_it_is_known() {
        String path = "events[0].xdm.identityMap.Email[0].authenticatedState";
        assertThat(role("adobe-edge", path, "authenticated")).isEqualTo("user.signed-in");
        assertThat(role("adobe-edge", path, "ambiguous")).isEqualTo("protocol");
        assertThat(role("posthog", "properties.$is_identified", "true")).isEqualTo("user.signed-in");
        assertThat(role("posthog", "properties.$is_identified", "false")).isEqualTo("custom");
    }

    @Test
    void a_user_data_token_says_nothing_but_its_fields_do() {
        for (String tracker : List.of("ga4", "google-ads", "floodlight")) {
            assertThat(role(tracker, "em", "tv.1~em.YWJjZGVm")).isEqualTo("protocol");
            assertThat(role(tracker, "em.em", "YWJjZGVm")).isEqualTo("hash.email");
            assertThat(role(tracker, "em.ln12", "YWJjZGVm")).isEqualTo("hash.name");
            assertThat(role(tracker, "em.zz", "YWJjZGVm")).isEqualTo("hash.user");
        }
    }

    private static String role(String tracker, String path, String value) {
        return tracker(tracker).parameter(leaf(path, value)).orElseThrow().role();
    }

    @Test
    void a_header_or_a_cookie_is_never_taken_for_a_parameter_of_the_same_name() {
        Leaf cookie = leaf(Origin.COOKIE, "dl", "dl", "x", -1);
        Leaf header = leaf(Origin.HEADER, "dl", "dl", "x", -1);
        assertThat(tracker("ga4").parameter(cookie)).isEmpty();
        assertThat(tracker("ga4").parameter(header)).isEmpty();
    }

    @Test
    void the_vendors_own_cookie_recognises_the_browser() {
        Leaf cookie = leaf(Origin.COOKIE, "IDE", "IDE", "AHWqTUk", -1);
        assertThat(tracker("google-ads").parameter(cookie).orElseThrow().element())
                .contains(DataElement.CLIENT_ID);
        Leaf session = leaf(Origin.COOKIE, "ajs_user_id", "ajs_user_id", "u-1", -1);
        assertThat(tracker("segment").parameter(session).orElseThrow().element())
                .contains(DataElement.OTHER_IDENTIFIER);
    }

    @Test
    void the_referer_of_a_font_is_a_parameter_like_any_other() {
        Leaf referer = leaf(Origin.HEADER, "referer", "referer", "https://www.clinic.example/", -1);
        assertThat(tracker("google-fonts").parameter(referer).orElseThrow().element())
                .contains(DataElement.REFERRER);
    }

    @Test
    void clarity_tells_the_title_by_the_number_before_it() {
        List<Leaf> leaves = leaves(
                "a[0][0]=12",
                "a[0][1]=1",
                "a[0][2]=2",
                "a[0][3][0]=https://www.search.example/",
                "a[0][4]=3",
                "a[0][5][0]=Asthma",
                "a[1][1]=9",
                "a[1][10]=Book a visit",
                "a[1][11]=https://www.clinic.example/book",
                "a[2][1]=27",
                "a[2][3]=•••",
                "a[3][1]=34",
                "a[3][2]=userId",
                "a[3][3][0]=5e884898da28047151d0e56f8dc62927",
                "a[3][4]=plan",
                "a[3][5][0]=gold",
                "p[0][1]=5",
                "p[0][7]=How we treat asthma");
        List<Optional<Parameter>> found = tracker("clarity").parameters(leaves);
        assertThat(IntStream.range(0, leaves.size())
                        .filter(at -> !leaves.get(at).path().matches("a\\[\\d+]\\[[01]]|a\\[0]\\[[24]]|p\\[0]\\[1]"))
                        .mapToObj(at -> leaves.get(at).value() + " "
                                + found.get(at).orElseThrow().role()))
                .containsExactly(
                        "https://www.search.example/ page.referrer",
                        "Asthma page.title",
                        "Book a visit element.text",
                        "https://www.clinic.example/book element.link",
                        "••• form.field",
                        "userId custom",
                        "5e884898da28047151d0e56f8dc62927 hash.external",
                        "plan custom",
                        "gold custom",
                        "How we treat asthma dom.snapshot");
        assertThat(found.getLast().orElseThrow().automatic()).isTrue();
    }

    @Test
    void a_clarity_leaf_alone_is_only_known_to_be_part_of_an_event() {
        assertThat(role("clarity", "a[0][5][0]", "Asthma")).isEqualTo("engagement");
        assertThat(role("clarity", "p[0][7]", "How we treat asthma")).isEqualTo("dom.snapshot");
    }

    @Test
    void of_the_cookies_that_adobe_passes_on_only_the_visitor_id_is_one() {
        List<Leaf> leaves = leaves(
                "meta.state.entries[0].key=kndctr_ABC_AdobeOrg_identity",
                "meta.state.entries[0].value=CiY0NTEz",
                "meta.state.entries[1].key=kndctr_ABC_AdobeOrg_cluster",
                "meta.state.entries[1].value=va6");
        List<Optional<Parameter>> found = tracker("adobe-edge").parameters(leaves);
        assertThat(found.get(1).orElseThrow().role()).isEqualTo("id.client");
        assertThat(found.get(3).orElseThrow().role()).isEqualTo("protocol");
    }

    @Test
    void fullstory_tells_a_click_from_a_page_by_its_kind() {
        List<Leaf> leaves = leaves("Evts[0].Kind=16", "Evts[0].Args[1]=Book", "Evts[1].Kind=25", "Evts[1].Args[0]=x");
        List<Optional<Parameter>> found = tracker("fullstory").parameters(leaves);
        assertThat(found.get(1).orElseThrow().role()).isEqualTo("element.text");
        assertThat(found.get(3).orElseThrow().role()).isEqualTo("page.url");
    }

    @Test
    void what_the_vendor_reads_off_the_page_by_itself_is_marked() {
        assertThat(tracker("meta-pixel")
                        .parameter(leaf("cd[buttonText]", "x"))
                        .orElseThrow()
                        .automatic())
                .isTrue();
        assertThat(tracker("meta-pixel")
                        .parameter(leaf("cd[search_string]", "x"))
                        .orElseThrow()
                        .automatic())
                .isFalse();
    }

    @Test
    void a_row_that_nobody_read_stays_unverified() {
        assertThat(tracker("ga4").parameter(leaf("vp", "1x1")).orElseThrow().verified())
                .isFalse();
        assertThat(tracker("ga4").parameter(leaf("dl", "x")).orElseThrow().verified())
                .isTrue();
    }

    @Test
    void each_line_of_a_ga4_batch_names_its_event() {
        List<Leaf> leaves = List.of(
                leaf(Origin.URL, "", "tid", "G-ABC1234567", -1),
                leaf(Origin.BODY, "", "en", "page_view", 0),
                leaf(Origin.BODY, "", "en", "view_search_results", 1));
        assertThat(tracker("ga4").events(leaves)).containsExactly("page_view", "view_search_results");
    }

    @Test
    void a_segment_call_is_named_by_its_event_and_a_page_by_its_name_or_kind() {
        assertThat(tracker("segment").events(leaves("type=track", "event=Booked")))
                .containsExactly("Booked");
        assertThat(tracker("segment").events(leaves("type=page", "name=Asthma")))
                .containsExactly("Asthma");
        assertThat(tracker("segment").events(leaves("type=page"))).containsExactly("page");
        assertThat(tracker("segment")
                        .events(List.of(
                                leaf(Origin.BODY, "", "batch[0].type", "identify", 0),
                                leaf(Origin.BODY, "", "batch[1].type", "track", 1),
                                leaf(Origin.BODY, "", "batch[1].event", "Booked", 1))))
                .containsExactly("identify", "Booked");
    }

    @Test
    void a_request_without_a_name_tells_no_event() {
        assertThat(tracker("ga4").events(leaves("dl=x"))).isEmpty();
        assertThat(tracker("ga4").events(leaves("en="))).isEmpty();
    }

    @Test
    void x_told_at_two_hosts_is_one_event() {
        List<Leaf> leaves = leaves("txn_id=abcde", "event_id=e-1", "pl_id=p-1", "bci=3", "eci=2");
        Optional<String> first = tracker("x-pixel").occasion(get("https://t.co/i/adsct"), leaves);
        assertThat(first).isPresent();
        assertThat(tracker("x-pixel").occasion(get("https://analytics.twitter.com/i/adsct"), leaves))
                .isEqualTo(first);
        assertThat(tracker("x-pixel")
                        .occasion(
                                get("https://t.co/i/adsct"),
                                leaves("txn_id=abcde", "event_id=e-2", "pl_id=p-1", "bci=3", "eci=2")))
                .isNotEqualTo(first);
    }

    @Test
    void one_google_ads_action_at_four_endpoints_is_one_event() {
        Tracker ads = tracker("google-ads");
        List<Leaf> conversion =
                leaves("random=1", "label=abc", "url=https://www.clinic.example/booked", "data=event=conversion");
        Optional<String> first =
                ads.occasion(get("https://www.googleadservices.com/pagead/conversion/123456789/?random=1"), conversion);
        assertThat(first).isPresent();
        assertThat(ads.occasion(
                        get("https://googleads.g.doubleclick.net/pagead/viewthroughconversion/123456789/?random=2"),
                        leaves(
                                "random=2",
                                "label=abc",
                                "url=https://www.clinic.example/booked",
                                "data=event=conversion")))
                .isEqualTo(first);
        assertThat(ads.occasion(
                        get("https://www.google.com/ccm/collect?tid=AW-123456789"),
                        leaves(
                                "tid=AW-123456789",
                                "label=abc",
                                "en=conversion",
                                "dl=https://www.clinic.example/booked")))
                .isEqualTo(first);
        assertThat(ads.occasion(
                        get("https://td.doubleclick.net/td/rul/123456789"),
                        leaves("label=abc", "url=https://www.clinic.example/other", "data=event=conversion")))
                .isNotEqualTo(first);
        assertThat(ads.occasion(get("https://www.googleadservices.com/pagead/conversion/987654321/"), conversion))
                .isNotEqualTo(first);
    }

    @Test
    void meta_told_again_by_the_privacy_sandbox_is_one_event() {
        List<Leaf> leaves = leaves("id=1234567890123456", "ev=PageView", "ts=1745853750195", "rqm=GET");
        assertThat(tracker("meta-pixel").occasion(get("https://www.facebook.com/tr/"), leaves))
                .isEqualTo(tracker("meta-pixel")
                        .occasion(
                                get("https://www.facebook.com/privacy_sandbox/pixel/register/trigger/"),
                                leaves("id=1234567890123456", "ev=PageView", "ts=1745853750195", "rqm=FGET")));
    }

    @Test
    void an_occasion_shows_no_value_and_belongs_to_one_tracker() {
        List<Leaf> leaves = leaves("id=1234567890123456", "ev=Lead", "ts=1745853750195");
        String occasion = tracker("meta-pixel")
                .occasion(get("https://www.facebook.com/tr/"), leaves)
                .orElseThrow();
        assertThat(occasion).startsWith("meta-pixel-").doesNotContain("Lead").doesNotContain("1234567890123456");
    }

    @Test
    void without_what_tells_its_events_apart_a_request_has_no_occasion() {
        assertThat(tracker("meta-pixel").occasion(get("https://www.facebook.com/tr/"), leaves("id=1", "ev=Lead")))
                .isEmpty();
        assertThat(tracker("google-fonts").occasion(get("https://fonts.gstatic.com/s/x"), List.of()))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}={2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        bing-uet   | msclkid   | N                 | true
        bing-uet   | msclkid   | N-1               | true
        bing-uet   | msclkid   | 0f0f0f-1          | false
        x-pixel    | p_user_id | 0                 | true
        x-pixel    | p_user_id | 17                | false
        floodlight | ord       | 1                 | true
        google-ads | em        | tv.1              | true
        google-ads | em        | tv.1~em.e1        | true
        google-ads | em        | tv.1~em.e1~pn.e4  | true
        google-ads | em        | tv.1~em.YWJj      | false
        ga4        | dr        | undefined         | true
        ga4        | dr        | (not set)         | true
        ga4        | dl        | https://n.example | false
        mixpanel   | ip        | 1                 | false
        amplitude  | ip        | $remote           | false
        sentry     | user.ip_address | {{auto}}    | false
        """)
    void a_sign_for_nothing_is_no_data(String tracker, String name, String value, boolean nothing) {
        Parameter parameter = tracker(tracker).parameter(leaf(name, value)).orElseThrow();
        assertThat(tracker(tracker).saysNothing(parameter, value)).isEqualTo(nothing);
    }

    @Test
    void bodies_that_no_header_explains_are_explained_by_the_catalogue() {
        Request clarity = with(post("https://k.clarity.ms/collect", "x"), "Accept", "application/x-clarity-gzip");
        assertThat(tracker("clarity").bodyEncodings(clarity)).containsExactly("gzip");
        assertThat(tracker("clarity").bodyEncodings(post("https://k.clarity.ms/collect", "{}")))
                .isEmpty();
        assertThat(tracker("quantum-metric").bodyEncodings(post("https://ingest.quantummetric.com/horizon/x?z=1", "x")))
                .containsExactly("deflate");
        assertThat(tracker("datadog-rum")
                        .bodyEncodings(
                                post("https://browser-intake-datadoghq.com/api/v2/rum?dd-evp-encoding=deflate", "x")))
                .containsExactly("deflate");
        assertThat(tracker("linkedin-insight").bodyEncodings(post("https://px.ads.linkedin.com/wa/", "H4sIAAAAAAAA")))
                .containsExactly("base64", "gzip");
        assertThat(tracker("linkedin-insight")
                        .bodyEncodings(post("https://px.ads.linkedin.com/wa/", "{\"url\":\"x\"}")))
                .isEmpty();
        assertThat(tracker("firebase-analytics").bodyEncodings(post("https://app-measurement.com/a", "x")))
                .containsExactly("gzip");
        assertThat(tracker("posthog").bodyEncodings(post("https://us.i.posthog.com/e/?compression=gzip-js", "x")))
                .containsExactly("gzip");
        assertThat(tracker("fullstory")
                        .bodyEncodings(post("https://rs.fullstory.com/rec/bundle?ContentEncoding=gzip", "x")))
                .containsExactly("gzip");
    }

    @Test
    void a_hash_rule_says_how_each_vendor_prepares_a_value() {
        assertThat(tracker("google-ads").hashRules().getFirst().normalise())
                .containsExactly("trim", "lowercase", "drop-gmail-dots");
        assertThat(tracker("segment").hashRules().getFirst().hashes()).isEmpty();
    }

    @Test
    void the_trackers_the_clinic_runs_all_name_page_visitor_and_event() {
        for (String id : List.of(
                "ga4",
                "bing-uet",
                "x-pixel",
                "meta-pixel",
                "tiktok-pixel",
                "segment",
                "amplitude",
                "mixpanel",
                "posthog",
                "snowplow",
                "datadog-rum",
                "adobe-edge")) {
            assertThat(tracker(id).parameters().values().stream()
                            .filter(Parameter::verified)
                            .map(Parameter::role))
                    .as(id)
                    .contains("page.url", "id.client", "event.name");
        }
    }
}
