package dev.earshot.guard.bypass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What each way got through in each set-up, as `docs/bypasses.md` shows it.
///
/// @param head what was measured with: one sentence
/// @param rows by the way's id
record Table(String head, Map<String, Map<SetUp, Receipt>> rows) {
    static final Path PAGE = Path.of("../docs/bypasses.md");
    private static final String START = "<!-- written by BypassTest with -Dgolden=write -->\n";
    private static final String END = "<!-- end -->\n";
    private static final Map<String, String> HEADINGS = Map.ofEntries(
            Map.entry("realms", "Fresh realms"),
            Map.entry("workers", "Workers and worklets"),
            Map.entry("forms", "Forms"),
            Map.entry("navigation", "Navigation"),
            Map.entry("natives", "Natives restored, checks misled"),
            Map.entry("markup", "Markup"),
            Map.entry("css", "Styles"),
            Map.entry("network", "Interfaces that send"),
            Map.entry("hints", "Names looked up, connections opened"),
            Map.entry("timing", "Before the guard, after the page"),
            Map.entry("addresses", "Addresses and redirects"),
            Map.entry("allowed-hosts", "Allowed hosts, own hosts"),
            Map.entry("working", "What has to go on working"));

    static Table of(String head, List<Run> runs) {
        Map<String, Map<SetUp, Receipt>> rows = new LinkedHashMap<>();
        for (Run run : runs) {
            rows.computeIfAbsent(run.way().id(), id -> new EnumMap<>(SetUp.class))
                    .merge(run.setUp(), run.receipt(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        return new Table(head, rows);
    }

    static Table onDisk() {
        Map<String, Map<SetUp, Receipt>> rows = new LinkedHashMap<>();
        for (String line : page().split("\n", -1)) {
            String[] cells = line.split(" *\\| *", -1);
            if (cells.length == 9 && cells[1].startsWith("`")) {
                Map<SetUp, Receipt> row = new EnumMap<>(SetUp.class);
                for (SetUp setUp : SetUp.values()) {
                    String cell = cells[3 + setUp.column()].replace("*", "");
                    Arrays.stream(Receipt.values())
                            .filter(receipt -> receipt.title().equals(cell))
                            .findFirst()
                            .ifPresent(receipt -> row.put(setUp, receipt));
                }
                rows.put(cells[1].replace("`", ""), row);
            }
        }
        return new Table(
                page().lines()
                        .filter(line -> line.startsWith("Measured with"))
                        .findFirst()
                        .orElse(""),
                rows);
    }

    /// This one, with the newer rows in place of its own.
    Table with(Table newer) {
        Map<String, Map<SetUp, Receipt>> all = new LinkedHashMap<>(rows);
        all.putAll(newer.rows);
        return new Table(newer.head, all);
    }

    /// Whether the way does what it says where nothing stands before it: else it proves nothing.
    boolean proves(Way way) {
        return of(way, SetUp.NOTHING)
                .filter(receipt -> receipt != Receipt.NOTHING)
                .isPresent();
    }

    Optional<Receipt> of(Way way, SetUp setUp) {
        return Optional.ofNullable(rows.getOrDefault(way.id(), Map.of()).get(setUp));
    }

    /// Whether what came counts against a protection.
    boolean through(Way way, SetUp setUp) {
        return of(way, setUp).filter(receipt -> receipt != Receipt.NOTHING).isPresent();
    }

    void write() {
        try {
            Files.writeString(PAGE, written());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The whole page with this table in it.
    String written() {
        String page = page();
        int start = page.indexOf(START) + START.length();
        return page.substring(0, start) + shown() + page.substring(page.indexOf(END));
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String shown() {
        StringBuilder text = new StringBuilder("\n" + head + "\n\n" + summary());
        for (String kind : Way.KINDS) {
            List<Way> ways = Way.of(kind).stream().filter(this::proves).toList();
            text.append("\n## ").append(HEADINGS.get(kind)).append("\n\n");
            text.append("| | what the page does | ")
                    .append(Arrays.stream(SetUp.values()).map(SetUp::title).collect(Collectors.joining(" | ")))
                    .append(" |\n|---|---|---|---|---|---|---|\n");
            for (Way way : ways) {
                text.append("| `%s` | %s | %s |\n"
                        .formatted(
                                way.id(),
                                linked(way),
                                Arrays.stream(SetUp.values())
                                        .map(setUp -> cell(way, setUp))
                                        .collect(Collectors.joining(" | "))));
            }
            List<Way> remaining =
                    ways.stream().filter(way -> way.remains().isPresent()).toList();
            if (!remaining.isEmpty()) {
                text.append("\nWhat remains:\n\n");
                Map<String, List<Way>> byReason = remaining.stream()
                        .collect(Collectors.groupingBy(
                                way -> way.remains().orElseThrow(), LinkedHashMap::new, Collectors.toList()));
                byReason.forEach((reason, which) -> text.append("- %s: %s\n"
                        .formatted(
                                which.stream().map(way -> "`" + way.id() + "`").collect(Collectors.joining(", ")),
                                reason)));
            }
        }
        return text + unproven();
    }

    private String summary() {
        List<Way> ways = Way.all().stream()
                .filter(way -> !way.kind().equals("working"))
                .filter(this::proves)
                .toList();
        String stopped = Arrays.stream(SetUp.values())
                .filter(setUp -> setUp != SetUp.NOTHING)
                .map(setUp -> "%s %d"
                        .formatted(
                                setUp.title(),
                                ways.stream()
                                        .filter(way -> !through(way, setUp))
                                        .count()))
                .collect(Collectors.joining(", "));
        return "%d ways reach the sink where nothing stands before them. Of these are stopped by %s.\n"
                .formatted(ways.size(), stopped);
    }

    private String unproven() {
        List<Way> ways = Way.all().stream().filter(way -> !proves(way)).toList();
        StringBuilder text = new StringBuilder("""

                ## Ways that prove nothing in this browser

                They did not reach the sink where nothing stood before them.

                """);
        ways.forEach(way -> text.append("- `%s`: %s%s\n"
                .formatted(
                        way.id(),
                        linked(way),
                        way.varies().map(why -> " (" + why + ")").orElse(""))));
        return text.append('\n').toString();
    }

    private static String linked(Way way) {
        String first = way.title() + " ([source](" + way.see().getFirst() + ")";
        return way.see().stream()
                .skip(1)
                .map(each -> ", [source](" + each + ")")
                .collect(Collectors.joining("", first, ")"));
    }

    private String cell(Way way, SetUp setUp) {
        Receipt receipt = of(way, setUp).orElse(Receipt.NOTHING);
        String shown = receipt.title().toLowerCase(Locale.ROOT);
        if (way.kind().equals("working")) {
            return receipt == Receipt.NOTHING ? "**" + shown + "**" : shown;
        }
        return receipt == Receipt.NOTHING || setUp == SetUp.NOTHING ? shown : "**" + shown + "**";
    }
}
