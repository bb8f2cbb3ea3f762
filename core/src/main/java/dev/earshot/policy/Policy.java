package dev.earshot.policy;

import dev.earshot.app.App;
import dev.earshot.detect.Basis;
import dev.earshot.disclosure.CoveredEntity;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthClass;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthTerms;
import dev.earshot.health.ProtectedKind;
import dev.earshot.health.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the covered entity allows: its own sites, the zones of their pages, the vendors it has agreements with, and
/// which
/// elements may go to whom from where. The first rule that covers a case decides it.
public final class Policy implements CoveredEntity {
    /// The zone of a page that no other zone holds.
    public static final String PUBLIC = "public";

    private final Set<String> sites;
    private final List<Zone> zones;
    private final Set<String> associates;
    private final List<Rule> rules;
    private final List<Exemption> exemptions;
    /// The covered entity's own, besides those that come with Earshot.
    private final List<Vocabulary> vocabularies;
    private final AppPolicy apps;

    Policy(
            Set<String> sites,
            List<Zone> zones,
            Set<String> associates,
            List<Rule> rules,
            List<Exemption> exemptions,
            List<Vocabulary> vocabularies,
            AppPolicy apps) {
        this.sites = Set.copyOf(sites);
        this.zones = List.copyOf(zones);
        this.associates = Set.copyOf(associates);
        this.rules = List.copyOf(rules);
        this.exemptions = List.copyOf(exemptions);
        this.vocabularies = List.copyOf(vocabularies);
        this.apps = apps;
    }

    /// The policy of a covered entity that has written none down.
    public static Policy byDefault() {
        return DefaultPolicy.POLICY;
    }

    /// The same policy, with these sites in addition.
    public Policy withSites(Set<String> more) {
        Set<String> all = new TreeSet<>(sites);
        all.addAll(more);
        return new Policy(all, zones, associates, rules, exemptions, vocabularies, apps);
    }

    @Override
    public Set<String> sites() {
        return sites;
    }

    @Override
    public boolean owns(String host) {
        String rest = host.toLowerCase(Locale.ROOT);
        while (!rest.isEmpty()) {
            if (sites.contains(rest)) {
                return true;
            }
            int dot = rest.indexOf('.');
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        return false;
    }

    /// The parts of the site in order; the first that holds a page names it. What none holds is [#PUBLIC].
    public List<Zone> zones() {
        return zones;
    }

    /// The name of the first zone that holds a page, [#PUBLIC] where none does.
    @Override
    public String zoneOf(String pageUrl, boolean signedIn) {
        return zones.stream()
                .filter(zone -> zone.holds(pageUrl, signedIn))
                .map(Zone::name)
                .findFirst()
                .orElse(PUBLIC);
    }

    @Override
    public HealthTerms healthTerms() {
        return HealthTerms.bundled().with(vocabularies);
    }

    /// Findings for what the rules forbid or have looked at: one for each rule, vendor, tracker, element and zone,
    /// violations first, and among these what is of a protected kind.
    ///
    /// What says different things of health is decided apart, and told together where the same rule decides.
    ///
    /// @param today decides which waivers have ended
    public List<Finding> judge(List<Disclosure> disclosures, LocalDate today) {
        Map<List<Object>, List<Disclosure>> cases = new LinkedHashMap<>();
        for (Disclosure disclosure : disclosures) {
            List<Object> sameCase = List.of(caseOf(disclosure), classes(disclosure), kinds(disclosure));
            cases.computeIfAbsent(sameCase, key -> new ArrayList<>()).add(disclosure);
        }
        Map<List<Object>, Decided> decided = new LinkedHashMap<>();
        cases.forEach((sameCase, same) -> decisiveRule(same)
                .ifPresent(rule -> decided.computeIfAbsent(
                                List.of(sameCase.getFirst(), rule.id()), key -> new Decided(rule, new ArrayList<>()))
                        .same
                        .addAll(same)));
        List<Finding> findings = new ArrayList<>();
        decided.values().forEach(each -> findings.add(finding(each.rule, each.same, today)));
        findings.sort(Comparator.comparing(Finding::level)
                .thenComparing(finding -> !finding.isOfProtectedKind())
                .thenComparing(Finding::vendor)
                .thenComparing(Finding::tracker)
                .thenComparing(Finding::element)
                .thenComparing(Finding::zone));
        return findings;
    }

    /// Findings for what the rules for apps forbid or have looked at, violations first.
    ///
    /// @param today decides which waivers have ended
    public List<AppFinding> judge(App app, LocalDate today) {
        return apps.judge(app, associates, this::healthTerms, today);
    }

    /// Findings for what the rules forbid tags of a container to be set to tell, or have looked at, violations first.
    ///
    /// @param today decides which waivers have ended
    public List<TagFinding> judgeTags(List<SetToTell> told, LocalDate today) {
        return new TagCases(rules, exemptions, associates).judge(told, today);
    }

    /// Disclosures that one rule decides.
    private record Decided(Rule rule, List<Disclosure> same) {}

    private static String caseOf(Disclosure disclosure) {
        return String.join(
                "\n",
                disclosure.transmission().recipient().vendor(),
                tracker(disclosure.transmission()),
                disclosure.detection().element().id(),
                disclosure.zone());
    }

    private static Set<HealthClass> classes(Disclosure disclosure) {
        return disclosure.detection().health().map(HealthContext::classes).orElse(Set.of());
    }

    private static Set<ProtectedKind> kinds(Disclosure disclosure) {
        return disclosure.detection().health().map(HealthContext::kinds).orElse(Set.of());
    }

    /// The first rule that covers what says the same, unless it allows it.
    private Optional<Rule> decisiveRule(List<Disclosure> same) {
        Rule.Told told = told(same);
        return rules.stream()
                .filter(rule -> rule.covers(told))
                .findFirst()
                .filter(rule -> rule.verdict() != Rule.Verdict.ALLOW);
    }

    /// By the strongest of the disclosures.
    private Rule.Told told(List<Disclosure> same) {
        Disclosure strongest = same.stream()
                .min(Comparator.comparing(disclosure -> disclosure.detection().basis()))
                .orElseThrow();
        Transmission transmission = strongest.transmission();
        return new Rule.Told(
                strongest.zone(),
                strongest.detection().element(),
                classes(strongest),
                kinds(strongest),
                transmission.recipient().vendor(),
                tracker(transmission),
                transmission.recipient().purpose(),
                strongest.detection().basis(),
                associates.contains(transmission.recipient().vendor()));
    }

    private Finding finding(Rule rule, List<Disclosure> same, LocalDate today) {
        Rule.Told told = told(same);
        Optional<Waiver> waiver = exemptions.stream()
                .filter(exemption -> exemption.covers(rule.id(), told))
                .map(Exemption::waiver)
                .filter(each -> !each.until().isBefore(today))
                .findFirst();
        Finding.Level level = switch (rule.verdict()) {
            case FORBID -> waiver.isPresent() ? Finding.Level.WAIVED : Finding.Level.VIOLATION;
            case NOTE -> Finding.Level.NOTE;
            case ALLOW -> throw new IllegalStateException("allowed cases make no finding");
        };
        List<HealthContext> health = same.stream()
                .flatMap(disclosure -> disclosure.detection().health().stream())
                .toList();
        Optional<HealthContext> all = health.isEmpty() ? Optional.empty() : Optional.of(HealthContext.together(health));
        return new Finding(
                fingerprint(rule.id(), told),
                rule.id(),
                level,
                told.vendor(),
                told.tracker(),
                told.element(),
                told.zone(),
                told.basis(),
                sentence(told, same, rule, all),
                same.stream().map(Disclosure::id).toList(),
                level == Finding.Level.WAIVED ? waiver : Optional.empty(),
                all);
    }

    private static String sentence(Rule.Told told, List<Disclosure> same, Rule rule, Optional<HealthContext> health) {
        long pages = same.stream()
                .map(disclosure -> disclosure.transmission().context().pageUrl())
                .distinct()
                .count();
        String product = same.getFirst()
                .transmission()
                .tracker()
                .map(identification -> " through " + identification.tracker().product())
                .orElse("");
        String kinds = health.map(HealthContext::kinds).orElse(Set.of()).stream()
                .map(ProtectedKind::label)
                .collect(Collectors.joining(", "));
        String phrase =
                told.element().phrase() + (kinds.isEmpty() ? "" : " that is specially protected (" + kinds + ")");
        String what = switch (told.basis()) {
            case PROVEN, PROVEN_DIFFERENTIAL, DECODED -> " was told " + phrase;
            case INFERRED -> " was apparently told " + phrase;
            case INHERENT -> " received " + phrase + ", as with any request,";
        };
        return told.vendor() + what + product + " from " + pages + (pages == 1 ? " page" : " pages") + " of zone "
                + told.zone() + ". " + rule.because();
    }

    private static String tracker(Transmission transmission) {
        return transmission
                .tracker()
                .map(identification -> identification.tracker().id())
                .orElse(transmission.recipient().host());
    }

    private static String fingerprint(String rule, Rule.Told told) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join(
                                    "\n",
                                    rule,
                                    told.vendor(),
                                    told.tracker(),
                                    told.element().id(),
                                    told.zone())
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A waiver and the cases it is for. An empty set means any.
    record Exemption(
            String rule,
            Set<String> vendors,
            Set<String> trackers,
            Set<DataElement> elements,
            Set<String> zones,
            Waiver waiver) {
        boolean covers(String ruleId, Rule.Told told) {
            return rule.equals(ruleId)
                    && (vendors.isEmpty() || vendors.contains(told.vendor()))
                    && (trackers.isEmpty() || trackers.contains(told.tracker()))
                    && (elements.isEmpty() || elements.contains(told.element()))
                    && (zones.isEmpty() || zones.contains(told.zone()));
        }
    }

    /// Any basis that tells of a value, not only of a connection.
    static final Set<Basis> CONTENT = Set.of(Basis.PROVEN, Basis.PROVEN_DIFFERENTIAL, Basis.DECODED, Basis.INFERRED);
}
