package dev.earshot.catalogue;

import static dev.earshot.catalogue.Asked.get;
import static dev.earshot.catalogue.Asked.post;
import static dev.earshot.catalogue.Asked.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which requests are whose. All ids are made up.
class IdentifyTest {
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        ga4                | HOST_AND_PATH | COLLECT | https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=page_view
        ga4                | HOST_AND_PATH | COLLECT | https://region1.google-analytics.com/g/collect?v=2&tid=G-ABC1234567
        ga4                | HOST_AND_PATH | COLLECT | https://region1.analytics.google.com/g/collect?v=2&tid=G-ABC1234567
        ga4                | HOST_AND_PATH | COLLECT | https://www.google-analytics.com/mp/collect?measurement_id=G-ABC1234567&api_secret=x
        ga4                | HOST_AND_PATH | SYNC    | https://stats.g.doubleclick.net/g/collect?t=dc&v=2&tid=G-ABC1234567
        ga4                | HOST_AND_PATH | SYNC    | https://www.google.co.uk/ads/ga-audiences?t=sr&v=2&tid=G-ABC1234567
        ua                 | HOST_AND_PATH | COLLECT | https://www.google-analytics.com/j/collect?v=1&tid=UA-1234567-1&t=pageview
        ua                 | HOST_AND_PATH | COLLECT | https://ssl.google-analytics.com/__utm.gif?utmac=UA-1234567-1
        ua                 | HOST_AND_PATH | LOAD    | https://www.google-analytics.com/analytics.js
        google-ads         | HOST_AND_PATH | COLLECT | https://www.googleadservices.com/pagead/conversion/123456789/?label=abc
        google-ads         | HOST_AND_PATH | COLLECT | https://googleads.g.doubleclick.net/pagead/viewthroughconversion/123456789/?random=1
        google-ads         | HOST_AND_PATH | COLLECT | https://www.google.de/pagead/1p-user-list/123456789/?random=1
        google-ads         | HOST_AND_PATH | COLLECT | https://www.google.com/ccm/collect?tid=AW-123456789&en=page_view
        google-ads         | HOST_AND_PATH | COLLECT | https://www.google.com/ccm/form-data/123456789?em=tv.1
        google-ads         | HOST_AND_PATH | COLLECT | https://td.doubleclick.net/td/rul/123456789?random=1
        google-ads         | HOST_AND_PATH | SYNC    | https://cm.g.doubleclick.net/pixel?google_nid=partner&google_hm=abc
        google-mobile-ads  | HOST_AND_PATH | COLLECT | https://googleads.g.doubleclick.net/mads/gma?x=1
        gtm                | HOST          | LOAD    | https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234
        gtm                | HOST_AND_PATH | COLLECT | https://www.googletagmanager.com/a?id=GTM-ABC1234&e=gtm.js
        floodlight         | HOST_AND_PATH | COLLECT | https://ad.doubleclick.net/activity;src=1234567;type=visit0;cat=home0;ord=1;u1=x?
        floodlight         | HOST_AND_PATH | COLLECT | https://1234567.fls.doubleclick.net/activityi;src=1234567;type=visit0;cat=home0;ord=1?
        floodlight         | HOST_AND_PATH | COLLECT | https://td.doubleclick.net/td/fls/rul/activityi;fledge=1;src=1234567;type=a;cat=b;ord=1?
        google-maps        | HOST_AND_PATH | LOAD    | https://www.google.com/maps/embed?pb=!1m18
        google-recaptcha   | HOST_AND_PATH | COLLECT | https://www.google.com/recaptcha/api2/anchor?k=abc&co=x
        google-recaptcha   | HOST_AND_PATH | LOAD    | https://www.gstatic.com/recaptcha/releases/abc/recaptcha__en.js
        google-youtube     | HOST_AND_PATH | COLLECT | https://www.youtube.com/youtubei/v1/log_event?key=x
        google-fonts       | HOST          | LOAD    | https://fonts.gstatic.com/s/roboto/v1/x.woff2
        firebase-analytics | HOST          | COLLECT | https://app-measurement.com/a
        firelog            | HOST          | COLLECT | https://firebaselogging-pa.googleapis.com/v1/firelog/legacy/batchlog
        bing-uet           | HOST_AND_PATH | COLLECT | https://bat.bing.com/action/0?ti=12345678&Ver=2&evt=pageLoad
        bing-uet           | HOST_AND_PATH | COLLECT | https://bat.bing.net/actionp/0?ti=12345678&evt=pageHide
        bing-uet           | HOST_AND_PATH | LOAD    | https://bat.bing.com/p/action/12345678.js
        bing-uet           | HOST_AND_PATH | SYNC    | https://c.bing.com/c.gif?Red3=CTOMS_pd
        clarity            | HOST_AND_PATH | SYNC    | https://c.bing.com/c.gif?CtsSyncId=ABC&RedC=c.clarity.ms&MXFR=DEF
        clarity            | HOST_AND_PATH | COLLECT | https://k.clarity.ms/collect
        clarity            | HOST          | LOAD    | https://www.clarity.ms/tag/abcdefghij
        clarity            | HOST          | SYNC    | https://c.clarity.ms/c.gif
        x-pixel            | HOST_AND_PATH | COLLECT | https://t.co/1/i/adsct?txn_id=abcde
        x-pixel            | HOST_AND_PATH | COLLECT | https://analytics.twitter.com/i/adsct?txn_id=abcde
        x-pixel            | HOST          | LOAD    | https://static.ads-twitter.com/uwt.js
        meta-pixel         | HOST_AND_PATH | COLLECT | https://www.facebook.com/tr/?id=1234567890123456&ev=PageView
        meta-pixel         | HOST_AND_PATH | COLLECT | https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?id=1234567890123456&ev=PageView
        meta-pixel         | HOST_AND_PATH | LOAD    | https://connect.facebook.net/en_US/fbevents.js
        facebook-plugins   | HOST_AND_PATH | LOAD    | https://www.facebook.com/v19.0/plugins/like.php?href=x
        meta-app-events    | HOST_AND_PATH | COLLECT | https://graph.facebook.com/v19.0/1234567890/activities
        tiktok-pixel       | HOST_AND_PATH | COLLECT | https://analytics.tiktok.com/api/v2/pixel
        tiktok-pixel       | HOST_AND_PATH | LOAD    | https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=ABC&lib=ttq
        linkedin-insight   | HOST_AND_PATH | COLLECT | https://px.ads.linkedin.com/collect/?pid=123456&fmt=gif
        linkedin-insight   | HOST_AND_PATH | COLLECT | https://px4.ads.linkedin.com/wa/
        linkedin-insight   | HOST_AND_PATH | SYNC    | https://www.linkedin.com/px/li_sync?redirect=x
        linkedin-insight   | HOST          | LOAD    | https://snap.licdn.com/li.lms-analytics/insight.min.js
        pinterest          | HOST_AND_PATH | COLLECT | https://ct.pinterest.com/v3/?tid=2612345678901&event=init
        snap-pixel         | HOST_AND_PATH | SYNC    | https://tr.snapchat.com/cm/i?pid=x
        snap-pixel         | HOST          | COLLECT | https://tr6.snapchat.com/p
        reddit-pixel       | HOST          | COLLECT | https://alb.reddit.com/rp.gif?id=t2_abc&event=PageVisit
        trade-desk         | HOST          | SYNC    | https://match.adsrvr.org/track/cmf/generic?ttd_pid=x
        criteo             | HOST          | COLLECT | https://widget.us.criteo.com/event?a=12345
        criteo             | HOST          | SYNC    | https://gum.criteo.com/syncframe
        adobe-analytics    | HOST_AND_PATH | COLLECT | https://clinic.sc.omtrdc.net/b/ss/clinicprod/1/JS-2.22.0/s123?AQB=1
        adobe-target       | HOST          | COLLECT | https://clinic.tt.omtrdc.net/rest/v1/delivery?client=clinic
        adobe-ecid         | HOST_AND_PATH | SYNC    | https://dpm.demdex.net/ibs:dpid=903&dpuuid=abc
        adobe-ecid         | HOST_AND_PATH | COLLECT | https://dpm.demdex.net/id?d_orgid=ABC%40AdobeOrg
        adobe-edge         | HOST          | COLLECT | https://edge.adobedc.net/ee/or2/v1/interact?configId=abc
        adobe-edge         | HOST          | COLLECT | https://adobedc.demdex.net/ee/v1/interact?configId=abc
        adobe-launch       | HOST          | LOAD    | https://assets.adobedtm.com/abc/def/launch-123.min.js
        segment            | HOST_AND_PATH | COLLECT | https://api.segment.io/v1/t
        segment            | HOST          | LOAD    | https://cdn.segment.com/analytics.js/v1/abc/analytics.min.js
        amplitude          | HOST          | COLLECT | https://api2.amplitude.com/2/httpapi
        mixpanel           | HOST          | COLLECT | https://api-js.mixpanel.com/track/?verbose=1
        mixpanel           | HOST          | LOAD    | https://cdn.mxpnl.com/libs/mixpanel-2-latest.min.js
        posthog            | HOST          | COLLECT | https://us.i.posthog.com/e/?compression=gzip-js
        posthog            | HOST_AND_PATH | LOAD    | https://us.i.posthog.com/flags/?v=2
        snowplow           | HOST_AND_PATH | COLLECT | https://collector.snplow.net/com.snowplowanalytics.snowplow/tp2
        datadog-rum        | HOST          | COLLECT | https://browser-intake-datadoghq.com/api/v2/rum?ddsource=browser
        datadog-rum        | HOST          | COLLECT | https://browser-intake-us5-datadoghq.com/api/v2/replay
        contentsquare      | HOST          | COLLECT | https://k-us1.contentsquare.net/v2/recording
        hotjar             | HOST          | COLLECT | wss://ws.hotjar.com/api/v2/client/ws?v=7&site_id=1234567
        hotjar             | HOST          | COLLECT | https://in.hj.contentsquare.net/x
        fullstory          | HOST          | COLLECT | https://rs.fullstory.com/rec/bundle/v2?OrgId=ABC
        eloqua             | HOST          | COLLECT | https://s1234567890.t.eloqua.com/visitor/v200/svrGP?siteid=1234567890
        pendo              | HOST          | LOAD    | https://pendo-io-static.storage.googleapis.com/agent/x.js
        new-relic          | HOST          | COLLECT | https://bam.nr-data.net/1/NRJS-abc?a=1
        sentry             | HOST_AND_PATH | COLLECT | https://o1.ingest.us.sentry.io/api/1/envelope/?sentry_key=abc
        matomo             | HOST_AND_PATH | COLLECT | https://clinic.matomo.cloud/matomo.php?idsite=1&rec=1
        piwik-pro          | HOST          | LOAD    | https://clinic.containers.piwik.pro/abc.js
        tvsquared          | HOST          | COLLECT | https://collector-1.us.tvsquared.com/tv2track.php?idsite=TV-1&rec=1
        """)
    void a_request_to_a_trackers_host_is_the_trackers(
            String tracker, Identification.How how, Identification.Does does, String url) {
        assertThat(Catalogue.bundled().identify(get(url)))
                .hasValueSatisfying(found -> assertThat(found.tracker().id() + " " + found.how() + " " + found.does())
                        .isEqualTo(tracker + " " + how + " " + does));
    }

    /// A proxy, a CNAME or a server-side container on the provider's own host.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        ga4             | COLLECT | https://metrics.clinic.example/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=page_view
        ga4             | COLLECT | https://www.clinic.example/x/y?v=2&tid=G-ABC1234567&en=scroll
        ua              | COLLECT | https://www.clinic.example/collect?v=1&tid=UA-1234567-1&t=pageview&dl=x
        google-ads      | COLLECT | https://www.clinic.example/metrics/ccm/collect?tid=AW-123456789&gtm=45x&en=page_view
        gtm             | LOAD    | https://tags.clinic.example/gtm.js?id=GTM-ABC1234
        gtm             | LOAD    | https://www.clinic.example/metrics/gtag/js?id=G-ABC1234567
        floodlight      | COLLECT | https://www.clinic.example/m/activity;src=1234567;type=a;cat=b;ord=1?
        bing-uet        | COLLECT | https://www.clinic.example/t?ti=12345678&Ver=2&mid=0f0f0f0f-0000-4000-8000-0f0f0f0f0f0f&evt=pageLoad&p=x
        x-pixel         | COLLECT | https://www.clinic.example/1/i/adsct?txn_id=abcde&tw_document_href=x
        meta-pixel      | COLLECT | https://capi.clinic.example/tr?id=1234567890123456&ev=PageView
        linkedin-insight| COLLECT | https://www.clinic.example/li/collect?pid=123456&time=1745853788582&url=https%3A%2F%2Fwww.clinic.example&fmt=js
        adobe-analytics | COLLECT | https://smetrics.clinic.example/b/ss/clinicprod/1/JS-2.22.0/s12345678901234?AQB=1&g=x
        adobe-edge      | COLLECT | https://edge.clinic.example/ee/or2/v1/interact?configId=abc&requestId=def
        adobe-edge      | COLLECT | https://edge.clinic.example/ee/v1/collect?configId=abc
        matomo          | COLLECT | https://stats.clinic.example/matomo.php?idsite=3&rec=1&action_name=x
        matomo          | COLLECT | https://stats.clinic.example/js/t?idsite=3&rec=1
        piwik-pro       | COLLECT | https://stats.clinic.example/ppms.php?idsite=x
        dynatrace       | COLLECT | https://www.clinic.example/rb_1a2b3c4d?type=js3&sn=1&svrid=1&flavor=post
        sentry          | COLLECT | https://www.clinic.example/api/42/envelope/?sentry_key=0123456789abcdef0123456789abcdef&sentry_version=7
        datadog-rum     | COLLECT | https://www.clinic.example/dd?ddforward=%2Fapi%2Fv2%2Frum%3Fddsource%3Dbrowser
        fullstory       | COLLECT | https://fs.clinic.example/rec/bundle/v2?OrgId=ABC&UserId=1
        hubspot         | COLLECT | https://hs.clinic.example/__ptq.gif?k=1&a=1234567&pu=x
        marketo         | COLLECT | https://mk.clinic.example/webevents/visitWebPage?_mchId=123-ABC-456
        heap            | COLLECT | https://hp.clinic.example/h?a=1234567890&u=1234567890&v=1234567890&s=1234567890&b=web&tv=4.0
        snowplow        | COLLECT | https://sp.clinic.example/com.snowplowanalytics.snowplow/tp2
        snowplow        | COLLECT | https://sp.clinic.example/i?e=pv&url=x&page=y&tv=js-3.1.0&p=web
        """)
    void a_payload_gives_a_tracker_away_on_the_providers_own_host(
            String tracker, Identification.Does does, String url) {
        boolean posted = url.contains("tp2") || List.of("sentry", "dynatrace").contains(tracker);
        Request request = posted ? post(url, "x") : get(url);
        assertThat(Catalogue.bundled().identify(request))
                .hasValueSatisfying(found -> assertThat(found.tracker().id() + " " + found.how() + " " + found.does())
                        .isEqualTo(tracker + " PAYLOAD " + does));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        ga4         | /m?v=2&tid=G-ABC1234567             | en=page_view&dl=https%3A%2F%2Fwww.clinic.example
        meta-pixel  | /tr/                                | id=1234567890123456&ev=Search&cd%5Bsearch_string%5D=asthma
        clarity     | /c                                  | {"e":["0.8.70",1,0,1200,"abcdefghij","u","s",1,0,0,1,"https://www.clinic.example/"],"a":[],"p":[]}
        tiktok-pixel| /api/v2/pixel                       | {"event":"Pageview","context":{"pixel":{"code":"ABC"}}}
        snap-pixel  | /p                                  | {"ctx":{"url":"x"},"req":[{"t":{"pid":"abc","ev":"PAGE_VIEW"}}]}
        segment     | /v1/p                               | {"anonymousId":"a","messageId":"ajs-next-1-2","writeKey":"w"}
        rudderstack | /v1/track                           | {"anonymousId":"a","context":{"app":{"name":"RudderLabs JavaScript SDK"}}}
        amplitude   | /amp                                | {"api_key":"0123456789abcdef0123456789abcdef","events":[{"device_id":"d","event_type":"Page Viewed"}]}
        mixpanel    | /track/?verbose=1                   | data=%5B%7B%22event%22%3A%22Viewed%22%2C%22properties%22%3A%7B%22token%22%3A%220123456789abcdef0123456789abcdef%22%7D%7D%5D
        mixpanel    | /mp/track/                          | data=eyJldmVudCI6IlZpZXdlZCJ9
        posthog     | /ingest/e/                          | {"token":"phc_0123456789abcdefghijKLMN","event":"$pageview"}
        posthog     | /ingest/e/?compression=gzip-js&ver=1.200.1&_=1745853788582 | x
        plausible   | /api/event                          | {"n":"pageview","u":"https://www.clinic.example/","d":"clinic.example"}
        sentry      | /tunnel                             | {"event_id":"0123456789abcdef0123456789abcdef","dsn":"https://0123456789abcdef@o1.ingest.sentry.io/1"}
        snowplow    | /events                             | {"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[]}
        fullstory   | /rec/page                           | {"OrgId":"ABC","UserId":"","Url":"https://www.clinic.example/"}
        tealium     | /event                              | {"tealium_account":"clinic","tealium_event":"view"}
        cloudflare-insights | /cdn-cgi/rum                | {"memory":{},"pageloadId":"x","location":"https://www.clinic.example/"}
        """)
    void a_body_gives_a_tracker_away_on_the_providers_own_host(String tracker, String path, String body) {
        assertThat(Catalogue.bundled().identify(post("https://www.clinic.example" + path, body)))
                .hasValueSatisfying(found ->
                        assertThat(found.tracker().id() + " " + found.how()).isEqualTo(tracker + " PAYLOAD"));
    }

    @Test
    void a_clarity_upload_is_known_by_its_header_though_its_body_is_compressed() {
        Request request =
                with(post("https://www.clinic.example/c", "\u001f\u008b"), "accept", "application/x-clarity-gzip");
        assertThat(Catalogue.bundled().identify(request))
                .hasValueSatisfying(found -> assertThat(found.tracker().id()).isEqualTo("clarity"));
    }

    @Test
    void a_ga4_hit_whose_whole_query_is_base64_in_one_parameter_is_still_ga4() {
        String query = "v=2&tid=G-ABC1234567&cid=1.2&en=page_view&dl=https%3A%2F%2Fwww.clinic.example%2F";
        String packed = Base64.getEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8));
        assertThat(Catalogue.bundled().identify(get("https://load.clinic.example/abc?q=" + packed)))
                .hasValueSatisfying(found -> assertThat(found.tracker().id()).isEqualTo("ga4"));
    }

    /// What a site's own requests look like, and what comes close to a tracker's.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        https://www.clinic.example/
        https://www.clinic.example/collect?v=2&id=3
        https://www.clinic.example/g/collect?v=2&tid=room-7
        https://www.clinic.example/rooms?v=2&tid=G-12&en=1
        https://www.clinic.example/rooms?v=3&tid=G-ABC1234567&en=1
        https://www.clinic.example/collect?v=1&tid=UA-1234567-1&t=table
        https://www.clinic.example/tr?id=5&ev=PageView
        https://www.clinic.example/tr?id=1234567890123456
        https://www.clinic.example/events?id=1234567890123456&ev=PageView
        https://www.clinic.example/train?ti=12345678&evt=departure&mid=0f0f0f0f-0000-4000-8000-0f0f0f0f0f0f
        https://www.clinic.example/action/0?ti=12345678&evt=pageLoad
        https://www.clinic.example/b/ss/clinic
        https://www.clinic.example/b/ss/clinic/news/item
        https://www.clinic.example/ee/v1/interact
        https://www.clinic.example/api/v1/interact?configId=summer
        https://www.clinic.example/gtm.js?id=7
        https://www.clinic.example/gtag/js?id=page
        https://www.clinic.example/activity;src=1;type=a
        https://www.clinic.example/i?e=pv
        https://www.clinic.example/i?e=pages&p=web&tv=channel-5
        https://www.clinic.example/rb_room?type=js3
        https://www.clinic.example/search?idsite=3
        https://www.clinic.example/search?idsite=three&rec=1
        https://www.clinic.example/h?a=1&u=2&v=3&s=4&b=web
        https://www.clinic.example/api/42/envelope/
        https://www.clinic.example/analytics?account_id=1&url=http
        https://www.clinic.example/__pt.gif?a=1
        https://www.clinic.example/i/adsct
        https://www.clinic.example/collect?pid=77&url=https%3A%2F%2Fwww.clinic.example
        https://www.clinic.example/rp.gif?id=7&event=x
        https://www.google.com/search?q=asthma
        https://www.google.com/
        https://www.google.example/pagead/1p-user-list/123456789/
        https://www.google.com.clinic.example/pagead/1p-user-list/123456789/
        https://www.facebook.com/clinic
        https://www.facebook.com/trends
        https://www.linkedin.com/company/clinic
        https://www.youtube.com/watch?v=abc
        https://t.co/abcdef
        https://storage.googleapis.com/clinic/logo.png
        https://s.yimg.com/aaq/logo.png
        https://platform.twitter.com/widgets.js
        https://www.gstatic.com/images/logo.png
        https://notgoogle-analytics.com/g/collect
        https://google-analytics.com.clinic.example/g/collect?v=2
        https://bat.bing.com.clinic.example/action/0?ti=12345678
        https://xfonts.gstatic.com/s/x
        data:image/gif;base64,R0lGODlhAQABAAAAACw=
        blob:https://www.clinic.example/0f0f
        """)
    void what_only_resembles_a_trackers_request_is_nobodys(String url) {
        assertThat(Catalogue.bundled()
                        .identify(get(url))
                        .map(found -> found.tracker().id()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        /v1/t                 | {"event":"booked","userId":"7"}
        /v1/track             | {"messageId":"m-1","event":"booked"}
        /track/               | data=hello
        /track/               | {"event":"shipped","token":"abc"}
        /batch                | {"api_key":"short","events":[{"event_type":"x"}]}
        /batch                | {"api_key":"0123456789abcdef0123456789abcdef","events":[]}
        /api/event            | {"n":"pageview","url":"https://www.clinic.example/"}
        /api/v2/pixel         | {"pixel":"art"}
        /p                    | {"req":[{"x":1}]}
        /collect              | {"e":["open",1],"a":[]}
        /graphql              | {"operationName":"Booking","variables":{"id":"1234567890123456","ev":"x"}}
        /event                | {"event":"view","account":"clinic"}
        /tunnel               | {"dsn":"clinic-database"}
        /cdn-cgi/rum          | {"x":1}
        /form                 | v=2&tid=7&en=yes
        /rec/page             | {"Url":"https://www.clinic.example/"}
        """)
    void a_sites_own_post_is_nobodys(String path, String body) {
        assertThat(Catalogue.bundled()
                        .identify(post("https://www.clinic.example" + path, body))
                        .map(found -> found.tracker().id()))
                .isEmpty();
    }

    @Test
    void a_host_is_the_same_in_capitals_with_a_port_and_with_a_closing_dot() {
        assertThat(Catalogue.bundled().identify(get("https://BAT.Bing.com.:443/action/0?ti=12345678")))
                .hasValueSatisfying(found -> assertThat(found.tracker().id()).isEqualTo("bing-uet"));
    }

    @Test
    void a_url_that_is_none_is_nobodys() {
        for (String url : new String[] {"", "?", "://", "https://", "https://[::1", "%%%", "https:///x"}) {
            assertThat(Catalogue.bundled().identify(get(url))).isEqualTo(Optional.empty());
        }
    }

    @Test
    void a_preflight_is_the_trackers_and_collects_nothing() {
        Request ask = asking(Body.NONE);
        assertThat(Catalogue.bundled().identify(ask)).hasValueSatisfying(found -> {
            assertThat(found.tracker().id()).isEqualTo("datadog-rum");
            assertThat(found.does()).isEqualTo(Identification.Does.PREFLIGHT);
        });
    }

    @Test
    void what_asks_for_leave_and_sends_a_body_is_no_preflight() {
        Request told = asking(Body.whole(Bytes.utf8("{\"type\":\"view\"}"), "application/json"));
        assertThat(Catalogue.bundled().identify(told).orElseThrow().does()).isEqualTo(Identification.Does.COLLECT);
    }

    private static Request asking(Body body) {
        List<Header> headers = List.of(new Header("Access-Control-Request-Method", "POST"));
        return new Request("OPTIONS", "https://browser-intake-datadoghq.com/api/v2/rum", "HTTP/2", headers, body);
    }
}
