package dev.earshot.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What gives trackers away on any host, found by the names of a request's parameters: a request is held against
/// the few signatures that ask for a name it has, and against those that ask for none.
final class Signatures {
    private final Map<String, List<Entry>> byName = new HashMap<>();
    private final List<Entry> nameless = new ArrayList<>();
    private int size;

    /// @param rank the earlier added, the lower
    record Entry(int rank, KnownTracker tracker, Wire.Signature signature) {}

    void add(KnownTracker tracker, Wire.Signature signature) {
        Entry entry = new Entry(size++, tracker, signature);
        signature
                .condition()
                .aName()
                .ifPresentOrElse(
                        name -> byName.computeIfAbsent(name, key -> new ArrayList<>(1))
                                .add(entry),
                        () -> nameless.add(entry));
    }

    /// The one added first of those that hold.
    @Nullable
    Entry first(Sighting seen) {
        Entry first = first(nameless, seen, null);
        first = byNames(seen.query(), seen, first);
        return byNames(seen.form(), seen, first);
    }

    private @Nullable Entry byNames(Fields fields, Sighting seen, @Nullable Entry found) {
        Entry first = found;
        for (String name : fields.names()) {
            List<Entry> entries = byName.get(name);
            first = entries == null ? first : first(entries, seen, first);
        }
        return first;
    }

    private static @Nullable Entry first(List<Entry> entries, Sighting seen, @Nullable Entry found) {
        for (Entry entry : entries) {
            if (found != null && found.rank() <= entry.rank()) {
                return found;
            }
            if (entry.signature().condition().holds(seen)) {
                return entry;
            }
        }
        return found;
    }
}
