package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Text, a compressed file or a binary structure in hexadecimal, with `0x` before it or not. A hash is none of them,
/// and stays as it is; so does a number, unless what its digits stand for is a number again.
final class Hex implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("hex");
    private static final int SHORTEST = 12;
    private static final int LONGEST_NUMBER = 24;

    @Override
    public boolean open(Text text, Opening into) {
        String hex = text.value;
        int begin = hex.length() > 2 && hex.charAt(0) == '0' && (hex.charAt(1) | 0x20) == 'x' ? 2 : 0;
        int length = hex.length() - begin;
        if (length < SHORTEST || length % 2 != 0 || !isHex(text, begin)) {
            return false;
        }
        boolean more = length > 2 * Plausibility.HEAD;
        int first = digits(hex, begin);
        int second = digits(hex, begin + 2);
        int third = digits(hex, begin + 4);
        boolean binary = Plausibility.mayBeBinary(first, second, third);
        if (length / 2 > into.growth() || (!binary && !Plausibility.mayBeText(first, second, third))) {
            return false;
        }
        byte[] head = HexFormat.of().parseHex(hex, begin, more ? begin + 2 * Plausibility.HEAD : hex.length());
        if (!binary && !Plausibility.worthOpening(head, more)) {
            return false;
        }
        byte[] bytes = more ? HexFormat.of().parseHex(hex, begin, hex.length()) : head;
        if (Plausibility.isPacked(bytes)) {
            return into.layer(text, STEP, bytes);
        }
        boolean number = (text.traits() & Traits.NOT_DIGIT) == 0 && length < LONGEST_NUMBER;
        if (Plausibility.isText(bytes) && (!number || isNumber(bytes))) {
            String plain = new String(bytes, StandardCharsets.UTF_8);
            if (!Plausibility.isStructure(plain)) {
                into.leaf(text);
            }
            into.layer(text, STEP, plain);
            return true;
        }
        if (number || !Plausibility.isBinaryStructure(bytes)) {
            return false;
        }
        into.leaf(text);
        return into.layer(text, STEP, bytes);
    }

    private static boolean isHex(Text text, int begin) {
        if (begin == 0) {
            return (text.traits() & Traits.NOT_HEX) == 0;
        }
        for (int i = begin; i < text.value.length(); i++) {
            if (Percent.hex(text.value.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int digits(String hex, int at) {
        return Percent.hex(hex.charAt(at)) << 4 | Percent.hex(hex.charAt(at + 1));
    }

    private static boolean isNumber(byte[] bytes) {
        for (byte b : bytes) {
            if ((b < '0' || b > '9') && " +-.()/#".indexOf(b) < 0) {
                return false;
            }
        }
        return true;
    }
}
