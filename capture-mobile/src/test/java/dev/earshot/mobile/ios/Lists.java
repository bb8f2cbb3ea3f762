package dev.earshot.mobile.ios;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Binary property lists that no library would write.
final class Lists {
    private Lists() {}

    /// A list of arrays.
    ///
    /// @param arrays by number, which arrays each holds; the first is the root
    static byte[] binary(int count, int[]... arrays) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("bplist00".getBytes(StandardCharsets.US_ASCII));
        byte[] offsets = new byte[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = (byte) file.size();
            file.write(0xa0 | arrays[i].length);
            for (int held : arrays[i]) {
                file.write(held);
            }
        }
        int table = file.size();
        file.writeBytes(offsets);
        ByteBuffer trailer = ByteBuffer.allocate(32);
        trailer.put(6, (byte) 1).put(7, (byte) 1).putLong(8, count).putLong(24, table);
        file.writeBytes(trailer.array());
        return file.toByteArray();
    }
}
