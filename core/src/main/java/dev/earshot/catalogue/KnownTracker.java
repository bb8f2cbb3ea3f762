package dev.earshot.catalogue;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A tracker that requests can be recognised by, and whose details are read when it is first seen: most of a
/// hundred trackers are on no page of a scan. Thread-safe: two threads may both read them, and get equal ones.
final class KnownTracker {
    private final String id;
    private final List<Endpoint> endpoints;
    private final List<Wire.Signature> signatures;
    private final Supplier<Tracker> details;
    private @Nullable Tracker tracker;

    /// @param details gives equal trackers however often it is asked
    KnownTracker(String id, List<Endpoint> endpoints, List<Wire.Signature> signatures, Supplier<Tracker> details) {
        this.id = id;
        this.endpoints = List.copyOf(endpoints);
        this.signatures = List.copyOf(signatures);
        this.details = details;
    }

    static KnownTracker of(Tracker tracker) {
        return new KnownTracker(
                tracker.id(), tracker.wire().endpoints(), tracker.wire().signatures(), () -> tracker);
    }

    String id() {
        return id;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    List<Wire.Signature> signatures() {
        return signatures;
    }

    Tracker tracker() {
        Tracker known = tracker;
        if (known == null) {
            known = details.get();
            tracker = known;
        }
        return known;
    }
}
