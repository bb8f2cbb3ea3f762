package dev.earshot.clinic.logs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// Writes the entries of all servers as the files that each of them leaves behind, one a month, and counts.
final class LogShelf {
    private final Path folder;
    private final List<LogFile> files = new ArrayList<>();

    LogShelf(Path folder) {
        this.folder = folder;
    }

    /// What became of one file's lines.
    ///
    /// @param sameAs the file whose very bytes it repeats; empty for all but one
    record LogFile(String file, Site site, long lines, long used, Map<String, Long> setAside, String sameAs) {
        LogFile {
            setAside = Collections.unmodifiableMap(new TreeMap<>(setAside));
        }
    }

    List<LogFile> files() {
        return List.copyOf(files);
    }

    void write(List<Entry> entries) throws IOException {
        Map<Site, Map<YearMonth, List<Entry>>> shelf = new EnumMap<>(Site.class);
        for (Entry entry : entries) {
            shelf.computeIfAbsent(entry.site(), site -> new TreeMap<>())
                    .computeIfAbsent(YearMonth.from(entry.at().atZone(zone(entry.site()))), month -> new ArrayList<>())
                    .add(entry);
        }
        for (Map.Entry<Site, Map<YearMonth, List<Entry>>> site : shelf.entrySet()) {
            for (Map.Entry<YearMonth, List<Entry>> month : site.getValue().entrySet()) {
                month.getValue().sort(Comparator.comparing(Entry::at));
                write(site.getKey(), month.getKey(), month.getValue());
            }
        }
        repeat("logs/portal/portal-2023-10.json.gz", "logs/portal/portal-2023-10-restored.json.gz");
    }

    private static ZoneId zone(Site site) {
        return switch (site) {
            case WWW, PORTAL -> Calendar.ZONE;
            case DOCTORS, HEALTH, APPOINTMENTS -> ZoneOffset.UTC;
        };
    }

    private static String name(Site site, YearMonth month) {
        Instant start = month.atDay(1).atStartOfDay(zone(site)).toInstant();
        return switch (site) {
            case WWW ->
                (start.isBefore(Calendar.BEHIND_NETWORK) ? "logs/www/facing" : "logs/www/behind") + "/access-" + month
                        + ".log.gz";
            case PORTAL -> "logs/portal/portal-" + month + ".json.gz";
            case DOCTORS ->
                "logs/doctors/u_ex" + month.toString().replace("-", "").substring(2) + ".log";
            case HEALTH -> "logs/health/E2EXAMPLE1." + month + "-01-00.a1b2c3d4.gz";
            case APPOINTMENTS ->
                "logs/appointments/123456789012_elasticloadbalancing_us-west-2_app.booking." + "50dc6c495c0c9188_"
                        + month.toString().replace("-", "") + "01T0000Z_198.51.100.250_2x7k.log.gz";
        };
    }

    private void write(Site site, YearMonth month, List<Entry> entries) throws IOException {
        List<String> lines = new ArrayList<>();
        Map<Aside, Long> aside = new EnumMap<>(Aside.class);
        long used = 0;
        if (site == Site.HEALTH) {
            Collections.addAll(lines, Wording.cloudFrontHeader());
            aside.merge(Aside.DIRECTIVE, (long) lines.size(), Long::sum);
        }
        Instant before = Instant.MIN;
        for (Entry entry : entries) {
            if (site == Site.DOCTORS
                    && (before.equals(Instant.MIN)
                            || Wording.cookiesInDoctorsLog(before) != Wording.cookiesInDoctorsLog(entry.at()))) {
                String[] header = Wording.iisHeader(entry.at());
                Collections.addAll(lines, header);
                aside.merge(Aside.DIRECTIVE, (long) header.length, Long::sum);
            }
            before = entry.at();
            lines.add(Wording.line(entry));
            if (entry.aside().isPresent()) {
                aside.merge(entry.aside().get(), 1L, Long::sum);
            } else {
                used++;
            }
        }
        String name = name(site, month);
        write(name, lines);
        Map<String, Long> reasons = new TreeMap<>();
        aside.forEach((reason, count) -> reasons.put(reason.id(), count));
        files.add(new LogFile(name, site, lines.size(), used, reasons, ""));
    }

    /// Plain or, as the name says, gzip; that in two members, as a rotation that appends leaves it.
    private void write(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        String end = name.startsWith("logs/doctors/") ? "\r\n" : "\n";
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            if (!name.endsWith(".gz")) {
                text(lines, end, out);
                return;
            }
            int half = lines.size() / 2;
            for (List<String> part : List.of(lines.subList(0, half), lines.subList(half, lines.size()))) {
                GZIPOutputStream member = new GZIPOutputStream(out);
                text(part, end, member);
                member.finish();
            }
        }
    }

    private static void text(List<String> lines, String end, OutputStream out) throws IOException {
        for (String line : lines) {
            out.write((line + end).getBytes(StandardCharsets.UTF_8));
        }
    }

    /// The same file under another name, as a restored backup leaves it.
    private void repeat(String original, String copy) throws IOException {
        Files.copy(folder.resolve(original), folder.resolve(copy));
        LogFile repeated = files.stream()
                .filter(file -> file.file().equals(original))
                .findFirst()
                .orElseThrow();
        files.add(new LogFile(
                copy,
                repeated.site(),
                repeated.lines(),
                0,
                Map.of(Aside.DUPLICATE_FILE.id(), repeated.lines()),
                original));
    }
}
