package dev.earshot.breach;

import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.element.DataElement;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// `case.yaml`, which people write: the facts of an incident, and how notices are to travel (docs/breach.md).
///
/// @param investigation the folder of an investigation that says who was affected
/// @param incident as the file has it, without what was done or overruled, which the journal has
/// @param population as the file has it, where no investigation is named
/// @param database JDBC address of the user's own PostgreSQL; the embedded one where absent
public record CaseFile(
        Path file,
        Optional<Path> investigation,
        Incident incident,
        Optional<Population> population,
        Optional<String> database,
        YamlMapping filings,
        YamlMapping notices,
        YamlMapping mail,
        YamlMapping print,
        YamlMapping portal) {
    private static final Set<String> NAMES = Set.of(
            "case",
            "kind",
            "investigation",
            "zone",
            "entity",
            "incident",
            "population",
            "database",
            "filings",
            "notices",
            "mail",
            "print",
            "portal");
    private static final Set<String> KINDS = Set.of("trackers", "mailbox", "other");

    /// Reads it; the readers of the sections that say how notices travel add their own problems.
    ///
    /// @throws dev.earshot.EarshotException of code USAGE where the file itself can't be read
    public static CaseFile read(Path file, LawLibrary law, Problems problems) {
        YamlMapping top = YamlMapping.read(file, problems).only(NAMES);
        Optional<Path> investigation = top.text("investigation")
                .map(given -> file.toAbsolutePath().resolveSibling(given).normalize());
        if (investigation.isPresent() && !Files.isDirectory(investigation.get().resolve("individuals.parquet"))) {
            top.problem(
                    "investigation",
                    "there is no investigation in " + investigation.get()
                            + ": individuals.parquet is missing. Name the folder that earshot investigate wrote.");
        }
        Optional<Population> population = top.names().contains("population")
                ? Optional.of(population(top.mapping("population"), law))
                : Optional.empty();
        if (investigation.isPresent() && population.isPresent()) {
            top.problem("population", "the investigation says who was affected; leave one of the two out.");
        }
        return new CaseFile(
                file,
                investigation,
                incident(top, law),
                population,
                top.text("database"),
                top.mapping("filings"),
                top.mapping("notices"),
                top.mapping("mail"),
                top.mapping("print"),
                top.mapping("portal"));
    }

    private static Incident incident(YamlMapping top, LawLibrary law) {
        YamlMapping facts = top.mapping("incident")
                .only(Set.of(
                        "from",
                        "to",
                        "discovered",
                        "determined",
                        "detected",
                        "notified-by-vendor",
                        "aware",
                        "elements",
                        "not-involved",
                        "recipients",
                        "unsecured",
                        "phi",
                        "harm",
                        "delay"));
        ZoneId zone = zone(top);
        Map<Clock.Event, LocalDate> events = new EnumMap<>(Clock.Event.class);
        for (Clock.Event event : List.of(
                Clock.Event.DISCOVERED, Clock.Event.DETERMINED, Clock.Event.DETECTED, Clock.Event.NOTIFIED_BY_VENDOR)) {
            facts.date(event.id()).ifPresent(day -> events.put(event, day));
        }
        if (events.isEmpty()) {
            facts.problem("discovered", "no clock can start: give the day of discovery as discovered: 2026-10-05.");
        }
        Optional<Instant> aware = instant(facts, "aware");
        aware.ifPresent(
                instant -> events.put(Clock.Event.AWARE, instant.atZone(zone).toLocalDate()));
        LocalDate from = facts.date("from").orElse(LocalDate.EPOCH);
        LocalDate to = facts.date("to").orElse(from);
        for (String name : List.of("from", "to")) {
            if (!facts.names().contains(name)) {
                facts.problem(name, "\"" + name + "\" is missing: the first and last day of the breach.");
            }
        }
        if (to.isBefore(from)) {
            facts.problem("to", "the last day is before the first.");
        }
        events.forEach((event, day) -> {
            if (day.isBefore(from)) {
                facts.problem(event.id(), "this is before the first day of the breach, " + from + ".");
            }
        });
        return new Incident(
                top.required("case"),
                top.choice("kind", KINDS, "trackers"),
                entity(top.mapping("entity")),
                zone,
                from,
                to,
                events,
                aware,
                elements(facts, "elements", law),
                elements(facts, "not-involved", law),
                facts.mappings("recipients").stream().map(CaseFile::thirdParty).toList(),
                facts.choice("unsecured", Set.of("true", "false"), "true").equals("true"),
                facts.names().contains("phi") ? Optional.of(facts.yes("phi")) : Optional.empty(),
                harm(facts.mapping("harm")),
                facts.names().contains("delay") ? Optional.of(delay(facts.mapping("delay"))) : Optional.empty(),
                new TreeMap<>(),
                List.of());
    }

    private static ZoneId zone(YamlMapping top) {
        try {
            return ZoneId.of(top.required("zone"));
        } catch (DateTimeException unknown) {
            if (top.names().contains("zone")) {
                top.problem("zone", "this is no time zone; write it as America/Los_Angeles.");
            }
            return ZoneId.of("UTC");
        }
    }

    private static Optional<Instant> instant(YamlMapping mapping, String name) {
        Optional<String> given = mapping.text(name);
        try {
            return given.map(Instant::parse);
        } catch (DateTimeException unreadable) {
            mapping.problem(name, "this is no instant; write it as 2026-10-05T17:30:00Z.");
            return Optional.empty();
        }
    }

    private static Set<String> elements(YamlMapping mapping, String name, LawLibrary law) {
        Set<String> known =
                Arrays.stream(DataElement.values()).map(DataElement::id).collect(Collectors.toSet());
        known.addAll(law.elements().ids());
        Set<String> given = new TreeSet<>(mapping.texts(name));
        given.stream()
                .filter(each -> !known.contains(each))
                .forEach(each -> mapping.problem(
                        name, "\"" + each + "\" is no data element." + Problems.didYouMean(each, known)));
        return given;
    }

    private static Entity entity(YamlMapping mapping) {
        mapping.only(Set.of("name", "kinds", "covered-entity-type", "address", "contact"));
        Set<String> known =
                Arrays.stream(Entity.Kind.values()).map(Entity.Kind::id).collect(Collectors.toSet());
        Set<Entity.Kind> kinds = new TreeSet<>();
        for (String given : mapping.texts("kinds")) {
            Entity.Kind.byId(given)
                    .ifPresentOrElse(
                            kinds::add,
                            () -> mapping.problem(
                                    "kinds",
                                    "\"" + given + "\" is no kind of entity." + Problems.didYouMean(given, known)));
        }
        if (kinds.isEmpty()) {
            mapping.problem(
                    "kinds",
                    "which laws bind the entity follows from what it is: give kinds, such as [hipaa-covered-entity,"
                            + " business].");
        }
        // Whoever it is, it does business.
        kinds.add(Entity.Kind.BUSINESS);
        YamlMapping address = mapping.mapping("address").only(Set.of("lines", "city", "state", "postal-code"));
        YamlMapping contact =
                mapping.mapping("contact").only(Set.of("person", "email", "phone", "toll-free", "tty", "web"));
        return new Entity(
                mapping.required("name"),
                kinds,
                mapping.choice(
                        "covered-entity-type",
                        Set.of("Health Plan", "Healthcare Clearing House", "Healthcare Provider"),
                        ""),
                address.texts("lines"),
                address.text("city").orElse(""),
                address.text("state").orElse(""),
                address.text("postal-code").orElse(""),
                new Entity.Contact(
                        contact.text("person").orElse(""),
                        contact.text("email").orElse(""),
                        contact.text("phone").orElse(""),
                        contact.text("toll-free").orElse(""),
                        contact.text("tty").orElse(""),
                        contact.text("web").orElse("")));
    }

    private static Incident.ThirdParty thirdParty(YamlMapping mapping) {
        mapping.only(Set.of("name", "contact", "business-associate", "received", "deletion"));
        return new Incident.ThirdParty(
                mapping.required("name"),
                mapping.text("contact").orElse(""),
                mapping.yes("business-associate"),
                mapping.names().contains("received") ? Optional.of(mapping.yes("received")) : Optional.empty(),
                mapping.text("deletion").orElse(""));
    }

    private static SortedMap<String, Incident.Harm> harm(YamlMapping mapping) {
        SortedMap<String, Incident.Harm> harm = new TreeMap<>();
        for (String jurisdiction : mapping.names()) {
            harm.put(
                    jurisdiction,
                    mapping.choice(jurisdiction, Set.of("likely", "unlikely"), "likely")
                                    .equals("unlikely")
                            ? Incident.Harm.UNLIKELY
                            : Incident.Harm.LIKELY);
        }
        return harm;
    }

    private static Incident.Delay delay(YamlMapping mapping) {
        mapping.only(Set.of("official", "stated", "written", "until"));
        Optional<LocalDate> stated = mapping.date("stated");
        if (stated.isEmpty()) {
            mapping.problem("stated", "\"stated\" is missing: the day of the official's statement.");
        }
        return new Incident.Delay(
                mapping.required("official"),
                stated.orElse(LocalDate.EPOCH),
                mapping.yes("written"),
                mapping.date("until"));
    }

    private static Population population(YamlMapping mapping, LawLibrary law) {
        mapping.only(Set.of("total", "regions", "insufficient-addresses"));
        SortedMap<String, Long> regions = new TreeMap<>();
        YamlMapping given = mapping.mapping("regions");
        Set<String> known = law.jurisdictions().stream().map(Jurisdiction::id).collect(Collectors.toSet());
        for (String region : given.names()) {
            if (!known.contains(region)) {
                given.problem(region, "\"" + region + "\" is no jurisdiction." + Problems.didYouMean(region, known));
            }
            regions.put(region, number(given, region).orElse(Population.NOT_KNOWN));
        }
        return new Population(number(mapping, "total"), regions, number(mapping, "insufficient-addresses"));
    }

    /// A count; absent where it isn't there or is `unknown`.
    private static OptionalLong number(YamlMapping mapping, String name) {
        Optional<String> given = mapping.text(name).map(text -> text.replace("_", ""));
        if (given.isEmpty() || given.get().equals("unknown")) {
            return OptionalLong.empty();
        }
        if (!given.get().matches("[0-9]{1,12}")) {
            mapping.problem(name, "a count of people, or unknown, is expected here.");
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(given.get()));
    }
}
