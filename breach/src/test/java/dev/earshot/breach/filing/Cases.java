package dev.earshot.breach.filing;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.HipaaEffect;
import dev.earshot.breach.law.Jurisdiction;
import dev.earshot.breach.law.Recipient;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Source;
import dev.earshot.breach.law.Trigger;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Invented cases, and what is public of one that was filed.
final class Cases {
    static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private Cases() {}

    static Entity clinic() {
        return new Entity(
                "Larkspur Valley Clinic",
                Set.of(Entity.Kind.HIPAA_COVERED_ENTITY, Entity.Kind.BUSINESS),
                "Healthcare Provider",
                List.of("12 Main Street", "Suite 4"),
                "Larkspur",
                "CA",
                "94939",
                new Entity.Contact(
                        "Robin van Dale",
                        "privacy@clinic.example",
                        "+1 415 555 0100",
                        "+1 800 555 0100",
                        "711",
                        "www.clinic.example"));
    }

    static Incident incident(Entity entity, String kind) {
        return new Incident(
                "Trackers on the portal",
                kind,
                entity,
                ZoneId.of("America/Los_Angeles"),
                LocalDate.of(2024, 11, 3),
                LocalDate.of(2026, 1, 9),
                Map.of(
                        Clock.Event.DISCOVERED, LocalDate.of(2026, 1, 12),
                        Clock.Event.DETERMINED, LocalDate.of(2026, 2, 2)),
                Optional.empty(),
                Set.of("ip-address", "name", "signed-in-state", "page-visited", "search-terms"),
                Set.of("password", "ssn", "financial-account", "payment-card"),
                List.of(
                        new Incident.ThirdParty(
                                "Northwind Ads, Inc.", "privacy@northwind.example", false, Optional.of(true), ""),
                        new Incident.ThirdParty(
                                "Quill Analytics LLC", "legal@quill.example", true, Optional.empty(), "")),
                true,
                Optional.of(true),
                new TreeMap<>(),
                Optional.empty(),
                new TreeMap<>(),
                List.of());
    }

    static Incident incident() {
        return incident(clinic(), "trackers");
    }

    static Population population(long california, long oregon) {
        return new Population(
                OptionalLong.of(california + oregon),
                new TreeMap<>(Map.of("us-ca", california, "us-or", oregon)),
                OptionalLong.of(23));
    }

    static Answers answers() {
        return new Answers(Map.of(
                "common",
                Map.of(
                        "what-we-are-doing",
                        List.of(
                                "We removed the technologies from our websites and applications.",
                                "We asked each company to delete what it received."),
                        "signatory",
                        List.of("Robin van Dale, Privacy Officer"),
                        "notice-start",
                        List.of("2026-03-05"),
                        "notice-end",
                        List.of("2026-03-12")),
                "us-hhs",
                Map.of(
                        "filing-as",
                        List.of("Covered Entity filing on behalf of its own organization"),
                        "safeguards-prior",
                        List.of("Privacy Rule Safeguards (Training, Policies and Procedures, etc.)"),
                        "actions-taken",
                        List.of("Implemented new technical safeguards", "took steps to mitigate harm"))));
    }

    static Dossier dossier(Incident incident, Population population, List<Duty> duties, Answers answers) {
        return new Dossier(
                incident,
                population,
                duties,
                List.of(
                        jurisdiction("us", "United States"), jurisdiction("us-ca", "California"),
                        jurisdiction("us-or", "Oregon"), jurisdiction("us-md", "Maryland")),
                TODAY,
                answers,
                List.of(),
                Map.of("us", sample()),
                Optional.empty(),
                List.of(),
                List.of());
    }

    static Document sample() {
        return new Document(
                "Notice of Data Breach",
                Locale.US,
                List.of(
                        new Block.Heading(1, List.of(new Span.Text("Notice of Data Breach", false))),
                        new Block.Paragraph(List.of(
                                new Span.Text("Dear ", false),
                                new Span.Slot("addressee", false),
                                new Span.Text(",", false)))));
    }

    static Jurisdiction jurisdiction(String id, String name) {
        return new Jurisdiction(
                id,
                name,
                id.length() > 2 ? Optional.of(id.substring(3).toUpperCase(Locale.ROOT)) : Optional.empty(),
                "US",
                List.of(),
                Map.of(),
                List.of(),
                "");
    }

    static Duty duty(String key, Recipient recipient, String addressee, String citation, Duty.Status status) {
        String id = key.replaceAll("@.*", "");
        Rule rule = new Rule(
                id,
                id.substring(0, id.indexOf('/')),
                "Tell " + (addressee.isEmpty() ? recipient.id() : addressee),
                citation,
                List.of(new Source("statute text", LocalDate.of(2026, 11, 22))),
                Confidence.SECONDARY,
                Optional.empty(),
                Optional.empty(),
                recipient,
                addressee,
                new Trigger(
                        Set.of(),
                        new Trigger.Elements(true, Set.of(), Set.of(), "protected health information"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                new Clock(
                        Clock.Event.DISCOVERED,
                        OptionalInt.of(60),
                        Clock.DayKind.CALENDAR,
                        "no later than 60 days",
                        Optional.empty(),
                        true),
                List.of(),
                HipaaEffect.NONE,
                List.of());
        return new Duty(
                key,
                rule,
                status,
                Optional.of(LocalDate.of(2026, 3, 13)),
                Optional.empty(),
                OptionalLong.empty(),
                List.of("Discovered on 2026-01-12.", "60 calendar days after it is 2026-03-13."),
                Optional.empty(),
                Optional.empty());
    }

    static Duty hhs() {
        return duty("us/164.408-500", Recipient.REGULATOR, "HHS Secretary", "45 CFR § 164.408(b)", Duty.Status.DUE);
    }

    static Duty media(String state, Duty.Status status) {
        return duty("us/164.406@" + state, Recipient.MEDIA, "prominent media outlets", "45 CFR § 164.406", status);
    }
}
