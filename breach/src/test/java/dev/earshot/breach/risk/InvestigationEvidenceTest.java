package dev.earshot.breach.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvestigationEvidenceTest {
    private static final String REPORT = """
            {
              "schema" : "earshot-investigation/1",
              "investigation" : "Website trackers",
              "zone" : "America/Los_Angeles",
              "incomplete" : [ "Logs of two days are missing." ],
              "individuals" : { "exposed" : 222, "cannot-tell" : 21, "not-exposed" : 237 },
              "windows" : [ {
                "id" : "w-248a9569938c", "vendor" : "Tracker LLC", "tracker" : "Tracker Pixel",
                "from" : "2023-07-20T17:00:00Z", "to" : "2024-02-16T08:00:00Z", "certainty" : "certain",
                "exposed" : 142, "possible" : 0,
                "elements" : { "search-terms" : "INFERRED", "ip-address" : "PROVEN" }
              } ]
            }
            """;

    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("report.json"), text);
    }

    @Test
    void an_investigation_fills_the_first_three_factors() throws IOException {
        Evidence evidence = InvestigationEvidence.read(write(REPORT));
        assertThat(evidence.on(Factor.NATURE))
                .containsExactly(
                        "Disclosed in all: ip-address, search-terms.",
                        "222 individuals were exposed for certain.",
                        "For 21 individuals it can't be told.");
        assertThat(evidence.on(Factor.RECIPIENT))
                .singleElement()
                .asString()
                .contains("Tracker LLC by Tracker Pixel", "142 individuals", "window w-248a9569938c");
        assertThat(evidence.on(Factor.ACQUIRED))
                .anySatisfy(sentence -> assertThat(sentence).contains("whether a vendor answered is in neither"))
                .anySatisfy(sentence -> assertThat(sentence).contains("Not complete: Logs of two days are missing."));
        assertThat(evidence.on(Factor.MITIGATED)).isEmpty();
        assertThat(evidence.inputs()).containsKey("report.json");
    }

    @Test
    void a_window_that_ends_at_midnight_ends_on_the_day_before() throws IOException {
        assertThat(InvestigationEvidence.read(write(REPORT)).sent().getFirst().to())
                .isEqualTo(LocalDate.parse("2024-02-15"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"schema\": \"earshot-scan/1\"}",
                "{\"schema\": \"earshot-investigation/1\"}",
                "{\"schema\": \"earshot-investigation/1\", \"zone\": \"UTC\", \"windows\": [{\"from\": \"soon\"}]}",
            })
    void what_is_no_report_is_refused_with_what_to_do(String text) {
        assertThatThrownBy(() -> InvestigationEvidence.read(write(text)))
                .isInstanceOfSatisfying(
                        EarshotException.class,
                        refused -> assertThat(refused.code()).isEqualTo(EarshotException.Code.USAGE))
                .hasMessageContaining("earshot investigate");
    }

    @Test
    void a_report_that_is_not_there_is_named() {
        assertThatThrownBy(() -> InvestigationEvidence.read(folder.resolve("none.json")))
                .hasMessageContaining("none.json");
    }
}
