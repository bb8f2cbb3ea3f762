package dev.earshot.breach.document;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.Deflater;

/// A PDF file that is written object by object, so that nothing of a page is kept once it is written. The same objects
/// give the same bytes. For one thread; the stream stays open.
///
/// Source: ISO 32000-1, 7.5 (file structure).
final class PdfFile implements AutoCloseable {
    private final OutputStream out;
    private final Deflater deflater = new Deflater(6);
    private byte[] deflated = new byte[1 << 16];
    private long written;
    private long[] offsets = new long[64];
    private int objects;

    PdfFile(OutputStream out) throws IOException {
        this.out = out;
        write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
    }

    /// @return the number of an object that is written later
    int reserve() {
        objects++;
        if (objects == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        return objects;
    }

    void object(int id, String text) throws IOException {
        begin(id);
        write(text);
        write("\nendobj\n");
    }

    void stream(int id, String entries, byte[] content) throws IOException {
        stream(id, entries, content, content.length);
    }

    void stream(int id, String entries, byte[] content, int length) throws IOException {
        deflater.reset();
        deflater.setInput(content, 0, length);
        deflater.finish();
        int size = 0;
        while (!deflater.finished()) {
            if (size == deflated.length) {
                deflated = Arrays.copyOf(deflated, size * 2);
            }
            size += deflater.deflate(deflated, size, deflated.length - size);
        }
        begin(id);
        write("<<" + entries + "/Filter/FlateDecode/Length " + size + ">>stream\n");
        out.write(deflated, 0, size);
        written += size;
        write("\nendstream\nendobj\n");
    }

    /// @param hash of what is in the file, in hex: its identity
    void finish(int catalogue, int properties, String hash) throws IOException {
        long start = written;
        StringBuilder table = new StringBuilder("xref\n0 " + (objects + 1) + "\n0000000000 65535 f \n");
        for (int i = 1; i <= objects; i++) {
            if (offsets[i] == 0) {
                throw new IllegalStateException("object " + i + " was not written");
            }
            String offset = Long.toString(offsets[i]);
            table.append("0".repeat(10 - offset.length())).append(offset).append(" 00000 n \n");
        }
        write(table.toString());
        write("trailer\n<</Size " + (objects + 1) + "/Root " + catalogue + " 0 R/Info " + properties + " 0 R/ID[<"
                + hash + "><" + hash + ">]>>\nstartxref\n" + start + "\n%%EOF\n");
    }

    @Override
    public void close() {
        deflater.end();
    }

    /// As a text string (ISO 32000-1, 7.9.2.2).
    static String text(String text) {
        StringBuilder hex = new StringBuilder("<FEFF");
        text.chars().forEach(unit -> hex.append(String.format(Locale.ROOT, "%04X", unit)));
        return hex.append('>').toString();
    }

    private void begin(int id) throws IOException {
        offsets[id] = written;
        write(id + " 0 obj\n");
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(bytes);
        written += bytes.length;
    }
}
