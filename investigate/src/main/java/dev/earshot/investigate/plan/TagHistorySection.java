package dev.earshot.investigate.plan;

import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// The part of a plan that says where the history of the tags is.
///
/// A statement's settings are `statement` (what is stated), `vendor`, `tracker` (may be missing), `elements` (ids),
/// `rule` (made of its pages and hosts, as [PageRule#text] writes it), `from`, `to`, `by`, `because`, `certainty`.
/// Another source's may be `published`, `live` and `ended` (lines of a version and an instant), `seen` (an instant),
/// `from`, `to`, `hosts`, `zone` and what else [#KINDS] has for it.
final class TagHistorySection {
    /// What each kind of source may say besides `hosts`, `from`, `to` and `zone`.
    private static final Map<String, Set<String>> KINDS = Map.of(
            "scan", Set.of(),
            "gtm", Set.of("published", "live", "ended", "container"),
            "gtm-js", Set.of("seen", "container"),
            "tealium", Set.of("published", "live", "ended", "environment"),
            "adobe", Set.of("published", "live", "ended", "environment"),
            "har", Set.of(),
            "warc", Set.of(),
            "app", Set.of("published"),
            "statement", Set.of("vendor", "tracker", "elements", "pages", "rule", "by", "because", "certainty"));

    /// Settings that are a mapping of versions to instants.
    private static final List<String> VERSIONS = List.of("published", "live", "ended");

    private final PlanFile file;
    private final YamlMapping top;
    private final ZoneId zone;
    private final Instant from;
    private final Instant to;
    private final List<Statement> statements = new ArrayList<>();

    TagHistorySection(PlanFile file, YamlMapping top, ZoneId zone, Instant from, Instant to) {
        this.file = file;
        this.top = top;
        this.zone = zone;
        this.from = from;
        this.to = to;
    }

    List<Plan.TagSource> sources() {
        PlanFile.Sources files = file.new Sources();
        List<Plan.TagSource> sources = new ArrayList<>();
        for (YamlMapping source : top.mappings("tag-history")) {
            PlanFile.kind(source, KINDS.keySet()).ifPresent(kind -> {
                Set<String> known = new TreeSet<>(KINDS.get(kind));
                known.addAll(Set.of(kind, "hosts", "from", "to", "zone"));
                source.only(known);
                boolean statement = kind.equals("statement");
                sources.add(new Plan.TagSource(
                        kind,
                        statement ? List.of() : files.files(source, kind),
                        statement ? statement(source) : settings(source, kind),
                        source.line()));
            });
        }
        return sources;
    }

    private Map<String, String> settings(YamlMapping source, String kind) {
        Map<String, String> settings = PlanFile.settings(
                source,
                KINDS.getOrDefault(kind, Set.of()).stream()
                        .filter(name -> !VERSIONS.contains(name))
                        .collect(Collectors.toSet()));
        List<String> hosts = PlanFile.each(source, "hosts", Notation::host);
        if (!hosts.isEmpty()) {
            settings.put("hosts", String.join("\n", hosts));
        }
        ZoneId own = PlanFile.one(source, "zone", Notation::zone).orElse(zone);
        settings.put("zone", own.getId());
        Optional<Instant> start = PlanFile.instant(source, "from", own);
        Optional<Instant> end = PlanFile.instant(source, "to", own);
        start.ifPresent(instant -> settings.put("from", instant.toString()));
        end.ifPresent(instant -> settings.put("to", instant.toString()));
        inOrder(source, start, end);
        PlanFile.instant(source, "seen", own).ifPresent(instant -> settings.put("seen", instant.toString()));
        for (String name : VERSIONS) {
            if (source.names().contains(name)
                    && KINDS.getOrDefault(kind, Set.of()).contains(name)) {
                YamlMapping versions = source.mapping(name);
                settings.put(
                        name,
                        versions.names().stream()
                                .flatMap(version -> PlanFile.instant(versions, version, own).stream()
                                        .map(instant -> version + " " + instant))
                                .collect(Collectors.joining("\n")));
            }
        }
        return settings;
    }

    private static void inOrder(YamlMapping source, Optional<Instant> start, Optional<Instant> end) {
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            source.problem("to", "This ends before it starts; \"to\" is the first instant that no longer counts.");
        }
    }

    private Map<String, String> statement(YamlMapping source) {
        Map<String, String> settings = new TreeMap<>();
        ZoneId own = PlanFile.one(source, "zone", Notation::zone).orElse(zone);
        for (String name : List.of("statement", "vendor", "from", "by", "because")) {
            settings.put(name, source.required(name));
        }
        source.text("tracker").ifPresent(tracker -> settings.put("tracker", tracker));
        settings.put("certainty", source.choice("certainty", Set.of("certain", "assumed"), "certain"));
        Optional<Instant> start = PlanFile.instant(source, "from", own);
        Optional<Instant> end = PlanFile.instant(source, "to", own);
        Instant until = end.orElse(to);
        settings.put("from", start.map(Instant::toString).orElse(""));
        settings.put("to", until.toString());
        inOrder(source, start, Optional.of(until));
        List<String> elements = elements(source);
        settings.put("elements", String.join("\n", elements));
        PageRule rule = rule(source);
        settings.put("rule", rule.text());
        file.vendor(source, settings.getOrDefault("vendor", ""));
        if (start.isPresent() && start.get().isBefore(until)) {
            if (!start.get().isBefore(to) || !until.isAfter(from)) {
                file.warn(source.line(), "This statement is about a time outside the period: it changes nothing.");
            }
            compare(
                    source,
                    new Statement(
                            settings.get("vendor") + "\n" + settings.getOrDefault("tracker", "") + "\n" + rule.text(),
                            Set.copyOf(elements),
                            start.get(),
                            until,
                            settings.get("certainty"),
                            source.line()));
        }
        return settings;
    }

    private static List<String> elements(YamlMapping source) {
        Set<String> known =
                Arrays.stream(DataElement.values()).map(DataElement::id).collect(Collectors.toSet());
        Set<String> elements = new TreeSet<>();
        List<String> given = source.texts("elements");
        for (String element : given) {
            if (known.contains(element)) {
                elements.add(element);
            } else {
                source.problem(
                        "elements", "\"" + element + "\" is no data element." + Problems.didYouMean(element, known));
            }
        }
        if (given.isEmpty()) {
            source.problem("elements", "\"elements\" is missing: what was the vendor told?");
        }
        return List.copyOf(elements);
    }

    private static PageRule rule(YamlMapping source) {
        List<PageRule> parts = new ArrayList<>();
        List<PageRule> hosts = PlanFile.each(source, "hosts", Notation::host).stream()
                .map(host -> host.startsWith("*.")
                        ? compare(PageRule.Part.HOST, PageRule.Operator.ENDS_WITH, host.substring(1))
                        : compare(PageRule.Part.HOST, PageRule.Operator.EQUALS, host))
                .toList();
        List<PageRule> pages = PlanFile.each(source, "pages", Notation::path).stream()
                .map(path -> compare(PageRule.Part.PATH, PageRule.Operator.GLOB, path))
                .toList();
        if (!hosts.isEmpty()) {
            parts.add(hosts.size() == 1 ? hosts.getFirst() : new PageRule.AnyOf(hosts));
        }
        if (!pages.isEmpty()) {
            parts.add(pages.size() == 1 ? pages.getFirst() : new PageRule.AnyOf(pages));
        }
        source.text("rule").ifPresent(text -> written(source, text).ifPresent(parts::add));
        if (source.names().stream().noneMatch(Set.of("pages", "rule")::contains)) {
            source.problem("pages", "\"pages\" is missing; write /** for all pages.");
        }
        return parts.size() == 1 ? parts.getFirst() : new PageRule.All(parts);
    }

    private static PageRule compare(PageRule.Part part, PageRule.Operator operator, String value) {
        return new PageRule.Compare(part, "", operator, value, false);
    }

    private static Optional<PageRule> written(YamlMapping source, String text) {
        try {
            PageRule rule = PageRules.parse(text);
            check(rule);
            return Optional.of(rule);
        } catch (PatternSyntaxException notAPattern) {
            source.problem("rule", "A regular expression in this rule can't be read: " + notAPattern.getDescription());
        } catch (RuntimeException | StackOverflowError notARule) {
            source.problem("rule", "This is no page rule; write (all (glob \"path\" \"/visits/**\") …).");
        }
        return Optional.empty();
    }

    private static void check(PageRule rule) {
        switch (rule) {
            case PageRule.All all -> all.rules().forEach(TagHistorySection::check);
            case PageRule.AnyOf any -> any.rules().forEach(TagHistorySection::check);
            case PageRule.Not not -> check(not.rule());
            case PageRule.Unknown unknown -> {}
            case PageRule.Compare compare -> {
                if (compare.operator() == PageRule.Operator.MATCHES) {
                    Pattern.compile(compare.value());
                }
            }
        }
    }

    /// Two statements about the same pages and an element of both: told once is enough, and twice may be a slip.
    private void compare(YamlMapping source, Statement statement) {
        for (Statement other : statements) {
            if (other.about.equals(statement.about)
                    && other.from.isBefore(statement.to)
                    && statement.from.isBefore(other.to)
                    && statement.elements.stream().anyMatch(other.elements::contains)) {
                if (other.sameBut(statement)) {
                    source.problem("statement", "Line " + other.line + " states the same.");
                } else {
                    file.warn(source.line(), "This statement overlaps the one in line " + other.line + ".");
                }
            }
        }
        statements.add(statement);
    }

    private record Statement(String about, Set<String> elements, Instant from, Instant to, String certainty, int line) {
        boolean sameBut(Statement other) {
            return elements.equals(other.elements)
                    && from.equals(other.from)
                    && to.equals(other.to)
                    && certainty.equals(other.certainty);
        }
    }
}
