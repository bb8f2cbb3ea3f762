package dev.earshot.differential;

/// How much a value can hold, by its length and the kinds of its characters.
final class Capacity {
    /// Enough to tell 67 million people from one another: more than any provider has patients. Below it are flags,
    /// counts, lengths, prices and sizes of things on the page, which depend on the person without naming one.
    static final double LEAST = 26;

    private static final double DIGIT = Math.log(10) / Math.log(2);
    private static final double HEX = 4;
    private static final double LETTER = Math.log(26) / Math.log(2);
    private static final double MIXED = Math.log(62) / Math.log(2);

    private Capacity() {}

    /// At most this many bits. Of a number with a fraction only the whole part counts: what follows is a measurement's.
    static double bits(String value) {
        int digits = 0;
        int hex = 0;
        int lower = 0;
        int upper = 0;
        int point = -1;
        boolean number = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c >= 'a' && c <= 'z') {
                lower++;
                hex += c <= 'f' ? 1 : 0;
            } else if (c >= 'A' && c <= 'Z') {
                upper++;
                hex += c <= 'F' ? 1 : 0;
            } else if (c > 127) {
                lower++;
            }
            if (c == '.' && point < 0 && i > 0) {
                point = i;
            } else if ((c < '0' || c > '9') && !(c == '-' && i == 0)) {
                number = false;
            }
        }
        int letters = lower + upper;
        int counted = digits + letters;
        if (number && point >= 0) {
            return DIGIT * (point - (value.charAt(0) == '-' ? 1 : 0));
        }
        if (letters == 0) {
            return counted * DIGIT;
        }
        if (hex == letters && digits > 0 && (lower == 0 || upper == 0)) {
            return counted * HEX;
        }
        return counted * (digits == 0 && (lower == 0 || upper == 0) ? LETTER : MIXED);
    }

    static boolean suffices(String value) {
        return bits(value) >= LEAST;
    }
}
