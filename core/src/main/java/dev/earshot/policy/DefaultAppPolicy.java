package dev.earshot.policy;

import dev.earshot.app.Rung;
import dev.earshot.element.DataElement;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.AppFinding.About;
import dev.earshot.policy.AppRule.SwitchedOff;
import dev.earshot.policy.Rule.Baa;
import dev.earshot.policy.Rule.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The rules for apps that hold where nobody wrote any.
final class DefaultAppPolicy {
    private static final Set<String> TRACKING = Set.of(
            "advertising",
            "advertising exchange",
            "id sync",
            "data broker",
            "social",
            "social network",
            "session replay");

    private static final Set<String> ADVERTISING_ID = Set.of(
            "com.google.android.gms.permission.AD_ID",
            "android.permission.ACCESS_ADSERVICES_AD_ID",
            "NSUserTrackingUsageDescription");

    /// Besides what names a person, what an app has named them by: its user is a patient.
    private static final Set<DataElement> IDENTITY = EnumSet.copyOf(ElementGroups.IDENTITY);

    static {
        IDENTITY.add(DataElement.OTHER_IDENTIFIER);
    }

    static final List<AppRule> RULES = List.of(
            handOver(
                    "app-hands-no-secrets-to-anyone",
                    Verdict.FORBID,
                    ElementGroups.SECRETS,
                    Set.of(),
                    Baa.ANY,
                    "A password, Social Security, account or card number has no business with any third party."),
            handOver(
                    "app-hands-protected-health-context-under-an-agreement",
                    Verdict.NOTE,
                    Set.of(DataElement.HEALTH_CONTEXT),
                    EnumSet.allOf(ProtectedKind.class),
                    Baa.WITH,
                    "A business associate agreement alone may not do for this kind; see which statutes ask for more."),
            rule(
                    "app-business-associates",
                    Verdict.ALLOW,
                    EnumSet.of(About.SDK, About.HAND_OVER, About.BUNDLED_PAGE),
                    Set.of(),
                    Rung.REFERENCED,
                    SwitchedOff.ANY,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Baa.WITH,
                    "A business associate agreement covers it."),
            handOver(
                    "app-hands-no-identity-without-an-agreement",
                    Verdict.FORBID,
                    IDENTITY,
                    Set.of(),
                    Baa.WITHOUT,
                    "Nobody without a business associate agreement may be told who an app’s user is."),
            handOver(
                    "app-hands-no-protected-health-context-without-an-agreement",
                    Verdict.FORBID,
                    Set.of(DataElement.HEALTH_CONTEXT),
                    EnumSet.allOf(ProtectedKind.class),
                    Baa.WITHOUT,
                    "Statutes protect this kind more than the rest of what a person’s health is about."),
            handOver(
                    "app-hands-no-health-context-without-an-agreement",
                    Verdict.FORBID,
                    ElementGroups.HEALTH,
                    Set.of(),
                    Baa.WITHOUT,
                    "Nobody without a business associate agreement may be told what a person’s health is about."),
            rule(
                    "app-runs-no-advertising-or-replay-without-an-agreement",
                    Verdict.FORBID,
                    EnumSet.of(About.SDK),
                    TRACKING,
                    Rung.CALLED,
                    SwitchedOff.NO,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Baa.WITHOUT,
                    "That somebody uses a provider’s app says that they are its patient."),
            rule(
                    "app-carries-tracking",
                    Verdict.NOTE,
                    EnumSet.of(About.SDK, About.BUNDLED_PAGE),
                    Set.of(),
                    Rung.DEFINED,
                    SwitchedOff.ANY,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Baa.WITHOUT,
                    "Look at what it is given, and whether the app needs it."),
            rule(
                    "app-hands-over-its-use",
                    Verdict.NOTE,
                    EnumSet.of(About.HAND_OVER),
                    Set.of(),
                    Rung.CALLED,
                    SwitchedOff.ANY,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Baa.WITHOUT,
                    "Look at whether this says anything about health."),
            rule(
                    "app-asks-for-the-advertising-id",
                    Verdict.NOTE,
                    EnumSet.of(About.PERMISSION),
                    Set.of(),
                    Rung.REFERENCED,
                    SwitchedOff.ANY,
                    Set.of(),
                    Set.of(),
                    ADVERTISING_ID,
                    Baa.ANY,
                    "By it, what a health app tells can be joined with what every other app on the device tells."),
            rule(
                    "app-declares-what-it-holds",
                    Verdict.NOTE,
                    EnumSet.of(About.MISMATCH),
                    Set.of(),
                    Rung.REFERENCED,
                    SwitchedOff.ANY,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Baa.ANY,
                    "What is declared to a store is a promise to patients."),
            rule(
                    "app-protects-its-connections",
                    Verdict.NOTE,
                    EnumSet.of(About.TRANSPORT_EXCEPTION),
                    Set.of(),
                    Rung.REFERENCED,
                    SwitchedOff.ANY,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Baa.ANY,
                    "What is not encrypted on the way can be read there (45 CFR § 164.312(e))."));

    static final AppPolicy POLICY = new AppPolicy(RULES, List.of());

    private DefaultAppPolicy() {}

    private static AppRule handOver(
            String id, Verdict verdict, Set<DataElement> elements, Set<ProtectedKind> kinds, Baa baa, String because) {
        return rule(
                id,
                verdict,
                EnumSet.of(About.HAND_OVER),
                Set.of(),
                Rung.CALLED,
                SwitchedOff.ANY,
                elements,
                kinds,
                Set.of(),
                baa,
                because);
    }

    private static AppRule rule(
            String id,
            Verdict verdict,
            Set<About> about,
            Set<String> purposes,
            Rung rung,
            SwitchedOff switchedOff,
            Set<DataElement> elements,
            Set<ProtectedKind> kinds,
            Set<String> permissions,
            Baa baa,
            String because) {
        return new AppRule(
                id,
                verdict,
                about,
                Set.of(),
                Set.of(),
                purposes,
                rung,
                switchedOff,
                elements,
                Set.of(),
                kinds,
                permissions,
                baa,
                because);
    }
}
