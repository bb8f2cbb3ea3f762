package dev.earshot.guard.bypass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-Dgolden=write` plays all ways in all set-ups and writes what it measured to `docs/bypasses.md`, with `-Dways=` and ids or
/// kinds between commas only those, and keeps the others' rows; `-Dgolden=words` writes only the words of it anew;
/// `-Dbypass=all` plays all and compares. Else some of each kind are played, with nothing before them and behind the gateway.
class BypassTest {
    private static final Set<String> SAMPLE = Set.of(
            "frame-blank",
            "frame-srcdoc-nested",
            "worker-blob-upper-case",
            "form-to-frame",
            "location-href",
            "native-restored",
            "two-faced-source",
            "image-inner-html",
            "link-preload",
            "style-adopted",
            "websocket",
            "fake-head",
            "url-full-stop",
            "redirect-vendor",
            "other-field",
            "vendor-fetch",
            "own-window",
            "own-worker");

    @TempDir
    private Path folder;

    @Test
    void a_browser_does_what_the_table_says() throws Exception {
        assumeTrue(Theatre.canPlay(), "there is no Chromium here");
        boolean write = System.getProperty("golden", "").equals("write");
        boolean all = write || System.getProperty("bypass", "").equals("all");
        List<String> named = List.of(System.getProperty("ways", "").split(",", -1));
        List<Way> ways = Way.all().stream()
                .filter(way -> all || SAMPLE.contains(way.id()))
                .filter(way -> named.contains("") || named.contains(way.id()) || named.contains(way.kind()))
                .toList();

        Table measured = measure(ways, all ? List.of(SetUp.values()) : List.of(SetUp.NOTHING, SetUp.GATEWAY));

        if (write) {
            Table.onDisk().with(measured).write();
            return;
        }
        assertThat(differences(Table.onDisk(), measured, ways)).isEmpty();
    }

    @Test
    void the_page_says_of_each_way_what_its_file_says() throws Exception {
        String page = Files.readString(Table.PAGE);
        if (System.getProperty("golden", "").equals("words")) {
            Table.onDisk().write();
            return;
        }

        assertThat(Table.onDisk().written()).isEqualTo(page);
    }

    @Test
    void the_table_has_every_way_that_proves_something() {
        Table table = Table.onDisk();

        assertThat(Way.all().stream().map(Way::id)).doesNotHaveDuplicates();
        assertThat(Way.all().stream().map(Way::id).collect(Collectors.toSet()))
                .containsAll(table.rows().keySet());
        assertThat(Way.all().stream()
                        .filter(way -> !table.rows().containsKey(way.id()))
                        .filter(way -> way.varies().isEmpty())
                        .map(Way::id))
                .as("ways that reach the sink in no browser, with no reason")
                .isEmpty();
        assertThat(attacks().filter(table::proves)).hasSizeGreaterThan(60);
    }

    @Test
    void what_headers_and_guard_do_not_stop_is_said_with_its_reason() {
        Table table = Table.onDisk();

        assertThat(attacks()
                        .filter(table::proves)
                        .filter(way -> (table.through(way, SetUp.BOTH) || table.through(way, SetUp.GATEWAY))
                                != way.remains().isPresent())
                        .map(Way::id))
                .as("what remains and is not said, or is said and does not remain")
                .isEmpty();
    }

    @Test
    void what_a_site_needs_works_in_every_set_up() {
        Table table = Table.onDisk();

        assertThat(Way.of("working").stream()
                        .filter(way -> way.remains().isEmpty() && way.varies().isEmpty())
                        .flatMap(way -> Stream.of(SetUp.values())
                                .filter(setUp -> !table.through(way, setUp))
                                .map(setUp -> way.id() + " with " + setUp.title())))
                .isEmpty();
    }

    private static Stream<Way> attacks() {
        return Way.all().stream().filter(way -> !way.kind().equals("working"));
    }

    private Table measure(List<Way> ways, List<SetUp> setUps) throws Exception {
        try (Stage stage = Stage.open(folder);
                Theatre theatre = Theatre.open(stage, Files.createDirectory(folder.resolve("profile")))) {
            List<Run> runs = theatre.play(stage, ways, setUps, setUps.size() == 2 ? 1 : 2, any -> {});
            assertThat(runs.stream().filter(run -> !run.failures().isEmpty()).map(run -> run + " " + run.failures()))
                    .as("plays that went wrong")
                    .isEmpty();
            return Table.of(
                    "Measured with %s on %s.".formatted(theatre.version(), LocalDate.now(ZoneOffset.UTC)), runs);
        }
    }

    /// What one must look at: where the browser does something else than the table says, but for what is said to differ
    /// between browsers.
    private static List<String> differences(Table table, Table measured, List<Way> ways) {
        List<String> differences = new ArrayList<>();
        for (Way way : ways) {
            if (way.varies().isPresent() && (!table.proves(way) || !measured.proves(way))) {
                continue;
            }
            for (SetUp setUp : SetUp.values()) {
                measured.of(way, setUp)
                        .filter(receipt -> (receipt != Receipt.NOTHING) != table.through(way, setUp))
                        .ifPresent(receipt -> differences.add("%s with %s: %s, the table says %s"
                                .formatted(
                                        way.id(),
                                        setUp.title(),
                                        receipt.title(),
                                        table.of(way, setUp).map(Receipt::title).orElse("nothing"))));
            }
        }
        return differences;
    }
}
