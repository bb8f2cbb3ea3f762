package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Text or a compressed file in hexadecimal. A hash is neither, and stays as it is.
final class Hex implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("hex");
    private static final int SHORTEST = 12;
    private static final int SHORTEST_OF_DIGITS = 32;

    @Override
    public boolean open(Text text, Opening into) {
        String hex = text.value;
        int traits = text.traits();
        int shortest = (traits & Traits.NOT_DIGIT) == 0 ? SHORTEST_OF_DIGITS : SHORTEST;
        if ((traits & Traits.NOT_HEX) != 0 || hex.length() < shortest || hex.length() % 2 != 0) {
            return false;
        }
        byte[] head = HexFormat.of().parseHex(hex, 0, Math.min(hex.length(), 2 * Readable.HEAD));
        if (hex.length() / 2 > into.growth() || !Readable.worthOpening(head, hex.length() / 2)) {
            return false;
        }
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (Readable.isPacked(bytes)) {
            return into.layer(text, STEP, bytes);
        }
        if (!Readable.isText(bytes)) {
            return false;
        }
        String plain = new String(bytes, StandardCharsets.UTF_8);
        if (!Readable.isStructure(plain)) {
            into.leaf(text);
        }
        into.layer(text, STEP, plain);
        return true;
    }
}
