package dev.earshot.browser;

import dev.earshot.EarshotException;
import dev.earshot.browser.journey.Journey;
import dev.earshot.browser.journey.JourneyStep;
import dev.earshot.browser.journey.JourneyStep.Selectors;
import dev.earshot.persona.Persona;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Puts the patient's values in for `{{persona.x}}`.
final class PersonaText {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*persona\\b");

    private PersonaText() {}

    static UnaryOperator<String> of(Optional<Persona> persona) {
        return persona.isEmpty() ? UnaryOperator.identity() : persona.get()::expand;
    }

    /// @throws EarshotException USAGE, with every place where a journey asks for what the persona does
    /// not have
    static void check(List<Journey> journeys, Optional<Persona> persona) {
        List<String> problems = new ArrayList<>();
        for (Journey journey : journeys) {
            journey.signedInWhen().ifPresent(text -> check("signedInWhen", text, journey, persona, problems));
            for (int number = 1; number <= journey.steps().size(); number++) {
                for (String text : texts(journey.steps().get(number - 1))) {
                    check("step " + number, text, journey, persona, problems);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new EarshotException(EarshotException.Code.USAGE, String.join("\n", problems));
        }
    }

    private static void check(
            String where, String text, Journey journey, Optional<Persona> persona, List<String> problems) {
        String prefix = "The journey " + journey.name() + ", " + where + ": ";
        if (persona.isEmpty()) {
            if (PLACEHOLDER.matcher(text).find()) {
                problems.add(prefix + "it types a persona's value, and there is no persona");
            }
            return;
        }
        try {
            var _ = persona.get().expand(text);
        } catch (EarshotException e) {
            problems.add(prefix + String.valueOf(e.getMessage()).replace("\n", "\n" + prefix));
        }
    }

    private static Set<String> texts(JourneyStep step) {
        Set<String> texts = new LinkedHashSet<>();
        texts.add(step.common().target());
        step.common().navigations().forEach(navigation -> {
            navigation.url().ifPresent(texts::add);
            navigation.title().ifPresent(texts::add);
        });
        switch (step) {
            case JourneyStep.Navigate navigate -> texts.add(navigate.url());
            case JourneyStep.Click click -> add(click.selectors(), texts);
            case JourneyStep.DoubleClick click -> add(click.selectors(), texts);
            case JourneyStep.Hover hover -> add(hover.selectors(), texts);
            case JourneyStep.Change change -> {
                add(change.selectors(), texts);
                texts.add(change.value());
            }
            case JourneyStep.Scroll scroll -> scroll.selectors().ifPresent(selectors -> add(selectors, texts));
            case JourneyStep.WaitForElement wait -> {
                add(wait.selectors(), texts);
                texts.addAll(wait.attributes().values());
                texts.add(wait.properties());
            }
            case JourneyStep.WaitForExpression wait -> texts.add(wait.expression());
            case JourneyStep.SetViewport _,
                    JourneyStep.EmulateNetworkConditions _,
                    JourneyStep.KeyDown _,
                    JourneyStep.KeyUp _,
                    JourneyStep.Close _,
                    JourneyStep.Dwell _,
                    JourneyStep.ConsentGiven _ -> {}
        }
        return texts;
    }

    private static void add(Selectors selectors, Set<String> texts) {
        selectors.alternatives().forEach(chain -> texts.addAll(chain.links()));
    }
}
