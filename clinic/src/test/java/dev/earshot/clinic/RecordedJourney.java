package dev.earshot.clinic;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.earshot.persona.PersonaField;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plays the step types that the clinic's own journeys use. The product's player knows all of them.
final class RecordedJourney {
    /// Values that occur nowhere else.
    static final Map<PersonaField, String> PATIENT = Map.ofEntries(
            Map.entry(PersonaField.FIRST_NAME, "Wilhelmina"),
            Map.entry(PersonaField.LAST_NAME, "Quackenbush"),
            Map.entry(PersonaField.FULL_NAME, "Wilhelmina Quackenbush"),
            Map.entry(PersonaField.EMAIL, "wilhelmina.q7f3@mail.example"),
            Map.entry(PersonaField.PHONE, "(555) 013-4821"),
            Map.entry(PersonaField.DATE_OF_BIRTH, "1961-07-23"),
            Map.entry(PersonaField.POSTAL_CODE, "00917"),
            Map.entry(PersonaField.MEDICAL_RECORD_NUMBER, "MRN-73550912"),
            Map.entry(PersonaField.MEMBER_ID, "MBR-44810267"),
            Map.entry(PersonaField.USER_NAME, "wquack7f3"),
            Map.entry(PersonaField.PASSWORD, "Tr0mbone-Lantern-91"),
            Map.entry(PersonaField.SSN, "987-65-4320"),
            Map.entry(PersonaField.PAYMENT_CARD, "4000001234567899"),
            Map.entry(PersonaField.SEARCH_TERM, "hiv night sweats qz71"));

    private RecordedJourney() {}

    /// `text` with the patient's values in place of `{{persona.x}}`.
    static String filled(String text) {
        String filled = text;
        for (Map.Entry<PersonaField, String> value : PATIENT.entrySet()) {
            filled = filled.replace("{{persona." + value.getKey().key() + "}}", value.getValue());
        }
        return filled;
    }

    static void play(Page page, String json) {
        for (JsonNode step : JsonMapper.shared().readTree(json).get("steps")) {
            try {
                play(page, step);
            } catch (RuntimeException e) {
                throw new AssertionError("step failed: " + step, e);
            }
        }
    }

    private static void play(Page page, JsonNode step) {
        switch (step.get("type").asString()) {
            case "setViewport" ->
                page.setViewportSize(
                        step.get("width").asInt(), step.get("height").asInt());
            case "navigate" -> page.navigate(filled(step.get("url").asString()));
            case "change" -> change(page, css(step), filled(step.get("value").asString()));
            case "click" -> {
                if (step.has("assertedEvents")) {
                    page.waitForNavigation(() -> page.click(css(step)));
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
