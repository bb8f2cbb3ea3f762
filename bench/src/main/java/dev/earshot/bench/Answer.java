package dev.earshot.bench;

import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Exchange;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether what was measured gives the right answer, since a wrong "fast" is worthless: everything planted, and
/// everything that a slow and plain search finds, must be proven.
///
/// @param planted how many values the traffic was made with
/// @param plain how many a [PlainSearch] found
record Answer(WholePath.Tally tally, int planted, int plain) {
    /// @throws IllegalStateException when a value was missed
    static Answer of(Corpus corpus) {
        WholePath path = new WholePath(corpus);
        PlainSearch slow = new PlainSearch(corpus.persona());
        int plain = 0;
        for (Exchange exchange : corpus.exchanges()) {
            Set<DataElement> proven = path.detections(exchange).stream()
                    .filter(detection -> detection.basis() == Basis.PROVEN)
                    .map(Detection::element)
                    .collect(Collectors.toSet());
            for (DataElement element : slow.in(exchange)) {
                require(proven, element, corpus, exchange, "a plain search finds");
                plain++;
            }
            DataElement planted = corpus.planted().get(exchange.id());
            if (planted != null) {
                require(proven, planted, corpus, exchange, "was planted");
            }
        }
        return new Answer(path.pass(corpus), corpus.planted().size(), plain);
    }

    private static void require(
            Set<DataElement> proven, DataElement element, Corpus corpus, Exchange exchange, String why) {
        if (!proven.contains(element)) {
            throw new IllegalStateException("the " + element.id() + " that " + why + " in exchange " + exchange.id()
                    + " of " + corpus.name() + " was not proven");
        }
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%d requests, %d of known trackers, %d leaves, %d detections of which %d proven; recall of %d planted and"
                        + " of %d values found by a slow search: 100%%",
                tally.requests(),
                tally.identified(),
                tally.leaves(),
                tally.detections(),
                tally.proven(),
                planted,
                plain);
    }
}
