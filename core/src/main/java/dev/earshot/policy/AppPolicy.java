package dev.earshot.policy;

import dev.earshot.app.App;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthTerms;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The part of policy that is about apps. The first rule that covers a case decides it.
final class AppPolicy {
    private final List<AppRule> rules;
    private final List<Exemption> exemptions;

    AppPolicy(List<AppRule> rules, List<Exemption> exemptions) {
        this.rules = List.copyOf(rules);
        this.exemptions = List.copyOf(exemptions);
    }

    /// @param associates vendors with a business associate agreement
    List<AppFinding> judge(App app, Set<String> associates, Supplier<HealthTerms> terms, LocalDate today) {
        Map<List<Object>, Decided> decided = new LinkedHashMap<>();
        for (AppCase held : new AppCases(app, associates, terms).all()) {
            decisiveRule(held)
                    .ifPresent(rule -> decided.computeIfAbsent(
                                    List.of(rule.id(), held.about(), held.sdk(), held.subject()),
                                    key -> new Decided(rule, new ArrayList<>()))
                            .same
                            .add(held));
        }
        return decided.values().stream()
                .map(each -> finding(app, each.rule, each.same, today))
                .sorted(Comparator.comparing(AppFinding::level)
                        .thenComparing(finding -> !finding.isOfProtectedKind())
                        .thenComparing(AppFinding::about)
                        .thenComparing(AppFinding::vendor)
                        .thenComparing(AppFinding::sdk)
                        .thenComparing(AppFinding::subject)
                        .thenComparing(AppFinding::rule))
                .toList();
    }

    /// Cases of one SDK and subject that one rule decides: those that say different things of health are decided apart.
    private record Decided(AppRule rule, List<AppCase> same) {}

    private Optional<AppRule> decisiveRule(AppCase held) {
        return rules.stream()
                .filter(rule -> rule.covers(held))
                .findFirst()
                .filter(rule -> rule.verdict() != Rule.Verdict.ALLOW);
    }

    private AppFinding finding(App app, AppRule rule, List<AppCase> same, LocalDate today) {
        AppCase first = same.getFirst();
        Optional<Waiver> waiver = exemptions.stream()
                .filter(exemption -> exemption.covers(rule.id(), first))
                .map(Exemption::waiver)
                .filter(each -> !each.until().isBefore(today))
                .findFirst();
        Finding.Level level = switch (rule.verdict()) {
            case FORBID -> waiver.isPresent() ? Finding.Level.WAIVED : Finding.Level.VIOLATION;
            case NOTE -> Finding.Level.NOTE;
            case ALLOW -> throw new IllegalStateException("allowed cases make no finding");
        };
        List<HealthContext> health =
                same.stream().flatMap(held -> held.health().stream()).toList();
        return new AppFinding(
                fingerprint(app, rule, first),
                rule.id(),
                level,
                first.about(),
                first.subject(),
                first.vendor(),
                first.sdk(),
                first.rung(),
                first.about() == AppFinding.About.SDK
                        ? Optional.empty()
                        : first.elements().stream().findFirst(),
                String.join(
                                " ",
                                same.stream().map(AppCase::statement).distinct().toList())
                        + (rule.because().isEmpty() ? "" : " " + rule.because()),
                same.stream()
                        .flatMap(held -> held.evidence().stream())
                        .distinct()
                        .toList(),
                level == Finding.Level.WAIVED ? waiver : Optional.empty(),
                health.isEmpty() ? Optional.empty() : Optional.of(HealthContext.together(health)));
    }

    /// Equal in every release of one app.
    private static String fingerprint(App app, AppRule rule, AppCase held) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join(
                                    "\n",
                                    app.platform().name(),
                                    app.id(),
                                    rule.id(),
                                    held.about().id(),
                                    held.vendor(),
                                    held.sdk(),
                                    held.subject())
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A waiver and the cases it is for. An empty set means any.
    record Exemption(String rule, Set<String> vendors, Set<String> sdks, Set<DataElement> elements, Waiver waiver) {
        boolean covers(String ruleId, AppCase held) {
            return rule.equals(ruleId)
                    && (vendors.isEmpty() || vendors.contains(held.vendor()))
                    && (sdks.isEmpty() || sdks.contains(held.sdk()))
                    && (elements.isEmpty() || !Collections.disjoint(elements, held.elements()));
        }
    }
}
