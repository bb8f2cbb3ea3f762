package dev.earshot.browser;

import dev.earshot.browser.drive.Timeline;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.StoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A page while it is being visited.
final class PageRecord {
    private final String run;
    private final Timeline.Stay stay;
    private String url;
    private String title = "";
    private Page.Outcome outcome = Page.Outcome.LOADED;
    private final List<String> remarks = new ArrayList<>();
    private final List<BlindSpot> blindSpots = new ArrayList<>();
    private Optional<String> screenshot = Optional.empty();
    private List<StoredItem> stored = List.of();

    PageRecord(String run, Timeline.Stay stay, String url) {
        this.run = run;
        this.stay = stay;
        this.url = url;
    }

    String id() {
        return stay.pageId();
    }

    Timeline.Stay stay() {
        return stay;
    }

    String url() {
        return url;
    }

    Page.Outcome outcome() {
        return outcome;
    }

    Optional<String> screenshot() {
        return screenshot;
    }

    void movedTo(String newUrl) {
        url = newUrl;
        stay.movedTo(newUrl);
    }

    void titled(String newTitle) {
        if (!newTitle.isEmpty()) {
            title = newTitle;
        }
    }

    void pictured(String path) {
        screenshot = Optional.of(path);
    }

    void holds(List<StoredItem> items) {
        stored = List.copyOf(items);
    }

    List<StoredItem> stored() {
        return stored;
    }

    /// Something of it was not seen.
    void fell(Page.Outcome to, String remark, boolean incomplete) {
        if (to.compareTo(outcome) > 0) {
            outcome = to;
        }
        if (!remarks.contains(remark)) {
            remarks.add(remark);
            blindSpots.add(new BlindSpot(BlindSpot.Kind.PAGE_NOT_LOADED, url, remark, incomplete));
        }
    }

    List<BlindSpot> blindSpots() {
        return blindSpots;
    }

    Page finished() {
        return new Page(id(), run, url, title, stay.start(), outcome, String.join("; ", remarks), screenshot, stored);
    }
}
