package dev.earshot.investigate.history.gtm;

import dev.earshot.catalogue.Parameter;
import dev.earshot.detect.Basis;
import dev.earshot.detect.KeyNames;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import dev.earshot.investigate.history.Recipients;
import dev.earshot.investigate.history.Recipients.Recipient;
import dev.earshot.investigate.history.Rules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads off the tags of a container who is told what, where.
///
/// What a tracker tells with its every call holds wherever the tag fires. What a variable fills in holds only where it
/// had a value, which no log shows: that is told of as undetermined.
final class TagReading {
    private static final int DEEPEST = 12;
    /// A key before a variable: `em: {{E-mail}}`, `"external_id" = {{Id}}`.
    static final Pattern KEYED =
            Pattern.compile("[\"']?([A-Za-z_][A-Za-z0-9_.-]{0,60})[\"']?\\s*[:=]\\s*[\"']?\\s*\\{\\{([^}]{1,200})}}");
    private static final int MOST_WORDS = 500;
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{2,60}");

    private final Container container;
    private final HistoryFile file;
    private final String kind;
    private final Recipients recipients;
    private final Firing firing;
    private final List<String> notices = new ArrayList<>();
    private final Map<String, Map<DataElement, Basis>> ofVariables;

    TagReading(Container container, HistoryFile file, String kind) {
        this.container = container;
        this.file = file;
        this.kind = kind;
        recipients = Recipients.of(file.settings());
        firing = new Firing(container);
        ofVariables = ofVariables();
    }

    List<String> notices() {
        return notices;
    }

    List<HeldTag> tags() {
        List<HeldTag> held = new ArrayList<>();
        container.tags().forEach(tag -> held.addAll(read(tag)));
        return held;
    }

    private List<HeldTag> read(Tag tag) {
        if (TagTypes.tellsNobody(tag.type())) {
            return List.of();
        }
        PageRule pages = firing.rule(tag);
        if (pages.equals(Rules.NOWHERE)) {
            return List.of();
        }
        List<HeldTag> held = new ArrayList<>();
        List<Recipient> told = recipients(tag);
        if (told.isEmpty() && !tag.paused()) {
            notices.add(place(tag) + ": whom it tells is not known (type " + Conditions.shortened(tag.type())
                    + "); it is not counted. A scan of a page where it fires would tell.");
        }
        for (Recipient recipient : told) {
            held.add(held(tag, recipient, recipient.elements(), pages));
            if (recipient.collectsAddress()) {
                held.add(held(
                        tag,
                        recipient,
                        Map.of(DataElement.SEARCH_TERMS, Basis.INFERRED),
                        Rules.all(
                                pages,
                                Rules.any(Recipients.SEARCH_PARAMETERS.stream()
                                        .map(name -> Rules.compare(Part.PARAMETER, name, Operator.EXISTS, "", false))
                                        .toList()))));
            }
            Map<DataElement, Basis> filledIn = filledIn(tag, recipient);
            filledIn.keySet().removeAll(recipient.elements().keySet());
            if (!filledIn.isEmpty()) {
                held.add(held(
                        tag,
                        recipient,
                        filledIn,
                        Rules.all(pages, Rules.unknown("whether the tag's variables had a value is in no log"))));
            }
        }
        return List.copyOf(held);
    }

    private HeldTag held(Tag tag, Recipient recipient, Map<DataElement, Basis> elements, PageRule pages) {
        return new HeldTag(
                tag.id(),
                tag.name(),
                recipient.vendor(),
                recipient.product(),
                elements,
                pages,
                !tag.paused(),
                tag.from(),
                tag.to(),
                tag.stored(),
                new Provenance(
                        kind, file.name(), file.sha256(), place(tag), "The tag tells " + recipient.vendor() + "."));
    }

    private String place(Tag tag) {
        return "version " + container.version() + ", tag " + tag.id() + " \"" + tag.name() + "\"";
    }

    List<Recipient> recipients(Tag tag) {
        String known = TagTypes.tracker(tag.type());
        if (!known.isEmpty()) {
            return recipients.tracker(known).stream().toList();
        }
        String vendor = TagTypes.vendor(tag.type());
        if (!vendor.isEmpty()) {
            return List.of(new Recipient(vendor, Optional.empty(), anyRequest()));
        }
        if (tag.type().equals("googtag") || tag.type().equals("gtcs")) {
            String destination = text(tag.parameters().get("tagId"), 0);
            String product = TagTypes.ofDestination(destination);
            return product.isEmpty()
                    ? List.of(new Recipient("Google LLC", Optional.empty(), anyRequest()))
                    : recipients.tracker(product).stream().toList();
        }
        List<String> code = new ArrayList<>();
        code.add(tag.code());
        collectText(tag.parameters(), code, 0);
        return recipients.in(code);
    }

    private static Map<DataElement, Basis> anyRequest() {
        return Map.of(
                DataElement.IP_ADDRESS, Basis.INHERENT,
                DataElement.DEVICE, Basis.INHERENT,
                DataElement.PAGE_VISITED, Basis.INHERENT);
    }

    /// All texts in a value, constants filled in.
    private void collectText(Value value, List<String> texts, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        switch (value) {
            case Value.Text text -> texts.add(text.text());
            case Value.Reference _, Value.Joined _ -> texts.add(text(value, depth));
            case Value.Items items -> items.items().forEach(item -> collectText(item, texts, depth + 1));
            case Value.Fields fields -> fields.fields().forEach(field -> collectText(field.value(), texts, depth + 1));
        }
    }

    /// As a text, with constants filled in; what is not constant stays as a name in braces.
    String text(Value value, int depth) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Reference reference -> {
                Variable variable = container.variables().get(reference.key());
                yield variable != null && variable.type().equals("c") && depth < DEEPEST
                        ? text(variable.parameters().get("value"), depth + 1)
                        : "{{" + reference.key() + "}}";
            }
            case Value.Joined joined -> {
                StringBuilder text = new StringBuilder();
                for (Value part : joined.parts()) {
                    if (text.length() < 1_000_000) {
                        text.append(text(part, depth + 1));
                    }
                }
                yield text.toString();
            }
            case Value.Items _, Value.Fields _ -> "";
        };
    }

    /// Its own texts, without those of variables.
    private static String plain(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Joined joined ->
                joined.parts().stream().map(Value::literal).collect(Collectors.joining(" "));
            case Value.Reference _, Value.Items _, Value.Fields _ -> "";
        };
    }

    /// What the tag's fields and variables tell beyond what its every call does.
    private Map<DataElement, Basis> filledIn(Tag tag, Recipient recipient) {
        Map<DataElement, Basis> found = new EnumMap<>(DataElement.class);
        fields(tag.parameters(), "", recipient, found, 0);
        return new TreeMap<>(found);
    }

    private void fields(Value value, String key, Recipient recipient, Map<DataElement, Basis> found, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        switch (value) {
            case Value.Text _ -> {}
            case Value.Reference _ -> filled(key, value, recipient, found);
            case Value.Joined _ -> filled(key, value, recipient, found);
            case Value.Items items -> items.items().forEach(item -> fields(item, key, recipient, found, depth + 1));
            case Value.Fields fields -> {
                String named = fieldName(fields);
                for (Value.Field field : fields.fields()) {
                    fields(field.value(), named.isEmpty() ? field.key() : named, recipient, found, depth + 1);
                }
            }
        }
    }

    /// The field that a row of a table fills: `[fieldName: &uid, value: {{User}}]`.
    static String fieldName(Value.Fields fields) {
        for (String key : List.of("fieldName", "parameter", "name", "key", "param", "userProperty")) {
            String literal = fields.get(key).literal();
            if (!literal.isEmpty()) {
                return literal;
            }
        }
        return "";
    }

    private void filled(String key, Value value, Recipient recipient, Map<DataElement, Basis> found) {
        documented(key, recipient).ifPresent(element -> strongest(found, element, Basis.DECODED));
        KeyNames.named(key).forEach(element -> strongest(found, element, Basis.INFERRED));
        Matcher keyed = KEYED.matcher(text(value, 0));
        while (keyed.find()) {
            documented(keyed.group(1), recipient).ifPresent(element -> strongest(found, element, Basis.DECODED));
            KeyNames.named(keyed.group(1)).forEach(element -> strongest(found, element, Basis.INFERRED));
        }
        references(value)
                .forEach(reference -> ofVariables
                        .getOrDefault(reference, Map.of())
                        .forEach((element, basis) -> strongest(found, element, basis)));
    }

    static Optional<DataElement> documented(String key, Recipient recipient) {
        return recipient
                .tracker()
                .flatMap(tracker -> Optional.ofNullable(
                                tracker.parameters().get(key.startsWith("&") ? key.substring(1) : key))
                        .flatMap(Parameter::element));
    }

    private static void strongest(Map<DataElement, Basis> found, DataElement element, Basis basis) {
        found.merge(element, basis, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    static List<String> references(Value value) {
        return switch (value) {
            case Value.Text _ -> List.of();
            case Value.Reference reference -> List.of(reference.key());
            case Value.Joined joined ->
                joined.parts().stream()
                        .flatMap(part -> references(part).stream())
                        .toList();
            case Value.Items items ->
                items.items().stream()
                        .flatMap(item -> references(item).stream())
                        .toList();
            case Value.Fields fields ->
                fields.fields().stream()
                        .flatMap(field -> references(field.value()).stream())
                        .toList();
        };
    }

    /// What a variable holds, by its names and by what it is made of.
    Map<DataElement, Basis> ofVariable(String key) {
        return ofVariables.getOrDefault(key, Map.of());
    }

    /// What each variable holds, by its own name, by the names of what it reads, and by the variables it is made of.
    private Map<String, Map<DataElement, Basis>> ofVariables() {
        Map<String, Map<DataElement, Basis>> held = new HashMap<>();
        Map<String, List<String>> usedBy = new HashMap<>();
        container.variables().forEach((key, variable) -> {
            held.put(key, itself(variable));
            references(variable.parameters())
                    .forEach(used -> usedBy.computeIfAbsent(used, none -> new ArrayList<>())
                            .add(key));
        });
        Deque<String> open = new ArrayDeque<>(held.keySet());
        while (!open.isEmpty()) {
            String key = open.remove();
            Map<DataElement, Basis> its = held.getOrDefault(key, Map.of());
            for (String user : its.isEmpty() ? List.<String>of() : usedBy.getOrDefault(key, List.of())) {
                Map<DataElement, Basis> of = held.getOrDefault(user, Map.of());
                Map<DataElement, Basis> before = Map.copyOf(of);
                its.forEach((element, basis) -> strongest(of, element, basis));
                if (!of.equals(before)) {
                    open.add(user);
                }
            }
        }
        return held;
    }

    private static Map<DataElement, Basis> itself(Variable variable) {
        Map<DataElement, Basis> found = new EnumMap<>(DataElement.class);
        Value.Fields its = variable.parameters();
        switch (variable.type()) {
            case "c", "cid", "ctv", "dbg", "r", "e" -> {}
            case "u" -> ofAddress(its, found);
            case "f" -> found.put(DataElement.REFERRER, Basis.DECODED);
            case "aev" -> found.put(DataElement.PAGE_USE, Basis.DECODED);
            default -> {
                Set<String> names = new TreeSet<>();
                names.add(variable.name());
                for (String field : List.of("name", "elementId", "elementSelector", "attributeName")) {
                    names.add(its.get(field).literal());
                }
                if (variable.type().equals("jsm")) {
                    Matcher word = WORD.matcher(plain(its.get("javascript")));
                    for (int i = 0; i < MOST_WORDS && word.find(); i++) {
                        names.add(word.group());
                    }
                }
                names.forEach(
                        name -> KeyNames.named(name).forEach(element -> strongest(found, element, Basis.INFERRED)));
            }
        }
        return found;
    }

    private static void ofAddress(Value.Fields its, Map<DataElement, Basis> found) {
        String component = its.get("component").literal();
        String parameter = its.get("queryKey").literal();
        if (component.equals("QUERY") && !parameter.isEmpty()) {
            KeyNames.named(parameter).forEach(element -> strongest(found, element, Basis.INFERRED));
            if (Recipients.SEARCH_PARAMETERS.contains(parameter)) {
                strongest(found, DataElement.SEARCH_TERMS, Basis.INFERRED);
            }
        } else if (!component.equals("PROTOCOL")) {
            found.put(DataElement.PAGE_VISITED, Basis.DECODED);
        }
    }
}
