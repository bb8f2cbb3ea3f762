package dev.earshot.spark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What [SparkProcess] and [SparkEngineServer] say to each other: a byte for what it is, then numbers and texts.
final class Wire {
    static final byte TABLE = 'T';
    static final byte VIEW = 'V';
    static final byte WRITE = 'W';
    static final byte READ = 'R';
    static final byte CLOSE = 'C';

    static final byte DONE = 'd';
    static final byte ROW = 'r';
    static final byte FAILED = 'f';

    private static final byte NUMBER = 0;
    private static final byte TEXT = 1;

    private Wire() {}

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void row(DataOutputStream out, List<Object> row) throws IOException {
        out.writeByte(ROW);
        out.writeInt(row.size());
        for (Object value : row) {
            if (value instanceof Long number) {
                out.writeByte(NUMBER);
                out.writeLong(number);
            } else {
                out.writeByte(TEXT);
                text(out, (String) value);
            }
        }
    }

    /// A row after its [#ROW].
    static List<Object> row(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<Object> row = new ArrayList<>(size);
        for (int column = 0; column < size; column++) {
            row.add(in.readByte() == NUMBER ? (Object) in.readLong() : text(in));
        }
        return row;
    }
}
