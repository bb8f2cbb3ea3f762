package dev.earshot.investigate.tags;

import dev.earshot.catalogue.DomainOwner;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.Tracker;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthTerms;
import dev.earshot.investigate.history.PageAddress;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.Recipients.Recipient;
import dev.earshot.investigate.history.Rules;
import dev.earshot.investigate.history.SetTag;
import dev.earshot.investigate.history.SetTag.Tells;
import dev.earshot.investigate.history.SetTag.Told;
import dev.earshot.investigate.history.TagSet;
import dev.earshot.investigate.tags.ZoneTest.Answer;
import dev.earshot.investigate.tags.ZoneTest.Where;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Policy;
import dev.earshot.policy.SetToTell;
import dev.earshot.policy.TagFinding;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What the tags of some containers are set to tell, and what policy says of it.
///
/// @param findings violations first, then what can't be told
/// @param incomplete what should have been read of them and was not, as sentences
public record TagReview(List<Container> containers, List<TagFinding> findings, List<String> incomplete) {
    public TagReview {
        containers = List.copyOf(containers);
        findings = List.copyOf(findings);
        incomplete = List.copyOf(incomplete);
    }

    record Container(TagFile file, TagSet set, List<Reviewed> tags) {
        Container {
            tags = List.copyOf(tags);
        }
    }

    /// One tag, and where it fires.
    ///
    /// @param line in the file, from 1
    /// @param zones in the order of the policy
    /// @param pages that were asked for
    record Reviewed(SetTag tag, State state, int line, List<Where> zones, List<AtPage> pages, List<Text> texts) {
        Reviewed {
            zones = List.copyOf(zones);
            pages = List.copyOf(pages);
            texts = List.copyOf(texts);
        }

        boolean canFire() {
            return zones.stream().anyMatch(where -> where.answer() != Answer.NO);
        }
    }

    /// @param address as it was given
    record AtPage(String address, String zone, Answer answer) {}

    /// A text of the container's own that is sent and says something of health.
    record Text(Tells to, Told told, DataElement element, Optional<HealthContext> health) {}

    enum State {
        RUNNING("running"),
        LATER("starts later"),
        PAUSED("paused"),
        ENDED("its schedule is over");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean counts() {
            return this == RUNNING || this == LATER;
        }
    }

    /// @param pages addresses for which it is said whether each tag fires there
    public static TagReview of(List<TagFile> files, Policy policy, Instant now, List<String> pages) {
        return new Making(policy, now, pages).review(files);
    }

    /// The fingerprints of what policy forbids for certain.
    public List<TagFinding> violations() {
        return findings.stream().filter(TagFinding::violates).toList();
    }

    /// Whether something can't be told, or was not read.
    ///
    /// @param known findings that count no more
    public boolean incomplete(Predicate<TagFinding> known) {
        return !incomplete.isEmpty() || findings.stream().anyMatch(finding -> finding.isOpen() && !known.test(finding));
    }

    /// What it comes to, in a line.
    String sentence() {
        long tags = containers.stream().mapToLong(each -> each.tags().size()).sum();
        long waived = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.WAIVED)
                .count();
        long open = findings.stream().filter(TagFinding::isOpen).count();
        int violations = violations().size();
        return counted(tags, "tag") + " in " + counted(containers.size(), "container") + ": "
                + counted(violations, "violation") + ", " + counted(open, "question") + " that can't be told, "
                + waived + " waived"
                + (incomplete.isEmpty() ? "" : "; " + counted(incomplete.size(), "thing") + " not read")
                + ".";
    }

    static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static final class Making {
        private final Policy policy;
        private final Instant now;
        private final List<String> pages;
        private final ZoneTest zones;
        private final HealthTerms terms;
        private final Map<PageRule, List<Where>> known = new HashMap<>();
        private final List<SetToTell> told = new ArrayList<>();
        private final List<String> incomplete = new ArrayList<>();

        Making(Policy policy, Instant now, List<String> pages) {
            this.policy = policy;
            this.now = now;
            this.pages = List.copyOf(pages);
            zones = new ZoneTest(policy);
            terms = policy.healthTerms();
        }

        TagReview review(List<TagFile> files) {
            List<Container> containers = new ArrayList<>();
            for (TagFile file : files) {
                for (TagSet set : file.sets()) {
                    set.faults().forEach(fault -> incomplete.add(file.name() + ": " + fault));
                    containers.add(new Container(
                            file,
                            set,
                            set.tags().stream().map(tag -> review(file, tag)).toList()));
                }
            }
            return new TagReview(
                    containers, policy.judgeTags(told, LocalDate.ofInstant(now, ZoneOffset.UTC)), incomplete);
        }

        private Reviewed review(TagFile file, SetTag tag) {
            State state = state(tag);
            List<Where> where = where(tag.pages());
            List<Text> texts = tag.recipients().stream()
                    .flatMap(tells -> tells.told().stream()
                            .filter(one -> !one.text().isEmpty())
                            .flatMap(one -> text(tells, one).stream()))
                    .toList();
            Reviewed reviewed = new Reviewed(
                    tag,
                    state,
                    file.line(tag.pointer()),
                    where,
                    pages.stream().map(page -> atPage(page, tag.pages())).toList(),
                    texts);
            if (state.counts() && reviewed.canFire()) {
                tag.unknown().forEach(what -> incomplete.add("Tag \"" + tag.name() + "\": " + what));
                tell(file, reviewed);
            }
            return reviewed;
        }

        private State state(SetTag tag) {
            return !tag.running()
                    ? State.PAUSED
                    : tag.to().filter(end -> !end.isAfter(now)).isPresent()
                            ? State.ENDED
                            : tag.from().filter(start -> start.isAfter(now)).isPresent() ? State.LATER : State.RUNNING;
        }

        private List<Where> where(PageRule rule) {
            return known.computeIfAbsent(
                    rule,
                    _ -> zones.zones().stream()
                            .map(zone -> zones.where(zone, rule))
                            .toList());
        }

        private Optional<Text> text(Tells tells, Told one) {
            String words = one.text().replace('_', ' ').replace('-', ' ');
            Optional<HealthContext> health = terms.in(words, false);
            return health.isPresent()
                    ? Optional.of(new Text(tells, one, DataElement.HEALTH_CONTEXT, health))
                    : words.toLowerCase(Locale.ROOT).contains("appointment")
                            ? Optional.of(new Text(tells, one, DataElement.APPOINTMENT, Optional.empty()))
                            : Optional.empty();
        }

        private AtPage atPage(String address, PageRule rule) {
            URI uri = URI.create(address);
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            Answer answer =
                    switch (rule.test(new PageAddress("GET", uri.getHost().toLowerCase(Locale.ROOT), path, query))) {
                        case YES -> Answer.YES;
                        case NO -> Answer.NO;
                        case UNDETERMINED -> Answer.CANNOT_TELL;
                    };
            return new AtPage(address, policy.zoneOf(address, false), answer);
        }

        private void tell(TagFile file, Reviewed reviewed) {
            SetTag tag = reviewed.tag();
            for (Tells tells : tag.recipients()) {
                for (Told one : tells.told()) {
                    if (one.text().isEmpty()) {
                        tell(file, reviewed, tells.recipient(), one, one.element(), Optional.empty());
                    }
                }
            }
            reviewed.texts()
                    .forEach(text -> tell(
                            file,
                            reviewed,
                            text.to().recipient(),
                            text.told(),
                            Optional.of(text.element()),
                            text.health()));
        }

        private void tell(
                TagFile file,
                Reviewed reviewed,
                Recipient recipient,
                Told one,
                Optional<DataElement> element,
                Optional<HealthContext> health) {
            SetTag tag = reviewed.tag();
            List<Where> where = one.where().equals(PageRule.EVERYWHERE)
                    ? reviewed.zones()
                    : where(Rules.all(tag.pages(), one.where()));
            for (Where at : where) {
                if (at.answer() != Answer.NO) {
                    told.add(new SetToTell(
                            at.zone(),
                            at.why(),
                            element,
                            health,
                            one.basis(),
                            recipient.vendor(),
                            recipient.tracker().map(Tracker::id).orElse(""),
                            recipient.product(),
                            purpose(recipient),
                            new SetToTell.Source(tag.name(), one.by(), file.name(), reviewed.line(), tag.pointer())));
                }
            }
        }

        private static String purpose(Recipient recipient) {
            return recipient
                    .tracker()
                    .map(Tracker::category)
                    .orElseGet(() -> DomainOwners.bundled().all().stream()
                            .filter(owner -> owner.owner().equals(recipient.vendor()))
                            .map(DomainOwner::purpose)
                            .findFirst()
                            .orElse("unknown"));
        }
    }
}
