package dev.earshot.guard.script;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A real Chromium in which only [Sites] exist.
final class GuardedBrowser implements AutoCloseable {
    private final Playwright playwright;
    private final Path profile;
    private final BrowserContext context;

    GuardedBrowser(Sites sites) {
        try {
            profile = Files.createTempDirectory("guarded-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        onPath("node").orElseThrow().toString())));
        context = playwright
                .chromium()
                .launchPersistentContext(
                        profile,
                        new BrowserType.LaunchPersistentContextOptions()
                                .setExecutablePath(browser().orElseThrow())
                                .setHeadless(true)
                                .setArgs(List.of(
                                        "--host-resolver-rules=MAP *.example 127.0.0.1:" + sites.port()
                                                + ", MAP * ~NOTFOUND",
                                        // What browsers give to pages that came by TLS alone.
                                        "--unsafely-treat-insecure-origin-as-secure=http://www.clinic.example",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--disable-background-networking",
                                        "--disable-component-update")));
        context.setDefaultTimeout(10_000);
    }

    static boolean canBeStarted() {
        return browser().isPresent() && onPath("node").isPresent();
    }

    BrowserContext context() {
        return context;
    }

    Page page() {
        return context.pages().getFirst();
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name -> onPath(name).stream())
                .findFirst();
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
