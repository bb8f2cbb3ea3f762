package dev.earshot.investigate.history.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppHistoryTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "hosts", "api.clinic.example\napp.clinic.example",
            "published", "4.1 2021-03-01T10:00:00Z\n4.10 2021-05-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"seen-sending,2", "decoded,2", "configured,1", "called,1"})
    void only_an_sdk_that_was_seen_sending_is_certain_to_have_sent(String rung, int fires) {
        HeldTag tag = read(app("4.1", sdk(rung, false)), SETTINGS)
                .versions()
                .getFirst()
                .tags()
                .getFirst();

        assertThat(PageRules.fires(tag.pages().text(), "POST", "api.clinic.example", "/login", ""))
                .isEqualTo(fires);
        assertThat(PageRules.fires(tag.pages().text(), "POST", "app.clinic.example", "/", ""))
                .isEqualTo(fires);
        assertThat(PageRules.fires(tag.pages().text(), "POST", "www.clinic.example", "/", ""))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"defined", "referenced"})
    void an_sdk_that_is_merely_held_told_nobody_and_is_named(String rung) {
        HistoryReading reading = read(app("4.1", sdk(rung, false)), SETTINGS);

        assertThat(reading.versions().getFirst().tags()).isEmpty();
        assertThat(reading.notices()).singleElement().asString().contains("Facebook SDK", "4.1");
    }

    @Test
    void infrastructure_is_no_recipient() {
        HistoryReading reading = read(app("4.1", sdk("seen-sending", true)), SETTINGS);

        assertThat(reading.versions().getFirst().tags()).isEmpty();
        assertThat(reading.notices()).isEmpty();
    }

    @Test
    void what_the_sdk_collects_is_documented_and_what_the_app_hands_over_is_inferred() {
        HeldTag tag = read(app("4.1", sdk("decoded", false)), SETTINGS)
                .versions()
                .getFirst()
                .tags()
                .getFirst();

        assertThat(tag.elements())
                .containsEntry(DataElement.IP_ADDRESS, Basis.INHERENT)
                .containsEntry(DataElement.ADVERTISING_ID, Basis.DECODED)
                .containsEntry(DataElement.EMAIL, Basis.INFERRED)
                .hasSize(4);
    }

    @Test
    void an_element_that_is_collected_and_handed_over_is_known_by_the_stronger() {
        String both = sdk("decoded", false).replace("\"email\"", "\"advertising-id\"");

        assertThat(read(app("4.1", both), SETTINGS)
                        .versions()
                        .getFirst()
                        .tags()
                        .getFirst()
                        .elements())
                .containsEntry(DataElement.ADVERTISING_ID, Basis.DECODED);
    }

    @Test
    void a_release_went_out_when_the_plan_says_and_not_when_that_of_a_longer_number_did() {
        ContainerVersion version =
                read(app("4.1", sdk("decoded", false)), SETTINGS).versions().getFirst();

        assertThat(version.container()).isEqualTo("app android com.clinic.example");
        assertThat(version.version()).isEqualTo("4.1");
        assertThat(version.moments()).singleElement().satisfies(moment -> {
            assertThat(moment.when()).isEqualTo(ContainerVersion.When.PUBLISHED);
            assertThat(moment.at()).isEqualTo(Instant.parse("2021-03-01T10:00:00Z"));
        });
    }

    @Test
    void a_release_that_the_plan_does_not_date_has_no_moment() {
        assertThat(read(app("4.2", sdk("decoded", false)), SETTINGS)
                        .versions()
                        .getFirst()
                        .moments())
                .isEmpty();
    }

    @Test
    void without_hosts_every_request_is_undetermined() {
        HeldTag tag = read(app("4.1", sdk("seen-sending", false)), Map.of())
                .versions()
                .getFirst()
                .tags()
                .getFirst();

        assertThat(PageRules.fires(tag.pages().text(), "POST", "api.clinic.example", "/", ""))
                .isEqualTo(1);
    }

    @Test
    void a_date_that_is_none_is_a_fault_and_no_exception() {
        HistoryReading reading = read(app("4.1", sdk("decoded", false)), Map.of("published", "4.1 in spring"));

        assertThat(reading.faults()).hasSize(1);
    }

    @Test
    void what_is_no_report_of_an_app_is_a_fault() {
        for (String other : List.of(
                "",
                "not JSON",
                "[]",
                "{}",
                "{\"apps\": []}",
                app("4.1", sdk("of-tomorrow", false)),
                app("4.1", sdk("", false)),
                "{\"apps\":[".repeat(2000))) {
            HistoryReading reading = read(other, SETTINGS);
            assertThat(reading.versions()).as(other).isEmpty();
            assertThat(reading.faults()).as(other).hasSize(1);
        }
    }

    private static String app(String version, String sdk) {
        return "{\"schema\":\"earshot-report/1\",\"apps\":[{\"platform\":\"android\",\"id\":\"com.clinic.example\","
                + "\"version\":\"" + version + "\",\"sdks\":[" + sdk + "]}]}";
    }

    private static String sdk(String rung, boolean infrastructure) {
        return "{\"id\":\"facebook\",\"name\":\"Facebook SDK\",\"vendor\":\"Meta Platforms, Inc.\",\"rung\":\"" + rung
                + "\",\"infrastructure\":" + infrastructure
                + ",\"collects\":[\"advertising-id\",\"of-tomorrow\"],\"handOvers\":[{\"element\":\"email\"}]}";
    }

    private static HistoryReading read(String report, Map<String, String> settings) {
        return new AppHistory().read(new HistoryFile("report.json", "ab", Bytes.utf8(report), settings));
    }
}
