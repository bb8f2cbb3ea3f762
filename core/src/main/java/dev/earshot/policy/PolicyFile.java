package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthClass;
import dev.earshot.health.ProtectedKind;
import dev.earshot.health.Vocabulary;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads `earshot.yaml`. All mistakes are reported at once, each with its line. What the file leaves out is as the
/// default policy has it: zones where it names none, and the default rules after its own unless `defaults: false`.
public final class PolicyFile {
    private static final Set<String> ELEMENT_GROUPS = Set.of("all", "identity", "secrets", "health");

    private final Path file;
    private final YamlMapping top;
    private final Set<String> knownVendors;
    private final Set<String> knownSdks;

    private PolicyFile(Path file, YamlMapping top, Set<String> knownVendors, Set<String> knownSdks) {
        this.file = file;
        this.top = top;
        this.knownVendors = knownVendors;
        this.knownSdks = knownSdks;
    }

    /// @param knownVendors the legal names that the catalogue knows; a name in the file that is not among them is a
    ///     mistake, for a rule about it would never fire
    /// @throws dev.earshot.EarshotException when the file has mistakes
    public static Policy read(Path file, Set<String> knownVendors) {
        return read(file, knownVendors, Set.of());
    }

    /// @param knownVendors the legal names that the catalogues of trackers and of SDKs know
    /// @param knownSdks the ids that the catalogue of SDKs knows; where there are none, any is taken
    /// @throws dev.earshot.EarshotException when the file has mistakes
    public static Policy read(Path file, Set<String> knownVendors, Set<String> knownSdks) {
        Problems problems = new Problems(file);
        Policy policy = new PolicyFile(file, YamlMapping.read(file, problems), knownVendors, knownSdks).policy();
        problems.throwIfAny();
        return policy;
    }

    private Policy policy() {
        top.only(Set.of("sites", "apps", "zones", "vendors", "rules", "waivers", "healthTerms", "defaults"));
        Set<String> sites = new TreeSet<>();
        for (String site : top.texts("sites")) {
            if (!site.matches("[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+|localhost|[0-9.]+")) {
                top.problem("sites", "\"" + site + "\" is no host name; write www.clinic.example, without https://.");
            }
            sites.add(site.toLowerCase(Locale.ROOT));
        }
        List<Zone> zones = zones();
        Set<String> zoneNames = zones.stream().map(Zone::name).collect(Collectors.toCollection(TreeSet::new));
        zoneNames.add(Policy.PUBLIC);
        Set<String> associates = associates();
        List<Rule> rules = rules(zoneNames);
        Set<String> ruleIds = rules.stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
        return new Policy(sites, zones, associates, rules, exemptions(ruleIds, zoneNames), vocabularies(), apps());
    }

    /// An empty list stands for no word about apps.
    private AppPolicy apps() {
        boolean silent = top.isList("apps") && top.mappings("apps").isEmpty();
        return silent
                ? DefaultAppPolicy.POLICY
                : new AppPolicyFile(top.mapping("apps"), knownSdks, this::vendors).policy();
    }

    /// The term files, named relative to the policy file. What is wrong in one is told with its own lines.
    private List<Vocabulary> vocabularies() {
        List<Vocabulary> vocabularies = new ArrayList<>();
        for (String name : top.texts("healthTerms")) {
            Path terms = file.resolveSibling(name);
            try {
                vocabularies.add(Vocabulary.read(
                        Files.readString(terms),
                        String.valueOf(terms.getFileName()),
                        (problem, line) -> top.problem("healthTerms", name + " line " + line + ": " + problem)));
            } catch (IOException | InvalidPathException e) {
                top.problem("healthTerms", "the term file " + name + " can't be read, or is not UTF-8.");
            }
        }
        return vocabularies;
    }

    private List<Zone> zones() {
        List<Zone> zones = new ArrayList<>();
        for (YamlMapping zone : top.mappings("zones")) {
            zone.only(Set.of("name", "urls", "signedIn"));
            List<String> globs = zone.texts("urls");
            boolean signedIn = zone.yes("signedIn");
            String name = zone.required("name");
            if (globs.isEmpty() && !signedIn && !name.equals(Policy.PUBLIC)) {
                zone.problem("name", "zone \"" + name + "\" holds nothing: give it urls, or signedIn: true.");
            }
            zones.add(Zone.of(name, globs, signedIn));
        }
        return zones.isEmpty() ? List.of(DefaultPolicy.SIGNED_IN, DefaultPolicy.HEALTH_CONTENT) : zones;
    }

    private Set<String> associates() {
        Set<String> associates = new LinkedHashSet<>();
        for (YamlMapping vendor : top.mappings("vendors")) {
            vendor.only(Set.of("name", "baa"));
            String name = vendorNamed(vendor, "name", vendor.required("name"));
            if (vendor.yes("baa")) {
                associates.add(name);
            }
        }
        return associates;
    }

    private List<Rule> rules(Set<String> zoneNames) {
        List<Rule> rules = new ArrayList<>();
        for (YamlMapping rule : top.mappings("rules")) {
            rule.only(Set.of(
                    "id",
                    "verdict",
                    "zones",
                    "elements",
                    "health",
                    "protected",
                    "vendors",
                    "trackers",
                    "purposes",
                    "basis",
                    "baa",
                    "because"));
            String id = rule.required("id");
            if (rules.stream().anyMatch(other -> other.id().equals(id))) {
                rule.problem("id", "rule \"" + id + "\" stands here twice.");
            }
            rules.add(new Rule(
                    id,
                    Rule.Verdict.valueOf(rule.choice("verdict", Set.of("forbid", "note", "allow"), "forbid")
                            .toUpperCase(Locale.ROOT)),
                    zones(rule, zoneNames),
                    elements(rule),
                    classes(rule),
                    kinds(rule),
                    vendors(rule),
                    Set.copyOf(rule.texts("trackers")),
                    Set.copyOf(rule.texts("purposes")),
                    bases(rule),
                    Rule.Baa.valueOf(rule.choice("baa", Set.of("any", "with", "without"), "any")
                            .toUpperCase(Locale.ROOT)),
                    rule.text("because").orElse("")));
        }
        if (top.choice("defaults", Set.of("true", "false"), "true").equals("true")) {
            Set<String> own = rules.stream().map(Rule::id).collect(Collectors.toSet());
            DefaultPolicy.RULES.stream()
                    .filter(rule -> !own.contains(rule.id()))
                    .forEach(rules::add);
        }
        return rules;
    }

    private List<Policy.Exemption> exemptions(Set<String> ruleIds, Set<String> zoneNames) {
        List<Policy.Exemption> exemptions = new ArrayList<>();
        for (YamlMapping waiver : top.mappings("waivers")) {
            waiver.only(Set.of("rule", "vendors", "trackers", "elements", "zones", "reason", "until"));
            String rule = waiver.required("rule");
            if (!rule.isEmpty() && !ruleIds.contains(rule)) {
                waiver.problem("rule", "there is no rule \"" + rule + "\"." + Problems.didYouMean(rule, ruleIds));
            }
            String reason = waiver.required("reason");
            waiver.required("until");
            waiver.date("until")
                    .ifPresent(until -> exemptions.add(new Policy.Exemption(
                            rule,
                            vendors(waiver),
                            Set.copyOf(waiver.texts("trackers")),
                            elements(waiver),
                            zones(waiver, zoneNames),
                            new Waiver(reason, until))));
        }
        return exemptions;
    }

    private Set<String> zones(YamlMapping mapping, Set<String> zoneNames) {
        Set<String> zones = new LinkedHashSet<>(mapping.texts("zones"));
        zones.stream()
                .filter(zone -> !zoneNames.contains(zone))
                .forEach(zone -> mapping.problem(
                        "zones", "there is no zone \"" + zone + "\"." + Problems.didYouMean(zone, zoneNames)));
        return zones;
    }

    private Set<String> vendors(YamlMapping mapping) {
        return mapping.texts("vendors").stream()
                .map(name -> vendorNamed(mapping, "vendors", name))
                .collect(Collectors.toSet());
    }

    private String vendorNamed(YamlMapping mapping, String member, String name) {
        for (String known : knownVendors) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        if (!name.isEmpty() && !knownVendors.isEmpty()) {
            mapping.problem(
                    member,
                    "the catalogue knows no vendor \"" + name + "\"." + Problems.didYouMean(name, knownVendors));
        }
        return name;
    }

    static Set<DataElement> elements(YamlMapping mapping) {
        Set<DataElement> elements = EnumSet.noneOf(DataElement.class);
        for (String name : mapping.texts("elements")) {
            switch (name) {
                case "all" -> elements.addAll(EnumSet.allOf(DataElement.class));
                case "identity" -> elements.addAll(ElementGroups.IDENTITY);
                case "secrets" -> elements.addAll(ElementGroups.SECRETS);
                case "health" -> elements.addAll(ElementGroups.HEALTH);
                default ->
                    DataElement.byId(name).ifPresentOrElse(elements::add, () -> {
                        Set<String> known = Arrays.stream(DataElement.values())
                                .map(DataElement::id)
                                .collect(Collectors.toCollection(TreeSet::new));
                        known.addAll(ELEMENT_GROUPS);
                        mapping.problem(
                                "elements",
                                "there is no data element \"" + name + "\"." + Problems.didYouMean(name, known));
                    });
            }
        }
        return elements;
    }

    static Set<HealthClass> classes(YamlMapping mapping) {
        Set<HealthClass> classes = EnumSet.noneOf(HealthClass.class);
        for (String name : mapping.texts("health")) {
            HealthClass.byId(name).ifPresentOrElse(classes::add, () -> {
                Set<String> known = Arrays.stream(HealthClass.values())
                        .map(HealthClass::id)
                        .collect(Collectors.toCollection(TreeSet::new));
                mapping.problem("health", "there is no class \"" + name + "\"." + Problems.didYouMean(name, known));
            });
        }
        return classes;
    }

    static Set<ProtectedKind> kinds(YamlMapping mapping) {
        Set<ProtectedKind> kinds = EnumSet.noneOf(ProtectedKind.class);
        for (String name : mapping.texts("protected")) {
            if (name.equals("any")) {
                kinds.addAll(EnumSet.allOf(ProtectedKind.class));
                continue;
            }
            ProtectedKind.byId(name).ifPresentOrElse(kinds::add, () -> {
                Set<String> known = Arrays.stream(ProtectedKind.values())
                        .map(ProtectedKind::id)
                        .collect(Collectors.toCollection(TreeSet::new));
                known.add("any");
                mapping.problem(
                        "protected", "there is no protected kind \"" + name + "\"." + Problems.didYouMean(name, known));
            });
        }
        return kinds;
    }

    private static Set<Basis> bases(YamlMapping mapping) {
        Set<Basis> bases = EnumSet.noneOf(Basis.class);
        Set<String> known = Arrays.stream(Basis.values())
                .map(basis -> basis.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String name : mapping.texts("basis")) {
            if (known.contains(name)) {
                bases.add(Basis.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
                if (bases.contains(Basis.PROVEN)) {
                    // Whoever wrote "proven" meant proof of any kind.
                    bases.add(Basis.PROVEN_DIFFERENTIAL);
                }
            } else {
                mapping.problem("basis", "there is no basis \"" + name + "\"." + Problems.didYouMean(name, known));
            }
        }
        return bases;
    }
}
