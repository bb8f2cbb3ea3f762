package dev.earshot.disclosure;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Decoded;
import dev.earshot.decode.Decoding;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Undecoded;
import dev.earshot.detect.Detection;
import dev.earshot.detect.Detectors;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Turns exchanges into transmissions and disclosures: context, vendor, decode, detect, verdict, each exchange on its own.
///
/// One analysis is for one capture. The only thing carried from exchange to exchange is which vendor redirected to which.
public final class DisclosureAnalysis {
    private final Catalogue catalogue;
    private final Decoding decoding;
    private final Detectors detectors;
    private final CoveredEntity entity;
    private final Parties parties;
    private final Onward onward;
    private final Coverage coverage;
    private final List<Transmission> transmissions = new ArrayList<>();
    private final List<Disclosure> disclosures = new ArrayList<>();
    private final List<BlindSpot> blindSpots = new ArrayList<>();
    private final Set<String> thirdPartyDomains = new TreeSet<>();
    private final Set<String> selfHosted = new TreeSet<>();
    /// By the page's address, and so few that each is judged once.
    private final Map<String, String> zones = new HashMap<>();
    private final Map<String, String> zonesSignedIn = new HashMap<>();

    private int exchanges;

    public DisclosureAnalysis(Catalogue catalogue, DomainOwners owners, Capture.Summary capture, CoveredEntity entity) {
        this.catalogue = catalogue;
        this.decoding = Decoding.withDefaults();
        this.detectors = Detectors.forPersonas(capture.persona().stream().toList(), entity.healthTerms());
        this.entity = entity;
        this.parties = new Parties(entity, owners);
        this.onward = new Onward(parties);
        this.coverage = new Coverage(capture);
    }

    /// Adds one exchange.
    public void read(Exchange exchange) {
        exchanges++;
        try {
            judge(exchange);
        } catch (RuntimeException failure) {
            blindSpots.add(new BlindSpot(
                    BlindSpot.Kind.BODY_NOT_DECODED,
                    exchange.id(),
                    "Its examination failed (" + failure.getClass().getSimpleName() + "); what it told is not known.",
                    true));
        }
    }

    private void judge(Exchange exchange) {
        Optional<Identification> tracker = catalogue.identify(exchange.request());
        Optional<Recipient> recipient = parties.recipientOf(exchange.request().url(), tracker);
        Decoded decoded = decoding.read(exchange, tracker.map(Identification::tracker));
        if (recipient.isEmpty()) {
            tracker.filter(found ->
                            found.how() == Identification.How.PAYLOAD && found.does() == Identification.Does.COLLECT)
                    .ifPresent(found -> selfHosted.add(found.tracker().product() + "\n"
                            + Parties.hostOf(exchange.request().url())));
            coverage.gaveToTheSite(exchange, detectors.detect(exchange, Optional.empty(), decoded.leaves()));
            return;
        }
        thirdPartyDomains.add(recipient.get().domain());
        List<Detection> detections = detectors.detect(exchange, tracker, decoded.leaves());
        Transmission transmission = transmission(exchange, recipient.get(), tracker, decoded);
        transmissions.add(transmission);
        coverage.sawTransmission(transmission, exchange.request().body().state(), detections);
        if (exchange.request().body().state() == Body.State.SHORT
                || exchange.request().body().state() == Body.State.UNSEEN) {
            blindSpots.add(new BlindSpot(
                    BlindSpot.Kind.BODY_NOT_WHOLE,
                    exchange.id(),
                    "The body sent to " + recipient.get().host() + " was not seen whole.",
                    true));
        }
        for (Undecoded part : decoded.undecoded()) {
            blindSpots.add(new BlindSpot(
                    BlindSpot.Kind.BODY_NOT_DECODED,
                    exchange.id(),
                    String.format(
                            java.util.Locale.ROOT,
                            "%s to %s: %d bytes of %.1f bits of entropy a byte could not be read (%s).",
                            part.chain(),
                            recipient.get().host(),
                            part.bytes(),
                            part.entropy(),
                            part.why()),
                    false));
        }
        if (exchange.delivery() == Exchange.Delivery.SENT) {
            disclose(transmission, detections);
        }
    }

    private void disclose(Transmission transmission, List<Detection> detections) {
        Context context = transmission.context();
        boolean signedIn = context.signedIn() == Context.SignedIn.YES;
        String zone = (signedIn ? zonesSignedIn : zones)
                .computeIfAbsent(context.pageUrl(), url -> entity.zoneOf(url, signedIn));
        Map<DataElement, Integer> numbers = new EnumMap<>(DataElement.class);
        for (Detection detection : detections) {
            int number = numbers.merge(detection.element(), 1, Integer::sum);
            disclosures.add(new Disclosure(
                    transmission.exchangeId() + "/" + detection.element().id() + "/" + number,
                    transmission,
                    detection,
                    zone));
        }
    }

    private Transmission transmission(
            Exchange exchange, Recipient recipient, Optional<Identification> tracker, Decoded decoded) {
        List<Leaf> leaves = decoded.leaves();
        return new Transmission(
                exchange.id(),
                exchange.startedAt(),
                exchange.request().method(),
                exchange.request().url(),
                recipient,
                tracker,
                tracker.map(found -> found.tracker().events(leaves)).orElse(List.of()),
                tracker.flatMap(found -> found.tracker().occasion(exchange.request(), leaves))
                        .orElse(exchange.id()),
                onward.sharedFrom(exchange, recipient),
                exchange.context(),
                exchange.delivery(),
                exchange.request().body().bytes().length(),
                decoded.undecoded(),
                Optional.empty());
    }

    /// All exchanges read so far, first-party ones included.
    public int exchanges() {
        return exchanges;
    }

    public List<Transmission> transmissions() {
        return List.copyOf(transmissions);
    }

    public List<Disclosure> disclosures() {
        return List.copyOf(disclosures);
    }

    /// Registrable domains of third parties, in alphabetical order.
    public Set<String> thirdPartyDomains() {
        return Set.copyOf(thirdPartyDomains);
    }

    /// What could not be read, and what no browser sees.
    public List<BlindSpot> blindSpots() {
        List<BlindSpot> all = new ArrayList<>(blindSpots);
        for (String each : selfHosted) {
            String[] parts = each.split("\n", 2);
            all.add(new BlindSpot(
                    BlindSpot.Kind.BEYOND_THE_BROWSER,
                    parts[1],
                    "This host of the entity's own speaks the protocol of " + parts[0]
                            + ", which anybody can run for themselves: whether it passes on what it gets can't be seen"
                            + " from a browser.",
                    false));
        }
        all.add(new BlindSpot(
                BlindSpot.Kind.BEYOND_THE_BROWSER,
                "",
                "What the entity's own servers pass on to others (conversion interfaces, server-side tag managers,"
                        + " exports) can't be seen from a browser.",
                false));
        return all;
    }

    /// One answer for each data element, in the order of the enum.
    public List<Answer> answers(List<BlindSpot> allBlindSpots) {
        return coverage.answers(exchanges, disclosures, allBlindSpots);
    }

    /// The answers for each vendor by itself, with what stands behind them.
    ///
    /// @param all as [#answers] gave them
    public Attestation attestation(List<Answer> all, List<BlindSpot> allBlindSpots) {
        return coverage.attestation(exchanges, all, disclosures, allBlindSpots);
    }
}
