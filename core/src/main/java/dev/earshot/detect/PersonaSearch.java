package dev.earshot.detect;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.decode.Step;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.memo.Memo;
import dev.earshot.persona.Persona;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Proof: a value of the persona, or a hash of one, in a leaf or in the raw bytes around the leaves.
///
/// The raw bytes are searched so that an encoding that no decoder undid still shows what it hides.
final class PersonaSearch {
    private static final Step REST = new Step.Decoded("rest");
    private static final int LONGEST_REMEMBERED = 256;

    private final NeedleTable table;
    private final DigestTable digests;
    private final ShortHashes shortHashes;
    private final KeyedHashes keyedHashes;
    private final Map<String, List<Needle>> wholeLeaves;
    private final int longestWholeLeaf;
    /// Whether a short header's value holds nothing: a browser sends the same few with every request.
    private final Memo<Boolean> holdsNothing = new Memo<>(4096, this::holdsNothing);

    PersonaSearch(List<Persona> personas) {
        PersonaNeedles needles = new PersonaNeedles(personas);
        table = needles.table();
        digests = new DigestTable(needles.forms(), needles.encoded());
        shortHashes = new ShortHashes(needles.forms());
        keyedHashes = new KeyedHashes(needles.forms());
        wholeLeaves = Map.copyOf(needles.wholeLeaves());
        longestWholeLeaf =
                wholeLeaves.keySet().stream().mapToInt(String::length).max().orElse(-1);
    }

    /// How many texts and hashes it looks for.
    int needles() {
        return table.size() + digests.size();
    }

    void prove(Reading reading) {
        Finds finds = new Finds();
        for (int leaf = 0; leaf < reading.decoded(); leaf++) {
            finds.leaf = leaf;
            finds.any = false;
            search(reading, leaf, finds);
            if (!finds.any) {
                keyedHashes.explain(reading, leaf).ifPresent(finds::add);
            }
        }
        Map<Place, Proof> longest = finds.longest;
        Set<Channel> channels = Set.of();
        if (!longest.isEmpty()) {
            channels = new HashSet<>();
            tell(reading, longest, channels);
        }
        searchRaw(reading, channels);
    }

    private void tell(Reading reading, Map<Place, Proof> longest, Set<Channel> channels) {
        Set<Place> repeated = new HashSet<>();
        for (Place place : longest.keySet()) {
            Leaf leaf = reading.leaf(place.leaf());
            if (!isRest(leaf)) {
                channels.add(Channel.of(leaf, place.value()));
            }
            int outer = reading.nesting().enclosing(place.leaf());
            for (; outer >= 0; outer = reading.nesting().enclosing(outer)) {
                repeated.add(new Place(outer, place.value()));
            }
        }
        for (Place place : longest.keySet()) {
            Leaf leaf = reading.leaf(place.leaf());
            if (isRest(leaf) && !channels.add(Channel.of(leaf, place.value()))) {
                repeated.add(place);
            }
        }
        longest.entrySet().stream()
                .filter(found -> !repeated.contains(found.getKey()))
                .sorted(Map.Entry.comparingByValue())
                .forEach(found -> tell(reading, found.getKey().leaf(), found.getValue()));
    }

    /// Whether the leaf holds a whole text of which some members, but not all, are leaves of their own: the
    /// decoders ran out of budget.
    private static boolean isRest(Leaf leaf) {
        return !leaf.steps().isEmpty() && leaf.steps().getLast().equals(REST);
    }

    private void search(Reading reading, int number, Finds finds) {
        Leaf leaf = reading.leaf(number);
        String value = leaf.value();
        boolean wholeHeader = leaf.origin() == Origin.HEADER && leaf.steps().isEmpty();
        if (!wholeHeader || !isKnownToHoldNothing(value)) {
            search(value, finds);
        }
        if (value.length() <= longestWholeLeaf) {
            for (Needle needle : wholeLeaves.getOrDefault(value.trim().toLowerCase(Locale.ROOT), List.of())) {
                if (isSaidToBe(reading, number, needle.value().told())) {
                    finds.at(needle, 0);
                }
            }
        }
        if (ShortHashes.mayBe(value)) {
            shortHashes.search(value, of -> isSaidToBe(reading, number, of.told()), finds);
        }
    }

    private boolean isKnownToHoldNothing(String header) {
        return header.length() <= LONGEST_REMEMBERED && holdsNothing.of(header);
    }

    private boolean holdsNothing(String text) {
        Finds finds = new Finds();
        search(text, finds);
        return finds.longest.isEmpty();
    }

    private void search(String text, Finds finds) {
        table.search(text, finds);
        digests.search(text, finds);
    }

    /// A short value is proof only where the parameter or the key says what it is.
    private static boolean isSaidToBe(Reading reading, int leaf, DataElement element) {
        return reading.parameter(leaf)
                        .flatMap(parameter -> parameter.element())
                        .filter(element::equals)
                        .isPresent()
                || KeyNames.names(reading.leaf(leaf).key(), element);
    }

    private static void tell(Reading reading, int leaf, Proof proof) {
        String value = reading.leaf(leaf).value();
        String sent = value.substring(proof.start(), Math.min(value.length(), proof.end()));
        reading.sightings()
                .prove(
                        leaf,
                        proof.value().told(),
                        sent,
                        reading.carrier(leaf),
                        proof.how(),
                        proof.value().persona());
    }

    private void searchRaw(Reading reading, Set<Channel> channels) {
        Request request = reading.exchange().request();
        searchRaw(reading, channels, Origin.URL, "", request.url());
        for (Header header : request.headers()) {
            // HTTP/2 repeats the URL in pseudo-headers (RFC 9113 section 8.3.1).
            if (!header.name().startsWith(":") && !isKnownToHoldNothing(header.value())) {
                searchRaw(reading, channels, Origin.HEADER, header.name(), header.value());
            }
        }
        request.body()
                .present()
                .ifPresent(body -> searchRaw(reading, channels, Origin.BODY, "", latin(body.toArray())));
        List<WebSocketMessage> messages = reading.exchange().messages();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).direction() == WebSocketMessage.Direction.SENT) {
                String payload = latin(messages.get(i).payload().toArray());
                searchRaw(reading, channels, Origin.MESSAGE, Integer.toString(i), payload);
            }
        }
    }

    private void searchRaw(Reading reading, Set<Channel> channels, Origin origin, String source, String text) {
        boolean bytes = origin == Origin.BODY || origin == Origin.MESSAGE;
        Finds finds = new Finds();
        search(text, finds);
        if (bytes) {
            digests.searchBytes(text, finds);
        }
        if (finds.longest.isEmpty()) {
            return;
        }
        finds.longest.values().stream()
                .filter(proof -> !channels.contains(
                        new Channel(origin, source, proof.value().number())))
                .sorted()
                .forEach(proof -> {
                    String sent = text.substring(proof.start(), proof.end());
                    int start = bytes
                            ? proof.start()
                            : text.substring(0, proof.start()).getBytes(StandardCharsets.UTF_8).length;
                    int place = reading.sightings()
                            .place(new Leaf(origin, source, List.of(), "", "", -1, sent, start, sent.length()));
                    reading.sightings()
                            .prove(
                                    place,
                                    proof.value().told(),
                                    sent,
                                    Optional.empty(),
                                    proof.how() + ", among bytes that no decoder opened",
                                    proof.value().persona());
                });
    }

    /// One character for each byte, so that an index is an offset.
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private record Place(int leaf, int value) {}

    /// Where a value was found already. A cookie is a part of the Cookie header, header names have no case, and the
    /// messages of one WebSocket count as one.
    private record Channel(Origin origin, String source, int value) {
        Channel {
            source = switch (origin) {
                case HEADER -> source.toLowerCase(Locale.ROOT);
                case COOKIE -> "cookie";
                case URL, BODY, MESSAGE -> "";
            };
            origin = origin == Origin.COOKIE ? Origin.HEADER : origin;
        }

        static Channel of(Leaf leaf, int value) {
            return new Channel(leaf.origin(), leaf.source(), value);
        }
    }

    /// The longest find of each value at each leaf. Empty without a map of its own, as nearly always.
    private static final class Finds implements NeedleTable.Found, Proof.Found {
        private Map<Place, Proof> longest = Map.of();
        private int leaf;
        private boolean any;

        @Override
        public void at(Needle needle, int start) {
            add(needle.at(start));
        }

        @Override
        public void add(Proof proof) {
            if (longest.isEmpty()) {
                longest = new HashMap<>();
            }
            any = true;
            longest.merge(new Place(leaf, proof.value().number()), proof, Proof::longer);
        }
    }
}
