package dev.earshot.mobile.sdk;

import dev.earshot.app.Spot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What was found of one SDK: for each fact of its data file the first places and how many there are, so that no app
/// makes it grow beyond what the data file holds.
final class SdkSigns {
    private static final int PLACES_KEPT = 3;

    private final Sdk sdk;
    private final Map<Clue, Map<Fact, Places>> found = new EnumMap<>(Clue.class);
    private Optional<String> version = Optional.empty();

    SdkSigns(Sdk sdk) {
        this.sdk = sdk;
    }

    /// One thing that was found.
    ///
    /// @param what in words of the file
    record Find(Clue clue, Fact fact, String what, Spot at) {}

    /// Where one fact was met.
    static final class Places {
        private final List<Find> first = new ArrayList<>(1);
        private int count;

        /// In the order of reading, each text once.
        List<Find> first() {
            return first;
        }

        /// How often it was met in all.
        int count() {
            return count;
        }
    }

    Sdk sdk() {
        return sdk;
    }

    void add(Clue clue, Fact fact, String what, String file, long offset) {
        Places places =
                found.computeIfAbsent(clue, key -> new LinkedHashMap<>()).computeIfAbsent(fact, key -> new Places());
        places.count++;
        if (places.first.size() < PLACES_KEPT
                && places.first.stream().noneMatch(find -> find.what().equals(what))) {
            places.first.add(new Find(clue, fact, what, new Spot(file, "", offset)));
        }
    }

    void version(String version) {
        if (this.version.isEmpty() && !version.isBlank()) {
            this.version = Optional.of(version);
        }
    }

    /// Of the first library of it whose version is known.
    Optional<String> version() {
        return version;
    }

    boolean has(Clue clue) {
        return found.containsKey(clue);
    }

    /// By fact, in the order of reading.
    Map<Fact, Places> of(Clue clue) {
        return found.getOrDefault(clue, Map.of());
    }

    int count(Clue clue) {
        return of(clue).values().stream().mapToInt(Places::count).sum();
    }

    /// The first finds of every kind.
    List<Find> finds() {
        return found.values().stream()
                .flatMap(facts -> facts.values().stream())
                .flatMap(places -> places.first.stream())
                .toList();
    }

    List<Find> finds(Clue clue) {
        return of(clue).values().stream()
                .flatMap(places -> places.first.stream())
                .toList();
    }

    /// The texts of code that are signs of it, as they stand there.
    Set<String> texts() {
        TreeSet<String> texts = new TreeSet<>();
        finds(Clue.TEXT).forEach(find -> texts.add(find.what()));
        return texts;
    }
}
