package dev.earshot.investigate.history.tealium;

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
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import dev.earshot.investigate.history.Recipients;
import dev.earshot.investigate.history.Recipients.Recipient;
import dev.earshot.investigate.history.Rules;
import dev.earshot.investigate.history.SetTag;
import dev.earshot.investigate.history.TagSet;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads profiles of Tealium iQ as its Profiles API gives them, one file for each version.
///
/// A version's number is the minute it was saved (`YYYYMMDDhhmm`). The zone of that minute is not in Tealium's
/// documentation: it is the source's setting `zone`, else UTC, which is told of. Where the profile says that the version
/// is the one in the production environment, and `published` in the settings does not say when it got there, it is taken
/// to have been published when it was saved. Lines of the settings `published` (`202203222108 2022-03-22T21:10:00Z`,
/// from the publish history, which has time and author for each environment) make it certain.
///
/// Sources: docs.tealium.com/api/v3/iq-profiles/iq-get-profile-api and /iq-profiles-api-objects, read 2026-11-22; the
/// list of operators from docs.tealium.com/iq-tag-management/load-rules/about. Which operators there are beyond those
/// with examples there was not verified: one that is not known is undetermined.
public final class TealiumReader implements HistoryReader {
    private static final String KIND = "Tealium iQ profile";
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuuMMddHHmm");
    private static final int MOST_CONDITIONS = 500;

    @Override
    public String kind() {
        return "tealium";
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        try {
            JsonNode profile = JsonMapper.shared().readTree(file.content().utf8());
            if (text(profile, "version").isEmpty() || !profile.has("tags")) {
                return HistoryReading.unreadable(
                        file.name() + ": there is no profile with a version and tags in it; the"
                                + " export must include tags, loadRules and versionIds");
            }
            return new Profile(file, profile).read();
        } catch (JacksonException | StackOverflowError broken) {
            return HistoryReading.unreadable(file.name() + ": it is not whole JSON");
        }
    }

    /// The tags of a profile as they are set, in its version as it is saved; empty where there is no profile in the file.
    public static List<TagSet> tags(HistoryFile file) {
        try {
            JsonNode profile = JsonMapper.shared().readTree(file.content().utf8());
            return profile.has("tags") ? List.of(new Profile(file, profile).set()) : List.of();
        } catch (JacksonException | StackOverflowError broken) {
            return List.of();
        }
    }

    private static String text(JsonNode owner, String key) {
        JsonNode value = owner.path(key);
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    private static final class Profile {
        private final HistoryFile file;
        private final JsonNode profile;
        private final String version;
        private final String container;
        private final Recipients recipients;
        private final Map<String, PageRule> loadRules = new LinkedHashMap<>();
        private final List<String> faults = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private final ZoneId zone;

        Profile(HistoryFile file, JsonNode profile) {
            this.file = file;
            this.profile = profile;
            version = text(profile, "version");
            container = "tealium " + text(profile, "account") + "/" + text(profile, "profile");
            recipients = Recipients.of(file.settings());
            zone = zone();
        }

        private ZoneId zone() {
            String stated = file.settings().getOrDefault("zone", "");
            try {
                if (!stated.isEmpty()) {
                    return ZoneId.of(stated);
                }
            } catch (DateTimeException unknown) {
                faults.add(file.name() + ": the setting zone is not the name of a time zone");
            }
            notices.add(file.name() + ": the minutes in its numbers of versions are read as UTC; the setting zone says"
                    + " otherwise");
            return ZoneId.of("UTC");
        }

        HistoryReading read() {
            profile.path("loadRules").forEach(rule -> loadRules.put(text(rule, "id"), loadRule(rule)));
            if (!profile.has("loadRules")) {
                faults.add(file.name() + ": the export has no loadRules, so where its tags load is not known");
            }
            if (!profile.path("linkedLibraries").isEmpty()) {
                notices.add(
                        file.name() + ": the profile takes in libraries; tags of theirs are read as far as the export"
                                + " lists them");
            }
            List<HeldTag> tags = new ArrayList<>();
            profile.path("tags").forEach(tag -> tags.addAll(tag(tag)));
            List<ContainerVersion> versions = new ArrayList<>();
            versions.add(new ContainerVersion(container, version, moments(), tags, true));
            String live = text(profile.path("environmentVersions"), "prod");
            if (!live.isEmpty() && !live.equals(version)) {
                notices.add(file.name() + ": version " + version + " is not the one in production, which is " + live
                        + "; its export is needed too");
            }
            versions.addAll(stated());
            return new HistoryReading(versions, faults, notices);
        }

        private List<Moment> moments() {
            boolean inProduction = text(profile.path("versionDetails").path("environmentVersions"), "prod")
                            .equals("true")
                    || text(profile.path("environmentVersions"), "prod").equals(version);
            Optional<Instant> saved = minute(version);
            if (saved.isEmpty()) {
                faults.add(file.name() + ": its version is not a minute: " + shortened(version));
                return List.of();
            }
            if (!inProduction && !file.settings().containsKey("published")) {
                notices.add(
                        file.name() + ": version " + version + " is not in production now; that it was live from when"
                                + " it was saved is assumed, the publish history would tell");
            }
            return List.of(new Moment(
                    When.CREATED,
                    saved.get(),
                    provenance("version " + version, "The version was saved at " + saved.get() + ".")));
        }

        private List<ContainerVersion> stated() {
            List<ContainerVersion> versions = new ArrayList<>();
            file.settings()
                    .getOrDefault("published", "")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> {
                        String[] parts = line.strip().split("[\\s:=,]+", 2);
                        Optional<Instant> at = parts.length < 2 ? Optional.empty() : NamedTags.instant(parts[1]);
                        if (at.isEmpty()) {
                            faults.add(
                                    "The setting published of the tag history has a line that is not a version and an instant"
                                            + " with an offset: " + shortened(line));
                        } else {
                            versions.add(new ContainerVersion(
                                    container,
                                    parts[0],
                                    List.of(new Moment(
                                            When.PUBLISHED,
                                            at.get(),
                                            new Provenance(
                                                    "statement in the plan",
                                                    "plan",
                                                    "",
                                                    "published, version " + parts[0],
                                                    "Version " + parts[0] + " was published at " + at.get() + "."))),
                                    List.of(),
                                    false));
                        }
                    });
            return versions;
        }

        private Optional<Instant> minute(String text) {
            try {
                return text.length() == 12
                        ? Optional.of(
                                LocalDateTime.parse(text, MINUTE).atZone(zone).toInstant())
                        : Optional.empty();
            } catch (DateTimeException notOne) {
                return Optional.empty();
            }
        }

        private List<HeldTag> tag(JsonNode tag) {
            String name = text(tag, "name").isEmpty() ? text(tag, "tagName") : text(tag, "name");
            boolean live = !text(tag, "status").toLowerCase(Locale.ROOT).equals("inactive")
                    && !text(tag.path("selectedTargets"), "prod").equals("false");
            List<Recipient> told = told(tag);
            String place = "version " + version + ", tag " + text(tag, "id") + " \"" + shortened(name) + "\"";
            if (told.isEmpty()) {
                if (live) {
                    notices.add(file.name() + ", " + place + ": whom it tells is not known; it is not counted");
                }
                return List.of();
            }
            PageRule pages = pages(tag);
            if (pages.equals(Rules.NOWHERE)) {
                return List.of();
            }
            return NamedTags.held(
                    text(tag, "id"), name, told, mapped(tag), pages, live, provenance(place, "The tag loads there."));
        }

        TagSet set() {
            List<String> unread = new ArrayList<>();
            profile.path("loadRules").forEach(rule -> loadRules.put(text(rule, "id"), loadRule(rule)));
            if (!profile.has("loadRules")) {
                unread.add("The export has no loadRules, so where its tags load is not known; export it with tags,"
                        + " loadRules and extensions.");
            }
            if (!profile.path("linkedLibraries").isEmpty()) {
                unread.add(
                        "The profile takes in libraries; tags of theirs are read only as far as the export lists them.");
            }
            if (!profile.has("extensions")) {
                unread.add("The export has no extensions, whose code can tell vendors, too; export it with them.");
            }
            List<SetTag> tags = new ArrayList<>();
            int position = 0;
            for (JsonNode tag : profile.path("tags")) {
                tags.add(set(tag, "/tags/" + position++));
            }
            position = 0;
            for (JsonNode extension : profile.path("extensions")) {
                extension(extension, "/extensions/" + position++).ifPresent(tags::add);
            }
            String live = text(profile.path("environmentVersions"), "prod");
            return new TagSet(KIND, container, version, !live.equals(version), tags, unread, List.of());
        }

        private SetTag set(JsonNode tag, String pointer) {
            String name = text(tag, "name").isEmpty() ? text(tag, "tagName") : text(tag, "name");
            List<Recipient> recipientsOfTag = told(tag);
            List<String> unknown = new ArrayList<>();
            if (recipientsOfTag.isEmpty()) {
                unknown.add("Whom it tells is not known (" + shortened(text(tag, "tagName"))
                        + "). A scan of a page where it loads would tell.");
            }
            List<String> triggers = new ArrayList<>();
            for (JsonNode rule : profile.path("loadRules")) {
                if (List.of(text(tag, "loadRule").split("[,\\s]+")).contains(text(rule, "id"))) {
                    triggers.add("load rule \"" + shortened(text(rule, "name")) + "\"");
                }
            }
            if (triggers.isEmpty()) {
                triggers.add(
                        text(tag, "loadRule").isEmpty() || text(tag, "loadRule").equalsIgnoreCase("all")
                                ? "all pages"
                                : "load rules " + shortened(text(tag, "loadRule")));
            }
            boolean running = !text(tag, "status").toLowerCase(Locale.ROOT).equals("inactive")
                    && !text(tag.path("selectedTargets"), "prod").equals("false");
            return new SetTag(
                    text(tag, "id"),
                    name,
                    text(tag, "tagName"),
                    pointer,
                    running,
                    triggers,
                    tag.path("rules").path("exclude").isEmpty() ? List.of() : List.of("its rules of events"),
                    List.of(),
                    pages(tag),
                    SetTag.Consent.NOT_SAID,
                    Optional.empty(),
                    Optional.empty(),
                    recipientsOfTag.stream()
                            .map(recipient -> NamedTags.tells(recipient, mappings(tag)))
                            .toList(),
                    unknown,
                    List.of());
        }

        /// What each data mapping hands over.
        private static List<SetTag.Told> mappings(JsonNode tag) {
            List<SetTag.Told> told = new ArrayList<>();
            for (JsonNode mapping : tag.path("dataMappings")) {
                String variable = text(mapping, "variable");
                List<String> fields = new ArrayList<>();
                mapping.path("mappings").forEach(field -> fields.add(field.asString("")));
                String by = "data mapping: variable \"" + shortened(variable) + "\""
                        + (fields.isEmpty() ? "" : " to " + shortened(String.join(", ", fields)));
                List<String> names = new ArrayList<>(fields);
                names.add(variable);
                told.addAll(NamedTags.filledIn(
                        names,
                        by,
                        switch (variable) {
                            case "dom.url", "dom.pathname", "dom.title", "dom.domain", "dom.query_string" ->
                                Optional.of(DataElement.PAGE_VISITED);
                            case "dom.referrer" -> Optional.of(DataElement.REFERRER);
                            default -> Optional.empty();
                        }));
            }
            return told;
        }

        /// Code of the profile's own that names a vendor.
        private Optional<SetTag> extension(JsonNode extension, String pointer) {
            List<Recipient> its =
                    recipients.in(extension.toString().replace("\\\"", "\"").replace("\\/", "/"));
            return its.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new SetTag(
                                    "extension " + text(extension, "id"),
                                    "extension " + shortened(text(extension, "name") + text(extension, "title")),
                                    "extension",
                                    pointer,
                                    !text(extension, "status").equalsIgnoreCase("inactive"),
                                    List.of("as its scope says"),
                                    List.of(),
                                    List.of(),
                                    Rules.unknown("when the extension runs is not read"),
                                    SetTag.Consent.NOT_SAID,
                                    Optional.empty(),
                                    Optional.empty(),
                                    its.stream()
                                            .map(recipient -> NamedTags.tells(recipient, List.of()))
                                            .toList(),
                                    List.of(),
                                    List.of(
                                            "What its code does beyond the addresses and calls that stand in it was not tried.")));
        }

        private List<Recipient> told(JsonNode tag) {
            List<String> code = new ArrayList<>();
            code.add(text(tag.path("advancedConfiguration"), "scriptSource"));
            tag.path("configuration").forEach(value -> code.add(value.asString("")));
            code.add(
                    tag.path("template").isValueNode()
                            ? tag.path("template").asString("")
                            : tag.path("template").toString());
            Optional<Recipient> named = NamedTags.tracker(text(tag, "tagName")).flatMap(recipients::tracker);
            return named.map(List::of).orElseGet(() -> recipients.in(code));
        }

        /// What data mappings hand over beyond the tag's own: by the names of variables and of the tag's fields.
        private static Map<DataElement, Basis> mapped(JsonNode tag) {
            Map<DataElement, Basis> elements = new TreeMap<>();
            for (JsonNode mapping : tag.path("dataMappings")) {
                KeyNames.named(text(mapping, "variable")).forEach(element -> elements.put(element, Basis.INFERRED));
                mapping.path("mappings")
                        .forEach(field -> KeyNames.named(field.asString(""))
                                .forEach(element -> elements.put(element, Basis.INFERRED)));
            }
            return elements;
        }

        private PageRule pages(JsonNode tag) {
            String ids = text(tag, "loadRule");
            List<PageRule> rules = new ArrayList<>();
            for (String id : ids.split(",", -1)) {
                String one = id.strip();
                if (one.isEmpty() || one.equalsIgnoreCase("all")) {
                    rules.add(PageRule.EVERYWHERE);
                } else {
                    rules.add(loadRules.getOrDefault(
                            one, Rules.unknown("the load rule " + shortened(one) + " is not in the export")));
                }
            }
            PageRule loads =
                    text(tag, "loadRuleJoinOperator").equalsIgnoreCase("all") ? Rules.all(rules) : Rules.any(rules);
            boolean excluded = !tag.path("rules").path("exclude").isNull()
                    && !tag.path("rules").path("exclude").isEmpty();
            return excluded ? Rules.all(loads, Rules.unknown("the tag has rules of events that keep it back")) : loads;
        }

        /// Rows are alternatives; the conditions of one row must all hold.
        private PageRule loadRule(JsonNode rule) {
            if (text(rule, "status").equalsIgnoreCase("inactive")) {
                return Rules.NOWHERE;
            }
            JsonNode rows = rule.path("loadRuleCondition");
            List<PageRule> ways = new ArrayList<>();
            int count = 0;
            for (JsonNode row : rows) {
                List<PageRule> all = new ArrayList<>();
                for (JsonNode condition : row) {
                    if (count++ < MOST_CONDITIONS) {
                        all.add(condition(condition));
                    }
                }
                ways.add(Rules.all(all));
            }
            PageRule holds = ways.isEmpty() ? PageRule.EVERYWHERE : Rules.any(ways);
            if (count > MOST_CONDITIONS) {
                holds = Rules.unknown("the load rule has too many conditions");
            }
            boolean dated =
                    !text(rule, "startDate").isEmpty() || !text(rule, "endDate").isEmpty();
            return dated
                    ? Rules.all(
                            holds,
                            Rules.unknown("the load rule \"" + shortened(text(rule, "name")) + "\" holds between "
                                    + text(rule, "startDate") + " and " + text(rule, "endDate") + " alone"))
                    : holds;
        }

        private static PageRule condition(JsonNode condition) {
            String variable = text(condition, "variable");
            String operator = text(condition, "operator").toLowerCase(Locale.ROOT);
            String value = text(condition, "value");
            boolean ignoreCase = operator.endsWith("_ignore_case");
            String plain = ignoreCase ? operator.substring(0, operator.length() - "_ignore_case".length()) : operator;
            boolean negated = plain.startsWith("does_not_") || plain.startsWith("is_not_") || plain.startsWith("not_");
            String word = plain.replaceFirst("^(does_not_|is_not_|not_)", "")
                    .replaceFirst("^(equal|contain|start|end)s(?=$|_)", "$1");
            Part part = switch (variable) {
                case "dom.url" -> Part.URL;
                case "dom.domain" -> Part.HOST;
                case "dom.pathname" -> Part.PATH;
                case "dom.query_string" -> Part.QUERY;
                default -> variable.startsWith("qp.") ? Part.PARAMETER : Part.METHOD;
            };
            if (part == Part.METHOD) {
                return Rules.unknown("the variable \"" + shortened(variable) + "\" is in no log");
            }
            String parameter = part == Part.PARAMETER ? variable.substring(3) : "";
            PageRule rule = switch (word) {
                case "equal" -> Rules.compare(part, parameter, Operator.EQUALS, value, ignoreCase);
                case "contain" -> Rules.compare(part, parameter, Operator.CONTAINS, value, ignoreCase);
                case "start_with" -> Rules.compare(part, parameter, Operator.STARTS_WITH, value, ignoreCase);
                case "end_with" -> Rules.compare(part, parameter, Operator.ENDS_WITH, value, ignoreCase);
                case "regular_expression", "regex", "matches_regular_expression" ->
                    Rules.compare(part, parameter, Operator.MATCHES, value, ignoreCase);
                case "defined", "is_defined" ->
                    part == Part.PARAMETER
                            ? Rules.compare(part, parameter, Operator.EXISTS, "", false)
                            : PageRule.EVERYWHERE;
                default -> Rules.unknown("what \"" + shortened(operator) + "\" compares is not known");
            };
            return negated ? Rules.not(rule) : rule;
        }

        private Provenance provenance(String place, String says) {
            return new Provenance(KIND, file.name(), file.sha256(), place, says);
        }
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
