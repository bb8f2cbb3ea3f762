package dev.earshot.investigate.history.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// A Web archive that a test writes.
final class Archive {
    private final List<byte[]> records = new ArrayList<>();

    Archive page(String url, String date, String html) {
        return response(url, date, "text/html; charset=utf-8", html);
    }

    Archive response(String url, String date, String type, String body) {
        return answer(url, date, "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n", bytes(body));
    }

    Archive answer(String url, String date, String head, byte[] body) {
        return record(
                "WARC-Type: response\r\nWARC-Target-URI: " + url + "\r\nWARC-Date: " + date
                        + "\r\nContent-Type: application/http; msgtype=response\r\n",
                joined(bytes(head), body));
    }

    Archive record(String fields, byte[] block) {
        return raw(joined(
                bytes("WARC/1.0\r\n" + fields + "Content-Length: " + block.length + "\r\n\r\n"),
                block,
                bytes("\r\n\r\n")));
    }

    Archive raw(byte[] record) {
        records.add(record);
        return this;
    }

    byte[] plain() {
        return joined(records.toArray(byte[][]::new));
    }

    /// One gzip member for each record.
    byte[] packed() {
        return joined(records.stream().map(Archive::gzip).toArray(byte[][]::new));
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
