package dev.earshot.guard.gateway;

import dev.earshot.guard.script.GuardScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/// The browser guard as it is served.
record GuardFile(byte[] plain, byte[] gzip) {
    static GuardFile of(GuardScript script) {
        byte[] plain = script.text().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GuardFile(plain, gzip.toByteArray());
    }
}
