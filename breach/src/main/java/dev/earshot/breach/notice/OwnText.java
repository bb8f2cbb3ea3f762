package dev.earshot.breach.notice;

/// A person's own text made fit to stand within another text: it is kept as it is, and what it does to the direction of
/// writing ends with it.
///
/// A text that runs against the letter, or has bidirectional controls, is put between FIRST STRONG ISOLATE and POP
/// DIRECTIONAL ISOLATE, with as many of each as its own unpaired ones call for (Unicode Standard Annex 9, X5a to X6a).
/// Characters that are no text, such as line ends in a name, become spaces.
final class OwnText {
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private OwnText() {}

    /// @param rightToLeft whether the letter is
    static String of(String value, boolean rightToLeft) {
        String text = plain(value) ? value : cleaned(value);
        int open = 0;
        int unopened = 0;
        boolean isolate = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80 && !rightToLeft) {
                continue;
            }
            switch (Character.getDirectionality(c)) {
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                        Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                        Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE -> {
                    open++;
                    isolate = true;
                }
                case Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> {
                    if (open == 0) {
                        unopened++;
                    } else {
                        open--;
                    }
                    isolate = true;
                }
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                        Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                        Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                        Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                        Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT -> isolate = true;
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                        Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                        Character.DIRECTIONALITY_ARABIC_NUMBER -> isolate |= !rightToLeft;
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT, Character.DIRECTIONALITY_EUROPEAN_NUMBER ->
                    isolate |= rightToLeft;
                default -> {}
            }
        }
        return isolate
                ? String.valueOf(FIRST_STRONG_ISOLATE).repeat(1 + unopened)
                        + text
                        + String.valueOf(POP_ISOLATE).repeat(1 + open)
                : text;
    }

    private static boolean plain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return value.isEmpty() || (value.charAt(0) != ' ' && value.charAt(value.length() - 1) != ' ');
    }

    private static String cleaned(String value) {
        StringBuilder text = new StringBuilder(value.length());
        value.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029
                        ? ' '
                        : Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .forEach(text::appendCodePoint);
        return text.toString().strip();
    }
}
