package dev.earshot.policy;

import dev.earshot.app.Rung;
import dev.earshot.element.DataElement;
import dev.earshot.policy.AppFinding.About;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads what a policy file says under `apps`. The default rules stand behind its own, unless `defaults: false` stands
/// there.
final class AppPolicyFile {
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "verdict",
            "about",
            "sdks",
            "vendors",
            "purposes",
            "rung",
            "switchedOff",
            "elements",
            "health",
            "protected",
            "permissions",
            "baa",
            "because");

    private final YamlMapping apps;
    private final Set<String> knownSdks;
    private final Function<YamlMapping, Set<String>> vendors;

    /// @param vendors reads the vendors that a mapping names
    AppPolicyFile(YamlMapping apps, Set<String> knownSdks, Function<YamlMapping, Set<String>> vendors) {
        this.apps = apps;
        this.knownSdks = knownSdks;
        this.vendors = vendors;
    }

    AppPolicy policy() {
        apps.only(Set.of("rules", "waivers", "defaults"));
        List<AppRule> rules = rules();
        return new AppPolicy(rules, exemptions(rules.stream().map(AppRule::id).collect(Collectors.toSet())));
    }

    private List<AppRule> rules() {
        List<AppRule> rules = new ArrayList<>();
        for (YamlMapping rule : apps.mappings("rules")) {
            AppRule read = rule(rule);
            if (rules.stream().anyMatch(other -> other.id().equals(read.id()))) {
                rule.problem("id", "rule \"" + read.id() + "\" stands here twice.");
            }
            rules.add(read);
        }
        if (apps.choice("defaults", Set.of("true", "false"), "true").equals("true")) {
            Set<String> own = rules.stream().map(AppRule::id).collect(Collectors.toSet());
            DefaultAppPolicy.RULES.stream()
                    .filter(rule -> !own.contains(rule.id()))
                    .forEach(rules::add);
        }
        return rules;
    }

    private AppRule rule(YamlMapping rule) {
        rule.only(MEMBERS);
        Set<About> about = about(rule);
        if (rule.names().contains("permissions") && !about.equals(EnumSet.of(About.PERMISSION))) {
            rule.problem("permissions", "a rule with permissions is about permissions alone; write about: permission.");
        }
        if (!about.contains(About.HAND_OVER)
                && (rule.names().contains("health") || rule.names().contains("protected"))) {
            rule.problem(
                    rule.names().contains("health") ? "health" : "protected",
                    "only what is handed over says something of health; write about: hand-over.");
        }
        return new AppRule(
                rule.required("id"),
                Rule.Verdict.valueOf(rule.choice("verdict", Set.of("forbid", "note", "allow"), "forbid")
                        .toUpperCase(Locale.ROOT)),
                about,
                sdks(rule),
                vendors.apply(rule),
                Set.copyOf(rule.texts("purposes")),
                rung(rule),
                AppRule.SwitchedOff.valueOf(rule.choice("switchedOff", Set.of("any", "yes", "no"), "any")
                        .toUpperCase(Locale.ROOT)),
                PolicyFile.elements(rule),
                PolicyFile.classes(rule),
                PolicyFile.kinds(rule),
                Set.copyOf(rule.texts("permissions")),
                Rule.Baa.valueOf(rule.choice("baa", Set.of("any", "with", "without"), "any")
                        .toUpperCase(Locale.ROOT)),
                rule.text("because").orElse(""));
    }

    /// What a rule is about; where it does not say, what it names tells.
    private static Set<About> about(YamlMapping rule) {
        Set<About> about = EnumSet.noneOf(About.class);
        for (String name : rule.texts("about")) {
            About.byId(name).ifPresentOrElse(about::add, () -> {
                Set<String> known = Arrays.stream(About.values()).map(About::id).collect(Collectors.toSet());
                rule.problem("about", "no finding is about \"" + name + "\"." + Problems.didYouMean(name, known));
            });
        }
        if (!about.isEmpty()) {
            return about;
        }
        if (rule.names().contains("permissions")) {
            return EnumSet.of(About.PERMISSION);
        }
        boolean handed = rule.names().contains("elements")
                || rule.names().contains("health")
                || rule.names().contains("protected");
        return handed ? EnumSet.of(About.HAND_OVER) : EnumSet.of(About.SDK);
    }

    /// The lowest rung; where a rule names none, that of code which is there.
    private static Rung rung(YamlMapping rule) {
        Set<String> known = Arrays.stream(Rung.values()).map(Rung::id).collect(Collectors.toCollection(TreeSet::new));
        String id = rule.choice("rung", known, Rung.DEFINED.id());
        return Arrays.stream(Rung.values())
                .filter(rung -> rung.id().equals(id))
                .findFirst()
                .orElse(Rung.DEFINED);
    }

    private Set<String> sdks(YamlMapping mapping) {
        Set<String> sdks = new LinkedHashSet<>(mapping.texts("sdks"));
        if (!knownSdks.isEmpty()) {
            sdks.stream()
                    .filter(sdk -> !knownSdks.contains(sdk))
                    .forEach(sdk -> mapping.problem(
                            "sdks",
                            "the catalogue knows no SDK \"" + sdk + "\"." + Problems.didYouMean(sdk, knownSdks)));
        }
        return sdks;
    }

    private List<AppPolicy.Exemption> exemptions(Set<String> ruleIds) {
        List<AppPolicy.Exemption> exemptions = new ArrayList<>();
        for (YamlMapping waiver : apps.mappings("waivers")) {
            waiver.only(Set.of("rule", "vendors", "sdks", "elements", "reason", "until"));
            String rule = waiver.required("rule");
            if (!rule.isEmpty() && !ruleIds.contains(rule)) {
                waiver.problem("rule", "there is no rule \"" + rule + "\"." + Problems.didYouMean(rule, ruleIds));
            }
            String reason = waiver.required("reason");
            waiver.required("until");
            Set<String> named = vendors.apply(waiver);
            Set<String> sdks = sdks(waiver);
            Set<DataElement> elements = PolicyFile.elements(waiver);
            waiver.date("until")
                    .ifPresent(until -> exemptions.add(
                            new AppPolicy.Exemption(rule, named, sdks, elements, new Waiver(reason, until))));
        }
        return exemptions;
    }
}
