package dev.earshot.decode;

/// Which kinds of characters occur in a text, found in one pass: it tells which codecs are worth a try.
final class Traits {
    /// A `%` before two hex digits, or before `u` and four.
    static final int PERCENT = 1;

    static final int EQUALS = 1 << 1;
    static final int AMPERSAND = 1 << 2;
    static final int BACKSLASH = 1 << 3;
    static final int QUESTION = 1 << 4;
    static final int SLASH = 1 << 5;

    /// A character that is in neither of the two base64 alphabets, nor padding, nor white space.
    static final int NOT_BASE64 = 1 << 6;

    static final int NOT_HEX = 1 << 7;
    static final int NOT_DIGIT = 1 << 8;
    static final int SPACE = 1 << 9;

    /// A brace, a square bracket or a double quote that opens a structure.
    static final int BRACKET = 1 << 10;

    /// `<`
    static final int TAG = 1 << 11;

    /// What ends a line: LF, CR or the record separator.
    static final int BREAK = 1 << 12;

    static final int DOT = 1 << 13;
    static final int COMMA = 1 << 14;

    /// Every text has it.
    static final int ANY = 1 << 15;

    /// One more than the largest sum of traits.
    static final int LIMIT = 1 << 16;

    private static final int[] KINDS = new int[128];

    static {
        for (int c = 0; c < 128; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean base64 = digit || letter || "+/-_= \r\n".indexOf(c) >= 0;
            KINDS[c] = (digit ? 0 : NOT_DIGIT) | (hex ? 0 : NOT_HEX) | (base64 ? 0 : NOT_BASE64);
        }
        KINDS['='] |= EQUALS;
        KINDS['&'] |= AMPERSAND;
        KINDS['\\'] |= BACKSLASH;
        KINDS['?'] |= QUESTION;
        KINDS['/'] |= SLASH;
        KINDS[' '] |= SPACE;
        KINDS['\t'] |= SPACE;
        KINDS['\n'] |= SPACE;
        KINDS['\r'] |= SPACE;
        KINDS['\n'] |= BREAK;
        KINDS['\r'] |= BREAK;
        KINDS[0x1e] |= BREAK;
        KINDS['{'] |= BRACKET;
        KINDS['['] |= BRACKET;
        KINDS['"'] |= BRACKET;
        KINDS['<'] |= TAG;
        KINDS['.'] |= DOT;
        KINDS[','] |= COMMA;
    }

    private Traits() {}

    static int of(String text) {
        int traits = ANY;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                traits |= NOT_BASE64 | NOT_HEX | NOT_DIGIT;
            } else {
                traits |= KINDS[c];
                if (c == '%' && (traits & PERCENT) == 0 && Percent.escapes(text, i)) {
                    traits |= PERCENT;
                }
            }
        }
        return traits;
    }
}
