package dev.earshot.breach.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server that answers as a test tells it to.
final class ScriptedServer implements AutoCloseable {
    /// Says nothing more, and leaves the connection open.
    static final String HANG = "HANG";
    /// Ends the connection instead of answering.
    static final String CLOSE = "CLOSE";
    /// Says what an obedient server would.
    static final String OBEY = "OBEY";

    /// What the server says to a command, `CONNECT`, or `.`: the end of a message.
    @FunctionalInterface
    interface Script {
        String answer(String command, int connection);
    }

    final List<String> commands = new ArrayList<>();
    /// Contents that it took.
    final List<String> taken = new ArrayList<>();
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();
    private final ServerSocket listening;
    private final Script script;

    ScriptedServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptedServer(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        Thread.ofPlatform().daemon().start(this::listen);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = listening.accept();
                synchronized (this) {
                    sockets.add(socket);
                }
                int number = connections.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> talk(socket, number));
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }

    private void talk(Socket socket, int number) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            if (!say(out, script.answer("CONNECT", number), "CONNECT")) {
                return;
            }
            for (String line = line(in); line != null; line = line(in)) {
                synchronized (this) {
                    commands.add(line);
                }
                if (line.startsWith("QUIT")) {
                    return;
                }
                String answer = script.answer(line, number);
                if (!say(out, answer, line)) {
                    return;
                }
                boolean goesOn = answer.equals(OBEY) || answer.startsWith("354");
                if (line.equals("DATA") && goesOn && !content(in, out, number)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // So may the client.
            return;
        }
    }

    private boolean content(InputStream in, OutputStream out, int number) throws IOException {
        most.accumulateAndGet(present.incrementAndGet(), Math::max);
        StringBuilder content = new StringBuilder();
        for (String line = line(in); !".".equals(line); line = line(in)) {
            if (line == null) {
                present.decrementAndGet();
                return false;
            }
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        String answer = script.answer(".", number);
        if (answer.equals(OBEY) || answer.startsWith("2") || answer.startsWith("KEEP")) {
            synchronized (this) {
                taken.add(content.toString());
            }
        }
        present.decrementAndGet();
        return say(out, answer.startsWith("KEEP ") ? answer.substring(5) : answer, ".");
    }

    private static boolean say(OutputStream out, String answer, String command) throws IOException {
        if (answer.equals(HANG)) {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
        if (answer.equals(CLOSE)) {
            return false;
        }
        String said = answer.equals(OBEY) ? usual(command) : answer;
        out.write((said.endsWith("\n") ? said : said + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
    }

    static String usual(String command) {
        if (command.startsWith("EHLO")) {
            return "250-mail.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8";
        }
        return command.equals("CONNECT")
                ? "220 mail.example ESMTP"
                : command.equals("DATA") ? "354 go on" : "250 2.0.0 Ok";
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) c);
        }
        return null;
    }

    synchronized long count(String command) {
        return commands.stream().filter(line -> line.startsWith(command)).count();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (this) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
