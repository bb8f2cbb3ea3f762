package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;

/// A JSON Web Token, signed and not encrypted: its claims. The token itself is a leaf too.
///
/// Source: RFC 7515 section 3.1.
final class Jwt implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("jwt");

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
        byte[] claims = Base64.decoded(token.substring(first + 1, second), into.growth());
        if (claims.length == 0 || claims[0] != '{' || !Utf8.begins(claims, claims.length)) {
            return false;
        }
        into.leaf(text);
        into.layer(text, STEP, new String(claims, StandardCharsets.UTF_8));
        return true;
    }
}
