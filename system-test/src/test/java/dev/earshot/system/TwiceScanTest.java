package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.BrowserExecutable;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Several persons in the pretend hospital's reading room, whose tracker encrypts what it tells.
class TwiceScanTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void assumeBrowser() {
        try {
            BrowserExecutable.find(Optional.empty());
        } catch (EarshotException none) {
            Assumptions.abort("Skipped: " + none.getMessage());
        }
    }

    @Test
    void what_is_encrypted_alike_for_one_person_is_proven_and_what_is_truly_hidden_is_not() throws IOException {
        Path out = folder.resolve("out");
        long begin = System.nanoTime();
        Ran ran;
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults())) {
            ran = scan(clinic, out, 9);
        }
        System.out.printf("ten runs in %.1f s%n", (System.nanoTime() - begin) / 1e9);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(out.resolve("report.json"));

        assertThat(claims(report, "proven"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "who", "person",
                        "what", "search",
                        "pair", "both",
                        "mixed", "person",
                        "body", "person"));
        assertThat(claims(report, "indicated")).isEmpty();
        assertThat(report.path("disclosures").valueStream())
                .filteredOn(told -> told.path("basis").asString().equals("proven-differential"))
                .extracting(told -> told.path("element").asString())
                .contains("other-identifier", "search-terms");
        assertThat(ran.out())
                .contains("What follows the visitor from run to run")
                .contains("in.sealed.example");
        assertThat(out.resolve("runs").toFile().list()).hasSize(11);
        assertThat(Ran.earshot("verify", out).exitCode()).isZero();

        // The same evidence again, as recordings that somebody sends.
        List<Object> again = new ArrayList<>(List.of("scan", "--twice", "--key", Ran.key(folder)));
        try (var runs = Files.list(out.resolve("runs"))) {
            runs.map(run -> run.resolve("capture.har"))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(again::add);
        }
        Path second = folder.resolve("again");
        again.addAll(List.of("--out", second));
        assertThat(Ran.earshot(again.toArray()).exitCode()).isZero();
        assertThat(claims(JsonMapper.shared().readTree(second.resolve("report.json")), "proven"))
                .isEqualTo(claims(report, "proven"));
    }

    @Test
    void without_a_journey_every_run_searches_the_site_and_an_interrupted_comparison_goes_on() throws IOException {
        Path out = folder.resolve("out");
        List<Object> arguments = new ArrayList<>(List.of(
                "scan",
                "--twice",
                "--runs",
                "4",
                "--out",
                out,
                "--key",
                Ran.key(folder),
                "--dwell",
                "0.3",
                "--delay",
                "0"));
        arguments.add("--no-self-test");
        Ran ran;
        List<Path> before;
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults())) {
            clinic.browserArgs().forEach(argument -> arguments.add("--browser-arg=" + argument));
            arguments.add(clinic.home());
            ran = Ran.earshot(arguments.toArray());
            before = captures(out);
            Files.delete(out.resolve("manifest.json"));
            emptied(before.getFirst().getParent());
            Ran.earshot(arguments.toArray());
        }
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("No --journey was given").contains("what follows a person will not be seen");
        assertThat(captures(out)).isEqualTo(before).hasSize(5);
        JsonNode report = JsonMapper.shared().readTree(out.resolve("report.json"));
        assertThat(report.path("differential").path("claims").valueStream())
                .isNotEmpty()
                .noneMatch(claim -> claim.path("standing").asString().equals("proven"));
    }

    private static List<Path> captures(Path out) throws IOException {
        try (var runs = Files.list(out.resolve("runs"))) {
            return runs.map(run -> run.resolve("capture.har"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    private static void emptied(Path run) throws IOException {
        try (var files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Ran scan(Clinic clinic, Path out, int runs) {
        List<Object> arguments = new ArrayList<>(List.of(
                "scan",
                "--twice",
                "--runs",
                runs,
                "--journey",
                clinic.readingRoomJourney(folder.resolve("journeys")),
                "--out",
                out,
                "--key",
                Ran.key(folder),
                "--dwell",
                "0.3",
                "--delay",
                "0",
                "--no-self-test"));
        clinic.browserArgs().forEach(argument -> arguments.add("--browser-arg=" + argument));
        return Ran.earshot(arguments.toArray());
    }

    /// What follows what, by the name of the parameter.
    private static Map<String, String> claims(JsonNode report, String standing) {
        Map<String, String> claims = new TreeMap<>();
        report.path("differential").path("claims").valueStream().forEach(claim -> {
            if (claim.path("standing").asString().equals(standing)) {
                String chain = claim.path("place").asString();
                claims.put(
                        chain.replace("url › query › ", "").replaceFirst(" .*", ""),
                        claim.path("follows").asString());
            }
        });
        return claims;
    }
}
