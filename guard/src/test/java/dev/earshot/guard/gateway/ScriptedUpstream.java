package dev.earshot.guard.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A site's own server that says byte for byte what a test has it say, and keeps what it was sent. On loopback.
final class ScriptedUpstream implements AutoCloseable {
    /// What is said on one connection.
    @FunctionalInterface
    interface Script {
        void say(Conversation conversation) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final Script script;
    private final List<Conversation> conversations = new CopyOnWriteArrayList<>();

    private ScriptedUpstream(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
    }

    static ScriptedUpstream start(Script script) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        ScriptedUpstream upstream = new ScriptedUpstream(listening, script);
        Thread.ofVirtual().start(upstream::accept);
        return upstream;
    }

    /// Answers each request of each connection with the same bytes.
    static ScriptedUpstream answering(String answer) throws IOException {
        return answering(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    static ScriptedUpstream answering(byte[] answer) throws IOException {
        return start(conversation -> {
            while (conversation.hears()) {
                conversation.hearRequest();
                conversation.say(answer);
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Conversation> conversations() {
        return conversations;
    }

    /// Heads of requests seen, of all connections.
    int requests() {
        return conversations.stream().mapToInt(each -> each.requests.get()).sum();
    }

    /// All bytes received on all connections, as Latin-1.
    String heard() {
        StringBuilder all = new StringBuilder();
        conversations.forEach(each -> all.append(each.heard()));
        return all.toString();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Conversation conversation = new Conversation(listening.accept());
                conversations.add(conversation);
                Thread.ofVirtual().start(() -> {
                    try (conversation) {
                        script.say(conversation);
                    } catch (IOException _) {
                        conversation.broken = true;
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } finally {
                        conversation.ended = true;
                    }
                });
            } catch (IOException _) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Conversation each : conversations) {
            each.close();
        }
    }

    /// One connection.
    static final class Conversation implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final AtomicInteger requests = new AtomicInteger();
        private volatile boolean broken;
        private volatile boolean ended;
        private final byte[] some = new byte[1 << 16];
        private int peeked = -1;

        Conversation(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /// Whether the other side broke off while something was being said or heard.
        boolean broken() {
            return broken;
        }

        /// Whether all was said and heard, or it was broken off.
        boolean ended() {
            return ended;
        }

        /// Waits for a byte; false at the end of what is sent.
        boolean hears() throws IOException {
            if (peeked < 0) {
                peeked = in.read();
            }
            return peeked >= 0;
        }

        int hear() throws IOException {
            int next = peeked >= 0 ? peeked : in.read();
            peeked = -1;
            if (next < 0) {
                throw new EOFException();
            }
            synchronized (heard) {
                heard.write(next);
            }
            return next;
        }

        /// Everything that comes, to the end, without keeping it; how much that was.
        long hearOut() throws IOException {
            byte[] bytes = new byte[1 << 16];
            long all = 0;
            for (int got = in.read(bytes); got >= 0; got = in.read(bytes)) {
                all += got;
            }
            return all;
        }

        /// Whatever is there, without keeping it; how much that was.
        int hearSome() throws IOException {
            int got = in.read(some);
            if (got < 0) {
                throw new EOFException();
            }
            return got;
        }

        byte[] hear(int count) throws IOException {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) hear();
            }
            return bytes;
        }

        /// One head with its empty line.
        String hearHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
                head.append((char) hear());
            }
            requests.incrementAndGet();
            return head.toString();
        }

        /// One head and the body that it promises by length or in chunks; gives the head.
        String hearRequest() throws IOException {
            String head = hearHead();
            String lower = head.toLowerCase(java.util.Locale.ROOT);
            int length = lower.indexOf("\r\ncontent-length:");
            if (lower.contains("\r\ntransfer-encoding:")) {
                for (int size = chunkSize(); size > 0; size = chunkSize()) {
                    hear(size + 2);
                }
                skipTrailers();
            } else if (length >= 0) {
                int from = length + "\r\ncontent-length:".length();
                hear(Integer.parseInt(
                        head.substring(from, head.indexOf("\r\n", from)).strip()));
            }
            return head;
        }

        private int chunkSize() throws IOException {
            return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
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
                line.append((char) hear());
            }
            return line.substring(0, line.length() - 2);
        }

        Conversation say(String text) throws IOException {
            return say(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Conversation say(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        Conversation say(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
            out.flush();
            return this;
        }

        Conversation pause(Duration time) throws InterruptedException {
            Thread.sleep(time);
            return this;
        }

        /// Ends the connection as a crash would: by a reset.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        String heard() {
            synchronized (heard) {
                return heard.toString(StandardCharsets.ISO_8859_1);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
