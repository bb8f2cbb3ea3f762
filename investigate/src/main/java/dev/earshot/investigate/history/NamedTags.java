package dev.earshot.investigate.history;

import dev.earshot.detect.Basis;
import dev.earshot.detect.KeyNames;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import dev.earshot.investigate.history.Recipients.Recipient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tags as tag managers name them, and what each recipient of one is told where.
public final class NamedTags {
    /// Words of a name, and the tracker of the catalogue that they stand for; the first that is found counts. By the
    /// vendors' names of their own products.
    private static final Map<String, String> WORDS = words();

    private NamedTags() {}

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("facebook", "meta-pixel");
        words.put("meta pixel", "meta-pixel");
        words.put("google analytics 4", "ga4");
        words.put("ga4", "ga4");
        words.put("gtag analytics", "ga4");
        words.put("google analytics", "ua");
        words.put("universal analytics", "ua");
        words.put("floodlight", "floodlight");
        words.put("doubleclick", "floodlight");
        words.put("google ads", "google-ads");
        words.put("adwords", "google-ads");
        words.put("bing ads", "bing-uet");
        words.put("microsoft advertising", "bing-uet");
        words.put("bing uet", "bing-uet");
        words.put("twitter", "x-pixel");
        words.put("linkedin", "linkedin-insight");
        words.put("tiktok", "tiktok-pixel");
        words.put("pinterest", "pinterest");
        words.put("snapchat", "snap-pixel");
        words.put("snap pixel", "snap-pixel");
        words.put("reddit", "reddit-pixel");
        words.put("quora", "quora-pixel");
        words.put("hotjar", "hotjar");
        words.put("fullstory", "fullstory");
        words.put("crazy egg", "crazy-egg");
        words.put("mouseflow", "mouseflow");
        words.put("contentsquare", "contentsquare");
        words.put("quantum metric", "quantum-metric");
        words.put("clarity", "clarity");
        words.put("criteo", "criteo");
        words.put("trade desk", "trade-desk");
        words.put("nextdoor", "nextdoor-pixel");
        words.put("optimizely", "optimizely");
        words.put("adobe analytics", "adobe-analytics");
        words.put("sitecatalyst", "adobe-analytics");
        words.put("adobe target", "adobe-target");
        words.put("adobe experience platform web sdk", "adobe-edge");
        words.put("matomo", "matomo");
        words.put("mixpanel", "mixpanel");
        words.put("segment", "segment");
        words.put("heap", "heap");
        words.put("amplitude", "amplitude");
        return words;
    }

    /// The id of the tracker that a name speaks of.
    public static Optional<String> tracker(String name) {
        String plain = " "
                + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip() + " ";
        return WORDS.entrySet().stream()
                .filter(word -> plain.contains(" " + word.getKey() + " "))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// What each recipient is told: with its every call; of what was searched for, where the address has it; and by
    /// what the page fills in, where it had a value, which no log shows.
    public static List<HeldTag> held(
            String id,
            String name,
            List<Recipient> told,
            Map<DataElement, Basis> filledIn,
            PageRule pages,
            boolean live,
            Provenance provenance) {
        List<HeldTag> held = new ArrayList<>();
        for (Recipient recipient : told) {
            held.add(one(id, name, recipient, recipient.elements(), pages, live, provenance));
            if (recipient.collectsAddress()) {
                held.add(one(
                        id,
                        name,
                        recipient,
                        Map.of(DataElement.SEARCH_TERMS, Basis.INFERRED),
                        Rules.all(pages, searching()),
                        live,
                        provenance));
            }
            Map<DataElement, Basis> more = new TreeMap<>(filledIn);
            more.keySet().removeAll(recipient.elements().keySet());
            if (!more.isEmpty()) {
                held.add(one(
                        id,
                        name,
                        recipient,
                        more,
                        Rules.all(pages, Rules.unknown("whether the tag's variables had a value is in no log")),
                        live,
                        provenance));
            }
        }
        return held;
    }

    /// What a recipient is told with its every call, and by what is filled in.
    public static SetTag.Tells tells(Recipient recipient, List<SetTag.Told> filledIn) {
        List<SetTag.Told> told = new ArrayList<>();
        recipient.elements().forEach((element, basis) -> told.add(SetTag.Told.of(element, basis, "with every call")));
        if (recipient.collectsAddress()) {
            told.add(searched());
        }
        filledIn.stream()
                .filter(one -> one.element()
                        .map(recipient.elements()::get)
                        .filter(basis -> basis.compareTo(one.basis()) <= 0)
                        .isEmpty())
                .forEach(told::add);
        return new SetTag.Tells(recipient, told);
    }

    /// What was searched for, where a site writes that into the address of its pages.
    public static SetTag.Told searched() {
        return new SetTag.Told(
                Optional.of(DataElement.SEARCH_TERMS),
                Basis.INFERRED,
                "the page's address, where it holds what was searched for",
                "",
                Rules.all(
                        searching(),
                        Rules.unknown("whether the site's search writes into the address is not in a container")));
    }

    /// What a variable that goes by these names hands over: whatever stands there, where no name tells.
    ///
    /// @param known what it is for certain
    public static List<SetTag.Told> filledIn(List<String> names, String by, Optional<DataElement> known) {
        List<SetTag.Told> told = new ArrayList<>();
        known.ifPresent(element -> told.add(SetTag.Told.of(element, Basis.DECODED, by)));
        if (known.isEmpty()) {
            names.stream()
                    .flatMap(name -> KeyNames.named(name).stream())
                    .distinct()
                    .forEach(element -> told.add(SetTag.Told.of(element, Basis.INFERRED, by)));
        }
        return told.isEmpty() ? List.of(SetTag.Told.whatever(by)) : List.copyOf(told);
    }

    /// Where the address has what was searched for.
    public static PageRule searching() {
        return Rules.any(Recipients.SEARCH_PARAMETERS.stream()
                .map(name -> Rules.compare(Part.PARAMETER, name, Operator.EXISTS, "", false))
                .toList());
    }

    private static HeldTag one(
            String id,
            String name,
            Recipient recipient,
            Map<DataElement, Basis> elements,
            PageRule pages,
            boolean live,
            Provenance provenance) {
        return new HeldTag(
                id,
                name,
                recipient.vendor(),
                recipient.product(),
                elements,
                pages,
                live,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                provenance);
    }

    /// An instant with an offset; empty for what is none.
    public static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant());
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }
}
