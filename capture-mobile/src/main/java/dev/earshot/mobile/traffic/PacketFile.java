package dev.earshot.mobile.traffic;

import dev.earshot.EarshotException;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A recording of packets (pcap, pcapng), which Wireshark's `tshark` decrypts with the key log and takes apart. It is
/// run without the user's own settings, which could turn protocols off, and never through a shell.
final class PacketFile {
    /// Requests and answers, WebSockets, and of every connection the first packet that says something.
    private static final String FILTER =
            "http || http2 || websocket || tls.handshake.type == 1 || (tcp.seq == 1 && tcp.len > 0)";

    private static final String PROTOCOLS = "ip ipv6 tcp udp tls http http2 websocket data";
    private static final Pattern VERSION = Pattern.compile("TShark (?:\\(Wireshark\\) )?(\\d+)\\.(\\d+)");
    private static final int OLDEST = 3;
    private static final int MOST_SAID = 2000;

    private PacketFile() {}

    static void convert(Path from, Path to, TrafficOptions options) {
        String tshark = options.tshark().map(Path::toString).orElse("tshark");
        String version = version(tshark);
        options.keyLog().filter(log -> !Files.isReadable(log)).ifPresent(log -> {
            throw new EarshotException(EarshotException.Code.USAGE, "The key log " + log + " can't be read.");
        });
        List<String> command = new ArrayList<>(List.of(
                tshark,
                "-n",
                "-r",
                from.toAbsolutePath().toString(),
                "-o",
                "http.decompress_body:FALSE",
                "-Y",
                FILTER,
                "-T",
                "pdml",
                "-J",
                PROTOCOLS));
        options.keyLog().ifPresent(log -> command.addAll(List.of("-o", "tls.keylog_file:" + log.toAbsolutePath())));
        try (TrafficHar har = new TrafficHar(to, "tshark " + version, Context.Witness.PACKETS)) {
            PacketExchanges exchanges =
                    new PacketExchanges(har, options.keyLog().isPresent());
            Optional<String> failure =
                    run(command, options.longest(), out -> new PdmlReader(out, PacketExchanges.FIELDS).read(exchanges));
            failure.ifPresent(why -> har.see(new BlindSpot(
                    BlindSpot.Kind.ENTRY_NOT_READ,
                    "",
                    "Not all of the packets were read (" + why + "). Only what stands before that was judged.",
                    true)));
            exchanges.finish();
            har.finish(options);
        }
    }

    /// What reads a program's output.
    private interface Reading {
        void of(InputStream out) throws IOException;
    }

    /// Runs a program while its output is read. Gives why it may not have said all; empty when it did.
    private static Optional<String> run(List<String> command, Duration longest, Reading reading) {
        Process process = start(command);
        AtomicBoolean late = new AtomicBoolean();
        AtomicReference<String> said = new AtomicReference<>("");
        Thread watch = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                    late.set(true);
                    process.destroyForcibly();
                }
            } catch (InterruptedException _) {
                process.destroyForcibly();
            }
        });
        Thread errors = Thread.ofVirtual().start(() -> said.set(firstOf(process.getErrorStream())));
        try (InputStream out = process.getInputStream()) {
            reading.of(out);
            int exit = process.waitFor();
            errors.join(Duration.ofSeconds(5));
            return late.get()
                    ? Optional.of("tshark was stopped after " + longest.toSeconds() + " s")
                    : exit == 0 ? Optional.empty() : Optional.of(reason(said.get(), exit));
        } catch (IOException e) {
            return Optional.of(
                    late.get()
                            ? "tshark was stopped after " + longest.toSeconds() + " s"
                            : "tshark's output broke off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarshotException(EarshotException.Code.INCOMPLETE, "Reading the packets was interrupted.", e);
        } finally {
            process.destroyForcibly();
            watch.interrupt();
        }
    }

    private static Process start(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            // A folder that is not there: no profile, no plug-ins, no disabled protocols of the user's.
            builder.environment().put("WIRESHARK_CONFIG_DIR", "/nonexistent/earshot");
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            return builder.start();
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "A recording of packets is read with Wireshark's tshark, and " + command.getFirst()
                            + " can't be started. Install it (Debian: apt-get install tshark; macOS: brew install"
                            + " wireshark) and scan again.",
                    e);
        }
    }

    private static String version(String tshark) {
        StringBuilder said = new StringBuilder();
        Optional<String> _ = run(
                List.of(tshark, "--version"),
                Duration.ofSeconds(60),
                out -> said.append(new String(out.readNBytes(MOST_SAID), StandardCharsets.UTF_8)));
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new EarshotException(EarshotException.Code.USAGE, tshark + " does not answer as Wireshark's tshark.");
        }
        if (Integer.parseInt(version.group(1)) < OLDEST) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    tshark + " is of version " + version.group(1) + "." + version.group(2)
                            + ", and 3.0 or later is needed. Install a newer Wireshark and scan again.");
        }
        return version.group(1) + "." + version.group(2);
    }

    private static String firstOf(InputStream errors) {
        try (errors) {
            byte[] first = errors.readNBytes(MOST_SAID);
            errors.transferTo(java.io.OutputStream.nullOutputStream());
            return new String(first, StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    /// Its last line that is no warning about being root, without the file's path.
    private static String reason(String said, int exit) {
        return said.lines()
                .filter(line -> line.startsWith("tshark: "))
                .map(line -> line.substring(8).replaceAll("\"[^\"]*\"", "the file"))
                .reduce((_, last) -> last)
                .orElse("tshark ended with code " + exit);
    }
}
