package dev.earshot.browser.watch;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A WebSocket endpoint on loopback that answers each text message with `heard: ` and the message. It takes messages
/// compressed, one context for all, as most real endpoints do.
///
/// Source: RFC 6455, RFC 7692.
final class SelfTestSocket implements AutoCloseable {
    private static final int LONGEST_FRAME = 1 << 16;

    private final ServerSocket server;
    private final List<String> heard = new ArrayList<>();

    SelfTestSocket() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().name("self-test-socket").start(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /// The messages that came, in order.
    List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    static String reply(String message) {
        return "heard: " + message;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // Closed, or a connection that came to nothing.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(60_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String key = key(head(in));
            String accept = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept
                            + "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            talk(in, out);
        } catch (IOException | DataFormatException | NoSuchAlgorithmException _) {
            // The page left; what it said until then is kept.
        }
    }

    private void talk(DataInputStream in, OutputStream out) throws IOException, DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload(in);
                if ((first & 0x0f) == 8) {
                    return;
                }
                if ((first & 0x0f) != 1) {
                    continue;
                }
                boolean compressed = (first & 0x40) != 0;
                String text = new String(compressed ? inflate(inflater, payload) : payload, StandardCharsets.UTF_8);
                synchronized (heard) {
                    heard.add(text);
                }
                byte[] reply = reply(text).getBytes(StandardCharsets.UTF_8);
                ByteArrayOutputStream frame = new ByteArrayOutputStream();
                frame.write(0x81);
                frame.write(Math.min(reply.length, 126));
                if (reply.length >= 126) {
                    frame.write(reply.length >> 8);
                    frame.write(reply.length);
                }
                frame.writeBytes(reply);
                out.write(frame.toByteArray());
            }
        } finally {
            inflater.end();
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        if (length > LONGEST_FRAME) {
            throw new IOException("a frame longer than the self-test sends");
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }

    private static byte[] inflate(Inflater inflater, byte[] payload) throws DataFormatException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] block = new byte[4096];
        for (byte[] part : new byte[][] {payload, {0, 0, (byte) 0xff, (byte) 0xff}}) {
            inflater.setInput(part);
            for (int read = inflater.inflate(block); read > 0; read = inflater.inflate(block)) {
                text.write(block, 0, read);
            }
        }
        return text.toByteArray();
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_FRAME && head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String key(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException _) {
            // Nothing is left to close.
        }
    }
}
