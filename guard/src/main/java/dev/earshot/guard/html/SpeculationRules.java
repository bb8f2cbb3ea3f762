package dev.earshot.guard.html;

import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether a block of speculation rules would make a browser fetch third parties' pages ahead.
///
/// Source: WICG Speculation Rules, § 3 and § 4 (list and document rules), read 2026-11-22. A document rule names no
/// addresses but says which of the page's links count; it is taken for harmless only where it names own addresses that
/// all of them must match.
final class SpeculationRules {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SpeculationRules() {}

    /// @param onlyListed whether rules that name no addresses don't count
    /// @param mayPrefetch whether an address as it is written may be fetched ahead
    static boolean reachOut(byte[] text, int from, int to, boolean onlyListed, Predicate<String> mayPrefetch) {
        JsonNode rules;
        try {
            rules = JSON.readTree(text, from, to - from);
        } catch (JacksonException _) {
            // Browsers ignore it as a whole.
            return false;
        }
        for (String action :
                new String[] {"prefetch", "prerender", "prefetch_with_subresources", "prerender_until_script"}) {
            for (JsonNode rule : rules.path(action)) {
                boolean listed = rule.has("urls");
                for (JsonNode url : rule.path("urls")) {
                    if (!mayPrefetch.test(url.asString(""))) {
                        return true;
                    }
                }
                if (!listed && !onlyListed && !isOwn(rule.path("where"), mayPrefetch)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOwn(JsonNode where, Predicate<String> mayPrefetch) {
        for (JsonNode each : where.path("and")) {
            if (isOwn(each, mayPrefetch)) {
                return true;
            }
        }
        JsonNode or = where.path("or");
        if (or.isArray() && !or.isEmpty()) {
            for (JsonNode each : or) {
                if (!isOwn(each, mayPrefetch)) {
                    return false;
                }
            }
            return true;
        }
        JsonNode patterns = where.path("href_matches");
        if (patterns.isString()) {
            return isOwn(patterns.asString(), mayPrefetch);
        }
        boolean any = false;
        for (JsonNode each : patterns) {
            any = true;
            if (!each.isString() || !isOwn(each.asString(), mayPrefetch)) {
                return false;
            }
        }
        return any;
    }

    private static boolean isOwn(String pattern, Predicate<String> mayPrefetch) {
        boolean open = pattern.startsWith("*") || pattern.startsWith("(") || pattern.startsWith("{");
        return !open && mayPrefetch.test(pattern);
    }
}
