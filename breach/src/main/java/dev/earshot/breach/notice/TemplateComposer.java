package dev.earshot.breach.notice;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.Recipient;
import dev.earshot.breach.law.Required;
import dev.earshot.element.DataElement;
import dev.earshot.evidence.Sha256;
import dev.earshot.yaml.Problems;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Composes letters from templates.
///
/// A variant is worked out once for each template, jurisdiction, and the carried people's roles and exposures, and kept;
/// after that a letter is a look-up and the person's own values. Variants are forgotten when there are too many.
public final class TemplateComposer implements Composer {
    private static final int MOST_VARIANTS = 4_096;
    private static final String FALLBACK = "en";
    private static final String FEDERAL = "us";
    private static final Set<String> CREDIT_BUREAUS = Set.of("Equifax", "Experian", "TransUnion");
    /// What opens accounts in somebody's name.
    private static final Set<String> CREDIT = Set.of(
            "ssn",
            "drivers-license",
            "tax-id",
            "passport",
            "military-id",
            "government-id",
            "financial-account",
            "account-with-code",
            "payment-card");
    private static final Set<String> CREDIT_ITEMS = Set.of("credit-bureaus", "credit-freeze", "fraud-alerts");

    private final Incident incident;
    private final LocalDate dated;
    private final String reference;
    private final Templates templates;
    private final LawLibrary law;
    private final Fields.Each fields;
    private final List<String> recipients;
    private final List<Map<String, Object>> assistance;
    private final Map<Key, Letter.Variant> variants = new ConcurrentHashMap<>();
    private final Map<String, Template> byLanguage = new ConcurrentHashMap<>();

    /// What one carried person is told of; what the text depends on.
    record Exposure(Role role, String status, List<String> vendors, List<String> elements) {
        boolean certain() {
            return status.equals("exposed");
        }
    }

    private record Key(Template template, String jurisdiction, List<Exposure> people) {}

    private TemplateComposer(
            Incident incident, LocalDate dated, String reference, Templates templates, LawLibrary law) {
        this.incident = incident;
        this.dated = dated;
        this.reference = reference;
        this.templates = templates;
        this.law = law;
        this.assistance = assistance(templates, incident.entity().contact());
        this.recipients = incident.recipients().stream()
                .map(Incident.ThirdParty::name)
                .sorted()
                .toList();
        this.fields = Fields.of(
                law.jurisdictions().stream().map(Jurisdiction::id).collect(Collectors.toSet()),
                elements(),
                law.content().keySet());
    }

    /// Looks at all templates before the first letter.
    ///
    /// @param dated the date that stands on the letters
    /// @param reference what every reference number starts with; the notice's id follows after a dash
    /// @param law of where addressees live, which decides what authorities a letter names
    /// @throws EarshotException USAGE with every mistake in every template, or when the kind of incident has none
    public static TemplateComposer of(
            Incident incident, LocalDate dated, String reference, Templates templates, LawLibrary law) {
        TemplateComposer composer = new TemplateComposer(incident, dated, reference, templates, law);
        composer.check();
        return composer;
    }

    private Set<String> elements() {
        Set<String> ids = new TreeSet<>(templates.words(FALLBACK).elements());
        ids.addAll(law.elements().ids());
        for (DataElement element : DataElement.values()) {
            ids.add(element.id());
        }
        return ids;
    }

    private void check() {
        templates.check(fields);
        if (templates.find(incident.kind(), FALLBACK).isEmpty()) {
            Set<String> kinds = templates.all().stream().map(Template::kind).collect(Collectors.toSet());
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "There is no template " + incident.kind() + "." + FALLBACK + ".md for incidents of the kind \""
                            + incident.kind() + "\"; write one, or change the kind."
                            + Problems.didYouMean(incident.kind(), kinds));
        }
        for (String language : templates.languages(incident.kind())) {
            Words words = templates.words(language);
            Set<String> missing = new TreeSet<>(incident.elements());
            missing.addAll(incident.notInvolved());
            missing.removeAll(words.elements());
            if (!missing.isEmpty()) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        words.file() + " has no words for " + String.join(", ", missing)
                                + "; add a line such as \"element."
                                + missing.iterator().next() + ": …\".");
            }
        }
    }

    @Override
    public Letter compose(List<Notice> carried) {
        Notice first = carried.getFirst();
        Template template = template(first.language());
        Key key = new Key(
                template,
                first.jurisdiction(),
                carried.stream().map(this::exposure).toList());
        Letter.Variant variant = variants.get(key);
        if (variant == null) {
            if (variants.size() >= MOST_VARIANTS) {
                variants.clear();
            }
            variant = variants.computeIfAbsent(key, _ -> variant(template, first.jurisdiction(), key.people));
        }
        return new Letter(variant, values(template, carried));
    }

    /// Where the plan can't name what or who it was, all that the incident disclosed is said.
    private Exposure exposure(Notice notice) {
        return new Exposure(
                notice.role(),
                notice.status(),
                notice.vendors().isEmpty() ? recipients : notice.vendors(),
                notice.elements().isEmpty() ? List.copyOf(incident.elements()) : notice.elements());
    }

    /// The one that a person of this language is written to with; English where there is none.
    Template template(String language) {
        Template known = byLanguage.get(language);
        if (known == null) {
            known = templates
                    .find(incident.kind(), language)
                    .or(() -> templates.find(incident.kind(), FALLBACK))
                    .orElseThrow();
            if (byLanguage.size() < MOST_VARIANTS) {
                byLanguage.put(language, known);
            }
        }
        return known;
    }

    private Map<String, String> values(Template template, List<Notice> carried) {
        Words words = templates.words(template.language());
        boolean rightToLeft = rightToLeft(template.locale());
        Notice first = carried.getFirst();
        Map<String, String> values = new HashMap<>(32);
        values.put("addressee", name(first.addressee(), words, rightToLeft));
        values.put("address", address(first, rightToLeft));
        values.put("reference", OwnText.of(reference + "-" + first.id(), rightToLeft));
        for (int i = 0; i < carried.size(); i++) {
            Notice notice = carried.get(i);
            String from = words.date(notice.first());
            String to = words.date(notice.last());
            values.put(numbered("patient", i), name(notice.patient(), words, rightToLeft));
            values.put(numbered("first", i), from);
            values.put(numbered("last", i), to);
            values.put(numbered("dates", i), from.equals(to) ? from : from + " – " + to);
        }
        values.put(
                "names",
                carried.size() == 1
                        ? values.getOrDefault("patient", "")
                        : carried.stream()
                                .map(notice -> name(notice.patient(), words, rightToLeft))
                                .collect(Collectors.joining(", ")));
        return values;
    }

    private static String numbered(String name, int index) {
        return index == 0 ? name : name + "." + (index + 1);
    }

    private static String name(String name, Words words, boolean rightToLeft) {
        return OwnText.of(name.isBlank() ? words.patient() : name, rightToLeft);
    }

    /// The lines below the name, as they stand on an envelope.
    private static String address(Notice notice, boolean rightToLeft) {
        boolean domestic = notice.country().isBlank() || notice.country().equals("US");
        String city = domestic || notice.country().equals("CA")
                ? notice.city() + (notice.city().isBlank() || notice.state().isBlank() ? "" : ", ") + notice.state()
                        + "  " + notice.postalCode()
                : notice.postalCode() + " " + notice.city();
        List<String> lines = new ArrayList<>(notice.street());
        lines.add(city);
        if (!domestic) {
            lines.add(Locale.of("", notice.country()).getDisplayCountry(Locale.ENGLISH));
        }
        StringBuilder address = new StringBuilder();
        for (String line : lines) {
            String text = OwnText.of(line, rightToLeft);
            if (!text.isBlank()) {
                address.append(address.isEmpty() ? "" : "\n").append(text);
            }
        }
        return address.toString();
    }

    private Letter.Variant variant(Template template, String jurisdiction, List<Exposure> people) {
        Map<String, Object> shared = shared(template, jurisdiction, people);
        TemplateText.Rendered rendered = template.texts().body().rendered(shared);
        String subject = template.texts().subject().rendered(shared).plain().strip();
        return new Letter.Variant(
                Sha256.hex(subject + "\n" + rendered.plain()).substring(0, 16),
                subject,
                document(template, rendered, subject));
    }

    private static Document document(Template template, TemplateText.Rendered rendered, String subject) {
        Problems problems = new Problems(template.file());
        List<Block> blocks =
                new Markdown(template.locale(), rendered.values(), rendered::line, problems).blocks(rendered.text());
        problems.throwIfAny();
        return new Document(title(blocks).orElse(subject), template.locale(), blocks);
    }

    private static Optional<String> title(List<Block> blocks) {
        return blocks.stream()
                .flatMap(block -> block instanceof Block.Heading heading && heading.level() == 1
                        ? Stream.of(heading)
                        : Stream.empty())
                .map(heading -> heading.spans().stream()
                        .map(span -> span instanceof Span.Text text ? text.text() : "")
                        .collect(Collectors.joining()))
                .findFirst();
    }

    /// The letter of somebody of an audience, told of everything that the incident disclosed; without the lines in other
    /// languages.
    Sample sample(ContentCheck.Audience audience) {
        Template template = template(audience.language());
        Map<String, Object> shared = shared(
                template,
                audience.jurisdiction(),
                List.of(new Exposure(
                        audience.role(), audience.status(), recipients, List.copyOf(incident.elements()))));
        shared.remove("language-assistance");
        TemplateText.Rendered rendered = template.texts().body().rendered(shared);
        return new Sample(template, document(template, rendered, ""), rendered.passages());
    }

    /// @param passages by item
    record Sample(Template template, Document document, Map<String, TemplateText.Passage> passages) {}

    Set<String> disclosed() {
        return incident.elements();
    }

    boolean knows(Clock.Event event) {
        return incident.events().containsKey(event);
    }

    /// What the names of a template stand for; see [TemplateText#rendered].
    Map<String, Object> shared(Template template, String jurisdiction, List<Exposure> people) {
        Words words = templates.words(template.language());
        Map<String, Object> values = new HashMap<>();
        boolean certain = people.stream().allMatch(Exposure::certain);
        values.putAll(told(
                new Exposure(
                        people.getFirst().role(),
                        certain ? "exposed" : "cannot-tell",
                        union(people.stream().map(Exposure::vendors)),
                        union(people.stream().map(Exposure::elements))),
                words));
        List<Map<String, Object>> each = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            Map<String, Object> person = told(people.get(i), words);
            for (String own : List.of("patient", "dates", "first", "last")) {
                person.put(own, new Span.Slot(numbered(own, i), false));
            }
            each.add(person);
        }
        values.put("people", each);
        values.put("household", people.size() > 1);
        for (String own : List.of("addressee", "address", "names", "patient", "dates", "first", "last", "reference")) {
            values.put(own, new Span.Slot(own, false));
        }
        values.put("date", words.date(dated));
        Entity entity = incident.entity();
        values.put("entity", entity.name());
        values.put(
                "entity.address",
                Stream.concat(
                                entity.lines().stream(),
                                Stream.of(entity.city() + ", " + entity.state() + " " + entity.postalCode()))
                        .collect(Collectors.joining(", ")));
        values.put("breach.from", words.date(incident.from()));
        values.put("breach.to", words.date(incident.to()));
        Optional.ofNullable(incident.events().get(Clock.Event.DISCOVERED))
                .ifPresent(day -> values.put("discovered", words.date(day)));
        values.putAll(contact(entity.contact()));
        values.put("not-involved", named(words.elements(incident.notInvolved())));
        values.put("not-involved-list", words.list(words.elements(incident.notInvolved())));
        values.put("delayed-by-law-enforcement", incident.delay().isPresent());
        incident.elements().forEach(element -> values.put("involved." + element, true));
        values.put("in." + jurisdiction, true);
        Optional<Jurisdiction> place = law.jurisdiction(jurisdiction);
        values.put("state", place.map(Jurisdiction::name).orElse(""));
        Set<String> required = required(jurisdiction);
        required.forEach(item -> values.put("required." + item, true));
        List<Map<String, Object>> local = authorities(
                place,
                name -> required.contains("regulator-contact")
                        || (required.contains("attorney-general-contact") && name.contains("Attorney General")));
        List<Map<String, Object>> ftc = authorities(
                law.jurisdiction(FEDERAL),
                name -> required.contains("ftc-contact") && name.equals("Federal Trade Commission"));
        values.put("authorities", local);
        values.put("ftc", ftc);
        values.put("authorities-to-name", !local.isEmpty() || !ftc.isEmpty());
        values.put("credit-bureaus", authorities(law.jurisdiction(FEDERAL), CREDIT_BUREAUS::contains));
        values.put(
                "credit-at-risk",
                !Collections.disjoint(incident.elements(), CREDIT) || !Collections.disjoint(required, CREDIT_ITEMS));
        values.put("language-assistance", assistance);
        return values;
    }

    private static Map<String, Object> contact(Entity.Contact contact) {
        return Map.of(
                "contact.person", contact.person(),
                "contact.email", contact.email(),
                "contact.phone", contact.phone(),
                "contact.toll-free", contact.tollFree(),
                "contact.tty", contact.tty(),
                "contact.web", contact.web());
    }

    private static Map<String, Object> told(Exposure exposure, Words words) {
        Map<String, Object> values = new HashMap<>();
        for (Role role : Role.values()) {
            values.put(role.id(), role == exposure.role());
        }
        values.put("exposed", exposure.certain());
        values.put("cannot-tell", !exposure.certain());
        List<String> elements = words.elements(exposure.elements());
        values.put("vendors", named(exposure.vendors()));
        values.put("vendor-list", words.list(exposure.vendors()));
        values.put("elements", named(elements));
        values.put("element-list", words.list(elements));
        return values;
    }

    private static List<Map<String, Object>> named(Collection<String> names) {
        return names.stream().map(name -> Map.<String, Object>of("name", name)).toList();
    }

    private static List<Map<String, Object>> authorities(Optional<Jurisdiction> place, Predicate<String> named) {
        return place
                .map(jurisdiction -> new TreeMap<>(jurisdiction.authorities()).values())
                .orElseGet(List::of)
                .stream()
                .filter(authority -> named.test(authority.name()))
                .map(authority -> Map.<String, Object>of(
                        "name", authority.name(),
                        "address", String.join(", ", authority.lines()),
                        "phone", authority.phone().orElse(""),
                        "web", authority.web().orElse("")))
                .toList();
    }

    /// What the federal law and the jurisdiction's own want in a notice to individuals on the day of the letters.
    Set<String> required(String jurisdiction) {
        return Stream.of(FEDERAL, jurisdiction)
                .distinct()
                .flatMap(id -> law.jurisdiction(id).stream())
                .flatMap(place -> place.on(dated).stream())
                .filter(rule -> rule.recipient() == Recipient.INDIVIDUALS)
                .flatMap(rule -> rule.content().stream())
                .filter(item -> item.whenElements().isEmpty()
                        || !Collections.disjoint(item.whenElements(), incident.elements()))
                .map(Required::item)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Map<String, Object>> assistance(Templates templates, Entity.Contact contact) {
        return templates.allWords().stream()
                .map(words -> words.assistance().rendered(contact(contact)).plain())
                .filter(text -> !text.isBlank())
                .map(text -> Map.<String, Object>of("text", text))
                .toList();
    }

    private static List<String> union(Stream<List<String>> lists) {
        return lists.flatMap(List::stream).distinct().sorted().toList();
    }

    /// How many variants are kept.
    int kept() {
        return variants.size();
    }

    private static boolean rightToLeft(Locale language) {
        return com.ibm.icu.util.ULocale.forLocale(language).isRightToLeft();
    }
}
