package dev.earshot.investigate.history.gtm;

import dev.earshot.detect.Basis;
import dev.earshot.detect.KeyNames;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.NamedTags;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.Recipients.Recipient;
import dev.earshot.investigate.history.Rules;
import dev.earshot.investigate.history.SetTag;
import dev.earshot.investigate.history.SetTag.Consent;
import dev.earshot.investigate.history.SetTag.Setting;
import dev.earshot.investigate.history.SetTag.Tells;
import dev.earshot.investigate.history.SetTag.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tags of a container as they are set: what each is set to tell, where, after which consent, and by which field and
/// variable.
final class SetTags {
    private static final int DEEPEST = 12;
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_TEXTS = 200;
    /// Fields whose text is code.
    private static final Set<String> CODE = Set.of("html", "javascript", "customScript", "templateData");
    /// Variables that are themselves tables of fields which a tag takes over: settings of Google tags and user-provided
    /// values. Source: exports of public repositories, read 2026-11-22.
    private static final Set<String> TABLES = Set.of("gtcs", "gtes", "gas", "awec");
    /// What no person fills in.
    private static final Set<String> OF_NOBODY = Set.of("c", "cid", "ctv", "dbg", "r", "e", "u", "f", "smm", "remm");
    private static final Set<String> SERVER =
            Set.of("server_container_url", "serverContainerUrl", "transport_url", "transportUrl");
    /// What code needs in order to tell anybody anything, or to have other code do so.
    private static final Pattern CAN_TELL = Pattern.compile(
            "(?i)src|href|action|fetch|XMLHttp|sendBeacon|Image|import|eval|Function\\s*\\(|atob|WebSocket"
                    + "|EventSource|location|url|iframe|createElement|document\\.write|innerHTML|insertAdjacent|open\\s*\\("
                    + "|postMessage|submit|dataLayer|\\$\\.|jQuery|axios|Worker|\\[\\s*['\"]");
    private static final Pattern CALL =
            Pattern.compile("\\b(?:fbq|gtag|ttq\\.\\w+|twq|snaptr|pintrk|lintrk|rdt|uetq\\.push|ga|_paq\\.push)\\s*\\("
                    + "([^;]{0,600})");
    private static final Pattern QUOTED = Pattern.compile("['\"]([^'\"\\\\]{3,80})['\"]");

    private final Container container;
    private final TagReading reading;
    private final Firing firing;

    SetTags(Container container, HistoryFile file, String kind) {
        this.container = container;
        reading = new TagReading(container, file, kind);
        firing = new Firing(new Container(
                container.id(),
                container.version(),
                container.variables(),
                container.triggers(),
                container.tags().stream().map(Tag::agreedTo).toList()));
    }

    List<SetTag> all() {
        return container.tags().stream().map(this::set).toList();
    }

    private SetTag set(Tag tag) {
        boolean listens = TagTypes.tellsNobody(tag.type());
        List<Recipient> told = listens ? List.of() : reading.recipients(tag);
        List<String> unknown = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        boolean template = tag.type().startsWith("cvt_");
        boolean html = tag.type().equals("html");
        String code = html ? reading.text(tag.parameters().get("html"), 0) : tag.code();
        if (listens) {
            remarks.add("It only listens on the page, or keeps a click id in the site's own cookies.");
        } else if (told.isEmpty() && html && !CAN_TELL.matcher(code).find()) {
            remarks.add("Nothing in its code can send anything.");
        } else if (told.isEmpty()) {
            unknown.add("Whom it tells is not known (type " + Conditions.shortened(tag.type())
                    + (template && code.isEmpty() ? ", whose code is not in the file" : "")
                    + "). A scan of a page where it fires would tell.");
        } else if (template || html) {
            remarks.add("What its code does beyond the addresses and calls that stand in it was not tried.");
        }
        forwarded(tag)
                .ifPresent(host -> remarks.add("It sends to a server of tags, " + host
                        + "; whom that passes it on to is in the server's container, not in this one."));
        if (tag.consent() == Setting.NOT_SET && isOfGoogle(tag.type())) {
            remarks.add(
                    "Google's tags ask the page's consent mode by themselves; where that is denied they may still send"
                            + " pings with the page's address, but without cookies.");
        }
        List<Tells> tells =
                told.stream().map(recipient -> tells(tag, recipient)).toList();
        PageRule pages = firing.rule(tag.agreedTo());
        if (pages.equals(Rules.NOWHERE)) {
            remarks.add("Nothing lets it fire.");
        }
        return new SetTag(
                tag.id(),
                isNumber(tag.name()) ? tag.type() + " " + tag.id() : tag.name(),
                tag.type(),
                tag.pointer(),
                !tag.paused(),
                tag.firing().stream().map(this::trigger).toList(),
                tag.blocking().stream().map(this::trigger).toList(),
                alongside(tag),
                pages,
                new Consent(tag.consent(), tag.consents()),
                tag.from(),
                tag.to(),
                tells,
                unknown,
                remarks);
    }

    private static boolean isNumber(String name) {
        return name.isEmpty() || name.chars().allMatch(Character::isDigit);
    }

    private static boolean isOfGoogle(String type) {
        return Set.of("gaawc", "gaawe", "googtag", "awct", "awcr", "awcc", "awud", "sp", "flc", "fls", "gcs", "ua")
                .contains(type);
    }

    private String trigger(String id) {
        Trigger trigger = container.triggers().get(id);
        if (trigger == null) {
            return "trigger " + id + ", which is not in the container";
        }
        String waits = String.join(", ", trigger.events());
        return "\"" + trigger.name() + "\"" + (waits.isEmpty() ? "" : " (on " + waits + ")")
                + (trigger.group().isEmpty()
                        ? ""
                        : " (a group of " + trigger.group().size() + " triggers)");
    }

    private List<String> alongside(Tag tag) {
        List<String> words = new ArrayList<>();
        tag.after().forEach(name -> words.add("runs " + named(name) + " before or after itself"));
        container.tags().stream()
                .filter(other -> other.after().contains(tag.name()))
                .forEach(other -> words.add("is run by " + named(other.name())));
        return words;
    }

    private String named(String name) {
        return container.tags().stream()
                .filter(tag -> tag.name().equals(name) && isNumber(name))
                .map(tag -> tag.type() + " " + tag.id())
                .findFirst()
                .orElse("\"" + name + "\"");
    }

    private Optional<String> forwarded(Tag tag) {
        List<String> hosts = new ArrayList<>();
        servers(tag.parameters(), "", hosts, 0);
        return hosts.stream().findFirst();
    }

    private void servers(Value value, String key, List<String> hosts, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        switch (value) {
            case Value.Text _, Value.Joined _, Value.Reference _ -> {
                if (SERVER.contains(key) && !reading.text(value, 0).isBlank()) {
                    hosts.add(Conditions.shortened(reading.text(value, 0)
                            .replaceFirst("^https?://", "")
                            .replaceFirst("[/?#].*", "")));
                }
                TagReading.references(value).stream()
                        .map(container.variables()::get)
                        .filter(variable -> variable != null && TABLES.contains(variable.type()))
                        .forEach(variable -> servers(variable.parameters(), "", hosts, depth + 1));
            }
            case Value.Items items -> items.items().forEach(item -> servers(item, key, hosts, depth + 1));
            case Value.Fields fields -> {
                String named = TagReading.fieldName(fields);
                fields.fields()
                        .forEach(field ->
                                servers(field.value(), named.isEmpty() ? field.key() : named, hosts, depth + 1));
            }
        }
    }

    private Tells tells(Tag tag, Recipient recipient) {
        Set<Told> more = new LinkedHashSet<>();
        new Walk(recipient, more).fields(tag.parameters(), "", 0);
        return NamedTags.tells(recipient, List.copyOf(more));
    }

    /// One pass over the fields of a tag.
    private final class Walk {
        private final Recipient recipient;
        private final Set<Told> told;
        private final Set<String> tables = new LinkedHashSet<>();

        Walk(Recipient recipient, Set<Told> told) {
            this.recipient = recipient;
            this.told = told;
        }

        void fields(Value value, String key, int depth) {
            if (depth > DEEPEST) {
                told.add(Told.whatever("fields nested too deep to follow"));
                return;
            }
            switch (value) {
                case Value.Text text -> text(key, text.text());
                case Value.Reference _, Value.Joined _ -> filled(key, value, depth);
                case Value.Items items -> items.items().forEach(item -> fields(item, key, depth + 1));
                case Value.Fields fields -> {
                    String named = TagReading.fieldName(fields);
                    for (Value.Field field : fields.fields()) {
                        fields(field.value(), named.isEmpty() ? field.key() : named, depth + 1);
                    }
                }
            }
        }

        private void text(String key, String text) {
            if (CODE.contains(key)) {
                Matcher call = CALL.matcher(text);
                for (int i = 0; i < MOST_TEXTS && call.find(); i++) {
                    Matcher quoted = QUOTED.matcher(call.group(1));
                    while (quoted.find()) {
                        said(quoted.group(1), "its code");
                    }
                }
            } else {
                said(text, "field " + key);
            }
        }

        private void said(String text, String where) {
            if (text.length() <= LONGEST_TEXT && told.size() < MOST_TEXTS && text.matches("(?s).*\\p{L}{4}.*")) {
                told.add(Told.text(text, where));
            }
        }

        private void filled(String key, Value value, int depth) {
            String whole = reading.text(value, 0);
            if (CODE.contains(key)) {
                text(key, whole);
            }
            Map<String, Set<String>> keysOf = keys(key, value, whole);
            keysOf.forEach((reference, keys) -> {
                Variable variable = container.variables().get(reference);
                if (variable != null && TABLES.contains(variable.type())) {
                    if (tables.add(reference)) {
                        fields(variable.parameters(), "", depth + 1);
                    }
                    return;
                }
                String by = by(key, reference);
                Map<DataElement, Basis> found = new LinkedHashMap<>();
                if (variable == null || !variable.type().equals("c")) {
                    for (String name : keys) {
                        TagReading.documented(name, recipient).ifPresent(element -> put(found, element, Basis.DECODED));
                        KeyNames.named(name).forEach(element -> put(found, element, Basis.INFERRED));
                    }
                    reading.ofVariable(reference).forEach((element, basis) -> put(found, element, basis));
                }
                found.forEach((element, basis) -> told.add(Told.of(element, basis, by)));
                if (variable != null) {
                    outcomes(variable, by);
                }
                if (found.isEmpty() && isOpaque(reference, new LinkedHashSet<>())) {
                    told.add(Told.whatever(by));
                }
            });
            if (keysOf.isEmpty() && !CODE.contains(key)) {
                said(whole, "field " + key);
            }
        }

        /// By reference, the names that it is filled in under.
        private Map<String, Set<String>> keys(String key, Value value, String whole) {
            Map<String, Set<String>> keys = new LinkedHashMap<>();
            for (String reference : TagReading.references(value)) {
                Set<String> names = keys.computeIfAbsent(reference, none -> new LinkedHashSet<>());
                if (!CODE.contains(key) && !key.equals("value")) {
                    names.add(key);
                }
            }
            Matcher keyed = TagReading.KEYED.matcher(whole);
            while (keyed.find()) {
                Set<String> names = keys.get(keyed.group(2));
                if (names != null) {
                    names.add(keyed.group(1));
                }
            }
            return keys;
        }

        /// The texts that a table gives out.
        private void outcomes(Variable variable, String by) {
            if (variable.type().equals("c")) {
                said(reading.text(variable.parameters().get("value"), 0), by);
            } else if (variable.parameters().get("map") instanceof Value.Items rows) {
                rows.items().stream()
                        .filter(Value.Fields.class::isInstance)
                        .map(row -> reading.text(((Value.Fields) row).get("value"), 0))
                        .forEach(text -> said(text, by));
            }
        }

        private void put(Map<DataElement, Basis> found, DataElement element, Basis basis) {
            found.merge(element, basis, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }

        private String by(String key, String reference) {
            return (CODE.contains(key) || key.isEmpty() ? "its code" : "field " + key) + ": "
                    + words(reference, new LinkedHashSet<>());
        }
    }

    /// Whether what stands there is up to the page.
    private boolean isOpaque(String reference, Set<String> asked) {
        Variable variable = container.variables().get(reference);
        if (variable == null) {
            return !reference.equals("_event");
        }
        if (!asked.add(reference) || asked.size() > DEEPEST) {
            return true;
        }
        if (variable.type().equals("u")
                && !variable.parameters().get("queryKey").literal().isEmpty()) {
            return true;
        }
        Predicate<String> opaque = inner -> isOpaque(inner, asked);
        // A table gives out what stands in its rows, whatever it is looked up by.
        boolean table = variable.type().equals("smm") || variable.type().equals("remm");
        return table
                ? TagReading.references(variable.parameters().get("defaultValue")).stream()
                                .anyMatch(opaque)
                        || (variable.parameters().get("map") instanceof Value.Items rows
                                && rows.items().stream()
                                        .filter(Value.Fields.class::isInstance)
                                        .flatMap(row ->
                                                TagReading.references(((Value.Fields) row).get("value")).stream())
                                        .anyMatch(opaque))
                : !OF_NOBODY.contains(variable.type())
                        || TagReading.references(variable.parameters()).stream().anyMatch(opaque);
    }

    /// A variable and, in brackets, what it reads, followed through the variables that it is made of.
    private String words(String reference, Set<String> said) {
        Variable variable = container.variables().get(reference);
        if (variable == null) {
            return "{{" + Conditions.shortened(reference) + "}} (not in the container)";
        }
        String name = variable.name().isEmpty() ? "variable " + reference : "{{" + variable.name() + "}}";
        if (!said.add(reference) || said.size() > DEEPEST) {
            return name;
        }
        Value.Fields its = variable.parameters();
        String inner = String.join(
                ", ",
                TagReading.references(its).stream()
                        .distinct()
                        .limit(4)
                        .map(used -> words(used, said))
                        .toList());
        String reads = switch (variable.type()) {
            case "v" -> "data layer \"" + its.get("name").literal() + "\"";
            case "j" -> "JavaScript variable \"" + its.get("name").literal() + "\"";
            case "k" -> "cookie \"" + its.get("name").literal() + "\"";
            case "jsm" -> "the page's or its own JavaScript";
            case "d" ->
                "text of the page at " + its.get("elementId").literal()
                        + its.get("elementSelector").literal();
            case "vis" -> "what is in view";
            case "aev" -> "what was clicked, filled in or seen";
            case "u" -> {
                String component = its.get("component").literal().toLowerCase(Locale.ROOT);
                String parameter = its.get("queryKey").literal();
                yield parameter.isEmpty()
                        ? "the page's address"
                                + (component.isEmpty() || component.equals("url") ? "" : ", " + component)
                        : "query parameter \"" + parameter + "\"";
            }
            case "f" -> "the referring page";
            case "c" -> "constant";
            case "smm", "remm" -> "table";
            case "e" -> "the event's name";
            default -> variable.type().startsWith("cvt_") ? "custom template" : variable.type();
        };
        return name + " (" + Conditions.shortened(reads) + (inner.isEmpty() ? "" : " of " + inner) + ")";
    }
}
