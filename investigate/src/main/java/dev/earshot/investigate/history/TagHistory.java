package dev.earshot.investigate.history;

import dev.earshot.EarshotException;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that a plan names of the history of the tags, read and put together.
///
/// @param windows within the period at least in part, in a stable order
/// @param remarks notices, and conflicts and gaps that a person has settled
/// @param open conflicts and gaps that nobody has settled, and what could not be read: the answer is incomplete
/// @param unknown the times of the gaps that are open: who was a member then can't be said not to have been exposed
/// @param sha256 of each file that was read, by its location
public record TagHistory(
        List<DisclosureWindow> windows,
        List<String> remarks,
        List<String> open,
        List<Windows.Gap> unknown,
        Map<String, String> sha256) {
    /// A file of tag history is read whole.
    private static final int LONGEST = 1 << 30;

    public TagHistory {
        windows = List.copyOf(windows);
        remarks = List.copyOf(remarks);
        open = List.copyOf(open);
        unknown = List.copyOf(unknown);
        sha256 = Map.copyOf(sha256);
    }

    /// @throws EarshotException when a file can't be opened
    public static TagHistory of(Plan plan, Storage storage, List<HistoryReader> readers) {
        Map<String, HistoryReader> byKind =
                readers.stream().collect(Collectors.toMap(HistoryReader::kind, Function.identity()));
        List<ContainerVersion> versions = new ArrayList<>();
        List<DisclosureWindow> stated = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        List<String> open = new ArrayList<>();
        Map<String, String> read = new TreeMap<>();
        for (Plan.TagSource source : plan.tagHistory()) {
            if (source.kind().equals("statement")) {
                stated.add(Statement.window(source));
                continue;
            }
            HistoryReader reader = byKind.get(source.kind());
            if (reader == null) {
                open.add("Line " + source.line() + " of the plan: tag history of the kind " + source.kind()
                        + " is not read by this version; state what it says by hand.");
                continue;
            }
            Map<String, String> settings = new TreeMap<>(source.settings());
            if (!source.kind().equals("app")) {
                settings.putIfAbsent("hosts", String.join("\n", plan.hosts()));
            }
            for (Map.Entry<String, HistoryFile> each :
                    files(source, settings, reader, storage).entrySet()) {
                HistoryFile file = each.getValue();
                if (file.content().length() >= LONGEST) {
                    open.add(file.name() + ": only its first GiB was read; split it.");
                }
                read.put(each.getKey(), file.sha256());
                HistoryReading reading = reader.read(file);
                versions.addAll(reading.versions());
                reading.faults().forEach(fault -> open.add(of(file, fault)));
                reading.notices().forEach(notice -> remarks.add(of(file, notice)));
            }
        }
        for (HistoryReader reader : readers) {
            HistoryReading rest = reader.finish();
            versions.addAll(rest.versions());
            open.addAll(rest.faults());
            remarks.addAll(rest.notices());
        }
        Windows found = Windows.of(versions, plan.from(), plan.to());
        found.conflicts().forEach(conflict -> settle(plan, conflict.id(), conflict.says(), remarks, open));
        found.gaps().forEach(gap -> settle(plan, gap.id(), gap.says(), remarks, open));
        List<DisclosureWindow> windows = Stream.concat(found.windows().stream(), stated.stream())
                .filter(window ->
                        window.from().isBefore(plan.to()) && plan.from().isBefore(window.to()))
                .toList();
        List<Windows.Gap> unknown = found.gaps().stream()
                .filter(gap -> plan.settled().stream()
                        .noneMatch(settled -> settled.id().equals(gap.id())))
                .toList();
        return new TagHistory(windows, remarks, open, unknown, read);
    }

    private static String of(HistoryFile file, String says) {
        return says.startsWith(file.name()) ? says : file.name() + ": " + says;
    }

    private static void settle(Plan plan, String id, String says, List<String> remarks, List<String> open) {
        plan.settled().stream()
                .filter(settled -> settled.id().equals(id))
                .findFirst()
                .ifPresentOrElse(
                        settled -> remarks.add(id + ": " + says + " Settled as " + settled.as() + " by " + settled.by()
                                + ": " + settled.because()),
                        () -> open.add(id + ": " + says));
    }

    /// By location; named by the last part of it, as reports name them.
    private static Map<String, HistoryFile> files(
            Plan.TagSource source, Map<String, String> settings, HistoryReader reader, Storage storage) {
        Map<String, HistoryFile> files = new TreeMap<>();
        for (String pattern : source.files()) {
            try {
                for (Storage.Stored stored : storage.list(pattern)) {
                    if (!reader.takes(stored.location())) {
                        continue;
                    }
                    byte[] content;
                    try (InputStream in = storage.open(stored.location())) {
                        content = in.readNBytes(LONGEST);
                    }
                    String name = stored.location().substring(stored.location().lastIndexOf('/') + 1);
                    files.put(
                            stored.location(), new HistoryFile(name, sha256(content), Bytes.copyOf(content), settings));
                }
            } catch (IOException e) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "Line " + source.line() + " of the plan: " + pattern + " can't be read (" + e.getMessage()
                                + ").",
                        e);
            }
        }
        return files;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
