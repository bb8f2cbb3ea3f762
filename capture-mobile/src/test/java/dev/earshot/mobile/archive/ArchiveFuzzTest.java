package dev.earshot.mobile.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.NotedSigns;
import java.lang.foreign.MemorySegment;

/// Any bytes are an archive or none, and every entry is unpacked within the limits or told.
class ArchiveFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void an_archive(byte[] bytes) {
        var signs = new NotedSigns();
        Container zip = ZipContainer.open("f.zip", new Bytes(MemorySegment.ofArray(bytes)), new Budget(signs));
        for (String name : zip.names()) {
            boolean open = zip.open(name).isPresent();
            assertThat(open || !signs.blind.isEmpty()).isTrue();
        }
        assertThat(signs.blind.size()).isLessThanOrEqualTo(Limits.TOLD + 1);
    }
}
