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
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads containers as they were served: copies of `gtm.js`, of a proxy's cache, an archive or a recording.
///
/// A copy says what its version held, and that it was live when it was served: at the instant that the source's
/// setting `seen` gives, else at the 14 digits in the file's name that archives of the Web write (UTC), such as
/// `gtm-20210305134806.js`. A copy without a date says only what its version held. The container's id is the setting
/// `container`, else that in the file's name, else the first in the code.
public final class GtmScriptReader implements HistoryReader {
    private static final String KIND = "served container";
    private static final Pattern DIGITS = Pattern.compile("(?<!\\d)(20\\d{12})(?!\\d)");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    @Override
    public String kind() {
        return "gtm-js";
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        String code = file.content().utf8();
        List<String> faults = new ArrayList<>();
        Optional<String> id = Optional.ofNullable(file.settings().get("container"))
                .or(() -> ScriptScanner.id("?" + file.name()))
                .or(() -> ScriptScanner.id(code));
        if (id.isEmpty()) {
            return HistoryReading.unreadable(
                    file.name() + ": no id of a container in its name or code; the setting" + " container gives it");
        }
        Optional<String> json;
        JsonNode resource;
        try {
            json = ScriptScanner.resource(code);
            if (json.isEmpty()) {
                return HistoryReading.unreadable(file.name() + ": there is no container in it");
            }
            resource = JsonMapper.shared().readTree(json.get());
        } catch (JacksonException | StackOverflowError broken) {
            return HistoryReading.unreadable(file.name() + ": the container in it can't be read");
        }
        ScriptFile script = new ScriptFile(resource, id.get());
        String version = script.version();
        if (version.isEmpty()) {
            return HistoryReading.unreadable(file.name() + ": the container in it does not say which version it is");
        }
        TagReading reading = new TagReading(script.container(), file, KIND);
        List<String> notices = new ArrayList<>();
        Optional<Instant> seen = seen(file, faults);
        if (seen.isEmpty()) {
            notices.add(file.name() + ": this copy has no date; the setting seen gives it");
        }
        List<Moment> moments = seen.stream()
                .map(at -> new Moment(
                        When.SEEN,
                        at,
                        new Provenance(
                                KIND,
                                file.name(),
                                file.sha256(),
                                "version " + version,
                                "Version " + version + " of " + id.get() + " was served at " + at + ".")))
                .toList();
        ContainerVersion one = new ContainerVersion(id.get(), version, moments, reading.tags(), true);
        script.faults().forEach(fault -> faults.add(file.name() + ": " + fault));
        notices.addAll(reading.notices());
        return new HistoryReading(List.of(one), faults, notices);
    }

    /// The tags of a served container as they are set; empty where there is none in the file.
    public static List<TagSet> tags(HistoryFile file) {
        String code = file.content().utf8();
        try {
            Optional<String> json = ScriptScanner.resource(code);
            if (json.isEmpty()) {
                return List.of();
            }
            String id = Optional.ofNullable(file.settings().get("container"))
                    .or(() -> ScriptScanner.id("?" + file.name()))
                    .or(() -> ScriptScanner.id(code))
                    .orElse("a container without an id");
            ScriptFile script = new ScriptFile(JsonMapper.shared().readTree(json.get()), id);
            Container container = script.container();
            return List.of(
                    new TagSet(
                            KIND,
                            id,
                            container.version(),
                            false,
                            new SetTags(container, file, KIND).all(),
                            script.faults(),
                            List.of(
                                    "It is a copy as browsers get it: names are left out, and of paused tags nothing is left.")));
        } catch (JacksonException | StackOverflowError broken) {
            return List.of();
        }
    }

    private static Optional<Instant> seen(HistoryFile file, List<String> faults) {
        String stated = file.settings().getOrDefault("seen", "");
        if (!stated.isEmpty()) {
            Optional<Instant> at = Stated.instant(stated);
            if (at.isEmpty()) {
                faults.add(file.name() + ": the setting seen is not an instant with an offset: "
                        + Conditions.shortened(stated));
            }
            return at;
        }
        Matcher digits = DIGITS.matcher(file.name());
        if (!digits.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(digits.group(1), STAMP).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }
}
