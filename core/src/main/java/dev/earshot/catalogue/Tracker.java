package dev.earshot.catalogue;

import dev.earshot.decode.Documentation;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One vendor's product that collects data, as its data file describes it.
///
/// @param id the data file's name, such as `ga4`
/// @param vendor the legal owner
/// @param category one of the catalogue's words, such as `advertising` or `session replay`
/// @param purpose what the vendor does with what it gets, as a plain sentence
/// @param verified whether its wire format was read as a whole; where it was not, the notes say what is missing
/// @param parameters by [Parameter#name()]; where one name has several meanings, the first
/// @param clickIds names of the click ids that it reads from a page's address
/// @param sources where the facts were read, each with the date
public record Tracker(
        String id,
        String vendor,
        String product,
        String category,
        String purpose,
        boolean verified,
        Map<String, Parameter> parameters,
        List<Cookie> cookies,
        List<String> clickIds,
        List<HashRule> hashRules,
        List<String> notes,
        List<String> sources,
        Wire wire)
        implements Documentation {
    private static final Set<String> EMPTY_WORDS =
            Set.of("null", "undefined", "nan", "(not set)", "(none)", "[object object]");
    private static final int LONGEST_EMPTY_WORD = 15;

    public Tracker {
        parameters = Map.copyOf(parameters);
        cookies = List.copyOf(cookies);
        clickIds = List.copyOf(clickIds);
        hashRules = List.copyOf(hashRules);
        notes = List.copyOf(notes);
        sources = List.copyOf(sources);
    }

    /// A tracker of which nothing but its parameters is known.
    public Tracker(
            String id,
            String vendor,
            String product,
            String purpose,
            Map<String, Parameter> parameters,
            List<String> notes,
            List<String> sources) {
        this(
                id,
                vendor,
                product,
                "",
                purpose,
                false,
                parameters,
                List.of(),
                List.of(),
                List.of(),
                notes,
                sources,
                new Wire(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        "",
                        new ParameterTable(
                                parameters.entrySet().stream()
                                        .map(entry -> new ParameterTable.Row(
                                                entry.getValue(),
                                                PathPattern.of(entry.getKey()),
                                                Optional.empty(),
                                                Map.of()))
                                        .toList(),
                                List.of(),
                                List.of())));
    }

    /// What the tracker's documentation says of a leaf, by the leaf alone. Where a meaning hangs on what stands
    /// beside it, [#parameters(List)] knows more.
    public Optional<Parameter> parameter(Leaf leaf) {
        return wire.table().known(leaf).speaks(leaf.value(), Map.of());
    }

    /// What the tracker's documentation says of each of an exchange's leaves, in their order.
    public List<Optional<Parameter>> parameters(List<Leaf> leaves) {
        ParameterTable.Known[] known = new ParameterTable.Known[leaves.size()];
        boolean asksNeighbours = false;
        for (int i = 0; i < known.length; i++) {
            known[i] = wire.table().known(leaves.get(i));
            asksNeighbours |= known[i].asksNeighbours();
        }
        Map<String, String> values = asksNeighbours ? values(leaves) : Map.of();
        List<Optional<Parameter>> parameters = new ArrayList<>(known.length);
        for (int i = 0; i < known.length; i++) {
            parameters.add(known[i].speaks(leaves.get(i).value(), values));
        }
        return parameters;
    }

    private static Map<String, String> values(List<Leaf> leaves) {
        Map<String, String> values = HashMap.newHashMap(leaves.size());
        for (Leaf leaf : leaves) {
            if (isPayload(leaf)) {
                values.putIfAbsent(leaf.path(), leaf.value());
            }
        }
        return values;
    }

    /// The names of the events that an exchange tells, in the order of the batch; empty where it names none.
    /// Where several parameters name an event, the first of them that has a value does.
    public List<String> events(List<Leaf> leaves) {
        Map<Integer, List<String>> names = new TreeMap<>();
        for (PathPattern name : wire.eventNames()) {
            Map<Integer, List<String>> found = new TreeMap<>();
            leaves.stream()
                    .filter(leaf -> isPayload(leaf) && !leaf.value().isBlank() && isAt(leaf, name))
                    .forEach(leaf -> found.computeIfAbsent(leaf.event(), event -> new ArrayList<>())
                            .add(leaf.value()));
            boolean first = names.isEmpty();
            boolean shared = names.containsKey(-1);
            found.forEach((event, values) -> {
                if (first || (!shared && event >= 0)) {
                    names.putIfAbsent(event, values);
                }
            });
        }
        return names.values().stream().flatMap(List::stream).toList();
    }

    /// What is the same wherever this tracker tells one event: a digest, so that no value shows. Empty where the
    /// tracker sends nothing that would tell its events apart; it never equals that of another tracker.
    public Optional<String> occasion(Request request, List<Leaf> leaves) {
        StringBuilder clues = new StringBuilder(id);
        for (Wire.Clue clue : wire.occasion()) {
            Optional<String> value = clue.places().stream()
                    .flatMap(place -> value(place, request, leaves).stream())
                    .findFirst();
            if (value.isEmpty() && clue.required()) {
                return Optional.empty();
            }
            clues.append('\u001f').append(value.orElse(""));
        }
        return wire.occasion().isEmpty() ? Optional.empty() : Optional.of(id + "-" + digest(clues.toString()));
    }

    private Optional<String> value(Wire.Place place, Request request, List<Leaf> leaves) {
        List<String> candidates = place.parameter()
                .map(name -> leaves.stream()
                        .filter(leaf -> isPayload(leaf) && isAt(leaf, name))
                        .map(Leaf::value)
                        .toList())
                .orElseGet(() -> List.of(Address.of(request.url()).path()));
        List<String> parts = candidates.stream()
                .flatMap(value -> part(place.part(), value).stream())
                .distinct()
                .sorted()
                .toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("\u001e", parts));
    }

    private static Optional<String> part(Optional<Pattern> wanted, String value) {
        if (wanted.isEmpty()) {
            return value.isBlank() ? Optional.empty() : Optional.of(value);
        }
        Matcher found = wanted.get().matcher(value);
        return found.find() ? Optional.ofNullable(found.group(found.groupCount() > 0 ? 1 : 0)) : Optional.empty();
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /// Whether a value of a parameter is no data: empty, a word for nothing, or the vendor's own sign for it,
    /// such as `msclkid=N`. A sign that asks the vendor to take the address from the connection (`ip=1`,
    /// `$remote`, `{{auto}}`) does say something, and is not among them.
    public boolean saysNothing(Parameter parameter, String value) {
        String trimmed = value.strip();
        if (trimmed.isEmpty()
                || (trimmed.length() <= LONGEST_EMPTY_WORD && EMPTY_WORDS.contains(trimmed.toLowerCase(Locale.ROOT)))) {
            return true;
        }
        for (Wire.Sentinel sentinel : wire.sentinels()) {
            if (sentinel.parameters().contains(parameter.name())
                    && sentinel.values().matcher(trimmed).matches()) {
                return true;
            }
        }
        return false;
    }

    /// Whether its receiving end is software that anybody can run on a server of their own: that its protocol is
    /// spoken to a host says nothing then of who reads it there.
    public boolean selfHostable() {
        return wire.selfHostable();
    }

    /// What to undo in the request's body before it can be read, the outermost layer first, such as `base64`,
    /// `gzip`; empty where the headers say it all. A hint: vendors change such things, so a body that does not
    /// open this way is read as it stands.
    @Override
    public List<String> bodyEncodings(Request request) {
        Sighting seen = new Sighting(request);
        return wire.encodings().stream()
                .filter(encoding -> encoding.when().holds(seen))
                .map(Wire.Encoding::steps)
                .findFirst()
                .orElse(List.of());
    }

    @Override
    public String format() {
        return wire.format();
    }

    @Override
    public List<Optional<String>> meanings(List<Leaf> leaves) {
        return parameters(leaves).stream()
                .map(parameter -> parameter.map(Parameter::meaning))
                .toList();
    }

    private boolean isAt(Leaf leaf, PathPattern name) {
        for (String view : wire.table().known(leaf).views()) {
            if (name.matches(view)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPayload(Leaf leaf) {
        return leaf.origin() != Origin.HEADER && leaf.origin() != Origin.COOKIE;
    }

    @Override
    public String toString() {
        return id;
    }
}
