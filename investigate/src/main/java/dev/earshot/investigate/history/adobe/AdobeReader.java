package dev.earshot.investigate.history.adobe;

import dev.earshot.detect.Basis;
import dev.earshot.detect.KeyNames;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.ContainerVersion.Moment;
import dev.earshot.investigate.history.ContainerVersion.When;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReader;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.NamedTags;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.Recipients;
import dev.earshot.investigate.history.Recipients.Recipient;
import dev.earshot.investigate.history.Rules;
import dev.earshot.investigate.history.SetTag;
import dev.earshot.investigate.history.TagSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what Adobe's Reactor API says of one property: rules with their revisions, rule components, extensions and
/// libraries, all of them in one file, in the API's own answers or a list of them (`jq -s . *.json`).
///
/// A revision that has `published_at` went live then. Each rule has its own timeline. A rule that was deleted stayed in
/// the pages until the next library was published; where the file has libraries, that is when it ended.
///
/// Sources: experienceleague.adobe.com/en/docs/experience-platform/tags/api/endpoints (rules, rule-components,
/// libraries, extensions) and the code of Adobe's core extension (github.com/adobe/reactor-extension-core, conditions
/// `path` and `pathAndQuerystring`), read 2026-11-22. Not verified: which revision of a component goes with which of
/// its rule (the last one published no later is taken), and the condition `domain` (taken to be the domain or any
/// host below).
public final class AdobeReader implements HistoryReader {
    private static final String KIND = "Adobe tags export";
    private static final int DEEPEST = 12;
    private static final int MOST_FILLED = 500;
    private static final Pattern DATA_ELEMENT = Pattern.compile("%([^%\\n]{1,100})%");
    private static final Set<String> TELLS_NOBODY = Set.of(
            "core::actions::trigger-custom-event",
            "adobe-analytics::actions::set-variables",
            "adobe-analytics::actions::clear-variables",
            "adobe-target-v2::actions::load-target");

    @Override
    public String kind() {
        return "adobe";
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        try {
            JsonNode root = JsonMapper.shared().readTree(file.content().utf8());
            Property property = new Property(file);
            property.gather(root, "", 0);
            return property.read();
        } catch (JacksonException | StackOverflowError broken) {
            return HistoryReading.unreadable(file.name() + ": it is not whole JSON");
        }
    }

    /// The tags of a property as they are set: of each rule the revision that is worked on, else the last. Empty where
    /// there are no rules in the file.
    public static List<TagSet> tags(HistoryFile file) {
        try {
            Property property = new Property(file);
            property.gather(JsonMapper.shared().readTree(file.content().utf8()), "", 0);
            return property.rules.isEmpty() ? List.of() : List.of(property.set());
        } catch (JacksonException | StackOverflowError broken) {
            return List.of();
        }
    }

    /// A resource of the API.
    ///
    /// @param pointer in its file (RFC 6901)
    /// @param origin the id that all of its revisions share
    /// @param revision 0 for the one that is worked on
    private record Resource(
            String id,
            String origin,
            String name,
            int revision,
            Optional<Instant> published,
            JsonNode node,
            String pointer) {
        String attribute(String key) {
            return text(node.path("attributes"), key);
        }
    }

    private static final class Property {
        private final HistoryFile file;
        private final Recipients recipients;
        private final Map<String, List<Resource>> rules = new TreeMap<>();
        private final Map<String, List<Resource>> components = new TreeMap<>();
        private final List<Resource> extensions = new ArrayList<>();
        private final Map<String, Resource> elements = new TreeMap<>();
        private final List<Instant> libraries = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private String property = "";

        Property(HistoryFile file) {
            this.file = file;
            recipients = Recipients.of(file.settings());
        }

        /// Finds the resources, wherever they stand in the answers.
        void gather(JsonNode node, String pointer, int depth) {
            if (depth > DEEPEST) {
                return;
            }
            if (node.isObject() && node.has("id") && node.has("type") && node.has("attributes")) {
                keep(node, pointer);
            } else if (node.isObject()) {
                node.forEachEntry((key, inner) ->
                        gather(inner, pointer + "/" + key.replace("~", "~0").replace("/", "~1"), depth + 1));
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    gather(node.path(i), pointer + "/" + i, depth + 1);
                }
            }
        }

        private void keep(JsonNode node, String pointer) {
            JsonNode attributes = node.path("attributes");
            JsonNode relationships = node.path("relationships");
            String id = text(node, "id");
            String origin = text(relationships.path("origin").path("data"), "id");
            Resource resource = new Resource(
                    id,
                    origin.isEmpty() ? id : origin,
                    text(attributes, "name"),
                    attributes.path("revision_number").asInt(0),
                    NamedTags.instant(text(attributes, "published_at")),
                    node,
                    pointer);
            String its = text(relationships.path("property").path("data"), "id");
            if (!its.isEmpty()) {
                property = its;
            }
            switch (text(node, "type")) {
                case "rules" -> put(rules, resource);
                case "rule_components" -> put(components, resource);
                case "extensions" -> extensions.add(resource);
                case "data_elements" -> elements.put(resource.name(), resource);
                case "libraries" -> resource.published().ifPresent(libraries::add);
                default -> {}
            }
        }

        /// A revision that is in the file twice counts once.
        private static void put(Map<String, List<Resource>> resources, Resource resource) {
            List<Resource> its = resources.computeIfAbsent(resource.origin(), none -> new ArrayList<>());
            if (its.stream().noneMatch(other -> other.node().equals(resource.node()))) {
                its.add(resource);
            }
        }

        HistoryReading read() {
            if (rules.isEmpty()) {
                return HistoryReading.unreadable(file.name() + ": there are no rules in it; it needs rules and"
                        + " rule_components, and should have extensions and libraries");
            }
            if (components.isEmpty()) {
                return HistoryReading.unreadable(file.name() + ": it has rules without their rule_components");
            }
            if (libraries.isEmpty()) {
                notices.add(
                        file.name() + ": it has no published libraries; when deleted rules left the pages is assumed");
            }
            List<ContainerVersion> versions = new ArrayList<>();
            rules.values().forEach(revisions -> versions.addAll(versions(revisions)));
            extensions.forEach(extension -> versions.addAll(ofExtension(extension)));
            return new HistoryReading(versions, faults, notices);
        }

        TagSet set() {
            List<SetTag> tags = new ArrayList<>();
            List<String> unread = new ArrayList<>();
            if (components.isEmpty()) {
                unread.add("The file has rules without their rule_components, which say what the rules do.");
            }
            boolean draft = false;
            for (List<Resource> revisions : rules.values()) {
                Resource rule = current(revisions);
                draft |= rule.published().isEmpty() || rule.attribute("dirty").equals("true");
                if (rule.attribute("deleted_at").isEmpty()) {
                    tags.addAll(set(rule));
                }
            }
            for (Resource extension : extensions) {
                if (extension.name().equals("adobe-mcid")
                        && extension.attribute("deleted_at").isEmpty()) {
                    tags.add(of(
                            extension,
                            extension.name(),
                            !extension.attribute("enabled").equals("false"),
                            List.of("when the library loads"),
                            List.of(),
                            PageRule.EVERYWHERE,
                            recipients.tracker("adobe-ecid").stream()
                                    .map(told -> NamedTags.tells(told, List.of()))
                                    .toList(),
                            List.of(),
                            List.of("Adobe's id service asks for an id without a rule.")));
                }
            }
            unread.addAll(faults);
            return new TagSet(
                    KIND, "adobe " + (property.isEmpty() ? "property" : property), "", draft, tags, unread, List.of());
        }

        /// The one that is worked on, which is what will be published next; else the last.
        private static Resource current(List<Resource> revisions) {
            return revisions.stream()
                    .filter(one -> one.revision() == 0)
                    .findFirst()
                    .orElseGet(() -> revisions.stream()
                            .max(Comparator.comparingInt(Resource::revision))
                            .orElseThrow());
        }

        private List<SetTag> set(Resource rule) {
            List<PageRule> events = new ArrayList<>();
            List<PageRule> conditions = new ArrayList<>();
            List<String> triggers = new ArrayList<>();
            List<String> exceptions = new ArrayList<>();
            List<Resource> actions = new ArrayList<>();
            for (List<Resource> revisions : components.values()) {
                List<Resource> its =
                        revisions.stream().filter(one -> isOf(one, rule)).toList();
                if (its.isEmpty() || !current(its).attribute("deleted_at").isEmpty()) {
                    continue;
                }
                Resource component = current(its);
                String descriptor = component.attribute("delegate_descriptor_id");
                String[] parts = descriptor.split("::", 3);
                switch (parts.length == 3 ? parts[1] : "") {
                    case "events" -> {
                        triggers.add(descriptor);
                        events.add(AdobeRules.event(parts[0], parts[2]));
                    }
                    case "conditions" -> {
                        boolean negated = component.attribute("negate").equals("true");
                        (negated ? exceptions : triggers).add(descriptor);
                        PageRule holds = AdobeRules.condition(parts[0], parts[2], settings(component));
                        conditions.add(negated ? Rules.not(holds) : holds);
                    }
                    case "actions" -> actions.add(component);
                    default -> faults.add("Rule \"" + rule.name() + "\": a component of no known kind");
                }
            }
            conditions.addFirst(Rules.any(events));
            PageRule pages = Rules.all(conditions);
            boolean running = !rule.attribute("enabled").equals("false");
            return actions.stream()
                    .map(action -> set(rule, action, running, triggers, exceptions, pages))
                    .toList();
        }

        private SetTag set(
                Resource rule,
                Resource action,
                boolean running,
                List<String> triggers,
                List<String> exceptions,
                PageRule pages) {
            String descriptor = action.attribute("delegate_descriptor_id");
            JsonNode parsed = settings(action);
            String code = parsed.path("source").isValueNode()
                    ? parsed.path("source").asString("")
                    : action.attribute("settings");
            List<SetTag.Told> filled = new ArrayList<>();
            mapped(parsed, "", filled, 0);
            String name = rule.name() + ": " + (action.name().isEmpty() ? descriptor : action.name());
            List<SetTag.Tells> tells = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            List<String> remarks = new ArrayList<>();
            if (descriptor.equals("adobe-analytics::actions::set-variables")) {
                recipients
                        .tracker("adobe-analytics")
                        .ifPresent(adobe -> tells.add(new SetTag.Tells(adobe, List.copyOf(filled))));
                remarks.add("It sets what the next beacon sends.");
            } else if (TELLS_NOBODY.contains(descriptor)) {
                remarks.add("It tells nobody by itself.");
            } else {
                tracker(descriptor.split("::", 2)[0])
                        .flatMap(recipients::tracker)
                        .map(List::of)
                        .orElseGet(() -> recipients.in(code))
                        .forEach(told -> tells.add(NamedTags.tells(told, filled)));
                if (tells.isEmpty()) {
                    unknown.add("Whom it tells is not known (" + descriptor
                            + "). A scan of a page where it fires would tell.");
                } else if (descriptor.endsWith("custom-code")) {
                    remarks.add("What its code does beyond the addresses and calls that stand in it was not tried.");
                }
            }
            return of(action, name, running, triggers, exceptions, pages, tells, unknown, remarks);
        }

        private static SetTag of(
                Resource action,
                String name,
                boolean running,
                List<String> triggers,
                List<String> exceptions,
                PageRule pages,
                List<SetTag.Tells> tells,
                List<String> unknown,
                List<String> remarks) {
            return new SetTag(
                    action.id(),
                    name,
                    action.attribute("delegate_descriptor_id"),
                    action.pointer(),
                    running,
                    triggers,
                    exceptions,
                    List.of(),
                    pages,
                    SetTag.Consent.NOT_SAID,
                    Optional.empty(),
                    Optional.empty(),
                    tells,
                    unknown,
                    remarks);
        }

        /// What data elements fill in, by the fields that they stand in.
        private void mapped(JsonNode settings, String key, List<SetTag.Told> told, int depth) {
            if (depth > DEEPEST || told.size() > MOST_FILLED) {
                return;
            }
            if (settings.isObject()) {
                String name = text(settings, "name");
                settings.forEachEntry((field, inner) ->
                        mapped(inner, field.equals("value") && !name.isEmpty() ? name : field, told, depth + 1));
            } else if (settings.isArray()) {
                settings.forEach(inner -> mapped(inner, key, told, depth + 1));
            } else if (settings.isString()) {
                Matcher element = DATA_ELEMENT.matcher(settings.asString(""));
                while (element.find() && told.size() <= MOST_FILLED) {
                    told.addAll(ofElement(element.group(1), key));
                }
            }
        }

        private List<SetTag.Told> ofElement(String name, String key) {
            Resource element = elements.get(name);
            List<String> names = new ArrayList<>(List.of(name));
            if (!key.equals("source")) {
                names.add(key);
            }
            String reads = "";
            Optional<DataElement> known = Optional.empty();
            if (element != null) {
                reads = element.attribute("delegate_descriptor_id").replaceFirst("^core::dataElements::", "");
                JsonNode its = settings(element);
                for (String field : List.of("name", "path", "elementSelector", "elementProperty", "attribute")) {
                    if (!text(its, field).isEmpty()) {
                        names.add(text(its, field));
                        reads += " \"" + text(its, field) + "\"";
                    }
                }
                known = switch (text(its, "attribute")) {
                    case "url", "hostname", "pathname", "title" -> Optional.of(DataElement.PAGE_VISITED);
                    case "referrer" -> Optional.of(DataElement.REFERRER);
                    default -> Optional.empty();
                };
            }
            return NamedTags.filledIn(
                    names,
                    "field " + (key.isEmpty() ? "of its settings" : key) + ": %" + name + "%"
                            + (reads.isEmpty() ? " (not in the file)" : " (" + reads + ")"),
                    known);
        }

        private List<ContainerVersion> versions(List<Resource> revisions) {
            String container = "adobe " + property + (property.isEmpty() ? "" : " ") + "rule "
                    + revisions.getFirst().origin();
            List<Resource> published = revisions.stream()
                    .filter(revision ->
                            revision.revision() > 0 && revision.published().isPresent())
                    .sorted(Comparator.comparingInt(Resource::revision))
                    .toList();
            List<ContainerVersion> versions = new ArrayList<>();
            if (published.isEmpty()) {
                published = revisions.stream()
                        .filter(revision -> revision.published().isPresent())
                        .toList();
                published.stream()
                        .filter(revision -> revision.attribute("dirty").equals("true"))
                        .forEach(revision -> notices.add(file.name() + ", rule \"" + revision.name()
                                + "\": it was changed since it was published, and its published revisions are not in the"
                                + " file; what was live is assumed"));
            }
            if (published.isEmpty()) {
                notices.add(file.name() + ", rule \"" + revisions.getFirst().name() + "\": it was never published");
                return List.of();
            }
            for (Resource revision : published) {
                versions.add(version(container, revision));
            }
            deleted(revisions).ifPresent(deleted -> versions.add(ended(container, published(versions), deleted)));
            return List.copyOf(versions);
        }

        private static int published(List<ContainerVersion> versions) {
            return versions.stream()
                    .mapToInt(version -> Integer.parseInt(version.version()))
                    .max()
                    .orElse(0);
        }

        private ContainerVersion version(String container, Resource rule) {
            Instant at = rule.published().orElseThrow();
            boolean changed = rule.revision() == 0 && rule.attribute("dirty").equals("true");
            String place = "rule " + rule.id() + " \"" + rule.name() + "\", revision " + rule.revision();
            return new ContainerVersion(
                    container,
                    Integer.toString(rule.revision()),
                    List.of(new Moment(
                            changed ? When.CREATED : When.PUBLISHED,
                            at,
                            provenance(place, "It was published at " + at + "."))),
                    tags(rule, place),
                    true);
        }

        private static Optional<Instant> deleted(List<Resource> revisions) {
            return revisions.stream()
                    .flatMap(revision -> NamedTags.instant(revision.attribute("deleted_at")).stream())
                    .min(Comparator.naturalOrder());
        }

        private ContainerVersion ended(String container, int last, Instant deleted) {
            Optional<Instant> library = libraries.stream()
                    .filter(published -> !published.isBefore(deleted))
                    .min(Comparator.naturalOrder());
            String next = Integer.toString(last + 1);
            return new ContainerVersion(
                    container,
                    next,
                    List.of(library.map(at -> new Moment(
                                    When.ENDED,
                                    at,
                                    provenance(
                                            "libraries",
                                            "The first library after it was deleted was published at " + at + ".")))
                            .orElseGet(() -> new Moment(
                                    When.CREATED,
                                    deleted,
                                    provenance("deleted_at", "It was deleted at " + deleted + ".")))),
                    List.of(),
                    true);
        }

        private List<HeldTag> tags(Resource rule, String place) {
            List<PageRule> events = new ArrayList<>();
            List<PageRule> conditions = new ArrayList<>();
            List<Resource> actions = new ArrayList<>();
            for (Resource component : componentsOf(rule)) {
                String[] descriptor =
                        component.attribute("delegate_descriptor_id").split("::", 3);
                String kind = descriptor.length == 3 ? descriptor[1] : "";
                switch (kind) {
                    case "events" -> events.add(AdobeRules.event(descriptor[0], descriptor[2]));
                    case "conditions" -> {
                        PageRule holds = AdobeRules.condition(descriptor[0], descriptor[2], settings(component));
                        conditions.add(component.attribute("negate").equals("true") ? Rules.not(holds) : holds);
                    }
                    case "actions" -> actions.add(component);
                    default -> faults.add(file.name() + ", " + place + ": a component of no known kind");
                }
            }
            conditions.addFirst(Rules.any(events));
            PageRule pages = Rules.all(conditions);
            boolean live = !rule.attribute("enabled").equals("false");
            List<HeldTag> held = new ArrayList<>();
            if (!pages.equals(Rules.NOWHERE)) {
                actions.forEach(action -> held.addAll(action(action, place, pages, live)));
            }
            return held;
        }

        private List<HeldTag> action(Resource action, String place, PageRule pages, boolean live) {
            String descriptor = action.attribute("delegate_descriptor_id");
            if (TELLS_NOBODY.contains(descriptor)) {
                return List.of();
            }
            String settings = action.attribute("settings");
            JsonNode parsed = settings(action);
            String code =
                    parsed.path("source").isValueNode() ? parsed.path("source").asString("") : settings;
            String extension = descriptor.split("::", 2)[0];
            List<Recipient> told = tracker(extension)
                    .flatMap(recipients::tracker)
                    .map(List::of)
                    .orElseGet(() -> recipients.in(code));
            String where = place + ", action " + action.id();
            if (told.isEmpty()) {
                if (live) {
                    notices.add(file.name() + ", " + where + ": whom it tells is not known (" + descriptor
                            + "); it is not counted");
                }
                return List.of();
            }
            Map<DataElement, Basis> filledIn = new TreeMap<>();
            Matcher element = DATA_ELEMENT.matcher(settings.substring(0, Math.min(settings.length(), 200_000)));
            while (element.find()) {
                KeyNames.named(element.group(1)).forEach(named -> filledIn.put(named, Basis.INFERRED));
            }
            return NamedTags.held(
                    action.origin(),
                    action.name().isEmpty() ? descriptor : action.name(),
                    told,
                    filledIn,
                    pages,
                    live,
                    provenance(where, "The action runs there."));
        }

        /// By the name of the extension that an action belongs to.
        private static Optional<String> tracker(String extension) {
            return switch (extension) {
                case "core" -> Optional.empty();
                case "adobe-alloy" -> Optional.of("adobe-edge");
                case "adobe-mcid" -> Optional.of("adobe-ecid");
                default ->
                    extension.startsWith("adobe-target")
                            ? Optional.of("adobe-target")
                            : NamedTags.tracker(extension.replace('-', ' '));
            };
        }

        /// Adobe's id service asks for an id when the library loads, without a rule.
        private List<ContainerVersion> ofExtension(Resource extension) {
            Optional<Recipient> told =
                    extension.name().equals("adobe-mcid") ? recipients.tracker("adobe-ecid") : Optional.empty();
            if (told.isEmpty() || extension.published().isEmpty()) {
                return List.of();
            }
            Instant at = extension.published().get();
            Provenance because = provenance(
                    "extension " + extension.id() + " \"" + extension.name() + "\"", "It was published at " + at + ".");
            String container = "adobe " + property + " extension " + extension.origin();
            List<ContainerVersion> versions = new ArrayList<>();
            versions.add(new ContainerVersion(
                    container,
                    Integer.toString(extension.revision()),
                    List.of(new Moment(When.PUBLISHED, at, because)),
                    NamedTags.held(
                            extension.origin(),
                            extension.name(),
                            told.stream().toList(),
                            Map.of(),
                            PageRule.EVERYWHERE,
                            !extension.attribute("enabled").equals("false"),
                            because),
                    true));
            NamedTags.instant(extension.attribute("deleted_at"))
                    .ifPresent(deleted -> versions.add(ended(container, extension.revision(), deleted)));
            return List.copyOf(versions);
        }

        /// Of each component of a rule, the revision that was published last, no later than the rule's was.
        private List<Resource> componentsOf(Resource rule) {
            Instant at = rule.published().orElse(Instant.MAX);
            List<Resource> chosen = new ArrayList<>();
            for (List<Resource> revisions : components.values()) {
                Comparator<Resource> order = Comparator.comparing(
                                (Resource component) -> component.published().orElse(Instant.MIN))
                        .thenComparingInt(Resource::revision);
                List<Resource> its = revisions.stream()
                        .filter(component -> isOf(component, rule))
                        .toList();
                its.stream()
                        .filter(component -> component.published().isPresent()
                                && !component.published().get().isAfter(at))
                        .max(order)
                        .or(() -> its.stream().min(order))
                        .filter(component -> NamedTags.instant(component.attribute("deleted_at"))
                                .map(deleted -> deleted.isAfter(at))
                                .orElse(true))
                        .ifPresent(chosen::add);
            }
            return chosen;
        }

        private static boolean isOf(Resource component, Resource rule) {
            JsonNode data = component.node().path("relationships").path("rules").path("data");
            JsonNode one = component.node().path("relationships").path("rule").path("data");
            if (text(one, "id").equals(rule.id()) || text(one, "id").equals(rule.origin())) {
                return true;
            }
            for (JsonNode each : data) {
                if (text(each, "id").equals(rule.id()) || text(each, "id").equals(rule.origin())) {
                    return true;
                }
            }
            return false;
        }

        private JsonNode settings(Resource component) {
            try {
                String settings = component.attribute("settings");
                return settings.isEmpty()
                        ? component.node().path("attributes").path("settings")
                        : JsonMapper.shared().readTree(settings);
            } catch (JacksonException | StackOverflowError broken) {
                faults.add(file.name() + ", component " + component.id() + ": its settings can't be read");
                return JsonMapper.shared().createObjectNode();
            }
        }

        private Provenance provenance(String place, String says) {
            return new Provenance(KIND, file.name(), file.sha256(), place, says);
        }
    }

    static String text(JsonNode owner, String key) {
        JsonNode value = owner.path(key);
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }
}
