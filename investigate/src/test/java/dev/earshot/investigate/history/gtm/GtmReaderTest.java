package dev.earshot.investigate.history.gtm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.history.DisclosureWindow.Certainty;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GtmReaderTest {
    private static final String ALL_PAGES = "\"firingTriggerId\":[\"2147479553\"]";
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2023-01-01T00:00:00Z");

    private static List<HeldTag> tags(Export export) {
        HistoryReading reading = export.read();
        assertThat(reading.faults()).isEmpty();
        return reading.versions().getFirst().tags();
    }

    /// 0 did not fire, 1 undetermined, 2 fired.
    private static int fires(HeldTag tag, String url) {
        String[] halves = url.split("\\?", 2);
        int slash = halves[0].indexOf('/');
        return PageRules.fires(
                tag.pages().text(),
                "GET",
                halves[0].substring(0, slash),
                halves[0].substring(slash),
                halves.length > 1 ? halves[1] : "");
    }

    private static HeldTag base(Export export) {
        return tags(export).getFirst();
    }

    private static Windows windows(HistoryReading... readings) {
        List<ContainerVersion> versions = new ArrayList<>();
        for (HistoryReading reading : readings) {
            versions.addAll(reading.versions());
        }
        return Windows.of(versions, FROM, TO);
    }

    private static List<String> spans(Windows windows, String vendor) {
        return windows.windows().stream()
                .filter(window ->
                        window.vendor().startsWith(vendor) && window.elements().containsKey(DataElement.IP_ADDRESS))
                .map(window -> window.from() + " " + window.to() + " "
                        + window.certainty().id())
                .toList();
    }

    // --- structure and traps

    @Test
    void a_tag_on_all_pages_tells_its_vendor_on_every_page() {
        HeldTag tag = base(new Export().uet("4", ALL_PAGES));

        assertThat(tag.vendor()).isEqualTo("Microsoft Corporation");
        assertThat(tag.elements())
                .containsEntry(DataElement.IP_ADDRESS, Basis.INHERENT)
                .containsEntry(DataElement.DEVICE, Basis.INHERENT)
                .containsEntry(DataElement.PAGE_VISITED, Basis.DECODED)
                .containsEntry(DataElement.CLIENT_ID, Basis.DECODED);
        assertThat(fires(tag, "www.clinic.example/oncology")).isEqualTo(2);
    }

    @Test
    void both_spellings_of_an_export_say_the_same() {
        String json = new Export()
                .uet(
                        "4",
                        "\"firingTriggerId\":[\"9\"],\"tagFiringOption\":\"ONCE_PER_EVENT\",\"consentSettings\":{\"consentStatus\":\"NEEDED\",\"consentType\":{\"type\":\"LIST\",\"list\":[{\"type\":\"TEMPLATE\",\"value\":\"ad_storage\"}]}}")
                .trigger(
                        "9", "DOM_READY", "\"filter\":[" + Export.filter("STARTS_WITH", "{{Page Path}}", "/book") + "]")
                .json();
        String api = json.replace("\"TEMPLATE\"", "\"template\"")
                .replace("DOM_READY", "domReady")
                .replace("STARTS_WITH", "startsWith")
                .replace("\"NEEDED\"", "\"needed\"")
                .replace("\"LIST\"", "\"list\"")
                .replace("ONCE_PER_EVENT", "oncePerEvent")
                .replace("PAGE_URL", "pageUrl");

        assertThat(api).isNotEqualTo(json);
        List<HeldTag> one = new Export().read(json).versions().getFirst().tags();
        assertThat(new Export().read(api).versions().getFirst().tags())
                .isEqualTo(one)
                .isNotEmpty();
    }

    @Test
    void the_draft_of_a_workspace_was_never_live() {
        HistoryReading reading =
                Export.of("0", "2021-03-05T13:48:06Z").uet("4", ALL_PAGES).read();

        assertThat(reading.versions()).isEmpty();
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.notices()).singleElement().asString().contains("draft");
    }

    @Test
    void a_paused_tag_is_not_live_and_one_that_says_nothing_of_it_runs() {
        assertThat(base(new Export().uet("4", ALL_PAGES + ",\"paused\":true")).live())
                .isFalse();
        assertThat(base(new Export().uet("4", ALL_PAGES + ",\"paused\":\"true\""))
                        .live())
                .isFalse();
        assertThat(base(new Export().uet("4", ALL_PAGES + ",\"paused\":false")).live())
                .isTrue();
        assertThat(base(new Export().uet("4", ALL_PAGES)).live()).isTrue();
        assertThat(windows(new Export().uet("4", ALL_PAGES + ",\"paused\":true").read())
                        .windows())
                .isEmpty();
    }

    @Test
    void a_tag_without_a_trigger_never_fires() {
        assertThat(tags(new Export().uet("4", ""))).isEmpty();
    }

    @Test
    void a_trigger_that_asks_for_another_event_than_its_own_never_fires() {
        assertThat(tags(new Export()
                        .uet("4", "\"firingTriggerId\":[\"9\"]")
                        .trigger(
                                "9",
                                "PAGEVIEW",
                                "\"filter\":[" + Export.filter("EQUALS", "{{Event}}", "gtm.load") + "]")))
                .isEmpty();
    }

    @Test
    void a_tag_whose_trigger_is_not_in_the_export_is_undetermined_rather_than_silent() {
        assertThat(fires(base(new Export().uet("4", "\"firingTriggerId\":[\"99\"]")), "www.clinic.example/"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2147479553", "2147479572", "2147479573"})
    void built_in_triggers_are_known_though_no_export_lists_them(String id) {
        assertThat(fires(base(new Export().uet("4", "\"firingTriggerId\":[\"" + id + "\"]")), "www.clinic.example/"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "PAGEVIEW,2",
        "DOM_READY,2",
        "WINDOW_LOADED,2",
        "INIT,2",
        "CONSENT_INIT,2",
        "pageview,2",
        "CLICK,1",
        "LINK_CLICK,1",
        "FORM_SUBMISSION,1",
        "TIMER,1",
        "SCROLL_DEPTH,1",
        "ELEMENT_VISIBILITY,1",
        "YOU_TUBE_VIDEO,1",
        "HISTORY_CHANGE,1",
        "JS_ERROR,1",
        "SOMETHING_NEW,1"
    })
    void a_trigger_fires_with_the_page_or_waits_for_what_no_log_has(String type, int fires) {
        HeldTag tag = base(new Export().uet("4", "\"firingTriggerId\":[\"9\"]").trigger("9", type, ""));

        assertThat(fires(tag, "www.clinic.example/")).isEqualTo(fires);
    }

    @Test
    void a_click_on_another_page_is_no_firing() {
        HeldTag tag = base(new Export()
                .uet("4", "\"firingTriggerId\":[\"9\"]")
                .trigger("9", "CLICK", "\"filter\":[" + Export.filter("EQUALS", "{{Page Path}}", "/book") + "]"));

        assertThat(fires(tag, "www.clinic.example/book")).isEqualTo(1);
        assertThat(fires(tag, "www.clinic.example/about")).isZero();
    }

    @Test
    void a_change_of_history_may_come_on_a_page_that_the_log_has_under_another_path_but_not_on_another_host() {
        HeldTag tag = base(new Export()
                .uet("4", "\"firingTriggerId\":[\"9\"]")
                .trigger(
                        "9",
                        "HISTORY_CHANGE",
                        "\"filter\":[" + Export.filter("EQUALS", "{{Page Path}}", "/book") + ","
                                + Export.filter("EQUALS", "{{Page Hostname}}", "my.clinic.example") + "]"));

        assertThat(fires(tag, "my.clinic.example/start")).isEqualTo(1);
        assertThat(fires(tag, "www.clinic.example/start")).isZero();
    }

    // --- filters

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "EQUALS      ~ {{Page Path}}     ~ /book               ~ www.clinic.example/book         ~ 2",
                "EQUALS      ~ {{Page Path}}     ~ /book               ~ www.clinic.example/book/2       ~ 0",
                "EQUALS      ~ {{Page Path}}     ~ /book               ~ www.clinic.example/Book         ~ 0",
                "CONTAINS    ~ {{Page URL}}      ~ utm_source=         ~ www.clinic.example/?utm_source=x ~ 2",
                "CONTAINS    ~ {{Page URL}}      ~ utm_source=         ~ www.clinic.example/             ~ 0",
                "CONTAINS    ~ {{Page URL}}      ~ http:               ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Page URL}}      ~ https://www.clinic.example/ ~ www.clinic.example/     ~ 2",
                "EQUALS      ~ {{Page URL}}      ~ http://www.clinic.example/ ~ www.clinic.example/      ~ 1",
                "STARTS_WITH ~ {{Page Path}}     ~ /portal             ~ www.clinic.example/portal/x     ~ 2",
                "ENDS_WITH   ~ {{Page Hostname}} ~ .clinic.example     ~ my.clinic.example/              ~ 2",
                "ENDS_WITH   ~ {{Page Hostname}} ~ .clinic.example     ~ clinic.example/                 ~ 0",
                "MATCH_REGEX ~ {{Page Path}}     ~ ^/(en|es)/book$   ~ www.clinic.example/es/book      ~ 2",
                "MATCH_REGEX ~ {{Page Path}}     ~ ^/(en|es)/book$   ~ www.clinic.example/fr/book      ~ 0",
                "MATCH_REGEX ~ {{Page Path}}     ~ (?i)/book           ~ www.clinic.example/book         ~ 1",
                "MATCH_REGEX ~ {{Page Path}}     ~ /book[              ~ www.clinic.example/book         ~ 1",
                "MATCH_REGEX ~ {{Page Path}}     ~ [[]x                ~ www.clinic.example/book         ~ 1",
                "MATCH_REGEX ~ {{Page Path}}     ~ a++                 ~ www.clinic.example/aa           ~ 1",
                "EQUALS      ~ {{Referrer}}      ~ https://x.example/  ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Click Text}}    ~ Book                ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Nobody knows}}  ~ Book                ~ www.clinic.example/             ~ 1",
                "CSS_SELECTOR ~ {{Click Element}} ~ .x                 ~ www.clinic.example/             ~ 1",
                "GREATER     ~ {{Page Path}}     ~ 3                   ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Event}}         ~ gtm.js              ~ www.clinic.example/             ~ 2",
                "EQUALS      ~ {{Page Path}}     ~ {{Start}}           ~ www.clinic.example/start        ~ 2",
                "EQUALS      ~ {{Page Path}}     ~ {{Start}}           ~ www.clinic.example/other        ~ 0",
                "EQUALS      ~ {{Start}}         ~ /start              ~ www.clinic.example/other        ~ 2",
                "EQUALS      ~ {{Data}}          ~ x                   ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Cookie}}        ~ x                   ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Script}}        ~ x                   ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Fragment}}      ~ x                   ~ www.clinic.example/             ~ 1",
                "EQUALS      ~ {{Specialty}}     ~ oncology            ~ www.clinic.example/f?specialty=oncology ~ 2",
                "EQUALS      ~ {{Specialty}}     ~ oncology            ~ www.clinic.example/f?specialty=ent      ~ 0",
                "EQUALS      ~ {{Specialty}}     ~ oncology            ~ www.clinic.example/f            ~ 0",
                "EQUALS      ~ {{Host without www}} ~ clinic.example   ~ www.clinic.example/             ~ 2",
                "EQUALS      ~ {{Host without www}} ~ clinic.example   ~ my.clinic.example/              ~ 0",
                "EQUALS      ~ {{Kind of page}}  ~ booking             ~ www.clinic.example/book         ~ 2",
                "EQUALS      ~ {{Kind of page}}  ~ booking             ~ www.clinic.example/about        ~ 0",
                "EQUALS      ~ {{Kind of page}}  ~ other               ~ www.clinic.example/about        ~ 2",
                "EQUALS      ~ {{Kind by pattern}} ~ doctors           ~ www.clinic.example/find-a-doctor/3 ~ 2",
                "EQUALS      ~ {{Kind by pattern}} ~ doctors           ~ www.clinic.example/x            ~ 0",
                "EQUALS      ~ {{Round}}         ~ x                   ~ www.clinic.example/x            ~ 1",
                "EQUALS      ~ {{Page Hostname}}{{Page Path}} ~ www.clinic.example/x ~ www.clinic.example/x ~ 1",
            })
    void filters_are_replayed(String operator, String left, String right, String url, int fires) {
        HeldTag tag = base(new Export()
                .uet("4", "\"firingTriggerId\":[\"9\"]")
                .variable("Start", "c", Export.parameter("value", "/start"))
                .variable("Data", "v", Export.parameter("name", "page.kind"))
                .variable("Cookie", "k", Export.parameter("name", "seen"))
                .variable("Script", "jsm", Export.parameter("javascript", "function(){return 1}"))
                .variable("Fragment", "u", Export.parameter("component", "FRAGMENT"))
                .variable(
                        "Specialty",
                        "u",
                        Export.parameter("component", "QUERY") + "," + Export.parameter("queryKey", "specialty"))
                .variable(
                        "Host without www",
                        "u",
                        Export.parameter("component", "HOST")
                                + ",{\"type\":\"BOOLEAN\",\"key\":\"stripWww\",\"value\":\"true\"}")
                .variable("Round", "c", Export.parameter("value", "{{Round}}"))
                .variable("Kind of page", "smm", table("false", "/book", "booking", "other"))
                .variable("Kind by pattern", "remm", table("true", "/find-a-doctor/.*", "doctors", "none"))
                .trigger("9", "PAGEVIEW", "\"filter\":[" + Export.filter(operator, left, right) + "]"));

        assertThat(fires(tag, url)).isEqualTo(fires);
    }

    private static String table(String ignoreCase, String key, String value, String otherwise) {
        return Export.parameter("input", "{{Page Path}}")
                + ",{\"type\":\"BOOLEAN\",\"key\":\"setDefaultValue\",\"value\":\"true\"},"
                + Export.parameter("defaultValue", otherwise)
                + ",{\"type\":\"BOOLEAN\",\"key\":\"ignoreCase\",\"value\":\"" + ignoreCase + "\"},"
                + "{\"type\":\"LIST\",\"key\":\"map\",\"list\":[{\"type\":\"MAP\",\"map\":["
                + Export.parameter("key", key) + ","
                + Export.parameter("value", value) + "]}]}";
    }

    @Test
    void a_negated_filter_and_one_without_regard_to_case() {
        HeldTag not = base(new Export()
                .uet("4", "\"firingTriggerId\":[\"9\"]")
                .trigger(
                        "9",
                        "PAGEVIEW",
                        "\"filter\":["
                                + Export.filter(
                                        "CONTAINS",
                                        "{{Page Path}}",
                                        "/portal",
                                        ",{\"type\":\"BOOLEAN\",\"key\":\"negate\",\"value\":\"true\"}")
                                + "]"));
        HeldTag any = base(new Export()
                .uet("4", "\"firingTriggerId\":[\"9\"]")
                .trigger(
                        "9",
                        "PAGEVIEW",
                        "\"filter\":["
                                + Export.filter(
                                        "MATCH_REGEX",
                                        "{{Page Path}}",
                                        "^/book$",
                                        ",{\"type\":\"BOOLEAN\",\"key\":\"ignore_case\",\"value\":\"true\"}")
                                + "]"));

        assertThat(fires(not, "www.clinic.example/portal/x")).isZero();
        assertThat(fires(not, "www.clinic.example/x")).isEqualTo(2);
        assertThat(fires(any, "www.clinic.example/BOOK")).isEqualTo(2);
    }

    @Test
    void one_of_several_triggers_is_enough_and_all_filters_of_one_are_needed() {
        HeldTag tag = base(new Export()
                .uet("4", "\"firingTriggerId\":[\"8\",\"9\"]")
                .trigger("8", "PAGEVIEW", "\"filter\":[" + Export.filter("EQUALS", "{{Page Path}}", "/a") + "]")
                .trigger(
                        "9",
                        "PAGEVIEW",
                        "\"filter\":[" + Export.filter("EQUALS", "{{Page Path}}", "/b") + ","
                                + Export.filter("EQUALS", "{{Page Hostname}}", "my.clinic.example") + "]"));

        assertThat(fires(tag, "www.clinic.example/a")).isEqualTo(2);
        assertThat(fires(tag, "www.clinic.example/b")).isZero();
        assertThat(fires(tag, "my.clinic.example/b")).isEqualTo(2);
    }

    @Test
    void an_exception_holds_a_tag_back_on_the_same_event_only() {
        Export export = new Export()
                .trigger(
                        "8",
                        "PAGEVIEW",
                        "\"filter\":[" + Export.filter("STARTS_WITH", "{{Page Path}}", "/portal") + "]")
                .trigger("9", "CLICK", "")
                .trigger(
                        "10",
                        "CUSTOM_EVENT",
                        "\"customEventFilter\":[" + Export.filter("MATCH_REGEX", "{{_event}}", ".*") + "],\"filter\":["
                                + Export.filter("STARTS_WITH", "{{Page Path}}", "/portal") + "]")
                .uet("1", ALL_PAGES + ",\"blockingTriggerId\":[\"8\"]")
                .uet("2", "\"firingTriggerId\":[\"9\"],\"blockingTriggerId\":[\"8\"]")
                .uet("3", "\"firingTriggerId\":[\"9\"],\"blockingTriggerId\":[\"10\"]")
                .uet("4", ALL_PAGES + ",\"blockingTriggerId\":[\"10\"]");
        List<HeldTag> tags = tags(export).stream()
                .filter(tag -> tag.elements().containsKey(DataElement.IP_ADDRESS))
                .toList();

        assertThat(fires(tags.get(0), "www.clinic.example/portal/x")).isZero();
        assertThat(fires(tags.get(0), "www.clinic.example/x")).isEqualTo(2);
        assertThat(fires(tags.get(1), "www.clinic.example/portal/x"))
                .as("the click is not a page view")
                .isEqualTo(1);
        assertThat(fires(tags.get(2), "www.clinic.example/portal/x")).isZero();
        assertThat(fires(tags.get(3), "www.clinic.example/portal/x")).isZero();
        assertThat(fires(tags.get(3), "www.clinic.example/x")).isEqualTo(2);
    }

    @Test
    void an_exception_that_no_log_decides_leaves_the_tag_undetermined() {
        HeldTag tag = base(new Export()
                .uet("4", ALL_PAGES + ",\"blockingTriggerId\":[\"8\"]")
                .variable("Signed in", "v", Export.parameter("name", "user.signedIn"))
                .trigger("8", "PAGEVIEW", "\"filter\":[" + Export.filter("EQUALS", "{{Signed in}}", "true") + "]"));

        assertThat(fires(tag, "www.clinic.example/")).isEqualTo(1);
    }

    @Test
    void custom_events_wait_for_the_data_layer_unless_they_are_those_of_the_page() {
        Export export = new Export()
                .uet("1", "\"firingTriggerId\":[\"8\"]")
                .uet("2", "\"firingTriggerId\":[\"9\"]")
                .uet("3", "\"firingTriggerId\":[\"10\"]")
                .trigger(
                        "8",
                        "CUSTOM_EVENT",
                        "\"customEventFilter\":[" + Export.filter("EQUALS", "{{_event}}", "booked") + "]")
                .trigger(
                        "9",
                        "CUSTOM_EVENT",
                        "\"customEventFilter\":[" + Export.filter("EQUALS", "{{_event}}", "gtm.dom") + "]")
                .trigger(
                        "10",
                        "CUSTOM_EVENT",
                        "\"customEventFilter\":[" + Export.filter("MATCH_REGEX", "{{_event}}", ".*") + "]");
        List<HeldTag> tags = tags(export).stream()
                .filter(tag -> tag.elements().containsKey(DataElement.IP_ADDRESS))
                .toList();

        assertThat(fires(tags.get(0), "www.clinic.example/")).isEqualTo(1);
        assertThat(fires(tags.get(1), "www.clinic.example/")).isEqualTo(2);
        assertThat(fires(tags.get(2), "www.clinic.example/")).isEqualTo(2);
    }

    @Test
    void a_trigger_group_fires_when_all_of_it_has() {
        String group =
                "\"parameter\":[{\"type\":\"LIST\",\"key\":\"triggerIds\",\"list\":[{\"type\":\"TRIGGER_REFERENCE\",\"value\":\"8\"},{\"type\":\"TRIGGER_REFERENCE\",\"value\":\"9\"}]}]";
        Export pages = new Export()
                .uet("4", "\"firingTriggerId\":[\"10\"]")
                .trigger("8", "DOM_READY", "")
                .trigger("9", "PAGEVIEW", "\"filter\":[" + Export.filter("EQUALS", "{{Page Path}}", "/b") + "]")
                .trigger("10", "TRIGGER_GROUP", group);
        Export click = new Export()
                .uet("4", "\"firingTriggerId\":[\"10\"]")
                .trigger("8", "DOM_READY", "")
                .trigger("9", "CLICK", "")
                .trigger("10", "TRIGGER_GROUP", group);

        assertThat(fires(base(pages), "www.clinic.example/b")).isEqualTo(2);
        assertThat(fires(base(pages), "www.clinic.example/c")).isZero();
        assertThat(fires(base(click), "www.clinic.example/b")).isEqualTo(1);
    }

    @Test
    void trigger_groups_that_hold_each_other_end() {
        String members =
                "\"parameter\":[{\"type\":\"LIST\",\"key\":\"triggerIds\",\"list\":[{\"type\":\"TRIGGER_REFERENCE\",\"value\":\"10\"},{\"type\":\"TRIGGER_REFERENCE\",\"value\":\"10\"}]}]";
        HeldTag tag =
                base(new Export().uet("4", "\"firingTriggerId\":[\"10\"]").trigger("10", "TRIGGER_GROUP", members));

        assertThat(fires(tag, "www.clinic.example/")).isEqualTo(1);
    }

    @Test
    void a_tag_that_another_one_runs_before_itself_fires_where_that_one_does() {
        Export export = new Export()
                .uet("4", "")
                .html("5", "<script>x()</script>", "\"firingTriggerId\":[\"9\"],\"setupTag\":[{\"tagName\":\"UET 4\"}]")
                .trigger("9", "PAGEVIEW", "\"filter\":[" + Export.filter("EQUALS", "{{Page Path}}", "/b") + "]");

        assertThat(fires(base(export), "www.clinic.example/b")).isEqualTo(2);
        assertThat(fires(base(export), "www.clinic.example/c")).isZero();
    }

    @Test
    void a_tag_that_needs_consent_is_undetermined_since_no_log_shows_it() {
        String needed =
                ",\"consentSettings\":{\"consentStatus\":\"NEEDED\",\"consentType\":{\"type\":\"LIST\",\"list\":[{\"type\":\"TEMPLATE\",\"value\":\"ad_storage\"}]}}";
        String notSet = ",\"consentSettings\":{\"consentStatus\":\"NOT_SET\"}";

        assertThat(fires(base(new Export().uet("4", ALL_PAGES + needed)), "www.clinic.example/"))
                .isEqualTo(1);
        assertThat(fires(base(new Export().uet("4", ALL_PAGES + notSet)), "www.clinic.example/"))
                .isEqualTo(2);
    }

    // --- who is told what

    @Test
    void custom_code_is_searched_for_whom_it_calls() {
        List<HeldTag> tags = tags(new Export()
                .html(
                        "4",
                        "<script>!function(f,b){}(window,document,'script','https://connect.facebook.net/en_US/fbevents.js');fbq('init','1');fbq('track','PageView');</script><noscript><img src='https://www.facebook.com/tr?id=1&ev=PageView'/></noscript>",
                        ALL_PAGES));

        assertThat(tags).extracting(HeldTag::vendor).containsOnly("Meta Platforms, Inc.");
        assertThat(tags).extracting(HeldTag::tracker).contains("Meta (Facebook) Pixel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<script>// see https://connect.facebook.net/x.js</script>",
                "<script>/* https://connect.facebook.net/x.js */ var a = 1;</script>",
                "<!-- <script src='https://connect.facebook.net/x.js'></script> -->",
                "<a href='https://www.facebook.com/clinic'>Follow us</a>",
                "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
                "<script src='https://www.clinic.example/own.js'></script>",
                "<script src='https://static.clinic.example/own.js'></script>",
                "<script>dataLayer.push({event: 'ready', at: window.location.href});</script>",
            })
    void code_that_calls_nobody_makes_no_recipient(String code) {
        HistoryReading reading = new Export().html("4", code, ALL_PAGES).read();

        assertThat(reading.versions().getFirst().tags()).isEmpty();
        assertThat(reading.notices()).singleElement().asString().contains("tag 4");
    }

    @Test
    void an_unknown_host_is_a_recipient_under_its_domain() {
        HeldTag tag = base(new Export().html("4", "<script src=\"//cdn.tracker.example/t.js\"></script>", ALL_PAGES));

        assertThat(tag.vendor()).isEqualTo("tracker.example");
        assertThat(tag.tracker()).isEmpty();
        assertThat(tag.elements())
                .containsOnlyKeys(DataElement.IP_ADDRESS, DataElement.DEVICE, DataElement.PAGE_VISITED);
    }

    @Test
    void a_custom_template_is_read_by_its_code() {
        List<HeldTag> tags = tags(
                new Export()
                        .tag("{\"tagId\":\"4\",\"name\":\"Template\",\"type\":\"cvt_77_12\",\"parameter\":[],"
                                + ALL_PAGES + "}")
                        .template(
                                "12",
                                "const injectScript = require('injectScript'); injectScript('https://analytics.tiktok.com/i18n/pixel/events.js');"));

        assertThat(tags).extracting(HeldTag::vendor).containsOnly("TikTok Inc.");
    }

    @Test
    void a_tag_whose_recipient_is_not_known_is_told_of() {
        HistoryReading reading = new Export()
                .tag("{\"tagId\":\"4\",\"name\":\"New\",\"type\":\"brandnew\"," + ALL_PAGES + "}")
                .read();

        assertThat(reading.notices())
                .singleElement()
                .asString()
                .contains("tag 4 \"New\"")
                .contains("brandnew");
    }

    @ParameterizedTest
    @CsvSource({"G-ABC1234567,Google Analytics 4", "AW-123456789,Google Ads", "DC-1234567,Campaign Manager"})
    void the_google_tag_is_of_its_destination(String destination, String product) {
        HeldTag tag = base(new Export()
                .variable("Id", "c", Export.parameter("value", destination))
                .tag("{\"tagId\":\"4\",\"name\":\"Google\",\"type\":\"googtag\",\"parameter\":["
                        + Export.parameter("tagId", "{{Id}}") + "]," + ALL_PAGES + "}"));

        assertThat(tag.tracker()).startsWith(product);
    }

    @Test
    void what_a_variable_fills_in_is_told_only_where_it_had_a_value() {
        List<HeldTag> tags = tags(new Export()
                .html(
                        "4",
                        "<script>fbq('init','1',{em: {{Mail of visitor}}, external_id: '{{dlv - x}}'});</script>",
                        ALL_PAGES)
                .variable("Mail of visitor", "v", Export.parameter("name", "user.email"))
                .variable("dlv - x", "v", Export.parameter("name", "user.patientId")));
        HeldTag filled = tags.stream()
                .filter(tag -> tag.elements().containsKey(DataElement.EMAIL))
                .findFirst()
                .orElseThrow();

        assertThat(filled.elements())
                .containsEntry(DataElement.EMAIL, Basis.INFERRED)
                .containsEntry(DataElement.MEDICAL_RECORD_NUMBER, Basis.INFERRED);
        assertThat(fires(filled, "www.clinic.example/")).isEqualTo(1);
        assertThat(fires(tags.getFirst(), "www.clinic.example/")).isEqualTo(2);
    }

    @Test
    void a_documented_field_says_what_it_is() {
        List<HeldTag> tags = tags(new Export()
                .variable("X", "v", Export.parameter("name", "x"))
                .tag(
                        "{\"tagId\":\"4\",\"name\":\"GA\",\"type\":\"ua\",\"parameter\":[{\"type\":\"LIST\",\"key\":\"fieldsToSet\",\"list\":[{\"type\":\"MAP\",\"map\":["
                                + Export.parameter("fieldName", "&uid") + "," + Export.parameter("value", "{{X}}")
                                + "]}]}]," + ALL_PAGES + "}"));

        assertThat(tags)
                .anySatisfy(
                        tag -> assertThat(tag.elements()).containsEntry(DataElement.OTHER_IDENTIFIER, Basis.DECODED));
    }

    @Test
    void variables_that_refer_to_each_other_end() {
        List<HeldTag> tags = tags(new Export()
                .html("4", "<script src='https://cdn.tracker.example/x.js?{{A}}'></script>", ALL_PAGES)
                .variable("A", "jsm", Export.parameter("javascript", "function(){return {{B}} + {{B}}}"))
                .variable("B", "jsm", Export.parameter("javascript", "function(){return {{A}} + {{memberId}}}"))
                .variable("memberId", "v", Export.parameter("name", "m")));

        assertThat(tags).anySatisfy(tag -> assertThat(tag.elements()).containsKey(DataElement.MEMBER_ID));
    }

    @Test
    void search_terms_in_an_address_are_told_with_it_to_who_takes_the_address() {
        HeldTag search = tags(new Export().uet("4", ALL_PAGES)).stream()
                .filter(tag -> tag.elements().containsKey(DataElement.SEARCH_TERMS))
                .findFirst()
                .orElseThrow();

        assertThat(fires(search, "www.clinic.example/search?q=knee")).isEqualTo(2);
        assertThat(fires(search, "www.clinic.example/search")).isZero();
        assertThat(search.pages().queryParameters()).contains("q", "search");
    }

    // --- when

    @Test
    void a_version_is_assumed_to_be_live_from_when_it_was_stored_until_the_next_one_was() {
        Windows windows = windows(
                Export.of("37", "2021-06-01T00:00:00Z").read(),
                Export.of("36", "2021-03-05T13:48:06Z").uet("4", ALL_PAGES).read(),
                Export.of("35", "2021-01-01T00:00:00Z").read());

        assertThat(spans(windows, "Microsoft")).containsExactly("2021-03-05T13:48:06Z 2021-06-01T00:00:00Z assumed");
        assertThat(windows.gaps())
                .anySatisfy(gap -> assertThat(gap.says()).contains("took out").contains("UET 4"));
    }

    @Test
    void publish_times_of_the_settings_make_it_certain() {
        Windows windows = windows(
                Export.of("36", "2021-03-05T13:48:06Z")
                        .setting("published", "36 2021-03-07T10:00:00Z\n37: 2021-06-02T02:00:00+02:00")
                        .uet("4", ALL_PAGES)
                        .read(),
                Export.of("37", "2021-06-01T00:00:00Z").read());

        assertThat(spans(windows, "Microsoft"))
                .containsExactly(
                        "2021-02-25T19:43:43.786Z 2021-03-07T10:00:00Z assumed",
                        "2021-03-07T10:00:00Z 2021-06-02T00:00:00Z certain");
    }

    @Test
    void a_list_of_published_versions_is_read_too_and_versions_it_passes_over_were_never_live() {
        HistoryReading list = new GtmReader()
                .read(new HistoryFile(
                        "versions.csv",
                        "cd",
                        Bytes.utf8(
                                "version,published,by\n36,2021-03-07T10:00:00Z,A\n37,,\n38,2021-07-01T00:00:00Z,A\n"),
                        Map.of("container", "GTM-EXAMPLE")));
        Windows windows = windows(
                list,
                Export.of("36", "2021-03-05T13:48:06Z").uet("4", ALL_PAGES).read(),
                Export.of("37", "2021-05-01T00:00:00Z").read(),
                Export.of("38", "2021-06-01T00:00:00Z").read());

        assertThat(list.faults()).isEmpty();
        assertThat(spans(windows, "Microsoft"))
                .containsExactly(
                        "2021-02-25T19:43:43.786Z 2021-03-07T10:00:00Z assumed",
                        "2021-03-07T10:00:00Z 2021-07-01T00:00:00Z certain");
    }

    @Test
    void times_without_an_offset_are_faults_and_no_guesses() {
        HistoryReading stated = new Export()
                .setting("published", "36 2021-03-07 10:00:00")
                .uet("4", ALL_PAGES)
                .read();
        HistoryReading list = new GtmReader()
                .read(new HistoryFile(
                        "v.csv",
                        "cd",
                        Bytes.utf8("version,published\n36,2021-03-07 10:00\n"),
                        Map.of("container", "GTM-EXAMPLE")));

        assertThat(stated.faults()).singleElement().asString().contains("published");
        assertThat(list.faults()).singleElement().asString().contains("line 2");
    }

    @Test
    void a_schedule_cuts_the_window_to_the_millisecond() {
        Windows windows = windows(
                Export.of("36", "2021-03-05T00:00:00Z")
                        .uet(
                                "4",
                                ALL_PAGES + ",\"scheduleStartMs\":\""
                                        + Instant.parse("2021-04-01T00:00:00.001Z")
                                                .toEpochMilli() + "\",\"scheduleEndMs\":\""
                                        + Instant.parse("2021-05-01T00:00:00.999Z")
                                                .toEpochMilli() + "\"")
                        .read(),
                Export.of("37", "2021-06-01T00:00:00Z").read());

        assertThat(spans(windows, "Microsoft"))
                .containsExactly("2021-04-01T00:00:00.001Z 2021-05-01T00:00:00.999Z assumed");
    }

    @Test
    void versions_that_agree_on_a_tag_make_one_window() {
        Windows windows = windows(
                Export.of("36", "2021-03-05T00:00:00Z").uet("4", ALL_PAGES).read(),
                Export.of("37", "2021-04-05T00:00:00Z").uet("4", ALL_PAGES).read(),
                Export.of("38", "2021-05-05T00:00:00Z").read());

        assertThat(spans(windows, "Microsoft"))
                .containsExactly("2021-02-25T19:43:43.786Z 2021-05-05T00:00:00Z assumed");
    }

    @Test
    void a_tag_last_changed_before_the_first_version_in_hand_is_assumed_to_have_been_there_since() {
        Windows windows = windows(
                Export.of("36", "2021-03-05T00:00:00Z").uet("4", ALL_PAGES).read());

        assertThat(spans(windows, "Microsoft"))
                .containsExactly("2021-02-25T19:43:43.786Z 2023-01-01T00:00:00Z assumed");
        assertThat(windows.gaps())
                .extracting(Windows.Gap::says)
                .anySatisfy(says -> assertThat(says).contains("before version 36"));
        assertThat(windows.gaps())
                .extracting(Windows.Gap::says)
                .anySatisfy(says -> assertThat(says).contains("after this"));
    }

    @Test
    void versions_that_are_not_in_hand_are_a_gap() {
        Windows windows = windows(
                Export.of("36", "2021-03-05T00:00:00Z").uet("4", ALL_PAGES).read(),
                Export.of("39", "2021-05-05T00:00:00Z").read());

        assertThat(windows.gaps()).anySatisfy(gap -> {
            assertThat(gap.says()).contains("versions 37 to 38");
            assertThat(gap.from()).isEqualTo("2021-03-05T00:00:00Z");
            assertThat(gap.to()).isEqualTo("2021-05-05T00:00:00Z");
        });
    }

    @Test
    void the_order_of_files_changes_nothing_and_a_file_twice_neither() {
        HistoryReading a =
                Export.of("36", "2021-03-05T00:00:00Z").uet("4", ALL_PAGES).read();
        HistoryReading b = Export.of("37", "2021-04-05T00:00:00Z")
                .html("5", "<script>fbq('track')</script>", ALL_PAGES)
                .read();
        HistoryReading c = Export.of("38", "2021-05-05T00:00:00Z").read();

        assertThat(windows(c, a, b, a)).isEqualTo(windows(a, b, c));
    }

    @Test
    void two_files_of_one_version_that_differ_are_a_conflict() {
        Windows windows = windows(
                Export.of("36", "2021-03-05T00:00:00Z").uet("4", ALL_PAGES).read(),
                Export.of("36", "2021-03-05T00:00:00Z").uet("5", ALL_PAGES).read());

        assertThat(windows.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.says()).contains("version 36"));
        assertThat(windows.windows())
                .allSatisfy(window -> assertThat(window.certainty()).isEqualTo(Certainty.ASSUMED));
    }

    // --- foreign bytes

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "{",
                "{}",
                "[]",
                "null",
                "[1,{\"containerVersion\":3}]",
                "{\"containerVersion\":{\"tag\":7,\"containerVersionId\":{}}}",
                "<html>",
                "{\"containerVersion\":{\"tag\":[[]],\"trigger\":[null]}}"
            })
    void what_is_no_export_is_a_fault_and_no_exception(String text) {
        HistoryReading reading = new Export().read(text);

        assertThat(reading.faults()).isNotEmpty();
        assertThat(reading.versions()).isEmpty();
    }

    @Test
    void an_export_cut_short_is_a_fault() {
        String json = new Export().uet("4", ALL_PAGES).json();

        assertThat(new Export().read(json.substring(0, json.length() / 2)).faults())
                .singleElement()
                .asString()
                .contains("not whole JSON");
    }

    @Test
    void an_expression_that_never_ends_is_stopped() {
        HeldTag tag = base(new Export()
                .uet("4", "\"firingTriggerId\":[\"9\"]")
                .trigger(
                        "9",
                        "PAGEVIEW",
                        "\"filter\":[" + Export.filter("MATCH_REGEX", "{{Page Path}}", "^/(x+x+)+y$") + "]"));

        assertThat(fires(tag, "www.clinic.example/" + "x".repeat(300))).isEqualTo(1);
    }

    @Test
    void a_container_of_megabytes_is_read_in_seconds() {
        Export export = new Export();
        for (int i = 0; i < 600; i++) {
            export.html(
                            Integer.toString(i),
                            "<script>" + "var a = 'https://cdn.tracker.example/x.js';\n".repeat(40) + "{{V" + i
                                    + "}}</script>",
                            "\"firingTriggerId\":[\"T" + i + "\"],\"blockingTriggerId\":[\"T" + (i + 1) % 600 + "\"]")
                    .trigger(
                            "T" + i,
                            "PAGEVIEW",
                            "\"filter\":[" + Export.filter("CONTAINS", "{{Page Path}}", "/p" + i) + "]")
                    .variable(
                            "V" + i,
                            "jsm",
                            Export.parameter("javascript", "{{V" + (i + 1) % 600 + "}} {{V" + (i + 2) % 600 + "}}"));
        }
        String json = export.json();
        long start = System.nanoTime();
        HistoryReading reading = export.read(json);

        assertThat(json.length()).isGreaterThan(1_200_000);
        assertThat(reading.versions().getFirst().tags()).hasSizeGreaterThanOrEqualTo(600);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_locale_changes_nothing() {
        Locale before = Locale.getDefault();
        try {
            HistoryReading plain = new Export()
                    .uet("4", "\"firingTriggerId\":[\"9\"]")
                    .trigger("9", "INIT", "")
                    .read();
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(new Export()
                            .uet("4", "\"firingTriggerId\":[\"9\"]")
                            .trigger("9", "INIT", "")
                            .read())
                    .isEqualTo(plain);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void every_window_says_where_it_was_read() {
        DisclosureWindow window =
                windows(new Export().uet("4", ALL_PAGES).read()).windows().getFirst();

        assertThat(window.provenance()).anySatisfy(provenance -> {
            assertThat(provenance.file()).isEqualTo("GTM-EXAMPLE_v36.json");
            assertThat(provenance.sha256()).isEqualTo("ab");
            assertThat(provenance.place()).contains("version 36").contains("tag 4 \"UET 4\"");
        });
    }
}
