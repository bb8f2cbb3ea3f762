package dev.earshot.decode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every form that Earshot opens, in the order in which they are tried. A new one is one class and one line here.
final class Codecs {
    /// The certain ones (a magic number, a parse of the whole) before the likely ones, and a structure before the
    /// encoding of its parts: percent-decoding a whole address would blur where its parameters end.
    static final List<TextCodec> TEXT = List.of(
            new DataUrl(),
            new Rrweb(),
            new Json(),
            new Lines(),
            new Frame(),
            new Xml(),
            new Substitution(),
            new Url(),
            new Jwt(),
            new Form(),
            new Percent(),
            new Entities(),
            new Escapes(),
            new Hex(),
            new LzString(),
            new Base64(),
            new EmbeddedBase64());

    static final List<BinaryCodec> BINARY = List.of(
            new Gzip(),
            new Zlib(),
            new Zstd(),
            new Multipart(),
            new LengthPrefixed(),
            new MessagePack(),
            new Cbor(),
            new Protobuf(),
            new Utf16(),
            new Characters(),
            new LzString(),
            new Deflate(false),
            new Brotli(false),
            new TextRuns());

    private static final TextCodec[] @Nullable [] BY_TRAITS = new TextCodec[Traits.LIMIT][];

    private Codecs() {}

    /// Those that a text with these traits may fit, in their order. Thread-safe: a race works one answer out twice.
    static TextCodec[] forTraits(int traits) {
        TextCodec[] known = BY_TRAITS[traits];
        if (known == null) {
            known = TEXT.stream()
                    .filter(codec -> (codec.asks() & traits) != 0 && (codec.refuses() & traits) == 0)
                    .toArray(TextCodec[]::new);
            BY_TRAITS[traits] = known;
        }
        return known;
    }

    /// The compression that one word of a Content-Encoding header names.
    ///
    /// Source: RFC 9110 section 8.4.1, RFC 7932, RFC 8878. `deflate` means zlib, and some senders mean raw deflate.
    static Optional<BinaryCodec> contentCoding(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> Optional.of(new Gzip());
            case "deflate" -> Optional.of(new Deflate(true));
            case "br" -> Optional.of(new Brotli(true));
            case "zstd" -> Optional.of(new Zstd());
            default -> Optional.empty();
        };
    }
}
