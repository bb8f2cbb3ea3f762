package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.Rule.Baa;
import dev.earshot.policy.Rule.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The policy that holds where nobody wrote one. It forbids what a covered entity could hardly defend without a
/// business
/// associate agreement, and has the rest looked at.
final class DefaultPolicy {
    private static final Set<DataElement> VISIT = EnumSet.of(
            DataElement.PAGE_VISITED,
            DataElement.PAGE_USE,
            DataElement.SIGNED_IN_STATE,
            DataElement.OTHER_IDENTIFIER,
            DataElement.CLIENT_ID,
            DataElement.ADVERTISING_ID,
            DataElement.LOCATION);

    static final Zone SIGNED_IN = zone(
            "signed-in",
            true,
            "/portal",
            "/portal/**",
            "/mychart",
            "/mychart/**",
            "/account/**",
            "/my-account/**",
            "/dashboard/**",
            "*://portal.*/**",
            "*://mychart.*/**",
            "*://my.*/**");

    static final Zone HEALTH_CONTENT = zone(
            "health-content",
            false,
            Stream.of(
                            "encyclopedia",
                            "condition*",
                            "disease*",
                            "health-library",
                            "health-topics",
                            "symptom*",
                            "treatment*",
                            "service*",
                            "specialt*",
                            "medication*",
                            "drug*",
                            "find-a-doctor",
                            "find-a-provider",
                            "doctors",
                            "providers",
                            "appointment*",
                            "schedule*",
                            "pharmacy",
                            "behavioral-health",
                            "mental-health",
                            "maternity",
                            "pregnancy",
                            "oncology",
                            "cancer*")
                    .flatMap(word -> Stream.of("**/" + word, "**/" + word + "/**"))
                    .toArray(String[]::new));

    static final List<Rule> RULES = List.of(
            rule(
                    "no-secrets-to-anyone",
                    Verdict.FORBID,
                    Set.of(),
                    ElementGroups.SECRETS,
                    Policy.CONTENT,
                    Baa.ANY,
                    "A password, Social Security, account or card number has no business with any third party."),
            protectedKinds(
                    "protected-health-context-under-an-agreement",
                    Verdict.NOTE,
                    Baa.WITH,
                    "A business associate agreement alone may not do for this kind; see which statutes ask for more."),
            rule(
                    "business-associates",
                    Verdict.ALLOW,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Baa.WITH,
                    "A business associate agreement covers it."),
            rule(
                    "no-identity-without-an-agreement",
                    Verdict.FORBID,
                    Set.of(),
                    ElementGroups.IDENTITY,
                    Policy.CONTENT,
                    Baa.WITHOUT,
                    "Nobody without a business associate agreement may be told who a visitor is, hashed or not."),
            protectedKinds(
                    "no-protected-health-context-without-an-agreement",
                    Verdict.FORBID,
                    Baa.WITHOUT,
                    "Statutes protect this kind more than the rest of what a visitor's health is about."),
            rule(
                    "no-health-context-without-an-agreement",
                    Verdict.FORBID,
                    Set.of(),
                    ElementGroups.HEALTH,
                    Set.of(),
                    Baa.WITHOUT,
                    "Nobody without a business associate agreement may be told what a visitor's health is about."),
            rule(
                    "no-tracking-behind-sign-in",
                    Verdict.FORBID,
                    Set.of(SIGNED_IN.name()),
                    VISIT,
                    Set.of(),
                    Baa.WITHOUT,
                    "Behind sign-in a visitor is a patient, and a visit there is protected health information."),
            rule(
                    "no-referring-page-behind-sign-in",
                    Verdict.FORBID,
                    Set.of(SIGNED_IN.name()),
                    EnumSet.of(DataElement.REFERRER),
                    Policy.CONTENT,
                    Baa.WITHOUT,
                    "The page before one behind sign-in is part of the same visit."),
            rule(
                    "no-health-page-to-a-third-party",
                    Verdict.FORBID,
                    Set.of(HEALTH_CONTENT.name()),
                    EnumSet.of(DataElement.PAGE_VISITED, DataElement.PAGE_USE),
                    Set.of(),
                    Baa.WITHOUT,
                    "The address of a health page, told with an identifier, says what a visitor looks for."),
            rule(
                    "third-party-connections-behind-sign-in",
                    Verdict.NOTE,
                    Set.of(SIGNED_IN.name(), HEALTH_CONTENT.name()),
                    Set.of(),
                    Set.of(),
                    Baa.WITHOUT,
                    "Whoever is contacted from such a page learns that this address was there."),
            rule(
                    "third-party-tracking-in-public",
                    Verdict.NOTE,
                    Set.of(),
                    VISIT,
                    Policy.CONTENT,
                    Baa.WITHOUT,
                    "Look at whether this visit says anything about health."));

    static final Policy POLICY = new Policy(
            Set.of(),
            List.of(SIGNED_IN, HEALTH_CONTENT),
            Set.of(),
            RULES,
            List.of(),
            List.of(),
            DefaultAppPolicy.POLICY);

    private DefaultPolicy() {}

    private static Zone zone(String name, boolean whenSignedIn, String... globs) {
        return Zone.of(name, List.of(globs), whenSignedIn);
    }

    private static Rule rule(
            String id,
            Verdict verdict,
            Set<String> zones,
            Set<DataElement> elements,
            Set<Basis> bases,
            Baa baa,
            String because) {
        return new Rule(
                id, verdict, zones, elements, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), bases, baa, because);
    }

    private static Rule protectedKinds(String id, Verdict verdict, Baa baa, String because) {
        return new Rule(
                id,
                verdict,
                Set.of(),
                EnumSet.of(DataElement.HEALTH_CONTEXT),
                Set.of(),
                EnumSet.allOf(ProtectedKind.class),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                baa,
                because);
    }
}
