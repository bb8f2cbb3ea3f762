package dev.earshot.investigate.history.capture;

import dev.earshot.app.Rung;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.ContainerVersion.Moment;
import dev.earshot.investigate.history.ContainerVersion.When;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReader;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRule;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The SDKs of an app's releases, as a scan of each release found them: its `report.json`.
///
/// An app is in the logs by the requests that it makes to the entity's own hosts, which the plan names (`hosts`); when a
/// release went out, the plan says too (`published`). Only an SDK that was seen sending is certain to have sent; one that
/// the app starts or sets up is undetermined; one that it merely holds told nobody anything by that.
public final class AppHistory implements HistoryReader {
    @Override
    public String kind() {
        return "app";
    }

    @Override
    public boolean takes(String location) {
        return location.endsWith("report.json");
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        try {
            JsonNode report = JsonMapper.shared().readTree(file.content().utf8());
            if (report.path("apps").isEmpty()) {
                return HistoryReading.unreadable("It is no report of a scan of an app.");
            }
            List<ContainerVersion> versions = new ArrayList<>();
            List<String> notices = new ArrayList<>();
            report.path("apps").forEach(app -> versions.add(version(file, app, notices)));
            return new HistoryReading(versions, List.of(), notices);
        } catch (JacksonException | DateTimeException | IllegalArgumentException notAReport) {
            return HistoryReading.unreadable("It can't be read as the report of a scan, or with the plan's dates: "
                    + notAReport.getClass().getSimpleName() + ".");
        }
    }

    private static ContainerVersion version(HistoryFile file, JsonNode app, List<String> notices) {
        String name = "app " + text(app, "platform") + " " + text(app, "id");
        String version = text(app, "version");
        Provenance provenance = new Provenance(
                "app scan",
                file.name(),
                file.sha256(),
                "release " + version,
                "the release holds it; the next release takes its place, for those who take that.");
        List<Moment> moments = new ArrayList<>();
        file.settings()
                .getOrDefault("published", "")
                .lines()
                .filter(line -> line.startsWith(version + " "))
                .map(line -> Instant.parse(line.substring(version.length() + 1)))
                .forEach(at -> moments.add(new Moment(When.PUBLISHED, at, provenance)));
        List<HeldTag> tags = new ArrayList<>();
        app.path("sdks").forEach(sdk -> {
            Rung rung = rung(text(sdk, "rung"));
            if (sdk.path("infrastructure").asBoolean(false)) {
                return;
            }
            if (!rung.atLeast(Rung.CALLED)) {
                notices.add(text(sdk, "name") + " in release " + version
                        + " is held, and not started by anything that the scan can see: no window.");
                return;
            }
            tags.add(new HeldTag(
                    text(sdk, "id"),
                    text(sdk, "name"),
                    text(sdk, "vendor"),
                    text(sdk, "name"),
                    elements(sdk),
                    rule(file.settings(), rung),
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    provenance));
        });
        return new ContainerVersion(name, version, moments, tags, true);
    }

    private static Map<DataElement, Basis> elements(JsonNode sdk) {
        Map<DataElement, Basis> elements = new EnumMap<>(DataElement.class);
        elements.put(DataElement.IP_ADDRESS, Basis.INHERENT);
        elements.put(DataElement.DEVICE, Basis.INHERENT);
        sdk.path("collects")
                .forEach(element -> ScanHistory.element(element.asString(""))
                        .ifPresent(known -> elements.put(known, Basis.DECODED)));
        sdk.path("handOvers")
                .forEach(call -> ScanHistory.element(text(call, "element"))
                        .ifPresent(known -> elements.merge(
                                known, Basis.INFERRED, (one, other) -> one.compareTo(other) <= 0 ? one : other)));
        return elements;
    }

    private static PageRule rule(Map<String, String> settings, Rung rung) {
        List<PageRule> parts = new ArrayList<>();
        String hosts = settings.getOrDefault("hosts", "");
        parts.add(
                hosts.isEmpty()
                        ? new PageRule.Unknown("which requests are the app's is not stated: name its hosts")
                        : new PageRule.AnyOf(hosts.lines()
                                .map(host -> (PageRule) new PageRule.Compare(
                                        PageRule.Part.HOST, "", PageRule.Operator.EQUALS, host, false))
                                .toList()));
        if (!rung.atLeast(Rung.SEEN_SENDING)) {
            parts.add(new PageRule.Unknown("the app starts the SDK; that it sent something was not seen"));
        }
        return new PageRule.All(parts);
    }

    private static Rung rung(String id) {
        return Rung.valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
