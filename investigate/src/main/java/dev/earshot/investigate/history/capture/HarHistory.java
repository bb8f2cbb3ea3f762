package dev.earshot.investigate.history.capture;

import dev.earshot.EarshotException;
import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.catalogue.Identification;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Page;
import dev.earshot.har.HarFile;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReader;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The tags of a site as a recording of the time shows them: a HAR file that somebody kept.
///
/// It is judged as `earshot scan` judges it, with the hosts of the source (`hosts`) as the entity's own. Containers of
/// Google Tag Manager whose code it holds are read as such, each seen at the time of its entry.
public final class HarHistory implements HistoryReader {
    private final Captures captures = new Captures();

    @Override
    public String kind() {
        return "har";
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        try {
            Path copy = Files.createTempFile("earshot", ".har");
            try {
                Files.write(copy, file.content().toArray());
                return read(file, HarFile.open(copy));
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (EarshotException notAHar) {
            return HistoryReading.unreadable("It is no HAR file that can be read.");
        } catch (IOException e) {
            return HistoryReading.unreadable("It could not be unpacked: " + e.getMessage());
        }
    }

    @Override
    public HistoryReading finish() {
        return new HistoryReading(captures.versions(), List.of(), List.of());
    }

    private HistoryReading read(HistoryFile file, HarFile recording) {
        ServedScripts containers = new ServedScripts(file);
        int unread = HarScripts.read(file.content(), containers);
        List<String> faults = new ArrayList<>(containers.faults());
        if (unread > 0) {
            faults.add(unread + (unread == 1 ? " script" : " scripts")
                    + " of a tag manager in it could not be read: without a date, or not the base64 that it says.");
        }
        List<String> notices = new ArrayList<>(containers.notices());
        recording.summary().blindSpots().forEach(spot -> {
            String says = "The recording does not have everything: " + spot.what();
            (spot.kind() == BlindSpot.Kind.ENTRY_NOT_READ ? faults : notices).add(says);
        });
        Instant at = recording.summary().startedAt();
        if (at.equals(Instant.EPOCH)) {
            faults.add("No date in it can be read: when its pages were visited is not known.");
            return new HistoryReading(containers.versions(), faults, notices);
        }
        String hosts = file.settings().getOrDefault("hosts", "");
        Policy policy = hosts.isEmpty()
                ? Policy.byDefault()
                : Policy.byDefault().withSites(Set.copyOf(hosts.lines().toList()));
        ScanResult result = new Examiner(policy, LocalDate.ofInstant(at, ZoneOffset.UTC)).examine(recording);
        Sightings sightings = new Sightings();
        recording.summary().pages().stream()
                .filter(page -> page.outcome() != Page.Outcome.FAILED)
                .forEach(page -> sightings.visited(page.url()));
        for (Disclosure disclosure : result.disclosures()) {
            Transmission sent = disclosure.transmission();
            if (sent.delivery() != Exchange.Delivery.ATTEMPTED) {
                sightings.told(
                        sent.recipient().vendor(),
                        sent.tracker()
                                .map(Identification::tracker)
                                .map(tracker -> tracker.product())
                                .orElse(""),
                        disclosure.detection().element(),
                        disclosure.detection().basis(),
                        sent.context().pageUrl(),
                        sent.context().consent() != Context.Consent.ACCEPTED);
            }
        }
        Provenance provenance = new Provenance(
                "HAR recording",
                file.name(),
                file.sha256(),
                "started " + at,
                "a browser was recorded telling it, on the pages that were visited.");
        String container = "site "
                + (hosts.isEmpty() ? String.join(", ", recording.summary().target()) : hosts.replace("\n", ", "));
        captures.add(container, at, provenance, sightings);
        return new HistoryReading(containers.versions(), faults, notices);
    }
}
