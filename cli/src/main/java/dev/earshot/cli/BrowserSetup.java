package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.BrowserExecutable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the browser, and installs one where that is allowed.
final class BrowserSetup {
    private static final Path DEBIAN = Path.of("/etc/debian_version");

    private BrowserSetup() {}

    /// @param install whether to install one also without being root (through sudo)
    /// @throws EarshotException saying what to do, where there is none
    static Path find(@Nullable Path named, boolean install, PrintWriter err) {
        try {
            return BrowserExecutable.find(Optional.ofNullable(named)).path();
        } catch (EarshotException absent) {
            boolean root = "root".equals(System.getProperty("user.name"));
            if (named != null || !Files.exists(DEBIAN) || !(root || install)) {
                throw absent;
            }
            err.println("No browser is installed: installing Chromium (apt-get install chromium), once ...");
            String sudo = root ? "" : "sudo ";
            runShell(
                    sudo + "apt-get update -qq && " + sudo
                            + "env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null");
            return BrowserExecutable.find(Optional.empty()).path();
        }
    }

    private static void runShell(String command) {
        try {
            Process process = new ProcessBuilder(List.of("sh", "-c", command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (process.waitFor() != 0) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "Chromium could not be installed. Do it by hand (apt-get install chromium), or name a browser with"
                                + " --browser.");
            }
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.USAGE, "Chromium could not be installed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarshotException(EarshotException.Code.INCOMPLETE, "Interrupted while installing Chromium.", e);
        }
    }
}
