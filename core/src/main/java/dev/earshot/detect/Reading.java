package dev.earshot.detect;

import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.decode.Leaf;
import dev.earshot.exchange.Exchange;
import dev.earshot.health.HealthTerms;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One exchange while it is read: its leaves, what the tracker's documentation says of each, and what was
/// recognised.
final class Reading {
    private final Exchange exchange;
    private final Optional<Tracker> tracker;
    private final int decoded;
    private final Sightings sightings;
    private final Nesting nesting;
    private final List<Optional<Parameter>> parameters;
    private final Optional<WebAddress> page;
    private final Optional<WebAddress> frame;
    private final HealthTerms terms;

    Reading(Exchange exchange, Optional<Tracker> tracker, List<Leaf> leaves, HealthTerms terms) {
        this.terms = terms;
        this.exchange = exchange;
        this.tracker = tracker;
        decoded = leaves.size();
        sightings = new Sightings(leaves);
        nesting = new Nesting(leaves);
        parameters = tracker.map(known -> known.parameters(leaves))
                .orElseGet(() -> Collections.nCopies(leaves.size(), Optional.empty()));
        page = WebAddress.parse(exchange.context().pageUrl());
        frame = WebAddress.parse(exchange.context().frameUrl()).filter(this::isOfThisSite);
    }

    Exchange exchange() {
        return exchange;
    }

    Optional<Tracker> tracker() {
        return tracker;
    }

    /// The words that say something of health.
    HealthTerms terms() {
        return terms;
    }

    Sightings sightings() {
        return sightings;
    }

    Nesting nesting() {
        return nesting;
    }

    /// How many leaves the decoders made; they are numbered from 0.
    int decoded() {
        return decoded;
    }

    Leaf leaf(int leaf) {
        return sightings.leaves().get(leaf);
    }

    /// The documented parameter that the leaf is the value of.
    Optional<Parameter> parameter(int leaf) {
        return leaf < decoded ? parameters.get(leaf) : Optional.empty();
    }

    /// The documented parameter that the leaf is the value of, or stands in the value of.
    Optional<Parameter> carrier(int leaf) {
        int at = leaf;
        while (at >= 0 && at < decoded) {
            if (parameters.get(at).isPresent()) {
                return parameters.get(at);
            }
            at = nesting.enclosing(at);
        }
        return Optional.empty();
    }

    /// The top page that was open; empty where the capture does not say.
    Optional<WebAddress> page() {
        return page;
    }

    /// Whether `address` is of the site that was visited, as far as the capture says which one that was.
    boolean isOfThisSite(WebAddress address) {
        return page.isEmpty()
                || page.get().host().equals(address.host())
                || page.get().domain().equals(address.domain());
    }

    /// Whether `address` is that of the page, or of the site's own frame in it, that sent the request.
    boolean isPageOrFrame(WebAddress address) {
        return page.filter(address::isSamePageAs).isPresent()
                || frame.filter(address::isSamePageAs).isPresent();
    }

    /// What was inferred from a leaf is not inferred again from the leaves around it, if it rests on the same text.
    void keepInnermost() {
        sightings.forEach((inner, leaf) -> {
            int outer = leaf >= decoded ? -1 : nesting.enclosing(leaf);
            for (; outer >= 0; outer = nesting.enclosing(outer)) {
                Optional<Detection> around = sightings.at(outer, inner.element());
                if (around.isPresent() && restsOn(inner, around.get())) {
                    sightings.drop(outer, inner.element());
                }
            }
        });
    }

    /// A leaf of the same path is the same value before a layer was undone.
    private static boolean restsOn(Detection inner, Detection outer) {
        return outer.basis() == Basis.INFERRED
                && (inner.value().reveal().contains(outer.value().reveal())
                        || (inner.basis() == Basis.PROVEN && path(inner).equals(path(outer))));
    }

    private static String path(Detection detection) {
        return detection.leaf().map(Leaf::path).orElse("");
    }
}
