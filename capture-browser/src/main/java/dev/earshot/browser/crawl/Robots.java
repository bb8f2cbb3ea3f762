package dev.earshot.browser.crawl;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// What a host's `robots.txt` allows Earshot to follow.
///
/// Source: RFC 9309; section 2.3.1.3: a file that isn't there allows everything; 2.3.1.4: one that
/// cannot be reached forbids everything.
public final class Robots {
    private static final List<String> NAMES = List.of("earshot");
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private final BaseRobotRules rules;
    private final boolean reached;

    private Robots(BaseRobotRules rules, boolean reached) {
        this.rules = rules;
        this.reached = reached;
    }

    /// @param status of the answer
    public static Robots answered(String robotsUrl, int status, String text) {
        if (status >= 500) {
            return unreached();
        }
        if (status >= 400) {
            return all();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Robots(new SimpleRobotRulesParser().parseContent(robotsUrl, bytes, "text/plain", NAMES), true);
    }

    public static Robots unreached() {
        return new Robots(new SimpleRobotRules(RobotRulesMode.ALLOW_NONE), false);
    }

    public static Robots all() {
        return new Robots(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL), true);
    }

    public boolean allows(String url) {
        return rules.isAllowed(url);
    }

    public boolean wereReached() {
        return reached;
    }

    /// How long it asks to wait between pages, ten seconds at most.
    public Duration delay() {
        long asked = rules.getCrawlDelay();
        return asked <= 0 ? Duration.ZERO : Duration.ofMillis(Math.min(asked, LONGEST_DELAY.toMillis()));
    }
}
