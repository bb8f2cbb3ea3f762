package dev.earshot.investigate.history.tealium;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TealiumReaderTest {
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2023-01-01T00:00:00Z");

    private static String profile(String version, String tags, String loadRules) {
        return """
                {"account":"clinic","profile":"main","version":"%s","versionDetails":{"environmentVersions":{"prod":true}},
                 "environmentVersions":{"prod":"%s"},"linkedLibraries":null,
                 "tags":[%s],"loadRules":[%s]}""".formatted(version, version, tags, loadRules);
    }

    private static String tag(String rest) {
        return """
                {"id":"7","tagName":"Twitter","name":"X","status":"active","selectedTargets":{"prod":true}%s}""".formatted(rest);
    }

    private static String rule(String id, String conditions) {
        return """
                {"id":%s,"name":"R%s","status":"active","startDate":null,"endDate":null,"loadRuleCondition":[%s]}""".formatted(id, id, conditions);
    }

    private static String condition(String variable, String operator, String value) {
        return """
                {"variable":"%s","operator":"%s","value":"%s"}""".formatted(variable, operator, value);
    }

    private static HistoryReading read(String json, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("zone", "America/Chicago"));
        for (int i = 0; i + 1 < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new TealiumReader().read(new HistoryFile("main.json", "ab", Bytes.utf8(json), all));
    }

    private static List<HeldTag> tags(String tags, String rules) {
        return read(profile("202103051348", tags, rules)).versions().getFirst().tags();
    }

    private static int fires(HeldTag tag, String path, String query) {
        return PageRules.fires(tag.pages().text(), "GET", "www.clinic.example", path, query);
    }

    @Test
    void a_tag_on_all_pages_tells_its_vendor() {
        HeldTag tag = tags(tag(",\"loadRule\":\"all\""), "").getFirst();

        assertThat(tag.vendor()).isEqualTo("X Corp.");
        assertThat(tag.live()).isTrue();
        assertThat(fires(tag, "/oncology", "")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"inactive,true", "active,false"})
    void a_tag_that_is_off_or_not_for_production_is_not_live(String status, String prod) {
        String json = tag("").replace("\"active\"", "\"" + status + "\"").replace("\"prod\":true", "\"prod\":" + prod);

        assertThat(tags(json, "")).isNotEmpty().allMatch(tag -> !tag.live());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "dom.pathname ~ equals ~ /book ~ /book ~ '' ~ 2",
                "dom.pathname ~ equals ~ /book ~ /Book ~ '' ~ 0",
                "dom.pathname ~ equals_ignore_case ~ /book ~ /Book ~ '' ~ 2",
                "dom.pathname ~ does_not_equal ~ /book ~ /book ~ '' ~ 0",
                "dom.pathname ~ contains ~ oo ~ /book ~ '' ~ 2",
                "dom.pathname ~ does_not_contain ~ oo ~ /x ~ '' ~ 2",
                "dom.pathname ~ starts_with ~ /b ~ /book ~ '' ~ 2",
                "dom.pathname ~ does_not_start_with ~ /b ~ /book ~ '' ~ 0",
                "dom.pathname ~ ends_with ~ ok ~ /book ~ '' ~ 2",
                "dom.pathname ~ does_not_end_with_ignore_case ~ OK ~ /book ~ '' ~ 0",
                "dom.pathname ~ regular_expression ~ ^/b ~ /book ~ '' ~ 2",
                "dom.domain ~ equals ~ www.clinic.example ~ /book ~ '' ~ 2",
                "dom.domain ~ equals ~ clinic.example ~ /book ~ '' ~ 0",
                "qp.campaign ~ equals ~ a ~ / ~ campaign=a ~ 2",
                "qp.campaign ~ defined ~ '' ~ / ~ x=a ~ 0",
                "qp.campaign ~ is_not_defined ~ '' ~ / ~ x=a ~ 2",
                "dom.pathname ~ something_new ~ /b ~ /book ~ '' ~ 1",
                "js.page_type ~ equals ~ search ~ / ~ '' ~ 1",
                "udo.page_type ~ does_not_equal ~ search ~ / ~ '' ~ 1",
                "dom.referrer ~ contains ~ x ~ / ~ '' ~ 1",
                "cp.consent ~ equals ~ 1 ~ / ~ '' ~ 1",
            })
    void conditions_are_replayed(String variable, String operator, String value, String path, String query, int fires) {
        HeldTag tag = tags(tag(",\"loadRule\":\"2\""), rule("2", "[" + condition(variable, operator, value) + "]"))
                .getFirst();

        assertThat(fires(tag, path, query)).as(tag.pages().text()).isEqualTo(fires);
    }

    @Test
    void conditions_of_a_row_must_all_hold_and_rows_are_alternatives() {
        String rows =
                "[" + condition("dom.pathname", "starts_with", "/a") + "," + condition("dom.pathname", "ends_with", "z")
                        + "],[" + condition("dom.pathname", "equals", "/other") + "]";
        HeldTag tag = tags(tag(",\"loadRule\":\"2\""), rule("2", rows)).getFirst();

        assertThat(fires(tag, "/a/z", "")).isEqualTo(2);
        assertThat(fires(tag, "/a/y", "")).isZero();
        assertThat(fires(tag, "/other", "")).isEqualTo(2);
    }

    @Test
    void several_load_rules_join_as_the_tag_says() {
        String rules = rule("2", "[" + condition("dom.pathname", "starts_with", "/a") + "]") + ","
                + rule("3", "[" + condition("dom.pathname", "ends_with", "z") + "]");
        HeldTag all = tags(tag(",\"loadRule\":\"2,3\",\"loadRuleJoinOperator\":\"all\""), rules)
                .getFirst();
        HeldTag any = tags(tag(",\"loadRule\":\"2,3\",\"loadRuleJoinOperator\":\"any\""), rules)
                .getFirst();

        assertThat(fires(all, "/a/y", "")).isZero();
        assertThat(fires(any, "/a/y", "")).isEqualTo(2);
    }

    @Test
    void a_load_rule_that_is_not_in_the_export_or_has_dates_is_undetermined() {
        String dated = rule("2", "").replace("\"startDate\":null", "\"startDate\":\"202203010000\"");

        assertThat(fires(tags(tag(",\"loadRule\":\"9\""), "").getFirst(), "/", ""))
                .isEqualTo(1);
        assertThat(fires(tags(tag(",\"loadRule\":\"2\""), dated).getFirst(), "/", ""))
                .isEqualTo(1);
    }

    @Test
    void mapped_variables_are_told_where_they_had_a_value() {
        List<HeldTag> tags = tags(
                tag(",\"dataMappings\":[{\"variable\":\"member_id\",\"type\":\"js\",\"mappings\":[\"email\"]}]"), "");

        assertThat(tags).anySatisfy(tag -> {
            assertThat(tag.elements())
                    .containsEntry(DataElement.MEMBER_ID, Basis.INFERRED)
                    .containsEntry(DataElement.EMAIL, Basis.INFERRED);
            assertThat(fires(tag, "/", "")).isEqualTo(1);
        });
    }

    @Test
    void versions_are_live_from_when_they_were_published_and_else_from_when_they_were_saved() {
        List<ContainerVersion> versions = new ArrayList<>();
        versions.addAll(read(profile("202103051348", tag(""), "")).versions());
        versions.addAll(read(profile("202106010000", "", "")).versions());
        List<ContainerVersion> published = new ArrayList<>();
        published.addAll(read(
                        profile("202103051348", tag(""), ""),
                        "published",
                        "202103051348 2021-03-06T00:00:00Z\n202106010000 2021-06-02T00:00:00Z")
                .versions());
        published.addAll(read(profile("202106010000", "", "")).versions());

        assertThat(spans(versions)).containsExactly("2021-03-05T19:48:00Z 2021-06-01T05:00:00Z assumed");
        assertThat(spans(published)).containsExactly("2021-03-06T00:00:00Z 2021-06-02T00:00:00Z certain");
    }

    private static List<String> spans(List<ContainerVersion> versions) {
        return Windows.of(versions, FROM, TO).windows().stream()
                .filter(window -> window.elements().containsKey(DataElement.IP_ADDRESS))
                .map(window -> window.from() + " " + window.to() + " "
                        + window.certainty().id())
                .toList();
    }

    @Test
    void a_tag_whose_vendor_is_not_known_is_told_of_and_found_by_its_code_where_it_has_any() {
        String unknown = tag("").replace("Twitter", "Something");
        String coded = tag(",\"template\":\"u.base_url = '//cdn.tracker.example/p.js';\"")
                .replace("Twitter", "Something");

        assertThat(read(profile("202103051348", unknown, "")).notices())
                .anySatisfy(notice -> assertThat(notice).contains("tag 7"));
        assertThat(tags(coded, "").getFirst().vendor()).isEqualTo("tracker.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}", "[]", "null", "{\"version\":\"202103051348\"}", "{\"version\":{},\"tags\":[]}"})
    void what_is_no_profile_is_a_fault(String text) {
        HistoryReading reading = read(text);

        assertThat(reading.versions()).isEmpty();
        assertThat(reading.faults()).isNotEmpty();
    }

    @FuzzTest(maxDuration = "2m")
    void a_profile(byte[] file) {
        HistoryReading reading =
                new TealiumReader().read(new HistoryFile("a.json", "ab", Bytes.copyOf(file), Map.of()));
        Windows.of(reading.versions(), FROM, TO);
    }
}
