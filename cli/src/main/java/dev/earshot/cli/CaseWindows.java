package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.filing.Told;
import dev.earshot.breach.incident.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The windows of an investigation in which anybody was or may have been exposed: who was told what, when, on which pages.
final class CaseWindows {
    private static final int PAGES = 12;

    private final List<JsonNode> windows = new ArrayList<>();

    private CaseWindows() {}

    /// @return none where the case names no investigation
    static CaseWindows of(CaseFile file) {
        CaseWindows all = new CaseWindows();
        file.investigation().map(folder -> folder.resolve("report.json")).ifPresent(report -> {
            for (JsonNode window : read(report).path("windows")) {
                if (window.path("exposed").asLong() + window.path("possible").asLong() > 0) {
                    all.windows.add(window);
                }
            }
        });
        return all;
    }

    private static JsonNode read(Path report) {
        try {
            return JsonMapper.shared().readTree(Files.readString(report));
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    report + " can't be read: " + e.getMessage()
                            + ". Name the folder of an investigation that has ended.",
                    e);
        }
    }

    /// The incident with what the investigation shows, where the file leaves it out: elements and recipients. What the file
    /// says of a recipient stays.
    Incident complete(Incident incident) {
        Set<String> elements = new TreeSet<>(incident.elements());
        if (elements.isEmpty()) {
            windows.forEach(window -> elements.addAll(window.path("elements").propertyNames()));
            elements.removeAll(incident.notInvolved());
        }
        Map<String, Incident.ThirdParty> recipients = new TreeMap<>();
        windows.forEach(window -> {
            String vendor = window.path("vendor").asString("");
            recipients.put(vendor, new Incident.ThirdParty(vendor, "", false, java.util.Optional.empty(), ""));
        });
        incident.recipients().forEach(recipient -> recipients.put(recipient.name(), recipient));
        return incident.with(elements, List.copyOf(recipients.values()));
    }

    /// What each recipient was told, within the days of the incident.
    List<Told> told(Incident incident) {
        List<Told> told = new ArrayList<>();
        for (Incident.ThirdParty recipient : incident.recipients()) {
            Set<String> elements = new TreeSet<>();
            SortedSet<String> pages = new TreeSet<>();
            LocalDate from = incident.to();
            LocalDate to = incident.from();
            for (JsonNode window : windows) {
                if (window.path("vendor").asString("").equals(recipient.name())) {
                    elements.addAll(window.path("elements").propertyNames());
                    pages.add(window.path("pages").asString(""));
                    LocalDate first = day(window.path("from"), incident.zone());
                    LocalDate last = day(window.path("to"), incident.zone());
                    from = first.isBefore(from) ? first : from;
                    to = last.isAfter(to) ? last : to;
                }
            }
            if (!elements.isEmpty()) {
                told.add(new Told(
                        recipient.name(),
                        elements,
                        pages.stream()
                                .filter(page -> !page.isEmpty())
                                .limit(PAGES)
                                .toList(),
                        from.isBefore(incident.from()) ? incident.from() : from,
                        to.isAfter(incident.to()) ? incident.to() : to));
            }
        }
        return told;
    }

    private static LocalDate day(JsonNode instant, ZoneId zone) {
        return LocalDate.ofInstant(Instant.parse(instant.asString("")), zone);
    }
}
