package dev.earshot.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.earshot.EarshotException;
import dev.earshot.browser.journey.Journey;
import dev.earshot.browser.journey.JourneyStep;
import dev.earshot.browser.journey.JourneyStep.Common;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Page.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadSiteTest {
    @TempDir
    Path out;

    private InventedSite site;

    @BeforeEach
    void open() throws Exception {
        site = InventedSite.start();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Captured capture(String... paths) {
        List<String> targets = new ArrayList<>();
        for (String path : paths) {
            targets.add(path.startsWith("http") ? path : site.url(path));
        }
        return Captured.of(Captured.quickly(out, site)
                .targets(targets)
                .maxDepth(0)
                .ignoreRobots(true)
                .timeout(Duration.ofSeconds(3)));
    }

    private static String remark(Captured captured, String part) {
        Page page = captured.page(part);
        return page.outcome() + ": " + page.remark();
    }

    @Test
    void a_page_that_cannot_be_opened_says_why_and_the_others_are_captured() throws Exception {
        site.on("/loop", request -> InventedSite.send(request, 302, "text/plain", "", "Location", "/loop"));
        site.on("/silent", request -> sleep(20_000));
        site.page("/good", "<title>Good</title>");
        site.on("/busy", request -> InventedSite.send(request, 503, "text/html", "<title>Busy</title>"));
        site.on("/gone", request -> InventedSite.send(request, 404, "text/html", "<title>Gone</title>"));
        int refused = portWhereNobodyListens();
        try (ServerSocket notTls = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerNonsense(notTls));
            Captured captured = capture(
                    "http://127.0.0.1:" + refused + "/",
                    "http://unknown.invalid/",
                    "https://127.0.0.1:" + notTls.getLocalPort() + "/",
                    "/loop",
                    "/silent",
                    "/busy",
                    "/gone",
                    "/good");
            assertThat(remark(captured, ":" + refused))
                    .isEqualTo("FAILED: nothing answers there: the connection was refused (ERR_CONNECTION_REFUSED)");
            assertThat(remark(captured, "unknown.invalid"))
                    .isEqualTo("FAILED: its host name is not known (ERR_NAME_NOT_RESOLVED)");
            assertThat(remark(captured, "https://127")).startsWith("FAILED: it does not speak TLS there");
            assertThat(remark(captured, "/loop")).isEqualTo("FAILED: it redirects in a loop (ERR_TOO_MANY_REDIRECTS)");
            assertThat(remark(captured, "/silent")).isEqualTo("FAILED: it did not answer in time");
            assertThat(remark(captured, "/busy")).isEqualTo("PARTIAL: the server answered 503");
            assertThat(remark(captured, "/gone")).isEqualTo("PARTIAL: the server answered 404");
            assertThat(remark(captured, "/good")).isEqualTo("LOADED: ");
            assertThat(captured.recording().isComplete()).isFalse();
            assertThat(captured.recording().blindSpots())
                    .filteredOn(BlindSpot::incomplete)
                    .extracting(BlindSpot::where)
                    .doesNotContain(site.url("/gone"), site.url("/good"))
                    .contains(site.url("/busy"), site.url("/silent"));
        }
    }

    @Test
    void a_page_that_never_rests_is_left_all_the_same() {
        site.page("/dialogs", "<script>setInterval(() => alert('hello'), 50)</script><title>Dialogs</title>");
        site.page(
                "/stays",
                "<script>onbeforeunload = (e) => { e.preventDefault(); e.returnValue = 'x'; }</script><title>Stays</title>");
        site.page(
                "/busy",
                "<script>setInterval(() => fetch('/beacon?' + Math.random()), 20)</script><title>Busy</title>");
        site.page("/again", "<title>Again</title><script>setTimeout(() => location.reload(), 30)</script>");
        site.page("/half", "<title>Half</title><img src=/slow>").on("/slow", request -> sleep(20_000));
        site.page("/good", "<title>Good</title>");
        Instant before = Instant.now();
        Captured captured = capture("/dialogs", "/stays", "/busy", "/again", "/half", "/good");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(90));
        assertThat(captured.recording().pages()).hasSize(6);
        assertThat(remark(captured, "/dialogs")).isEqualTo("LOADED: ");
        assertThat(remark(captured, "/stays")).isEqualTo("LOADED: ");
        assertThat(remark(captured, "/busy")).isEqualTo("LOADED: ");
        assertThat(captured.page("/again").outcome()).isNotEqualTo(Outcome.FAILED);
        assertThat(remark(captured, "/half")).isEqualTo("PARTIAL: it had not finished loading after 3 s");
        assertThat(remark(captured, "/good")).isEqualTo("LOADED: ");
    }

    @Test
    void a_page_that_hangs_costs_only_itself() {
        site.page(
                "/hang", "<title>Hang</title><script>onload = () => setTimeout(() => { while (true); }, 100)</script>");
        site.page("/good", "<title>Good</title><img src=//pixel.tracker.example/pixel?good>");
        Captured captured = capture("/hang", "/good");
        assertThat(remark(captured, "/hang")).startsWith("PARTIAL: the page stopped answering");
        assertThat(remark(captured, "/good")).isEqualTo("LOADED: ");
        assertThat(captured.pageOf(captured.to("/pixel?good"))).isEqualTo(site.url("/good"));
        assertThat(captured.blindSpots(BlindSpot.Kind.WITNESS_FAILED)).isEmpty();
    }

    @Test
    void a_certificate_that_is_not_trusted_is_told_with_what_to_do() throws Exception {
        Path keys = out.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        "clinic",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=www.clinic.example",
                        "-validity",
                        "30")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext(
                "/", request -> InventedSite.send(request, 200, "text/html", "<title>Own certificate</title>"));
        server.start();
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
            assertThat(remark(capture(url), url))
                    .isEqualTo("FAILED: its certificate is not one to trust (ERR_CERT_AUTHORITY_INVALID);"
                            + " to open it all the same, add --browser-arg=--ignore-certificate-errors");
            Captured trusting = Captured.of(Captured.quickly(out, site)
                    .targets(List.of(url))
                    .ignoreRobots(true)
                    .browserArgs(List.of("--ignore-certificate-errors")));
            assertThat(trusting.page(url).title()).isEqualTo("Own certificate");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void downloads_are_cancelled() {
        site.on(
                "/file",
                request -> InventedSite.send(
                        request, 200, "application/octet-stream", "x", "Content-Disposition", "attachment"));
        site.page("/", "<title>Home</title><a id=a href=/file>f</a><script>onload = () => a.click()</script>");
        Captured captured = capture("/file", "/");
        assertThat(remark(captured, "/file")).isEqualTo("PARTIAL: it is a file to download, which was cancelled");
        assertThat(captured.page("clinic.example/").outcome()).isNotEqualTo(Outcome.FAILED);
        assertThat(captured.to("/file").response().orElseThrow().status()).isEqualTo(200);
    }

    @Test
    void a_tab_that_crashes_costs_only_its_journey() {
        site.page("/good", "<img src=//pixel.tracker.example/pixel?good>");
        Common plain = new Common(Optional.empty(), "main", List.of(), List.of());
        Journey crashing = new Journey(
                "crashing",
                "",
                Optional.of(Duration.ofSeconds(5)),
                Optional.empty(),
                List.of(
                        new JourneyStep.Navigate(plain, site.url("/good")),
                        new JourneyStep.Navigate(plain, "chrome://crash"),
                        new JourneyStep.Navigate(plain, site.url("/never"))));
        Journey sound = new Journey(
                "sound",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(new JourneyStep.Navigate(plain, site.url("/good"))));
        Captured captured = Captured.of(Captured.quickly(out, site).journeys(List.of(crashing, sound)));
        assertThat(captured.blindSpots(BlindSpot.Kind.STEP_FAILED))
                .containsExactly("step 2 of 3 (navigate) failed: the tab crashed; the 1 after it were not done");
        assertThat(captured.exchanges())
                .filteredOn(exchange -> exchange.request().url().endsWith("/pixel?good"))
                .hasSize(2);
    }

    @Test
    void a_full_disk_is_told() throws Exception {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "Skipped: this system has no /dev/full.");
        site.page("/", "home");
        Files.createSymbolicLink(out.resolve("capture.har"), full);
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> capture("/"))
                .withMessageContaining("capture.har");
    }

    private static void answerNonsense(ServerSocket server) {
        try {
            while (true) {
                try (var socket = server.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 No TLS\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        } catch (java.io.IOException _) {
            // The test is over.
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int portWhereNobodyListens() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }
}
