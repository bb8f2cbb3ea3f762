package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A monitor over a recording that changes between its runs.
class MonitorCommandTest {
    private static final String ENTRY = """
            {"startedDateTime":"2026-03-01T12:00:0%dZ","time":1,"request":{"method":"GET","url":"%s",
             "headers":[{"name":"Referer","value":"https://www.clinic.example/"}]},
             "response":{"status":200,"headers":[],"content":{"mimeType":"%s"}}}""";

    @TempDir
    private Path folder = Path.of("");

    private void site(String... told) throws IOException {
        StringBuilder entries = new StringBuilder(ENTRY.formatted(0, "https://www.clinic.example/", "text/html"));
        for (String address : told) {
            entries.append(',').append(ENTRY.formatted(1, address, "image/gif"));
        }
        Files.writeString(
                folder.resolve("site.har"),
                "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"x\",\"version\":\"1\"},\"entries\":[" + entries
                        + "]}}");
    }

    @Test
    void a_new_vendor_is_told_once_over_three_runs_and_back_again() throws IOException {
        Path key = Ran.key(folder);
        Path policy = Files.writeString(folder.resolve("earshot.yaml"), "sites: [clinic.example]\n");
        Path file = Files.writeString(
                folder.resolve("monitor.yaml"), """
                name: www
                scan: ["%s", --policy, "%s", --key, "%s"]
                schedule: every 6h
                history: kept
                """.formatted(folder.resolve("site.har"), policy, key));
        String meta = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2F";
        site();
        Ran first = Ran.earshot("monitor", file, "--once");
        int quiet = first.exitCode();
        assertThat(first.err()).contains("the first to compare with");

        assertThat(Ran.earshot("monitor", file, "--once").err()).doesNotContain("for the first time");
        site(meta);
        Ran third = Ran.earshot("monitor", file, "--once");
        assertThat(third.err()).containsOnlyOnce("Meta Platforms, Inc. is told for the first time");
        assertThat(third.exitCode()).isEqualTo(quiet == 3 ? 3 : 1);
        assertThat(Ran.earshot("monitor", file, "--once").err()).doesNotContain("for the first time");
        assertThat(Ran.earshot("monitor", file, "--show").out()).contains("new-vendor: Meta Platforms, Inc.");
        assertThat(folder.resolve("kept/index.html")).isNotEmptyFile();
    }

    @Test
    void a_target_that_is_gone_is_told_and_never_clean() throws IOException {
        Path file = Files.writeString(folder.resolve("monitor.yaml"), """
                name: www
                scan: ["%s"]
                schedule: every 6h
                """.formatted(folder.resolve("gone.har")));
        Ran ran = Ran.earshot("monitor", file, "--once");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("The scan ended with exit code 2");
    }
}
