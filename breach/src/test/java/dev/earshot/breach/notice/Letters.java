package dev.earshot.breach.notice;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.LawLibrary;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An invented clinic's incident and the people of it.
final class Letters {
    static final LocalDate DATED = LocalDate.of(2024, 5, 6);

    private Letters() {}

    static Incident incident() {
        return incident("trackers", Set.of("name", "ip-address", "search-terms"), Set.of("password", "ssn"));
    }

    static Incident incident(String kind, Set<String> elements, Set<String> notInvolved) {
        return new Incident(
                "Clinic trackers",
                kind,
                new Entity(
                        "Clinic of Example, Inc.",
                        Set.of(Entity.Kind.HIPAA_COVERED_ENTITY),
                        "Healthcare Provider",
                        List.of("1 Example Street"),
                        "Example City",
                        "CA",
                        "90000",
                        new Entity.Contact(
                                "Pat Example",
                                "privacy@clinic.example",
                                "1-555-0100",
                                "1-800-555-0199",
                                "711",
                                "https://www.clinic.example/notice")),
                ZoneId.of("America/Los_Angeles"),
                LocalDate.of(2021, 1, 1),
                LocalDate.of(2024, 2, 1),
                Map.of(Clock.Event.DISCOVERED, LocalDate.of(2024, 3, 1)),
                Optional.empty(),
                elements,
                notInvolved,
                List.of(
                        new Incident.ThirdParty("Pixel & Partners", "", false, Optional.of(true), ""),
                        new Incident.ThirdParty("Tracker Example LLC", "", false, Optional.empty(), "")),
                true,
                Optional.of(true),
                new TreeMap<>(),
                Optional.empty(),
                new TreeMap<>(),
                List.of());
    }

    static Notice notice(long id, String addressee, String patient) {
        return notice(id, addressee, patient, Role.SELF, "en", "us-ca", "exposed");
    }

    static Notice notice(
            long id, String addressee, String patient, Role role, String language, String jurisdiction, String status) {
        return new Notice(
                id,
                id,
                id,
                "M" + id,
                role,
                language,
                List.of(Channel.PRINT),
                jurisdiction,
                addressee,
                patient,
                List.of("12 Sample Road", "Apt 3"),
                "Sampleton",
                "90001",
                "CA",
                "US",
                "",
                status,
                List.of("Pixel & Partners"),
                List.of("ip-address", "search-terms"),
                LocalDate.of(2023, 2, 3),
                LocalDate.of(2023, 4, 5));
    }

    static TemplateComposer composer(Templates templates) {
        return composer(incident(), templates);
    }

    static TemplateComposer composer(Incident incident, Templates templates) {
        return TemplateComposer.of(incident, DATED, "CL", templates, LawLibrary.builtIn());
    }

    /// The text, a block a line.
    static String text(Document document) {
        return document.blocks().stream().map(Letters::text).collect(Collectors.joining("\n"));
    }

    private static String text(Block block) {
        return switch (block) {
            case Block.Heading heading -> "#".repeat(heading.level()) + " " + text(heading.spans());
            case Block.Paragraph paragraph -> text(paragraph.spans());
            case Block.Listing listing ->
                listing.items().stream().map(item -> "- " + text(item)).collect(Collectors.joining("\n"));
            case Block.Table table ->
                table.rows().stream()
                        .map(row -> row.stream().map(Letters::text).collect(Collectors.joining(" | ")))
                        .collect(Collectors.joining("\n"));
        };
    }

    static String text(List<Span> spans) {
        return spans.stream()
                .map(span -> switch (span) {
                    case Span.Text text -> text.bold() ? "**" + text.text() + "**" : text.text();
                    case Span.Slot slot -> "{" + slot.name() + "}";
                    case Span.LineBreak _ -> "\\";
                })
                .collect(Collectors.joining());
    }
}
