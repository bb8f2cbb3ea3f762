package dev.earshot.decode;

import dev.earshot.decode.Content.Text;

/// A form: the body of one, or one inside a value, as in UET's `pid=em%3D…%26ph%3D…`.
final class Form implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("form");
    private static final Pairs PAIRS = new Pairs('&', '.');

    @Override
    public boolean open(Text text, Opening into) {
        if ((text.traits() & Traits.EQUALS) == 0 || !fits(text.value)) {
            return false;
        }
        if (!text.whole) {
            into.leaf(text);
        }
        PAIRS.open(text, 0, text.value.length(), text.place.layer(STEP), into);
        return true;
    }

    static boolean fits(String text) {
        return PAIRS.fit(text, 0, text.length());
    }
}
