package dev.earshot.mobile.traffic;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.exchange.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whatever a recording holds, reading it ends, and gives what could be read.
class TrafficFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void flows(byte[] file) throws IOException {
        read(har -> FlowFile.read(MemorySegment.ofArray(file), har));
    }

    @FuzzTest(maxDuration = "2m")
    void packet_details(byte[] output) throws IOException {
        read(har -> {
            PacketExchanges exchanges = new PacketExchanges(har, true);
            new PdmlReader(new ByteArrayInputStream(output), PacketExchanges.FIELDS).read(exchanges);
            exchanges.finish();
        });
    }

    private interface Reading {
        void into(TrafficHar har) throws IOException;
    }

    private static void read(Reading reading) throws IOException {
        Path file = Files.createTempFile("traffic", ".har");
        try (TrafficHar har = new TrafficHar(file, "fuzz", Context.Witness.PROXY)) {
            reading.into(har);
            har.finish(TrafficOptions.of("fuzz"));
        } finally {
            Files.delete(file);
        }
    }
}
