package dev.earshot.browser.drive;

import com.microsoft.playwright.Playwright;
import dev.earshot.EarshotException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts Playwright on the machine's own Node.js.
///
/// Playwright's own bundle carries a Node.js for five platforms (200 MB) and is left out of the build.
/// Its JavaScript comes with the `driver` artifact; only the program that runs it has to be named.
public final class PlaywrightDriver {
    private PlaywrightDriver() {}

    /// A driver for the calling thread, which alone may use it and must close it.
    ///
    /// @throws EarshotException USAGE when there is no Node.js that can run it
    public static Playwright start() {
        Path node = node(System.getenv())
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        "Earshot drives the browser with Node.js, and there is no `node` on the PATH. Install Node.js 20"
                                + " or later, or name it in PLAYWRIGHT_NODEJS_PATH."));
        try {
            return Playwright.create(new Playwright.CreateOptions()
                    .setEnv(Map.of(
                            "PLAYWRIGHT_NODEJS_PATH", node.toString(),
                            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1",
                            // A screenshot must not wait for a font that never comes.
                            "PW_TEST_SCREENSHOT_NO_FONTS_READY", "1")));
        } catch (RuntimeException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "Playwright's driver did not start on " + node
                            + ". It needs Node.js 20 or later: `node --version` tells which one this is.",
                    e);
        }
    }

    static Optional<Path> node(Map<String, String> environment) {
        String named = environment.getOrDefault("PLAYWRIGHT_NODEJS_PATH", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        List<String> names = File.separatorChar == '\\' ? List.of("node.exe") : List.of("node");
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
