package dev.earshot.mobile.archive;

import static dev.earshot.mobile.archive.ZipBytes.deflated;
import static dev.earshot.mobile.archive.ZipBytes.stored;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.NotedSigns;
import dev.earshot.mobile.reading.Part;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainersTest {
    private static final String TEXT = "the rest is still scanned ".repeat(20);

    @TempDir
    Path folder;

    private final NotedSigns signs = new NotedSigns();

    @Test
    void what_is_packed_and_what_is_stored_is_read_in_the_order_of_the_archive() throws IOException {
        Container apk = open(new ZipBytes()
                .add(deflated("classes.dex", TEXT))
                .add(stored("resources.arsc", "stored"))
                .add(stored("assets/", ""))
                .bytes());

        assertThat(apk.names()).containsExactly("classes.dex", "resources.arsc");
        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(text(apk, "resources.arsc")).contains("stored");
        assertThat(apk.open("classes.dex")).map(Part::file).contains("clinic.apk!classes.dex");
        assertThat(apk.open("classes2.dex")).isEmpty();
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void sizes_behind_the_content_a_comment_and_a_signature_block_are_nothing_odd() throws IOException {
        Container apk = open(new ZipBytes()
                .add(deflated("classes.dex", TEXT).flags(8 | 0x800))
                .raw("APK Sig Block 42".getBytes(UTF_8))
                .comment("made by hand")
                .bytes());

        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void an_empty_file_and_a_folder_may_be_deflated() throws IOException {
        Container apk = open(new ZipBytes()
                .add(deflated("assets/", ""))
                .add(deflated("assets/empty", ""))
                .bytes());

        assertThat(apk.names()).containsExactly("assets/empty");
        assertThat(text(apk, "assets/empty")).contains("");
        assertThat(signs.blind).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\windows\\x.dll", ".."})
    void a_name_that_leads_out_of_the_archive_is_told_and_read_where_it_is(String name) throws IOException {
        Container apk = open(new ZipBytes()
                .add(stored(name, "evil"))
                .add(deflated("classes.dex", TEXT))
                .bytes());

        assertThat(text(apk, name)).contains("evil");
        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!" + name);
        assertThat(signs.blind).allMatch(BlindSpot::incomplete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"assets/..data", "a..b/c", "x/...", "res/a:b.xml"})
    void a_name_that_only_looks_like_leading_out_is_not_told(String name) throws IOException {
        open(new ZipBytes().add(stored(name, "fine")).bytes());

        assertThat(signs.blind).isEmpty();
    }

    @Test
    void a_name_that_would_move_the_cursor_is_shown_without() throws IOException {
        assertThat(open(new ZipBytes().add(stored("a\u001b[2Jb", "x")).bytes()).names())
                .containsExactly("a\uFFFD[2Jb");
    }

    @Test
    void an_entry_that_comes_twice_is_read_twice_and_told_once() throws IOException {
        Container apk = open(new ZipBytes()
                .add(stored("classes.dex", "first"))
                .add(stored("classes.dex", "second"))
                .add(stored("classes.dex", "third"))
                .bytes());

        assertThat(apk.names()).containsExactlyInAnyOrder("classes.dex", "(1)/classes.dex", "(2)/classes.dex");
        assertThat(text(apk, "classes.dex")).contains("third");
        assertThat(text(apk, "(1)/classes.dex")).contains("first");
        assertThat(text(apk, "(2)/classes.dex")).contains("second");
        assertThat(signs.blind).hasSize(1).allMatch(BlindSpot::incomplete);
    }

    @Test
    void headers_that_disagree_on_the_name_are_told_and_the_directory_counts() throws IOException {
        Container apk = open(new ZipBytes()
                .add(stored("classes.dex", "code").localName("harmless.txt"))
                .bytes());

        assertThat(text(apk, "classes.dex")).contains("code");
        assertThat(apk.open("harmless.txt")).isEmpty();
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!classes.dex");
    }

    @Test
    void a_wrong_checksum_is_told_and_the_content_is_still_read() throws IOException {
        Container apk =
                open(new ZipBytes().add(deflated("classes.dex", TEXT).crc(42)).bytes());

        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blind)
                .extracting(BlindSpot::what)
                .singleElement()
                .asString()
                .contains("checksum");
    }

    @Test
    void a_size_that_lies_costs_no_memory_and_the_content_is_read() throws IOException {
        Container apk = open(new ZipBytes()
                .add(deflated("classes.dex", TEXT).unpacked(0x7fff_ffffL))
                .bytes());

        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!classes.dex");
    }

    @Test
    void zip64_sizes_that_lie_are_cut_to_what_is_there() throws IOException {
        Container apk = open(new ZipBytes()
                .add(stored("a.txt", "here"))
                .add(stored("b.txt", "there")
                        .packed(0xFFFF_FFFFL)
                        .unpacked(0xFFFF_FFFFL)
                        .extra(ZipBytes.zip64(1L << 60, 1L << 61)))
                .bytes());

        assertThat(text(apk, "a.txt")).contains("here");
        assertThat(text(apk, "b.txt").orElseThrow()).startsWith("there");
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!b.txt");
        assertThat(signs.blind).allMatch(BlindSpot::incomplete);
    }

    @Test
    void zip64_sizes_that_are_true_are_nothing_odd() throws IOException {
        Container big = open(new ZipBytes()
                .add(stored("a.txt", "here")
                        .packed(0xFFFF_FFFFL)
                        .unpacked(0xFFFF_FFFFL)
                        .extra(ZipBytes.zip64(4, 4)))
                .bytes());
        assertThat(text(big, "a.txt")).contains("here");
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void a_false_encryption_mark_is_told_and_the_content_is_read_as_android_reads_it() throws IOException {
        Container apk =
                open(new ZipBytes().add(deflated("classes.dex", TEXT).flags(1)).bytes());

        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blind).allMatch(BlindSpot::incomplete).hasSize(1);
    }

    @Test
    void an_encrypted_entry_is_refused_and_the_others_are_read() throws IOException {
        Container apk = open(new ZipBytes()
                .add(deflated("secret.dex", TEXT).flags(1).method(0).crc(7))
                .add(deflated("classes.dex", TEXT))
                .bytes());

        assertThat(apk.open("secret.dex")).isEmpty();
        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blind).extracting(BlindSpot::what).anyMatch(what -> what.contains("is encrypted"));
    }

    @Test
    void an_unknown_method_is_read_as_stored_or_as_deflated_by_the_checksum() throws IOException {
        Container apk = open(new ZipBytes()
                .add(stored("AndroidManifest.xml", TEXT).method(0x23d4))
                .add(deflated("classes.dex", TEXT).method(0x1337))
                .bytes());

        assertThat(text(apk, "AndroidManifest.xml")).contains(TEXT);
        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!AndroidManifest.xml", "clinic.apk!classes.dex");
    }

    @Test
    void a_method_that_is_really_another_one_is_refused() throws IOException {
        Container apk = open(new ZipBytes()
                .add(stored("a.xz", "\u00fd7zXZ").method(95).crc(1))
                .bytes());

        assertThat(apk.open("a.xz")).isEmpty();
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!a.xz");
    }

    @Test
    void a_bomb_is_refused_before_it_costs_memory_and_the_rest_is_read() throws IOException {
        Container apk = open(new ZipBytes()
                .add(deflated("bomb", new byte[64 << 20]).unpacked(100))
                .add(deflated("classes.dex", TEXT))
                .bytes());

        assertThat(apk.open("bomb")).isEmpty();
        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!bomb");
    }

    @Test
    void an_empty_database_that_packs_well_is_no_bomb() throws IOException {
        Container apk = open(
                new ZipBytes().add(deflated("empty.db", new byte[12 << 20])).bytes());

        assertThat(apk.open("empty.db"))
                .hasValueSatisfying(part -> assertThat(part.bytes().limit()).isEqualTo(12 << 20));
        assertThat(signs.blind).isEmpty();
    }

    @Test
    void entries_that_lie_in_one_another_are_told_and_read() throws IOException {
        var zip = new ZipBytes().add(deflated("classes.dex", TEXT));
        Container apk = open(zip.list(deflated("other.dex", TEXT).localName("classes.dex"), 0)
                .bytes());

        assertThat(text(apk, "other.dex")).contains(TEXT);
        assertThat(signs.blindPlaces()).contains("clinic.apk!other.dex");
    }

    @Test
    void an_entry_whose_place_is_not_in_the_file_is_refused_and_the_others_are_read() throws IOException {
        Container apk = open(new ZipBytes()
                .add(deflated("classes.dex", TEXT))
                .list(stored("ghost", "x"), 0x7fff_0000L)
                .bytes());

        assertThat(apk.open("ghost")).isEmpty();
        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk!ghost");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void an_archive_that_was_cut_off_is_read_as_far_as_it_goes(int flags) throws IOException {
        byte[] whole = new ZipBytes()
                .add(deflated("classes.dex", TEXT).flags(flags))
                .add(stored("a.txt", "here").flags(flags))
                .add(stored("lost.txt", TEXT).flags(flags))
                .bytes();
        int lost = new String(whole, ISO_8859_1).indexOf("lost.txt");
        Container apk = open(Arrays.copyOf(whole, lost + 100));

        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(text(apk, "a.txt")).contains("here");
        assertThat(text(apk, "lost.txt").orElse("")).isNotEqualTo(TEXT);
        assertThat(signs.blindPlaces()).contains("clinic.apk");
        assertThat(signs.blind).allMatch(BlindSpot::incomplete);
    }

    @Test
    void a_count_that_lies_is_told_and_all_entries_are_read() throws IOException {
        Container apk =
                open(new ZipBytes().add(stored("a", "1")).add(stored("b", "2")).bytes(1));

        assertThat(apk.names()).containsExactly("a", "b");
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk");
    }

    @Test
    void bytes_behind_the_archive_are_told() throws IOException {
        byte[] zip = new ZipBytes().add(stored("a", "1")).bytes();
        Container apk = open(Arrays.copyOf(zip, zip.length + 100));

        assertThat(text(apk, "a")).contains("1");
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk");
    }

    @Test
    void code_before_the_archive_is_told_and_read() throws IOException {
        Container apk = open(new ZipBytes()
                .raw("dex\n035\0hidden code".getBytes(UTF_8))
                .add(deflated("classes.dex", TEXT))
                .bytes());

        assertThat(text(apk, "classes.dex")).contains(TEXT);
        assertThat(text(apk, "(before the archive)/classes.dex").orElseThrow()).contains("hidden code");
        assertThat(signs.blind).hasSize(1).allMatch(BlindSpot::incomplete);
    }

    @Test
    void an_archive_in_an_archive_is_opened_as_deep_as_apps_go() throws IOException {
        byte[] zip = new ZipBytes().add(stored("deep.txt", "deep")).bytes();
        for (int i = 0; i < 6; i++) {
            zip = new ZipBytes().add(stored("inner.apk", zip)).bytes();
        }
        Path file = Files.write(folder.resolve("clinic.apk"), zip);
        var containers = new Containers(signs);
        Optional<Container> container = containers.open(file);
        int depth = 0;
        while (container.isPresent()) {
            depth++;
            container = container.get().open("inner.apk").flatMap(containers::open);
        }

        assertThat(depth).isEqualTo(4);
        assertThat(signs.blind).singleElement().matches(BlindSpot::incomplete);
    }

    @Test
    void nothing_but_noise_is_told_as_an_archive_without_end() throws IOException {
        Container apk = open(new byte[1000]);

        assertThat(apk.names()).isEmpty();
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk");
    }

    @Test
    void an_empty_file_is_told() throws IOException {
        assertThat(open(new byte[0]).names()).isEmpty();
        assertThat(signs.blindPlaces()).containsExactly("clinic.apk");
    }

    @Test
    void a_flood_of_faults_is_told_up_to_a_limit() throws IOException {
        var zip = new ZipBytes();
        for (int i = 0; i < 1000; i++) {
            zip.add(stored("../" + i, ""));
            zip.add(stored("../" + i + ".txt", "x"));
        }
        open(zip.bytes());

        assertThat(signs.blind).hasSize(101);
    }

    /// Every byte of an archive in turn says something else: nothing is thrown, and what is not read is told.
    @Test
    void no_byte_that_lies_breaks_the_reader() {
        byte[] zip = new ZipBytes()
                .add(deflated("classes.dex", TEXT))
                .add(stored("a.txt", "here").flags(8))
                .add(stored("b.txt", "there")
                        .packed(0xFFFF_FFFFL)
                        .unpacked(0xFFFF_FFFFL)
                        .extra(ZipBytes.zip64(5, 5)))
                .bytes();
        for (byte lie : new byte[] {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF}) {
            for (int i = 0; i < zip.length; i++) {
                byte[] bad = zip.clone();
                bad[i] = lie;
                var told = new NotedSigns();
                Container read = ZipContainer.open("f", new Bytes(MemorySegment.ofArray(bad)), new Budget(told));
                for (String name : read.names()) {
                    assertThat(read.open(name).isPresent() || !told.blind.isEmpty())
                            .as("byte %d is %d", i, lie)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void a_folder_is_read_in_order_of_name_and_links_are_not_followed() throws IOException {
        Path app = folder.resolve("Clinic.app");
        Files.createDirectories(app.resolve("Frameworks"));
        Files.writeString(app.resolve("Frameworks/b"), "b");
        Files.writeString(app.resolve("Info.plist"), "<plist/>");
        Files.createSymbolicLink(app.resolve("Frameworks/link"), app.resolve("Info.plist"));
        Container container = Containers.open(app, signs).orElseThrow();

        assertThat(container.names()).containsExactly("Frameworks/b", "Info.plist");
        assertThat(text(container, "Info.plist")).contains("<plist/>");
        assertThat(container.open("Info.plist")).map(Part::file).contains("Clinic.app/Info.plist");
        assertThat(container.open("../../etc/passwd")).isEmpty();
        assertThat(signs.blindPlaces()).containsExactly("Clinic.app/Frameworks/link");
    }

    @Test
    void a_file_that_holds_no_others_is_a_package_of_one() throws IOException {
        Path dex = Files.writeString(folder.resolve("classes.dex"), "dex\n035\0");
        Container container = Containers.open(dex, signs).orElseThrow();

        assertThat(container.names()).containsExactly("classes.dex");
        assertThat(container.open("classes.dex")).map(Part::file).contains("classes.dex");
    }

    private Container open(byte[] zip) throws IOException {
        return Containers.open(Files.write(folder.resolve("clinic.apk"), zip), signs)
                .orElseThrow();
    }

    private static Optional<String> text(Container container, String name) {
        return container.open(name).map(part -> {
            byte[] copy = new byte[part.bytes().limit()];
            part.bytes().get(0, copy);
            return new String(copy, UTF_8);
        });
    }
}
