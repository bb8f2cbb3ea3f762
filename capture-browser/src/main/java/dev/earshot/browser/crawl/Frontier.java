package dev.earshot.browser.crawl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The pages still to visit, breadth first and level by level, so that any number of workers visits the
/// same pages in the same order of discovery. Thread-safe.
public final class Frontier {
    /// A calendar or a search has a page for everything; more of one path with other queries shows
    /// little new.
    private static final int MOST_QUERIES_OF_A_PATH = 4;

    private final int maxPages;
    private final int maxDepth;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Integer> queriesOfPath = new HashMap<>();
    private final Deque<Stop> level = new ArrayDeque<>();
    private final Map<Integer, List<String>> found = new TreeMap<>();
    private int taken;
    private int visiting;
    private int notTaken;
    private boolean stopped;

    /// A page to visit.
    ///
    /// @param number in order of discovery, from 1
    /// @param depth links away from a target
    public record Stop(int number, String url, int depth) {}

    public Frontier(Collection<String> targets, int maxPages, int maxDepth) {
        this.maxPages = maxPages;
        this.maxDepth = maxDepth;
        targets.forEach(target -> offer(target, 0));
    }

    /// The next page; waits while another worker's page may still bring some. Empty when there will be
    /// none.
    public synchronized Optional<Stop> take() throws InterruptedException {
        while (!stopped) {
            if (!level.isEmpty()) {
                visiting++;
                return Optional.of(level.removeFirst());
            }
            if (visiting == 0) {
                return Optional.empty();
            }
            wait();
        }
        return Optional.empty();
    }

    /// A page was visited (or could not be), and linked to these.
    public synchronized void visited(Stop stop, List<String> links) {
        found.put(stop.number(), stop.depth() < maxDepth ? links : List.of());
        visiting--;
        if (visiting == 0 && level.isEmpty()) {
            int depth = stop.depth() + 1;
            List<List<String>> inOrder = new ArrayList<>(found.values());
            found.clear();
            inOrder.forEach(urls -> urls.forEach(url -> offer(url, depth)));
        }
        notifyAll();
    }

    /// No more pages are handed out.
    public synchronized void stop() {
        stopped = true;
        notTaken += level.size();
        level.clear();
        notifyAll();
    }

    /// Pages that are known, within the depth, and were not visited for want of room.
    public synchronized int leftOut() {
        return notTaken;
    }

    /// Pages handed out or waiting.
    public synchronized int known() {
        return taken;
    }

    private void offer(String url, int depth) {
        if (!known.add(url)) {
            return;
        }
        int queries = queriesOfPath.merge(url.split("\\?", 2)[0], 1, Integer::sum);
        if (taken >= maxPages || (queries > MOST_QUERIES_OF_A_PATH && depth > 0)) {
            notTaken++;
            return;
        }
        taken++;
        level.addLast(new Stop(taken, url, depth));
    }
}
