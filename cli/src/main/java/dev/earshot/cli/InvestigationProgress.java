package dev.earshot.cli;

import dev.earshot.investigate.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// How an investigation comes along: one line that is written over on a terminal; elsewhere a line for each output that
/// took long.
final class InvestigationProgress implements Progress, dev.earshot.investigate.steps.Progress, AutoCloseable {
    private static final int BAR = 20;
    private static final Duration LONG = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final boolean terminal;

    private InvestigationProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /// The launcher says whether stderr is a terminal, which Java can't find out.
    static InvestigationProgress on(PrintWriter err) {
        return new InvestigationProgress(err, Boolean.getBoolean("earshot.terminal"));
    }

    @Override
    public synchronized void advance(String what, long done, long of) {
        draw(what, done, of);
    }

    @Override
    public synchronized void started(String output, int number, int of) {
        draw("step " + output, number - 1L, of);
    }

    @Override
    public synchronized void finished(String output, int number, int of, long rows, Duration took) {
        if (!terminal && took.compareTo(LONG) > 0) {
            err.printf(Locale.ENGLISH, "%s: %,d rows in %d s (%d of %d)%n", output, rows, took.toSeconds(), number, of);
            err.flush();
        }
    }

    @Override
    public synchronized void kept(String output, int number, int of, long rows) {
        draw("kept " + output, number, of);
    }

    synchronized void clear() {
        if (terminal) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    @Override
    public void close() {
        clear();
    }

    private void draw(String what, long done, long of) {
        if (terminal && of > 0) {
            int full = (int) Math.min(BAR, BAR * done / of);
            err.printf(
                    Locale.ENGLISH,
                    "\r\u001b[K[%s%s] %s %d %%",
                    "#".repeat(full),
                    "-".repeat(BAR - full),
                    what,
                    100 * done / of);
            err.flush();
        }
    }
}
