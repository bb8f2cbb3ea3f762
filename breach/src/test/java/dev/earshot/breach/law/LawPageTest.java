package dev.earshot.breach.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LawPageTest {
    private static final Path PAGE = Path.of("../docs/law.md");
    private static final String START = "<!-- written by LawPageTest with -Dgolden=write -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void the_page_lists_the_jurisdictions_that_there_are() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(START) + START.length();
        int end = page.indexOf(END);
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(PAGE, page.substring(0, start) + table() + page.substring(end));
            return;
        }

        assertThat(page.substring(start, end)).isEqualTo(table());
    }

    @Test
    void the_file_that_the_page_shows_is_read_without_a_mistake(@TempDir Path folder) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        String shown = page.substring(start, page.indexOf("```", start));
        Files.writeString(
                folder.resolve("us-zz.yaml"), shown.replace("rule: 1-residents", "rule: us/164.404-individuals"));

        Rule rule = LawLibrary.builtIn()
                .with(folder)
                .jurisdiction("us-zz")
                .orElseThrow()
                .rules()
                .getFirst();

        assertThat(rule.trigger().thresholds()).hasSize(1);
        assertThat(rule.content()).hasSize(1);
    }

    private static String table() {
        String head = "| file | jurisdiction | rules, versions apart | how sure |\n|---|---|---|---|\n";
        return LawLibrary.builtIn().jurisdictions().stream()
                .map(jurisdiction -> "| `%s.yaml` | %s | %d | %s |\n"
                        .formatted(
                                jurisdiction.id(),
                                jurisdiction.name(),
                                jurisdiction.rules().size(),
                                howSure(jurisdiction.rules())))
                .collect(Collectors.joining("", head, ""));
    }

    private static String howSure(List<Rule> rules) {
        return Arrays.stream(Confidence.values())
                .filter(confidence -> rules.stream().anyMatch(rule -> rule.confidence() == confidence))
                .map(confidence -> rules.stream()
                                .filter(rule -> rule.confidence() == confidence)
                                .count()
                        + " " + confidence.id())
                .collect(Collectors.joining(", "));
    }
}
