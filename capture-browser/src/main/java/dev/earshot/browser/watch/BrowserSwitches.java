package dev.earshot.browser.watch;

import dev.earshot.EarshotException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a watched browser.
///
/// Most switches are those of Playwright's own launch: they keep timers, popups and prompts from getting in the way.
/// Third-party storage stays partitioned as it is for a patient.
final class BrowserSwitches {
    private static final String DISABLED = "--disable-features=";
    private static final String ENABLED = "--enable-features=";
    private static final String RESOLVER = "--host-resolver-rules=";

    private static final List<String> ALWAYS = List.of(
            "--remote-debugging-port=0",
            "--net-log-capture-mode=Everything",
            // The plain bytes of HTTP/3 are not in the net log.
            "--disable-quic",
            "--disable-gpu",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-updater-scheduler",
            "--disable-sync",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-component-extensions-with-background-pages",
            "--disable-dev-shm-usage",
            "--metrics-recording-only",
            "--password-store=basic",
            "--use-mock-keychain",
            "--disable-search-engine-choice-screen",
            "--disable-field-trial-config",
            "--disable-back-forward-cache",
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--disable-hang-monitor",
            "--disable-ipc-flooding-protection",
            "--disable-popup-blocking",
            "--disable-prompt-on-repost",
            "--disable-breakpad",
            "--disable-client-side-phishing-detection",
            "--allow-pre-commit-input",
            "--no-service-autorun",
            "--force-color-profile=srgb",
            "--window-size=1280,900",
            // Where the browser itself asks who is signed in. Mapping accounts.google.com away instead would hide
            // sites that offer to sign in with Google.
            "--gaia-url=https://accounts.invalid/");

    private static final List<String> DISABLED_FEATURES = List.of(
            "Translate",
            "OptimizationHints",
            "MediaRouter",
            "DialMediaRouteProvider",
            "GlobalMediaControls",
            "LensOverlay",
            "PaintHolding",
            "AutofillServerCommunication",
            "HttpsUpgrades",
            // Chromium 149 and later rejects intercepted redirects otherwise.
            "BlockOriginHeaderModificationOnRedirect",
            "DestroyProfileOnBrowserClose",
            "AvoidUnnecessaryBeforeUnloadCheckSync",
            "AcceptCHFrame");

    /// Hosts that only the browser itself asks; and loopback, which the self-test needs to reach.
    private static final List<String> RULES = List.of(
            "MAP clients2.google.com ~NOTFOUND",
            "MAP update.googleapis.com ~NOTFOUND",
            "MAP redirector.gvt1.com ~NOTFOUND",
            "MAP content-autofill.googleapis.com ~NOTFOUND",
            "MAP accounts.invalid ~NOTFOUND",
            "EXCLUDE 127.0.0.1",
            "EXCLUDE localhost");

    private static final List<String> OURS = List.of(
            "--remote-debugging-port",
            "--remote-debugging-pipe",
            "--remote-debugging-address",
            "--user-data-dir",
            "--log-net-log",
            "--net-log-capture-mode",
            "--net-log-max-size-mb");

    private BrowserSwitches() {}

    /// The switches, ending with the address to open first.
    ///
    /// @throws EarshotException (USAGE) when the user's arguments would take away what the watching stands on
    static List<String> of(BrowserOptions options, Path profile, Path netLog, boolean sandboxDisabled) {
        List<String> switches = new ArrayList<>(ALWAYS);
        if (!options.headed()) {
            switches.add("--headless=new");
        }
        if (sandboxDisabled) {
            switches.add("--no-sandbox");
        }
        switches.add("--user-data-dir=" + profile);
        switches.add("--log-net-log=" + netLog);
        List<String> disabled = new ArrayList<>(DISABLED_FEATURES);
        List<String> enabled = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String argument : options.arguments()) {
            refuseOurs(argument);
            if (argument.startsWith(DISABLED)) {
                disabled.add(argument.substring(DISABLED.length()));
            } else if (argument.startsWith(ENABLED)) {
                enabled.add(argument.substring(ENABLED.length()));
            } else if (argument.startsWith(RESOLVER)) {
                rules.add(argument.substring(RESOLVER.length()));
            } else {
                others.add(argument);
            }
        }
        // The first rule that fits wins, so the user's come first; an EXCLUDE wins wherever it stands.
        String given = String.join(",", rules);
        RULES.stream()
                .filter(rule -> !rule.startsWith("EXCLUDE ")
                        || !given.contains(" " + rule.substring("EXCLUDE ".length()) + " "))
                .forEach(rules::add);
        // Of each of these switches the browser heeds the last one only.
        switches.add(DISABLED + String.join(",", disabled));
        if (!enabled.isEmpty()) {
            switches.add(ENABLED + String.join(",", enabled));
        }
        switches.add(RESOLVER + String.join(",", rules));
        if (others.stream().noneMatch(argument -> argument.startsWith("--proxy-"))) {
            switches.add("--no-proxy-server");
        }
        switches.addAll(others);
        switches.add("about:blank");
        return switches;
    }

    private static void refuseOurs(String argument) {
        String name = argument.split("=", 2)[0];
        if (!argument.startsWith("--")) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The browser argument " + argument + " is no switch: it must begin with --.");
        }
        if (OURS.contains(name)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The browser switch " + name + " cannot be given: watching the browser depends on Earshot's own.");
        }
    }
}
