package dev.earshot.bench;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Decoded;
import dev.earshot.decode.Decoding;
import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.detect.Detectors;
import dev.earshot.disclosure.DisclosureAnalysis;
import dev.earshot.exchange.Exchange;
import dev.earshot.policy.Policy;
import java.util.List;
import java.util.Optional;

/// All that Earshot does for a request: whose it is, opened up to its leaves, and what of a patient is in them.
final class WholePath {
    private final Catalogue catalogue = Catalogue.bundled();
    private final Decoding decoding = Decoding.withDefaults();
    private final Detectors detectors;

    WholePath(Corpus corpus) {
        detectors = Detectors.forPersona(Optional.of(corpus.persona()));
    }

    /// What was found in some requests.
    record Tally(long requests, long identified, long leaves, long undecoded, long detections, long proven) {
        static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(
                    requests + other.requests,
                    identified + other.identified,
                    leaves + other.leaves,
                    undecoded + other.undecoded,
                    detections + other.detections,
                    proven + other.proven);
        }

        Tally times(long passes) {
            return new Tally(
                    requests * passes,
                    identified * passes,
                    leaves * passes,
                    undecoded * passes,
                    detections * passes,
                    proven * passes);
        }
    }

    /// Identifies, decodes and detects.
    Tally pass(Corpus corpus) {
        long identified = 0;
        long leaves = 0;
        long undecoded = 0;
        long detections = 0;
        long proven = 0;
        for (Exchange exchange : corpus.exchanges()) {
            Optional<Identification> tracker = catalogue.identify(exchange.request());
            Decoded decoded = decoding.read(exchange, tracker.map(Identification::tracker));
            List<Detection> found = detectors.detect(exchange, tracker, decoded.leaves());
            identified += tracker.isPresent() ? 1 : 0;
            leaves += decoded.leaves().size();
            undecoded += decoded.undecoded().size();
            detections += found.size();
            for (Detection detection : found) {
                proven += detection.basis() == Basis.PROVEN ? 1 : 0;
            }
        }
        return new Tally(corpus.exchanges().size(), identified, leaves, undecoded, detections, proven);
    }

    Tally passes(Corpus corpus, long count) {
        Tally sum = Tally.NONE;
        for (long pass = 0; pass < count; pass++) {
            sum = sum.plus(pass(corpus));
        }
        return sum;
    }

    /// What is found in each exchange.
    List<Detection> detections(Exchange exchange) {
        Optional<Identification> tracker = catalogue.identify(exchange.request());
        Decoded decoded = decoding.read(exchange, tracker.map(Identification::tracker));
        return detectors.detect(exchange, tracker, decoded.leaves());
    }

    /// A whole analysis: parties, transmissions, disclosures, coverage and blind spots besides.
    static DisclosureAnalysis analysis(Corpus corpus) {
        return new DisclosureAnalysis(
                Catalogue.bundled(), DomainOwners.bundled(), corpus.summary(), Policy.byDefault());
    }
}
