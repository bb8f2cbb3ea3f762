package dev.earshot.policy;

import dev.earshot.app.Rung;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import dev.earshot.policy.AppFinding.About;
import dev.earshot.policy.AppFinding.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One thing that an app holds, asks for or declares, and that a rule decides.
///
/// @param subject what tells it from others of the SDK or the app
/// @param vendor empty where none is concerned
/// @param sdk the SDK's id; empty where none is concerned
/// @param purpose of the SDK; empty where none is concerned
/// @param switchedOff whether nothing that it carries could make the SDK collect
/// @param elements what is given or asked for, or what the SDK tells by itself
/// @param statement what is so, in words that claim no more than the evidence shows
record AppCase(
        About about,
        String subject,
        String vendor,
        String sdk,
        String purpose,
        boolean infrastructure,
        Optional<Rung> rung,
        boolean switchedOff,
        Set<DataElement> elements,
        Optional<HealthContext> health,
        boolean withBaa,
        String statement,
        List<Evidence> evidence) {}
