package dev.earshot.guard.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A client of HTTP/2 that sends the frames a test has it send, wrong ones too.
final class Http2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int ACK = 1;

    record Frame(int type, int flags, int stream, byte[] payload) {
        /// The error code of a RST_STREAM or GOAWAY.
        int error() {
            int at = type == GOAWAY ? 4 : 0;
            return ((payload[at] & 0xff) << 24)
                    | ((payload[at + 1] & 0xff) << 16)
                    | ((payload[at + 2] & 0xff) << 8)
                    | (payload[at + 3] & 0xff);
        }
    }

    /// What became of a request.
    ///
    /// @param status 0 where none came
    /// @param reset the code of a RST_STREAM; -1 where none came
    record Answer(int status, List<String> headers, byte[] body, int reset, boolean gone) {
        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        boolean refused() {
            return status / 100 == 4 || reset >= 0 || gone;
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false, 1 << 16);

    private Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        socket.setSoTimeout(30_000);
    }

    /// With the connection's preface said.
    static Http2Client over(Socket socket) throws IOException {
        Http2Client client = new Http2Client(socket);
        client.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        client.frame(SETTINGS, 0, 0, new byte[0]);
        return client;
    }

    Http2Client frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 9);
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.write(stream >> 24);
        frame.write(stream >> 16);
        frame.write(stream >> 8);
        frame.write(stream);
        frame.write(payload);
        out.write(frame.toByteArray());
        out.flush();
        return this;
    }

    /// A request without a body. Names and values in turn, taken as they are.
    Http2Client ask(int stream, String... fields) throws IOException {
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, block(fields));
    }

    /// The fields of an ordinary GET, and these.
    static String[] get(String host, String path, String... more) {
        return request("GET", host, path, more);
    }

    static String[] request(String method, String host, String path, String... more) {
        List<String> all =
                new ArrayList<>(List.of(":method", method, ":scheme", "https", ":authority", host, ":path", path));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /// Literal fields without indexing or Huffman coding (RFC 7541 section 6.2.2), whatever octets they hold.
    static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            text(fields[i], block);
            text(fields[i + 1], block);
        }
        return block.toByteArray();
    }

    private static void text(String text, ByteArrayOutputStream block) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length < 127) {
            block.write(octets.length);
        } else {
            block.write(127);
            int rest = octets.length - 127;
            while (rest >= 128) {
                block.write((rest & 127) | 128);
                rest >>= 7;
            }
            block.write(rest);
        }
        block.writeBytes(octets);
    }

    Frame next() throws IOException {
        int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & 0x7fffffff;
        return new Frame(type, flags, stream, in.readNBytes(length));
    }

    /// What becomes of the request on `stream`. Settings and pings are acknowledged and windows widened on the way.
    Answer answer(int stream) throws IOException, Http2Exception {
        int status = 0;
        List<String> fields = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            while (true) {
                Frame frame = next();
                switch (frame.type) {
                    case SETTINGS -> {
                        if ((frame.flags & ACK) == 0) {
                            frame(SETTINGS, ACK, 0, new byte[0]);
                        }
                    }
                    case GOAWAY -> {
                        if (frame.error() != 0) {
                            return new Answer(status, fields, body.toByteArray(), -1, true);
                        }
                    }
                    case RST_STREAM -> {
                        if (frame.stream == stream) {
                            return new Answer(status, fields, body.toByteArray(), frame.error(), false);
                        }
                    }
                    case HEADERS -> {
                        Http2Headers read = headers.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
                        if (frame.stream == stream) {
                            if (status == 0 || status / 100 == 1) {
                                status = read.status() == null
                                        ? status
                                        : Integer.parseInt(read.status().toString());
                            }
                            read.forEach(field -> fields.add(field.getKey() + ": " + field.getValue()));
                            if ((frame.flags & END_STREAM) != 0) {
                                return new Answer(status, fields, body.toByteArray(), -1, false);
                            }
                        }
                    }
                    case DATA -> {
                        if (frame.stream == stream) {
                            body.write(frame.payload);
                        }
                        if (frame.payload.length > 0) {
                            byte[] more = {
                                0,
                                (byte) (frame.payload.length >> 16),
                                (byte) (frame.payload.length >> 8),
                                (byte) frame.payload.length
                            };
                            frame(WINDOW_UPDATE, 0, 0, more);
                            if ((frame.flags & END_STREAM) == 0) {
                                frame(WINDOW_UPDATE, 0, frame.stream, more);
                            }
                        }
                        if (frame.stream == stream && (frame.flags & END_STREAM) != 0) {
                            return new Answer(status, fields, body.toByteArray(), -1, false);
                        }
                    }
                    default -> {}
                }
            }
        } catch (EOFException | SocketException ended) {
            return new Answer(status, fields, body.toByteArray(), -1, true);
        }
    }

    /// Whether the other side says GOAWAY with an error, or ends the connection, in that time.
    boolean endsWithin(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < until) {
                socket.setSoTimeout((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
                Frame frame = next();
                if (frame.type == GOAWAY && frame.error() != 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (EOFException | SocketException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
