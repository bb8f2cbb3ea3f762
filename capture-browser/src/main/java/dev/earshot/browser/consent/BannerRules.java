package dev.earshot.browser.consent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What autoconsent needs to answer a banner one way.
///
/// Source: `lib/messages.ts`, `lib/types.ts`, `lib/cmps/base.ts` of `@duckduckgo/autoconsent` 16.23.0,
/// read 2026-11-22.
final class BannerRules {
    private BannerRules() {}

    /// Its answer to `init`: rules and settings.
    ///
    /// Left out is what would only look like an answer. A rule whose `optIn` is empty "succeeds" without
    /// a click. A cosmetic rule hides the banner. In the heuristic modes above `reject`, `optOut`
    /// presses *Accept* where there is nothing else.
    static String answerToInit(Wish wish) {
        JsonMapper json = JsonMapper.shared();
        ArrayNode kept = json.createArrayNode();
        for (JsonNode rule : json.readTree(text("autoconsent/rules/rules.json")).path("autoconsent")) {
            if (wish == Wish.REJECT || !rule.path("optIn").isEmpty()) {
                kept.add(rule);
            }
        }
        ObjectNode answer = json.createObjectNode();
        answer.put("type", "initResp");
        answer.putObject("rules").set("autoconsent", kept);
        answer.putObject("config")
                .put("enabled", true)
                .put("autoAction", wish == Wish.ACCEPT ? "optIn" : "optOut")
                .put("enablePrehide", false)
                .put("enableCosmeticRules", false)
                .put("enableGeneratedRules", true)
                .put("enableHeuristicDetection", true)
                .put("heuristicMode", wish == Wish.ACCEPT ? "off" : "reject")
                .put("detectRetries", 20)
                .put("isMainWorld", true)
                .put("visualTest", false);
        return json.writeValueAsString(answer);
    }

    /// The script that goes into every frame.
    static String contentScript() {
        return text("bridge.js") + "\n" + text("autoconsent/dist/autoconsent.playwright.js");
    }

    static String plainBanner() {
        return text("plain-banner.js")
                .replaceFirst("(?s)^//[^\n]*\n", "")
                .strip()
                .replaceFirst(";$", "");
    }

    static String text(String name) {
        try (InputStream in = BannerRules.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The build left out " + name + ": build again with npm on the PATH.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
