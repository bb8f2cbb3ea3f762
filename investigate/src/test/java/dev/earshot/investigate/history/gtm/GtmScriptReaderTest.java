package dev.earshot.investigate.history.gtm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.element.DataElement;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GtmScriptReaderTest {
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2023-01-01T00:00:00Z");
    private static final String ALL_PAGES = "[[[\"if\",0],[\"add\",0]]]";

    private static String script(String version, String tags, String rules) {
        return """
                // Copyright 2012 Google Inc. All rights reserved.
                (function(){
                var data = {
                "resource": {
                  "version":"%s",
                  "macros":[{"function":"__e"},{"function":"__u","vtp_component":"PATH"},{"function":"__v","vtp_name":"user.email","vtp_dataLayerVersion":2},{"function":"__u","vtp_component":"HOST"}],
                  "tags":[%s],
                  "predicates":[{"function":"_eq","arg0":["macro",0],"arg1":"gtm.js"},
                   {"function":"_sw","arg0":["macro",1],"arg1":"/portal"},
                   {"function":"_eq","arg0":["macro",0],"arg1":"booked"},
                   {"function":"_re","arg0":["macro",0],"arg1":".*"},
                   {"function":"_re","arg0":["macro",1],"arg1":"^/BOOK","ignore_case":true},
                   {"function":"_eq","arg0":["macro",0],"arg1":"gtm.historyChange"},
                   {"function":"_eq","arg0":["macro",3],"arg1":"my.clinic.example"}],
                  "rules":%s
                },
                "runtime":[[50,"__cvt_77_5",[46,"a"],[52,"b",["require","injectScript"]],["b","https:\\/\\/snap.licdn.com\\/li.lms-analytics\\/insight.min.js"]]]
                };
                var rest = function(a) { return a.resource; };
                })();
                """.formatted(version, tags, rules);
    }

    private static final String UET =
            "{\"function\":\"__baut\",\"vtp_tagId\":\"424242\",\"once_per_event\":true,\"tag_id\":4}";

    private static HistoryReading read(String name, String code) {
        return new GtmScriptReader()
                .read(new HistoryFile(
                        name,
                        "ab",
                        Bytes.utf8(code),
                        Map.of("hosts", "www.clinic.example", "container", "GTM-EXAMPLE")));
    }

    private static List<HeldTag> tags(String tags, String rules) {
        HistoryReading reading = read("gtm-20210305134806.js", script("36", tags, rules));
        assertThat(reading.faults()).isEmpty();
        return reading.versions().getFirst().tags();
    }

    private static int fires(HeldTag tag, String host, String path) {
        return PageRules.fires(tag.pages().text(), "GET", host, path, "");
    }

    @Test
    void a_copy_says_what_it_held_and_when_it_was_served() {
        ContainerVersion version = read("gtm-20210305134806.js", script("36", UET, ALL_PAGES))
                .versions()
                .getFirst();

        assertThat(version.container()).isEqualTo("GTM-EXAMPLE");
        assertThat(version.version()).isEqualTo("36");
        assertThat(version.moments()).singleElement().satisfies(moment -> {
            assertThat(moment.when()).isEqualTo(ContainerVersion.When.SEEN);
            assertThat(moment.at()).isEqualTo("2021-03-05T13:48:06Z");
        });
        assertThat(version.tags().getFirst().vendor()).isEqualTo("Microsoft Corporation");
        assertThat(fires(version.tags().getFirst(), "www.clinic.example", "/")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[\"if\",0,1],[\"add\",0]]]                     | /portal/x | 2",
                "[[[\"if\",0,1],[\"add\",0]]]                     | /x        | 0",
                "[[[\"if\",0],[\"unless\",1],[\"add\",0]]]        | /portal/x | 0",
                "[[[\"if\",0],[\"unless\",1],[\"add\",0]]]        | /x        | 2",
                "[[[\"if\",0],[\"add\",0]],[[\"if\",3,1],[\"block\",0]]] | /portal/x | 0",
                "[[[\"if\",0],[\"add\",0]],[[\"if\",3,1],[\"block\",0]]] | /x        | 2",
                "[[[\"if\",0],[\"add\",0]],[[\"if\",2],[\"block\",0]]]   | /x        | 2",
                "[[[\"if\",2],[\"add\",0]]]                       | /x        | 1",
                "[[[\"if\",2,1],[\"add\",0]]]                     | /x        | 0",
                "[[[\"if\",3],[\"add\",0]]]                       | /x        | 2",
                "[[[\"if\",0,4],[\"add\",0]]]                     | /book     | 2",
                "[[[\"if\",5,1],[\"add\",0]]]                     | /x        | 1",
                "[[[\"if\",5,6],[\"add\",0]]]                     | /x        | 0",
            })
    void rules_are_replayed(String rules, String path, int fires) {
        HeldTag tag = tags(UET, rules).getFirst();

        assertThat(fires(tag, "www.clinic.example", path))
                .as(tag.pages().text())
                .isEqualTo(fires);
    }

    @Test
    void a_paused_tag_of_a_copy_is_not_live() {
        String paused = "{\"function\":\"__paused\",\"vtp_originalTagType\":\"baut\",\"tag_id\":4}";

        assertThat(tags(paused, ALL_PAGES)).isNotEmpty().allMatch(tag -> !tag.live());
    }

    @Test
    void consent_setup_and_code_are_read_as_in_an_export() {
        String consent = "{\"function\":\"__baut\",\"consent\":[\"list\",\"ad_storage\"],\"tag_id\":4}";
        String none = "{\"function\":\"__baut\",\"consent\":[\"list\"],\"tag_id\":4}";
        String setup =
                "{\"function\":\"__baut\",\"tag_id\":4},{\"function\":\"__html\",\"setup_tags\":[\"list\",[\"tag\",0,0]],\"vtp_html\":\"\\u003Cscript\\u003Ex()\\u003C\\/script\\u003E\",\"tag_id\":5}";
        String html =
                "{\"function\":\"__html\",\"vtp_html\":[\"template\",\"\\n\\x3cscript\\x3efbq(\\x27init\\x27,{em:\",[\"escape\",[\"macro\",2],8,16],\"})\\u003C\\/script\\u003E\"],\"tag_id\":5}";
        String template = "{\"function\":\"__cvt_77_5\",\"tag_id\":6}";

        assertThat(fires(tags(consent, ALL_PAGES).getFirst(), "www.clinic.example", "/"))
                .isEqualTo(1);
        assertThat(fires(tags(none, ALL_PAGES).getFirst(), "www.clinic.example", "/"))
                .isEqualTo(2);
        assertThat(fires(tags(setup, "[[[\"if\",0],[\"add\",1]]]").getFirst(), "www.clinic.example", "/"))
                .isEqualTo(2);
        assertThat(tags(html, ALL_PAGES)).extracting(HeldTag::vendor).containsOnly("Meta Platforms, Inc.");
        assertThat(tags(html, ALL_PAGES))
                .anySatisfy(tag -> assertThat(tag.elements()).containsKey(DataElement.EMAIL));
        assertThat(tags(template, ALL_PAGES)).extracting(HeldTag::vendor).containsOnly("LinkedIn Corporation");
    }

    @Test
    void a_rule_that_points_nowhere_is_a_fault() {
        HistoryReading reading = read("gtm-20210305134806.js", script("36", UET, "[[[\"if\",99],[\"add\",0,7]]]"));

        assertThat(reading.faults()).hasSize(2);
        assertThat(fires(reading.versions().getFirst().tags().getFirst(), "www.clinic.example", "/"))
                .isEqualTo(1);
    }

    @Test
    void two_copies_of_one_version_make_the_time_between_them_certain() {
        List<ContainerVersion> versions = new ArrayList<>();
        versions.addAll(
                read("gtm-20210305000000.js", script("36", UET, ALL_PAGES)).versions());
        versions.addAll(
                read("gtm-20210405000000.js", script("36", UET, ALL_PAGES)).versions());
        versions.addAll(read("gtm-20210605000000.js", script("38", "", "[]")).versions());
        Windows windows = Windows.of(versions, FROM, TO);

        assertThat(windows.windows().stream()
                        .filter(window -> window.elements().containsKey(DataElement.IP_ADDRESS))
                        .map(window -> window.from() + " " + window.to() + " "
                                + window.certainty().id()))
                .containsExactly(
                        "2021-03-05T00:00:00Z 2021-04-05T00:00:00Z certain",
                        "2021-04-05T00:00:00Z 2021-06-05T00:00:00Z assumed");
    }

    @Test
    void a_copy_shows_that_a_version_stored_before_was_not_yet_live() {
        List<ContainerVersion> versions = new ArrayList<>();
        versions.addAll(Export.of("36", "2021-03-01T00:00:00Z")
                .uet("4", "\"firingTriggerId\":[\"2147479553\"]")
                .read()
                .versions());
        versions.addAll(Export.of("37", "2021-04-01T00:00:00Z").read().versions());
        versions.addAll(
                read("gtm-20210501000000.js", script("36", UET, ALL_PAGES)).versions());
        Windows windows = Windows.of(versions, FROM, TO);

        assertThat(windows.windows().stream()
                        .filter(window -> window.elements().containsKey(DataElement.IP_ADDRESS))
                        .map(DisclosureWindow::to)
                        .max(Instant::compareTo))
                .contains(Instant.parse("2021-05-01T00:00:00.001Z"));
    }

    @Test
    void a_copy_without_a_date_is_told_of() {
        HistoryReading reading = read("gtm.js", script("36", UET, ALL_PAGES));

        assertThat(reading.notices()).singleElement().asString().contains("no date");
        assertThat(reading.versions().getFirst().moments()).isEmpty();
    }

    @Test
    void the_container_is_named_by_the_file_where_the_plan_does_not() {
        HistoryReading reading = new GtmScriptReader()
                .read(new HistoryFile("GTM-ABCD123.js", "ab", Bytes.utf8(script("36", UET, ALL_PAGES)), Map.of()));

        assertThat(reading.versions().getFirst().container()).isEqualTo("GTM-ABCD123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "var x = 1;",
                "{\"resource\":{",
                "\"resource\":{\"tags\":[}",
                "\"resource\":{\"tags\":[]}",
                "\"resource\":{\"version\":\"3",
                "\"resource\":{\"tags\":[\"a\nb\"]}"
            })
    void what_is_no_container_is_a_fault(String code) {
        HistoryReading reading = read("gtm-20210305134806.js", code);

        assertThat(reading.versions()).isEmpty();
        assertThat(reading.faults()).isNotEmpty();
    }
}
