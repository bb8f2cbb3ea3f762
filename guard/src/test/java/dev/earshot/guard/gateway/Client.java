package dev.earshot.guard.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client whose every byte a test decides on.
final class Client implements AutoCloseable {
    final Origin.Wire wire;

    private Client(Socket socket) throws IOException {
        wire = new Origin.Wire(socket);
    }

    /// Each line with its CR LF.
    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    static Client of(Gateway gateway) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(10_000);
        return new Client(socket);
    }

    Client say(String text) throws IOException {
        wire.say(text);
        return this;
    }

    /// An answer's head.
    String head() throws IOException {
        return wire.head();
    }

    String bytes(int length) throws IOException {
        return new String(wire.in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /// All that comes until the connection ends.
    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        wire.in.transferTo(all);
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /// Whether the connection is closed without a further byte.
    boolean isClosed() throws IOException {
        return wire.in.read() < 0;
    }

    /// What stands behind the head, made of chunks.
    String chunked() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            StringBuilder line = new StringBuilder();
            int b = wire.in.read();
            while (b != '\n') {
                if (b < 0) {
                    return body + "<cut off>";
                }
                line.append((char) b);
                b = wire.in.read();
            }
            int size = Integer.parseInt(line.toString().strip(), 16);
            body.append(bytes(size));
            if (size == 0) {
                bytes(2);
                return body.toString();
            }
            bytes(2);
        }
    }

    @Override
    public void close() throws IOException {
        wire.socket.close();
    }
}
