package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Containers of tags on the command line, and the gate before they are published.
class TagContainerTest {
    private static final String POLICY = """
            sites: [clinic.example]
            zones:
              - {name: signed-in, urls: ["/portal/**"], signedIn: true}
              - {name: health-content, urls: ["/services/**"]}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path key = Path.of("");

    @BeforeEach
    void aKey() {
        key = Ran.key(folder);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /// A Microsoft Advertising tag on one path of an unpublished workspace.
    private Path container(String name, String type, String path) throws IOException {
        return file(name, """
                {"exportFormatVersion":2,"containerVersion":{"containerVersionId":"0","container":{"publicId":"GTM-CLIN1","usageContext":["WEB"]},
                 "tag":[{"tagId":"1","name":"The tag","type":"%s","parameter":[],"firingTriggerId":["9"]}],
                 "trigger":[{"triggerId":"9","name":"There","type":"PAGEVIEW","filter":[{"type":"STARTS_WITH","parameter":[
                  {"type":"TEMPLATE","key":"arg0","value":"{{Page Path}}"},{"type":"TEMPLATE","key":"arg1","value":"%s"}]}]}],
                 "builtInVariable":[{"type":"PAGE_PATH","name":"Page Path"}]}}""".formatted(type, path));
    }

    @ParameterizedTest
    @CsvSource({
        "baut,/services/,1,forbidden in that zone",
        "cvt_1_2,/services/,3,nobody knows whom it tells",
        "hl,/services/,0,it only listens"
    })
    void the_gate_is_open_closed_or_cannot_tell(String type, String path, int code, String why) throws IOException {
        Path policy = file("earshot.yaml", POLICY);
        Path container = container("GTM-CLIN1.json", type, path);
        Ran ran = Ran.earshot("check", container, "--policy", policy, "--key", key, "--out", folder.resolve("out"));

        assertThat(ran.exitCode()).as(why).isEqualTo(code);
        for (String report :
                new String[] {"report.html", "report.json", "findings.sarif", "junit.xml", "summary.md", "manifest.json"
                }) {
            assertThat(folder.resolve("out").resolve(report)).isNotEmptyFile();
        }
        assertThat(folder.resolve("out/containers/GTM-CLIN1.json")).hasSameBinaryContentAs(container);
        assertThat(Ran.earshot("verify", folder.resolve("out")).exitCode()).isZero();
    }

    @Test
    void an_earlier_report_leaves_only_what_is_new() throws IOException {
        Path policy = file("earshot.yaml", POLICY + """
                rules:
                  - {id: no-searches-told, verdict: allow, elements: [search-terms]}
                """);
        Path container = container("GTM-CLIN1.json", "baut", "/services/");
        assertThat(Ran.earshot("check", container, "--policy", policy, "--key", key, "--out", folder.resolve("one"))
                        .exitCode())
                .isEqualTo(1);

        assertThat(Ran.earshot(
                                "check",
                                container,
                                "--policy",
                                policy,
                                "--key",
                                key,
                                "--out",
                                folder.resolve("two"),
                                "--baseline",
                                folder.resolve("one/report.json"))
                        .exitCode())
                .isZero();
    }

    @Test
    void a_recording_beside_a_container_is_still_a_recording() throws IOException {
        Path har = file("capture.json", """
                {"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"startedDateTime":"2026-03-01T12:00:00Z","time":1,
                 "request":{"method":"GET","url":"https://www.clinic.example/","headers":[]},
                 "response":{"status":200,"headers":[],"content":{"mimeType":"text/html"}}}]}}""");
        Path container = container("GTM-CLIN1.json", "hl", "/services/");
        Ran ran = Ran.earshot(
                "check",
                har,
                container,
                "--policy",
                file("earshot.yaml", POLICY),
                "--key",
                key,
                "--out",
                folder.resolve("out"));

        assertThat(folder.resolve("out/capture/capture.har")).isRegularFile();
        assertThat(folder.resolve("out/tags/report.json")).isRegularFile();
        assertThat(ran.out()).contains("GTM-CLIN1, not published");
    }

    @Test
    void tags_prints_and_leaves_the_gate_to_check() throws IOException {
        Ran ran = Ran.earshot(
                "tags",
                container("GTM-CLIN1.json", "baut", "/services/"),
                "--policy",
                file("earshot.yaml", POLICY),
                "--page",
                "https://www.clinic.example/services/heart");

        assertThat(ran.exitCode()).isIn(0, 3);
        assertThat(ran.out())
                .contains(
                        "https://www.clinic.example/services/heart (health-content): yes",
                        "is set to tell Microsoft Corporation");
    }

    @ParameterizedTest
    @CsvSource({"'{\"a\":1}',no container of tags", "'{',not whole JSON"})
    void what_is_no_container_is_a_mistake(String content, String says) throws IOException {
        Ran ran = Ran.earshot("tags", file("x.json", content));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(says);
    }

    @Test
    void a_page_that_is_no_address_is_a_mistake() throws IOException {
        Ran ran = Ran.earshot("tags", container("GTM-CLIN1.json", "baut", "/"), "--page", "services/heart");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--page", "https://www.clinic.example/");
    }
}
