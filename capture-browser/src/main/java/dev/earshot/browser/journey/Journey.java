package dev.earshot.browser.journey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a visitor does on a site, step by step. Text in it may hold `{{persona.x}}`, which stands for a
/// value of the synthetic patient.
///
/// Source: the recording format of Chrome DevTools Recorder, `src/Schema.ts` in
/// <https://github.com/puppeteer/replay>, read 2026-11-22.
///
/// @param name what its files and messages call it: the recording's file name without its ending
/// @param title as recorded; empty when it has none
/// @param timeout how long a step may take that does not say; empty when the recording does not say
/// either
/// @param signedInWhen a selector, or `js:` and an expression, that is true while the visitor is signed
/// in
public record Journey(
        String name, String title, Optional<Duration> timeout, Optional<String> signedInWhen, List<JourneyStep> steps) {
    public Journey {
        steps = List.copyOf(steps);
    }
}
