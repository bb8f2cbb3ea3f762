package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// A body that a session recorder sent. It packs better than others, since a page repeats its markup, so it may grow
/// more.
final class Recording {
    /// Bytes that one body may hold once it is unpacked.
    static final int LARGEST = 16 << 20;

    static final Step.Decoded GZIP = new Step.Decoded("gzip");
    static final Step.Decoded ZLIB = new Step.Decoded("zlib");
    static final Step.Decoded JSON = new Step.Decoded("json");

    private Recording() {}

    /// The body as text, out of the gzip or zlib that its first bytes show; empty when it is no text.
    static Optional<Text> text(Binary body, Opening into) {
        if (Gzip.begins(body.bytes)) {
            return unpacked(body, GZIP, GZIPInputStream::new, into);
        }
        if (Zlib.begins(body.bytes)) {
            return unpacked(body, ZLIB, InflaterInputStream::new, into);
        }
        return Utf8.text(body.bytes).map(body::read);
    }

    private static Optional<Text> unpacked(Binary body, Step.Decoded step, Unpacked.Unpacker unpacker, Opening into) {
        Unpacked unpacked = Unpacked.of(body.bytes, LARGEST, unpacker);
        Optional<Text> text = Utf8.text(unpacked.bytes()).map(body.layer(step, unpacked.bytes())::read);
        if (text.isPresent() && unpacked.cut()) {
            into.missed(body, "growth budget reached");
        }
        return text;
    }
}
