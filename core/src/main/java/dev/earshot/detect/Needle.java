package dev.earshot.detect;

import dev.earshot.element.DataElement;
import java.util.Locale;

/// A text whose presence proves that a value of the persona was told.
///
/// @param text what to look for
/// @param exactCase whether letter case counts, as in base64
/// @param boundary what must not stand beside it
/// @param value the number of the persona's value, for telling values apart
/// @param told what a recipient learns from it
/// @param how in words: `SHA-256 (hexadecimal) of the persona's e-mail address, lower-cased and trimmed`
record Needle(String text, boolean exactCase, Boundary boundary, int value, DataElement told, Wording how) {

    /// Whether it stands at `start` of `text`, which is known to match it without regard to letter case.
    boolean standsAt(String in, int start) {
        if (exactCase && !in.startsWith(text, start)) {
            return false;
        }
        int end = start + text.length();
        return boundary.allows(start == 0 ? ' ' : in.charAt(start - 1))
                && boundary.allows(end == in.length() ? ' ' : in.charAt(end));
    }

    /// What must not stand directly before and after a needle: short runs of digits occur inside longer numbers,
    /// short words inside longer words.
    enum Boundary {
        NONE,
        NO_DIGIT,
        NO_LETTER_OR_DIGIT;

        boolean allows(char neighbour) {
            return switch (this) {
                case NONE -> true;
                case NO_DIGIT -> neighbour < '0' || neighbour > '9';
                case NO_LETTER_OR_DIGIT -> !Character.isLetterOrDigit(neighbour);
            };
        }

        static Boundary of(String text) {
            boolean letters = text.chars().anyMatch(Character::isLetter);
            long digits = text.chars().filter(Character::isDigit).count();
            if (!letters && digits <= 9) {
                return NO_DIGIT;
            }
            return text.length() < 8 ? NO_LETTER_OR_DIGIT : NONE;
        }
    }

    /// How a find is told, put together only when there is one.
    ///
    /// @param before `SHA-256 (hexadecimal) of `; empty for the plain value
    /// @param label what the value is: `e-mail address`
    /// @param after `lower-cased and trimmed`; empty where nothing was done to it
    record Wording(String before, String label, String after) {
        @Override
        public String toString() {
            String sentence = before + "the persona's " + label;
            return after.isEmpty() ? sentence : String.format(Locale.ROOT, "%s, %s", sentence, after);
        }
    }
}
