package dev.earshot.browser.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaywrightDriverTest {
    @Test
    void node_is_the_first_one_on_the_path_that_can_be_run(@TempDir Path folder) throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(first.resolve("node"));
        Path node = Files.createFile(second.resolve("node"));
        assertThat(node.toFile().setExecutable(true)).isTrue();
        String path = folder.resolve("none") + File.pathSeparator + first + File.pathSeparator + second;
        assertThat(PlaywrightDriver.node(Map.of("PATH", path))).contains(node);
        assertThat(PlaywrightDriver.node(Map.of("PATH", first.toString()))).isEmpty();
        assertThat(PlaywrightDriver.node(Map.of())).isEmpty();
    }

    @Test
    void a_node_that_is_named_goes_first_and_is_not_replaced_by_another() {
        String named = Path.of("nowhere", "node").toString();
        assertThat(PlaywrightDriver.node(Map.of("PLAYWRIGHT_NODEJS_PATH", named, "PATH", System.getenv("PATH"))))
                .isEmpty();
    }
}
