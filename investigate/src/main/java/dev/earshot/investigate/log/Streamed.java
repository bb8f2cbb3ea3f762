package dev.earshot.investigate.log;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/// What a library unpacks: zstd of any number of frames, bzip2 of any number of streams.
final class Streamed extends Unpacked {
    private final String packing;
    private final Watched stored;
    private final Opening opening;
    private @Nullable InputStream stream;
    private @Nullable String fault;
    private boolean ended;

    private Streamed(String packing, InputStream stored, Opening opening) {
        this.packing = packing;
        this.stored = new Watched(stored);
        this.opening = opening;
    }

    static Unpacked zstd(InputStream stored) {
        return new Streamed("zstd", stored, ZstdInputStreamNoFinalizer::new);
    }

    static Unpacked bzip2(InputStream stored) {
        return new Streamed("bzip2", stored, in -> new BZip2CompressorInputStream(in, true));
    }

    @Override
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    boolean broken() {
        return fault != null;
    }

    @Override
    int read(byte[] bytes, int from, int to) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            if (stream == null) {
                stream = opening.open(stored);
            }
            int read = stream.read(bytes, from, to - from);
            if (read < 0) {
                ended = true;
                stream.close();
            }
            return read;
        } catch (IOException | RuntimeException e) {
            stored.throwFailure();
            ended = true;
            fault = stored.ended ? "it ends in the middle of its " + packing : "its " + packing + " is damaged";
            if (stream != null) {
                stream.close();
            }
            return -1;
        }
    }

    @FunctionalInterface
    private interface Opening {
        InputStream open(InputStream stored) throws IOException;
    }

    /// Keeps apart what storage fails at and what the packing is wrong with.
    private static final class Watched extends InputStream {
        private final InputStream stored;
        private boolean ended;
        private @Nullable IOException failure;
        private @Nullable RuntimeException refusal;

        Watched(InputStream stored) {
            this.stored = stored;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                int read = stored.read(bytes, from, length);
                ended |= read < 0;
                return read;
            } catch (IOException e) {
                failure = e;
                throw e;
            } catch (RuntimeException e) {
                refusal = e;
                throw e;
            }
        }

        void throwFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (refusal != null) {
                throw refusal;
            }
        }
    }
}
