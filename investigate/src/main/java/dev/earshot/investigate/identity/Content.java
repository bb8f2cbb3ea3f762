package dev.earshot.investigate.identity;

import com.github.luben.zstd.ZstdInputStream;
import dev.earshot.investigate.Storage;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// The content of a file as UTF-8: out of gzip, Zstandard or bzip2, which its first bytes tell, and out of UTF-16, which
/// a byte order mark tells, or the encoding that the plan states.
final class Content {
    private static final int BUFFER = 1 << 16;

    private Content() {}

    /// What was stored ends in the middle, or can't be unpacked.
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /// @param encoding as the plan states it; UTF-8 where absent
    /// @throws Broken from the stream, once what can be unpacked was read
    static InputStream open(Storage storage, String location, Optional<String> encoding) throws IOException {
        InputStream stored = storage.open(location);
        try {
            return utf8(unpacked(new BufferedInputStream(stored, BUFFER)), encoding);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    /// Whether Java knows the encoding.
    static Optional<Charset> charset(String encoding) {
        try {
            return Optional.of(Charset.forName(encoding));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static InputStream unpacked(BufferedInputStream stored) throws IOException {
        stored.mark(4);
        byte[] start = stored.readNBytes(4);
        stored.reset();
        if (starts(start, 0x1f, 0x8b)) {
            return new Unpacking(stored, "gzip", GZIPInputStream::new);
        }
        if (starts(start, 0x28, 0xb5, 0x2f, 0xfd)) {
            return new Unpacking(stored, "Zstandard", ZstdInputStream::new);
        }
        if (starts(start, 'B', 'Z', 'h')) {
            return new Unpacking(stored, "bzip2", in -> new BZip2CompressorInputStream(in, true));
        }
        return stored;
    }

    private static boolean starts(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static InputStream utf8(InputStream content, Optional<String> encoding) throws IOException {
        BufferedInputStream marked = new BufferedInputStream(content, BUFFER);
        marked.mark(2);
        byte[] start;
        try {
            start = marked.readNBytes(2);
        } catch (Broken broken) {
            return marked;
        }
        marked.reset();
        Charset charset = starts(start, 0xff, 0xfe) || starts(start, 0xfe, 0xff)
                ? StandardCharsets.UTF_16
                : encoding.flatMap(Content::charset).orElse(StandardCharsets.UTF_8);
        return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)
                ? marked
                : new Encoding(new InputStreamReader(marked, charset));
    }

    private interface Opening {
        InputStream open(InputStream stored) throws IOException;
    }

    /// Opened when it is first read, so that what is wrong with it is told like what comes later.
    private static final class Unpacking extends FilterInputStream {
        private final String packing;
        private final Opening opening;
        private boolean open;
        private boolean broken;

        Unpacking(InputStream stored, String packing, Opening opening) {
            super(stored);
            this.packing = packing;
            this.opening = opening;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                if (!open) {
                    open = true;
                    in = opening.open(in);
                }
                if (!broken) {
                    return in.read(bytes, from, length);
                }
            } catch (IOException | RuntimeException e) {
                broken = true;
            }
            throw new Broken("its " + packing + " stream ends in the middle or is damaged");
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /// Characters as UTF-8.
    private static final class Encoding extends InputStream {
        private final Reader reader;
        private final CharBuffer characters = CharBuffer.allocate(BUFFER).flip();
        private final ByteBuffer bytes = ByteBuffer.allocate(4 * BUFFER).flip();
        private final CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private boolean ended;

        Encoding(Reader reader) {
            this.reader = reader;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            while (!bytes.hasRemaining()) {
                if (ended) {
                    return -1;
                }
                characters.compact();
                ended = reader.read(characters) < 0;
                characters.flip();
                bytes.clear();
                CoderResult result = encoder.encode(characters, bytes, ended);
                if (ended && result.isUnderflow()) {
                    encoder.flush(bytes);
                }
                bytes.flip();
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(into, from, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
