package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.decode.Leaf;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a second pass over a capture brings to the evidence: the bytes around each disclosure that is shown, and the
/// moments at which consent and sign-in changed. Memory: what it keeps, and one exchange.
///
/// @param excerpts by the disclosure's id
/// @param signedIn whether any exchange, first-party ones included, was seen while signed in
record SecondReading(Map<String, Excerpt> excerpts, List<Moment> moments, boolean signedIn) {

    /// A change of state that the visitor made.
    record Moment(String run, Instant at, String what) {}

    /// @param shown the ids of the disclosures whose bytes are wanted
    static SecondReading of(Capture capture, ScanResult result, Set<String> shown, Masking masking) {
        Map<String, List<Disclosure>> byExchange = new HashMap<>();
        for (Disclosure disclosure : result.disclosures()) {
            byExchange
                    .computeIfAbsent(disclosure.transmission().exchangeId(), id -> new ArrayList<>())
                    .add(disclosure);
        }
        Map<String, Excerpt> excerpts = new HashMap<>();
        Moments moments = new Moments();
        capture.forEach(exchange -> {
            moments.see(exchange);
            List<Disclosure> ofExchange = byExchange.getOrDefault(exchange.id(), List.of());
            List<Leaf> places = ofExchange.stream()
                    .flatMap(disclosure -> disclosure.detection().leaf().stream())
                    .toList();
            for (Disclosure disclosure : ofExchange) {
                if (shown.contains(disclosure.id())) {
                    disclosure
                            .detection()
                            .leaf()
                            .flatMap(leaf -> Excerpt.of(exchange, leaf, places, masking))
                            .ifPresent(excerpt -> excerpts.put(disclosure.id(), excerpt));
                }
            }
        });
        return new SecondReading(Map.copyOf(excerpts), List.copyOf(moments.found), moments.signedIn);
    }

    Optional<Excerpt> excerpt(Disclosure disclosure) {
        return Optional.ofNullable(excerpts.get(disclosure.id()));
    }

    /// Watches the state of each run. An exchange whose state is not known, such as a worker's, changes nothing.
    private static final class Moments {
        private final List<Moment> found = new ArrayList<>();
        private final Map<String, Context.Consent> consents = new HashMap<>();
        private final Map<String, Context.SignedIn> signIns = new HashMap<>();
        private boolean signedIn;

        private void see(Exchange exchange) {
            Context now = exchange.context();
            if (now.consent() != Context.Consent.UNKNOWN && consents.put(now.run(), now.consent()) != now.consent()) {
                switch (now.consent()) {
                    case ACCEPTED -> add(exchange, "consent given");
                    case REFUSED -> add(exchange, "consent refused");
                    case BEFORE_CHOICE, UNKNOWN -> {}
                }
            }
            if (now.signedIn() != Context.SignedIn.UNKNOWN) {
                Context.SignedIn before = signIns.put(now.run(), now.signedIn());
                if (now.signedIn() == Context.SignedIn.YES && before != Context.SignedIn.YES) {
                    signedIn = true;
                    add(exchange, "signed in");
                } else if (now.signedIn() == Context.SignedIn.NO && before == Context.SignedIn.YES) {
                    add(exchange, "signed out");
                }
            }
        }

        private void add(Exchange exchange, String what) {
            found.add(new Moment(exchange.context().run(), exchange.startedAt(), what));
        }
    }
}
