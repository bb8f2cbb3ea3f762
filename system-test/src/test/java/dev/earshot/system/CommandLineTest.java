package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the command line says, where it says it, and with which exit code.
class CommandLineTest {
    private static final String EMAIL = "wanda.okonkwo@mail.example";

    private static final String PAGE = """
            {"startedDateTime":"2026-03-01T12:00:00Z","time":1,
             "request":{"method":"GET","url":"https://www.clinic.example/find-a-doctor/oncology","headers":[]},
             "response":{"status":200,"headers":[],"content":{"mimeType":"text/html"}}}""";

    private static final String PIXEL = """
            {"startedDateTime":"2026-03-01T12:00:01Z","time":1,
             "request":{"method":"GET","url":"https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Ffind-a-doctor%2Foncology&email=EMAIL",
               "headers":[{"name":"Referer","value":"https://www.clinic.example/find-a-doctor/oncology"}]},
             "response":{"status":200,"headers":[],"content":{"mimeType":"image/gif"}}}""".replace("EMAIL", EMAIL.replace("@", "%40"));

    @TempDir
    private Path folder;

    private Path key;
    private Path telling;
    private Path silent;
    private Path cut;

    @BeforeEach
    void recordings() throws IOException {
        key = Ran.key(folder);
        telling = Files.writeString(folder.resolve("telling.har"), har(PAGE + "," + PIXEL));
        silent = Files.writeString(folder.resolve("silent.har"), har(PAGE));
        cut = Files.writeString(folder.resolve("cut.har"), har(PAGE).replace("]}}", ""));
    }

    // ---- usage ----

    @Test
    void an_option_that_does_not_exist_is_named_with_one_that_does() {
        Ran ran = Ran.earshot("scan", "--max-page", "3", "https://www.clinic.example/");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--max-page", "--max-pages");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void a_command_that_does_not_exist_is_named_with_one_that_does() {
        Ran ran = Ran.earshot("scam");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("scam", "scan");
    }

    @Test
    void without_a_target_it_says_what_one_is() {
        Ran ran = Ran.earshot("scan", "--key", key);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("nothing to scan", "https://www.clinic.example/", "HAR", "--journey");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        Ran ran = scan("out", folder.resolve("absent.har"));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("absent.har", "HAR file that is there");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "www.clinic.example, https://www.clinic.example",
        "ftp://www.clinic.example/, neither an address",
        "https://, names no host",
        "https:///path, names no host",
        "'http://a b/', names no host"
    })
    void an_address_that_is_none_is_told_with_what_to_do(String target, String told) {
        Ran ran = scan("out", target);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(told);
    }

    @Test
    void evidence_is_never_written_over() {
        assertThat(scan("out", silent).exitCode()).isZero();
        Ran again = scan("out", silent);
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("is not empty", "--out");
        assertThat(Ran.earshot("verify", folder.resolve("out")).exitCode()).isZero();
    }

    @Test
    void a_folder_that_is_a_file_is_refused() {
        Ran ran = Ran.earshot("scan", silent, "--out", telling, "--key", key);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("telling.har", "not a folder");
    }

    @ParameterizedTest
    @CsvSource({
        "--dwell, -1",
        "--dwell, soon",
        "--timeout, 0",
        "--workers, 0",
        "--max-pages, -1",
        "--max-depth, -2",
        "--delay, -5",
        "--consent, maybe",
        "--format, pdf"
    })
    void a_value_that_an_option_cannot_have_is_refused_naming_the_option(String option, String value) {
        Ran ran = Ran.earshot(
                "scan", "https://127.0.0.1:1/", option, value, "--out", folder.resolve("out"), "--key", key);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(option).doesNotContain("    at ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_browser_that_is_not_there_is_named() {
        Ran ran = scan("out", "https://127.0.0.1:1/", "--browser", "/no/such/browser");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("/no/such/browser");
    }

    @Test
    void a_policy_s_mistakes_are_all_told_at_once_with_their_lines() throws IOException {
        Path policy = Files.writeString(folder.resolve("earshot.yaml"), """
                sitess: [clinic.example]
                zones:
                  - name: health
                vendors:
                  Meta Platfroms, Inc.:
                    baa: perhaps
                """);
        Ran ran = scan("out", silent, "--policy", policy);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("earshot.yaml", "sitess", "sites", "1", "5");
        assertThat(ran.err().lines().filter(line -> line.contains("line ")).count())
                .isGreaterThanOrEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_policy_that_is_not_yaml_or_not_there_is_told() throws IOException {
        Path policy = Files.writeString(folder.resolve("bad.yaml"), "sites: [a\n  b: : c");
        assertThat(scan("out", silent, "--policy", policy).err()).contains("bad.yaml", "line");
        Ran absent = scan("out", silent, "--policy", folder.resolve("absent.yaml"));
        assertThat(absent.exitCode()).isEqualTo(2);
        assertThat(absent.err()).contains("absent.yaml");
    }

    @Test
    void a_journey_that_cannot_be_read_is_told_before_a_browser_starts() throws IOException {
        Path notJson = Files.writeString(folder.resolve("a.json"), "{\"title\":");
        Path noJourney = Files.writeString(folder.resolve("b.json"), "{\"log\":{}}");
        Path oddStep = Files.writeString(folder.resolve("c.json"), "{\"title\":\"t\",\"steps\":[{\"type\":\"clik\"}]}");
        for (Path journey : List.of(notJson, noJourney, oddStep, folder.resolve("absent.json"))) {
            Ran ran = scan("out", "--journey", journey);
            assertThat(ran.exitCode()).as(journey.toString()).isEqualTo(2);
            assertThat(ran.err()).contains(journey.getFileName().toString());
        }
        assertThat(scan("out", "--journey", oddStep).err()).contains("clik", "step 1");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_journey_that_asks_for_what_the_persona_lacks_is_told_before_a_browser_starts() throws IOException {
        Path journey = Files.writeString(folder.resolve("j.json"), """
                {"title":"t","steps":[{"type":"navigate","url":"https://127.0.0.1:1/?q={{persona.emial}}"}]}""");
        Ran ran = scan("out", "--journey", journey);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("persona.emial", "email");
    }

    @Test
    void a_persona_that_cannot_be_read_is_told() throws IOException {
        Path persona = Files.writeString(folder.resolve("p.yaml"), "emial: x@mail.example\n");
        Ran ran = scan("out", "https://127.0.0.1:1/", "--persona", persona);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("p.yaml", "emial").doesNotContain("x@mail.example");
        assertThat(scan("out", "https://127.0.0.1:1/", "--persona", folder.resolve("absent.yaml"))
                        .err())
                .contains("absent.yaml");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_key_that_cannot_be_read_is_told_before_anything_is_examined() throws IOException {
        Path notAKey = Files.writeString(folder.resolve("not.key"), "x");
        for (Path bad : List.of(notAKey, folder.resolve("absent.key"))) {
            Ran ran = Ran.earshot("scan", silent, "--out", folder.resolve("out"), "--key", bad);
            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).contains(bad.getFileName().toString(), "earshot keygen");
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }

    // ---- exit codes ----

    @Test
    void a_scan_that_could_look_is_0_whatever_it_found() {
        assertThat(scan("a", telling).exitCode()).isZero();
        assertThat(scan("b", silent).exitCode()).isZero();
    }

    @Test
    void a_check_is_1_where_the_policy_is_violated_and_0_where_it_is_not() {
        assertThat(run("check", "a", telling).exitCode()).isEqualTo(1);
        assertThat(run("check", "b", silent).exitCode()).isZero();
    }

    @Test
    void what_was_not_seen_whole_is_3_and_never_clean() {
        assertThat(run("check", "a", cut).exitCode()).isEqualTo(3);
        assertThat(scan("b", cut).exitCode()).isEqualTo(3);
    }

    @Test
    void what_the_baseline_knows_does_not_count_and_what_is_new_does() {
        scan("before", telling);
        Ran known = run("check", "again", telling, "--baseline", folder.resolve("before/report.json"));
        assertThat(known.exitCode()).isZero();
        scan("clean", silent);
        Ran fresh = run("check", "new", telling, "--baseline", folder.resolve("clean/report.json"));
        assertThat(fresh.exitCode()).isEqualTo(1);
    }

    @Test
    void a_baseline_that_is_none_is_told() throws IOException {
        Path baseline = Files.writeString(folder.resolve("baseline.json"), "{}");
        for (Path bad : List.of(baseline, folder.resolve("absent.json"))) {
            Ran ran = run("check", "out", telling, "--baseline", bad);
            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).contains(bad.getFileName().toString());
        }
    }

    @Test
    void several_recordings_have_a_folder_each_and_the_worst_exit_code() {
        Ran ran = run("check", "out", silent, telling, cut);
        assertThat(ran.exitCode()).isEqualTo(1);
        for (String each : List.of("silent", "telling", "cut")) {
            assertThat(Ran.earshot("verify", folder.resolve("out").resolve(each))
                            .exitCode())
                    .isZero();
        }
        assertThat(run("check", "two", silent, cut).exitCode()).isEqualTo(3);
    }

    @Test
    void two_recordings_of_one_name_do_not_get_into_each_other_s_way() throws IOException {
        Path other = Files.copy(
                telling, Files.createDirectories(folder.resolve("other")).resolve("silent.har"));
        Ran ran = scan("out", silent, other);
        assertThat(ran.exitCode()).isZero();
        try (var folders = Files.list(folder.resolve("out"))) {
            assertThat(folders).hasSize(2);
        }
    }

    // ---- what is printed ----

    @ParameterizedTest
    @CsvSource({"text", "json", "sarif", "junit", "md", "html"})
    void each_format_stands_alone_on_stdout_and_masked(String format) throws Exception {
        Ran ran = scan(format, telling, "--format", format);
        assertThat(ran.exitCode()).isZero();
        wellFormed(format, ran.out());
        assertThat(ran.out())
                .doesNotContain("okonkwo")
                .doesNotContain("Report: ")
                .contains("Meta");
        assertThat(ran.err()).doesNotContain("okonkwo").contains("Report: ");
        for (String name : List.of("report.json", "report.html", "findings.sarif", "junit.xml", "summary.md")) {
            assertThat(Files.readString(folder.resolve(format).resolve(name)))
                    .as(name)
                    .doesNotContain("okonkwo");
        }
        assertThat(Files.readString(folder.resolve(format).resolve("manifest.json")))
                .doesNotContain("okonkwo");
    }

    @Test
    void reveal_shows_what_was_sent() {
        assertThat(scan("text", telling, "--format", "json", "--reveal").out()).contains(EMAIL);
    }

    @Test
    void help_and_version_are_results() {
        for (List<String> asked : List.of(List.of("--help"), List.of("scan", "--help"), List.of("--version"))) {
            Ran ran = Ran.earshot(asked.toArray());
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).isNotBlank();
            assertThat(ran.err()).isEmpty();
        }
    }

    private static void wellFormed(String format, String printed) throws Exception {
        switch (format) {
            case "json", "sarif" -> {
                JsonNode root = JsonMapper.shared().readTree(printed);
                assertThat(root.isObject()).isTrue();
            }
            case "junit" ->
                assertThat(DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader(printed)))
                                .getDocumentElement()
                                .getTagName())
                        .startsWith("testsuite");
            case "html" ->
                assertThat(printed).startsWithIgnoringCase("<!doctype html>").endsWith("</html>\n");
            case "md" -> assertThat(printed).startsWith("## Earshot");
            default -> assertThat(printed).isNotBlank();
        }
    }

    // ---- compare, verify, keygen ----

    @Test
    void a_comparison_says_what_is_new_and_what_went() {
        scan("before", silent);
        scan("after", telling);
        Ran added = Ran.earshot("compare", folder.resolve("before"), folder.resolve("after"));
        assertThat(added.exitCode()).isZero();
        assertThat(added.out()).containsIgnoringCase("new").contains("Meta").doesNotContain("okonkwo");
        Ran removed = Ran.earshot(
                "compare", folder.resolve("after/report.json"), folder.resolve("before"), "--format", "json");
        assertThat(JsonMapper.shared().readTree(removed.out()).isObject()).isTrue();
        Ran none = Ran.earshot("compare", folder.resolve("before"), folder.resolve("absent"));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("absent");
    }

    @Test
    void a_comparison_with_a_scan_that_is_incomplete_is_incomplete() {
        scan("before", telling);
        scan("after", cut);
        assertThat(Ran.earshot("compare", folder.resolve("before"), folder.resolve("after"))
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void each_file_that_was_changed_removed_or_added_is_named() throws IOException {
        scan("out", telling);
        Path out = folder.resolve("out");
        assertThat(Ran.earshot("verify", out).out()).contains("all as they were");
        Files.writeString(out.resolve("summary.md"), "Nothing was found.");
        Files.delete(out.resolve("junit.xml"));
        Files.writeString(out.resolve("note.txt"), "x");
        Ran ran = Ran.earshot("verify", out);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("CHANGED  summary.md", "MISSING  junit.xml", "ADDED    note.txt");
    }

    @Test
    void a_manifest_made_to_fit_has_a_bad_signature_or_none() throws IOException {
        scan("out", telling);
        Path manifest = folder.resolve("out/manifest.json");
        Files.writeString(manifest, Files.readString(manifest) + " ");
        Ran bad = Ran.earshot("verify", folder.resolve("out"));
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).contains("BAD SIGNATURE");
        Files.delete(folder.resolve("out/manifest.sig"));
        assertThat(Ran.earshot("verify", folder.resolve("out")).out()).contains("Not signed");
        assertThat(Ran.earshot("verify", folder.resolve("out"), "--key", folder.resolve("signing.key.pub"))
                        .exitCode())
                .as("a signature that was asked for and is not there")
                .isEqualTo(1);
    }

    @Test
    void another_signer_than_the_one_expected_is_told() {
        scan("out", telling);
        Ran.earshot("keygen", "--key", folder.resolve("other.key"));
        Ran ran = Ran.earshot("verify", folder.resolve("out"), "--key", folder.resolve("other.key.pub"));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("another key");
    }

    @Test
    void what_is_no_evidence_cannot_be_verified() {
        for (Path none : List.of(folder, folder.resolve("absent"))) {
            Ran ran = Ran.earshot("verify", none);
            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).contains(none.toString(), "manifest.json");
        }
    }

    @Test
    void a_statement_of_absence_that_the_evidence_does_not_carry_is_refused_with_the_reason() {
        assertThat(scan("out", silent).exitCode()).isZero();
        Ran ran = Ran.earshot("attest", folder.resolve("out"), "--not", "password,ssn");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("does not carry that statement", "Password: it cannot be told", "names no persona")
                .doesNotContain("did not include");
    }

    @Test
    void changed_evidence_states_nothing() throws IOException {
        assertThat(scan("out", silent).exitCode()).isZero();
        Files.writeString(folder.resolve("out/summary.md"), "All is well.");
        Ran ran = Ran.earshot("attest", folder.resolve("out"));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("not what it was", "earshot verify");
    }

    @Test
    void an_element_or_a_vendor_that_does_not_exist_is_told_with_those_that_do() {
        assertThat(scan("out", silent).exitCode()).isZero();
        Ran element = Ran.earshot("attest", folder.resolve("out"), "--not", "shoe-size");
        assertThat(element.exitCode()).isEqualTo(2);
        assertThat(element.err()).contains("shoe-size", "payment-card");
        Ran vendor = Ran.earshot("attest", folder.resolve("out"), "--vendor", "Nobody, Inc.");
        assertThat(vendor.exitCode()).isEqualTo(2);
        assertThat(vendor.err()).contains("Nobody, Inc.");
    }

    @Test
    void a_key_is_never_written_over() throws IOException {
        String before = Files.readString(key);
        Ran ran = Ran.earshot("keygen", "--key", key);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("is there already");
        assertThat(Files.readString(key)).isEqualTo(before);
        assertThat(Files.getPosixFilePermissions(key))
                .as("read and written by its owner alone")
                .hasSize(2);
    }

    private Ran scan(String out, Object... targets) {
        return run("scan", out, targets);
    }

    private Ran run(String command, String out, Object... targets) {
        List<Object> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(targets));
        arguments.addAll(List.of("--out", folder.resolve(out), "--key", key));
        return Ran.earshot(arguments.toArray());
    }

    private static String har(String entries) {
        return "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Somebody\",\"version\":\"1\"},\"entries\":["
                + entries + "]}}";
    }
}
