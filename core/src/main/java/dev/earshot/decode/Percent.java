package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Percent-encoding, `%u` escapes of old scripts included. A `%` that begins no escape stays as it is.
///
/// Source: RFC 3986 section 2.1; ECMA-262 annex B.2.1 for `%uXXXX`. Bytes that are no UTF-8 are binary where they
/// hold control characters, otherwise Latin-1.
final class Percent implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("percent");

    @Override
    public int asks() {
        return Traits.PERCENT;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String simple = ascii(text.value);
        if (simple != null) {
            into.layer(text, STEP, simple);
            return true;
        }
        byte[] bytes = bytes(text.value);
        if (Utf8.begins(bytes, bytes.length)) {
            into.layer(text, STEP, new String(bytes, StandardCharsets.UTF_8));
        } else if (!into.layer(text, STEP, bytes)) {
            into.layer(text, STEP, new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return true;
    }

    /// A parameter's name.
    static String decoded(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        String simple = ascii(name);
        return simple != null ? simple : new String(bytes(name), StandardCharsets.UTF_8);
    }

    /// The decoded text when it and every escape in it is printable ASCII, else null.
    private static @Nullable String ascii(String text) {
        char[] decoded = new char[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && escapes(text, i)) {
                if (text.charAt(i + 1) == 'u' || text.charAt(i + 1) == 'U') {
                    return null;
                }
                c = (char) (hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)));
                if (c >= 0x7f || c < 0x20) {
                    return null;
                }
                i += 2;
            }
            decoded[size++] = c;
        }
        return new String(decoded, 0, size);
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) != '%' || !escapes(text, i)) {
                i++;
                continue;
            }
            bytes.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
            char next = text.charAt(i + 1);
            if (next == 'u' || next == 'U') {
                int end = i;
                StringBuilder characters = new StringBuilder();
                while (end < text.length() && escapesUnicode(text, end)) {
                    characters.append((char) Integer.parseInt(text, end + 2, end + 6, 16));
                    end += 6;
                }
                bytes.writeBytes(characters.toString().getBytes(StandardCharsets.UTF_8));
                i = end;
            } else {
                bytes.write(hex(next) << 4 | hex(text.charAt(i + 2)));
                i += 3;
            }
            plain = i;
        }
        bytes.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /// Whether an escape begins at `at`, where there is a `%`.
    static boolean escapes(String text, int at) {
        if (at + 2 >= text.length()) {
            return false;
        }
        return (hex(text.charAt(at + 1)) >= 0 && hex(text.charAt(at + 2)) >= 0) || escapesUnicode(text, at);
    }

    private static boolean escapesUnicode(String text, int at) {
        if (at + 5 >= text.length() || text.charAt(at) != '%' || (text.charAt(at + 1) | 0x20) != 'u') {
            return false;
        }
        for (int i = at + 2; i < at + 6; i++) {
            if (hex(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The value of a hex digit, -1 for any other character.
    static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
