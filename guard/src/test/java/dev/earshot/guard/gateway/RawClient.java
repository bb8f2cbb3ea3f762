package dev.earshot.guard.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A client that sends byte for byte what a test has it send. No read of it waits longer than its patience.
final class RawClient implements AutoCloseable {
    /// What came back.
    ///
    /// @param headers in order, as `name: value` with the name in lower case
    /// @param complete whether the body came whole, by its length, its last chunk, or the end of the connection
    record Answer(int status, String reason, List<String> headers, byte[] body, boolean complete) {
        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(each -> each.startsWith(start))
                    .map(each -> each.substring(start.length()))
                    .findFirst();
        }

        @Override
        public String toString() {
            return status + " " + headers + " " + body.length + " bytes" + (complete ? "" : ", cut off");
        }
    }

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
    }

    static RawClient to(int port) throws IOException {
        return over(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /// One GET on a connection of its own.
    static Answer get(int port, String host, String path, String... headers) throws IOException {
        try (RawClient client = to(port)) {
            StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            return client.send(head + "\r\n").answer();
        }
    }

    Socket socket() {
        return socket;
    }

    RawClient patience(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        return this;
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// As [#send], where the gateway may have closed already.
    RawClient trySend(String text) {
        try {
            return send(text);
        } catch (IOException _) {
            return this;
        }
    }

    /// The next answer whose status is not 1xx.
    Answer answer() throws IOException {
        return answer("GET");
    }

    Answer answer(String method) throws IOException {
        Answer answer = head();
        while (answer.status / 100 == 1 && answer.status != 101) {
            answer = head();
        }
        boolean bodiless =
                method.equals("HEAD") || answer.status == 204 || answer.status == 304 || answer.status == 101;
        return bodiless ? answer : withBody(answer);
    }

    private Answer head() throws IOException {
        String[] status = line().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new IOException("no answer of HTTP/1: " + String.join(" ", status));
        }
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + ": "
                    + line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status[1]), status.length > 2 ? status[2] : "", headers, new byte[0], true);
    }

    private Answer withBody(Answer head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = true;
        try {
            if (head.header("transfer-encoding").isPresent()) {
                for (int size = chunkSize(); size > 0; size = chunkSize()) {
                    take(size, body);
                    line();
                }
                skipTrailers();
            } else if (head.header("content-length").isPresent()) {
                take(Integer.parseInt(head.header("content-length").get()), body);
            } else {
                in.transferTo(body);
            }
        } catch (EOFException | SocketException cut) {
            complete = false;
        }
        return new Answer(head.status, head.reason, head.headers, body.toByteArray(), complete);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private void take(int count, ByteArrayOutputStream body) throws IOException {
        byte[] bytes = new byte[Math.min(count, 1 << 16)];
        for (int left = count; left > 0; ) {
            int got = in.read(bytes, 0, Math.min(left, bytes.length));
            if (got < 0) {
                throw new EOFException();
            }
            body.write(bytes, 0, got);
            left -= got;
        }
    }

    private void skipTrailers() throws IOException {
        String line = line();
        while (!line.isEmpty()) {
            line = line();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.indexOf("\r\n", line.length() - 2) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after \"" + line + "\"");
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 2);
    }

    /// Exactly so many bytes.
    byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("only " + bytes.length + " of " + count + " bytes came");
        }
        return bytes;
    }

    /// Everything up to the end of the connection.
    byte[] rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketTimeoutException slow) {
            throw slow;
        } catch (SocketException _) {
            // A reset ends it as well.
        }
        return rest.toByteArray();
    }

    /// Whether the other side ends the connection in that time, whatever it says before.
    boolean endsWithin(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        byte[] bytes = new byte[1 << 16];
        try {
            while (System.nanoTime() < until) {
                socket.setSoTimeout((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
                if (in.read(bytes) < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    /// Ends the connection by a reset.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
