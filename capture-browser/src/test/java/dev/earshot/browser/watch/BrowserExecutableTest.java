package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserExecutableTest {
    @Test
    void a_given_browser_that_is_not_there_is_a_usage_error(@TempDir Path folder) {
        Optional<Path> missing = Optional.of(folder.resolve("chromium"));
        assertThatThrownBy(() -> BrowserExecutable.find(missing))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("--browser")
                .extracting(failure -> ((EarshotException) failure).code())
                .isEqualTo(EarshotException.Code.USAGE);
    }

    @Test
    void the_binary_beside_a_start_script_is_taken_instead_of_the_script(@TempDir Path folder) throws Exception {
        Path script = program(folder.resolve("google-chrome"), "#!/bin/sh\n");
        Path binary = program(folder.resolve("chrome"), "\u007fELF");
        assertThat(BrowserExecutable.behindScript(script)).isEqualTo(binary.toRealPath());
    }

    @Test
    void a_script_with_no_binary_known_is_taken_as_it_is(@TempDir Path folder) throws Exception {
        Path script = program(folder.resolve("my-own-browser"), "#!/bin/sh\n");
        assertThat(BrowserExecutable.behindScript(script)).isEqualTo(script.toRealPath());
    }

    @Test
    void the_installed_browser_names_its_version() {
        RealBrowser.assumeInstalled();
        BrowserExecutable browser = BrowserExecutable.find(Optional.empty());
        assertThat(browser.version())
                .hasValueSatisfying(version -> assertThat(version).matches("\\d+(\\.\\d+)+"));
    }

    private static Path program(Path path, String content) throws Exception {
        Files.writeString(path, content);
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }
}
