package dev.earshot.breach.document;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.DecompositionType;
import com.ibm.icu.lang.UCharacter.JoiningType;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;

/// The forms that Arabic letters take in a word, those of Persian and Urdu with them (ICU's `ArabicShaping` has Arabic
/// alone), and lam with alef as one letter.
///
/// Source: The Unicode Standard, 9.2 (cursive joining); the forms are what Unicode decomposes to the letters.
final class ArabicForms {
    private static final int ISOLATED = 0;
    private static final int FINAL = 1;
    private static final int INITIAL = 2;
    private static final int MEDIAL = 3;
    private static final char LAM = '\u0644';
    private static final int FIRST = 0x600;

    /// By letter and form; NUL where there is none.
    private static final char[][] FORMS = new char[0x100][4];
    /// Lam with this alef.
    private static final char[][] WITH_LAM = new char[0x100][2];

    static {
        for (char c = '\uFB50'; c <= '\uFEFC'; c++) {
            int type = UCharacter.getIntPropertyValue(c, UProperty.DECOMPOSITION_TYPE);
            int form = switch (type) {
                case DecompositionType.ISOLATED -> ISOLATED;
                case DecompositionType.FINAL -> FINAL;
                case DecompositionType.INITIAL -> INITIAL;
                case DecompositionType.MEDIAL -> MEDIAL;
                default -> -1;
            };
            String letters = Normalizer2.getNFKCInstance().getRawDecomposition(c);
            if (form < 0 || letters == null || !isLetter(letters.charAt(0))) {
                continue;
            }
            if (letters.length() == 1) {
                FORMS[letters.charAt(0) - FIRST][form] = c;
            } else if (letters.length() == 2 && c >= '\uFEF5' && form < INITIAL) {
                WITH_LAM[letters.charAt(1) - FIRST][form] = c;
            }
        }
    }

    private ArabicForms() {}

    /// Whether a letter has the forms that it needs, where it needs any.
    static boolean has(int letter) {
        int joining = UCharacter.getIntPropertyValue(letter, UProperty.JOINING_TYPE);
        if (joining != JoiningType.DUAL_JOINING && joining != JoiningType.RIGHT_JOINING) {
            return true;
        }
        return isLetter(letter)
                && FORMS[letter - FIRST][FINAL] != 0
                && (joining == JoiningType.RIGHT_JOINING || FORMS[letter - FIRST][MEDIAL] != 0);
    }

    /// The text, each letter in its form; NUL in place of an alef that is drawn with its lam. As long as the text.
    static char[] of(char[] text) {
        char[] shaped = text.clone();
        boolean joined = false;
        for (int i = next(text, 0); i < text.length; ) {
            int joining = joining(text[i]);
            int after = next(text, i + 1);
            boolean toPrevious = joined && joinsPrevious(joining);
            boolean toNext = joinsNext(joining) && after < text.length && joinsPrevious(joining(text[after]));
            joined = joinsNext(joining);
            if (isLetter(text[i])) {
                char withAlef = text[i] == LAM && after < text.length && isLetter(text[after])
                        ? WITH_LAM[text[after] - FIRST][toPrevious ? FINAL : ISOLATED]
                        : 0;
                if (withAlef != 0) {
                    shaped[i] = withAlef;
                    shaped[after] = 0;
                    joined = false;
                    after = next(text, after + 1);
                } else {
                    char form = FORMS[text[i] - FIRST][
                            toPrevious ? (toNext ? MEDIAL : FINAL) : (toNext ? INITIAL : ISOLATED)];
                    shaped[i] = form == 0 ? text[i] : form;
                }
            }
            i = after;
        }
        return shaped;
    }

    /// Marks stand between letters and don't keep them from joining.
    private static int next(char[] text, int from) {
        int i = from;
        while (i < text.length && joining(text[i]) == JoiningType.TRANSPARENT) {
            i++;
        }
        return i;
    }

    private static int joining(char c) {
        return UCharacter.getIntPropertyValue(c, UProperty.JOINING_TYPE);
    }

    private static boolean joinsPrevious(int joining) {
        return joining == JoiningType.DUAL_JOINING
                || joining == JoiningType.RIGHT_JOINING
                || joining == JoiningType.JOIN_CAUSING;
    }

    private static boolean joinsNext(int joining) {
        return joining == JoiningType.DUAL_JOINING || joining == JoiningType.JOIN_CAUSING;
    }

    private static boolean isLetter(int c) {
        return c >= FIRST && c < FIRST + FORMS.length;
    }
}
