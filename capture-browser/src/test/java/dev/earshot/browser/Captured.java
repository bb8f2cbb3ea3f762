package dev.earshot.browser;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Page;
import dev.earshot.har.HarFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A capture that was made, read back from its file.
record Captured(Recording recording, List<Exchange> exchanges) {
    /// A request that hurries: no self-test, hardly any dwell.
    static ScanRequest.Builder quickly(Path out, InventedSite site) {
        return ScanRequest.into(out)
                .browserArgs(site.browserArgs())
                .dwell(Duration.ofMillis(300))
                .timeout(Duration.ofSeconds(10))
                .politeness(Duration.ZERO)
                .selfTest(false);
    }

    static Captured of(ScanRequest.Builder builder) {
        Recording recording = SiteCapture.record(builder.build(), Progress.NONE);
        List<Exchange> exchanges = new ArrayList<>();
        HarFile.open(recording.har()).forEach(exchanges::add);
        return new Captured(recording, exchanges);
    }

    Exchange to(String part) {
        return exchanges.stream()
                .filter(exchange -> exchange.request().url().contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing went to " + part));
    }

    /// The address of the page that an exchange belongs to.
    String pageOf(Exchange exchange) {
        String id = exchange.context().pageId().orElse("");
        return recording.pages().stream()
                .filter(page -> page.id().equals(id))
                .map(Page::url)
                .findFirst()
                .orElse("no page");
    }

    Page page(String part) {
        return recording.pages().stream()
                .filter(page -> page.url().contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no page " + part));
    }

    List<String> blindSpots(BlindSpot.Kind kind) {
        return recording.blindSpots().stream()
                .filter(spot -> spot.kind() == kind)
                .map(BlindSpot::what)
                .toList();
    }
}
