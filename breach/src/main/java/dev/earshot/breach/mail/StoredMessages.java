package dev.earshot.breach.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Messages that a server keeps as files: a maildir, a folder of `.eml`, an mbox, or what `smtp-sink -d` or `-D` writes.
///
/// A message counts as there where a line starts with its `Message-ID:`; so does one that a bounce returns, which was
/// sent, too. Reads all bytes; memory does not grow with them.
///
/// @param place a file, or a folder with folders
public record StoredMessages(Path place) implements MessageLookup {
    private static final byte[] FIELD = "message-id:".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 1000;

    @Override
    public Set<String> having(Set<String> messageIds) throws IOException {
        Set<String> found = new HashSet<>();
        try (Stream<Path> files = Files.walk(place)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            for (Path file : all) {
                if (found.size() < messageIds.size()) {
                    search(file, messageIds, found);
                }
            }
        }
        return found;
    }

    private static void search(Path file, Set<String> messageIds, Set<String> found) throws IOException {
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            boolean lineStart = true;
            int kept = 0;
            while (true) {
                int read = in.read(buffer, kept, buffer.length - kept);
                int size = kept + Math.max(read, 0);
                // What is too near the end of the buffer to be whole waits for the next bytes.
                int until = read < 0 ? size : Math.max(0, size - LONGEST);
                int at = 0;
                for (; at < until; at++) {
                    if (lineStart && (buffer[at] | 32) == 'm' && isField(buffer, at, size)) {
                        id(buffer, at + FIELD.length, Math.min(size, at + LONGEST), messageIds, found);
                    }
                    lineStart = buffer[at] == '\n';
                }
                if (read < 0) {
                    return;
                }
                kept = size - at;
                System.arraycopy(buffer, at, buffer, 0, kept);
            }
        }
    }

    private static boolean isField(byte[] buffer, int at, int size) {
        if (at + FIELD.length > size) {
            return false;
        }
        for (int i = 0; i < FIELD.length; i++) {
            byte b = buffer[at + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != FIELD[i]) {
                return false;
            }
        }
        return true;
    }

    private static void id(byte[] buffer, int from, int to, Set<String> messageIds, Set<String> found) {
        String text = new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
        int start = text.indexOf('<');
        int end = text.indexOf('>');
        if (start >= 0 && end > start && text.substring(0, start).isBlank()) {
            String id = text.substring(start + 1, end);
            if (messageIds.contains(id)) {
                found.add(id);
            }
        }
    }
}
