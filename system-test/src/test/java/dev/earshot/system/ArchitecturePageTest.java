package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitecturePageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z]+)`");

    @Test
    void every_type_that_the_architecture_page_names_exists() throws IOException {
        Set<String> named = TYPE.matcher(Files.readString(ROOT.resolve("docs/architecture.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> types = new TreeSet<>();
        for (String module : new String[] {
            "core",
            "capture-browser",
            "capture-mobile",
            "investigate",
            "investigate-duckdb",
            "investigate-spark",
            "breach",
            "guard",
            "clinic",
            "cli"
        }) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                sources.map(source -> source.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .map(name -> name.substring(0, name.length() - ".java".length()))
                        .forEach(types::add);
            }
        }
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(types).containsAll(named);
    }
}
