package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    @BeforeAll
    static void a_browser_is_installed() {
        RealBrowser.assumeInstalled();
    }

    @Test
    void no_browser_and_no_net_log_outlives_a_program_that_was_killed() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "Skipped: there is no /bin/sh here.");
        Process orphan = start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(orphan.getInputStream(), StandardCharsets.UTF_8))) {
            String[] browser = said.readLine().split(" ", 2);
            ProcessHandle handle = ProcessHandle.of(Long.parseLong(browser[0])).orElseThrow();
            List<ProcessHandle> family = new ArrayList<>(handle.descendants().toList());
            family.add(handle);
            Path folder = Path.of(browser[1]);
            assertThat(family.size()).isGreaterThan(2);
            assertThat(folder.resolve("netlog.json")).exists();

            orphan.destroyForcibly().waitFor();

            assertThat(within(Duration.ofSeconds(15), () -> family.stream().noneMatch(ProcessHandle::isAlive)))
                    .isTrue();
            assertThat(within(Duration.ofSeconds(10), () -> Files.notExists(folder)))
                    .isTrue();
        }
    }

    @Test
    void no_browser_outlives_a_program_that_exits_without_closing_it() throws Exception {
        Process orphan = start("exit");
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(orphan.getInputStream(), StandardCharsets.UTF_8))) {
            String[] browser = said.readLine().split(" ", 2);
            orphan.waitFor();
            assertThat(ProcessHandle.of(Long.parseLong(browser[0])).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(within(Duration.ofSeconds(10), () -> Files.notExists(Path.of(browser[1]))))
                    .isTrue();
        }
    }

    @Test
    void a_closed_browser_leaves_no_process_and_no_folder() throws Exception {
        WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("closed"));
        ProcessHandle handle = ProcessHandle.of(browser.pid()).orElseThrow();
        List<ProcessHandle> helpers = handle.descendants().toList();
        Path folder = browser.folder();
        browser.close();
        browser.close();
        assertThat(handle.isAlive()).isFalse();
        assertThat(within(Duration.ofSeconds(5), () -> helpers.stream().noneMatch(ProcessHandle::isAlive)))
                .isTrue();
        assertThat(folder).doesNotExist();
    }

    private static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Orphan.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static boolean within(Duration deadline, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (System.nanoTime() < end) {
            if (holds.getAsBoolean()) {
                return true;
            }
            Thread.sleep(Duration.ofMillis(50));
        }
        return holds.getAsBoolean();
    }
}
