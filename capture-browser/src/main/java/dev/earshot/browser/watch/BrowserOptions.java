package dev.earshot.browser.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a watched browser is started.
///
/// @param browser the program; empty for the first one installed
/// @param arguments passed to the browser after Earshot's own switches, so that they win; `--disable-features`,
///     `--enable-features` and `--host-resolver-rules` are joined with Earshot's own
/// @param headed whether it shows its windows
/// @param run the id of the [dev.earshot.exchange.Run] that is recorded
/// @param series what makes the ids of its exchanges differ from those of other browsers in the same capture
/// @param keepNetLog where the net log goes in the end, passwords and all; empty to delete it
public record BrowserOptions(
        Optional<Path> browser,
        List<String> arguments,
        boolean headed,
        String run,
        String series,
        Optional<Path> keepNetLog) {
    public BrowserOptions {
        arguments = List.copyOf(arguments);
    }

    /// The first browser installed, headless, nothing kept.
    public static BrowserOptions forRun(String run) {
        return new BrowserOptions(Optional.empty(), List.of(), false, run, run, Optional.empty());
    }

    public BrowserOptions withBrowser(Optional<Path> program) {
        return new BrowserOptions(program, arguments, headed, run, series, keepNetLog);
    }

    public BrowserOptions withArguments(List<String> newArguments) {
        return new BrowserOptions(browser, newArguments, headed, run, series, keepNetLog);
    }

    public BrowserOptions withHeaded(boolean shown) {
        return new BrowserOptions(browser, arguments, shown, run, series, keepNetLog);
    }

    public BrowserOptions withSeries(String name) {
        return new BrowserOptions(browser, arguments, headed, run, name, keepNetLog);
    }

    public BrowserOptions withKeepNetLog(Optional<Path> file) {
        return new BrowserOptions(browser, arguments, headed, run, series, file);
    }
}
