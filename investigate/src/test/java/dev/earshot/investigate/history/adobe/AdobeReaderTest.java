package dev.earshot.investigate.history.adobe;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdobeReaderTest {
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2023-01-01T00:00:00Z");
    private static final String SEND = component("A", "adobe-analytics::actions::send-beacon", "{}", "");
    private static final String LOADED = component("E", "core::events::library-loaded", "{}", "");

    private static String rule(String id, int revision, String published, String more) {
        return """
                {"id":"%s","type":"rules","attributes":{"name":"Page views","enabled":true,"revision_number":%d,
                 "published_at":%s%s},"relationships":{"origin":{"data":{"id":"RL1","type":"rules"}},
                 "property":{"data":{"id":"PR1","type":"properties"}}}}""".formatted(id, revision, published.isEmpty() ? "null" : "\"" + published + "\"", more);
    }

    private static String component(String id, String descriptor, String settings, String more) {
        return """
                {"id":"RC%s","type":"rule_components","attributes":{"delegate_descriptor_id":"%s","name":"%s","revision_number":1,
                 "published_at":"2020-06-01T00:00:00.000Z","settings":"%s"%s},
                 "relationships":{"rules":{"data":[{"id":"RL1","type":"rules"}]}}}""".formatted(id, descriptor, id, settings.replace("\\", "\\\\").replace("\"", "\\\""), more);
    }

    private static HistoryReading of(String... resources) {
        return read("[{\"data\":[" + String.join(",", resources) + "]}]");
    }

    private static HistoryReading read(String json) {
        return new AdobeReader()
                .read(new HistoryFile("property.json", "ab", Bytes.utf8(json), Map.of("hosts", "www.clinic.example")));
    }

    private static HeldTag base(String... components) {
        String[] all = new String[components.length + 1];
        all[0] = rule("RLa", 1, "2021-01-01T00:00:00.000Z", "");
        System.arraycopy(components, 0, all, 1, components.length);
        HistoryReading reading = of(all);
        assertThat(reading.faults()).isEmpty();
        return reading.versions().getFirst().tags().getFirst();
    }

    private static int fires(HeldTag tag, String path, String query) {
        return PageRules.fires(tag.pages().text(), "GET", "www.clinic.example", path, query);
    }

    private static List<String> spans(HistoryReading reading) {
        return Windows.of(reading.versions(), FROM, TO).windows().stream()
                .filter(window -> window.elements().containsKey(DataElement.IP_ADDRESS))
                .map(window -> window.from() + " " + window.to() + " "
                        + window.certainty().id())
                .toList();
    }

    @Test
    void an_action_on_every_page_tells_its_vendor() {
        HeldTag tag = base(LOADED, SEND);

        assertThat(tag.vendor()).isEqualTo("Adobe Inc.");
        assertThat(fires(tag, "/oncology", "")).isEqualTo(2);
    }

    @Test
    void revisions_follow_each_other_from_when_each_was_published() {
        HistoryReading reading = of(
                rule("RL1", 0, "", ",\"dirty\":true"),
                rule("RLa", 1, "2021-01-01T00:00:00.000Z", ""),
                rule("RLb", 2, "2021-06-01T00:00:00.000Z", ",\"x\":1").replace("\"enabled\":true", "\"enabled\":false"),
                LOADED,
                SEND);

        assertThat(spans(reading)).containsExactly("2021-01-01T00:00:00Z 2021-06-01T00:00:00Z certain");
    }

    @Test
    void a_rule_that_was_deleted_ended_with_the_next_library() {
        String library =
                "{\"id\":\"LB1\",\"type\":\"libraries\",\"attributes\":{\"state\":\"published\",\"published_at\":\"2021-07-01T00:00:00.000Z\"}}";
        String rule = rule("RLa", 1, "2021-01-01T00:00:00.000Z", ",\"deleted_at\":\"2021-06-01T00:00:00.000Z\"");

        assertThat(spans(of(rule, LOADED, SEND, library)))
                .containsExactly("2021-01-01T00:00:00Z 2021-07-01T00:00:00Z certain");
    }

    @Test
    void a_rule_that_was_deleted_without_a_library_to_tell_when_is_assumed_to_have_ended_then() {
        String rule = rule("RLa", 1, "2021-01-01T00:00:00.000Z", ",\"deleted_at\":\"2021-06-01T00:00:00.000Z\"");
        HistoryReading reading = of(rule, LOADED, SEND);

        assertThat(reading.notices()).anySatisfy(notice -> assertThat(notice).contains("no published libraries"));
        assertThat(spans(reading)).singleElement().asString().startsWith("2021-01-01T00:00:00Z 2021-06-01T00:00:00Z");
    }

    @Test
    void a_rule_that_was_never_published_was_never_live() {
        HistoryReading reading = of(rule("RL1", 0, "", ""), LOADED, SEND);

        assertThat(reading.versions()).isEmpty();
        assertThat(reading.notices()).anySatisfy(notice -> assertThat(notice).contains("never published"));
    }

    @ParameterizedTest
    @CsvSource({
        "dom-ready,2",
        "window-loaded,2",
        "page-bottom,2",
        "click,1",
        "direct-call,1",
        "custom-event,1",
        "history-change,1"
    })
    void an_event_comes_with_the_page_or_is_in_no_log(String event, int fires) {
        assertThat(fires(base(component("E", "core::events::" + event, "{}", ""), SEND), "/", ""))
                .isEqualTo(fires);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "path ~ {\"paths\":[{\"value\":\"/book\"},{\"value\":\"/b2\"}]} ~ /book ~ '' ~ 2",
                "path ~ {\"paths\":[{\"value\":\"/book\"}]} ~ /book/2 ~ '' ~ 0",
                "path ~ {\"paths\":[{\"value\":\"^/BOOK\",\"valueIsRegex\":true}]} ~ /book/2 ~ '' ~ 2",
                "path ~ {} ~ /book ~ '' ~ 1",
                "path-and-querystring ~ {\"paths\":[{\"value\":\"/book?a=1\"}]} ~ /book ~ a=1 ~ 2",
                "path-and-querystring ~ {\"paths\":[{\"value\":\"/book\"}]} ~ /book ~ a=1 ~ 0",
                "path-and-querystring ~ {\"paths\":[{\"value\":\"^/book$\",\"valueIsRegex\":true}]} ~ /book ~ '' ~ 2",
                "path-and-querystring ~ {\"paths\":[{\"value\":\"^/book$\",\"valueIsRegex\":true}]} ~ /book ~ a=1 ~ 1",
                "path-and-querystring ~ {\"paths\":[{\"value\":\"/book\",\"valueIsRegex\":true}]} ~ /book ~ a=1 ~ 2",
                "path-and-querystring ~ {\"paths\":[{\"value\":\"/book\",\"valueIsRegex\":true}]} ~ /x ~ a=/book ~ 1",
                "path-and-querystring ~ {\"paths\":[{\"value\":\"/book\",\"valueIsRegex\":true}]} ~ /x ~ '' ~ 0",
                "domain ~ {\"domains\":[\"clinic.example\"]} ~ / ~ '' ~ 2",
                "domain ~ {\"domains\":[\"inic.example\"]} ~ / ~ '' ~ 0",
                "subdomain ~ {\"subdomains\":[{\"value\":\"my.clinic.example\"}]} ~ / ~ '' ~ 0",
                "query-string-parameter ~ {\"name\":\"a\",\"value\":\"1\"} ~ / ~ a=1 ~ 2",
                "query-string-parameter ~ {\"name\":\"a\",\"value\":\"\"} ~ / ~ b=1 ~ 0",
                "custom-code ~ {\"source\":\"return true\"} ~ / ~ '' ~ 1",
                "cookie ~ {\"name\":\"a\"} ~ / ~ '' ~ 1",
            })
    void conditions_are_replayed(String condition, String settings, String path, String query, int fires) {
        HeldTag tag = base(LOADED, SEND, component("C", "core::conditions::" + condition, settings, ""));

        assertThat(fires(tag, path, query)).as(tag.pages().text()).isEqualTo(fires);
    }

    @Test
    void a_negated_condition_is_an_exception() {
        HeldTag tag = base(
                LOADED,
                SEND,
                component("C", "core::conditions::path", "{\"paths\":[{\"value\":\"/portal\"}]}", ",\"negate\":true"));

        assertThat(fires(tag, "/portal", "")).isZero();
        assertThat(fires(tag, "/", "")).isEqualTo(2);
    }

    @Test
    void custom_code_is_searched_for_whom_it_calls() {
        HeldTag tag = base(
                LOADED,
                component(
                        "A",
                        "core::actions::custom-code",
                        "{\"source\":\"fbq('init', '%Member ID%');\",\"language\":\"javascript\"}",
                        ""));

        assertThat(tag.vendor()).isEqualTo("Meta Platforms, Inc.");
        assertThat(of(
                                rule("RLa", 1, "2021-01-01T00:00:00Z", ""),
                                LOADED,
                                component(
                                        "A",
                                        "core::actions::custom-code",
                                        "{\"source\":\"fbq('init', '%Member ID%');\"}",
                                        ""))
                        .versions()
                        .getFirst()
                        .tags())
                .anySatisfy(held -> assertThat(held.elements()).containsKey(DataElement.MEMBER_ID));
    }

    @Test
    void an_action_of_an_unknown_extension_is_told_of() {
        HistoryReading reading =
                of(rule("RLa", 1, "2021-01-01T00:00:00Z", ""), LOADED, component("A", "acme::actions::go", "{}", ""));

        assertThat(reading.notices()).anySatisfy(notice -> assertThat(notice).contains("acme::actions::go"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "null",
                "{\"data\":[{\"id\":\"RL1\",\"type\":\"rules\",\"attributes\":{}}]}",
                "{\"data\":[{\"id\":{},\"type\":[],\"attributes\":3}]}"
            })
    void what_is_no_export_is_a_fault(String text) {
        HistoryReading reading = read(text);

        assertThat(reading.versions()).isEmpty();
        assertThat(reading.faults()).isNotEmpty();
    }

    @FuzzTest(maxDuration = "2m")
    void an_export(byte[] file) {
        HistoryReading reading = new AdobeReader().read(new HistoryFile("a.json", "ab", Bytes.copyOf(file), Map.of()));
        Windows.of(reading.versions(), FROM, TO);
    }
}
