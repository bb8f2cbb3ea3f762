package dev.earshot.breach.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Fonts;
import dev.earshot.breach.document.PdfText;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BatchTest {
    private static final LetterBook BOOK = new LetterBook(Fonts.shipped(), PrintSettings.usual(MadeUpLetters.SENDER));

    @TempDir
    Path folder;

    @Test
    void the_manifest_names_the_pages_that_each_letter_is_on() throws IOException {
        Batch batch = Batch.write(folder, BOOK, letters(30));

        List<String> pages =
                PdfText.pages(Files.readAllBytes(folder.resolve(batch.name()).resolve("letters.pdf")));
        assertThat(pages).hasSize(60);
        for (Batch.Entry entry : batch.entries()) {
            assertThat(pages.get(entry.firstPage() - 1))
                    .contains(entry.key())
                    .contains("Name " + entry.delivery() + ",");
        }
        List<String> rows = Files.readAllLines(folder.resolve(batch.name()).resolve("manifest.csv"));
        assertThat(rows).hasSize(31);
        assertThat(rows.get(2)).startsWith("2," + MadeUpLetters.key(2) + ",3,3,1,en,");
    }

    @Test
    void both_manifests_and_the_sums_say_the_same_and_no_manifest_names_a_person() throws IOException {
        Batch batch = Batch.write(folder, BOOK, letters(3));

        Path place = folder.resolve(batch.name());
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(place.resolve("manifest.json")));
        assertThat(json.path("sha256").asString())
                .isEqualTo(Batch.hash(Files.readAllBytes(place.resolve("letters.pdf"))));
        assertThat(json.path("letters").size()).isEqualTo(3);
        assertThat(json.path("sheets").asInt()).isEqualTo(3);
        for (String line : Files.readAllLines(place.resolve("SHA256SUMS"))) {
            assertThat(Batch.hash(Files.readAllBytes(place.resolve(line.substring(66)))))
                    .isEqualTo(line.substring(0, 64));
        }
        assertThat(Files.readString(place.resolve("manifest.json")) + Files.readString(place.resolve("manifest.csv")))
                .doesNotContain("Name")
                .doesNotContain("Main Street");
    }

    @Test
    void the_same_letters_are_the_same_batch_and_are_not_written_again() throws IOException {
        Batch first = Batch.write(folder, BOOK, letters(5));
        Batch again = Batch.write(folder, BOOK, letters(5), _ -> {
            throw new AssertionError("written again");
        });

        assertThat(again.name()).isEqualTo(first.name());
        assertThat(again.sha256()).isEqualTo(first.sha256());
        assertThat(names()).containsExactly(first.name());
    }

    @Test
    void the_same_letters_give_the_same_file_elsewhere(@TempDir Path elsewhere) throws IOException {
        assertThat(Batch.write(folder, BOOK, letters(5)).sha256())
                .isEqualTo(Batch.write(elsewhere, BOOK, letters(5)).sha256());
    }

    @Test
    void other_letters_are_another_batch() throws IOException {
        Batch.write(folder, BOOK, letters(5));
        Batch.write(folder, BOOK, letters(6));

        assertThat(names()).hasSize(2);
    }

    @Test
    void a_full_disk_leaves_nothing() {
        for (long room : new long[] {0, 100, 10_000}) {
            assertThatThrownBy(() -> Batch.write(folder, BOOK, letters(50), out -> new Full(out, room)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void what_a_killed_run_left_is_removed_and_batches_stay() throws IOException {
        Batch batch = Batch.write(folder, BOOK, letters(2));
        Path left = Files.createDirectories(folder.resolve(".unfinished-batch-9-00"));
        Files.writeString(left.resolve("letters.pdf"), "%PDF-1.7");

        Batch.clear(folder);

        assertThat(names()).containsExactly(batch.name());
    }

    @Test
    void deliveries_are_found_in_manifests_and_others_are_not() throws IOException {
        Batch batch = Batch.write(folder, BOOK, letters(4));

        assertThat(Batch.find(folder, Set.of(MadeUpLetters.key(3), MadeUpLetters.key(5))))
                .containsOnlyKeys(MadeUpLetters.key(3))
                .allSatisfy((_, found) -> {
                    assertThat(found.batch()).isEqualTo(batch.name());
                    assertThat(found.page()).isEqualTo("5");
                    assertThat(found.sha256()).isEqualTo(batch.sha256());
                });
    }

    @Test
    void a_manifest_still_tells_when_the_printer_has_fetched_the_file() throws IOException {
        Batch batch = Batch.write(folder, BOOK, letters(1));
        Files.delete(folder.resolve(batch.name()).resolve("letters.pdf"));

        assertThat(Batch.find(folder, Set.of(MadeUpLetters.key(1)))).hasSize(1);
    }

    @Test
    void a_manifest_that_was_changed_is_not_believed() throws IOException {
        Batch batch = Batch.write(folder, BOOK, letters(2));
        Path manifest = folder.resolve(batch.name()).resolve("manifest.csv");
        Files.writeString(manifest, Files.readString(manifest).replace(MadeUpLetters.key(2), MadeUpLetters.key(3)));

        assertThatThrownBy(() -> Batch.find(folder, Set.of(MadeUpLetters.key(2))))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("manifest.csv");
    }

    private static List<LetterBook.SetLetter> letters(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(i -> MadeUpLetters.set(
                        BOOK,
                        MadeUpLetters.piece(
                                i, MadeUpLetters.letter("en", "Name " + i), "Name " + i, i + " Main Street")))
                .toList();
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Full extends FilterOutputStream {
        private long room;

        Full(OutputStream out, long room) {
            super(out);
            this.room = room;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            room -= length;
            if (room < 0) {
                throw new IOException("No space left on device");
            }
            out.write(bytes, offset, length);
        }
    }
}
