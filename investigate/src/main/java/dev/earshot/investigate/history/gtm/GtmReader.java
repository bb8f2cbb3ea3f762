package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.ContainerVersion.Moment;
import dev.earshot.investigate.history.ContainerVersion.When;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReader;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.TagSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads exports of Google Tag Manager containers, and lists of when versions were published.
///
/// An export says when its version was stored, not when it went live. The source's settings can say so: `published`,
/// `live` and `ended` have lines of a version and an instant, such as `36 2021-03-05T13:48:06Z`; the first is a line
/// of the user interface's list of versions, the second that a version was the live one at that time, the third that
/// it was taken down. A list of versions may also be a CSV file with the columns `version` and `published`. Where the
/// settings have a `container`, they are for that one alone.
public final class GtmReader implements HistoryReader {
    private static final String KIND = "GTM container export";

    @Override
    public String kind() {
        return "gtm";
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        String text = file.content().utf8();
        String start = text.substring(0, Math.min(text.length(), 200)).stripLeading();
        if (!start.isEmpty() && start.charAt(0) == '\uFEFF') {
            text = text.substring(text.indexOf('\uFEFF') + 1);
            start = start.substring(1).stripLeading();
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return export(file, text);
        }
        return VersionList.isOne(text)
                ? VersionList.read(file, text)
                : HistoryReading.unreadable(
                        file.name() + ": this is neither an export of a container nor a list of its versions");
    }

    private static HistoryReading export(HistoryFile file, String text) {
        List<ContainerVersion> versions = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        try {
            JsonNode root = JsonMapper.shared().readTree(text);
            for (JsonNode version : versionsIn(root)) {
                read(file, version, versions, faults, notices);
            }
        } catch (JacksonException | StackOverflowError broken) {
            faults.add(file.name() + ": it is not whole JSON"
                    + (broken instanceof JacksonException known && known.getLocation() != null
                            ? ", at line " + known.getLocation().getLineNr()
                            : ""));
        }
        if (versions.isEmpty() && faults.isEmpty() && notices.isEmpty()) {
            faults.add(file.name() + ": there is no version of a container in it");
        }
        return new HistoryReading(versions, faults, notices);
    }

    /// The tags of every version in an export as they are set, of an unpublished workspace too.
    public static List<TagSet> tags(HistoryFile file) {
        try {
            List<TagSet> sets = new ArrayList<>();
            JsonNode root =
                    JsonMapper.shared().readTree(withoutMark(file.content().utf8()));
            placed(root, "", 0, (pointer, version) -> sets.add(tags(file, version, pointer)));
            return sets;
        } catch (JacksonException | StackOverflowError broken) {
            return List.of();
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static void placed(JsonNode node, String pointer, int depth, BiConsumer<String, JsonNode> each) {
        if (node.has("containerVersion") && depth < 8) {
            placed(node.path("containerVersion"), pointer + "/containerVersion", depth + 1, each);
        } else if (node.isArray() && depth < 8) {
            for (int i = 0; i < node.size(); i++) {
                placed(node.path(i), pointer + "/" + i, depth + 1, each);
            }
        } else if (node.has("containerVersionId") || node.has("tag")) {
            each.accept(pointer, node);
        }
    }

    private static TagSet tags(HistoryFile file, JsonNode node, String pointer) {
        ExportFile export = new ExportFile(node, pointer);
        Container container = export.container();
        List<String> faults = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        if (!usableOnPages(node)) {
            faults.add(
                    container.id() + " is no container of web pages; what a server's or an app's container passes on is"
                            + " not read");
        }
        if (!node.path("zone").isEmpty()) {
            faults.add(container.id() + " has " + node.path("zone").size()
                    + " zones, which load other containers; theirs have to be looked at as well");
        }
        boolean draft = container.version().isEmpty() || container.version().equals("0");
        return new TagSet(
                KIND,
                container.id(),
                container.version(),
                draft,
                new SetTags(container, file, KIND).all(),
                faults,
                notices);
    }

    private static List<JsonNode> versionsIn(JsonNode root) {
        List<JsonNode> versions = new ArrayList<>();
        JsonNode inner = root.path("containerVersion");
        JsonNode all = inner.isMissingNode() ? root : inner;
        if (all.isArray()) {
            all.forEach(each -> versions.addAll(versionsIn(each)));
        } else if (all.has("containerVersionId") || all.has("tag")) {
            versions.add(all);
        }
        return versions;
    }

    private static void read(
            HistoryFile file,
            JsonNode node,
            List<ContainerVersion> versions,
            List<String> faults,
            List<String> notices) {
        ExportFile export = new ExportFile(node);
        Container container = export.container();
        String version = container.version();
        if (version.equals("0")) {
            notices.add(file.name() + ": this is the draft of a workspace of " + container.id()
                    + " (version 0), which was never live; it is not counted");
            return;
        }
        if (version.isEmpty()) {
            faults.add(file.name() + ": the export does not say which version it is of");
            return;
        }
        if (!usableOnPages(node)) {
            notices.add(file.name() + ": " + container.id() + " is no container of web pages; what a server's container"
                    + " passes on is not read");
            return;
        }
        TagReading reading = new TagReading(container, file, KIND);
        List<Moment> moments = new ArrayList<>();
        Optional<Instant> stored = export.stored();
        stored.ifPresent(at -> moments.add(new Moment(
                When.CREATED,
                at,
                new Provenance(
                        KIND,
                        file.name(),
                        file.sha256(),
                        "version " + version + ", fingerprint",
                        "The version was stored at " + at + "; that it was published then is assumed."))));
        versions.add(new ContainerVersion(container.id(), version, moments, reading.tags(), true));
        notices.addAll(reading.notices());
        versions.addAll(Stated.versions(file, container.id(), faults));
    }

    private static boolean usableOnPages(JsonNode version) {
        JsonNode contexts = version.path("container").path("usageContext");
        if (!contexts.isArray() || contexts.isEmpty()) {
            return true;
        }
        for (JsonNode context : contexts) {
            String word = context.asString("").toLowerCase(Locale.ROOT);
            if (word.equals("web") || word.equals("amp")) {
                return true;
            }
        }
        return false;
    }
}
