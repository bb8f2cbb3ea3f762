package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.BrowserExecutable;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import dev.earshot.exchange.Exchange;
import dev.earshot.har.HarFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sites that misbehave, and scans that are kept from ending.
class BadSitesTest {
    private static final String SITE = "https://www.clinic.example";

    private static Clinic clinic;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        try {
            BrowserExecutable.find(Optional.empty());
        } catch (EarshotException absent) {
            assumeTrue(false, "Skipped: " + absent.getMessage());
        }
        clinic = Clinic.start(ClinicOptions.defaults());
    }

    @AfterAll
    static void shut() {
        if (clinic != null) {
            clinic.close();
        }
    }

    @BeforeEach
    void key() {
        Ran.key(folder);
    }

    @Test
    void what_does_not_answer_or_is_not_to_be_trusted_is_told_and_the_rest_is_captured() throws IOException {
        int refused;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused = closed.getLocalPort();
        }

        Ran ran = scan(
                "http://127.0.0.1:" + refused + "/",
                "https://www.elsewhere.example/",
                "https://bad-certificate.clinic.example/",
                SITE + "/trouble/redirect-loop",
                SITE + "/trouble/hang",
                SITE + "/trouble/error",
                SITE + "/privacy");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err())
                .contains(":" + refused + "/: nothing answers there")
                .contains("www.elsewhere.example/: its host name is not known")
                .contains("its certificate is not one to trust", "--browser-arg=--ignore-certificate-errors")
                .contains("/trouble/redirect-loop: it redirects in a loop")
                .contains("/trouble/hang: it did not answer in time")
                .contains("/trouble/error: the server answered 500");
        assertThat(captured()).anyMatch(url -> url.equals(SITE + "/privacy"));
        assertVerified();
    }

    @Test
    void what_is_only_a_nuisance_is_captured_all_the_same() throws IOException {
        Ran ran = scan(
                SITE + "/trouble/dialogs",
                SITE + "/trouble/download",
                SITE + "/trouble/never-idle",
                SITE + "/trouble/popups",
                SITE + "/trouble/frames",
                SITE + "/trouble/not-html",
                SITE + "/privacy");

        assertThat(captured())
                .contains(SITE + "/trouble/dialogs", SITE + "/trouble/download", SITE + "/privacy")
                .anyMatch(url -> url.startsWith(SITE + "/trouble/tick?"));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertVerified();
    }

    @Test
    void a_page_whose_script_never_ends_costs_only_itself() throws IOException {
        Ran ran = scan(SITE + "/trouble/busy", SITE + "/privacy");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("/trouble/busy: the page stopped answering");
        assertThat(captured()).contains(SITE + "/trouble/busy", SITE + "/privacy");
        assertVerified();
    }

    @Test
    void a_tab_that_crashes_ends_its_journey_and_keeps_what_was_captured() throws IOException {
        Path journey = journey("crashing", """
                {"type":"navigate","url":"%s/privacy"},
                {"type":"navigate","url":"chrome://crash"},
                {"type":"navigate","url":"%s/about"}""".formatted(SITE, SITE));

        Ran ran = scan("--journey", journey);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("crashing: step 2 of 3 (navigate) failed: the tab crashed");
        assertThat(captured()).contains(SITE + "/privacy").doesNotContain(SITE + "/about");
        assertVerified();
    }

    @Test
    void a_journey_that_fails_names_its_step_its_selectors_and_its_picture() throws IOException {
        Path journey = journey("lost", """
                {"type":"navigate","url":"%s/contact"},
                {"type":"click","selectors":[["#no-such-button"],["aria/No such button"]],"offsetX":1,"offsetY":1},
                {"type":"navigate","url":"%s/about"}""".formatted(SITE, SITE));

        Ran ran = scan("--journey", journey);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err())
                .contains("lost: step 2 of 3 (click) failed", "#no-such-button", "aria/No such button")
                .contains("screenshots/failed-lost-step-2.png");
        assertThat(folder.resolve("out/screenshots/failed-lost-step-2.png")).exists();
        assertThat(captured()).contains(SITE + "/contact").doesNotContain(SITE + "/about");
        assertVerified();
    }

    @Test
    void a_full_disk_is_told_and_what_was_captured_is_kept() throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mounted(folder.resolve("disk"), "96k");
        assumeTrue(mounted.isPresent(), "Skipped: no small disk can be mounted here.");
        try (SmallDisk disk = mounted.get()) {
            Path out = disk.folder().resolve("out");
            Ran ran = scanInto(out, SITE + "/", SITE + "/encyclopedia", SITE + "/find-a-doctor", SITE + "/privacy");

            assertThat(ran.exitCode()).as(ran.err()).isEqualTo(3);
            assertThat(ran.err())
                    .contains("No space left on device", out.toString(), "ree some space")
                    .doesNotContain("    at ");
            List<String> kept = new ArrayList<>();
            HarFile.open(out.resolve("capture.har"))
                    .forEach((Exchange exchange) -> kept.add(exchange.request().url()));
            assertThat(kept).isNotEmpty();
        }
    }

    @Test
    void a_scan_that_is_stopped_takes_its_browser_along_and_keeps_what_it_saw() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "Skipped: this system has no /proc.");
        Path err = folder.resolve("err.txt");
        Process scan = Ran.program(List.of(), arguments(folder.resolve("out"), SITE + "/", "--dwell", "60"))
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(err.toFile())
                .start();
        int before = clinic.received().size();
        await(Duration.ofSeconds(40), () -> clinic.received().size() > before + 5);
        Thread.sleep(1500);
        List<ProcessHandle> children = scan.descendants().toList();
        assertThat(children).isNotEmpty();

        scan.destroy();

        assertThat(Ran.endsWithin(scan, 40)).isTrue();
        await(Duration.ofSeconds(10), () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        Ran ran = Ran.of(scan, folder.resolve("out.txt"), err);
        assertThat(ran.exitCode()).isEqualTo(143);
        assertThat(ran.err()).contains("Stopped", "capture.har", "earshot scan");
        assertThat(captured()).contains(SITE + "/");
        Ran later = Ran.earshot(
                "scan",
                folder.resolve("out/capture.har"),
                "--out",
                folder.resolve("later"),
                "--key",
                folder.resolve("signing.key"));
        assertThat(later.exitCode()).isEqualTo(3);
    }

    private static void await(Duration longest, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
    }

    private Path journey(String name, String steps) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".json"), "{\"title\":\"" + name + "\",\"steps\":[" + steps + "]}");
    }

    private Ran scan(Object... targets) {
        return scanInto(folder.resolve("out"), targets);
    }

    private Ran scanInto(Path out, Object... targets) {
        return Ran.earshot(arguments(out, targets));
    }

    private Object[] arguments(Path out, Object... targets) {
        List<Object> arguments = new ArrayList<>(List.of("scan"));
        arguments.addAll(List.of(targets));
        arguments.addAll(List.of("--out", out, "--key", folder.resolve("signing.key"), "--no-self-test"));
        arguments.addAll(List.of("--timeout", "3", "--delay", "0", "--max-depth", "0", "--ignore-robots"));
        if (!arguments.contains("--dwell")) {
            arguments.addAll(List.of("--dwell", "0.5"));
        }
        clinic.browserArgs().forEach(argument -> arguments.add("--browser-arg=" + argument));
        return arguments.toArray();
    }

    private List<String> captured() {
        List<String> urls = new ArrayList<>();
        HarFile.open(folder.resolve("out/capture.har"))
                .forEach((Exchange exchange) -> urls.add(exchange.request().url()));
        return urls;
    }

    private void assertVerified() {
        Ran verified = Ran.earshot("verify", folder.resolve("out"));
        assertThat(verified.exitCode()).as(verified.out()).isZero();
    }
}
