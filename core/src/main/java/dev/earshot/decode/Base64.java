package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Base64 in either alphabet, padded or not, with line breaks or spaces for `+`, when what it holds is text, a
/// compressed file, or bytes that are mostly readable. A random id of eight characters or more is hardly ever taken
/// for it: its bytes are no text.
///
/// Source: RFC 4648 sections 4 and 5.
final class Base64 implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("base64");
    private static final int SHORTEST = 8;
    private static final int SHORTEST_PADDED = 4;
    private static final int SHORTEST_OPAQUE = 88;
    private static final int SHORTEST_DEFLATE = 24;
    private static final int LONGEST_HEAD = Plausibility.HEAD * 4 / 3;
    private static final byte[] NONE = {};
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < 26; i++) {
            VALUES['A' + i] = (byte) i;
            VALUES['a' + i] = (byte) (26 + i);
        }
        for (int i = 0; i < 10; i++) {
            VALUES['0' + i] = (byte) (52 + i);
        }
        VALUES['+'] = VALUES['-'] = VALUES[' '] = 62;
        VALUES['/'] = VALUES['_'] = 63;
    }

    @Override
    public int asks() {
        return Traits.NOT_DIGIT;
    }

    @Override
    public int refuses() {
        return Traits.NOT_BASE64;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String token = text.value;
        boolean padded = token.endsWith("=") && token.length() % 4 == 0;
        if (token.length() < (padded ? SHORTEST_PADDED : SHORTEST) || token.length() / 4 * 3 > into.growth()) {
            return false;
        }
        boolean opaque = token.length() >= SHORTEST_OPAQUE && isMixed(token);
        if (!opaque && !isWorthDecoding(token)) {
            return false;
        }
        byte[] bytes = decoded(token, into.growth());
        if (bytes.length == 0) {
            return false;
        }
        if (Plausibility.isPacked(bytes)) {
            return into.layer(text, STEP, bytes);
        }
        if (Plausibility.isText(bytes)) {
            String plain = new String(bytes, StandardCharsets.UTF_8);
            if (!Plausibility.isStructure(plain)) {
                into.leaf(text);
            }
            into.layer(text, STEP, plain);
            return true;
        }
        if (Plausibility.isBinaryStructure(bytes) || (token.length() >= SHORTEST_DEFLATE && Deflate.fits(bytes))) {
            into.leaf(text);
            return into.layer(text, STEP, bytes);
        }
        return opaque && openOpaque(text, bytes, into);
    }

    /// Whether the first bytes that a token stands for may begin what this codec opens.
    private static boolean isWorthDecoding(String token) {
        int bits = 0;
        int count = 0;
        for (int i = 0; i < token.length() && count < 4; i++) {
            char c = token.charAt(i);
            if (c != '\r' && c != '\n') {
                bits = bits << 6 | (c == '=' ? 0 : VALUES[c]);
                count++;
            }
        }
        int first = bits >> 16 & 0xff;
        int second = bits >> 8 & 0xff;
        int third = bits & 0xff;
        boolean deflate = token.length() >= SHORTEST_DEFLATE && Deflate.mayBegin(first);
        if (count < 4 || deflate || Plausibility.mayBeBinary(first, second, third)) {
            return true;
        }
        if (!Plausibility.mayBeText(first, second, third)) {
            return false;
        }
        boolean more = token.length() > LONGEST_HEAD;
        byte[] head = decoded(more ? token.substring(0, LONGEST_HEAD) : token, Plausibility.HEAD);
        return Plausibility.worthOpening(head, more);
    }

    /// Bytes of an unknown format: their readable stretches, beside the token.
    private static boolean openOpaque(Text text, byte[] bytes, Opening into) {
        into.leaf(text);
        if (!into.layer(text, STEP, bytes)) {
            into.missed(text.layer(STEP, bytes), "unknown encoding");
        }
        return true;
    }

    /// The six bits that a character of either alphabet stands for; -1 for any other.
    static int value(char c) {
        return c < 128 ? VALUES[c] : -1;
    }

    /// The bytes that `token` stands for; none when it is not base64 or stands for more than `limit`.
    static byte[] decoded(String token, int limit) {
        int end = token.length();
        while (end > 0 && (token.charAt(end - 1) == '=' || token.charAt(end - 1) <= ' ')) {
            end--;
        }
        byte[] bytes = new byte[Math.min(limit, end / 4 * 3 + 3)];
        int size = 0;
        int bits = 0;
        int count = 0;
        for (int i = 0; i < end; i++) {
            char c = token.charAt(i);
            if (c == '\r' || c == '\n' || (c == '=' && count == 0 && i > 0)) {
                continue;
            }
            if (c == '=' && (count & 2) != 0) {
                // Several tokens one after another, as in gRPC-Web's text form.
                count = 0;
                continue;
            }
            int value = value(c);
            if (value < 0) {
                return NONE;
            }
            bits = bits << 6 | value;
            count++;
            int spare = -2 * count & 6;
            if (spare != 6) {
                if (size == bytes.length) {
                    return NONE;
                }
                bytes[size++] = (byte) (bits >> spare);
            }
        }
        return count % 4 == 1 ? NONE : Arrays.copyOf(bytes, size);
    }

    /// Whether it looks as random as encrypted bytes do: capitals, small letters and digits all have their share.
    private static boolean isMixed(String token) {
        int capitals = 0;
        int digits = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        int letters = token.length() - capitals - digits;
        return capitals * 5 > token.length() && letters * 5 > token.length() && digits * 20 > token.length();
    }
}
