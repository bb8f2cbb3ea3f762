package dev.earshot.browser.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A tiny shell that outlives this program just long enough to end its browser and delete its folder.
///
/// It waits on a pipe that this program holds open. However this program ends, `kill -9` included, the system closes
/// the pipe. Before it kills it checks that the process is still the one that uses our folder, since a number can be
/// given to another process. Without a POSIX shell there is none, and only an orderly end takes the browser along.
final class Watchdog implements AutoCloseable {
    private static final Path SHELL = Path.of("/bin/sh");
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            browser=$1
            folder=$2
            ours() {
              if [ -r "/proc/$browser/cmdline" ]; then
                tr '\\0' ' ' <"/proc/$browser/cmdline"
              else
                ps -o args= -p "$browser"
              fi 2>/dev/null | grep -qF -- "$folder"
            }
            read -r word
            [ "$word" = done ] && exit 0
            ours && kill -TERM "$browser" 2>/dev/null
            for i in 1 2 3 4 5 6 7 8 9 10; do
              ours || break
              sleep 0.2 2>/dev/null || sleep 1
            done
            ours && kill -KILL "$browser" 2>/dev/null
            for i in 1 2 3 4 5; do
              rm -rf -- "$folder" 2>/dev/null && break
              sleep 1
            done
            """;

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    /// Watches over a browser that uses `folder`; empty on a system without `/bin/sh`.
    static Optional<Watchdog> over(ProcessHandle browser, Path folder) throws IOException {
        if (!Files.isExecutable(SHELL)) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(
                        SHELL.toString(),
                        "-c",
                        SCRIPT,
                        "earshot-watchdog",
                        Long.toString(browser.pid()),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return Optional.of(new Watchdog(process));
    }

    /// Tells it that the browser is gone.
    @Override
    public void close() {
        try (var pipe = process.getOutputStream()) {
            pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // It has ended already.
        }
    }
}
