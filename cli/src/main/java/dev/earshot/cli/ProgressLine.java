package dev.earshot.cli;

import dev.earshot.browser.Progress;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Request;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How a capture comes along: one line that is written over on a terminal, remarks only elsewhere.
final class ProgressLine implements Progress, AutoCloseable {
    private static final int BAR = 20;
    private static final int WIDTH = 110;

    private final PrintWriter err;
    private final boolean terminal;
    private final Set<String> trackers = new TreeSet<>();
    private int page;
    private int pages;
    private int requests;
    private String host = "";

    private ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /// The launcher says whether stderr is a terminal, which Java can't find out.
    static ProgressLine on(PrintWriter err) {
        return new ProgressLine(err, Boolean.getBoolean("earshot.terminal"));
    }

    @Override
    public synchronized void page(int number, int known, String url) {
        page = number;
        pages = Math.max(known, number);
        host = url.replaceFirst("^[a-z]+://", "").replaceFirst("[?#].*", "");
        draw();
    }

    @Override
    public synchronized void request(String url) {
        requests++;
        if (terminal) {
            Catalogue.bundled()
                    .identify(new Request("GET", url, "", List.of(), Body.NONE))
                    .ifPresent(found -> trackers.add(found.tracker().id()));
            draw();
        }
    }

    /// Which file of an app is being read.
    synchronized void reading(String file, long bytes) {
        if (terminal) {
            String line = String.format("reading %s · %,d KB", file, bytes / 1024);
            err.print("\r\u001b[K" + (line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line));
            err.flush();
        }
    }

    @Override
    public synchronized void remark(String text) {
        clear();
        err.println(withoutQueries(text));
        draw();
    }

    /// The text with its addresses cut at their query, which may hold what a patient typed.
    static String withoutQueries(String text) {
        return text.replaceAll("(https?://[^\\s?#]*)[?#]\\S*", "$1?…");
    }

    @Override
    public synchronized void close() {
        clear();
    }

    private void draw() {
        if (terminal && page > 0) {
            int done = pages == 0 ? 0 : Math.min(BAR, BAR * (page - 1) / pages);
            String line = String.format(
                    "[%s%s] page %d of %d · %d exchanges · %d trackers · %s",
                    "#".repeat(done), "-".repeat(BAR - done), page, pages, requests, trackers.size(), host);
            err.print("\r\u001b[K" + (line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line));
            err.flush();
        }
    }

    private void clear() {
        if (terminal) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
