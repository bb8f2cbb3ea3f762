package dev.earshot.detect;

import dev.earshot.catalogue.Parameter;
import dev.earshot.decode.Leaf;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// What has been recognised in one exchange so far: for each leaf and element, the strongest statement.
final class Sightings {
    private static final int CONNECTION = -1;

    private final TreeMap<Place, Detection> byPlace = new TreeMap<>();
    private final List<Leaf> leaves;

    Sightings(List<Leaf> decoded) {
        leaves = new ArrayList<>(decoded);
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /// The number of a leaf that no decoder made: a header, or a place in the raw bytes.
    int place(Leaf leaf) {
        leaves.add(leaf);
        return leaves.size() - 1;
    }

    /// What the connection itself tells.
    void ofConnection(DataElement element, String how) {
        byPlace.putIfAbsent(
                new Place(CONNECTION, element),
                new Detection(element, Basis.INHERENT, Optional.empty(), Sensitive.of(""), Optional.empty(), how));
    }

    void add(int leaf, DataElement element, Basis basis, String value, Optional<Parameter> parameter, String how) {
        Place place = new Place(leaf, element);
        Detection known = byPlace.get(place);
        if (known == null || basis.compareTo(known.basis()) < 0) {
            byPlace.put(
                    place,
                    new Detection(
                            element,
                            basis,
                            Optional.of(leaves.get(leaf)),
                            Sensitive.of(value),
                            parameter.or(() -> known == null ? Optional.empty() : known.parameter()),
                            how));
        }
    }

    boolean has(int leaf, DataElement element) {
        return byPlace.containsKey(new Place(leaf, element));
    }

    void drop(int leaf, DataElement element) {
        byPlace.remove(new Place(leaf, element));
    }

    Optional<Detection> at(int leaf, DataElement element) {
        return Optional.ofNullable(byPlace.get(new Place(leaf, element)));
    }

    /// Passes each statement with the number of its leaf, negative for the connection; `reader` may drop others.
    void forEach(BiConsumer<Integer, Detection> reader) {
        List.copyOf(byPlace.entrySet())
                .forEach(entry -> reader.accept(entry.getKey().leaf(), entry.getValue()));
    }

    /// In order of leaf, then of element.
    List<Detection> all() {
        return List.copyOf(byPlace.values());
    }

    /// @param leaf its number, or [#CONNECTION]
    private record Place(int leaf, DataElement element) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byLeaf = Integer.compare(leaf, other.leaf);
            return byLeaf != 0 ? byLeaf : element.compareTo(other.element);
        }
    }
}
