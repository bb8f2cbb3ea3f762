package dev.earshot.clinic;

import dev.earshot.exchange.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a host answers.
sealed interface Reply {
    /// A whole answer.
    record Full(int status, List<Header> headers, byte[] content) implements Reply {
        public Full {
            headers = List.copyOf(headers);
        }

        Full with(String name, String value) {
            List<Header> more = new ArrayList<>(headers);
            more.add(new Header(name, value));
            return new Full(status, more, content);
        }
    }

    /// An answer that comes bit by bit.
    record Streamed(List<Header> headers, Script script) implements Reply {
        public Streamed {
            headers = List.copyOf(headers);
        }
    }

    /// No answer, ever; the connection stays open.
    record Silence() implements Reply {}

    /// Writes a streamed answer, taking its time.
    interface Script {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    static Full of(int status, String contentType, byte[] content) {
        return new Full(status, List.of(new Header("Content-Type", contentType)), content);
    }

    static Full text(String contentType, String content) {
        return of(200, contentType + "; charset=utf-8", content.getBytes(StandardCharsets.UTF_8));
    }

    static Full html(String content) {
        return text("text/html", content);
    }

    static Full json(String content) {
        return text("application/json", content);
    }

    static Full script(String content) {
        return text("text/javascript", content);
    }

    static Full empty() {
        return new Full(204, List.of(), new byte[0]);
    }

    static Full redirect(String location) {
        return new Full(302, List.of(new Header("Location", location)), new byte[0]);
    }

    /// After a form was posted: the browser fetches `location` with GET.
    static Full seeOther(String location) {
        return new Full(303, List.of(new Header("Location", location)), new byte[0]);
    }

    static Full notFound() {
        return of(404, "text/plain", "There is no such page.\n".getBytes(StandardCharsets.UTF_8));
    }

    /// A transparent image of one pixel.
    static Full pixel() {
        return of(200, "image/gif", Pixel.GIF).with("Cache-Control", "no-store");
    }

    /// The smallest image there is.
    final class Pixel {
        private static final byte[] GIF = {
            'G',
            'I',
            'F',
            '8',
            '9',
            'a',
            1,
            0,
            1,
            0,
            (byte) 0x80,
            0,
            0,
            0,
            0,
            0,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            0x21,
            (byte) 0xf9,
            4,
            1,
            0,
            0,
            0,
            0,
            0x2c,
            0,
            0,
            0,
            0,
            1,
            0,
            1,
            0,
            0,
            2,
            1,
            0x44,
            0,
            0x3b
        };

        private Pixel() {}
    }
}
