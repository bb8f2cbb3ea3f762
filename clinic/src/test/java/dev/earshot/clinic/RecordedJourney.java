package dev.earshot.clinic;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.earshot.element.Sensitive;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plays the step types that the clinic's own journeys use. The product's player knows all of them.
final class RecordedJourney {
    private RecordedJourney() {}

    /// `text` with the patient's values in place of `{{persona.x}}`.
    static String filled(String text, Persona patient) {
        String filled = text;
        for (Map.Entry<PersonaField, List<Sensitive>> value : patient.values().entrySet()) {
            filled = filled.replace(
                    "{{persona." + value.getKey().key() + "}}",
                    value.getValue().getFirst().reveal());
        }
        return filled;
    }

    static void play(Page page, String json, Persona patient) {
        for (JsonNode step : JsonMapper.shared().readTree(json).get("steps")) {
            try {
                play(page, step, patient);
            } catch (RuntimeException e) {
                throw new AssertionError("step failed: " + step, e);
            }
        }
    }

    private static void play(Page page, JsonNode step, Persona patient) {
        switch (step.get("type").asString()) {
            case "setViewport" ->
                page.setViewportSize(
                        step.get("width").asInt(), step.get("height").asInt());
            case "navigate" -> page.navigate(filled(step.get("url").asString(), patient));
            case "change" -> change(page, css(step), filled(step.get("value").asString(), patient));
            case "click" -> {
                if (step.has("assertedEvents")) {
                    String before = page.url();
                    page.click(css(step));
                    page.waitForURL(url -> !url.equals(before));
                } else {
                    page.click(css(step));
                }
            }
            case "waitForElement" ->
                page.waitForSelector(
                        css(step), new Page.WaitForSelectorOptions().setState(WaitForSelectorState.VISIBLE));
            case "waitForExpression" ->
                page.waitForFunction("() => (" + step.get("expression").asString() + ")");
            default -> throw new IllegalArgumentException("unknown step");
        }
    }

    private static void change(Page page, String selector, String value) {
        if (page.locator(selector).evaluate("e => e.tagName").equals("SELECT")) {
            page.selectOption(selector, value);
        } else {
            page.fill(selector, value);
        }
    }

    private static String css(JsonNode step) {
        JsonNode selectors = step.get("selectors");
        return selectors.get(selectors.size() - 1).get(0).asString();
    }
}
