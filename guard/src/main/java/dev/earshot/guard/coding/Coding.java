package dev.earshot.guard.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A content coding, other than `identity`.
///
/// Source: RFC 9110 § 8.4.1 (gzip, deflate), RFC 7932 (br), RFC 8878 and RFC 9659 (zstd).
public enum Coding {
    GZIP("gzip"),
    DEFLATE("deflate"),
    BR("br"),
    ZSTD("zstd");

    /// More codings than this, one upon the other, nobody uses in good faith.
    private static final int MOST = 3;

    private final String token;

    Coding(String token) {
        this.token = token;
    }

    /// As header fields have it.
    public String token() {
        return token;
    }

    /// Whether what it needs is on this machine: br and zstd are native.
    public boolean isAvailable() {
        return switch (this) {
            case GZIP, DEFLATE -> true;
            case BR -> Natives.BR.isEmpty();
            case ZSTD -> Natives.ZSTD.isEmpty();
        };
    }

    /// What is not offered on this machine, and why, for people; to be said once.
    public static List<String> missing() {
        List<String> missing = new ArrayList<>();
        Natives.BR.ifPresent(why -> missing.add("br is not offered: its native library is missing (" + why + ")"));
        Natives.ZSTD.ifPresent(why -> missing.add("zstd is not offered: its native library is missing (" + why + ")"));
        return missing;
    }

    /// The codings of a body, in the order in which they were applied; empty where one is unknown, missing on this
    /// machine, or there are more than three.
    ///
    /// @param contentEncoding the header field's value, its lines joined by commas; may be empty
    public static Optional<List<Coding>> of(String contentEncoding) {
        List<Coding> codings = new ArrayList<>();
        for (String each : contentEncoding.split(",", -1)) {
            String name = each.strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.equals("identity")) {
                continue;
            }
            Optional<Coding> coding = byToken(name).filter(Coding::isAvailable);
            if (coding.isEmpty() || codings.size() == MOST) {
                return Optional.empty();
            }
            codings.add(coding.get());
        }
        return Optional.of(codings);
    }

    /// The coding to send a body in, of those that are offered and on this machine; empty for none, which is right also
    /// where the client has said nothing.
    ///
    /// Source: RFC 9110 § 12.5.3.
    ///
    /// @param acceptEncoding the header field's value, its lines joined by commas; empty where there is none
    /// @param offered best first: of codings that the client likes as well the first is taken
    public static Optional<Coding> choose(String acceptEncoding, List<Coding> offered) {
        return AcceptEncoding.of(acceptEncoding)
                .choose(offered.stream().filter(Coding::isAvailable).toList());
    }

    /// A decoder for a body of one coding or several, such as [#of] gives; at least one.
    public static Decoder decoder(List<Coding> codings) {
        Decoder decoder = codings.getLast().decoder();
        for (int at = codings.size() - 2; at >= 0; at--) {
            decoder = new ChainDecoder(decoder, codings.get(at).decoder());
        }
        return decoder;
    }

    /// @throws IllegalStateException where the coding is not on this machine
    public Decoder decoder() {
        requireAvailable();
        return switch (this) {
            case GZIP -> new GzipDecoder();
            case DEFLATE -> new DeflateDecoder();
            case BR -> new BrotliDecoder();
            case ZSTD -> new ZstdDecoder();
        };
    }

    /// @param level from 1, the quickest, to 9 (gzip, deflate), 11 (br) or 19 (zstd); a level out of range counts as the
    ///     nearest
    /// @throws IllegalStateException where the coding is not on this machine
    public Encoder encoder(int level) {
        requireAvailable();
        return switch (this) {
            case GZIP -> new DeflateEncoder(true, Math.clamp(level, 1, 9));
            case DEFLATE -> new DeflateEncoder(false, Math.clamp(level, 1, 9));
            case BR -> new BrotliEncoder(Math.clamp(level, 1, 11));
            case ZSTD -> new ZstdEncoder(Math.clamp(level, 1, 19));
        };
    }

    private void requireAvailable() {
        if (!isAvailable()) {
            throw new IllegalStateException(token + " is not on this machine");
        }
    }

    private static Optional<Coding> byToken(String name) {
        String plain = name.equals("x-gzip") ? "gzip" : name;
        return Arrays.stream(values())
                .filter(coding -> coding.token.equals(plain))
                .findFirst();
    }

    /// Why a native library is missing; empty where it is not.
    private static final class Natives {
        static final Optional<String> BR = brotli();
        static final Optional<String> ZSTD = zstd();

        private static Optional<String> brotli() {
            try {
                return Brotli4jLoader.isAvailable()
                        ? Optional.empty()
                        : Optional.of(Brotli4jLoader.getUnavailabilityCause()
                                .getClass()
                                .getSimpleName());
            } catch (LinkageError e) {
                return Optional.of(e.getClass().getSimpleName());
            }
        }

        private static Optional<String> zstd() {
            try {
                Native.load();
                return Optional.empty();
            } catch (LinkageError e) {
                return Optional.of(e.getClass().getSimpleName());
            }
        }
    }
}
