package dev.earshot.catalogue;

import dev.earshot.exchange.Request;
import dev.earshot.memo.Memo;
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
    private static final int MOST_HOSTS = 4096;

    private final Map<String, KnownTracker> trackers = new TreeMap<>();
    private final HostTrie<Entry> hosts = new HostTrie<>();
    private final Signatures signatures = new Signatures();
    private final Memo<AtHost> atHost = new Memo<>(MOST_HOSTS, host -> AtHost.of(hosts.at(host)));

    private record Entry(KnownTracker tracker, Endpoint endpoint) {}

    /// What stands at one host.
    ///
    /// @param asking endpoints that ask for more than the host, the one that asks the most first; of equals, the one
    /// with the most specific host
    /// @param plain the others
    private record AtHost(List<Entry> asking, List<Entry> plain) {
        static AtHost of(List<Entry> entries) {
            return new AtHost(
                    entries.stream()
                            .filter(AtHost::asksMore)
                            .sorted(Comparator.comparingInt(
                                    entry -> -entry.endpoint().condition().parts()))
                            .toList(),
                    entries.stream().filter(entry -> !asksMore(entry)).toList());
        }

        private static boolean asksMore(Entry entry) {
            return entry.endpoint().condition().parts() > 0;
        }
    }

    private static final class Bundled {
        static final Catalogue CATALOGUE = new Catalogue(TrackerFiles.bundled());
    }

    private Catalogue(Collection<KnownTracker> known) {
        known.stream().sorted(Comparator.comparing(KnownTracker::id)).forEach(this::add);
    }

    private void add(KnownTracker tracker) {
        trackers.put(tracker.id(), tracker);
        tracker.signatures().forEach(signature -> signatures.add(tracker, signature));
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

    /// Whether there is a tracker of this id, without reading what is known of it.
    public boolean knows(String id) {
        return trackers.containsKey(id);
    }

    /// Whose request it is; empty for a request that is no known tracker's.
    public Optional<Identification> identify(Request request) {
        Optional<Identification> found = recognise(new Sighting(request));
        return isPreflight(request) ? found.map(Catalogue::asPreflight) : found;
    }

    private Optional<Identification> recognise(Sighting seen) {
        AtHost known = atHost.of(seen.address().host());
        for (Entry entry : known.asking()) {
            if (entry.endpoint().condition().holds(seen)) {
                return Optional.of(identified(entry, Identification.How.HOST_AND_PATH));
            }
        }
        for (Entry entry : known.plain()) {
            if (entry.endpoint().condition().holds(seen)) {
                return Optional.of(identified(entry, Identification.How.HOST));
            }
        }
        Signatures.Entry payload = signatures.first(seen);
        return payload == null
                ? Optional.empty()
                : Optional.of(new Identification(
                        payload.tracker().tracker(),
                        Identification.How.PAYLOAD,
                        payload.signature().does()));
    }

    private static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS") && request.body().bytes().isEmpty();
    }

    private static Identification asPreflight(Identification found) {
        return new Identification(found.tracker(), found.how(), Identification.Does.PREFLIGHT);
    }

    private static Identification identified(Entry entry, Identification.How how) {
        return new Identification(
                entry.tracker().tracker(), how, entry.endpoint().does());
    }
}
