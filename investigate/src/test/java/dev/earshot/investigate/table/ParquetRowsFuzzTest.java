package dev.earshot.investigate.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever a file holds, reading it ends, in rows or in an IOException.
class ParquetRowsFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_file(byte[] bytes) throws IOException {
        read(bytes);
    }

    /// The end of a Parquet file says where everything is: without a whole one in front, little is reached.
    @FuzzTest(maxDuration = "2m")
    void a_file_with_bytes_changed(byte[] changes) throws IOException {
        byte[] bytes = written();
        for (int i = 0; i + 2 < changes.length; i += 3) {
            bytes[((changes[i] & 0xff) << 8 | (changes[i + 1] & 0xff)) % bytes.length] = changes[i + 2];
        }
        read(bytes);
    }

    @Test
    void a_file_with_a_wrong_byte_somewhere_ends_too() throws IOException {
        Random random = new Random(11);
        byte[] whole = written();
        int refused = 0;
        for (int at = 0; at < whole.length; at += 6) {
            byte[] bytes = whole.clone();
            bytes[at] = (byte) random.nextInt(256);
            refused += read(bytes) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(whole.length / 6 / 2);
    }

    private static byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParquetTable table = new ParquetTable(Table.WINDOWS.columns(), out)) {
            for (int row = 0; row < 200; row++) {
                table.set(0, "window " + row)
                        .set(1, row % 2 == 0 ? "Vendor, Inc." : "Other, Inc.")
                        .set(2, "Pixel");
                table.set(3, row * 1000L).set(4, row * 31L % 17).set(5, "(all)").endRow();
            }
            table.finish();
        }
        return out.toByteArray();
    }

    private static boolean read(byte[] bytes) throws IOException {
        Path file = Files.write(Files.createTempFile("earshot-fuzz", ".parquet"), bytes);
        try (ParquetRows rows = ParquetRows.open(file)) {
            while (rows.next()) {
                assertThat(rows.row()).isNotNull();
            }
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(file.toString());
            return false;
        } finally {
            Files.delete(file);
        }
    }
}
