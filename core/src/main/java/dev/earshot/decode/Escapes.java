package dev.earshot.decode;

import dev.earshot.decode.Content.Text;

/// The escapes of a JSON or JavaScript string in a text that has no quotes around it.
final class Escapes implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("escapes");

    @Override
    public int asks() {
        return Traits.BACKSLASH;
    }

    @Override
    public boolean open(Text text, Opening into) {
        if (!fits(text.value)) {
            return false;
        }
        String plain = JsonText.unescaped(text.value, 0, text.value.length());
        if (plain.length() == text.value.length()) {
            return false;
        }
        into.layer(text, STEP, plain);
        return true;
    }

    private static boolean fits(String text) {
        return text.contains("\\u") || text.contains("\\x") || text.contains("\\\"") || text.contains("\\/");
    }
}
