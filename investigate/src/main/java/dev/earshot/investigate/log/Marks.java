package dev.earshot.investigate.log;

import dev.earshot.investigate.Storage;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The marks of finished files in `files/`, written after their tables. A mark is good only for the same bytes of the
/// file, read in the same way by the same rules.
final class Marks {
    /// To be raised when the same lines give other rows than before.
    private static final int READING = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern NUMBERED = Pattern.compile(".*/([0-9]{8})\\.(?:parquet|json)");

    private final Storage storage;
    private final String folder;
    private final String rules;

    Marks(Storage storage, String folder, Plan plan, List<LogFormat> formats, Set<String> parameters) {
        this.storage = storage;
        this.folder = folder;
        List<String> parts = new ArrayList<>();
        parts.add("reading " + READING);
        parts.add(plan.from() + " " + plan.to());
        list(parts, new TreeSet<>(plan.hosts()));
        Set<String> off = new TreeSet<>();
        plan.rules().off().forEach(rule -> off.add(rule.name()));
        list(parts, off);
        list(parts, plan.rules().bots());
        list(parts, plan.rules().healthChecks());
        list(parts, plan.rules().internal());
        list(parts, plan.rules().statuses());
        list(parts, plan.rules().notPages());
        list(parts, plan.rules().ignoredPaths());
        list(parts, formats.stream().map(LogFormat::id).toList());
        list(parts, new TreeSet<>(parameters));
        this.rules = hash(parts);
    }

    /// What the outcome of a file depends on. Where it is stored is not part of that.
    String basis(LogFile file) {
        Plan.Logs logs = file.source().plan();
        List<String> parts = new ArrayList<>();
        parts.add(rules);
        parts.add(file.number() + " " + file.sha256());
        parts.add(logs.format().orElse(""));
        logs.fields().forEach((name, field) -> list(parts, List.of(name, field)));
        parts.add(logs.zone().getId());
        parts.add(logs.host().orElse(""));
        parts.add(logs.sessionCookie().orElse(""));
        list(parts, logs.trustedProxies());
        parts.add(logs.utcOffsetCorrection().toString());
        return hash(parts);
    }

    private static void list(List<String> parts, Iterable<String> more) {
        List<String> list = new ArrayList<>();
        more.forEach(list::add);
        parts.add(Integer.toString(list.size()));
        parts.addAll(list);
    }

    private static String hash(List<String> parts) {
        var digest = LogFile.newDigest();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    String location(Table table, int number) {
        return folder + "/" + table.id() + "/" + name(number) + ".parquet";
    }

    private String location(int number) {
        return folder + "/files/" + name(number) + ".json";
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%08d", number);
    }

    /// The mark of a file, where it is good; its account names where the file is now.
    ///
    /// @param numbers of all files by their SHA-256
    @Nullable
    Mark find(LogFile file, Map<String, Integer> numbers) throws IOException {
        String location = location(file.number());
        if (!storage.exists(location)) {
            return null;
        }
        byte[] bytes;
        try (InputStream stream = storage.open(location)) {
            bytes = stream.readAllBytes();
        }
        try {
            Mark mark = mark(JSON.readTree(bytes), file);
            boolean whole = numbers.getOrDefault(mark.duplicateOf(), Integer.MAX_VALUE) < file.number()
                    || (mark.duplicateOf().isEmpty()
                            && storage.exists(location(Table.LINES, file.number()))
                            && storage.exists(location(Table.PAGES, file.number())));
            return whole && mark.basis().equals(basis(file)) ? mark : null;
        } catch (JacksonException | IllegalArgumentException | IllegalStateException torn) {
            return null;
        }
    }

    private static Mark mark(JsonNode json, LogFile file) {
        Map<SetAside, Long> setAside = new EnumMap<>(SetAside.class);
        json.path("setAside")
                .properties()
                .forEach(reason -> setAside.put(
                        SetAside.valueOf(reason.getKey()), reason.getValue().asLong()));
        List<String> faults = new ArrayList<>();
        json.path("faults").forEach(fault -> faults.add(fault.asString()));
        FileAccount account = new FileAccount(
                file.number(),
                file.location(),
                file.sha256(),
                json.path("format").asString(),
                json.path("lines").asLong(),
                json.path("used").asLong(),
                setAside,
                json.path("firstTs").asLong(),
                json.path("lastTs").asLong(),
                faults);
        return new Mark(
                json.path("basis").asString(),
                json.path("content").path("crc32").asLong(),
                json.path("content").path("length").asLong(),
                json.path("duplicateOf").asString(),
                account);
    }

    void write(Mark mark) throws IOException {
        FileAccount account = mark.account();
        ObjectNode json = JSON.createObjectNode();
        json.put("number", account.number());
        json.put("location", account.location());
        json.put("sha256", account.sha256());
        json.put("format", account.format());
        json.put("lines", account.lines());
        json.put("used", account.used());
        ObjectNode reasons = json.putObject("setAside");
        account.setAside().forEach((reason, count) -> reasons.put(reason.name(), count));
        json.put("firstTs", account.firstTs());
        json.put("lastTs", account.lastTs());
        ArrayNode faults = json.putArray("faults");
        account.faults().forEach(faults::add);
        json.putObject("content").put("crc32", mark.crc()).put("length", mark.length());
        json.put("duplicateOf", mark.duplicateOf());
        json.put("basis", mark.basis());
        String location = location(account.number());
        String unfinished = folder + "/files/." + name(account.number()) + ".tmp";
        try (OutputStream out = storage.create(unfinished)) {
            out.write(JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(json)
                    .getBytes(StandardCharsets.UTF_8));
        }
        storage.delete(location);
        storage.move(unfinished, location);
    }

    /// Deletes what a file had, its mark first.
    void delete(int number) throws IOException {
        storage.delete(location(number));
        storage.delete(location(Table.LINES, number));
        storage.delete(location(Table.PAGES, number));
    }

    /// Deletes what is left of runs with more files than there are now.
    void sweep(int files) throws IOException {
        Set<Integer> surplus = new TreeSet<>();
        for (String part : List.of("files", Table.LINES.id(), Table.PAGES.id())) {
            for (Storage.Stored stored : storage.list(folder + "/" + part)) {
                Matcher numbered = NUMBERED.matcher(stored.location().replace('\\', '/'));
                if (numbered.matches() && Integer.parseInt(numbered.group(1)) > files) {
                    surplus.add(Integer.parseInt(numbered.group(1)));
                }
            }
        }
        for (int number : surplus) {
            delete(number);
        }
    }
}
