package dev.earshot.mobile.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.EarshotException;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Exchange;
import dev.earshot.har.HarFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketFileTest {
    private static final byte[] REQUEST =
            ("POST /e?ev=Book HTTP/1.1\r\nHost: clear.tracker.example\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: 8\r\n\r\noncology")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void packets_are_read_by_the_tshark_that_is_installed() throws IOException {
        needsTshark();
        HarFile read = read(recording(REQUEST));
        List<Exchange> seen = new ArrayList<>();
        read.forEach(seen::add);
        assertThat(seen).singleElement().satisfies(exchange -> {
            assertThat(exchange.request().url()).isEqualTo("http://clear.tracker.example/e?ev=Book");
            assertThat(exchange.request().body().bytes().utf8()).isEqualTo("oncology");
            assertThat(exchange.response().orElseThrow().status()).isEqualTo(200);
        });
        assertThat(read.summary().recordedBy()).startsWith("tshark ");
        assertThat(read.summary().blindSpots()).noneMatch(BlindSpot::incomplete);
    }

    @Test
    void what_is_not_http_is_a_blind_spot() throws IOException {
        needsTshark();
        HarFile read = read(recording("\u0010\u0000 some telemetry".getBytes(StandardCharsets.US_ASCII)));
        assertThat(read.summary().blindSpots()).anySatisfy(spot -> {
            assertThat(spot.where()).isEqualTo("203.0.113.7");
            assertThat(spot.incomplete()).isTrue();
        });
    }

    @Test
    void a_recording_that_is_cut_off_gives_what_it_has_and_says_so() throws IOException {
        needsTshark();
        byte[] whole = recording(REQUEST);
        HarFile read = read(Arrays.copyOf(whole, whole.length - 20));
        List<Exchange> seen = new ArrayList<>();
        read.forEach(seen::add);
        assertThat(seen).hasSize(1);
        assertThat(read.summary().blindSpots()).anySatisfy(spot -> {
            assertThat(spot.what()).startsWith("Not all of the packets were read");
            assertThat(spot.incomplete()).isTrue();
        });
    }

    @Test
    void a_machine_without_tshark_is_told_how_to_get_it() throws IOException {
        Path file = Files.write(folder.resolve("x.pcap"), recording(REQUEST));
        TrafficOptions options = TrafficOptions.of("x").tshark(folder.resolve("no-tshark"));
        assertThatThrownBy(() -> TrafficFiles.convert(file, folder.resolve("x.har"), options))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("apt-get install tshark")
                .hasMessageContaining("brew install wireshark");
    }

    @Test
    void a_tshark_that_is_too_old_or_none_is_refused() throws IOException {
        Path file = Files.write(folder.resolve("x.pcap"), recording(REQUEST));
        for (String said : List.of("TShark (Wireshark) 2.6.20 (Git v2.6.20)", "hello")) {
            TrafficOptions options = TrafficOptions.of("x").tshark(program("echo '" + said + "'"));
            assertThatThrownBy(() -> TrafficFiles.convert(file, folder.resolve("x.har"), options))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageMatching("(?s).*(3\\.0 or later is needed|does not answer as).*");
        }
    }

    @Test
    void a_tshark_that_does_not_end_is_stopped_and_that_is_said() throws IOException {
        Path file = Files.write(folder.resolve("x.pcap"), recording(REQUEST));
        Path har = folder.resolve("x.har");
        TrafficOptions options = TrafficOptions.of("x")
                .tshark(program("[ \"$1\" = --version ] && echo 'TShark (Wireshark) 4.0.17' && exit; exec sleep 600"))
                .longest(Duration.ofSeconds(1));
        TrafficFiles.convert(file, har, options);
        assertThat(HarFile.open(har).summary().blindSpots())
                .anySatisfy(spot -> assertThat(spot.what()).contains("stopped after 1 s"));
    }

    @Test
    void a_key_log_that_is_not_there_is_refused() throws IOException {
        needsTshark();
        Path file = Files.write(folder.resolve("x.pcap"), recording(REQUEST));
        TrafficOptions options = TrafficOptions.of("x").keyLog(folder.resolve("none.txt"));
        assertThatThrownBy(() -> TrafficFiles.convert(file, folder.resolve("x.har"), options))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("key log");
    }

    @Test
    void recordings_of_packets_are_known_by_their_first_bytes() throws IOException {
        assertThat(TrafficFiles.isOne(Files.write(folder.resolve("a.bin"), recording(REQUEST))))
                .isTrue();
        assertThat(TrafficFiles.isOne(
                        Files.write(folder.resolve("b.bin"), new byte[] {0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0})))
                .isTrue();
        assertThat(TrafficFiles.isOne(Files.write(folder.resolve("c.bin"), new byte[] {0x0a, 0x0d, 0x0d})))
                .isFalse();
    }

    private static void needsTshark() {
        try {
            Process process = new ProcessBuilder("tshark", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assumeTrue(process.waitFor() == 0, "tshark does not work here");
        } catch (IOException missing) {
            assumeTrue(false, "tshark is not installed, so reading packets with it is not tested here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path program(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("program.sh"), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private HarFile read(byte[] recording) throws IOException {
        Path file = Files.write(folder.resolve("packets.pcap"), recording);
        Path har = folder.resolve("packets.har");
        TrafficFiles.convert(file, har, TrafficOptions.of("clinic.apk"));
        return HarFile.open(har);
    }

    /// A pcap of one TCP connection in which the device says something and is answered.
    private static byte[] recording(byte[] said) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262144)
                .putInt(101)
                .array());
        packet(file, true, 1000, 0, 0x02, new byte[0]);
        packet(file, false, 5000, 1001, 0x12, new byte[0]);
        packet(file, true, 1001, 5001, 0x18, said);
        packet(file, false, 5001, 1001 + said.length, 0x18, ANSWER);
        packet(file, true, 1001 + said.length, 5001 + ANSWER.length, 0x10, new byte[0]);
        return file.toByteArray();
    }

    /// A packet of raw IPv4 (link type 101).
    private static void packet(
            ByteArrayOutputStream file, boolean ofDevice, int sequence, int acknowledged, int flags, byte[] payload) {
        int length = 40 + payload.length;
        file.writeBytes(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1_760_000_000)
                .putInt(file.size())
                .putInt(length)
                .putInt(length)
                .array());
        byte[] device = {(byte) 192, 0, 2, 7};
        byte[] server = {(byte) 203, 0, 113, 7};
        file.writeBytes(ByteBuffer.allocate(length)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) length)
                .putInt(0)
                .put((byte) 64)
                .put((byte) 6)
                .putShort((short) 0)
                .put(ofDevice ? device : server)
                .put(ofDevice ? server : device)
                .putShort((short) (ofDevice ? 50123 : 80))
                .putShort((short) (ofDevice ? 80 : 50123))
                .putInt(sequence)
                .putInt(acknowledged)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 65535)
                .putInt(0)
                .put(payload)
                .array());
    }
}
