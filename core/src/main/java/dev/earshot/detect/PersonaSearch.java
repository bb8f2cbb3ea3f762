package dev.earshot.detect;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.decode.Step;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.WebSocketMessage;
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

    private final NeedleTable table;
    private final Map<String, List<Needle>> wholeLeaves;
    private final int longestWholeLeaf;

    PersonaSearch(Persona persona) {
        PersonaNeedles needles = new PersonaNeedles(persona);
        table = needles.table();
        wholeLeaves = Map.copyOf(needles.wholeLeaves());
        longestWholeLeaf =
                wholeLeaves.keySet().stream().mapToInt(String::length).max().orElse(-1);
    }

    /// How many texts it looks for.
    int needles() {
        return table.size();
    }

    void prove(Reading reading) {
        Map<Place, Hit> longest = new HashMap<>();
        for (int leaf = 0; leaf < reading.decoded(); leaf++) {
            search(reading, leaf, longest);
        }
        Set<Place> repeated = new HashSet<>();
        Set<Channel> channels = new HashSet<>();
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
        searchRaw(reading, channels);
    }

    /// Whether the leaf holds a whole text of which some members, but not all, are leaves of their own: the
    /// decoders ran out of budget.
    private static boolean isRest(Leaf leaf) {
        return !leaf.steps().isEmpty() && leaf.steps().getLast().equals(REST);
    }

    private void search(Reading reading, int number, Map<Place, Hit> longest) {
        Leaf leaf = reading.leaf(number);
        String value = leaf.value();
        table.search(
                value,
                (needle, start) ->
                        longest.merge(new Place(number, needle.value()), new Hit(needle, start), Hit::longer));
        if (value.length() <= longestWholeLeaf) {
            for (Needle needle : wholeLeaves.getOrDefault(value.trim().toLowerCase(Locale.ROOT), List.of())) {
                if (isSaidToBe(reading, number, needle.told())) {
                    longest.merge(new Place(number, needle.value()), new Hit(needle, 0), Hit::longer);
                }
            }
        }
    }

    /// A short value is proof only where the parameter or the key says what it is.
    private static boolean isSaidToBe(Reading reading, int leaf, DataElement element) {
        return reading.parameter(leaf)
                        .flatMap(parameter -> parameter.element())
                        .filter(element::equals)
                        .isPresent()
                || KeyNames.names(reading.leaf(leaf).key(), element);
    }

    private static void tell(Reading reading, int leaf, Hit hit) {
        Needle needle = hit.needle();
        String value = reading.leaf(leaf).value();
        int end = Math.min(value.length(), hit.start() + needle.text().length());
        reading.sightings()
                .add(
                        leaf,
                        needle.told(),
                        Basis.PROVEN,
                        value.substring(hit.start(), end),
                        reading.carrier(leaf),
                        needle.how().toString());
    }

    private void searchRaw(Reading reading, Set<Channel> channels) {
        Request request = reading.exchange().request();
        searchRaw(reading, channels, Origin.URL, "", request.url());
        for (Header header : request.headers()) {
            // HTTP/2 repeats the URL in pseudo-headers (RFC 9113 section 8.3.1).
            if (!header.name().startsWith(":")) {
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
        Map<Integer, Hit> longest = new HashMap<>();
        table.search(text, (needle, start) -> {
            if (!channels.contains(new Channel(origin, source, needle.value()))) {
                longest.merge(needle.value(), new Hit(needle, start), Hit::longer);
            }
        });
        longest.values().stream().sorted().forEach(hit -> {
            String sent = text.substring(
                    hit.start(), hit.start() + hit.needle().text().length());
            int start = origin == Origin.BODY || origin == Origin.MESSAGE
                    ? hit.start()
                    : text.substring(0, hit.start()).getBytes(StandardCharsets.UTF_8).length;
            int place = reading.sightings()
                    .place(new Leaf(origin, source, List.of(), "", "", -1, sent, start, sent.length()));
            reading.sightings()
                    .add(
                            place,
                            hit.needle().told(),
                            Basis.PROVEN,
                            sent,
                            Optional.empty(),
                            hit.needle().how() + ", among bytes that no decoder opened");
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

    /// The longer text first, then the plainer form, which the table holds earlier, then the earlier place.
    private record Hit(Needle needle, int start) implements Comparable<Hit> {
        Hit longer(Hit other) {
            return compareTo(other) <= 0 ? this : other;
        }

        @Override
        public int compareTo(Hit other) {
            int byLength =
                    Integer.compare(other.needle.text().length(), needle.text().length());
            return byLength != 0 ? byLength : Integer.compare(start, other.start);
        }
    }
}
