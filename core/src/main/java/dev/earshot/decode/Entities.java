package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.Map;

/// HTML character references: the numeric ones, and those that escaping produces.
///
/// Source: HTML Standard section 13.5.
final class Entities implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("html");
    private static final int LONGEST = 10;
    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0", "commat", "@", "period",
            ".");

    @Override
    public int asks() {
        return Traits.AMPERSAND;
    }

    @Override
    public boolean open(Text text, Opening into) {
        if (text.value.indexOf(';') < 0) {
            return false;
        }
        String plain = plain(text.value);
        if (plain.length() == text.value.length()) {
            return false;
        }
        into.layer(text, STEP, plain);
        return true;
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int copied = 0;
        for (int at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
            int end = text.indexOf(';', at, Math.min(text.length(), at + LONGEST));
            String meant = end < 0 ? "" : meant(text, at + 1, end);
            if (!meant.isEmpty()) {
                plain.append(text, copied, at).append(meant);
                copied = end + 1;
            }
        }
        return plain.append(text, copied, text.length()).toString();
    }

    private static String meant(String text, int from, int to) {
        if (to - from < 2 || text.charAt(from) != '#') {
            return NAMED.getOrDefault(text.substring(from, to), "");
        }
        boolean hex = (text.charAt(from + 1) | 0x20) == 'x';
        int begin = hex ? from + 2 : from + 1;
        int point = 0;
        for (int i = begin; i < to; i++) {
            int digit = Character.digit(text.charAt(i), hex ? 16 : 10);
            if (digit < 0) {
                return "";
            }
            point = point * (hex ? 16 : 10) + digit;
        }
        return begin < to && Character.isValidCodePoint(point) && point > 0 ? Character.toString(point) : "";
    }
}
