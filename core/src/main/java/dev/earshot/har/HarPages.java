package dev.earshot.har;

import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.StoredItem;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The pages of a HAR file and what else stands beside its entries.
final class HarPages {
    /// The run of a foreign recording.
    static final String RECORDED = "recorded";

    private final Map<String, String> firstAddress = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    /// Remembers a page's first address: HAR pages have a title, and most recorders leave the address out.
    void notice(JsonNode entry) {
        String pageref = entry.path("pageref").asString("");
        String url = entry.path("request").path("url").asString("");
        if (!pageref.isEmpty() && !url.isEmpty()) {
            firstAddress.putIfAbsent(pageref, url);
        }
    }

    void settle(JsonNode log) {
        for (JsonNode page : log.path("pages")) {
            String id = page.path("id").asString("");
            String title = page.path("title").asString("");
            String own = page.path("_url").asString("");
            String known = title.startsWith("http://") || title.startsWith("https://")
                    ? title
                    : firstAddress.getOrDefault(id, "");
            addresses.put(id, own.isEmpty() ? known : own);
        }
        firstAddress.forEach(addresses::putIfAbsent);
    }

    String urlOf(String pageref) {
        return addresses.getOrDefault(pageref, "");
    }

    Capture.Summary summary(
            Path file,
            ObjectNode log,
            Optional<Instant> earliest,
            Optional<Instant> latest,
            List<BlindSpot> entryBlindSpots) {
        JsonNode own = log.path("_earshot");
        List<BlindSpot> blindSpots = new ArrayList<>(blindSpots(own));
        blindSpots.addAll(entryBlindSpots);
        List<String> target = new ArrayList<>();
        own.path("target").forEach(each -> target.add(each.asString("")));
        if (target.isEmpty()) {
            addresses.values().stream()
                    .filter(address -> address.startsWith("http"))
                    .sorted()
                    .forEach(target::add);
        }
        if (target.isEmpty()) {
            target.add(file.getFileName().toString());
        }
        return new Capture.Summary(
                target,
                own.path("recordedBy").asString(named(log.path("creator"))),
                own.path("browser").asString(named(log.path("browser"))),
                EntryReader.instant(own.path("startedAt").asString(""))
                        .or(() -> earliest)
                        .orElse(Instant.EPOCH),
                EntryReader.instant(own.path("endedAt").asString(""))
                        .or(() -> latest)
                        .orElse(Instant.EPOCH),
                runs(own),
                pages(log, earliest.orElse(Instant.EPOCH)),
                blindSpots,
                own.path("ownTraffic").asInt(0),
                persona(own.has("persona") ? own.path("persona") : log.path("_persona")));
    }

    private static String named(JsonNode tool) {
        return (tool.path("name").asString("") + " " + tool.path("version").asString("")).strip();
    }

    private static List<Run> runs(JsonNode own) {
        List<Run> runs = new ArrayList<>();
        for (JsonNode run : own.path("runs")) {
            runs.add(new Run(
                    run.path("id").asString(RECORDED),
                    EntryReader.constant(
                            Run.ConsentMode.class, run.path("consent").asString(""), Run.ConsentMode.UNKNOWN),
                    run.path("consentOutcome").asString("")));
        }
        return runs.isEmpty()
                ? List.of(new Run(RECORDED, Run.ConsentMode.UNKNOWN, "the recording does not say"))
                : runs;
    }

    private List<Page> pages(ObjectNode log, Instant otherwise) {
        List<Page> pages = new ArrayList<>();
        for (JsonNode page : log.path("pages")) {
            String id = page.path("id").asString("");
            String title = page.path("title").asString("");
            pages.add(new Page(
                    id,
                    page.path("_run").asString(RECORDED),
                    urlOf(id),
                    title.equals(urlOf(id)) ? "" : title,
                    EntryReader.instant(page.path("startedDateTime").asString(""))
                            .orElse(otherwise),
                    EntryReader.constant(
                            Page.Outcome.class, page.path("_outcome").asString(""), Page.Outcome.LOADED),
                    page.path("_remark").asString(""),
                    EntryReader.present(page.path("_screenshot").asString("")),
                    stored(page.path("_stored"))));
        }
        return pages;
    }

    private static List<StoredItem> stored(JsonNode json) {
        List<StoredItem> items = new ArrayList<>();
        for (JsonNode item : json) {
            items.add(new StoredItem(
                    EntryReader.constant(
                            StoredItem.Kind.class, item.path("kind").asString(""), StoredItem.Kind.COOKIE),
                    item.path("name").asString(""),
                    Sensitive.of(item.path("value").asString("")),
                    item.path("site").asString(""),
                    EntryReader.instant(item.path("expires").asString("")),
                    EntryReader.present(item.path("setBy").asString(""))));
        }
        return items;
    }

    private static List<BlindSpot> blindSpots(JsonNode own) {
        List<BlindSpot> blindSpots = new ArrayList<>();
        for (JsonNode blind : own.path("blindSpots")) {
            blindSpots.add(new BlindSpot(
                    EntryReader.constant(
                            BlindSpot.Kind.class, blind.path("kind").asString(""), BlindSpot.Kind.WITNESS_FAILED),
                    blind.path("where").asString(""),
                    blind.path("what").asString(""),
                    blind.path("incomplete").asBoolean(true)));
        }
        return blindSpots;
    }

    private static Optional<Persona> persona(JsonNode json) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        Map<PersonaField, List<Sensitive>> values = new EnumMap<>(PersonaField.class);
        for (PersonaField field : PersonaField.values()) {
            List<Sensitive> list = new ArrayList<>();
            json.path("values").path(field.key()).forEach(value -> list.add(Sensitive.of(value.asString(""))));
            if (!list.isEmpty()) {
                values.put(field, list);
            }
        }
        Map<String, Sensitive> extras = new HashMap<>();
        json.path("extras")
                .properties()
                .forEach(extra ->
                        extras.put(extra.getKey(), Sensitive.of(extra.getValue().asString(""))));
        return Optional.of(new Persona(json.path("id").asString(""), values, extras));
    }
}
