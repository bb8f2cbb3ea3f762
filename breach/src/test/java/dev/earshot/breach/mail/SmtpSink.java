package dev.earshot.breach.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Postfix's own server for tests, which takes every message.
final class SmtpSink implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/smtp-sink");

    private final Process process;
    private final int port;

    private SmtpSink(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isHere() {
        return Files.isExecutable(PROGRAM);
    }

    static SmtpSink start(String... options) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-4"));
        if (isRoot()) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1:" + port, "100"));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int tries = 0; tries < 200; tries++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return new SmtpSink(process, port);
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException("smtp-sink ended with " + process.exitValue(), e);
                }
                Thread.sleep(20);
            }
        }
        process.destroyForcibly();
        throw new IOException("smtp-sink does not answer");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    int port() {
        return port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// The Message-IDs of a dump, without angle brackets, in the order of arrival.
    static List<String> messageIds(Path dump) throws IOException {
        List<String> ids = new ArrayList<>();
        if (Files.exists(dump)) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(dump), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line -> id(line).ifPresent(ids::add));
            }
        }
        return ids;
    }

    private static Optional<String> id(String line) {
        return line.startsWith("Message-ID: <") ? Optional.of(line.substring(13, line.indexOf('>'))) : Optional.empty();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
