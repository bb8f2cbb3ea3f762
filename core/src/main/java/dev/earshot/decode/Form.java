package dev.earshot.decode;

import dev.earshot.decode.Content.Text;

/// A form: the body of one, or one inside a value, as in UET's `pid=em%3D…%26ph%3D…`. Where there is no `&`, pairs
/// may stand between semicolons, as in the `data` of Google Ads and in a copied `document.cookie`.
final class Form implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("form");
    private static final Pairs AMPERSANDS = new Pairs('&', '.');
    private static final Pairs SEMICOLONS = new Pairs(';', '.');

    @Override
    public int asks() {
        return Traits.EQUALS;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String form = text.value;
        boolean semicolons = (text.traits() & Traits.AMPERSAND) == 0
                && form.indexOf(';') >= 0
                && SEMICOLONS.fit(form, 0, form.length());
        if (!semicolons && !fits(form)) {
            return false;
        }
        if (!text.whole) {
            into.leaf(text);
        }
        Pairs pairs = semicolons ? SEMICOLONS : AMPERSANDS;
        pairs.open(text, 0, form.length(), text.place.layer(STEP), into);
        return true;
    }

    static boolean fits(String text) {
        return AMPERSANDS.fit(text, 0, text.length());
    }
}
