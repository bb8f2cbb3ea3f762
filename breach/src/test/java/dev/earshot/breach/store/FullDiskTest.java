package dev.earshot.breach.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.EarshotException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What is left where the disk is full. It takes an empty file system of about 150 MB, such as
/// `mount -t tmpfs -o size=150m tmpfs /mnt/small`, and `-Dearshot.small-disk=/mnt/small`.
@EnabledIfSystemProperty(named = "earshot.small-disk", matches = ".+")
@Timeout(300)
class FullDiskTest {
    @Test
    void a_full_disk_loses_nothing_that_was_promised_and_says_what_to_do() throws Exception {
        Path folder = Path.of(System.getProperty("earshot.small-disk"), "case");
        Path ballast = folder.resolveSibling("ballast");
        List<Long> promised = new ArrayList<>();
        List<EarshotException> told = new ArrayList<>();
        Files.createDirectories(folder);
        CaseStore full = CaseStore.open(folder, Optional.empty(), Clock.systemUTC());
        Files.write(ballast, new byte[40 << 20]);
        String megabyte = "x".repeat(1 << 20);
        try {
            while (told.isEmpty()) {
                promised.add(full.journal()
                        .append("facts", "Pat Planner", Map.of("text", megabyte))
                        .seq());
            }
        } catch (EarshotException e) {
            told.add(e);
        }
        try {
            full.close();
            CaseStore.open(folder, Optional.empty(), Clock.systemUTC()).close();
        } catch (EarshotException e) {
            told.add(e);
        }
        for (EarshotException e : told) {
            System.out.println(e.getMessage());
        }
        assertThat(told).allSatisfy(e -> assertThat(e.code()).isEqualTo(EarshotException.Code.INCOMPLETE));
        Files.delete(ballast);
        try (CaseStore store = CaseStore.open(folder, Optional.empty(), Clock.systemUTC())) {
            assertThat(store.journal().last().orElseThrow().seq()).isGreaterThanOrEqualTo(promised.getLast());
            assertThat(store.verify(Optional.empty()).whole()).isTrue();
        }
    }
}
