package dev.earshot.clinic;

import dev.earshot.exchange.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The third parties' endpoints: each answers as its vendor would, closely enough for the vendor's own code to go on.
final class ThirdParties {
    /// Addresses of scripts, without the query, and the file each is answered with. Those under `sdks/` are the
    /// vendors' own.
    private static final Map<String, String> SCRIPTS = Map.ofEntries(
            Map.entry("www.googletagmanager.com/gtm.js", "vendors/gtm.js"),
            Map.entry("www.googletagmanager.com/gtag/js", "vendors/gtag.js"),
            Map.entry("tags.clinic.example/gtag/js", "vendors/gtag.js"),
            Map.entry("bat.bing.com/bat.js", "vendors/bat.js"),
            Map.entry("static.ads-twitter.com/uwt.js", "vendors/uwt.js"),
            Map.entry("connect.facebook.net/en_US/fbevents.js", "vendors/fbevents.js"),
            Map.entry("analytics.tiktok.com/i18n/pixel/events.js", "vendors/tiktok.js"),
            Map.entry("snap.licdn.com/li.lms-analytics/insight.min.js", "vendors/insight.js"),
            Map.entry("www.clarity.ms/tag/clinic0001", "vendors/clarity-tag.js"),
            Map.entry("scripts.clarity.ms/0.8.70/clarity.js", "sdks/clarity.js"),
            Map.entry("us-assets.i.posthog.com/static/array.js", "sdks/posthog.js"),
            Map.entry("cdn.mxpnl.com/libs/mixpanel-2-latest.min.js", "sdks/mixpanel.js"),
            Map.entry("cdn1.adoberesources.net/alloy/2.33.1/alloy.min.js", "sdks/alloy.js"),
            Map.entry("cdn.jsdelivr.net/npm/rrweb@2.2.2/dist/rrweb.umd.min.cjs", "sdks/rrweb.js"),
            Map.entry(
                    "cdn.jsdelivr.net/npm/@snowplow/browser-tracker@4.10.1/dist/index.umd.min.js", "sdks/snowplow.js"),
            Map.entry("cdn.amplitude.com/libs/analytics-browser-2.47.0-min.js.gz", "sdks/amplitude.js"),
            Map.entry("www.datadoghq-browser-agent.com/us1/v7/datadog-rum.js", "sdks/datadog-rum.js"),
            Map.entry("cdn.segment.com/analytics.js/v1/clinicwritekey0001/analytics.min.js", "sdks/segment.js"));

    /// Folders of pieces that a bundle loads by itself.
    private static final Map<String, String> PIECES = Map.of(
            "us-assets.i.posthog.com/static/", "sdks/posthog-static/",
            "www.datadoghq-browser-agent.com/us1/v7/chunks/", "sdks/datadog-chunks/",
            "cdn.segment.com/analytics-next/bundles/", "sdks/segment-bundles/");

    Reply answer(Inquiry inquiry) {
        String address = inquiry.host() + inquiry.path();
        String script = SCRIPTS.get(address);
        if (script != null) {
            return Assets.file(script);
        }
        for (Map.Entry<String, String> folder : PIECES.entrySet()) {
            if (address.startsWith(folder.getKey())) {
                return Assets.file(
                        folder.getValue() + address.substring(folder.getKey().length()));
            }
        }
        return switch (inquiry.host()) {
            case "fonts.googleapis.com" -> Reply.text("text/css", """
                    @font-face { font-family: Inter; src: url(https://fonts.gstatic.com/s/inter/v18/inter.woff2) format('woff2'); }
                    body { font-family: Inter, sans-serif; }
                    """);
            case "fonts.gstatic.com" -> Reply.of(200, "font/woff2", new byte[0]);
            case "bat.bing.com" -> remembered(Reply.empty(), inquiry, "MUID");
            case "www.google-analytics.com", "analytics.google.com", "stats.g.doubleclick.net" -> Reply.empty();
            case "googleads.g.doubleclick.net", "ad.doubleclick.net" -> remembered(Reply.pixel(), inquiry, "IDE");
            case "t.co" -> remembered(Reply.pixel(), inquiry, "muc_ads");
            case "analytics.twitter.com" -> remembered(Reply.pixel(), inquiry, "personalization_id");
            case "www.facebook.com" -> remembered(Reply.pixel(), inquiry, "fr");
            case "connect.facebook.net" -> Reply.script("/* no configuration */");
            case "analytics.tiktok.com" -> Reply.json("{\"code\":0,\"message\":\"OK\"}");
            case "px.ads.linkedin.com", "px4.ads.linkedin.com" -> remembered(Reply.script(""), inquiry, "bcookie");
            case "c.clarity.ms" -> Reply.redirect("https://c.bing.com/c.gif?ctsa=mr&CtsSyncId=1");
            case "api-js.mixpanel.com" ->
                inquiry.path().startsWith("/flags") || inquiry.path().startsWith("/settings")
                        ? Reply.json("{}")
                        : Reply.json("1");
            case "api2.amplitude.com" -> Reply.json("{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":1}");
            case "sr-client-cfg.amplitude.com" -> Reply.json("{\"configs\":{}}");
            case "cdn.segment.com" -> Reply.json("""
                    {"integrations":{"Segment.io":{"apiKey":"clinicwritekey0001","unbundledIntegrations":[],
                    "addBundledMetadata":true,"maybeBundledConfigIds":{},"versionSettings":{"version":"4.4.7","componentTypes":["browser"]}}},
                    "plan":{"track":{"__default":{"enabled":true,"integrations":{}}},"identify":{"__default":{"enabled":true}},
                    "group":{"__default":{"enabled":true}}},"edgeFunction":{},"analyticsNextEnabled":true,"middlewareSettings":{},
                    "enabledMiddleware":{},"metrics":{"sampleRate":0},"legacyVideoPluginsEnabled":false,"remotePlugins":[]}""");
            case "api.segment.io" -> Reply.json("{\"success\":true}");
            case "us-assets.i.posthog.com" ->
                inquiry.path().endsWith(".js") ? Reply.script("") : Reply.json("{\"token\":\"phc_clinic0001\"}");
            case "us.i.posthog.com" ->
                inquiry.path().startsWith("/flags")
                        ? Reply.json("{\"flags\":{},\"errorsWhileComputingFlags\":false,\"requestId\":\"1\"}")
                        : Reply.json("{\"status\":\"Ok\"}");
            case "browser-intake-datadoghq.com" ->
                new Reply.Full(
                        202,
                        List.of(new Header("Content-Type", "application/json")),
                        "{\"request_id\":\"1\"}".getBytes(StandardCharsets.UTF_8));
            case "edge.adobedc.net", "adobedc.demdex.net" -> edge();
            case Hosts.TAGS -> Reply.empty();
            case "match.adsrvr.org" ->
                remembered(
                        Reply.redirect("https://ib.adnxs.com/setuid?entity=52&code="
                                + inquiry.cookie("TDID").orElse("5a3c9f10-0000-4000-8000-00000000c11c")),
                        inquiry,
                        "TDID");
            case "ib.adnxs.com" -> remembered(Reply.pixel(), inquiry, "uuid2");
            case Hosts.UNHEARD_OF, "cdn.elsewhere.example" -> unheardOf(inquiry);
            case Hosts.SEALED -> Reply.empty();
            case Hosts.FORMS -> forms(inquiry);
            case String host
            when host.endsWith(".clarity.ms") || host.endsWith(".snplow.net") -> Reply.text("text/plain", "ok");
            default -> Reply.pixel();
        };
    }

    /// Sets a third-party cookie with an identifier, unless the browser sent it already.
    private static Reply remembered(Reply.Full reply, Inquiry inquiry, String cookie) {
        return inquiry.cookie(cookie).isPresent()
                ? reply
                : reply.with(
                        "Set-Cookie",
                        cookie + "=" + UUID.randomUUID() + "; Path=/; Max-Age=33696000; Secure; SameSite=None");
    }

    /// Adobe's Edge Network gives the visitor an identifier and says which cookies are to keep it.
    private static Reply edge() {
        return Reply.json("""
                {"requestId":"%s","handle":[
                {"type":"identity:result","payload":[{"id":"45133889113359460000000000000000000001","namespace":{"code":"ECID"}}]},
                {"type":"state:store","payload":[
                {"key":"kndctr_0123456789ABCDEF01234567_AdobeOrg_identity","value":"CiY0NTEzMzg4OTExMzM1OTQ2","maxAge":34128000},
                {"key":"kndctr_0123456789ABCDEF01234567_AdobeOrg_cluster","value":"va6","maxAge":1800}]}]}""".formatted(UUID.randomUUID()));
    }

    private static Reply unheardOf(Inquiry inquiry) {
        return switch (inquiry.path()) {
            case "/t/redirect" -> {
                int hop = Integer.parseInt(
                        inquiry.queryValue("hop").filter(h -> h.matches("\\d")).orElse("9"));
                yield hop < 4
                        ? Reply.redirect(
                                (hop % 2 == 1 ? "https://cdn.elsewhere.example" : "https://" + Hosts.UNHEARD_OF)
                                        + "/t/redirect?" + inquiry.query().replaceFirst("hop=\\d", "hop=" + (hop + 1)))
                        : Reply.pixel();
            }
            case "/t/eventsource" ->
                new Reply.Streamed(
                        List.of(
                                new Header("Content-Type", "text/event-stream"),
                                new Header("Cache-Control", "no-store")),
                        out -> {
                            for (int i = 1; i <= 3; i++) {
                                out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
                                out.flush();
                                Thread.sleep(300);
                            }
                        });
            default -> remembered(Reply.pixel(), inquiry, "uh");
        };
    }

    /// The company whose form is embedded in our pages; its frame tells on its visitor too.
    private static Reply forms(Inquiry inquiry) {
        return switch (inquiry.path()) {
            case "/frame" -> Reply.html("""
                    <!doctype html><html lang="en"><title>Form</title><p>A form of another company.</p>
                    <script>
                      fetch('https://pixel.unheardof.example/t/frame', { method: 'POST', mode: 'no-cors',
                        body: JSON.stringify({ kind: 'frame', page: document.referrer, frame: location.href }) });
                    </script>""");
            case "/submit" -> Reply.html("""
                    <!doctype html><html lang="en"><title>Thank you</title><h1 id="received">Thank you</h1>
                    <p><a href="https://www.clinic.example/">Back to Clinic Example</a></p>""");
            default -> Reply.notFound();
        };
    }
}
