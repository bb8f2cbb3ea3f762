package dev.earshot.breach.filing;

import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Recipient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// The facts of a case by the names that forms use, as one jurisdiction is told them. Dates are written as ISO 8601,
/// numbers without grouping; forms write them as they want them.
final class Facts {
    private static final Map<String, Function<Facts, List<String>>> COMPUTED = new LinkedHashMap<>();

    /// Those that only people can answer are given in [Answers] under `common`.
    static final Set<String> NAMES;

    /// Those that have one answer for all documents: how many people live somewhere has not.
    static final Set<String> COMMON;

    /// Those that are guessed from others.
    private static final Set<String> GUESSED = Set.of("contact-first", "contact-last");

    static {
        COMPUTED.put("entity-name", facts -> given(facts.entity().name()));
        COMPUTED.put("entity-type", facts -> given(facts.entity().coveredEntityType()));
        COMPUTED.put("street-1", facts -> line(facts.entity(), 0));
        COMPUTED.put("street-2", facts -> line(facts.entity(), 1));
        COMPUTED.put("city", facts -> given(facts.entity().city()));
        COMPUTED.put("state", facts -> given(facts.entity().state()));
        COMPUTED.put("zip", facts -> given(facts.entity().postalCode()));
        COMPUTED.put("address", facts -> List.of(facts.address()));
        COMPUTED.put("contact-person", facts -> given(facts.entity().contact().person()));
        COMPUTED.put("contact-first", facts -> facts.contact(false));
        COMPUTED.put("contact-last", facts -> facts.contact(true));
        COMPUTED.put("contact-email", facts -> given(facts.entity().contact().email()));
        COMPUTED.put("contact-phone", facts -> given(facts.entity().contact().phone()));
        COMPUTED.put("toll-free", facts -> given(facts.entity().contact().tollFree()));
        COMPUTED.put("web", facts -> given(facts.entity().contact().web()));
        COMPUTED.put("breach-start", facts -> List.of(facts.incident().from().toString()));
        COMPUTED.put("breach-end", facts -> List.of(facts.incident().to().toString()));
        COMPUTED.put("breach-dates", facts -> List.of(facts.story.window()));
        COMPUTED.put("discovered", facts -> facts.event(Clock.Event.DISCOVERED));
        COMPUTED.put("determined", facts -> facts.event(Clock.Event.DETERMINED));
        COMPUTED.put("detected", facts -> facts.event(Clock.Event.DETECTED));
        COMPUTED.put("total", facts -> number(facts.dossier.population().total()));
        COMPUTED.put("residents", facts -> number(facts.dossier.population().in(facts.jurisdiction)));
        COMPUTED.put("affecting", Facts::affecting);
        COMPUTED.put("elements", facts -> facts.story.involved());
        COMPUTED.put("not-involved", facts -> facts.story.notInvolved());
        COMPUTED.put("recipients", facts -> facts.story.recipients());
        COMPUTED.put("what-happened", facts -> List.of(facts.story.happenedTold()));
        COMPUTED.put("description", facts -> List.of(facts.story.description()));
        COMPUTED.put("business-associate-recipients", Facts::businessAssociates);
        COMPUTED.put("notice-start", facts -> facts.individualsToldOn());
        COMPUTED.put("substitute-required", Facts::substituteRequired);
        COMPUTED.put("substitute-size", Facts::substituteSize);
        COMPUTED.put("media-required", Facts::mediaRequired);
        COMPUTED.put("media-states", Facts::mediaStates);
        COMPUTED.put(
                "law-enforcement-delay",
                facts -> List.of(facts.incident().delay().isPresent() ? "Yes" : "No"));
        COMPUTED.put(
                "hipaa",
                facts -> List.of(facts.entity().kinds().contains(Entity.Kind.HIPAA_COVERED_ENTITY) ? "Yes" : "No"));
        COMPUTED.put(
                "sample-notice",
                facts -> facts.dossier.sample(facts.jurisdiction).isPresent()
                        ? List.of("sample-notice.pdf")
                        : List.of());
        for (String name : List.of(
                "business-associate-name",
                "containment",
                "covered-entities",
                "free-services",
                "how-counted",
                "how-discovered",
                "known-misuse",
                "media-outlets",
                "notice-end",
                "reply-by",
                "signatory",
                "substitute-posted",
                "what-we-are-doing",
                "what-you-can-do",
                "wisp")) {
            COMPUTED.put(name, facts -> List.of());
        }
        NAMES = Collections.unmodifiableSet(COMPUTED.keySet());
        Set<String> common = new LinkedHashSet<>(NAMES);
        common.removeAll(Set.of("residents", "sample-notice"));
        COMMON = Collections.unmodifiableSet(common);
    }

    private final Dossier dossier;
    private final String jurisdiction;
    private final Story story;

    Facts(Dossier dossier, String jurisdiction) {
        this.dossier = dossier;
        this.jurisdiction = jurisdiction;
        this.story = new Story(dossier);
    }

    /// What was answered for all documents, else what the case knows; empty where neither does.
    List<String> of(String name) {
        List<String> answered = answered(name);
        return answered.isEmpty() ? computed(name) : answered;
    }

    List<String> answered(String name) {
        return COMMON.contains(name) ? dossier.answers().common(name) : List.of();
    }

    /// Whether somebody has to look at it again: more states may follow while a count is not known.
    boolean isGuessed(String name) {
        return GUESSED.contains(name)
                || (name.equals("media-states")
                        && hipaaMedia().stream().anyMatch(duty -> duty.status() == Duty.Status.CONTINGENT));
    }

    List<String> computed(String name) {
        Function<Facts, List<String>> computed = COMPUTED.get(name);
        return computed == null ? List.of() : computed.apply(this);
    }

    private Incident incident() {
        return dossier.incident();
    }

    private Entity entity() {
        return dossier.incident().entity();
    }

    private static List<String> given(String value) {
        return value.isBlank() ? List.of() : List.of(value);
    }

    private static List<String> line(Entity entity, int line) {
        return entity.lines().size() > line ? given(entity.lines().get(line)) : List.of();
    }

    private static List<String> number(OptionalLong number) {
        return number.isPresent() ? List.of(Long.toString(number.getAsLong())) : List.of();
    }

    private String address() {
        return String.join(", ", entity().lines()) + ", " + entity().city() + ", " + entity().state() + " "
                + entity().postalCode();
    }

    /// The last word is the last name, the rest the first.
    private List<String> contact(boolean last) {
        String person = entity().contact().person().strip();
        int space = person.lastIndexOf(' ');
        return given(last ? person.substring(space + 1) : person.substring(0, Math.max(0, space)));
    }

    private List<String> event(Clock.Event event) {
        return Optional.ofNullable(incident().events().get(event)).stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> affecting() {
        OptionalLong total = dossier.population().total();
        if (total.isEmpty()) {
            return List.of();
        }
        return List.of(total.getAsLong() >= 500 ? "500 or more individuals" : "Fewer than 500 individuals");
    }

    private List<String> businessAssociates() {
        return incident().recipients().stream()
                .filter(Incident.ThirdParty::businessAssociate)
                .map(Incident.ThirdParty::name)
                .sorted()
                .toList();
    }

    private List<String> individualsToldOn() {
        return dossier.duties().stream()
                .filter(duty -> duty.rule().recipient() == Recipient.INDIVIDUALS
                        && (duty.rule().jurisdiction().equals("us")
                                || duty.rule().jurisdiction().equals(jurisdiction)))
                .flatMap(duty -> duty.done().stream())
                .sorted()
                .map(Object::toString)
                .limit(1)
                .toList();
    }

    private List<String> substituteRequired() {
        OptionalLong count = dossier.population().insufficientAddresses();
        return count.isEmpty() ? List.of() : List.of(count.getAsLong() > 0 ? "Yes" : "No");
    }

    /// "Fewer than 10" or "10 or more": 45 CFR § 164.404(d)(2).
    private List<String> substituteSize() {
        OptionalLong count = dossier.population().insufficientAddresses();
        return count.isEmpty() ? List.of() : List.of(count.getAsLong() < 10 ? "Fewer than 10" : "10 or more");
    }

    /// HIPAA's duty to tell media, as the duties say it; not answered while one of them is open and none is due.
    private List<String> mediaRequired() {
        List<Duty> media = hipaaMedia();
        if (media.stream().anyMatch(duty -> duty.status() == Duty.Status.DUE)) {
            return List.of("Yes");
        }
        boolean settled = !media.isEmpty() && media.stream().allMatch(duty -> duty.status() == Duty.Status.NOT_DUE);
        return settled ? List.of("No") : List.of();
    }

    private List<String> mediaStates() {
        return hipaaMedia().stream()
                .filter(duty -> duty.status() == Duty.Status.DUE)
                .map(duty -> duty.key().substring(duty.key().indexOf('@') + 1))
                .map(dossier::nameOf)
                .sorted()
                .toList();
    }

    private List<Duty> hipaaMedia() {
        return dossier.duties().stream()
                .filter(duty -> duty.rule().recipient() == Recipient.MEDIA
                        && duty.rule().citation().contains("164.406"))
                .toList();
    }
}
