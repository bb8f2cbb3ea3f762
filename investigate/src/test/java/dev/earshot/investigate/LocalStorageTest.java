package dev.earshot.investigate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Storage.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalStorageTest {
    @TempDir
    Path folder;

    private LocalStorage storage;

    @BeforeEach
    void storage() throws IOException {
        storage = new LocalStorage(folder);
        for (String file : List.of(
                "logs/access.log",
                "logs/access-2.gz",
                "logs/access-1.gz",
                "logs/old/access-0.gz",
                "logs/old/2023/a.gz",
                "logs/access[1].log",
                "logs/.hidden.gz",
                "other/b.gz")) {
            write(file, file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "logs/access.log > logs/access.log",
                "logs/access[1].log > logs/access[1].log",
                "logs/access-*.gz > logs/access-1.gz logs/access-2.gz",
                "logs/*.gz > logs/.hidden.gz logs/access-1.gz logs/access-2.gz",
                "logs/access-?.gz > logs/access-1.gz logs/access-2.gz",
                "logs/access-[23].gz > logs/access-2.gz",
                "logs/access.{log,gz} > logs/access.log",
                "logs/*/*.gz > logs/old/access-0.gz",
                "logs/**/a*.gz > logs/access-1.gz logs/access-2.gz logs/old/2023/a.gz logs/old/access-0.gz",
                "**/a.gz > logs/old/2023/a.gz",
                "*/b.gz > other/b.gz",
                "other > other/b.gz",
                "other/ > other/b.gz",
                "logs/old > logs/old/2023/a.gz logs/old/access-0.gz",
                "./other/*.gz > ./other/b.gz",
                "logs/access > ''",
                "nowhere > ''",
                "nowhere/*.gz > ''",
                "logs/access.log/*.gz > ''"
            })
    void a_pattern_names_files(String pattern, String files) throws Exception {
        assertThat(storage.list(pattern).stream().map(Stored::location))
                .containsExactly(files.isEmpty() ? new String[0] : files.split(" "));
    }

    @Test
    void files_are_listed_with_their_sizes() throws Exception {
        assertThat(storage.list("logs/access.log")).containsExactly(new Stored("logs/access.log", 15));
    }

    @Test
    void a_whole_path_is_a_pattern_too() throws Exception {
        String written = folder.toString().replace('\\', '/');
        assertThat(new LocalStorage().list(written + "/other/*.gz"))
                .containsExactly(new Stored(written + "/other/b.gz", 10));
        assertThat(new LocalStorage().list(written + "/other"))
                .containsExactly(new Stored(written + "/other/b.gz", 10));
    }

    @Test
    void a_folder_that_links_to_itself_is_an_error_rather_than_half_a_list() throws Exception {
        Files.createSymbolicLink(folder.resolve("logs/old/again"), folder.resolve("logs"));
        assertThatExceptionOfType(FileSystemLoopException.class).isThrownBy(() -> storage.list("logs"));
    }

    @Test
    void a_link_to_a_file_is_that_file() throws Exception {
        Files.createSymbolicLink(folder.resolve("other/linked.gz"), folder.resolve("logs/access.log"));
        assertThat(storage.list("other/*.gz"))
                .containsExactly(new Stored("other/b.gz", 10), new Stored("other/linked.gz", 15));
    }

    @Test
    void a_file_is_replaced_and_folders_are_made_for_it() throws Exception {
        write("new/folder/file", "first and long");
        write("new/folder/file", "second");
        assertThat(read("new/folder/file")).isEqualTo("second");
    }

    @Test
    void files_and_folders_move_with_all_that_is_in_them() throws Exception {
        storage.move("logs", "archive/2024/logs");
        assertThat(storage.exists("logs")).isFalse();
        assertThat(read("archive/2024/logs/old/2023/a.gz")).isEqualTo("logs/old/2023/a.gz");
    }

    @Test
    void a_folder_never_moves_onto_one_that_holds_something() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> storage.move("other", "logs"));
        assertThat(storage.exists("other/b.gz")).isTrue();
        assertThat(storage.exists("logs/access.log")).isTrue();
    }

    @Test
    void what_is_deleted_is_gone_and_what_it_links_to_stays() throws Exception {
        Files.createSymbolicLink(folder.resolve("other/link"), folder.resolve("logs"));
        storage.delete("other");
        storage.delete("nowhere");
        assertThat(storage.exists("other")).isFalse();
        assertThat(storage.exists("logs/access.log")).isTrue();
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> storage.open("logs/none").close())
                .withMessageContaining("none");
    }

    @Test
    void an_address_is_not_taken_for_a_path() {
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> storage.list("s3a://bucket/logs/*.gz"))
                .withMessageContaining("s3a://bucket/logs/*.gz is not a path on this machine");
    }

    @Test
    void a_pattern_that_cannot_be_read_is_named() {
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> storage.list("logs/{a,b"))
                .withMessageContaining("logs/{a,b is not a pattern of files");
    }

    private void write(String location, String content) throws IOException {
        try (OutputStream out = storage.create(location)) {
            out.write(content.getBytes(UTF_8));
        }
    }

    private String read(String location) throws IOException {
        try (InputStream in = storage.open(location)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
