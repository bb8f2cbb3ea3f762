package dev.earshot.browser.watch;

import java.time.Duration;

/// Starts a browser, says its number and its folder, and waits to be killed.
final class Orphan {
    private Orphan() {}

    public static void main(String[] arguments) throws Exception {
        WatchedBrowser browser = WatchedBrowser.start(BrowserOptions.forRun("orphan"));
        System.out.println(browser.pid() + " " + browser.folder());
        System.out.flush();
        if (arguments.length > 0) {
            System.exit(0);
        }
        Thread.sleep(Duration.ofMinutes(2));
    }
}
