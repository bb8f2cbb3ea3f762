package dev.earshot.catalogue;

import dev.earshot.exchange.Request;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All trackers that Earshot knows.
///
/// A request is a tracker's by its host and path, else by its host alone where the host belongs to no other
/// tracker, else by a payload that only this tracker sends, whatever the host. Thread-safe.
public final class Catalogue {
    private final Map<String, KnownTracker> trackers = new TreeMap<>();
    private final HostTrie<Entry> hosts = new HostTrie<>();

    private record Entry(KnownTracker tracker, Endpoint endpoint) {}

    private static final class Bundled {
        static final Catalogue CATALOGUE = new Catalogue(TrackerFiles.bundled());
    }

    private Catalogue(Collection<KnownTracker> known) {
        known.stream().sorted(Comparator.comparing(KnownTracker::id)).forEach(this::add);
    }

    private void add(KnownTracker tracker) {
        trackers.put(tracker.id(), tracker);
        for (Endpoint endpoint : tracker.endpoints()) {
            endpoint.hosts().forEach(host -> hosts.put(host, new Entry(tracker, endpoint)));
        }
    }

    /// The trackers that come with Earshot, read once.
    public static Catalogue bundled() {
        return Bundled.CATALOGUE;
    }

    static Catalogue of(Collection<Tracker> trackers) {
        return new Catalogue(trackers.stream().map(KnownTracker::of).toList());
    }

    /// In the order of their ids.
    public List<Tracker> trackers() {
        return trackers.values().stream().map(KnownTracker::tracker).toList();
    }

    public Optional<Tracker> byId(String id) {
        return Optional.ofNullable(trackers.get(id)).map(KnownTracker::tracker);
    }

    /// Whose request it is; empty for a request that is no known tracker's.
    public Optional<Identification> identify(Request request) {
        Sighting seen = new Sighting(request);
        List<Entry> atHost = hosts.at(seen.address().host());
        return byPath(atHost, seen).or(() -> byHost(atHost, seen)).or(() -> byPayload(seen));
    }

    /// By the endpoint that asks the most; of equals, by the one with the most specific host.
    private static Optional<Identification> byPath(List<Entry> atHost, Sighting seen) {
        return atHost.stream()
                .filter(entry -> entry.endpoint().condition().asksMoreThanHost()
                        && entry.endpoint().condition().holds(seen))
                .reduce((first, next) -> next.endpoint().condition().parts()
                                > first.endpoint().condition().parts()
                        ? next
                        : first)
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
        return new Identification(
                entry.tracker().tracker(), how, entry.endpoint().does());
    }

    private Optional<Identification> byPayload(Sighting seen) {
        for (KnownTracker known : trackers.values()) {
            for (Wire.Signature signature : known.signatures()) {
                if (signature.condition().holds(seen)) {
                    return Optional.of(
                            new Identification(known.tracker(), Identification.How.PAYLOAD, signature.does()));
                }
            }
        }
        return Optional.empty();
    }
}
