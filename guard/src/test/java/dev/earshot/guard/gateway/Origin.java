package dev.earshot.guard.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A site's own server whose every byte a test decides on.
final class Origin implements AutoCloseable {
    /// What becomes of one connection.
    @FunctionalInterface
    interface Script {
        void serve(Wire wire) throws IOException;
    }

    /// One connection's two directions.
    static final class Wire {
        final InputStream in;
        final OutputStream out;
        final Socket socket;

        Wire(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 65536);
            this.out = socket.getOutputStream();
        }

        /// Reads to the empty line; empty at the end of the connection.
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                head.write(b);
                String text = b == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
                if (text.endsWith("\r\n\r\n")) {
                    return text;
                }
            }
            return "";
        }

        void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    final List<String> heads = new CopyOnWriteArrayList<>();
    final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Origin(Script script) {
        try {
            server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        script.serve(new Wire(socket));
                    } catch (IOException e) {
                        faults.add(e);
                    } finally {
                        open.remove(socket);
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    static Origin scripted(Script script) {
        return new Origin(script);
    }

    /// Answers each request, none of which has a body, by these bytes.
    static Origin answering(String answer) {
        Origin[] self = new Origin[1];
        Origin origin = new Origin(wire -> {
            for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                self[0].heads.add(head);
                wire.say(answer);
            }
        });
        self[0] = origin;
        return origin;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int connections() {
        return open.size();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : new ArrayList<>(open)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
