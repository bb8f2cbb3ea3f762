package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;

/// A JSON Web Token: its header, and its claims where it is signed and not encrypted. The token itself is a leaf too.
///
/// Source: RFC 7515 section 3.1; RFC 7516 section 3.1 for the encrypted kind, of five parts.
final class Jwt implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("jwt");
    private static final Step.Decoded HEADER = new Step.Decoded("jwt header");

    @Override
    public int asks() {
        return Traits.DOT;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String token = text.value;
        int first = token.startsWith("eyJ") ? token.indexOf('.') : -1;
        int second = first < 0 ? -1 : token.indexOf('.', first + 1);
        if (second < 0) {
            return false;
        }
        byte[] header = Base64.decoded(token.substring(0, first), into.growth());
        byte[] claims = Base64.decoded(token.substring(first + 1, second), into.growth());
        boolean encrypted = token.indexOf('.', second + 1) > 0;
        boolean named = isObject(header);
        if (!isObject(claims) && !(named && encrypted)) {
            return false;
        }
        into.leaf(text);
        if (named) {
            into.layer(text, HEADER, new String(header, StandardCharsets.UTF_8));
        }
        if (encrypted) {
            into.missed(text, "an encrypted token");
        } else {
            into.layer(text, STEP, new String(claims, StandardCharsets.UTF_8));
        }
        return true;
    }

    private static boolean isObject(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == '{' && Utf8.begins(bytes, bytes.length);
    }
}
