package dev.earshot.browser;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the pages of all workers for [Progress].
final class PageCount {
    private final AtomicInteger visited = new AtomicInteger();
    private final AtomicInteger known = new AtomicInteger();
    private final Progress progress;

    PageCount(Progress progress) {
        this.progress = progress;
    }

    /// @param atLeast pages known to the crawl of this run
    void visiting(String url, int atLeast) {
        int number = visited.incrementAndGet();
        progress.page(number, known.updateAndGet(before -> Math.max(Math.max(before, atLeast), number)), url);
    }
}
