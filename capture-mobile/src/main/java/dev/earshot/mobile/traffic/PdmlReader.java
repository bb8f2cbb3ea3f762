package dev.earshot.mobile.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Reads the packet details that `tshark -T pdml` prints, one field after the other. It is no XML parser: what a field
/// shows may hold characters that XML forbids, and a file that ends early gives what it has. One field is in memory.
///
/// Source: Wireshark `doc/README.xml-output`, and the output of TShark 4.0.17, read 2026-11-22.
final class PdmlReader {
    /// The longest value that is kept, in bytes.
    static final int LONGEST_VALUE = 64 << 20;

    /// The packet's time in seconds since 1970, the one field that is told by its value's text.
    static final String TIME = "timestamp";

    private static final int LONGEST_SHOWN = 1 << 20;
    private static final int LONGEST_NAME = 200;

    private final InputStream in;
    private final Set<String> wanted;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int filled;
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private final ByteArrayOutputStream show = new ByteArrayOutputStream();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private boolean cut;
    private int half;

    /// What it comes upon.
    interface Packets {
        /// A protocol of the packet begins, such as `http`.
        void protocol(String name);

        /// @param shown as it is printed, made plain
        /// @param value the bytes of the packet that it stands for; empty where it was worked out
        /// @param cut whether its value is longer than what is kept
        void field(String name, String shown, byte[] value, boolean cut);

        /// The packet is over.
        void end();
    }

    /// @param wanted the fields that are told; the others are passed over
    PdmlReader(InputStream in, Set<String> wanted) {
        this.in = in;
        this.wanted = wanted;
    }

    void read(Packets packets) throws IOException {
        for (int c = next(); c >= 0; c = next()) {
            if (c == '<') {
                tag(packets);
            }
        }
    }

    private int next() throws IOException {
        if (at == filled) {
            filled = Math.max(0, in.read(buffer, 0, buffer.length));
            at = 0;
            if (filled == 0) {
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }

    private void tag(Packets packets) throws IOException {
        StringBuilder written = new StringBuilder();
        int c = next();
        for (; c >= 0 && c != '>' && c > ' '; c = next()) {
            if (written.length() < 20) {
                written.append((char) c);
            }
        }
        String tag = written.toString();
        name.reset();
        show.reset();
        value.reset();
        cut = false;
        half = -1;
        boolean isField = tag.equals("field");
        while (c >= 0 && c != '>') {
            c = attribute(isField || tag.equals("proto"));
        }
        switch (tag) {
            case "/packet" -> packets.end();
            case "proto" -> packets.protocol(name.toString(StandardCharsets.UTF_8));
            case "field" -> {
                String field = name.toString(StandardCharsets.UTF_8);
                if (wanted.contains(field)) {
                    packets.field(field, plain(show.toString(StandardCharsets.UTF_8)), value.toByteArray(), cut);
                }
            }
            default -> {}
        }
    }

    /// Reads one `key="text"`, or up to the end of the tag. Gives the character after it.
    private int attribute(boolean tells) throws IOException {
        StringBuilder written = new StringBuilder();
        int c = next();
        for (; c >= 0 && c != '>' && c != '"'; c = next()) {
            if (c > ' ' && c != '=' && c != '/' && written.length() < 20) {
                written.append((char) c);
            }
        }
        if (c != '"') {
            return c;
        }
        String key = tells ? written.toString() : "";
        String field = name.toString(StandardCharsets.UTF_8);
        boolean keeps = wanted.contains(field);
        for (c = next(); c >= 0 && c != '"'; c = next()) {
            switch (key) {
                case "name" -> keep(name, c, LONGEST_NAME);
                case "show" -> {
                    if (keeps && !field.equals(TIME)) {
                        keep(show, c, LONGEST_SHOWN);
                    }
                }
                case "value" -> {
                    if (keeps && field.equals(TIME)) {
                        keep(show, c, LONGEST_NAME);
                    } else if (keeps) {
                        digit(c);
                    }
                }
                default -> {}
            }
        }
        return c < 0 ? c : ' ';
    }

    private static void keep(ByteArrayOutputStream text, int c, int longest) {
        if (text.size() < longest) {
            text.write(c);
        }
    }

    private void digit(int c) {
        int digit = Character.digit(c, 16);
        if (digit < 0) {
            return;
        }
        if (half < 0) {
            half = digit;
            return;
        }
        if (value.size() < LONGEST_VALUE) {
            value.write(half << 4 | digit);
        } else {
            cut = true;
        }
        half = -1;
    }

    private static String plain(String escaped) {
        return escaped.indexOf('&') < 0
                ? escaped
                : escaped.replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&#39;", "'")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&");
    }
}
