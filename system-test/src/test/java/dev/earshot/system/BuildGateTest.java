package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The gates for build servers: their YAML, and the shell part with a stand-in for `earshot` that writes down its
/// arguments.
class BuildGateTest {
    private static final Path HOME = home();

    @TempDir
    private Path folder = Path.of("");

    private record Gate(int exitCode, List<String> arguments, Map<String, String> outputs, String summary) {}

    private static Path home() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("action.yml")) ? here : here.getParent();
    }

    @BeforeEach
    void bash() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the gates are shell scripts, and there is no bash here");
    }

    private Gate gate(int code, Map<String, String> settings) throws IOException, InterruptedException {
        Path standIn = Files.writeString(folder.resolve("earshot"), """
                #!/bin/bash
                printf '%s\\n' "$@" >"$RECORD"
                while [ $# -gt 1 ]; do [ "$1" = --out ] && out=$2; shift; done
                out=${out:-$1}
                mkdir -p "$OUT"; echo '{}' >"$OUT/findings.sarif"; echo '## found' >"$OUT/summary.md"
                exit $CODE
                """);
        assertThat(standIn.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = new HashMap<>(Map.of(
                "EARSHOT", standIn.toString(),
                "RECORD", folder.resolve("arguments").toString(),
                "OUT", folder.resolve("out").toString(),
                "CODE", Integer.toString(code),
                "EARSHOT_OUT", folder.resolve("out").toString(),
                "GITHUB_OUTPUT", folder.resolve("outputs").toString(),
                "GITHUB_STEP_SUMMARY", folder.resolve("summary").toString()));
        environment.putAll(settings);
        ProcessBuilder builder =
                new ProcessBuilder("bash", HOME.resolve("docs/ci/check.sh").toString());
        builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Map<String, String> outputs = new TreeMap<>();
        for (String line : lines("outputs")) {
            outputs.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return new Gate(process.exitValue(), lines("arguments"), outputs, String.join("\n", lines("summary")));
    }

    private List<String> lines(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void targets_and_arguments_are_passed_on_as_they_stand() throws Exception {
        Gate gate = gate(
                0,
                Map.of(
                        "EARSHOT_TARGET", "https://preview.clinic.example/?a=1&b=$(touch owned)\n\n  my app.apk\r\n",
                        "EARSHOT_ARGUMENTS", "--journey=a b.yaml\n--max-pages=5",
                        "EARSHOT_POLICY", "my policy.yaml",
                        "EARSHOT_BASELINE", "main/report.json",
                        "EARSHOT_INSTALL_BROWSER", "true"));

        assertThat(gate.arguments())
                .containsExactly(
                        "check",
                        "https://preview.clinic.example/?a=1&b=$(touch owned)",
                        "  my app.apk",
                        "--policy",
                        "my policy.yaml",
                        "--baseline",
                        "main/report.json",
                        "--install-browser",
                        "--journey=a b.yaml",
                        "--max-pages=5",
                        "--out",
                        folder.resolve("out").toString());
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"0,", "1,Policy is violated", "3,Incomplete: what was not found may still be there", "4,exit code 4"})
    void what_the_check_says_reaches_the_outputs_and_the_summary(int code, String says) throws Exception {
        Gate gate = gate(code, Map.of("EARSHOT_TARGET", "container.json"));

        assertThat(gate.exitCode())
                .as("the reports are uploaded before the build fails")
                .isZero();
        assertThat(gate.outputs())
                .containsEntry("exit-code", Integer.toString(code))
                .containsEntry("sarif", folder.resolve("out/findings.sarif").toString());
        assertThat(gate.summary()).contains("## found").contains(says == null ? "" : says);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4"})
    void a_server_without_a_second_step_fails_at_once(int code) throws Exception {
        assertThat(gate(code, Map.of("EARSHOT_TARGET", "x.har", "EARSHOT_FAIL", "true"))
                        .exitCode())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"''", "'  '", "'--browser=/bin/sh'", "'a.apk\n--reveal'"})
    void without_a_target_or_with_an_option_in_its_place_nothing_is_run(String target) throws Exception {
        Gate gate = gate(0, Map.of("EARSHOT_TARGET", target));

        assertThat(gate.arguments()).isEmpty();
        assertThat(gate.outputs()).containsEntry("exit-code", "2").containsEntry("sarif", "");
    }

    @Test
    void the_action_has_what_github_asks_of_a_composite_action() throws IOException {
        Map<?, ?> action = yaml("action.yml");
        Map<?, ?> runs = (Map<?, ?>) action.get("runs");

        assertThat(keys(action)).containsExactlyInAnyOrder("name", "description", "inputs", "outputs", "runs");
        assertThat(runs.get("using")).isEqualTo("composite");
        for (Object each : (List<?>) runs.get("steps")) {
            Map<?, ?> step = (Map<?, ?>) each;
            assertThat(step.containsKey("run")).isNotEqualTo(step.containsKey("uses"));
            assertThat(step.containsKey("shell")).isEqualTo(step.containsKey("run"));
            assertThat(String.valueOf(step.get("run")))
                    .as("inputs reach the shell by its environment")
                    .doesNotContain("${{");
        }
        Map<?, ?> inputs = (Map<?, ?>) action.get("inputs");
        inputs.forEach((name, input) -> assertThat(keys((Map<?, ?>) input))
                .as(String.valueOf(name))
                .isSubsetOf("description", "required", "default"));
        String text = Files.readString(HOME.resolve("action.yml"));
        inputs.keySet().forEach(name -> assertThat(text).contains("inputs." + name + " "));
        assertThat(text).contains("github/codeql-action/upload-sarif@");
    }

    @ParameterizedTest
    @CsvSource({"docs/ci/github/earshot.yml,jobs", "docs/ci/gitlab/earshot.gitlab-ci.yml,.earshot"})
    void the_other_templates_are_yaml(String file, String key) throws IOException {
        assertThat(keys(yaml(file))).contains(key);
    }

    @Test
    void gitlab_keeps_the_reports_whatever_comes_of_the_job() throws IOException {
        Map<?, ?> job = (Map<?, ?>) yaml("docs/ci/gitlab/earshot.gitlab-ci.yml").get(".earshot");
        Map<?, ?> artifacts = (Map<?, ?>) job.get("artifacts");

        assertThat(artifacts.get("when")).isEqualTo("always");
        assertThat(((Map<?, ?>) artifacts.get("reports")).get("junit"))
                .isEqualTo(List.of("earshot-out/junit.xml", "earshot-out/*/junit.xml"));
        assertThat(((Map<?, ?>) job.get("variables")).get("EARSHOT_FAIL")).isEqualTo("true");
    }

    private static Set<String> keys(Map<?, ?> map) {
        Set<String> keys = new java.util.TreeSet<>();
        new ArrayList<>(map.keySet()).forEach(key -> keys.add(String.valueOf(key)));
        return keys;
    }

    private static Map<?, ?> yaml(String file) throws IOException {
        return (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(HOME.resolve(file)));
    }
}
