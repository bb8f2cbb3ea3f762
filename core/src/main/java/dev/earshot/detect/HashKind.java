package dev.earshot.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.UnaryOperator;
import org.apache.commons.codec.digest.MurmurHash3;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/// A hash function whose values are long enough to be looked for inside text: 128 bits or more.
///
/// MurmurHash3 with the seed 0, which every library takes unless told otherwise, of the 64-bit kind. Its 128 bits are
/// two numbers, which some libraries print as numbers and others as their bytes from the lowest up.
enum HashKind {
    MD5("MD5", true),
    SHA_1("SHA-1", true),
    SHA_256("SHA-256", true),
    SHA_512("SHA-512", true),
    MD2("MD2", false),
    MD4("MD4", false),
    SHA_224("SHA-224", false),
    SHA_384("SHA-384", false),
    SHA_512_256("SHA-512/256", false),
    SHA3_224("SHA3-224", false),
    SHA3_256("SHA3-256", false),
    SHA3_384("SHA3-384", false),
    SHA3_512("SHA3-512", false),
    RIPEMD_160("RIPEMD-160", false),
    MURMUR3("MurmurHash3 (128 bits)", false),
    MURMUR3_BYTES("MurmurHash3 (128 bits)", false);

    private final String label;
    private final boolean common;

    HashKind(String label, boolean common) {
        this.label = label;
        this.common = common;
    }

    /// As a reader knows it: `SHA-256`.
    String label() {
        return label;
    }

    /// Whether it is one that every language has at hand, which sites hash once more.
    boolean common() {
        return common;
    }

    /// A function of its own for each caller: it is not thread-safe.
    UnaryOperator<byte[]> function() {
        return switch (this) {
            case MD2,
                    MD5,
                    SHA_1,
                    SHA_224,
                    SHA_256,
                    SHA_384,
                    SHA_512,
                    SHA_512_256,
                    SHA3_224,
                    SHA3_256,
                    SHA3_384,
                    SHA3_512 -> jdk(label);
            case MD4 -> bouncy(new MD4Digest());
            case RIPEMD_160 -> bouncy(new RIPEMD160Digest());
            case MURMUR3 -> text -> murmur(text, ByteOrder.BIG_ENDIAN);
            case MURMUR3_BYTES -> text -> murmur(text, ByteOrder.LITTLE_ENDIAN);
        };
    }

    private static UnaryOperator<byte[]> jdk(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm)::digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks " + algorithm, e);
        }
    }

    private static UnaryOperator<byte[]> bouncy(Digest digest) {
        return text -> {
            byte[] value = new byte[digest.getDigestSize()];
            digest.update(text, 0, text.length);
            digest.doFinal(value, 0);
            return value;
        };
    }

    private static byte[] murmur(byte[] text, ByteOrder order) {
        long[] halves = MurmurHash3.hash128x64(text, 0, text.length, 0);
        return ByteBuffer.allocate(16)
                .order(order)
                .putLong(halves[0])
                .putLong(halves[1])
                .array();
    }
}
