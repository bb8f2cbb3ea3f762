package dev.earshot.catalogue;

import dev.earshot.exchange.Request;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All trackers that Earshot knows.
///
/// A request is a tracker's by its host and path, else by its host alone where the host belongs to no other tracker,
/// else by a payload that only this tracker sends, whatever the host. Thread-safe.
public final class Catalogue {
    private final List<Tracker> trackers;
    private final Map<String, Tracker> byId = new HashMap<>();
    private final HostTrie<Entry> hosts = new HostTrie<>();

    private record Entry(Tracker tracker, Endpoint endpoint) {}

    private static final class Bundled {
        static final Catalogue CATALOGUE = of(TrackerFiles.bundled());
    }

    private Catalogue(Collection<Tracker> trackers) {
        this.trackers =
                trackers.stream().sorted(Comparator.comparing(Tracker::id)).toList();
        for (Tracker tracker : this.trackers) {
            byId.put(tracker.id(), tracker);
            for (Endpoint endpoint : tracker.wire().endpoints()) {
                endpoint.hosts().forEach(host -> hosts.put(host, new Entry(tracker, endpoint)));
            }
        }
    }

    /// The trackers that come with Earshot, read once.
    public static Catalogue bundled() {
        return Bundled.CATALOGUE;
    }

    static Catalogue of(Collection<Tracker> trackers) {
        return new Catalogue(trackers);
    }

    /// In the order of their ids.
    public List<Tracker> trackers() {
        return trackers;
    }

    public Optional<Tracker> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Whose request it is; empty for a request that is no known tracker's.
    public Optional<Identification> identify(Request request) {
        Sighting seen = new Sighting(request);
        List<Entry> atHost = hosts.at(seen.address().host());
        return byPath(atHost, seen).or(() -> byHost(atHost, seen)).or(() -> byPayload(seen));
    }

    private static Optional<Identification> byPath(List<Entry> atHost, Sighting seen) {
        return atHost.stream()
                .filter(entry -> entry.endpoint().condition().asksMoreThanHost()
                        && entry.endpoint().condition().holds(seen))
                .findFirst()
                .map(entry -> identified(entry, Identification.How.HOST_AND_PATH));
    }

    private static Optional<Identification> byHost(List<Entry> atHost, Sighting seen) {
        return atHost.stream()
                .filter(entry -> !entry.endpoint().condition().asksMoreThanHost()
                        && entry.endpoint().condition().holds(seen))
                .findFirst()
                .map(entry -> identified(entry, Identification.How.HOST));
    }

    private static Identification identified(Entry entry, Identification.How how) {
        return new Identification(entry.tracker(), how, entry.endpoint().does());
    }

    private Optional<Identification> byPayload(Sighting seen) {
        for (Tracker tracker : trackers) {
            for (Wire.Signature signature : tracker.wire().signatures()) {
                if (signature.condition().holds(seen)) {
                    return Optional.of(new Identification(tracker, Identification.How.PAYLOAD, signature.does()));
                }
            }
        }
        return Optional.empty();
    }
}
