package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Text or a compressed file in hexadecimal. A hash is neither, and stays as it is; so does a number, unless what
/// its digits stand for is a number again.
final class Hex implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("hex");
    private static final int SHORTEST = 12;
    private static final int LONGEST_NUMBER = 24;

    @Override
    public int asks() {
        return Traits.ANY;
    }

    @Override
    public int refuses() {
        return Traits.NOT_HEX;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String hex = text.value;
        if (hex.length() < SHORTEST || hex.length() % 2 != 0) {
            return false;
        }
        boolean more = hex.length() > 2 * Plausibility.HEAD;
        byte[] head = HexFormat.of().parseHex(hex, 0, more ? 2 * Plausibility.HEAD : hex.length());
        if (hex.length() / 2 > into.growth() || !Plausibility.worthOpening(head, more)) {
            return false;
        }
        byte[] bytes = more ? HexFormat.of().parseHex(hex) : head;
        if (Plausibility.isPacked(bytes)) {
            return into.layer(text, STEP, bytes);
        }
        boolean number = (text.traits() & Traits.NOT_DIGIT) == 0 && hex.length() < LONGEST_NUMBER;
        if (!Plausibility.isText(bytes) || (number && !isNumber(bytes))) {
            return false;
        }
        String plain = new String(bytes, StandardCharsets.UTF_8);
        if (!Plausibility.isStructure(plain)) {
            into.leaf(text);
        }
        into.layer(text, STEP, plain);
        return true;
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
