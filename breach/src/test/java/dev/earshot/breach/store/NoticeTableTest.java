package dev.earshot.breach.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Notice;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.ParquetRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeTableTest {
    @Test
    void a_notice_is_the_same_after_a_parquet_file(@TempDir Path folder) throws IOException {
        List<Notice> notices = List.of(
                Notices.notice(1, Channel.EMAIL, Channel.PRINT),
                Notices.notice(2, 1, Channel.PORTAL),
                Notices.notice(3));
        Notices.write(folder, notices);
        try (ParquetRows rows = ParquetRows.open(folder.resolve("0.parquet"))) {
            assertThat(rows.columns())
                    .isEqualTo(NoticeTable.COLUMNS.stream().map(Column::name).toList());
            for (Notice notice : notices) {
                assertThat(rows.next()).isTrue();
                assertThat(NoticeTable.notice(NoticeTable.row(rows))).isEqualTo(notice);
            }
            assertThat(rows.next()).isFalse();
        }
    }
}
