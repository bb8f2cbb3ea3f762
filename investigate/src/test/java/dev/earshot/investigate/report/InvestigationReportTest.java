package dev.earshot.investigate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.LogGap;
import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.history.DisclosureWindow.Certainty;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.identity.SourceAccount;
import dev.earshot.investigate.log.FileAccount;
import dev.earshot.investigate.log.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InvestigationReportTest {
    @TempDir
    Path folder;

    @Test
    void the_page_says_how_many_were_exposed_how_many_not_and_for_how_many_it_cannot_tell() throws IOException {
        String page = page(outcome(List.of()));

        assertThat(page)
                .contains("1,204 persons were exposed; for 77 it can't be told; 9,000 were not.")
                .contains("CA: 1,000")
                .contains("Meta Pixel")
                .contains("Complete");
    }

    @Test
    void an_incomplete_answer_says_so_before_any_figure() throws IOException {
        String page = page(outcome(List.of("2 % of the lines could not be read.")));

        assertThat(page).contains("Not complete").contains("2 % of the lines could not be read.");
        assertThat(page.indexOf("Not complete")).isLessThan(page.indexOf("class=\"figures\""));
    }

    @Test
    void the_lines_of_the_reconciliation_sum_to_all_lines() throws IOException {
        InvestigationReport.write(outcome(List.of()), folder);
        JsonNode json =
                JsonMapper.shared().readTree(folder.resolve("report.json").toFile());

        long aside = json.path("lines")
                .path("setAside")
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .sum();
        assertThat(json.path("lines").path("used").asLong() + aside)
                .isEqualTo(json.path("lines").path("all").asLong())
                .isEqualTo(1_000_000);
    }

    @Test
    void an_open_gap_is_told_with_the_name_by_which_it_is_settled() throws IOException {
        assertThat(page(outcome(List.of())))
                .contains("gap-portal.clinic.example-2026-03-04")
                .contains("While a gap is open");
    }

    @Test
    void the_page_fetches_nothing() throws IOException {
        assertThat(page(outcome(List.of())))
                .doesNotContain("http://")
                .doesNotContain("https://")
                .contains("default-src &#39;none&#39;");
    }

    private String page(Outcome outcome) throws IOException {
        InvestigationReport.write(outcome, folder);
        return Files.readString(folder.resolve("report.html"));
    }

    private static Outcome outcome(List<String> incomplete) {
        DisclosureWindow pixel =
                window("Meta Platforms, Inc.", "Meta Pixel", Certainty.CERTAIN, "2026-01-10", "2026-05-01");
        DisclosureWindow uet =
                window("Microsoft Corporation", "Microsoft UET", Certainty.ASSUMED, "2026-02-01", "2026-04-01");
        return new Outcome(
                "Clinic 2026",
                "The Clinic",
                Instant.parse("2026-01-01T08:00:00Z"),
                Instant.parse("2026-07-01T07:00:00Z"),
                ZoneId.of("America/Los_Angeles"),
                "an engine",
                List.of(new FileAccount(
                        1,
                        "/logs/www-1.log.gz",
                        "ab".repeat(32),
                        "combined",
                        1_000_000,
                        200_000,
                        Map.of(SetAside.NOT_A_PAGE, 700_000L, SetAside.BOT, 99_000L, SetAside.UNREADABLE, 1_000L),
                        1_770_000_000_000_000L,
                        1_780_000_000_000_000L,
                        List.of("It ends in mid-stream."))),
                List.of(new Outcome.Told(pixel, 1_204, 90), new Outcome.Told(uet, 0, 80)),
                List.of(),
                Map.of(),
                List.of(new LogGap(
                        "portal.clinic.example",
                        Instant.parse("2026-03-04T00:00:00Z"),
                        Instant.parse("2026-03-06T00:00:00Z"),
                        "")),
                List.of(new SourceAccount(
                        1, "logins", "/identity/logins.csv", "", 498, 498, Map.of(), Map.of(), List.of(), List.of())),
                new Outcome.Funnel(200_000, 41_000, 30_000, 60_000, 44_000, 5_000, 9_400, 10_281, 3),
                List.of(
                        new Outcome.Total("exposed", "all", "", 1_204),
                        new Outcome.Total("cannot-tell", "all", "", 77),
                        new Outcome.Total("not-exposed", "all", "", 9_000),
                        new Outcome.Total("exposed", "state", "CA", 1_000),
                        new Outcome.Total("exposed", "state", "OR", 180),
                        new Outcome.Total("exposed", "state", "BC", 4),
                        new Outcome.Total("exposed", "state", "", 20),
                        new Outcome.Total("exposed", "vendor", "Meta Platforms, Inc.", 1_204),
                        new Outcome.Total("exposed", "vendor-element", "Meta Platforms, Inc. | page-visited", 1_204)),
                List.of(
                        new Outcome.Month("2026-01", 300),
                        new Outcome.Month("2026-02", 900),
                        new Outcome.Month("2026-04", 700)),
                List.of(),
                incomplete);
    }

    private static DisclosureWindow window(String vendor, String tracker, Certainty certainty, String from, String to) {
        return new DisclosureWindow(
                vendor,
                tracker,
                Map.of(DataElement.PAGE_VISITED, Basis.DECODED, DataElement.IP_ADDRESS, Basis.INHERENT),
                PageRules.parse("(glob \"path\" \"/find-a-doctor/**\")"),
                Instant.parse(from + "T00:00:00Z"),
                Instant.parse(to + "T00:00:00Z"),
                certainty,
                List.of(new Provenance(
                        "GTM container export", "v36.json", "", "version 36", "it was published then.")));
    }
}
