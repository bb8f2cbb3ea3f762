package dev.earshot.policy;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.Policy.Exemption;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides what tags are set to tell by the rules for disclosures.
final class TagCases {
    private static final int MOST_NAMED = 3;

    private final List<Rule> rules;
    private final List<Exemption> exemptions;
    private final Set<String> associates;

    TagCases(List<Rule> rules, List<Exemption> exemptions, Set<String> associates) {
        this.rules = rules;
        this.exemptions = exemptions;
        this.associates = associates;
    }

    /// One finding for each rule, vendor, tracker, element and zone; what is sure first.
    List<TagFinding> judge(List<SetToTell> told, LocalDate today) {
        Map<List<Object>, Decided> decided = new LinkedHashMap<>();
        for (SetToTell one : told) {
            decisiveRule(one)
                    .ifPresent(rule -> decided.computeIfAbsent(
                                    List.of(rule.id(), one.vendor(), one.tracker(), one.element(), one.zone()),
                                    none -> new Decided(rule, new ArrayList<>()))
                            .same
                            .add(one));
        }
        List<TagFinding> findings = new ArrayList<>();
        decided.values().forEach(each -> findings.add(finding(each.rule, each.same, today)));
        findings.sort(Comparator.comparing(TagFinding::level)
                .thenComparing(finding -> !finding.sure())
                .thenComparing(finding -> !finding.isOfProtectedKind())
                .thenComparing(TagFinding::vendor)
                .thenComparing(TagFinding::tracker)
                .thenComparing(finding -> finding.element().map(DataElement::id).orElse(""))
                .thenComparing(TagFinding::zone)
                .thenComparing(TagFinding::fingerprint));
        return findings;
    }

    /// What one rule decides of one vendor, tracker, element and zone.
    private record Decided(Rule rule, List<SetToTell> same) {}

    /// The first rule that covers it, unless it allows it. A value of which nothing is known is forbidden where any
    /// element would be; secrets apart, which are not what page and vendor exchange by such a value.
    private Optional<Rule> decisiveRule(SetToTell one) {
        return one.element().isPresent()
                ? firstRule(told(one, one.element().get())).filter(rule -> rule.verdict() != Rule.Verdict.ALLOW)
                : Arrays.stream(DataElement.values())
                        .filter(element -> element.kind() != DataElement.Kind.SECRET)
                        .flatMap(element -> firstRule(told(one, element)).stream())
                        .filter(rule -> rule.verdict() == Rule.Verdict.FORBID)
                        .findFirst();
    }

    private Optional<Rule> firstRule(Rule.Told told) {
        return rules.stream().filter(rule -> rule.covers(told)).findFirst();
    }

    private Rule.Told told(SetToTell one, DataElement element) {
        return new Rule.Told(
                one.zone(),
                element,
                one.health().map(HealthContext::classes).orElse(Set.of()),
                one.health().map(HealthContext::kinds).orElse(Set.of()),
                one.vendor(),
                one.tracker(),
                one.purpose(),
                one.basis(),
                associates.contains(one.vendor()));
    }

    private TagFinding finding(Rule rule, List<SetToTell> same, LocalDate today) {
        SetToTell first = same.getFirst();
        Optional<Waiver> waiver = exemptions.stream()
                .filter(exemption -> covers(exemption, rule, first))
                .map(Exemption::waiver)
                .filter(each -> !each.until().isBefore(today))
                .findFirst();
        Finding.Level level = switch (rule.verdict()) {
            case FORBID -> waiver.isPresent() ? Finding.Level.WAIVED : Finding.Level.VIOLATION;
            case NOTE -> Finding.Level.NOTE;
            case ALLOW -> throw new IllegalStateException("allowed cases make no finding");
        };
        List<SetToTell> certain = same.stream().filter(TagCases::isSure).toList();
        List<SetToTell> shown = certain.isEmpty() ? same : certain;
        List<HealthContext> health =
                same.stream().flatMap(one -> one.health().stream()).toList();
        return new TagFinding(
                fingerprint(rule, first),
                rule.id(),
                level,
                !certain.isEmpty(),
                first.vendor(),
                first.tracker().isEmpty() ? first.vendor() : first.tracker(),
                first.element(),
                first.zone(),
                shown.stream()
                        .map(SetToTell::basis)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                sentence(rule, shown, !certain.isEmpty()),
                shown.stream().map(SetToTell::source).distinct().toList(),
                level == Finding.Level.WAIVED ? waiver : Optional.empty(),
                health.isEmpty() ? Optional.empty() : Optional.of(HealthContext.together(health)));
    }

    private static boolean isSure(SetToTell one) {
        return one.doubt().isEmpty() && one.element().isPresent();
    }

    /// A waiver for some elements is none for a value that may be any.
    private boolean covers(Exemption exemption, Rule rule, SetToTell one) {
        return one.element().isPresent()
                ? exemption.covers(rule.id(), told(one, one.element().get()))
                : exemption.elements().isEmpty()
                        && exemption.covers(rule.id(), told(one, DataElement.OTHER_IDENTIFIER));
    }

    private static String sentence(Rule rule, List<SetToTell> same, boolean sure) {
        SetToTell first = same.getFirst();
        List<String> names =
                same.stream().map(one -> one.source().tag()).distinct().toList();
        String tags = (names.size() == 1 ? "Tag " : "Tags ")
                + names.stream()
                        .limit(MOST_NAMED)
                        .map(name -> "\"" + name + "\"")
                        .collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
        String kinds = same.stream()
                .flatMap(one -> one.health().map(HealthContext::kinds).orElse(Set.of()).stream())
                .distinct()
                .sorted()
                .map(ProtectedKind::label)
                .collect(Collectors.joining(", "));
        String what = first.element()
                        .map(element -> " " + element.phrase())
                        .orElse(" a value of which the container does not say what it is")
                + (kinds.isEmpty() ? "" : " that is specially protected (" + kinds + ")");
        boolean one = names.size() == 1;
        boolean inherent = same.stream().allMatch(each -> each.basis() == Basis.INHERENT);
        boolean inferred = !inherent
                && same.stream().allMatch(each -> each.basis() == Basis.INFERRED)
                && first.element().isPresent();
        String does = sure || first.doubt().isEmpty()
                ? (one ? " is set to tell " : " are set to tell ")
                : (one ? " may be set to tell " : " may each be set to tell ");
        return tags + does + first.vendor() + what
                + (first.product().isEmpty() ? "" : " through " + first.product())
                + (inherent ? ", as any request does," : "")
                + (inferred ? ", by the name of the field or variable," : "")
                + " in zone " + first.zone() + "."
                + (sure || first.doubt().isEmpty()
                        ? ""
                        : " Whether it fires there can't be told: " + first.doubt() + ".")
                + (first.element().isPresent() ? "" : " It may be what rule " + rule.id() + " forbids.")
                + (rule.because().isEmpty() ? "" : " " + rule.because());
    }

    private static String fingerprint(Rule rule, SetToTell one) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join(
                                    "\n",
                                    "set to tell",
                                    rule.id(),
                                    one.vendor(),
                                    one.tracker(),
                                    one.element().map(DataElement::id).orElse(""),
                                    one.zone())
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
