package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.nio.charset.StandardCharsets;

/// Base64 inside a longer text: behind a version or a name (`v1.eyJ…`, `id_cGF0…`), between separators, glued to
/// other characters so that it begins anywhere. The text itself stays a leaf.
///
/// A stretch counts when what it stands for is a JSON structure, a compressed file, or fifteen characters or more of
/// words, numbers and addresses without a break: chance makes that of one random token in a million.
final class EmbeddedBase64 implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("base64");
    private static final int SHORTEST_RUN = 16;
    private static final int SHORTEST_TEXT = 15;
    private static final int SHORTEST_JSON = 7;

    /// The first characters of `{"`, `[{`, `["` and of a gzip file, in base64.
    private static final String[] BEGINNINGS = {"eyJ", "W3s", "WyJ", "H4sI"};

    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            PLAIN[c] = Character.isLetterOrDigit(c) || " @.-_+:/=&,?%'\"{}()[]#;".indexOf(c) >= 0;
        }
    }

    @Override
    public boolean open(Text text, Opening into) {
        String value = text.value;
        if (value.length() <= SHORTEST_RUN) {
            return false;
        }
        boolean opened = false;
        int begin = 0;
        int capitals = 0;
        int smalls = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : ' ';
            if (c != ' ' && Base64.value(c) >= 0) {
                capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
                smalls += c >= 'a' && c <= 'z' ? 1 : 0;
            } else {
                if (i - begin >= SHORTEST_RUN && capitals >= 2 && smalls >= 2) {
                    opened |= run(text, begin, i, opened, into);
                }
                begin = i + 1;
                capitals = 0;
                smalls = 0;
            }
        }
        return opened;
    }

    private static boolean run(Text text, int begin, int end, boolean opened, Opening into) {
        for (String beginning : BEGINNINGS) {
            int at = text.value.indexOf(beginning, begin, end);
            if (at >= 0 && certain(text, at, end, opened, into)) {
                return true;
            }
        }
        boolean found = false;
        int from = begin;
        while (from < end && !into.full()) {
            from = stretch(text, from, end, opened || found, into);
            found |= from < end;
        }
        return found;
    }

    /// Opens what begins like JSON or a compressed file, if it is that.
    private static boolean certain(Text text, int begin, int end, boolean opened, Opening into) {
        if ((end - begin) / 4 * 3 > into.growth()) {
            return false;
        }
        int whole = (end - begin) % 4 == 1 ? end - 1 : end;
        byte[] bytes = Base64.decoded(text.value.substring(begin, whole), into.growth());
        if (Plausibility.isPacked(bytes)) {
            if (!opened) {
                into.leaf(text);
            }
            into.layer(text.part(text.place, begin, whole), STEP, bytes);
            return true;
        }
        String plain = structure(bytes);
        if (plain.length() < SHORTEST_JSON || !Json.isStructure(plain)) {
            return false;
        }
        int size = plain.getBytes(StandardCharsets.UTF_8).length;
        tell(text, begin, begin + (size * 4 + 2) / 3, plain, opened, into);
        return true;
    }

    /// The bytes as text up to the last closing bracket before the first control character; what follows was not
    /// encoded.
    private static String structure(byte[] bytes) {
        int end = 0;
        for (int i = 0; i < bytes.length && (bytes[i] >= ' ' || bytes[i] < 0 || bytes[i] == '\n'); i++) {
            if (bytes[i] == '}' || bytes[i] == ']') {
                end = i + 1;
            }
        }
        return ByteString.isText(bytes, 0, end) ? ByteString.text(bytes, 0, end) : "";
    }

    /// Opens the first stretch from `begin` on that stands for text; returns where it ends, `end` when there is none.
    /// One pass: a stretch of each of the four alignments grows side by side.
    private static int stretch(Text text, int begin, int end, boolean opened, Opening into) {
        String value = text.value;
        int[] firsts = {begin, begin + 1, begin + 2, begin + 3};
        for (int at = begin; at + 4 <= end; at++) {
            int phase = (at - begin) & 3;
            if (!isPlain(value, at)) {
                firsts[phase] = at + 4;
            } else if (at + 4 - firsts[phase] >= SHORTEST_TEXT / 3 * 4) {
                return stretch(text, firsts[phase], at + 4, end, opened, into);
            }
        }
        return end;
    }

    private static int stretch(Text text, int first, int sure, int end, boolean opened, Opening into) {
        String value = text.value;
        int at = sure;
        while (at + 4 <= end && isPlain(value, at)) {
            at += 4;
        }
        int last = tail(value, at, end);
        if ((last - first) / 4 * 3 > into.growth()) {
            return end;
        }
        byte[] bytes = Base64.decoded(value.substring(first, last), into.growth());
        tell(text, first, last, new String(bytes, StandardCharsets.UTF_8), opened, into);
        return Math.min(last, end - 1);
    }

    private static boolean isPlain(String value, int at) {
        int bits = 0;
        for (int i = at; i < at + 4; i++) {
            bits = bits << 6 | Base64.value(value.charAt(i));
        }
        return PLAIN[bits >> 16 & 0xff] && PLAIN[bits >> 8 & 0xff] && PLAIN[bits & 0xff];
    }

    /// Past the two or three characters after the last whole four that still stand for text.
    private static int tail(String value, int at, int end) {
        int left = end - at;
        if (left < 2) {
            return at;
        }
        int bits = Base64.value(value.charAt(at)) << 6 | Base64.value(value.charAt(at + 1));
        if (!PLAIN[bits >> 4 & 0xff]) {
            return at;
        }
        if (left == 2) {
            return at + 2;
        }
        bits = bits << 6 | Base64.value(value.charAt(at + 2));
        return PLAIN[bits >> 2 & 0xff] ? at + 3 : at + 2;
    }

    private static void tell(Text text, int begin, int end, String plain, boolean opened, Opening into) {
        if (!opened) {
            into.leaf(text);
        }
        into.layer(text.part(text.place, begin, end), STEP, plain);
    }
}
