package dev.earshot.detect;

import dev.earshot.catalogue.Parameter;
import dev.earshot.decode.Leaf;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthMention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What has been recognised in one exchange so far: for each leaf and element, the strongest statement.
final class Sightings {
    private final List<Leaf> leaves;
    private @Nullable Detection connection;
    /// By the number of the leaf, in the order of the elements.
    private @Nullable Sighted[] byLeaf;

    private static final class Sighted {
        private Detection detection;
        private @Nullable Sighted next;

        private Sighted(Detection detection, @Nullable Sighted next) {
            this.detection = detection;
            this.next = next;
        }
    }

    Sightings(List<Leaf> decoded) {
        leaves = new ArrayList<>(decoded.size() + 4);
        leaves.addAll(decoded);
        byLeaf = new Sighted[decoded.size() + 4];
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /// The number of a leaf that no decoder made: a header, or a place in the raw bytes.
    int place(Leaf leaf) {
        leaves.add(leaf);
        if (leaves.size() > byLeaf.length) {
            byLeaf = Arrays.copyOf(byLeaf, leaves.size() * 2);
        }
        return leaves.size() - 1;
    }

    /// What the connection itself tells.
    void ofConnection(DataElement element, String how) {
        connection = new Detection(element, Basis.INHERENT, Optional.empty(), Sensitive.of(""), Optional.empty(), how);
    }

    void add(int leaf, DataElement element, Basis basis, String value, Optional<Parameter> parameter, String how) {
        Sensitive told = Sensitive.of(value);
        add(leaf, new Detection(element, basis, Optional.of(leaves.get(leaf)), told, parameter, how));
    }

    /// What is proven, before anything else is added.
    ///
    /// @param persona whose value it is
    void prove(int leaf, DataElement element, String value, Optional<Parameter> parameter, String how, int persona) {
        Optional<Leaf> where = Optional.of(leaves.get(leaf));
        OptionalInt whose = OptionalInt.of(persona);
        Sensitive told = Sensitive.of(value);
        add(leaf, new Detection(element, Basis.PROVEN, where, told, parameter, how, whose, Optional.empty()));
    }

    private void add(int leaf, Detection detection) {
        Sighted known = sighted(leaf, detection.element());
        if (known == null) {
            insert(leaf, detection);
        } else if (detection.basis().compareTo(known.detection.basis()) < 0) {
            known.detection = detection.parameter().isPresent() ? detection : detection.of(known.detection.parameter());
        }
    }

    /// Says of a leaf what it tells of health, in addition to what is known of that. What rests on its words alone has
    /// them as its value.
    void addHealth(int leaf, HealthContext health, Optional<Parameter> parameter, String how) {
        Sighted known = sighted(leaf, DataElement.HEALTH_CONTEXT);
        if (known == null) {
            insert(
                    leaf,
                    new Detection(
                            DataElement.HEALTH_CONTEXT,
                            Basis.INFERRED,
                            Optional.of(leaves.get(leaf)),
                            words(health),
                            parameter,
                            how,
                            OptionalInt.empty(),
                            Optional.of(health)));
            return;
        }
        Detection before = known.detection;
        HealthContext all = before.health()
                .map(said -> HealthContext.together(List.of(said, health)))
                .orElse(health);
        boolean words = before.health().isPresent() && before.basis() == Basis.INFERRED;
        known.detection = before.of(all, words ? words(all) : before.value());
    }

    private static Sensitive words(HealthContext health) {
        return Sensitive.of(health.mentions().stream()
                .map(HealthMention::words)
                .map(Sensitive::reveal)
                .distinct()
                .collect(Collectors.joining(", ")));
    }

    private void insert(int leaf, Detection detection) {
        Sighted before = null;
        Sighted after = byLeaf[leaf];
        while (after != null && after.detection.element().compareTo(detection.element()) < 0) {
            before = after;
            after = after.next;
        }
        Sighted fresh = new Sighted(detection, after);
        if (before == null) {
            byLeaf[leaf] = fresh;
        } else {
            before.next = fresh;
        }
    }

    private @Nullable Sighted sighted(int leaf, DataElement element) {
        Sighted sighted = byLeaf[leaf];
        while (sighted != null && sighted.detection.element() != element) {
            sighted = sighted.next;
        }
        return sighted;
    }

    boolean has(int leaf, DataElement element) {
        return sighted(leaf, element) != null;
    }

    void drop(int leaf, DataElement element) {
        Sighted before = null;
        for (Sighted each = byLeaf[leaf]; each != null; each = each.next) {
            if (each.detection.element() == element) {
                if (before == null) {
                    byLeaf[leaf] = each.next;
                } else {
                    before.next = each.next;
                }
                return;
            }
            before = each;
        }
    }

    Optional<Detection> at(int leaf, DataElement element) {
        Sighted sighted = sighted(leaf, element);
        return sighted == null ? Optional.empty() : Optional.of(sighted.detection);
    }

    /// Passes each statement about a leaf with the leaf's number; `reader` may drop others.
    void forEach(ObjIntConsumer<Detection> reader) {
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            for (Sighted each = byLeaf[leaf]; each != null; each = each.next) {
                reader.accept(each.detection, leaf);
            }
        }
    }

    /// What the connection tells, then in order of leaf, then of element.
    List<Detection> all() {
        List<Detection> all = new ArrayList<>();
        if (connection != null) {
            all.add(connection);
        }
        forEach((detection, leaf) -> all.add(detection));
        return all;
    }
}
