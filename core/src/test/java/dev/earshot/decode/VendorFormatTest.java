package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.base64Url;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.percent;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Requests in the shape that each vendor's tag sends, written from the vendors' documentation.
class VendorFormatTest {
    static final String PAGE = "https://www.clinic.example/find-a-doctor/oncology?q=breast+cancer&lang=en";
    static final String EMAIL_HASH = "5b2c4b9f0e1d3c6a7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6";

    static final Sample GA4_BATCH = Sample.post(
            "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123&cid=1234567890.1700000000&dl=" + percent(PAGE)
                    + "&dt=Find%20a%20doctor&sid=1700000001",
            "text/plain;charset=UTF-8",
            "en=page_view&_et=5\r\nen=view_search_results&ep.search_term=breast%20cancer&dl="
                    + percent("https://www.clinic.example/search?q=lump")
                    + "\r\nen=scroll&epn.percent_scrolled=90\r\n");

    static final Sample META_GET = Sample.get("https://www.facebook.com/tr/?id=111&ev=Search&dl=" + percent(PAGE)
            + "&cd%5Bsearch_string%5D=breast%20cancer&cd[contents]="
            + percent("[{\"id\":\"dr-7\",\"quantity\":1}]") + "&ud[em]=" + EMAIL_HASH);

    static final Sample META_MULTIPART = Sample.post(
            "https://www.facebook.com/tr/", "multipart/form-data; boundary=----WebKitFormBoundaryA1", """
            ------WebKitFormBoundaryA1\r
            Content-Disposition: form-data; name="id"\r
            \r
            111\r
            ------WebKitFormBoundaryA1\r
            Content-Disposition: form-data; name="dl"\r
            \r
            %s\r
            ------WebKitFormBoundaryA1\r
            Content-Disposition: form-data; name="ud[em]"\r
            \r
            %s\r
            ------WebKitFormBoundaryA1--\r
            """.formatted(
                            PAGE, EMAIL_HASH));

    static final Sample UET = Sample.get("https://bat.bing.com/action/0?ti=5001&Ver=2&evt=pageLoad&p=" + percent(PAGE)
            + "&tl=Find%20a%20doctor&pid=" + percent("em=" + EMAIL_HASH + "&ph=" + EMAIL_HASH));

    static final Sample X_NEW = Sample.get("https://t.co/1/i/adsct?txn_id=o1abc&event="
            + percent("{\"search_string\":\"breast cancer\",\"value\":12.5,\"num_items\":null}") + "&tw_document_href="
            + percent(PAGE));

    static final Sample X_OLD = Sample.get("https://analytics.twitter.com/i/adsct?events="
            + percent("[[\"pageview\",{\"content_name\":\"oncology\"}]]") + "&p_id=Twitter");

    static final Sample FLOODLIGHT = Sample.get("https://ad.doubleclick.net/activity;src=4242;type=visit;cat=appt0"
            + ";u1=oncology;u2=dr%20smith;ord=1;num=99;~oref=" + percent(PAGE) + "?");

    static final Sample CLARITY = Sample.post(
            "https://k.clarity.ms/collect",
            "",
            gzip("{\"e\":[\"0.7.1\",1,0,1000,\"proj1\",\"user1\",\"sess1\",1,0,0,\"web\",\"" + PAGE
                    + "\"],\"a\":[[10,9,\"Book an appointment\"]],\"p\":[]}"));

    static final Sample MIXPANEL_BASE64 = Sample.post(
            "https://api-js.mixpanel.com/track/?verbose=1&ip=1",
            "application/x-www-form-urlencoded",
            "data="
                    + percent(base64("{\"event\":\"Search\",\"properties\":{\"token\":\"t1\",\"$current_url\":\"" + PAGE
                            + "\"}}")));

    static final Sample MIXPANEL_JSON = Sample.post(
            "https://api-js.mixpanel.com/track/",
            "application/x-www-form-urlencoded",
            "data="
                    + percent("[{\"event\":\"$mp_web_page_view\",\"properties\":{\"$current_url\":\"" + PAGE
                            + "\"}},{\"event\":\"Search\",\"properties\":{\"q\":\"breast cancer\"}}]"));

    static final Sample AMPLITUDE = Sample.post(
            "https://api2.amplitude.com/2/httpapi",
            "application/json",
            "{\"api_key\":\"k\",\"events\":[{\"event_type\":\"[Amplitude] Page Viewed\",\"user_id\":\"pat@clinic.example\","
                    + "\"event_properties\":{\"[Amplitude] Page URL\":\"" + PAGE + "\"}},{\"event_type\":\"click\"}]}");

    static final Sample SEGMENT = Sample.post(
                    "https://api.segment.io/v1/batch",
                    "text/plain",
                    "{\"batch\":[{\"type\":\"page\",\"properties\":{\"url\":\"" + PAGE
                            + "\",\"search\":\"?q=breast+cancer\"}},{\"type\":\"identify\",\"traits\":{\"email\":\"pat@clinic.example\"}}],"
                            + "\"sentAt\":\"2026-01-02T03:04:05Z\"}")
            .with("Authorization", "Basic " + base64("writeKey1:"));

    static final String POSTHOG_EVENT =
            "{\"token\":\"phc_1\",\"event\":\"$pageview\",\"properties\":{\"$current_url\":\"" + PAGE + "\"}}";

    static final Sample POSTHOG_GZIP =
            Sample.post("https://us.i.posthog.com/e/?compression=gzip-js", "text/plain", gzip(POSTHOG_EVENT));

    static final Sample POSTHOG_BASE64 = Sample.post(
            "https://us.i.posthog.com/e/?compression=base64",
            "application/x-www-form-urlencoded",
            "data=" + percent(base64(POSTHOG_EVENT)));

    static final Sample DATADOG = Sample.post(
            "https://browser-intake-datadoghq.com/api/v2/rum?ddsource=browser&dd-evp-encoding=deflate",
            "text/plain",
            zlib(bytes("{\"type\":\"view\",\"view\":{\"url\":\"" + PAGE
                    + "\"},\"usr\":{\"email\":\"pat@clinic.example\"}}\n"
                    + "{\"type\":\"action\",\"action\":{\"target\":{\"name\":\"Book\"}}}")));

    static final Sample SNOWPLOW = Sample.post(
            "https://sp.tracker.example/com.snowplowanalytics.snowplow/tp2",
            "application/json; charset=UTF-8",
            "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4\",\"data\":[{\"e\":\"pv\",\"url\":\""
                    + PAGE + "\",\"cx\":\""
                    + base64Url("{\"data\":[{\"schema\":\"iglu:x/y/1\",\"data\":{\"term\":\"breast cancer\"}}]}")
                    + "\"}]}");

    static final Sample ADOBE_EDGE = Sample.post(
            "https://edge.adobedc.net/ee/v1/interact?configId=c1&requestId=r1",
            "text/plain; charset=UTF-8",
            "{\"events\":[{\"xdm\":{\"eventType\":\"web.webpagedetails.pageViews\",\"web\":{\"webPageDetails\":{\"URL\":\""
                    + PAGE + "\"}},\"identityMap\":{\"ECID\":[{\"id\":\"123\"}]}}}]}");

    static final Sample ADOBE_ANALYTICS = Sample.get(
            "https://metrics.clinic.example/b/ss/suite1/1/JS-2.22.0/s123?AQB=1&ndh=1&pageName=search&g=" + percent(PAGE)
                    + "&c.&a.&activitymap.&page=home&link=Find%20a%20doctor&.activitymap&.a&.c&v1=D%3Dg&AQE=1");

    static final Sample LINKEDIN = Sample.post(
            "https://px.ads.linkedin.com/wa/",
            "text/plain",
            base64(gzip("{\"signalType\":\"PAGE_VISIT\",\"pageTitle\":\"Oncology\",\"url\":\"" + PAGE + "\"}")));

    static final Sample TIKTOK = Sample.post(
            "https://analytics.tiktok.com/api/v2/pixel",
            "text/plain;charset=UTF-8",
            "{\"event\":\"Search\",\"context\":{\"page\":{\"url\":\"" + PAGE.replace("/", "\\/")
                    + "\"},\"user\":{\"email\":\"" + EMAIL_HASH
                    + "\"}},\"properties\":{\"query\":\"breast cancer\"}}");

    static final Sample MATOMO = Sample.post(
            "https://stats.tracker.example/matomo.php",
            "application/json",
            "{\"requests\":[\"?idsite=1&rec=1&action_name=Oncology&search=breast%20cancer\",\"?idsite=1&rec=1&url="
                    + percent(PAGE) + "\"]}");

    static final List<Sample> ALL = List.of(
            GA4_BATCH,
            META_GET,
            META_MULTIPART,
            UET,
            X_NEW,
            X_OLD,
            FLOODLIGHT,
            CLARITY,
            MIXPANEL_BASE64,
            MIXPANEL_JSON,
            AMPLITUDE,
            SEGMENT,
            POSTHOG_GZIP,
            POSTHOG_BASE64,
            DATADOG,
            SNOWPLOW,
            ADOBE_EDGE,
            ADOBE_ANALYTICS,
            LINKEDIN,
            TIKTOK,
            MATOMO);

    @Test
    void each_line_of_a_ga4_body_is_an_event_and_the_url_is_shared_by_all() {
        assertThat(GA4_BATCH.leaf("dt", "Find a doctor").event()).isEqualTo(-1);
        assertThat(GA4_BATCH.values("en")).containsExactly("page_view", "view_search_results", "scroll");
        assertThat(GA4_BATCH.leaves("en").stream().map(Leaf::event)).containsExactly(0, 1, 2);
        Leaf term = GA4_BATCH.leaf("ep.search_term", "breast cancer");
        assertThat(term.event()).isEqualTo(1);
        assertThat(term.key()).isEqualTo("search_term");
        assertThat(term.chain()).isEqualTo("body › lines › [1] › form › ep.search_term › percent");
        assertThat(GA4_BATCH.token(term)).isEqualTo("breast%20cancer");
    }

    @Test
    void a_ga4_page_address_is_a_leaf_and_its_search_word_is_another() {
        assertThat(GA4_BATCH.leaf("dl", PAGE).chain()).isEqualTo("url › query › dl › percent");
        Leaf word = GA4_BATCH.leaf("dl?q", "breast cancer");
        assertThat(word.chain()).isEqualTo("url › query › dl › percent › query › q › plus");
        assertThat(word.key()).isEqualTo("q");
        assertThat(GA4_BATCH.token(word)).isEqualTo(percent(PAGE));
        assertThat(GA4_BATCH.values("dl/1")).containsExactly("oncology");
    }

    @Test
    void a_meta_pixel_image_keeps_its_bracket_keys() {
        assertThat(META_GET.values("cd[search_string]")).containsExactly("breast cancer");
        assertThat(META_GET.leaf("ud[em]", EMAIL_HASH).key()).isEqualTo("em");
        assertThat(META_GET.values("cd[contents][0].id")).containsExactly("dr-7");
    }

    @Test
    void a_meta_pixel_multipart_form_has_the_same_paths_as_its_image() {
        assertThat(META_MULTIPART.leaf("ud[em]", EMAIL_HASH).chain()).isEqualTo("body › multipart › ud[em]");
        assertThat(META_MULTIPART.token(META_MULTIPART.leaf("dl", PAGE))).isEqualTo(PAGE);
        assertThat(META_MULTIPART.values("dl?q")).containsExactly("breast cancer");
    }

    @Test
    void the_hashes_in_uet_pid_are_leaves_of_their_own() {
        assertThat(UET.leaf("pid.em", EMAIL_HASH).chain()).isEqualTo("url › query › pid › percent › form › em");
        assertThat(UET.values("pid.ph")).containsExactly(EMAIL_HASH);
        assertThat(UET.values("p?q")).containsExactly("breast cancer");
    }

    @Test
    void an_x_event_is_json_in_the_query() {
        assertThat(X_NEW.leaf("event.search_string", "breast cancer").chain())
                .isEqualTo("url › query › event › percent › json › search_string");
        assertThat(X_NEW.values("event.value")).containsExactly("12.5");
        assertThat(X_NEW.values("event.num_items")).isEmpty();
        assertThat(X_OLD.values("events[0][0]")).containsExactly("pageview");
        assertThat(X_OLD.values("events[0][1].content_name")).containsExactly("oncology");
    }

    @Test
    void floodlight_parameters_stand_in_the_path() {
        assertThat(FLOODLIGHT.values("u1")).containsExactly("oncology");
        assertThat(FLOODLIGHT.leaf("u2", "dr smith").chain()).isEqualTo("url › matrix › u2 › percent");
        assertThat(FLOODLIGHT.values("~oref")).containsExactly(PAGE);
        assertThat(FLOODLIGHT.values("~oref?q")).containsExactly("breast cancer");
        assertThat(FLOODLIGHT.values("/0")).containsExactly("activity");
    }

    @Test
    void a_clarity_body_is_gzip_that_no_header_announces() {
        Leaf url = CLARITY.leaf("e[11]", PAGE);
        assertThat(url.chain()).isEqualTo("body › gzip › json › e[11]");
        assertThat(url.start()).isZero();
        assertThat(url.length()).isEqualTo(CLARITY.body().length);
        assertThat(CLARITY.values("a[0][2]")).containsExactly("Book an appointment");
    }

    @Test
    void mixpanel_sends_its_form_field_as_json_or_as_base64_of_it() {
        assertThat(MIXPANEL_BASE64.leaf("data.properties.$current_url", PAGE).chain())
                .isEqualTo("body › form › data › percent › base64 › json › properties › $current_url");
        assertThat(MIXPANEL_JSON.leaf("data[1].properties.q", "breast cancer").event())
                .isEqualTo(1);
        assertThat(MIXPANEL_BASE64.values("data")).isEmpty();
    }

    @Test
    void amplitude_events_are_numbered() {
        assertThat(AMPLITUDE
                        .leaf("events[0].event_properties.[Amplitude] Page URL", PAGE)
                        .event())
                .isZero();
        assertThat(AMPLITUDE.leaf("events[1].event_type", "click").event()).isEqualTo(1);
        assertThat(AMPLITUDE.leaf("api_key", "k").event()).isEqualTo(-1);
        assertThat(AMPLITUDE.leaf("events[0].user_id", "pat@clinic.example").chain())
                .isEqualTo("body › json › events[0] › user_id");
    }

    @Test
    void a_segment_batch_as_text_plain_is_json() {
        assertThat(SEGMENT.values("batch[0].properties.url")).containsExactly(PAGE);
        assertThat(SEGMENT.values("batch[0].properties.search?q")).containsExactly("breast cancer");
        assertThat(SEGMENT.leaf("batch[1].traits.email", "pat@clinic.example").event())
                .isEqualTo(1);
        assertThat(SEGMENT.values("authorization")).contains("writeKey1:");
    }

    @Test
    void posthog_sends_gzip_or_base64() {
        assertThat(POSTHOG_GZIP.values("properties.$current_url")).containsExactly(PAGE);
        assertThat(POSTHOG_BASE64.values("data.properties.$current_url")).containsExactly(PAGE);
    }

    @Test
    void a_datadog_batch_is_deflated_lines_of_json() {
        assertThat(DATADOG.leaf("usr.email", "pat@clinic.example").event()).isZero();
        assertThat(DATADOG.leaf("action.target.name", "Book").event()).isEqualTo(1);
        assertThat(DATADOG.leaf("view.url", PAGE).chain()).isEqualTo("body › zlib › lines › [0] › json › view › url");
    }

    @Test
    void snowplow_contexts_are_base64url_json_in_json() {
        assertThat(SNOWPLOW.leaf("data[0].cx.data[0].data.term", "breast cancer")
                        .chain())
                .isEqualTo("body › json › data[0] › cx › base64 › json › data[0] › data › term");
        assertThat(SNOWPLOW.leaf("data[0].url", PAGE).event()).isZero();
    }

    @Test
    void adobe_edge_is_json_with_events() {
        assertThat(ADOBE_EDGE.values("events[0].xdm.web.webPageDetails.URL")).containsExactly(PAGE);
        assertThat(ADOBE_EDGE.values("events[0].xdm.identityMap.ECID[0].id")).containsExactly("123");
        assertThat(ADOBE_EDGE.values("configId")).containsExactly("c1");
    }

    @Test
    void adobe_analytics_context_variables_are_nested_by_dotted_markers() {
        assertThat(ADOBE_ANALYTICS.values("c.a.activitymap.link")).containsExactly("Find a doctor");
        assertThat(ADOBE_ANALYTICS.values("v1")).containsExactly("D=g");
        assertThat(ADOBE_ANALYTICS.values("g?q")).containsExactly("breast cancer");
        assertThat(ADOBE_ANALYTICS.values("/2")).containsExactly("suite1");
    }

    @Test
    void a_linkedin_body_is_base64_of_gzip_of_json() {
        assertThat(LINKEDIN.leaf("pageTitle", "Oncology").chain()).isEqualTo("body › base64 › gzip › json › pageTitle");
        assertThat(LINKEDIN.values("url?q")).containsExactly("breast cancer");
    }

    @Test
    void tiktok_is_json_with_escaped_slashes() {
        assertThat(TIKTOK.values("context.page.url")).containsExactly(PAGE);
        assertThat(TIKTOK.values("context.user.email")).containsExactly(EMAIL_HASH);
        assertThat(TIKTOK.values("properties.query")).containsExactly("breast cancer");
    }

    @Test
    void a_matomo_bulk_body_is_a_list_of_queries() {
        Leaf search = MATOMO.leaf("requests[0]?search", "breast cancer");
        assertThat(search.event()).isZero();
        assertThat(MATOMO.values("requests[1]?url?q")).containsExactly("breast cancer");
    }

    @Test
    void nothing_in_these_requests_stays_unread() {
        assertThat(ALL)
                .allSatisfy(sample -> assertThat(sample.decoded().undecoded()).isEmpty());
    }
}
