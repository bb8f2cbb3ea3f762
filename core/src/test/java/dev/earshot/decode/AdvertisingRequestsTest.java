package dev.earshot.decode;

import static dev.earshot.decode.Sample.base64;
import static dev.earshot.decode.Sample.base64Url;
import static dev.earshot.decode.Sample.bytes;
import static dev.earshot.decode.Sample.gzip;
import static dev.earshot.decode.Sample.percent;
import static dev.earshot.decode.Sample.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Vendors whose requests need no decoder of their own: what the general ones make of them is what the catalogue
/// names. Written from the vendors' documentation; all ids are made up.
class AdvertisingRequestsTest {
    private static final String PAGE = "https://www.clinic.example/find?q=breast+cancer";
    private static final String HASH = "5b2c4b9f0e1d3c6a7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6";

    private static void tells(AsVendor read, String path, String value, String role) {
        assertThat(read.values(path)).as(path).containsExactly(value);
        assertThat(read.roles(path)).as(path).containsExactly(role);
    }

    private static AsVendor get(String tracker, String url) {
        return AsVendor.decoded(tracker, Sample.get(url));
    }

    private static AsVendor json(String tracker, String url, String body) {
        return AsVendor.decoded(tracker, Sample.post(url, "application/json", body));
    }

    @Test
    void uet_sends_hashed_ids_in_a_form_within_a_parameter() {
        AsVendor read = get(
                "bing-uet",
                "https://bat.bing.com/action/0?ti=5001&evt=custom&ec=form&ea=submit&el=oncology&pid="
                        + percent("em=" + HASH + "&ph=" + HASH));
        tells(read, "pid.em", HASH, "hash.email");
        tells(read, "pid.ph", HASH, "hash.phone");
        tells(read, "el", "oncology", "event.label");
    }

    @Test
    void uet_may_send_them_in_the_clear_or_as_json() {
        AsVendor plain = get(
                "bing-uet",
                "https://bat.bing.com/action/0?ti=5001&pid="
                        + percent("em=" + percent("pat@mail.example") + "&ph=" + percent("+12025550123")));
        tells(plain, "pid.em", "pat@mail.example", "plain.email");
        tells(plain, "pid.ph", "+12025550123", "plain.phone");
        AsVendor json =
                get("bing-uet", "https://bat.bing.com/action/0?ti=5001&pid=" + percent("{\"em\":\"" + HASH + "\"}"));
        tells(json, "pid.em", HASH, "hash.email");
    }

    @Test
    void a_uet_parameter_that_is_no_form_has_no_members() {
        AsVendor read = get("bing-uet", "https://bat.bing.com/action/0?ti=5001&pid=" + HASH);
        assertThat(read.values("pid")).containsExactly(HASH);
        assertThat(read.paths()).noneMatch(path -> path.startsWith("pid."));
    }

    @Test
    void linkedin_packs_its_signals() {
        String signal = "{\"pids\":[123],\"signalType\":\"CLICK\",\"domAttributes\":{\"innerText\":\"Book\"},\"hem\":\""
                + HASH + "\",\"pageTitle\":\"Oncology\"}";
        for (String body : new String[] {base64(gzip(signal)), base64(zlib(bytes(signal))), signal}) {
            AsVendor read =
                    AsVendor.decoded("linkedin-insight", Sample.post("https://px.ads.linkedin.com/wa/", "", body));
            tells(read, "hem", HASH, "hash.email");
            tells(read, "domAttributes.innerText", "Book", "element.text");
            tells(read, "pageTitle", "Oncology", "page.title");
            assertThat(read.unread()).isEmpty();
        }
    }

    @Test
    void a_linkedin_body_that_cannot_be_unpacked_is_reported() {
        byte[] noise = new byte[400];
        new Random(11).nextBytes(noise);
        AsVendor read =
                AsVendor.decoded("linkedin-insight", Sample.post("https://px.ads.linkedin.com/wa/", "", base64(noise)));
        assertThat(read.unread()).isNotEmpty();
    }

    @Test
    void datadog_sends_lines_and_packed_recordings() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(bytes("--x\r\nContent-Disposition: form-data; name=\"segment\"; filename=\"s-1\"\r\n\r\n"));
        body.writeBytes(zlib(bytes("{\"records\":[{\"type\":2,\"data\":{\"textContent\":\"Oncology\"}}]}\n")));
        body.writeBytes(bytes("""
                \r
                --x\r
                Content-Disposition: form-data; name="event"; filename="blob"\r
                Content-Type: application/json\r
                \r
                {"session":{"id":"s-1"},"records_count":1}\r
                --x--\r
                """));
        AsVendor replay = AsVendor.decoded(
                "datadog-rum",
                Sample.post(
                        "https://browser-intake-datadoghq.com/api/v2/replay?ddsource=browser",
                        "multipart/form-data; boundary=x",
                        body.toByteArray()));
        assertThat(replay.values("segment.records[0].data.textContent")).containsExactly("Oncology");
        tells(replay, "event.session.id", "s-1", "id.session");
        tells(replay, "event.records_count", "1", "protocol");
        assertThat(replay.unread()).isEmpty();
        AsVendor proxied = json(
                "datadog-rum",
                "https://www.clinic.example/dd?ddforward="
                        + percent("/api/v2/rum?ddsource=browser&dd-api-key=pub0123456789abcdef"),
                "{\"type\":\"view\",\"view\":{\"url\":\"" + PAGE + "\"}}\n{\"type\":\"action\",\"action\":{\"target\":{"
                        + "\"name\":\"Book\"}}}");
        tells(proxied, "view.url", PAGE, "page.url");
        tells(proxied, "ddforward?dd-api-key", "pub0123456789abcdef", "account");
        assertThat(proxied.tracker().events(proxied.decoded().leaves())).containsExactly("view", "action");
    }

    @Test
    void a_packed_recording_that_was_cut_off_gives_what_it_holds() {
        byte[] packed =
                zlib(bytes("{\"type\":\"view\",\"view\":{\"url\":\"" + PAGE + "\"},\"x\":\"" + HASH + HASH + "\"}"));
        AsVendor read = AsVendor.decoded(
                "datadog-rum",
                Sample.post(
                        "https://browser-intake-datadoghq.com/api/v2/rum?dd-evp-encoding=deflate",
                        "",
                        java.util.Arrays.copyOf(packed, packed.length - 20)));
        tells(read, "type", "view", "event.name");
    }

    @Test
    void amplitude_sends_events_as_json_or_in_a_form() {
        AsVendor form = AsVendor.decoded(
                "amplitude",
                Sample.post(
                        "https://api.amplitude.com/",
                        "application/x-www-form-urlencoded",
                        "checksum=abc&client=key1&v=2&e="
                                + percent("[{\"event_type\":\"Search\",\"user_id\":\"pat@mail.example\","
                                        + "\"event_properties\":{\"term\":\"lump\"}}]")));
        tells(form, "e[0].user_id", "pat@mail.example", "id.user");
        tells(form, "e[0].event_properties.term", "lump", "custom");
        tells(form, "client", "key1", "account");
        AsVendor json = json(
                "amplitude",
                "https://api2.amplitude.com/2/httpapi",
                "{\"api_key\":\"key1\",\"events\":[{\"event_type\":\"Search\",\"user_id\":\"u-1\"}]}");
        tells(json, "events[0].event_type", "Search", "event.name");
    }

    @Test
    void mixpanel_sends_events_and_profiles_as_json_or_base64() {
        String event = "{\"event\":\"Search\",\"properties\":{\"token\":\"t\",\"$user_id\":\"u-1\"}}";
        for (String packed : new String[] {base64(event), base64Url(event), percent(event), percent(base64(event))}) {
            AsVendor read = get("mixpanel", "https://api-js.mixpanel.com/track/?ip=1&data=" + packed);
            tells(read, "data.properties.$user_id", "u-1", "id.user");
        }
        AsVendor profile = AsVendor.decoded(
                "mixpanel",
                Sample.post(
                        "https://api-js.mixpanel.com/engage/",
                        "application/x-www-form-urlencoded",
                        "data=" + percent("[{\"$set\":{\"$email\":\"pat@mail.example\"},\"$distinct_id\":\"u-1\"}]")));
        tells(profile, "data[0].$set.$email", "pat@mail.example", "plain.email");
    }

    @Test
    void segment_sends_calls_alone_or_in_a_batch() {
        AsVendor alone = json(
                "segment",
                "https://api.segment.io/v1/t",
                "{\"event\":\"Booked\",\"userId\":\"u-1\",\"context\":{\"page\":{\"url\":\"" + PAGE + "\"}}}");
        tells(alone, "context.page.url", PAGE, "page.url");
        tells(alone, "userId", "u-1", "id.user");
        AsVendor batch = json(
                "segment",
                "https://api.segment.io/v1/b",
                "{\"batch\":[{\"type\":\"identify\",\"traits\":{\"email\":\"pat@mail.example\"}}],\"writeKey\":\"w\"}");
        tells(batch, "batch[0].traits.email", "pat@mail.example", "plain.email");
        tells(batch, "writeKey", "w", "account");
    }

    @Test
    void snowplow_sends_self_describing_json_packed_or_not() {
        String click = "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0\",\"data\":{"
                + "\"schema\":\"iglu:com.snowplowanalytics.snowplow/link_click/jsonschema/1-0-1\",\"data\":{"
                + "\"targetUrl\":\"https://www.clinic.example/a\",\"elementContent\":\"Book\"}}}";
        AsVendor packed = json(
                "snowplow",
                "https://sp.tracker.example/com.snowplowanalytics.snowplow/tp2",
                "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4\",\"data\":[{\"e\":"
                        + "\"ue\",\"ue_px\":\"" + base64Url(click) + "\"}]}");
        tells(packed, "data[0].ue_px.data.data.elementContent", "Book", "element.text");
        AsVendor plain = get(
                "snowplow",
                "https://sp.tracker.example/i?e=se&se_la=oncology&co="
                        + percent("{\"data\":[{\"schema\":\"iglu:x/user/jsonschema/1-0-0\",\"data\":{\"email\":"
                                + "\"pat@mail.example\"}}]}"));
        tells(plain, "se_la", "oncology", "event.label");
        assertThat(plain.values("co.data[0].data.email")).containsExactly("pat@mail.example");
    }

    @Test
    void hubspot_sends_identities_and_forms_in_the_clear() {
        AsVendor identify = get(
                "hubspot",
                "https://track.hubspot.com/__ptq.gif?k=1&a=12345&pu=" + percent(PAGE) + "&i="
                        + percent("email=" + percent("pat@mail.example") + "&id=77"));
        tells(identify, "i.email", "pat@mail.example", "plain.email");
        AsVendor form = json(
                "hubspot",
                "https://api.hsforms.com/submissions/v3/integration/submit/1/2",
                "{\"fields\":[{\"objectTypeId\":\"0-1\",\"name\":\"email\",\"value\":\"pat@mail.example\"},{\"name\":"
                        + "\"reason\",\"value\":\"lump\"}],\"context\":{\"hutk\":\"0123456789abcdef\",\"pageUri\":\""
                        + PAGE + "\"}}");
        tells(form, "fields[0].value", "pat@mail.example", "plain.email");
        tells(form, "fields[1].value", "lump", "form.field");
        tells(form, "context.pageUri", PAGE, "page.url");
        tells(form, "context.hutk", "0123456789abcdef", "id.client");
        AsVendor parts = AsVendor.decoded(
                "hubspot",
                Sample.post(
                        "https://forms.hsforms.com/submissions/v3/public/submit/formsnext/multipart/1/2",
                        "multipart/form-data; boundary=x",
                        "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\npat@mail.example\r\n--x\r\n"
                                + "Content-Disposition: form-data; name=\"hs_context\"\r\n\r\n{\"pageUrl\":\"" + PAGE
                                + "\"}\r\n--x--\r\n"));
        tells(parts, "email", "pat@mail.example", "plain.email");
        tells(parts, "hs_context.pageUrl", PAGE, "page.url");
    }

    @Test
    void braze_sends_batches_of_events_and_attributes() {
        AsVendor read = json(
                "braze",
                "https://sdk.iad-01.braze.com/api/v3/data/",
                "{\"events\":[{\"name\":\"ce\",\"data\":{\"n\":\"booked\",\"p\":{\"specialty\":\"oncology\"}},"
                        + "\"user_id\":\"u-1\"}],\"attributes\":[{\"email\":\"pat@mail.example\",\"custom\":{"
                        + "\"plan\":\"gold\"}}],\"api_key\":\"k\"}");
        tells(read, "events[0].data.p.specialty", "oncology", "custom");
        tells(read, "attributes[0].email", "pat@mail.example", "plain.email");
        tells(read, "attributes[0].custom.plan", "gold", "custom.user");
    }

    @Test
    void adobe_edge_tells_what_kind_of_identity_each_is() {
        AsVendor read = json(
                "adobe-edge",
                "https://edge.adobedc.net/ee/v1/interact?configId=c1",
                "{\"events\":[{\"xdm\":{\"identityMap\":{\"Email\":[{\"id\":\"pat@mail.example\"},{\"id\":\"" + HASH
                        + "\"}],\"ECID\":[{\"id\":\"123456\"}],\"memberId\":[{\"id\":\"M-771\"}]},\"web\":{"
                        + "\"webPageDetails\":{\"URL\":\"" + PAGE + "\"}}},\"data\":{\"__adobe\":{\"analytics\":{"
                        + "\"eVar1\":\"oncology\"}}}}]}");
        tells(read, "events[0].xdm.identityMap.Email[0].id", "pat@mail.example", "plain.email");
        tells(read, "events[0].xdm.identityMap.Email[1].id", HASH, "hash.email");
        tells(read, "events[0].xdm.identityMap.ECID[0].id", "123456", "id.client");
        tells(read, "events[0].xdm.identityMap.memberId[0].id", "M-771", "id.user");
        tells(read, "events[0].data.__adobe.analytics.eVar1", "oncology", "custom");
    }

    @Test
    void salesforce_personalization_packs_an_event_as_base64() {
        AsVendor read = get(
                "evergage",
                "https://acct.evergage.com/api2/event/ds?event="
                        + percent(base64("{\"action\":\"View\",\"user\":{\"attributes\":{\"emailAddress\":"
                                + "\"pat@mail.example\"}},\"source\":{\"url\":\"" + PAGE + "\"}}")));
        tells(read, "event.user.attributes.emailAddress", "pat@mail.example", "plain.email");
        tells(read, "event.source.url", PAGE, "page.url");
        tells(read, "event.action", "View", "event.name");
    }

    @Test
    void pinterest_sends_json_in_its_query_or_names_in_brackets() {
        AsVendor json = get(
                "pinterest",
                "https://ct.pinterest.com/v3/?tid=26&event=search&pd=" + percent("{\"em\":\"" + HASH + "\"}") + "&ed="
                        + percent("{\"search_query\":\"lump\"}") + "&ad=" + percent("{\"loc\":\"" + PAGE + "\"}"));
        tells(json, "pd.em", HASH, "hash.email");
        tells(json, "ed.search_query", "lump", "search.term");
        tells(json, "ad.loc", PAGE, "page.url");
        AsVendor brackets = get(
                "pinterest", "https://ct.pinterest.com/v3/?tid=26&event=search&ed[search_query]=lump&pd[em]=" + HASH);
        tells(brackets, "pd[em]", HASH, "hash.email");
        tells(brackets, "ed[search_query]", "lump", "search.term");
    }

    @Test
    void meta_sends_names_in_brackets_and_json_in_them() {
        AsVendor read = get(
                "meta-pixel",
                "https://www.facebook.com/tr/?id=1&ev=SubscribedButtonClick&cd[buttonFeatures]="
                        + percent("{\"innerText\":\"Book\"}") + "&cd[formFeatures]="
                        + percent("[{\"name\":\"email\"}]") + "&udff[em]=" + HASH + "&ud[fn]=" + HASH);
        tells(read, "cd[buttonFeatures].innerText", "Book", "element.attr");
        tells(read, "cd[formFeatures][0].name", "email", "form.field");
        tells(read, "udff[em]", HASH, "hash.email");
        tells(read, "ud[fn]", HASH, "hash.name");
        AsVendor app = json(
                "meta-app-events",
                "https://graph.facebook.com/v16.0/123/activities",
                "{\"event\":\"CUSTOM_APP_EVENTS\",\"ud\":\"{\\\"em\\\":\\\"" + HASH + "\\\"}\",\"custom_events\":"
                        + "\"[{\\\"_eventName\\\":\\\"fb_mobile_search\\\",\\\"fb_search_string\\\":\\\"lump\\\"}]\"}");
        tells(app, "ud.em", HASH, "hash.email");
        tells(app, "custom_events[0].fb_search_string", "lump", "search.term");
    }

    @Test
    void x_sends_json_in_its_query_or_a_form() {
        AsVendor read = AsVendor.decoded(
                "x-pixel",
                Sample.post(
                        "https://analytics.x.com/1/i/adsctp",
                        "application/x-www-form-urlencoded",
                        "txn_id=tw-o1-e1&event="
                                + percent("{\"search_string\":\"lump\",\"email_address\":\"" + HASH + "\"}")
                                + "&tw_document_href=" + percent(PAGE)));
        tells(read, "event.email_address", HASH, "hash.email");
        tells(read, "event.search_string", "lump", "search.term");
        tells(read, "tw_document_href", PAGE, "page.url");
        AsVendor older = get(
                "x-pixel",
                "https://t.co/i/adsct?events=" + percent("[[\"pageview\",{\"content_name\":\"oncology\"}]]"));
        tells(older, "events[0][0]", "pageview", "event.name");
    }

    @Test
    void tiktok_sends_json_or_base64_of_it() {
        String message = "{\"event\":\"Search\",\"context\":{\"page\":{\"url\":\"" + PAGE + "\"},\"user\":{\"email\":\""
                + HASH + "\"}},\"properties\":{\"query\":\"lump\"}}";
        AsVendor body = json("tiktok-pixel", "https://analytics.tiktok.com/api/v2/pixel", message);
        tells(body, "context.user.email", HASH, "hash.email");
        AsVendor query = get(
                "tiktok-pixel",
                "https://analytics.tiktok.com/api/v2/pixel?analytics_message=" + percent(base64(message)));
        tells(query, "analytics_message.context.user.email", HASH, "hash.email");
        tells(query, "analytics_message.properties.query", "lump", "search.term");
    }

    @Test
    void snap_sends_json_or_a_form() {
        AsVendor json = json(
                "snap-pixel",
                "https://tr.snapchat.com/p",
                "{\"ctx\":{\"url\":\"" + PAGE + "\"},\"req\":[{\"t\":{\"pid\":\"p\",\"ev\":\"SEARCH\",\"u_hem\":\""
                        + HASH + "\",\"e_ss\":\"lump\"}}]}");
        tells(json, "req[0].t.u_hem", HASH, "hash.email");
        tells(json, "req[0].t.e_ss", "lump", "search.term");
        AsVendor form = AsVendor.decoded(
                "snap-pixel",
                Sample.post(
                        "https://tr.snapchat.com/p", "", "pid=p&ev=PAGE_VIEW&pl=" + percent(PAGE) + "&u_hem=" + HASH));
        tells(form, "pl", PAGE, "page.url");
        tells(form, "u_hem", HASH, "hash.email");
    }

    @Test
    void the_rest_send_plain_queries_or_json() {
        AsVendor reddit = get(
                "reddit-pixel",
                "https://alb.reddit.com/rp.gif?id=a2_abc&event=Search&em=" + HASH + "&auto_pn="
                        + percent("0.9~" + HASH + "|0.5~" + HASH) + "&esurl=" + percent(PAGE));
        tells(reddit, "em", HASH, "hash.email");
        tells(reddit, "auto_pn", "0.9~" + HASH + "|0.5~" + HASH, "hash.phone");
        AsVendor taboola = get(
                "taboola",
                "https://trc.taboola.com/1234/trc/3/json?data=" + percent("{\"u\":\"" + PAGE + "\",\"ui\":\"v-77\"}"));
        tells(taboola, "data.u", PAGE, "page.url");
        tells(taboola, "data.ui", "v-77", "id.client");
        AsVendor outbrain =
                get("outbrain", "https://tr.outbrain.com/unifiedPixel?marketerId=00ab&name=Lead&dl=" + percent(PAGE));
        tells(outbrain, "dl", PAGE, "page.url");
        AsVendor quora = get(
                "quora-pixel",
                "https://q.quora.com/_/ad/0123456789abcdef/pixel?tag=Search&em=" + HASH + "&u=" + percent(PAGE));
        tells(quora, "em", HASH, "hash.email");
        AsVendor yahoo =
                get("yahoo-dot", "https://sp.analytics.yahoo.com/sp.pl?a=10000&.yp=123&f=" + percent(PAGE) + "&b=Find");
        tells(yahoo, "f", PAGE, "page.url");
        tells(yahoo, "b", "Find", "page.title");
        AsVendor desk = get("trade-desk", "https://insight.adsrvr.org/track/up?adv=abc&ref=" + percent(PAGE));
        tells(desk, "ref", PAGE, "page.url");
        AsVendor conversion = json(
                "trade-desk",
                "https://insight.adsrvr.org/track/realtimeconversion",
                "{\"data\":[{\"adv\":\"abc\",\"referrer_url\":\"" + PAGE + "\",\"order_id\":\"o-77\"}]}");
        tells(conversion, "data[0].referrer_url", PAGE, "page.url");
        tells(conversion, "data[0].order_id", "o-77", "order.id");
    }

    @Test
    void floodlight_numbers_the_variables_of_the_site() {
        AsVendor read = get(
                "floodlight",
                "https://1234.fls.doubleclick.net/activityi;src=1234;type=visit;cat=appt0;ord=1;u1=oncology;u100="
                        + percent(PAGE) + ";~oref=" + percent(PAGE) + "?");
        tells(read, "u1", "oncology", "custom");
        tells(read, "u100", PAGE, "custom");
        tells(read, "~oref", PAGE, "page.url");
    }

    @Test
    void google_ads_puts_pairs_into_a_parameter() {
        AsVendor read = get(
                "google-ads",
                "https://googleads.g.doubleclick.net/pagead/viewthroughconversion/123/?random=1&url=" + percent(PAGE)
                        + "&data=" + percent("event=view_search_results;plan=gold"));
        tells(read, "data.event", "view_search_results", "event.name");
        tells(read, "data.plan", "gold", "custom");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://launches.appsflyersdk.com/api/v6.9/androidevent?app_id=example.clinic&buildnumber=6.9.0",
                "https://inapps.appsflyersdk.com/api/v6.9/androidevent?app_id=example.clinic&buildnumber=6.9.0"
            })
    void an_encrypted_body_is_reported_with_its_size_and_entropy(String url) {
        byte[] encrypted = new byte[900];
        new Random(5).nextBytes(encrypted);
        AsVendor read = AsVendor.decoded("appsflyer", Sample.post(url, "application/octet-stream", encrypted));
        assertThat(read.decoded().undecoded()).singleElement().satisfies(part -> {
            assertThat(part.bytes()).isEqualTo(900);
            assertThat(part.entropy()).isGreaterThan(7.5);
        });
        assertThat(read.decoded().leaves()).noneMatch(leaf -> leaf.origin() == Origin.BODY);
        tells(read, "app_id", "example.clinic", "app.id");
    }
}
