package dev.earshot.breach.store;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.investigate.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/// Notices to invented people.
final class Notices {
    private Notices() {}

    static Notice notice(long id, long lead, Channel... channels) {
        return new Notice(
                id,
                1000 + id,
                lead,
                "M-" + id,
                Role.SELF,
                "en",
                List.of(channels),
                id % 3 == 0 ? "us-or" : "us-ca",
                "Ada Example " + id,
                "Ada Example " + id,
                List.of(id + " Sample Street", "Unit \"2\" \\ back"),
                "Springfield",
                "00000",
                "CA",
                "US",
                "ada" + id + "@member.example",
                "exposed",
                List.of("Ad Network, Inc."),
                List.of("appointment", "email"),
                LocalDate.of(2025, 1, 2),
                LocalDate.of(2025, 3, 4));
    }

    static Notice notice(long id, Channel... channels) {
        return notice(id, id, channels);
    }

    /// Writes them to as many files as there are lists.
    @SafeVarargs
    static Path write(Path folder, List<Notice>... files) throws IOException {
        Files.createDirectories(folder);
        for (int file = 0; file < files.length; file++) {
            try (ParquetTable table =
                    new ParquetTable(NoticeTable.COLUMNS, Files.newOutputStream(folder.resolve(file + ".parquet")))) {
                for (Notice notice : files[file]) {
                    NoticeTable.set(table, notice);
                    table.endRow();
                }
                table.finish();
            }
        }
        return folder;
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
