package dev.earshot.clinic.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The hospital's tag container: five of its versions as Google Tag Manager exports them, the first and last without a
/// tag; and two as they were served, with the time in the files' names, as archives of the Web write it.
///
/// Source of the shapes: developers.google.com/tag-platform/tag-manager/api/v2/reference, and what the container
/// `gtm.js` of any site holds; read 2026-11-22.
final class PastTags {
    private static final DateTimeFormatter EXPORTED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String GOOGLE = tag(
            4,
            "Analytics - all pages",
            "googtag",
            "{\"type\":\"TEMPLATE\",\"key\":\"tagId\",\"value\":\"G-EXAMPLE001\"}",
            "\"firingTriggerId\":[\"2147479553\"],\"blockingTriggerId\":[\"8\"]",
            Instant.parse("2023-07-19T20:02:11.120Z"));
    private static final String MICROSOFT = tag(
            6,
            "UET - encyclopedia",
            "baut",
            "{\"type\":\"TEMPLATE\",\"key\":\"tagId\",\"value\":\"42424242\"},"
                    + "{\"type\":\"TEMPLATE\",\"key\":\"eventType\",\"value\":\"PAGE_LOAD\"}",
            "\"firingTriggerId\":[\"9\"]",
            Calendar.VERSION_34_SAVED.minusSeconds(900));
    private static final String META = tag(
            11,
            "Pixel - portal",
            "html",
            "{\"type\":\"TEMPLATE\",\"key\":\"html\",\"value\":\"<script>\\n!function(f,b,e,v){f.fbq=function(){};var"
                    + " t=b.createElement(e);t.async=!0;t.src=v;b.head.appendChild(t)}(window,document,'script',"
                    + "'https://connect.facebook.net/en_US/fbevents.js');\\nfbq('init','123456789012345');"
                    + "\\nfbq('track','PageView');\\n</script>\"},"
                    + "{\"type\":\"BOOLEAN\",\"key\":\"supportDocumentWrite\",\"value\":\"false\"}",
            "\"firingTriggerId\":[\"10\"]",
            Calendar.VERSION_35_SAVED.minusSeconds(4_000));
    private static final String X = tag(
            12,
            "X - pay bill clicks",
            "html",
            "{\"type\":\"TEMPLATE\",\"key\":\"html\",\"value\":\"<script"
                    + " src=\\\"https://static.ads-twitter.com/uwt.js\\\"></script>\\n"
                    + "<script>twq('config','o1abc');twq('event','tw-o1abc-pay',{});</script>\"}",
            "\"firingTriggerId\":[\"13\"]",
            Calendar.VERSION_35_SAVED.minusSeconds(1_200));

    private static final String ON_PORTAL = trigger(8, "Portal", "PAGEVIEW", hostname("portal.clinic.example"));
    private static final String ON_ENCYCLOPEDIA =
            trigger(9, "Encyclopedia", "PAGEVIEW", hostname("health.clinic.example"));
    private static final String ON_OPEN_PORTAL = trigger(
            10,
            "Portal, not secure",
            "PAGEVIEW",
            hostname("portal.clinic.example") + ","
                    + condition(
                            "STARTS_WITH",
                            "Page Path",
                            "/secure/",
                            ",{\"type\":\"BOOLEAN\",\"key\":\"negate\",\"value\":\"true\"}"));
    private static final String ON_PAY_CLICK = trigger(
            13,
            "Pay bill click",
            "LINK_CLICK",
            hostname("portal.clinic.example") + "," + condition("EQUALS", "Page Path", "/secure/pay-bill", ""));

    private PastTags() {}

    static void write(Path folder) throws IOException {
        Path tags = Files.createDirectories(folder.resolve("tags"));
        export(tags, 32, Instant.parse("2023-06-01T15:48:27.404Z"), List.of(), List.of());
        export(tags, 33, Instant.parse("2023-07-19T20:05:40.771Z"), List.of(GOOGLE), List.of(ON_PORTAL));
        export(tags, 34, Calendar.VERSION_34_SAVED, List.of(GOOGLE, MICROSOFT), List.of(ON_PORTAL, ON_ENCYCLOPEDIA));
        export(
                tags,
                35,
                Calendar.VERSION_35_SAVED,
                List.of(GOOGLE, MICROSOFT, META, X),
                List.of(ON_PORTAL, ON_ENCYCLOPEDIA, ON_OPEN_PORTAL, ON_PAY_CLICK));
        export(tags, 36, Instant.parse("2024-02-15T19:41:02.018Z"), List.of(), List.of());
        Files.writeString(tags.resolve("GTM-CLIN1-20231220183000.js"), served(), StandardCharsets.UTF_8);
        Files.writeString(tags.resolve("GTM-CLIN1-20240408172000.js"), servedAfterRemoval(), StandardCharsets.UTF_8);
    }

    private static void export(Path folder, int version, Instant saved, List<String> tags, List<String> triggers)
            throws IOException {
        String json = """
                {
                  "exportFormatVersion": 2,
                  "exportTime": "%s",
                  "containerVersion": {
                    "path": "accounts/6000000001/containers/30000001/versions/%d",
                    "accountId": "6000000001",
                    "containerId": "30000001",
                    "containerVersionId": "%d",
                    "name": "Version %d",
                    "container": {
                      "path": "accounts/6000000001/containers/30000001",
                      "accountId": "6000000001",
                      "containerId": "30000001",
                      "name": "clinic.example",
                      "publicId": "GTM-CLIN1",
                      "usageContext": ["WEB"],
                      "fingerprint": "1675000000000",
                      "tagManagerUrl": "https://tagmanager.google.com/#/container/accounts/6000000001/containers/30000001/workspaces?apiLink=container"
                    },
                    "tag": [%s],
                    "trigger": [%s],
                    "builtInVariable": [
                      {"accountId": "6000000001", "containerId": "30000001", "type": "PAGE_URL", "name": "Page URL"},
                      {"accountId": "6000000001", "containerId": "30000001", "type": "PAGE_HOSTNAME", "name": "Page Hostname"},
                      {"accountId": "6000000001", "containerId": "30000001", "type": "PAGE_PATH", "name": "Page Path"},
                      {"accountId": "6000000001", "containerId": "30000001", "type": "REFERRER", "name": "Referrer"},
                      {"accountId": "6000000001", "containerId": "30000001", "type": "EVENT", "name": "Event"}
                    ],
                    "fingerprint": "%d",
                    "tagManagerUrl": "https://tagmanager.google.com/#/versions/accounts/6000000001/containers/30000001/versions/%d?apiLink=version"
                  }
                }
                """.formatted(
                        EXPORTED.format(Instant.parse("2024-04-08T17:20:31Z")),
                        version,
                        version,
                        version,
                        String.join(",", tags),
                        String.join(",", triggers),
                        saved.toEpochMilli(),
                        version);
        Files.writeString(folder.resolve("GTM-CLIN1_v" + version + ".json"), json, StandardCharsets.UTF_8);
    }

    private static String tag(int id, String name, String type, String parameters, String triggers, Instant stored) {
        return """

                      {
                        "accountId": "6000000001", "containerId": "30000001", "tagId": "%d", "name": "%s", "type": "%s",
                        "parameter": [%s],
                        "fingerprint": "%d", %s,
                        "tagFiringOption": "ONCE_PER_EVENT", "monitoringMetadata": {"type": "MAP"},
                        "consentSettings": {"consentStatus": "NOT_SET"}
                      }""".formatted(id, name, type, parameters, stored.toEpochMilli(), triggers);
    }

    private static String trigger(int id, String name, String type, String filters) {
        return """

                      {
                        "accountId": "6000000001", "containerId": "30000001", "triggerId": "%d", "name": "%s",
                        "type": "%s", "filter": [%s], "fingerprint": "%d"
                      }""".formatted(id, name, type, filters, 1_689_000_000_000L + id);
    }

    private static String hostname(String host) {
        return condition("EQUALS", "Page Hostname", host, "");
    }

    private static String condition(String operator, String variable, String value, String more) {
        return "{\"type\":\"" + operator + "\",\"parameter\":[{\"type\":\"TEMPLATE\",\"key\":\"arg0\",\"value\":\"{{"
                + variable + "}}\"},{\"type\":\"TEMPLATE\",\"key\":\"arg1\",\"value\":\"" + value + "\"}" + more + "]}";
    }

    /// Version 35 as browsers got it.
    private static String served() {
        return """
                // https://www.googletagmanager.com/gtm.js?id=GTM-CLIN1
                // Copyright 2012 Google Inc. All rights reserved.
                (function(){

                var data = {
                "resource": {
                  "version":"35",
                  "macros":[{"function":"__e"},{"function":"__u","vtp_component":"HOST","vtp_enableMultiQueryKeys":false},{"function":"__u","vtp_component":"PATH","vtp_enableMultiQueryKeys":false}],
                  "tags":[{"function":"__googtag","metadata":["map"],"once_per_event":true,"vtp_tagId":"G-EXAMPLE001","tag_id":4},{"function":"__baut","metadata":["map"],"once_per_event":true,"vtp_tagId":"42424242","vtp_eventType":"PAGE_LOAD","tag_id":6},{"function":"__html","metadata":["map"],"once_per_event":true,"vtp_html":"\\u003Cscript type=\\"text\\/gtmscript\\"\\u003E!function(f,b,e,v){f.fbq=function(){};var t=b.createElement(e);t.async=!0;t.src=v;b.head.appendChild(t)}(window,document,\\"script\\",\\"https:\\/\\/connect.facebook.net\\/en_US\\/fbevents.js\\");fbq(\\"init\\",\\"123456789012345\\");fbq(\\"track\\",\\"PageView\\");\\u003C\\/script\\u003E","vtp_supportDocumentWrite":false,"tag_id":11},{"function":"__html","metadata":["map"],"once_per_event":true,"vtp_html":"\\u003Cscript type=\\"text\\/gtmscript\\" data-gtmsrc=\\"https:\\/\\/static.ads-twitter.com\\/uwt.js\\"\\u003E\\u003C\\/script\\u003E\\n\\u003Cscript type=\\"text\\/gtmscript\\"\\u003Etwq(\\"config\\",\\"o1abc\\");twq(\\"event\\",\\"tw-o1abc-pay\\",{});\\u003C\\/script\\u003E","tag_id":12},{"function":"__lcl","vtp_waitForTags":false,"vtp_checkValidation":false,"vtp_waitForTagsTimeout":"2000","vtp_uniqueTriggerId":"30000001_13","tag_id":14}],
                  "predicates":[{"function":"_eq","arg0":["macro",0],"arg1":"gtm.js"},{"function":"_eq","arg0":["macro",1],"arg1":"portal.clinic.example"},{"function":"_eq","arg0":["macro",1],"arg1":"health.clinic.example"},{"function":"_sw","arg0":["macro",2],"arg1":"\\/secure\\/"},{"function":"_eq","arg0":["macro",0],"arg1":"gtm.linkClick"},{"function":"_eq","arg0":["macro",2],"arg1":"\\/secure\\/pay-bill"},{"function":"_re","arg0":["macro",0],"arg1":"(^$|((^|,)30000001_13($|,)))"}],
                  "rules":[[["if",0],["add",0,4]],[["if",0,1],["block",0]],[["if",0,2],["add",1]],[["if",0,1],["unless",3],["add",2]],[["if",1,4,5,6],["add",3]]]
                },
                "runtime":[]

                };
                })();
                """;
    }

    /// Version 36, which has no tag.
    private static String servedAfterRemoval() {
        return """
                // https://www.googletagmanager.com/gtm.js?id=GTM-CLIN1
                // Copyright 2012 Google Inc. All rights reserved.
                (function(){

                var data = {
                "resource": {
                  "version":"36",
                  "macros":[{"function":"__e"}],
                  "tags":[],
                  "predicates":[],
                  "rules":[]
                },
                "runtime":[]

                };
                })();
                """;
    }
}
