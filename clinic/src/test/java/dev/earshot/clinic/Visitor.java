package dev.earshot.clinic;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A visitor with a real Chromium in which only the clinic exists.
final class Visitor implements AutoCloseable {
    private final Playwright playwright;
    private final Path profile;
    private final BrowserContext context;

    private Visitor(Playwright playwright, Path profile, BrowserContext context) {
        this.playwright = playwright;
        this.profile = profile;
        this.context = context;
    }

    static boolean canVisit() {
        return browser().isPresent() && onPath("node").isPresent();
    }

    static Visitor to(Clinic clinic) {
        try {
            Path profile = Files.createTempDirectory("clinic-visitor");
            Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                    .setEnv(Map.of(
                            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                            "1",
                            "PLAYWRIGHT_NODEJS_PATH",
                            onPath("node").orElseThrow().toString())));
            List<String> arguments = new ArrayList<>(clinic.browserArgs());
            arguments.addAll(List.of("--no-sandbox", "--disable-gpu", "--disable-quic"));
            BrowserContext context = playwright
                    .chromium()
                    .launchPersistentContext(
                            profile,
                            new BrowserType.LaunchPersistentContextOptions()
                                    .setExecutablePath(browser().orElseThrow())
                                    .setHeadless(true)
                                    .setViewportSize(1280, 900)
                                    .setArgs(arguments));
            context.setDefaultTimeout(60_000);
            return new Visitor(playwright, profile, context);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Page page() {
        return context.pages().getFirst();
    }

    BrowserContext context() {
        return context;
    }

    /// Waits until `condition` holds, at most thirty seconds; then `what` says what did not come to be.
    void until(Supplier<String> what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("thirty seconds have passed; " + what.get());
            }
            page().waitForTimeout(50);
        }
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static java.util.Optional<Path> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name -> onPath(name).stream())
                .findFirst();
    }

    private static java.util.Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
