package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedBrowserTest {
    @BeforeAll
    static void a_browser_is_installed() {
        RealBrowser.assumeInstalled();
    }

    @Test
    void what_a_killed_browser_had_sent_is_kept_and_its_end_is_a_blind_spot() throws Exception {
        try (SelfTestSite site = SelfTestSite.start();
                WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("killed"))) {
            try (RealBrowser page = RealBrowser.page(browser)) {
                page.open(site.url());
                assertThat(site.ready()).isTrue();
                Thread.sleep(1500);
                browser.kill();
            }
            WatchRecord record = browser.finish();
            assertThat(record.blindSpots()).isNotEmpty().allMatch(BlindSpot::incomplete);
            assertThat(record.exchanges())
                    .anyMatch(exchange -> exchange.request().url().endsWith("/c/fetch-post")
                            && exchange.request().body().bytes().length() > 0);
            assertThat(site.unseen(record.exchanges()))
                    .filteredOn(BlindSpot::incomplete)
                    .isEmpty();
        }
    }

    @Test
    void a_net_log_is_kept_only_on_demand_and_only_for_its_owner(@TempDir Path folder) throws Exception {
        Path kept = folder.resolve("netlog.json");
        try (WatchedBrowser browser =
                WatchedBrowser.start(BrowserOptions.forRun("kept").withKeepNetLog(Optional.of(kept)))) {
            Path inUse = browser.folder().resolve("netlog.json");
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(browser.folder())))
                        .isEqualTo("rwx------");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inUse)))
                        .isEqualTo("rw-------");
            }
            assertThat(browser.version()).matches("(Chrome|Chromium|Edg)/\\d+.*");
            browser.finish();
            assertThat(inUse).doesNotExist();
        }
        assertThat(kept).isNotEmptyFile();
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_browser_that_was_closed_first_is_not_clean() throws Exception {
        WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("closed"));
        browser.close();
        assertThat(browser.finish().blindSpots()).singleElement().matches(BlindSpot::incomplete);
    }

    @Test
    void the_self_test_blames_the_capture_for_what_came_and_was_not_recorded() throws Exception {
        try (SelfTestSite site = SelfTestSite.start();
                WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("blame"))) {
            assertThat(site.unseen(List.of()))
                    .hasSameSizeAs(site.channels())
                    .noneMatch(BlindSpot::incomplete)
                    .allMatch(spot -> spot.what().contains("could not test"));
            try (RealBrowser page = RealBrowser.page(browser)) {
                page.open(site.url());
                assertThat(site.ready()).isTrue();
            }
            assertThat(site.unseen(List.of()))
                    .filteredOn(BlindSpot::incomplete)
                    .extracting(BlindSpot::where)
                    .contains("image-pixel", "websocket", "service-worker")
                    .doesNotContain("beacon-pagehide");
        }
    }
}
