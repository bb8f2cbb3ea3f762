package dev.earshot.browser.watch;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.cdp.CdpConnection;
import dev.earshot.browser.watch.cdp.CdpWitness;
import dev.earshot.browser.watch.netlog.NetLog;
import dev.earshot.browser.watch.netlog.NetLogReader;
import dev.earshot.exchange.BlindSpot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// A Chromium that Earshot started, with a fresh profile, watched from before its first page until it is gone.
///
/// Whoever drives connects to [#webSocketUrl()], and in the end leaves the last page (so that what it sends while
/// unloading is sent), closes its own contexts, and calls [#finish()]. [#close()] ends the browser in any case; so
/// does the end of this program, `kill -9` included where there is a POSIX shell.
public final class WatchedBrowser implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration BODIES = Duration.ofSeconds(3);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final BrowserOptions options;
    private final PrivateFolder folder;
    private final Path netLog;
    private final Process process;
    private final Optional<Watchdog> watchdog;
    private final boolean sandboxDisabled;
    private final Thread atExit;
    private final List<ProcessHandle> helpers = new ArrayList<>();
    private @Nullable CdpConnection connection;
    private @Nullable CdpWitness witness;
    private String webSocketUrl = "";
    private String version = "";
    private @Nullable WatchRecord record;
    private boolean closed;

    private WatchedBrowser(
            BrowserOptions options,
            PrivateFolder folder,
            Path netLog,
            Process process,
            Optional<Watchdog> watchdog,
            boolean sandboxDisabled) {
        this.options = options;
        this.folder = folder;
        this.netLog = netLog;
        this.process = process;
        this.watchdog = watchdog;
        this.sandboxDisabled = sandboxDisabled;
        this.atExit = new Thread(this::endWithProgram, "end-browser");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Starts a browser and watches it.
    ///
    /// @throws EarshotException USAGE when there is no browser or an argument cannot be given; INCOMPLETE when it
    ///     does not start, with what it said
    public static WatchedBrowser start(BrowserOptions options) throws InterruptedException {
        return start(options, true);
    }

    /// The same browser with neither witness, to compare with.
    public static WatchedBrowser startUnwatched(BrowserOptions options) throws InterruptedException {
        return start(options, false);
    }

    private static WatchedBrowser start(BrowserOptions options, boolean watched) throws InterruptedException {
        BrowserExecutable executable = BrowserExecutable.find(options.browser());
        boolean root = "root".equals(System.getProperty("user.name"));
        PrivateFolder folder = null;
        WatchedBrowser browser = null;
        try {
            folder = PrivateFolder.create();
            Path netLog = folder.file("netlog.json");
            List<String> command = new ArrayList<>();
            command.add(executable.path().toString());
            command.addAll(BrowserSwitches.of(options, folder.path().resolve("profile"), netLog, root));
            if (!watched) {
                command.removeIf(argument -> argument.startsWith("--log-net-log="));
            }
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(folder.file("said.txt").toFile())
                    .start();
            browser = new WatchedBrowser(
                    options, folder, netLog, process, Watchdog.over(process.toHandle(), folder.path()), root);
            browser.connect(watched);
            return browser;
        } catch (IOException | CompletionException | ExecutionException | TimeoutException failure) {
            String said = browser == null ? "" : browser.said();
            abandon(browser, folder);
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "The browser " + executable.path() + " did not start" + (said.isEmpty() ? "." : ": " + said),
                    failure);
        } catch (RuntimeException | InterruptedException failure) {
            abandon(browser, folder);
            throw failure;
        }
    }

    private static void abandon(@Nullable WatchedBrowser browser, @Nullable PrivateFolder folder)
            throws InterruptedException {
        if (browser != null) {
            browser.close();
        } else if (folder != null) {
            folder.delete();
        }
    }

    private void connect(boolean watched)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        webSocketUrl = awaitWebSocketUrl();
        if (!watched) {
            return;
        }
        CdpConnection opened = CdpConnection.open(URI.create(webSocketUrl));
        connection = opened;
        version = opened.send("", "Browser.getVersion")
                .get(20, TimeUnit.SECONDS)
                .path("product")
                .asString("");
        witness = CdpWitness.attach(opened, InstantSource.system());
    }

    /// Chromium writes the port and the path to `DevToolsActivePort`, in two lines, when it is ready.
    private String awaitWebSocketUrl() throws IOException, InterruptedException, TimeoutException {
        Path file = folder.path().resolve("profile").resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() >= 2 && !lines.get(1).isBlank()) {
                    return "ws://127.0.0.1:" + lines.get(0).strip()
                            + lines.get(1).strip();
                }
            }
            if (!process.isAlive()) {
                throw new IOException("it ended with exit code " + process.exitValue());
            }
            Thread.sleep(Duration.ofMillis(10));
        }
        throw new TimeoutException("it was not ready within " + START.toSeconds() + " s");
    }

    /// The first line of what the browser said that names an error.
    private String said() {
        try {
            return Files.readAllLines(folder.path().resolve("said.txt")).stream()
                    .filter(line -> line.contains("FATAL") || line.contains("ERROR") || line.contains("rror:"))
                    .findFirst()
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }

    /// Where Playwright or another DevTools client connects.
    public String webSocketUrl() {
        return webSocketUrl;
    }

    /// The browser and its version, as it names itself: `Chrome/156.0.8078.79`.
    public String version() {
        return version.replace("Headless", "");
    }

    /// Whether the browser runs without its sandbox, which it must as root.
    public boolean sandboxDisabled() {
        return sandboxDisabled;
    }

    /// Whether it is still there.
    public boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    Path folder() {
        return folder.path();
    }

    CdpConnection connection() {
        CdpConnection opened = connection;
        if (opened == null) {
            throw new IllegalStateException("not watching");
        }
        return opened;
    }

    /// Ends the browser in an orderly way, reads what it did, and deletes the net log. Called again, it gives the
    /// same.
    public synchronized WatchRecord finish() throws InterruptedException {
        WatchRecord done = record;
        if (done == null) {
            done = read();
            record = done;
            close();
        }
        return done;
    }

    private WatchRecord read() throws InterruptedException {
        CdpConnection opened = connection;
        CdpWitness seeing = witness;
        if (closed || opened == null || seeing == null) {
            return new WatchRecord(
                    List.of(),
                    List.of(new BlindSpot(
                            BlindSpot.Kind.WITNESS_FAILED,
                            "",
                            "The browser was closed before what it did was read.",
                            true)),
                    0);
        }
        boolean crashed = !process.isAlive();
        seeing.awaitBodies(BODIES);
        boolean lost = opened.lost() || crashed;
        opened.expectClose();
        opened.tell("", "Browser.close", JsonNodeFactory.instance.objectNode());
        process.descendants().forEach(helpers::add);
        boolean orderly = process.waitFor(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        if (!orderly) {
            end();
        }
        List<String> faults = new ArrayList<>();
        // One that was just killed may still count as alive above, and its network process may close the log in order.
        if (crashed || (orderly && process.exitValue() != 0)) {
            faults.add("The browser ended by itself, with exit code " + process.exitValue() + ".");
        } else if (lost) {
            faults.add("The connection to the browser was lost, so that later requests lack their context.");
        }
        if (!orderly) {
            faults.add("The browser did not close within " + CLOSE.toSeconds() + " s and was killed.");
        }
        NetLog log;
        try {
            log = NetLogReader.read(netLog);
            keep();
        } catch (IOException failure) {
            log = new NetLog(0, List.of(), List.of("The net log could not be read or kept: " + failure.getMessage()));
        }
        return new ExchangeJoin(options.run(), options.series(), log, seeing.requests(), seeing.addresses(), faults)
                .record();
    }

    private void keep() throws IOException {
        if (options.keepNetLog().isPresent()) {
            Files.move(netLog, options.keepNetLog().get(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Ends a browser that answers no more, at once. [#finish()] still reads what it did until then.
    public void kill() {
        process.destroyForcibly();
    }

    /// Ends the browser and deletes its profile and net log. What it did is lost unless [#finish()] was called.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The program is ending, and the hook runs anyway.
        }
    }

    /// What it did is read first, for whoever still waits in [#finish()].
    private void endWithProgram() {
        try {
            finish();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void end() {
        if (connection != null) {
            connection.close();
        }
        process.descendants().forEach(helpers::add);
        process.destroyForcibly();
        helpers.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(5, TimeUnit.SECONDS);
            folder.delete();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        watchdog.ifPresent(Watchdog::close);
    }
}
