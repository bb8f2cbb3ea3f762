package dev.earshot.breach.notice;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Recipient;
import dev.earshot.breach.law.Required;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Threshold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether the letters of a plan say what the law of each addressee's place requires.
///
/// Each audience's letter is composed and looked at: a passage marked with the item must be there, must not be empty, and
/// must hold what the item is about. Whether it is true and plain is for counsel; verify with counsel.
public final class ContentCheck {
    private static final String FEDERAL = "us";
    private static final String TITLE = "Notice of Data Breach";
    private static final List<String> HEADINGS = List.of(
            "What Happened",
            "What Information Was Involved",
            "What We Are Doing",
            "What You Can Do",
            "For More Information");
    private static final Set<String> CONTACTS =
            Set.of("contact.toll-free", "contact.phone", "contact.email", "contact.web", "entity.address");
    private static final Set<String> NAMED = Set.of("name", "element-list");

    /// Items that no passage answers: how a letter is written and printed.
    private static final Set<String> OF_THE_WHOLE = Set.of("plain-language", "format-type-size");

    /// For each item, sets of fields of which one must stand in its passage.
    private static final Map<String, List<Set<String>>> FIELDS = Map.ofEntries(
            Map.entry("date-of-breach", List.of(Set.of("breach.from", "breach.to", "dates", "first"))),
            Map.entry("breach-discovery-date", List.of(Set.of("discovered"))),
            Map.entry("date-of-notice", List.of(Set.of("date"))),
            Map.entry(
                    "time-of-exposure",
                    List.of(Set.of("breach.from", "dates", "first"), Set.of("breach.to", "dates", "last"))),
            Map.entry("types-of-information", List.of(NAMED)),
            Map.entry("contact", List.of(CONTACTS)),
            Map.entry("contact-toll-free", List.of(Set.of("contact.toll-free"))),
            Map.entry("contact-two-ways", List.of(CONTACTS)),
            Map.entry("officer-contact", List.of(CONTACTS)),
            Map.entry("entity-contact", List.of(Set.of("entity"), CONTACTS)));

    /// Items that a written date or number answers as well as a field: how many digits it has at least.
    private static final Map<String, Integer> DIGITS = Map.of(
            "date-of-breach", 4,
            "breach-discovery-date", 4,
            "date-of-notice", 4,
            "time-of-exposure", 4,
            "contact", 10,
            "contact-toll-free", 10);

    /// Items about somebody whom people call: a telephone number must stand there.
    private static final Set<String> TELEPHONES =
            Set.of("attorney-general-contact", "regulator-contact", "ftc-contact", "credit-bureaus");

    private ContentCheck() {}

    /// People who get the same letter but for what they were exposed to.
    public record Audience(String jurisdiction, String language, Role role, String status) {
        public static Audience of(Notice notice) {
            return new Audience(notice.jurisdiction(), notice.language(), notice.role(), notice.status());
        }
    }

    /// Something required that a template does not say.
    ///
    /// @param jurisdictions of the addressees in whose letters it lacks
    /// @param refused false where it is told as a warning: following HIPAA meets the state's requirement, or counsel must
    ///   weigh two laws that contradict each other
    public record Lack(
            Template template, Set<String> jurisdictions, Rule rule, Required required, String what, boolean refused) {
        public Lack {
            jurisdictions = new TreeSet<>(jurisdictions);
        }

        @Override
        public String toString() {
            return template.file() + " for " + String.join(", ", jurisdictions) + ": " + what + " "
                    + required.citation()
                    + " requires: " + required.written() + " [" + rule.id() + ", "
                    + rule.confidence().id()
                    + ", verify with counsel].";
        }
    }

    /// @param lacks sorted by template
    /// @param levels how hard each template reads, by its name; absent: not measured
    public record Report(List<Lack> lacks, SortedMap<String, Optional<ReadingLevel>> levels) {
        public Report {
            lacks = List.copyOf(lacks);
            levels = new TreeMap<>(levels);
        }

        /// What to look at that stops nothing.
        public List<String> warnings() {
            List<String> warnings = new ArrayList<>();
            lacks.stream().filter(lack -> !lack.refused()).forEach(lack -> warnings.add(lack.toString()));
            levels.forEach(
                    (template, level) -> level.filter(ReadingLevel::hard)
                            .ifPresent(
                                    hard -> warnings.add(
                                            template + " is hard to read (" + hard
                                                    + "): use shorter sentences and shorter words; 45 CFR § 164.404(c)(2) wants plain language.")));
            return warnings;
        }

        /// @throws EarshotException USAGE naming everything that lacks, with the paragraph of the law
        public void throwIfRefused() {
            List<Lack> refused = lacks.stream().filter(Lack::refused).toList();
            if (!refused.isEmpty()) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        (refused.size() == 1
                                        ? "A letter lacks what"
                                        : "Letters lack " + refused.size() + " things that")
                                + " the law requires:\n  "
                                + refused.stream().map(Lack::toString).collect(Collectors.joining("\n  ")));
            }
        }
    }

    /// Composes one letter for each audience and looks for what the duties to individuals require.
    ///
    /// @param duties as [dev.earshot.breach.duty.Obligations] gives them; those not due are passed over
    public static Report of(TemplateComposer composer, Collection<Duty> duties, Collection<Audience> audiences) {
        List<Duty> told = duties.stream()
                .filter(duty -> duty.rule().recipient() == Recipient.INDIVIDUALS)
                .filter(duty -> duty.status() != Duty.Status.NOT_DUE)
                .filter(duty -> duty.rule().trigger().thresholds().stream()
                        .noneMatch(threshold -> threshold.scope() == Threshold.Scope.INSUFFICIENT_ADDRESSES))
                .toList();
        boolean hipaa = told.stream().anyMatch(ContentCheck::isHipaa);
        Map<String, Lack> lacks = new LinkedHashMap<>();
        SortedMap<String, Optional<ReadingLevel>> levels = new TreeMap<>();
        for (Audience audience : audiences.stream().distinct().toList()) {
            TemplateComposer.Sample sample = composer.sample(audience);
            levels.computeIfAbsent(sample.template().name(), _ -> ReadingLevel.of(sample.document()));
            for (Duty duty : told) {
                Rule rule = duty.rule();
                if (!rule.jurisdiction().equals(FEDERAL) && !rule.jurisdiction().equals(audience.jurisdiction())) {
                    continue;
                }
                for (Required required : rule.content()) {
                    if (!required.whenElements().isEmpty()
                            && Collections.disjoint(required.whenElements(), composer.disclosed())) {
                        continue;
                    }
                    lacking(required, sample, composer).ifPresent(what -> {
                        boolean refused = !required.item().equals("nature-omitted")
                                && duty.status() != Duty.Status.DEEMED_MET
                                && !(hipaa && byHipaa(rule));
                        Lack lack = new Lack(
                                sample.template(), Set.of(audience.jurisdiction()), rule, required, what, refused);
                        lacks.merge(
                                sample.template().name() + " " + rule.id() + " " + required.item() + " " + what,
                                lack,
                                (one, other) -> new Lack(
                                        one.template(),
                                        union(one.jurisdictions(), other.jurisdictions()),
                                        one.rule(),
                                        one.required(),
                                        one.what(),
                                        one.refused()));
                    });
                }
            }
        }
        return new Report(List.copyOf(lacks.values()), levels);
    }

    private static boolean isHipaa(Duty duty) {
        return duty.rule().jurisdiction().equals(FEDERAL)
                && duty.rule().citation().contains("164.404")
                && duty.status() != Duty.Status.DEEMED_MET;
    }

    private static boolean byHipaa(Rule rule) {
        return switch (rule.hipaa()) {
            case FULL_DEEMED, CONTENT_ONLY, INDIVIDUAL_ONLY_REGULATOR_STILL_DUE -> true;
            case EXTRA_REGULATOR_COPY, NONE -> false;
        };
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    /// What a letter lacks of an item, as a sentence.
    private static Optional<String> lacking(
            Required required, TemplateComposer.Sample sample, TemplateComposer composer) {
        String item = required.item();
        if (OF_THE_WHOLE.contains(item)) {
            return Optional.empty();
        }
        return switch (item) {
            case "nature-omitted" ->
                Optional.of(
                        "What HIPAA wants told, this law wants left out: let counsel decide how the letter is worded.");
            case "format-title" -> title(sample);
            case "format-headings" -> headings(sample);
            case "breach-discovery-date" ->
                composer.knows(Clock.Event.DISCOVERED) ? passage(item, sample) : Optional.empty();
            default -> passage(item, sample);
        };
    }

    private static Optional<String> title(TemplateComposer.Sample sample) {
        List<String> titles = headings(sample.document(), 1);
        if (titles.isEmpty()) {
            return Optional.of("It has no title: start it with \"# " + TITLE + "\".");
        }
        return english(sample) && !titles.getFirst().equals(TITLE)
                ? Optional.of("Its title is \"" + titles.getFirst() + "\", not \"" + TITLE + "\".")
                : Optional.empty();
    }

    private static Optional<String> headings(TemplateComposer.Sample sample) {
        List<String> headings = headings(sample.document(), 2);
        if (english(sample)) {
            List<String> missing = HEADINGS.stream()
                    .filter(heading -> !headings.contains(heading))
                    .toList();
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("It has no heading "
                            + missing.stream()
                                    .map(heading -> "\"## " + heading + "\"")
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return headings.size() >= HEADINGS.size()
                ? Optional.empty()
                : Optional.of("It has " + headings.size() + " headings of the second level, not five.");
    }

    private static boolean english(TemplateComposer.Sample sample) {
        return sample.document().language().getLanguage().equals("en");
    }

    private static List<String> headings(Document document, int level) {
        return document.blocks().stream()
                .filter(Block.Heading.class::isInstance)
                .map(Block.Heading.class::cast)
                .filter(heading -> heading.level() == level)
                .map(heading -> heading.spans().stream()
                        .map(span -> span instanceof Span.Text text ? text.text() : "")
                        .collect(Collectors.joining()))
                .toList();
    }

    private static Optional<String> passage(String item, TemplateComposer.Sample sample) {
        TemplateText.Passage passage = sample.passages().get(item);
        String marked = "{{#item." + item + "}}";
        if (passage == null) {
            return Optional.of("No passage is marked " + marked + ".");
        }
        String there = "The passage on line " + passage.line() + ", " + marked + ", ";
        if (passage.text().codePoints().noneMatch(Character::isLetterOrDigit)) {
            return Optional.of(there + "is empty"
                    + (TELEPHONES.contains(item) ? ": write it there, or add the authority to the law's file." : "."));
        }
        long digits = passage.text().codePoints().filter(Character::isDigit).count();
        if (TELEPHONES.contains(item) && digits < 7) {
            return Optional.of(there + "has no telephone number: write it there, or add it to the law's file.");
        }
        if (DIGITS.containsKey(item) && digits >= DIGITS.getOrDefault(item, 0)) {
            return Optional.empty();
        }
        if (item.equals("contact-two-ways")
                && passage.fields().stream().filter(CONTACTS::contains).count() < 2) {
            return Optional.of(there + "has not two of " + fields(CONTACTS) + ".");
        }
        return FIELDS.getOrDefault(item, List.of()).stream()
                .filter(fields -> Collections.disjoint(fields, passage.fields()))
                .findFirst()
                .map(fields -> there + "has none of " + fields(fields) + ", or what it stands for is not known.");
    }

    private static String fields(Set<String> names) {
        return names.stream().sorted().map(name -> "{{" + name + "}}").collect(Collectors.joining(", "));
    }
}
