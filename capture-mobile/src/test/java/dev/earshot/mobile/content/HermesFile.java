package dev.earshot.mobile.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes Hermes bytecode with no instructions: header, function headers, and the tables of texts.
final class HermesFile {
    private final int version;
    private final int functionHeaderBytes;
    private final List<String> texts = new ArrayList<>();
    private boolean sharing;

    HermesFile(int version, int functionHeaderBytes, String... texts) {
        this.version = version;
        this.functionHeaderBytes = functionHeaderBytes;
        this.texts.addAll(List.of(texts));
    }

    /// Every text is the first one, at the same place.
    HermesFile sharingOne() {
        sharing = true;
        return this;
    }

    byte[] bytes() {
        int functions = 3;
        ByteArrayOutputStream storage = new ByteArrayOutputStream();
        ByteBuffer small = little(4 * texts.size());
        List<int[]> overflow = new ArrayList<>();
        for (String text : texts) {
            boolean utf16 = text.chars().anyMatch(character -> character > 255);
            byte[] stored = text.getBytes(utf16 ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
            int offset = sharing ? 0 : storage.size();
            if (!sharing || storage.size() == 0) {
                storage.writeBytes(stored);
            }
            if (text.length() < 255) {
                small.putInt(text.length() << 24 | offset << 1 | (utf16 ? 1 : 0));
            } else {
                small.putInt(255 << 24 | overflow.size() << 1 | (utf16 ? 1 : 0));
                overflow.add(new int[] {offset, text.length()});
            }
        }
        int identifiers = texts.size() / 2;
        byte[] bytes = new byte
                [128
                        + functions * functionHeaderBytes
                        + 8
                        + 4 * identifiers
                        + 4 * texts.size()
                        + 8 * overflow.size()
                        + storage.size()];
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(0x1F1903C103BC1FC6L).putInt(version).position(32);
        file.putInt(file.capacity()).putInt(0).putInt(functions);
        file.putInt(2)
                .putInt(identifiers)
                .putInt(texts.size())
                .putInt(overflow.size())
                .putInt(storage.size());
        file.position(128 + functions * functionHeaderBytes);
        file.putInt(texts.size() - identifiers).putInt(identifiers | 1 << 31);
        file.position(file.position() + 4 * identifiers);
        file.put(small.flip());
        overflow.forEach(entry -> file.putInt(entry[0]).putInt(entry[1]));
        file.put(storage.toByteArray());
        return bytes;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
