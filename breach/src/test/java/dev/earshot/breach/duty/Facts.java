package dev.earshot.breach.duty;

import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.LawLibrary;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Facts of an invented hospital's incident, to be changed one by one.
final class Facts {
    private final Map<Clock.Event, LocalDate> events = new EnumMap<>(Clock.Event.class);
    private final TreeMap<String, Long> living = new TreeMap<>();
    private final TreeMap<String, Incident.Harm> harm = new TreeMap<>();
    private final TreeMap<String, LocalDate> done = new TreeMap<>();
    private final List<Incident.Overruling> overrides = new ArrayList<>();
    private Set<Entity.Kind> kinds = EnumSet.of(Entity.Kind.HIPAA_COVERED_ENTITY);
    private Set<String> elements = Set.of("name", "ip-address", "health-context", "medical-information");
    private Set<String> notInvolved = Set.of();
    private OptionalLong total = OptionalLong.empty();
    private OptionalLong withoutAddress = OptionalLong.empty();
    private ZoneId zone = ZoneId.of("America/New_York");
    private Optional<Instant> aware = Optional.empty();
    private Optional<Boolean> phi = Optional.of(true);
    private Optional<Incident.Delay> delay = Optional.empty();
    private boolean unsecured = true;
    private Collection<Jurisdiction> law = LawLibrary.builtIn().jurisdictions();

    static Facts hospital() {
        return new Facts();
    }

    Facts discovered(String day) {
        return event(Clock.Event.DISCOVERED, day);
    }

    Facts determined(String day) {
        return event(Clock.Event.DETERMINED, day);
    }

    Facts event(Clock.Event event, String day) {
        events.put(event, LocalDate.parse(day));
        return this;
    }

    Facts aware(String instant, String zone) {
        this.aware = Optional.of(Instant.parse(instant));
        this.zone = ZoneId.of(zone);
        return this;
    }

    Facts total(long total) {
        this.total = OptionalLong.of(total);
        return this;
    }

    Facts living(String region, long count) {
        living.put(region, count);
        return this;
    }

    Facts withoutAddress(long count) {
        withoutAddress = OptionalLong.of(count);
        return this;
    }

    Facts kinds(Entity.Kind... kinds) {
        this.kinds = Set.copyOf(Arrays.asList(kinds));
        return this;
    }

    Facts elements(String... elements) {
        this.elements = new TreeSet<>(Arrays.asList(elements));
        return this;
    }

    Facts notInvolved(String... elements) {
        notInvolved = Set.of(elements);
        return this;
    }

    Facts phi(Optional<Boolean> phi) {
        this.phi = phi;
        return this;
    }

    Facts harm(String jurisdiction, Incident.Harm found) {
        harm.put(jurisdiction, found);
        return this;
    }

    Facts unreadable() {
        unsecured = false;
        return this;
    }

    Facts delay(boolean written, String stated, Optional<LocalDate> until) {
        delay = Optional.of(new Incident.Delay("A. Officer", LocalDate.parse(stated), written, until));
        return this;
    }

    Facts done(String key, String day) {
        done.put(key, LocalDate.parse(day));
        return this;
    }

    Facts overruled(String key, boolean applies, Optional<LocalDate> due) {
        overrides.add(new Incident.Overruling(
                key, applies, due, "C. Counsel", LocalDate.parse("2024-03-01"), "read otherwise"));
        return this;
    }

    Facts law(Collection<Jurisdiction> law) {
        this.law = law;
        return this;
    }

    Incident incident() {
        return new Incident(
                "clinic",
                "trackers",
                new Entity(
                        "Example Hospital, Inc.",
                        kinds,
                        "Healthcare Provider",
                        List.of("1 Main Street"),
                        "Springfield",
                        "CA",
                        "90000",
                        new Entity.Contact("P. Officer", "privacy@clinic.example", "", "", "711", "")),
                zone,
                LocalDate.parse("2020-01-01"),
                LocalDate.parse("2024-01-01"),
                events,
                aware,
                elements,
                notInvolved,
                List.of(),
                unsecured,
                phi,
                harm,
                delay,
                done,
                overrides);
    }

    Population population() {
        return new Population(total, living, withoutAddress);
    }

    List<Duty> duties() {
        return Obligations.of(
                incident(),
                population(),
                law,
                LawLibrary.builtIn().elements(),
                LawLibrary.builtIn().holidays());
    }

    Duty duty(String key) {
        return duties().stream()
                .filter(duty -> duty.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no duty " + key + " among "
                        + duties().stream().map(Duty::key).toList()));
    }

    /// `STATUS date`, or `STATUS -` where there is none.
    String says(String key) {
        Duty duty = duty(key);
        return duty.status() + " " + duty.due().map(LocalDate::toString).orElse("-");
    }
}
