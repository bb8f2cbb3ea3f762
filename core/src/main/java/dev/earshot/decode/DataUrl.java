package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.Locale;

/// A `data:` URL.
///
/// Source: RFC 2397.
final class DataUrl implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("data url");

    @Override
    public int asks() {
        return Traits.COMMA;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String url = text.value;
        int comma = url.startsWith("data:") ? url.indexOf(',') : -1;
        if (comma < 0) {
            return false;
        }
        boolean base64 = url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64");
        byte[] bytes = base64 ? Base64.decoded(url.substring(comma + 1), into.growth()) : new byte[0];
        if (bytes.length > 0) {
            if (!into.layer(text, STEP, bytes)) {
                into.missed(text, "a file of type " + type(url, comma));
            }
        } else {
            into.layer(text, STEP, url.substring(comma + 1));
        }
        return true;
    }

    private static String type(String url, int comma) {
        int end = url.indexOf(';', 0, comma);
        String type = url.substring("data:".length(), end < 0 ? comma : end);
        return type.length() < 60 && type.chars().allMatch(c -> c > ' ' && c < 0x7f) ? type : "unknown";
    }
}
